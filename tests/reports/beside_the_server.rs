//! Reports while the server has the store open, and what they leave behind: nothing.

use crate::cohort::{ASSOCIATION, REPORTS, Store, said};
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

#[tokio::test]
async fn a_report_changes_nothing_in_the_folder() -> Result<()> {
    let store = Store::with_cohort().await?;
    // On a server, what is opened to read is read only by the server's own word.
    let Some(database) = store.database_file() else { return Ok(()) };
    let before = (std::fs::read(&database)?, std::fs::metadata(&database)?.modified()?);
    for name in REPORTS {
        store.report(name, &[]).await?;
    }
    assert_eq!((std::fs::read(&database)?, std::fs::metadata(&database)?.modified()?), before);
    Ok(())
}
