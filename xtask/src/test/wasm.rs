//! The step `wasm`: the parts of the app that only run in a browser, in a headless Chromium.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use super::test_targets::test_targets;
use crate::wasm_target::WasmTarget;
use crate::{process, workspace};

const CHROMIUM_ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Runs the app's wasm tests.
pub(crate) fn run() -> Result<()> {
    let mut command = WasmTarget::ensure()?.cargo("test");
    command.args(["--package", "frontend", "--lib"]);
    for target in test_targets()? {
        if target.package == "frontend" {
            command.args(["--test", &target.name]);
        }
    }
    run_in_chromium(&mut command)?;
    process::run(&mut command, "testing the app in Chromium")
}

fn run_in_chromium(command: &mut Command) -> Result<()> {
    let runner = json!([workspace::target("debug").join(workspace::executable("xtask")), "wasm-test-runner"]);
    command
        .arg("--config")
        .arg(format!("target.wasm32-unknown-unknown.runner={runner}"))
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities()?)
        .env("CHROMEDRIVER", program("chromedriver")?)
        .env_remove("GECKODRIVER");
    Ok(())
}

/// A file that tells the driver which Chromium to start, and how.
fn capabilities() -> Result<PathBuf> {
    let options = json!({"binary": program("chromium")?, "args": CHROMIUM_ARGUMENTS});
    let path = workspace::target("tools").join("webdriver.json");
    std::fs::create_dir_all(workspace::target("tools"))
        .and_then(|()| {
            let capabilities = json!({"goog:chromeOptions": options});
            std::fs::write(&path, capabilities.to_string())
        })
        .with_context(|| format!("could not write {}", workspace::shown(&path)))?;
    Ok(path)
}

fn program(name: &str) -> Result<PathBuf> {
    process::find_on_path(name).with_context(|| format!("{name} is not on the PATH"))
}
