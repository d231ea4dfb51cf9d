//! Taking one record in: known already, refused, or appended to its member's log. A push and an import both end here.

use super::StoreError;
use super::access::Turn;
use super::admission::facts;
use super::cases::{self, Case};
use super::column::{signed, unsigned};
use super::followed::records_of;
use super::right::Author;
use super::sql::{self, Connection};
use crate::digest::sha256;
use shared::fold::{Participation, fold};
use shared::id::{MemberId, RecordId};
use shared::record::{Bench, Body, Record, Refusal};
use shared::reference::Reference;
use shared::sync::intake::{Before, Ruling, first_holders, rule, takes_over};
use shared::time::{Date, Instant};

/// What records are judged by, and when they came.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    pub(super) author: Author,
    pub(super) reference: &'a Reference,
    pub(super) now: Instant,
}

/// What became of a record.
pub(super) enum Taken {
    /// It is in the log now.
    In,
    /// It was in the log before, since then.
    Before(Instant),
    /// It broke a rule.
    Refused(Refusal),
    /// It is about somebody who was erased.
    Gone,
}

/// Takes a record in by its text, which is what is kept.
pub(super) async fn take_in(
    connection: &mut Connection,
    judging: &Judging<'_>,
    text: &str,
    record: &Record,
) -> Result<Taken, StoreError> {
    let author = &judging.author;
    let case = cases::find(connection, author, record.participation).await?;
    let digest = sha256(text.as_bytes());
    let mut facts = facts(connection, author, record, case.as_ref()).await?;
    if let Some(member) = facts.member {
        facts.before = before(connection, member, record.id, &digest).await?;
    }
    Ok(match rule(record, &judging.bench(case.as_ref()), &facts) {
        Ruling::Append(member) => {
            append(connection, judging, member, record, text, &digest).await?;
            Taken::In
        }
        Ruling::Known(received_at) => Taken::Before(received_at),
        Ruling::Refuse(refusal) => Taken::Refused(refusal),
        Ruling::Gone => Taken::Gone,
    })
}

impl Judging<'_> {
    fn bench(&self, case: Option<&Case>) -> Bench<'_> {
        Bench {
            today: self.now.date(),
            author: self.author.account,
            device: self.author.device,
            role: self.author.role,
            standing: case.filter(|case| case.is_open).map(|case| case.standing),
            reference: self.reference,
        }
    }
}

async fn before(
    connection: &mut Connection,
    member: MemberId,
    id: RecordId,
    digest: &str,
) -> Result<Option<Before>, StoreError> {
    let row: Option<(String, i64)> =
        sql::query_as("SELECT digest, received_at FROM records WHERE member = $1 AND id = $2")
            .bind(member.to_string())
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(known, at)| Before { same_content: known == digest, received_at: Instant(at) }))
}

async fn append(
    connection: &mut Connection,
    judging: &Judging<'_>,
    member: MemberId,
    record: &Record,
    text: &str,
    digest: &str,
) -> Result<(), StoreError> {
    let position = next_position(connection, member).await?;
    sql::query(
        "INSERT INTO records
         (member, position, id, device, sequence, author, participation, text, digest, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(member.to_string())
    .bind(signed(position))
    .bind(record.id.to_string())
    .bind(record.device.to_string())
    .bind(signed(record.sequence))
    .bind(record.author.to_string())
    .bind(record.participation.to_string())
    .bind(text)
    .bind(digest)
    .bind(judging.now.0)
    .execute(&mut *connection)
    .await?;
    let turn = Turn { member, participation: record.participation, position };
    match &record.body {
        Body::Enrolled(_) | Body::EnrolledAnonymously { .. } => enrol(connection, judging, turn, record).await,
        Body::SupervisorChanged { .. } | Body::Corrected { .. } | Body::Voided { .. } => {
            follow_the_fold(connection, turn, record.id).await
        }
        _ => Ok(()),
    }
}

/// Raises the member's counter. Its row is locked until the transaction ends, so positions become visible in order.
pub(super) async fn next_position(connection: &mut Connection, member: MemberId) -> Result<u64, StoreError> {
    let position: i64 = sql::query_scalar(
        "INSERT INTO positions (member, position) VALUES ($1, 1)
         ON CONFLICT (member) DO UPDATE SET position = positions.position + 1
         RETURNING position",
    )
    .bind(member.to_string())
    .fetch_one(connection)
    .await?;
    unsigned("positions.position", position)
}

/// Makes the participation known, and gives access to the one who enrolled and the one who follows.
async fn enrol(
    connection: &mut Connection,
    judging: &Judging<'_>,
    turn: Turn,
    record: &Record,
) -> Result<(), StoreError> {
    let (intervention, started) = match &record.body {
        Body::Enrolled(enrolment) => (enrolment.intervention, enrolment.started),
        Body::EnrolledAnonymously { intervention, start_year, .. } => {
            (*intervention, first_day_of(*start_year, record.month.first_day()))
        }
        _ => return Ok(()),
    };
    sql::query(
        "INSERT INTO participations (member, id, intervention, started) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member, id) DO NOTHING",
    )
    .bind(turn.member.to_string())
    .bind(turn.participation.to_string())
    .bind(intervention.to_string())
    .bind(started.to_string())
    .execute(&mut *connection)
    .await?;
    for account in first_holders(judging.author.account, judging.author.role, &record.body) {
        turn.grant(connection, account).await?;
    }
    Ok(())
}

fn first_day_of(year: u16, otherwise: Date) -> Date {
    shared::time::Month::new(year, 1).map_or(otherwise, shared::time::Month::first_day)
}

/// Lets what records are judged by, and who has access, follow what the records now tell together.
async fn follow_the_fold(connection: &mut Connection, turn: Turn, new: RecordId) -> Result<(), StoreError> {
    let mut known = records_of(connection, turn.member, turn.participation).await?;
    let after = fold(&known);
    known.retain(|one| one.record.id != new);
    let before = fold(&known);
    move_start(connection, turn, &after).await?;
    match takes_over(&before, &after) {
        Some(supervisor) => {
            turn.grant(connection, supervisor).await?;
            turn.revoke_all_but(connection, supervisor).await
        }
        None => Ok(()),
    }
}

async fn move_start(connection: &mut Connection, turn: Turn, folded: &Participation) -> Result<(), StoreError> {
    let Some(start) = folded.start.as_ref().map(|held| &held.value) else { return Ok(()) };
    let Some(started) = start.date() else { return Ok(()) };
    sql::query("UPDATE participations SET intervention = $3, started = $4 WHERE member = $1 AND id = $2")
        .bind(turn.member.to_string())
        .bind(turn.participation.to_string())
        .bind(start.intervention().to_string())
        .bind(started.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
