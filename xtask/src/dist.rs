//! `cargo xtask dist`: one file that is the whole service, the app inside it.

use anyhow::{Context, Result};

use crate::app::{self, Effort};
use crate::{cargo, process, workspace};

/// Builds the file and says where it is and how large.
pub(crate) fn run() -> Result<()> {
    eprintln!("Building the app …");
    app::bundle(Effort::Best)?;
    eprintln!("Building the server, optimised; this takes minutes …");
    let mut build = cargo::cargo("build");
    build
        .args(["--release", "--package", "backend", "--features", "embedded-app"])
        .env("STEGVIS_APP", workspace::app_folder());
    process::run(&mut build, "building the server")?;

    let name = workspace::executable("stegvis");
    let built = workspace::target("release").join(&name);
    let delivered = workspace::target("dist").join(&name);
    std::fs::create_dir_all(workspace::target("dist")).context("could not make target/dist")?;
    let size = std::fs::copy(&built, &delivered)
        .with_context(|| format!("could not write {}", workspace::shown(&delivered)))?;
    println!("{}: {:.1} MB", workspace::shown(&delivered), size as f64 / 1e6);
    Ok(())
}
