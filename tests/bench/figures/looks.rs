//! How long it takes to open each dashboard of an association of many stays: every address that the app's pages ask for,
//! as a leader, an analyst and a member of the board open them, over HTTP on loopback from the server's own program. The
//! first look after a start is told apart from later ones, and a look after something new was recorded from one after
//! nothing was. The run stops where an answer of one turn is not that of another.

use crate::association::{Association, BOARD};
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::ParticipationId;
use shared::record::{Body, Note};
use shared::sync::wire::{Judged, Verdict};
use std::time::{Duration, Instant};
use tests::client::Client;
use tests::records::{device, record};
use tests::server::Server;

/// Later looks at each address.
const TURNS: usize = 50;
/// Looks at each address after a new record.
const TURNS_AFTER_A_RECORD: usize = 10;
/// Nobody waits for so long.
const PATIENCE: Duration = Duration::from_secs(600);

const OVERVIEW: &str = "/api/v1/dashboards/movement";
/// The pages of figures, by what the app asks for each (`frontend/src/staff/dashboard/pages.rs`), and what else is opened
/// from the same place.
const EVERYBODYS: [(&str, &str); 7] = [
    ("overview", OVERVIEW),
    ("movement", "/api/v1/dashboards/figures?reports=step-movement,transitions,time-to-step,time-to-work,throughput"),
    (
        "before and after",
        "/api/v1/dashboards/figures?reports=support-change,support-after-by-municipality,occupation-change,background,exits",
    ),
    ("together", "/api/v1/dashboards/figures?reports=conditions"),
    ("response", "/api/v1/dashboards/figures?reports=response"),
    ("effect", "/api/v1/dashboards/effect"),
    ("goals", "/api/v1/goals"),
];
const LEADERS: [(&str, &str); 3] = [
    (
        "movement of women",
        "/api/v1/dashboards/figures?reports=step-movement,transitions,time-to-step,time-to-work,throughput&gender=woman",
    ),
    (
        "movement in Linköping",
        "/api/v1/dashboards/figures?reports=step-movement,transitions,time-to-step,time-to-work,throughput&municipality=Link%C3%B6ping",
    ),
    ("deviations", "/api/v1/deviations"),
];
const RELEASED: (&str, &str) = ("deviations", "/api/v1/deviations/released");
const ANALYSTS: [(&str, &str); 2] =
    [("costs", "/api/v1/administration/costs"), ("prices", "/api/v1/administration/prices")];

/// Somebody who opens dashboards.
struct Viewer {
    name: &'static str,
    client: Client,
    opens: Vec<(&'static str, &'static str)>,
}

impl Viewer {
    async fn all(server: &Server) -> Result<[Self; 3]> {
        let with = |more: &[(&'static str, &'static str)]| EVERYBODYS.iter().chain(more).copied().collect();
        let board = server.link_for(Role::BoardMember, BOARD).await?;
        Ok([
            Self { name: "leader", client: Client::sign_in(server, Role::ProjectLeader).await?, opens: with(&LEADERS) },
            Self {
                name: "analyst",
                client: Client::sign_in(server, Role::AssociationAnalyst).await?,
                opens: with(&[RELEASED, ANALYSTS[0], ANALYSTS[1]]),
            },
            Self { name: "board", client: Client::with_link(server, &board).await?, opens: with(&[RELEASED]) },
        ])
    }

    async fn open(&self, address: &str) -> Result<(Duration, String)> {
        let start = Instant::now();
        let answer = self.client.http().get(self.client.address(address)).timeout(PATIENCE).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        let time = start.elapsed();
        ensure!(status.is_success(), "{} opens {address}: {status} {text}", self.name);
        Ok((time, text))
    }
}

