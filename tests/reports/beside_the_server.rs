//! Reports while the server has the store open.

use crate::cohort::{ASSOCIATION, said};
use anyhow::Result;
use std::ffi::OsString;
use tests::program::run;
use tests::server::Server;

#[tokio::test]
async fn a_report_is_made_while_the_server_runs() -> Result<()> {
    let server = Server::demo().await?;
    let days = ["--from", "2000-01-01", "--to", "2099-12-31"];
    let asked = ["report", "participant-flow", "--association", ASSOCIATION];
    let asked = asked.iter().chain(&days).map(OsString::from).chain(server.place().flags());
    let output = run(&asked.collect::<Vec<_>>()).await?;
    assert!(output.status.success(), "{}", said(&output)?);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(report["figures"]["participations_identified"]["total"], 117);
    Ok(())
}
