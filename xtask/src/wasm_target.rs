//! Compiling for the browser: finds or installs what it takes, and knows how Cargo is then called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{cargo, process, tools::apt, workspace};

const TRIPLE: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "lld-19"];
const DEBIAN_COMPILER: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

/// How this machine compiles for the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WasmTarget {
    /// The toolchain that runs this command has the standard library for it.
    Toolchain,
    /// Debian's compiler builds the standard library along with the program.
    Debian,
}

impl WasmTarget {
    /// Finds the way that works here, installing what is missing.
    pub(crate) fn ensure() -> Result<Self> {
        if toolchain_has_target()? || rustup_adds_target() {
            return Ok(Self::Toolchain);
        }
        if debian_has_target() {
            return Ok(Self::Debian);
        }
        apt::install(&DEBIAN_PACKAGES).with_context(|| {
            format!(
                "the Rust target {TRIPLE} is missing: run `rustup target add {TRIPLE}`, \
                 or install Debian's {}",
                DEBIAN_PACKAGES.join(", ")
            )
        })?;
        if !debian_has_target() {
            bail!("Debian's Rust for {TRIPLE} was installed but is not at {DEBIAN_COMPILER}");
        }
        Ok(Self::Debian)
    }

    /// A Cargo command that compiles for the browser, in a target folder of its own.
    pub(crate) fn cargo(self, subcommand: &str) -> Command {
        let mut command = cargo::cargo(subcommand);
        command.args(["--target", TRIPLE, "--target-dir"]);
        command.arg(workspace::target("wasm")).arg("--config").arg(compiler_flags());
        if self == Self::Debian {
            command
                .arg("-Zbuild-std=std,panic_abort")
                .env("RUSTC", DEBIAN_COMPILER)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
        }
        command
    }

    /// What compiles, in the words of a progress line.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Toolchain => "wasm32-unknown-unknown of the toolchain",
            Self::Debian => "wasm32-unknown-unknown of Debian's rustc-web",
        }
    }
}

/// What the compiler is told beside the profile, as Cargo's configuration takes it: SHA-256 without its loops unrolled, and
/// no path of this machine in the messages of panics.
fn compiler_flags() -> String {
    let mut flags = vec!["--cfg".to_owned(), "sha2_backend_soft=\"compact\"".to_owned()];
    flags.extend(sources_of_crates().iter().map(|folder| format!("--remap-path-prefix={}=", folder.display())));
    format!("target.{TRIPLE}.rustflags={}", serde_json::json!(flags))
}

/// Where Cargo unpacks what the app is made of; nothing is known of it before the first build.
fn sources_of_crates() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = home.and_then(|home| home.join("registry/src").read_dir().ok());
    let mut folders: Vec<_> = registries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

fn toolchain_has_target() -> Result<bool> {
    let mut command = Command::new("rustc");
    command.args(["--print", "sysroot"]).current_dir(workspace::root());
    let sysroot = process::output(&mut command, "finding the Rust toolchain")?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(TRIPLE);
    Ok(library.is_dir())
}

fn rustup_adds_target() -> bool {
    let mut command = Command::new("rustup");
    command.args(["target", "add", TRIPLE]).current_dir(workspace::root());
    process::run(&mut command, "adding the wasm target").is_ok()
}

fn debian_has_target() -> bool {
    [DEBIAN_COMPILER, DEBIAN_LINKER, DEBIAN_SOURCES].iter().all(|path| Path::new(path).exists())
}
