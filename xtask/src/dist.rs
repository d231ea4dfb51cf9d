//! `cargo xtask dist`: one file that is the whole service, the app inside it, and beside it the lists of what it was built
//! from.

use anyhow::{Context, Result};

use crate::app::{self, Effort};
use crate::{cargo, process, sbom, workspace};

/// What the delivered program has beyond the one that is developed with.
const FEATURES: &str = "embedded-app";

/// Builds the file and says where it is and how large.
pub(crate) fn run() -> Result<()> {
    eprintln!("Building the app …");
    app::bundle(Effort::Best)?;
    eprintln!("Building the server, optimised; this takes minutes …");
    let mut build = cargo::cargo("build");
    build
        .args(["--release", "--package", "backend", "--features", FEATURES])
        .env("STEGVIS_APP", workspace::app_folder());
    process::run(&mut build, "building the server")?;

    let name = workspace::executable("stegvis");
    let built = workspace::target("release").join(&name);
    let delivered = workspace::target("dist").join(&name);
    std::fs::create_dir_all(workspace::target("dist")).context("could not make target/dist")?;
    let size = std::fs::copy(&built, &delivered)
        .with_context(|| format!("could not write {}", workspace::shown(&delivered)))?;
    println!("{}: {:.1} MB", workspace::shown(&delivered), size as f64 / 1e6);

    for (name, list) in [("stegvis", sbom::of_the_server(FEATURES)?), ("app", sbom::of_the_app()?)] {
        let file = workspace::target("dist").join(format!("{name}.cdx.json"));
        let parts = list["components"].as_array().map_or(0, Vec::len);
        std::fs::write(&file, serde_json::to_vec_pretty(&list)?)
            .with_context(|| format!("could not write {}", workspace::shown(&file)))?;
        println!("{}: {parts} parts", workspace::shown(&file));
    }
    Ok(())
}
