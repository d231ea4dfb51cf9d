//! The server with the finished app, and what it says when it is asked directly, past every browser.

use crate::people::forward;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::account::Role;
use shared::bridge::StepRank;
use shared::code::Code;
use shared::dashboard::MovementDashboard;
use shared::figures::Period;
use shared::id::ParticipationId;
use shared::record::{Body, FollowUp, Record};
use shared::support::{Extent, Percent, WeeklyHours};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use tests::client::Client;
use tests::program;
use tests::records::{device, followed_up, record, staff_assessed};
use tests::server::Server;

/// A demonstration with the finished app, on a database of its own.
pub(crate) async fn open() -> Result<Server> {
    Server::demo_with_app(&app()?).await
}

/// The folder of the finished app.
pub(crate) fn app() -> Result<PathBuf> {
    let app = env::var_os("STEGVIS_APP").map(PathBuf::from);
    app.context("STEGVIS_APP does not name the app; run these tests with `cargo xtask test browser`")
}

/// What the dashboard of a role shows now.
pub(crate) async fn dashboard(server: &Server, role: Role) -> Result<MovementDashboard> {
    let somebody = Client::sign_in(server, role).await?;
    let answer = somebody.get("/api/v1/dashboards/movement").await?.error_for_status()?;
    Ok(answer.json().await?)
}

/// The same with a follow-up, a rating and a step of last month for everybody on the caseload, to be kept or changed.
pub(crate) async fn open_with_last_month() -> Result<Server> {
    let server = open().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let device = device();
    let mut texts = Vec::new();
    let records = supervisor.records().await?;
    for enrolment in records.iter().filter(|one| matches!(one.body, Body::Enrolled(_))) {
        for body in [last_months(), staff_assessed("energy", 3), Body::StepRecorded { step: StepRank(2) }] {
            let mut last = record(device, supervisor.account.id, enrolment.participation, body);
            last.month = last.month.plus(-1);
            // In view of what was there, so that there is nothing to decide between.
            let before =
                records.iter().filter(|one| one.participation == last.participation && one.month == last.month);
            last.seen = before.map(|one| one.id).collect();
            texts.push(last.write());
        }
    }
    for texts in texts.chunks(100) {
        supervisor.push(device, texts).await?;
    }
    Ok(server)
}

/// Twenty hours of work training on half sickness benefit.
fn last_months() -> Body {
    let code = |text| Code::new(text).into_iter();
    let support = code("sjukpenning").flat_map(|code| Percent::new(50).map(|percent| Extent { code, percent }));
    let hours = WeeklyHours::new(20).ok();
    let (activities, support) = (code("arbetstraning").collect(), support.collect());
    Body::FollowedUp(FollowUp { hours, activities, support, note: None })
}

/// Has two devices of the supervisor write different follow-ups of one person's month, and a third a step that there is
/// none of, which is put aside. Returns the person's stay.
pub(crate) async fn write_two_versions_and_a_wrong_step(server: &Server) -> Result<ParticipationId> {
    let supervisor = Client::sign_in(server, Role::Supervisor).await?;
    let month = tests::random::this_month();
    let stays = forward::folded(&supervisor.records().await?);
    let stay = stays.iter().find(|(_, one)| one.is_open_in(month)).map(|(stay, _)| *stay).context("nobody is there")?;
    for body in [followed_up(12), followed_up(31), Body::StepRecorded { step: StepRank(99) }] {
        let written = record(device(), supervisor.account.id, stay, body);
        supervisor.push(written.device, &[written.write()]).await?;
    }
    Ok(stay)
}

/// The demonstration's association.
pub(crate) const ASSOCIATION: &str = "Centrala Östergötland";

/// The figures of a report of that name, as the command line tells them to an audience.
pub(crate) async fn report(server: &Server, name: &str, period: Period, audience: &str) -> Result<Value> {
    let (from, to) = (period.from().to_string(), period.to().to_string());
    let asked = ["report", name, "--association", ASSOCIATION, "--from", &from, "--to", &to, "--audience", audience];
    let arguments: Vec<OsString> = asked.into_iter().map(OsString::from).chain(server.place().flags()).collect();
    let output = program::run(&arguments).await?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice::<Value>(&output.stdout)?["figures"].take())
}

/// Every record that the supervisor may see.
pub(crate) async fn records(server: &Server) -> Result<Vec<Record>> {
    Client::sign_in(server, Role::Supervisor).await?.records().await
}
