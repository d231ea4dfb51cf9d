//! What opens our reports and is not ours: poppler for the pages, and openpyxl, from PyPI, for the workbook.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, workspace};

const OPENPYXL: &str = "3.1.5";

/// The Python that has openpyxl, in an environment of its own; it and poppler are installed when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    apt::ensure_programs(&[("poppler-utils", "pdftotext")]).context("the tests read reports with poppler")?;
    let folder = workspace::target("tools").join(format!("openpyxl-{OPENPYXL}"));
    let python = folder.join("bin").join(workspace::executable("python3"));
    let installed = folder.join("installed");
    if !installed.exists() {
        apt::ensure_programs(&[("python3", "python3"), ("python3-venv", "pip3")])
            .context("the tests read workbooks with Python")?;
        let mut venv = Command::new("python3");
        process::run(venv.args(["-m", "venv"]).arg(&folder), "making a Python environment")?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet"]).arg(format!("openpyxl=={OPENPYXL}"));
        process::run(&mut pip, "installing openpyxl")?;
        std::fs::write(&installed, OPENPYXL)?;
    }
    Ok(python)
}
