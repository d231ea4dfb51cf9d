//! The step `lint`: no warning of the compiler or Clippy, on the host or for the browser.

use anyhow::Result;

use crate::wasm_target::WasmTarget;
use crate::{cargo, process};

/// Lints what runs on the host, then what runs in the browser.
pub(crate) fn run() -> Result<()> {
    for mut packages in [cargo::on_host("clippy"), cargo::on_xtask("clippy")] {
        packages.args(["--all-targets", "--", "--deny", "warnings"]);
        process::run(&mut packages, "linting what runs on the host")?;
    }

    let target = WasmTarget::ensure()?;
    if target == WasmTarget::Debian {
        println!("not linted: what runs in the browser, as Debian's compiler brings no Clippy");
        return Ok(());
    }
    let mut browser = target.cargo("clippy");
    browser.args(["--package", "frontend", "--all-targets", "--", "--deny", "warnings"]);
    process::run(&mut browser, "linting what runs in the browser")
}
