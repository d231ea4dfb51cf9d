//! The step `browser`: a person's way through the finished app, in real browsers.

use anyhow::Result;

use super::api::{BROWSER, PACKAGE};
use super::test_targets::test_targets;
use crate::app::{self, Effort};
use crate::tools::{axe, geckodriver, oidc_provider};
use crate::{cargo, process, workspace};

/// Builds the app and the server as people get them, and runs the browser tests against both.
pub(crate) fn run() -> Result<()> {
    app::bundle(Effort::Best)?;
    process::run(&mut cargo::build_server(), "building the server")?;
    let mut targets = test_targets()?.into_iter();
    if !targets.any(|target| target.package == PACKAGE && target.name == BROWSER) {
        println!("there is no test program `{BROWSER}` yet in the package {PACKAGE}");
        return Ok(());
    }
    let mut command = cargo::on_host("test");
    command
        .args(["--test", BROWSER])
        .env("STEGVIS_BIN", workspace::server())
        .env("STEGVIS_APP", workspace::app_folder())
        .env("STEGVIS_AXE", axe::ensure()?)
        .env("STEGVIS_GECKODRIVER", geckodriver::ensure()?)
        .env("STEGVIS_OIDC_PROVIDER", oidc_provider::ensure()?);
    process::run(&mut command, "testing the app in browsers")
}
