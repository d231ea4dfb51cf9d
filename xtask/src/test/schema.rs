//! The step `schema`: the API against its own description.

use anyhow::Result;

use super::api::PACKAGE;
use crate::tools::schemathesis;
use crate::{cargo, process, workspace};

/// The one of the tests' programs that asks for Schemathesis.
pub(crate) const SCHEMA: &str = "schema";

/// Builds the server and has it asked, for about a minute.
pub(crate) fn run() -> Result<()> {
    process::run(&mut cargo::build_server(), "building the server")?;
    let mut command = cargo::on_host("test");
    command
        .env("STEGVIS_BIN", workspace::server())
        // The stricter of the two about what a text may hold.
        .env("STEGVIS_TEST_DATABASE", "postgres")
        .env("STEGVIS_SCHEMATHESIS", schemathesis::ensure()?)
        .args(["--package", PACKAGE, "--test", SCHEMA, "--", "--nocapture"]);
    process::run(&mut command, "asking the API by its own description")
}
