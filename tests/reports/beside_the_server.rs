//! Reports while the server has the store open, and what they leave behind: a note in the audit log.

use crate::cohort::{ASSOCIATION, REPORTS, Store, said};
use anyhow::Result;
use std::ffi::OsString;
use tests::behind::ask;
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
async fn a_report_changes_nothing_but_leaves_a_note_that_it_was_made() -> Result<()> {
    let store = Store::with_cohort().await?;
    let held = async || {
        let mut held = Vec::new();
        for table in ["records", "participations", "access", "quarantine", "accounts", "releases", "release_additions"]
        {
            let count = format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}");
            held.push((table, ask(store.place(), &count).await?));
        }
        let digests = "SELECT MIN(digest) || MAX(digest) || MAX(position) FROM records";
        held.push(("digests", ask(store.place(), digests).await?));
        anyhow::Ok(held)
    };
    let before = held().await?;
    for name in REPORTS {
        store.report(name, &[]).await?;
    }
    assert_eq!(held().await?, before);
    let noted = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE what = 'reported' AND scope LIKE 'association:%'";
    assert_eq!(ask(store.place(), noted).await?, REPORTS.len().to_string());
    Ok(())
}
