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

/// Panics that end the program at once, without words, places and what formats them. Names of functions stay as they are
/// elsewhere.
const WITHOUT_WORDS: [&str; 5] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    "-Csymbol-mangling-version=legacy",
];

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
        self.cargo_with(subcommand, flags())
    }

    fn cargo_with(self, subcommand: &str, flags: impl IntoIterator<Item = String>) -> Command {
        let mut command = cargo::cargo(subcommand);
        command.args(["--target", TRIPLE, "--target-dir"]);
        command.arg(workspace::target("wasm")).arg("--config").arg(configured(flags));
        if self == Self::Debian {
            command
                .arg("-Zbuild-std=std,panic_abort")
                .env("RUSTC", DEBIAN_COMPILER)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
        }
        command
    }

    /// The same for what people download: the standard library is built along with the program, without the words of panics,
    /// which nobody reads on a phone. A panic still ends the program, and its page says so. `linked` is one more option of the
    /// compiler's, for what the linker leaves in the program.
    pub(crate) fn cargo_for_phones(self, subcommand: &str, linked: &str) -> Result<Command> {
        let flags = || flags().into_iter().chain(["-C".to_owned(), linked.to_owned()]);
        if self == Self::Debian || !toolchain_has_sources()? {
            println!("the standard library is taken as it is, so the program is some tens of kilobytes larger");
            return Ok(self.cargo_with(subcommand, flags()));
        }
        let mut command = cargo::cargo(subcommand);
        command.args(["--target", TRIPLE, "--target-dir"]).arg(workspace::target("wasm"));
        command.arg("--config").arg(configured(flags().chain(WITHOUT_WORDS.map(str::to_owned))));
        command.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        command.env("RUSTC_BOOTSTRAP", "1");
        Ok(command)
    }

    /// What compiles, in the words of a progress line.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Toolchain => "wasm32-unknown-unknown of the toolchain",
            Self::Debian => "wasm32-unknown-unknown of Debian's rustc-web",
        }
    }
}

/// What the compiler is told beside the profile: SHA-256 without its loops unrolled, and no path of this machine in the
/// messages of panics.
fn flags() -> Vec<String> {
    let mut flags = vec!["--cfg".to_owned(), "sha2_backend_soft=\"compact\"".to_owned()];
    flags.extend(sources_of_crates().iter().map(|folder| format!("--remap-path-prefix={}=", folder.display())));
    flags
}

/// Flags as Cargo's configuration takes them.
fn configured(flags: impl IntoIterator<Item = String>) -> String {
    format!("target.{TRIPLE}.rustflags={}", serde_json::json!(flags.into_iter().collect::<Vec<_>>()))
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
    Ok(rustlib()?.join(TRIPLE).is_dir())
}

/// Whether there are the standard library's sources, which rustup brings where they are missing.
fn toolchain_has_sources() -> Result<bool> {
    Ok(rustlib()?.join("src/rust/library").is_dir() || rustup(&["component", "add", "rust-src"]))
}

/// Where the toolchain keeps its libraries.
fn rustlib() -> Result<PathBuf> {
    let mut command = Command::new("rustc");
    command.args(["--print", "sysroot"]).current_dir(workspace::root());
    let sysroot = process::output(&mut command, "finding the Rust toolchain")?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib"))
}

fn rustup_adds_target() -> bool {
    rustup(&["target", "add", TRIPLE])
}

fn rustup(arguments: &[&str]) -> bool {
    let mut command = Command::new("rustup");
    command.args(arguments).current_dir(workspace::root());
    process::run(&mut command, "completing the Rust toolchain").is_ok()
}

fn debian_has_target() -> bool {
    [DEBIAN_COMPILER, DEBIAN_LINKER, DEBIAN_SOURCES].iter().all(|path| Path::new(path).exists())
}
