//! Taking one record in: known already, refused, or appended to its member's log. A push and an import both end here.

use super::StoreError;
use super::access::{Turn, participants_of};
use super::admission::{facts, facts_of};
use super::audit::note;
use super::cases::{self, Case};
use super::column::{read, signed, unsigned};
use super::deviations;
use super::followed::records_of;
use super::invitations::open_new_stay;
use super::persons;
use super::reminders;
use super::right::Author;
use super::sql::{self, Connection};
use crate::digest::sha256;
use shared::audit::{self, About, Scope, What, Who};
use shared::fold::{Participation, fold};
use shared::id::{MemberId, RecordId};
use shared::record::{Bench, Body, Record, Refusal};
use shared::reference::Reference;
use shared::sync::intake::{Before, Ruling, first_holders, rule, takes_over};
use shared::time::{Date, Instant};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap};

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
            append(connection, judging, member, Entry { record, text, digest: &digest }).await?;
            if case.is_some() && matches!(record.body, Body::Enrolled(_) | Body::EnrolledAnonymously { .. }) {
                // What was known of the stay may be another now.
                let position = next_position(connection, member).await?;
                let turn = Turn { member, participation: record.participation, position };
                follow_the_fold(connection, turn, record.id).await?;
            }
            Taken::In
        }
        ruling => taken_of(ruling),
    })
}

fn taken_of(ruling: Ruling) -> Taken {
    match ruling {
        Ruling::Append(_) => Taken::In,
        Ruling::Known(received_at) => Taken::Before(received_at),
        Ruling::Refuse(refusal) => Taken::Refused(refusal),
        Ruling::Gone => Taken::Gone,
    }
}

/// A record on its way into the log.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) record: &'a Record,
    pub(super) text: &'a str,
    pub(super) digest: &'a str,
}

/// Takes several records in, with as few statements as one needs. They are of plain kinds only, see
/// [`super::admission::is_plain`], and no operator's; each comes with what it is judged by. Gives as many answers, in
/// their order.
pub(super) async fn take_in_several(
    connection: &mut Connection,
    records: &[(Judging<'_>, Entry<'_>)],
) -> Result<Vec<Taken>, StoreError> {
    let named = |(judging, entry): &(Judging<'_>, Entry<'_>)| (judging.author.account, entry.record.participation);
    let mut wanted: Vec<_> = records.iter().map(named).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cases = cases::find_several(connection, &wanted).await?;
    let case_of = |one: &(Judging<'_>, Entry<'_>)| cases.get(&named(one));
    let places = records.iter().filter_map(|one| Some((case_of(one)?.member, one.1.record.id)));
    let mut known = before_several(connection, &places.collect::<Vec<_>>()).await?;
    let (mut taken, mut appended) = (Vec::with_capacity(records.len()), Vec::new());
    for one in records {
        let (judging, entry) = one;
        let case = case_of(one);
        let mut facts = facts_of(case);
        facts.before =
            facts.member.and_then(|member| known.get(&(member, entry.record.id))).map(|known| known.to(entry.digest));
        let ruling = rule(entry.record, &judging.bench(case), &facts);
        if let Ruling::Append(member) = ruling {
            appended.push((member, judging.now, *entry));
            let now_known = Known { digest: entry.digest.into(), received_at: judging.now };
            known.insert((member, entry.record.id), now_known);
        }
        taken.push(taken_of(ruling));
    }
    append_several(connection, &appended).await?;
    Ok(taken)
}

/// What a log holds under an id.
struct Known {
    digest: String,
    received_at: Instant,
}

impl Known {
    fn to(&self, digest: &str) -> Before {
        Before { same_content: self.digest == digest, received_at: self.received_at }
    }
}

async fn before_several(
    connection: &mut Connection,
    wanted: &[(MemberId, RecordId)],
) -> Result<HashMap<(MemberId, RecordId), Known>, StoreError> {
    let mut known = HashMap::new();
    for wanted in sql::filled(wanted) {
        let statement = format!(
            "WITH wanted (member, id) AS (VALUES {})
             SELECT r.member, r.id, r.digest, r.received_at
             FROM wanted w CROSS JOIN records r WHERE r.member = w.member AND r.id = w.id",
            sql::places(2, wanted.len())
        );
        let query = wanted.iter().fold(sql::query_as(AssertSqlSafe(statement)), |query, (member, id)| {
            query.bind(member.to_string()).bind(id.to_string())
        });
        let rows: Vec<(String, String, String, i64)> = query.fetch_all(connection).await?;
        for (member, id, digest, received_at) in rows {
            let place = (read("records.member", &member, MemberId::parse)?, read("records.id", &id, RecordId::parse)?);
            known.insert(place, Known { digest, received_at: Instant(received_at) });
        }
    }
    Ok(known)
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
    entry: Entry<'_>,
) -> Result<(), StoreError> {
    let position = next_position(connection, member).await?;
    insert(connection, &[Row { member, position, received_at: judging.now, entry }]).await?;
    let record = entry.record;
    let turn = Turn { member, participation: record.participation, position };
    match &record.body {
        Body::Enrolled(_) | Body::EnrolledAnonymously { .. } => enrol(connection, judging, turn, record).await,
        Body::SupervisorChanged { .. } | Body::Corrected { .. } | Body::Voided { .. } => {
            follow_the_fold(connection, turn, record.id).await
        }
        Body::DeviationNoted(_) => deviations::take_down(connection, member, record.participation, record.id).await,
        Body::ConsentWithdrawn { on } => {
            withdraw(connection, turn, *on).await?;
            let by = Who::Account(judging.author.account);
            let noted = audit::Entry::new(Scope::Member(member), by, What::ConsentWithdrawn);
            note(connection, noted.about(About::Participation(turn.participation)), judging.now).await
        }
        _ => Ok(()),
    }
}

