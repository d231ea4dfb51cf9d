//! The step `api`: all that crosses a boundary except what needs a browser or Schemathesis, against the real server.

use anyhow::Result;

use super::schema::SCHEMA;
use super::test_targets::test_targets;
use crate::tools::{oidc_provider, readers};
use crate::{cargo, process, workspace};

/// The package of the tests that cross a boundary.
pub(crate) const PACKAGE: &str = "tests";

/// The one of its programs that opens a browser.
pub(crate) const BROWSER: &str = "browser";

/// The databases that the server keeps its store in, as the tests are told them.
const DATABASES: [&str; 2] = ["sqlite", "postgres"];

/// Builds the server and runs the tests against it, on each of the databases.
pub(crate) fn run() -> Result<()> {
    process::run(&mut cargo::build_server(), "building the server")?;
    DATABASES.into_iter().try_for_each(run_on)
}

fn run_on(database: &str) -> Result<()> {
    let targets = test_targets()?;
    let wanted =
        targets.iter().filter(|target| target.package == PACKAGE && ![BROWSER, SCHEMA].contains(&target.name.as_str()));
    let mut command = cargo::on_host("test");
    command.env("STEGVIS_BIN", workspace::server()).env("STEGVIS_TEST_DATABASE", database);
    readers::ensure()?;
    command.env("STEGVIS_OIDC_PROVIDER", oidc_provider::ensure()?);
    let mut any = false;
    for target in wanted {
        command.args(["--test", &target.name]);
        any = true;
    }
    if !any {
        println!("there are no tests yet in the package {PACKAGE}");
        return Ok(());
    }
    process::run(&mut command, &format!("testing the server from the outside, on {database}"))
}
