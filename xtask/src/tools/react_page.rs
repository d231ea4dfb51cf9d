//! The peer of `cargo xtask bench load`: a page of React, Dexie and Workbox, built with Vite from `tests/bench/load/peer`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{process, workspace};

/// What npm installs.
const PACKAGES: [&str; 8] = [
    "react@19.3.1",
    "react-dom@19.3.1",
    "dexie@4.4.7",
    "vite@8.3.8",
    "@vitejs/plugin-react@6.3.0",
    "vite-plugin-pwa@2.0.0",
    "workbox-window@7.4.1",
    "workbox-build@7.4.1",
];

/// What the page is made of, in `tests/bench/load/peer`.
const SOURCES: [&str; 5] = ["index.html", "package.json", "vite.config.js", "src/main.jsx", "src/style.css"];

/// The folders of the built page.
pub(crate) struct ReactPage {
    /// As its sources have it.
    pub(crate) page: PathBuf,
    /// With another word in it: an update.
    pub(crate) changed: PathBuf,
}

/// Installs and builds.
pub(crate) fn built() -> Result<ReactPage> {
    for program in ["node", "npm"] {
        if process::find_on_path(program).is_none() {
            bail!("there is no {program}: install Node.js 20 or newer with npm (on Debian, nodejs and npm)");
        }
    }
    let folder = workspace::target("tools").join("react-page");
    std::fs::create_dir_all(folder.join("src")).context("could not make a folder for the peer")?;
    let source = workspace::root().join("tests/bench/load/peer");
    for name in SOURCES {
        std::fs::copy(source.join(name), folder.join(name)).with_context(|| format!("could not copy {name}"))?;
    }
    std::fs::write(folder.join("src/questions.json"), questions()?)?;
    let installed = PACKAGES.join("\n");
    if std::fs::read_to_string(folder.join("complete")).ok().as_ref() != Some(&installed) {
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--no-package-lock", "--prefix"]);
        process::run(npm.arg(&folder).args(PACKAGES), "installing React, Dexie, Workbox and Vite")?;
        std::fs::write(folder.join("complete"), installed)?;
    }
    let built = |name: &str, edition: &str| {
        let mut build = Command::new("npm");
        build.args(["run", "--silent", "build", "--", "--outDir", name]).current_dir(&folder);
        build.env("NODE_ENV", "production").env("EDITION", edition);
        process::run(&mut build, "building the page of React, Dexie and Workbox")?;
        anyhow::Ok(folder.join(name))
    };
    Ok(ReactPage { page: built("dist", "1")?, changed: built("dist-changed", "2")? })
}

/// The product's own questions, in Swedish: both sides ask the same.
fn questions() -> Result<String> {
    let path = workspace::asset("instruments/stegvis-monthly.v1.json");
    let instrument: Value = serde_json::from_slice(&std::fs::read(path)?).context("the questionnaire is no JSON")?;
    let items = instrument["items"].as_array().context("the questionnaire has no items")?;
    let asked = items.iter().filter(|item| item["rater"] == "both").map(|item| {
        let words = |value: i64| {
            item["levels"][value.to_string()]["sv"].as_str().map_or_else(|| value.to_string(), str::to_owned)
        };
        let scale = |end: &str| item["scale"][end].as_i64().unwrap_or_default();
        let levels: Vec<String> = (scale("lowest")..=scale("highest")).map(words).collect();
        json!({"id": item["id"], "name": item["name"]["sv"], "question": item["question"]["sv"], "levels": levels})
    });
    Ok(Value::Array(asked.collect()).to_string())
}
