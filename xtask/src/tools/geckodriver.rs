//! geckodriver, through which the browser tests steer Firefox.

use std::path::PathBuf;

use anyhow::Result;

use crate::{cargo, process, workspace};

const VERSION: &str = "0.37.1";

/// The program, compiled from its crate when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = workspace::target("tools").join(format!("geckodriver-{VERSION}"));
    let program = folder.join("bin").join(workspace::executable("geckodriver"));
    if !program.exists() {
        let mut install = cargo::cargo("install");
        install
            .args(["geckodriver", "--version", VERSION, "--locked", "--debug", "--quiet"])
            .arg("--root")
            .arg(&folder);
        process::run(&mut install, "installing geckodriver")?;
    }
    Ok(program)
}
