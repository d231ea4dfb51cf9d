//! axe-core, which finds what keeps people out of a page; the browser tests inject it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, workspace};

const VERSION: &str = "4.14.1";

/// The script to inject, installed through npm when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = workspace::target("tools").join(format!("axe-core-{VERSION}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.exists() {
        apt::ensure_programs(&[("npm", "npm")])
            .context("install Node.js with npm, or leave the browser tests out with `--quick`")?;
        std::fs::create_dir_all(&folder).context("could not make a folder for axe-core")?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
            .args(["--no-package-lock", "--prefix"])
            .arg(&folder)
            .arg(format!("axe-core@{VERSION}"));
        process::run(&mut npm, "installing axe-core")?;
    }
    Ok(script)
}
