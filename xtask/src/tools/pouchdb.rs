//! The peer of the server's benchmarks: express-pouchdb over LevelDB, and PouchDB's client.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

/// What npm installs. The server's routes are written for Express 4.
const PACKAGES: [&str; 4] =
    ["express-pouchdb@4.2.0", "pouchdb@9.0.0", "pouchdb-adapter-memory@9.0.0", "express@4.22.3"];

/// The folder of the packages, installed through npm when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    for program in ["node", "npm"] {
        if process::find_on_path(program).is_none() {
            bail!("there is no {program}: install Node.js 18 or newer with npm (on Debian, nodejs and npm)");
        }
    }
    let folder = workspace::target("tools").join("express-pouchdb-4.2.0");
    if !folder.join("complete").exists() {
        std::fs::create_dir_all(&folder).context("could not make a folder for express-pouchdb")?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
            .args(["--no-package-lock", "--prefix"])
            .arg(&folder)
            .args(PACKAGES);
        process::run(&mut npm, "installing express-pouchdb")?;
        std::fs::write(folder.join("complete"), PACKAGES.join("\n"))?;
    }
    Ok(folder.join("node_modules"))
}