/// Prints a row for each address.
pub(crate) async fn measure(association: &mut Association) -> Result<()> {
    let server = &mut association.server;
    let viewers = Viewer::all(server).await?;
    let (at_once, later) =
        (after_a_start(server, &viewers[0], 0).await?, after_a_start(server, &viewers[0], 30).await?);
    println!(
        "first look of all after a start: {at_once:.0} ms when asked for at once, {later:.0} ms half a minute later"
    );
    println!(
        "{:<9} {:<22} {:>9} {:>13} {:>9} {:>9} {:>5} {:>8}",
        "who", "opens", "first", "new record", "p50", "p99", "n", "KB"
    );
    let participant = Client::sign_in(server, Role::Participant).await?;
    let remarks = (&participant, participant.some_stay().await?);
    for viewer in &viewers {
        for (name, address) in &viewer.opens {
            let row = row(viewer, address, remarks).await.with_context(|| format!("{} {name}", viewer.name))?;
            let Row { first, after_a_record, p50, p99, kilobytes } = row;
            println!(
                "{:<9} {name:<22} {first:>9.1} {after_a_record:>13.1} {p50:>9.1} {p99:>9.1} {TURNS:>5} {kilobytes:>8.1}",
                viewer.name
            );
        }
    }
    Ok(())
}

/// Starts the server anew and opens the overview so many seconds later.
async fn after_a_start(server: &mut Server, viewer: &Viewer, seconds: u64) -> Result<f64> {
    let (_, before) = viewer.open(OVERVIEW).await?;
    server.stop().await?;
    server.start_again().await?;
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let (time, after) = viewer.open(OVERVIEW).await?;
    is_same(&before, &after).context("the figures read anew")?;
    Ok(milliseconds(time))
}

/// Names the place where two answers part.
fn is_same(before: &str, after: &str) -> Result<()> {
    let Some(place) = before.bytes().zip(after.bytes()).position(|(one, other)| one != other) else {
        ensure!(before.len() == after.len(), "one answer is longer than the other");
        return Ok(());
    };
    let about = |text: &str| {
        String::from_utf8_lossy(text.as_bytes().get(place.saturating_sub(80)..).unwrap_or_default())
            .chars()
            .take(160)
            .collect::<String>()
    };
    anyhow::bail!("other figures:\n  {}\n  {}", about(before), about(after))
}

struct Row {
    first: f64,
    after_a_record: f64,
    p50: f64,
    p99: f64,
    kilobytes: f64,
}

async fn row(viewer: &Viewer, address: &str, remarks: (&Client, ParticipationId)) -> Result<Row> {
    let (first, expected) = viewer.open(address).await?;
    let mut times = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        let (time, answer) = viewer.open(address).await?;
        is_same(&expected, &answer).with_context(|| format!("{address}, looked at again"))?;
        times.push(time);
    }
    let mut after_a_record = Vec::with_capacity(TURNS_AFTER_A_RECORD);
    for _ in 0..TURNS_AFTER_A_RECORD {
        something_new(remarks).await?;
        let (time, answer) = viewer.open(address).await?;
        // A remark is in no figure.
        is_same(&expected, &answer).with_context(|| format!("{address} after a remark"))?;
        after_a_record.push(time);
    }
    #[expect(clippy::cast_precision_loss, reason = "some kilobytes")]
    let kilobytes = expected.len() as f64 / 1000.0;
    let first = milliseconds(first);
    Ok(Row { first, after_a_record: at(after_a_record, 50), p50: at(times.clone(), 50), p99: at(times, 99), kilobytes })
}

/// Has somebody remark something.
async fn something_new((participant, stay): (&Client, ParticipationId)) -> Result<()> {
    let note = Note::new("Ringde i dag.")?;
    let written = record(device(), participant.account.id, stay, Body::Remarked { note });
    let verdicts = participant.push(written.device, &[written.write()]).await?;
    let accepted = |verdict: &Verdict| matches!(verdict.judged, Judged::Accepted { .. });
    ensure!(verdicts.iter().all(accepted), "the remark was not accepted: {verdicts:?}");
    Ok(())
}

/// That percentile, in milliseconds.
fn at(mut times: Vec<Duration>, percent: usize) -> f64 {
    times.sort();
    let place = (times.len() * percent).div_ceil(100).max(1) - 1;
    times.get(place).copied().map_or(f64::NAN, milliseconds)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
