//! The step `fmt`: the code is laid out by rustfmt.

use anyhow::Result;

use crate::{cargo, process};

/// Refuses code that `cargo fmt` would lay out in another way.
pub(crate) fn run() -> Result<()> {
    let mut command = cargo::cargo("fmt");
    command.args(["--all", "--check"]);
    process::run(&mut command, "checking the layout (`cargo fmt --all` puts it right)")
}
