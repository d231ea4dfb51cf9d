//! The step `unit`: what the parts promise, tested inside them, without a server or a browser.

use anyhow::Result;

use super::test_targets::test_targets;
use crate::{cargo, process};

/// Runs the tests in the parts, their examples, and the pure tests of the app.
pub(crate) fn run() -> Result<()> {
    let mut parts = cargo::on_host("test");
    parts.args(["--lib", "--bins"]);
    for target in test_targets()? {
        if !["tests", "simulation", "frontend", "xtask"].contains(&target.package.as_str()) {
            parts.args(["--test", &target.name]);
        }
    }
    process::run(&mut parts, "testing the parts")?;
    process::run(cargo::on_host("test").arg("--doc"), "testing the examples")?;

    process::run(&mut cargo::on_xtask("test"), "testing these commands")?;

    let mut app = cargo::cargo("test");
    app.args(["--package", "frontend", "--lib"]);
    process::run(&mut app, "testing the app's pure parts")
}