/// Appends records that only their own participation is concerned by, each member's in their order.
pub(super) async fn append_several(
    connection: &mut Connection,
    entries: &[(MemberId, Instant, Entry<'_>)],
) -> Result<(), StoreError> {
    let mut members: BTreeMap<MemberId, u64> = BTreeMap::new();
    for (member, _, _) in entries {
        *members.entry(*member).or_default() += 1;
    }
    for (member, count) in &mut members {
        // From how many there are to the position before the first of them.
        *count = last_of_next(connection, *member, *count).await? - *count;
    }
    let mut rows = Vec::with_capacity(entries.len());
    for (member, received_at, entry) in entries {
        let position = members.entry(*member).or_default();
        *position += 1;
        rows.push(Row { member: *member, position: *position, received_at: *received_at, entry: *entry });
    }
    insert(connection, &rows).await
}

/// A row of the log.
struct Row<'a> {
    member: MemberId,
    position: u64,
    received_at: Instant,
    entry: Entry<'a>,
}

async fn insert(connection: &mut Connection, rows: &[Row<'_>]) -> Result<(), StoreError> {
    for rows in sql::pieces(rows) {
        let statement = format!(
            "INSERT INTO records
             (member, position, id, device, sequence, author, participation, text, digest, received_at)
             VALUES {}",
            sql::places(10, rows.len())
        );
        let insert = rows.iter().fold(sql::query(AssertSqlSafe(statement)), |insert, row| {
            let Entry { record, text, digest } = row.entry;
            insert
                .bind(row.member.to_string())
                .bind(signed(row.position))
                .bind(record.id.to_string())
                .bind(record.device.to_string())
                .bind(signed(record.sequence))
                .bind(record.author.to_string())
                .bind(record.participation.to_string())
                .bind(text)
                .bind(digest)
                .bind(row.received_at.0)
        });
        insert.execute(connection).await?;
    }
    Ok(())
}

/// Raises the member's counter. Its row is locked until the transaction ends, so positions become visible in order.
pub(super) async fn next_position(connection: &mut Connection, member: MemberId) -> Result<u64, StoreError> {
    last_of_next(connection, member, 1).await
}

/// Raises it by so many positions, and gives the last of them.
async fn last_of_next(connection: &mut Connection, member: MemberId, count: u64) -> Result<u64, StoreError> {
    let position: i64 = sql::query_scalar(
        "INSERT INTO positions (member, position) VALUES ($1, $2)
         ON CONFLICT (member) DO UPDATE SET position = positions.position + excluded.position
         RETURNING position",
    )
    .bind(member.to_string())
    .bind(signed(count))
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
        "INSERT INTO participations (member, id, intervention, started, person) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member, id) DO NOTHING",
    )
    .bind(turn.member.to_string())
    .bind(turn.participation.to_string())
    .bind(intervention.to_string())
    .bind(started.to_string())
    .bind(persons::named_in(&record.body))
    .execute(&mut *connection)
    .await?;
    for account in first_holders(judging.author.account, judging.author.role, &record.body) {
        turn.grant(connection, account).await?;
    }
    match &record.body {
        Body::Enrolled(enrolment) => open_new_stay(connection, turn, enrolment.person).await,
        _ => Ok(()),
    }
}

/// From now on nothing more is taken in about this stay.
async fn withdraw(connection: &mut Connection, turn: Turn, on: Date) -> Result<(), StoreError> {
    sql::query("UPDATE participations SET withdrawn = $3 WHERE member = $1 AND id = $2")
        .bind(turn.member.to_string())
        .bind(turn.participation.to_string())
        .bind(on.to_string())
        .execute(&mut *connection)
        .await?;
    for account in participants_of(connection, turn.member, turn.participation).await? {
        reminders::forget_where_nothing_is_open(connection, account).await?;
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
    sql::query("UPDATE participations SET intervention = $3, started = $4, person = $5 WHERE member = $1 AND id = $2")
        .bind(turn.member.to_string())
        .bind(turn.participation.to_string())
        .bind(start.intervention().to_string())
        .bind(started.to_string())
        .bind(folded.enrolment().map_or_else(|| persons::NOBODY.to_owned(), |one| one.person.to_string()))
        .execute(connection)
        .await?;
    Ok(())
}
