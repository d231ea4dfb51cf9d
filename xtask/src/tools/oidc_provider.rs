//! oidc-provider, a real OpenID provider: the tests of sign-in start it on this machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::{process, workspace};

/// The newest that also runs on the Node.js of Debian.
const VERSION: &str = "8.8.1";

/// The module to start, installed through npm when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = workspace::target("tools").join(format!("oidc-provider-{VERSION}"));
    let module = folder.join("node_modules/oidc-provider/lib/index.js");
    if !module.exists() {
        apt::ensure_programs(&[("npm", "npm")]).context("the tests of sign-in need Node.js with npm")?;
        std::fs::create_dir_all(&folder).context("could not make a folder for oidc-provider")?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
            .args(["--no-package-lock", "--prefix"])
            .arg(&folder)
            .arg(format!("oidc-provider@{VERSION}"));
        process::run(&mut npm, "installing oidc-provider")?;
    }
    Ok(module)
}
