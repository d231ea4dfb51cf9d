//! Schemathesis, which asks an API all sorts of things by its own description, from PyPI.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, workspace};

const VERSION: &str = "4.32.5";

/// The program, installed through pip into an environment of its own when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = workspace::target("tools").join(format!("schemathesis-{VERSION}"));
    let program = folder.join("bin").join(workspace::executable("st"));
    if !program.exists() {
        apt::ensure_programs(&[("python3", "python3"), ("python3-venv", "pip3")])
            .context("install Python with venv, or name the other steps to leave this one out")?;
        let mut venv = Command::new("python3");
        process::run(venv.args(["-m", "venv"]).arg(&folder), "making a Python environment")?;
        let mut pip = Command::new(folder.join("bin").join("python3"));
        pip.args(["-m", "pip", "install", "--quiet"]).arg(format!("schemathesis=={VERSION}"));
        process::run(&mut pip, "installing Schemathesis")?;
    }
    Ok(program)
}
