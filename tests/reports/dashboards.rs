//! The figures behind the pages of the dashboards are those of `stegvis report`, to the digit, and those of the published
//! year.

use crate::close::holds;
use crate::cohort::{ASSOCIATION, said};
use crate::figures::{EXPECTED, SECTIONS};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::account::Role;
use shared::dashboard::{Audience, DashboardFigures};
use shared::figures::Period;
use std::ffi::OsString;
use tests::client::Client;
use tests::program::run;
use tests::random;
use tests::server::Server;

/// The reports that the pages are made of.
const REPORTS: [&str; 13] = [
    "step-movement",
    "transitions",
    "time-to-step",
    "time-to-work",
    "throughput",
    "support-change",
    "support-after-by-municipality",
    "occupation-change",
    "background",
    "exits",
    "conditions",
    "response",
    "deviations",
];
/// Lasts of stays depend on the lengths of months, which the demonstration's year has other ones of; effect has a page of
/// its own.
const NOT_MOVED: [&str; 2] = ["exits", "impact"];

async fn seen(server: &Server, role: Role, reports: &[&str], more: &str) -> Result<DashboardFigures> {
    let client = Client::sign_in(server, role).await?;
    let address = format!("/api/v1/dashboards/figures?reports={}{more}", reports.join(","));
    Ok(client.get(&address).await?.error_for_status()?.json().await?)
}

async fn reported(server: &Server, name: &str, period: Period, audience: &str) -> Result<Value> {
    let (from, to) = (period.from().to_string(), period.to().to_string());
    let asked = ["report", name, "--association", ASSOCIATION, "--from", &from, "--to", &to, "--audience", audience];
    let asked = asked.iter().map(OsString::from).chain(server.place().flags());
    let output = run(&asked.collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{name}: {}", said(&output)?);
    let mut report: Value = serde_json::from_slice(&output.stdout)?;
    Ok(report["figures"].take())
}

/// The months that 2019 was moved to: the twelve complete ones before this.
fn the_year() -> String {
    let last = random::this_month().plus(-1);
    format!("&from={}&to={last}", last.plus(-11))
}

#[tokio::test]
async fn what_a_leader_sees_is_what_the_report_says_to_the_digit() -> Result<()> {
    let server = Server::demo().await?;
    let seen = seen(&server, Role::ProjectLeader, &REPORTS, &the_year()).await?;
    assert_eq!(seen.audience, Audience::Member);
    for name in REPORTS {
        let found = seen.reports.get(name).with_context(|| format!("{name} is not there"))?;
        assert_eq!(found, &reported(&server, name, seen.period, "member").await?, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_leader_sees_of_the_published_year_is_what_was_published() -> Result<()> {
    let server = Server::demo().await?;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    for (name, section, tolerance) in SECTIONS.iter().filter(|(name, ..)| !NOT_MOVED.contains(name)) {
        let seen = seen(&server, Role::ProjectLeader, &[*name], &the_year()).await?;
        holds(&seen.reports[*name], &expected[*section], *tolerance).with_context(|| name.to_string())?;
    }
    Ok(())
}

#[tokio::test]
async fn the_association_sees_what_the_report_releases_and_hides_what_it_hides() -> Result<()> {
    let server = Server::demo().await?;
    let seen = seen(&server, Role::AssociationAnalyst, &REPORTS, "").await?;
    assert_eq!(seen.audience, Audience::Association);
    let mut hidden = 0;
    for name in REPORTS {
        let found = seen.reports.get(name).with_context(|| format!("{name} is not there"))?;
        assert_eq!(found, &reported(&server, name, seen.period, "association").await?, "{name}");
        hidden += found.to_string().matches("\"hidden\"").count();
    }
    ensure!(hidden > 0, "nothing is hidden in so few people: this test shows nothing");
    Ok(())
}
