//! The made-up participations as records in an SQLite file with the server's own table, and the way back from there to
//! columns: the server's own statement, reading, fold and row. The server's program itself is not in the measurement.

use crate::dashboard::INSTRUMENT;
use crate::invented;
use anyhow::{Context, Result};
use futures::TryStreamExt;
use shared::figures::{Cohort, Facts, Measured, Row};
use shared::fold::{Known, fold};
use shared::id::{AccountId, DeviceId, ParticipationId, RecordId};
use shared::instrument::{Answer, Answers};
use shared::record::{Body, Enrolment, Exit, Note, Record};
use shared::time::{Instant, Month};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection};
use std::path::Path;
use uuid::Uuid;

const LOG: &str = include_str!("../../../migrations/0005_log.sql");
/// The one member's id.
const MEMBER: &str = "00000000-0000-0004-0000-000000000001";
/// As in the server's store, which follows its logs by it.
const EVERY_RECORD: &str = "
    SELECT participation, string_agg(CAST(received_at AS TEXT) || ' ' || text, $2) FROM records
    WHERE member = $1 GROUP BY participation ORDER BY participation";
/// As in the server's store: no JSON holds it as it is.
const BETWEEN: &str = "\u{1e}";

/// As in the server's store.
const ROWS_AHEAD: usize = 1024;

/// The items of the score, whose answers are in the records.
pub(crate) fn items() -> Vec<String> {
    INSTRUMENT.items.iter().filter(|item| item.in_score).map(|item| item.id.to_string()).collect()
}

/// Writes the participations of so many ratings.
pub(crate) async fn write(ratings: usize, file: &Path) -> Result<()> {
    let mut connection = options(file).create_if_missing(true).foreign_keys(false).connect().await?;
    let mut writing = connection.begin().await?;
    writing.execute(LOG).await?;
    let mut position = 0;
    for number in 0..invented::participations(ratings) {
        for record in records(&invented::row(number, ratings))? {
            position += 1;
            put(&mut writing, position, &record).await?;
        }
    }
    writing.commit().await?;
    Ok(connection.close().await?)
}

/// Reads the file anew into columns.
pub(crate) async fn load(file: &Path) -> Result<Cohort> {
    let mut connection = options(file).read_only(true).connect().await?;
    let mut cohort = Cohort::default();
    let mut rows =
        sqlx::query_as::<_, (String, String)>(EVERY_RECORD).bind(MEMBER).bind(BETWEEN).fetch(&mut connection);
    while let Some((participation, texts)) = rows.try_next().await? {
        let participation = ParticipationId::parse(&participation).context("an id")?;
        let known = texts.split(BETWEEN).map(known).collect::<Result<Vec<Known>>>()?;
        Row::of(participation, &fold(&known), Some(&*INSTRUMENT)).into_iter().for_each(|row| cohort.put(row));
    }
    drop(rows);
    connection.close().await?;
    Ok(cohort)
}

fn known(text: &str) -> Result<Known> {
    let (received_at, text) = text.split_once(' ').context("a time and a text")?;
    Ok(Known { record: Record::read(text)?, received_at: Some(Instant(received_at.parse()?)) })
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Wal).row_buffer_size(ROWS_AHEAD)
}

async fn put(connection: &mut SqliteConnection, position: i64, record: &Record) -> Result<()> {
    sqlx::query(
        "INSERT INTO records (member, position, id, device, sequence, author, participation, text, digest, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(MEMBER)
    .bind(position)
    .bind(record.id.to_string())
    .bind(record.device.to_string())
    .bind(position)
    .bind(record.author.to_string())
    .bind(record.participation.to_string())
    .bind(record.write())
    .bind("0".repeat(64))
    .bind(record.written_at.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// What devices would have written.
fn records(row: &Row) -> Result<Vec<Record>> {
    let (facts, mut bodies) = (&row.facts, Vec::new());
    bodies.push((facts.started.month(), Body::Enrolled(enrolment(facts)?)));
    for measured in &row.months {
        bodies.push((measured.month, self_assessed(measured)));
        let step = shared::bridge::StepRank(measured.step.unwrap_or(1));
        bodies.push((measured.month, Body::StepRecorded { step }));
    }
    if let Some(ended) = facts.ended {
        let exit = Exit { ended, reason: None, support_after: vec![], occupation_after: vec![] };
        bodies.push((ended.month(), Body::Exited(exit)));
    }
    let number = facts.participation.uuid().as_u64_pair().1;
    Ok((0..)
        .zip(bodies)
        .map(|(place, (month, body))| record(number, place, facts.participation, month, body))
        .collect())
}

fn record(number: u64, place: u64, participation: ParticipationId, month: Month, body: Body) -> Record {
    Record {
        id: RecordId::from_uuid(Uuid::from_u64_pair(number + 1, place)),
        device: DeviceId::from_uuid(Uuid::from_u64_pair(5, number)),
        sequence: place + 1,
        written_at: Instant::start_of(month.first_day()),
        author: AccountId::from_uuid(Uuid::from_u64_pair(6, 1)),
        participation,
        month,
        body,
        seen: vec![],
    }
}

fn enrolment(facts: &Facts) -> Result<Enrolment> {
    Ok(Enrolment {
        intervention: facts.intervention,
        person: facts.person.context("nobody is anonymous here")?,
        alias: Note::new("Björk")?,
        gender: facts.gender,
        birth_year: Some(1980),
        municipality: Some(Note::new("Linköping")?),
        education: None,
        started: facts.started,
        supervisor: None,
        consented: None,
        support_before: vec![],
        months_in_support_before: None,
        occupation_before: vec![],
    })
}

fn self_assessed(measured: &Measured) -> Body {
    let items = INSTRUMENT.items.iter().filter(|item| item.in_score);
    let rated =
        |(item, value): (&shared::instrument::Item, &Option<i16>)| Some((item.id.clone(), Answer::Rated((*value)?)));
    let answers: Answers = items.zip(&measured.ratings).filter_map(rated).collect();
    Body::SelfAssessed { instrument: INSTRUMENT.reference(), answers }
}
