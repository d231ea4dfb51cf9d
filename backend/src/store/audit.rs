//! Writing into the audit log, in the same transaction as what is noted: one is not kept without the other. What an
//! entry may say, and how rows are chained, is in `shared::audit`.

mod heads;
mod look;
mod reads;
mod refused;

pub(crate) use heads::SignedHead;
pub(crate) use look::AuditWanted;
pub(super) use look::{looked_after, readers};
pub(super) use reads::ReadsNoted;
pub(super) use refused::RefusalsNoted;

use super::column::{read, signed, unsigned};
use super::sql::{self, Connection, Value};
use super::{OperatorRight, Store, StoreError};
use shared::audit::{About, Entry, Reason, Row, Scope, What, Who};
use shared::id::{AccountId, AssociationId, MemberId};
use shared::time::{HOUR, Instant};
use sqlx::AssertSqlSafe;

/// How often such things are noted of the same one in an hour. Beyond that they are counted.
const NOTED_IN_AN_HOUR: i64 = 1;
/// The same where it is not known who is refused, and one person's tries may hide another's.
const NOTED_OF_NOBODY: i64 = 20;

/// Notes one thing.
pub(super) async fn note(connection: &mut Connection, entry: Entry, now: Instant) -> Result<(), StoreError> {
    note_all(connection, &[entry], now).await
}

/// Notes what concerns an association in its log and in that of each of its members, whose data it is about.
pub(super) async fn note_for_all_of(
    connection: &mut Connection,
    association: AssociationId,
    entry: Entry,
    now: Instant,
) -> Result<(), StoreError> {
    let members: Vec<String> = sql::query_scalar("SELECT id FROM members WHERE association = $1 ORDER BY id")
        .bind(association.to_string())
        .fetch_all(&mut *connection)
        .await?;
    let mut entries = vec![Entry { scope: Scope::Association(association), ..entry }];
    for member in &members {
        let scope = Scope::Member(read("members.id", member, MemberId::parse)?);
        entries.push(Entry { scope, ..entry });
    }
    note_all(connection, &entries, now).await
}

impl Store {
    /// Notes what was done on the command line, in the log of the installation.
    pub(crate) async fn note_command(
        &self,
        _right: OperatorRight,
        what: What,
        why: Option<Reason>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let entry = Entry { why, ..Entry::new(Scope::Installation, Who::CommandLine, what) };
        self.writer.run(move |connection| Box::pin(async move { note(connection, entry, now).await })).await
    }

    /// Notes what was done on the command line with the data of associations, in their logs and those of their members.
    pub(crate) async fn note_command_for(
        &self,
        _right: OperatorRight,
        associations: Vec<AssociationId>,
        entry: Entry,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    for association in associations {
                        note_for_all_of(connection, association, entry, now).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Notes that a server started or stopped.
    pub(crate) async fn note_of_the_program(&self, what: What, now: Instant) -> Result<(), StoreError> {
        let entry = Entry::new(Scope::Installation, Who::Program, what);
        self.writer.run(move |connection| Box::pin(async move { note(connection, entry, now).await })).await
    }
}

/// Notes several things, in their order in each scope.
pub(super) async fn note_all(connection: &mut Connection, entries: &[Entry], now: Instant) -> Result<(), StoreError> {
    let mut scopes: Vec<Scope> = entries.iter().map(|entry| entry.scope).collect();
    // The same order in every process, so that none waits for another in a circle.
    scopes.sort_unstable();
    scopes.dedup();
    for scope in scopes {
        let (mut last, mut hash) = end_of(connection, scope).await?;
        let mut rows = Vec::new();
        for entry in entries.iter().filter(|entry| entry.scope == scope) {
            let row = Row::following(last, &hash, entry, now);
            (last, hash) = (row.number, row.hash.clone());
            rows.push(row);
        }
        insert(connection, scope, &rows).await?;
    }
    Ok(())
}

/// Notes what may come again and again, once in an hour for each who, what and scope; of somebody unknown, some times.
/// So nobody fills the disk by being refused.
pub(super) async fn note_seldom(connection: &mut Connection, entry: Entry, now: Instant) -> Result<(), StoreError> {
    let action = entry.about.filter(|about| matches!(about, About::Action(_))).map(|action| action.to_string());
    let why = entry.why.map_or("", |why| why.as_str());
    let what = format!("{} {why} {}", entry.what.as_str(), action.unwrap_or_default());
    let times: i64 = sql::query_scalar(
        "INSERT INTO refusals (scope, who, what, hour, times) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (scope, who, what, hour) DO UPDATE SET times = refusals.times + 1
         RETURNING times",
    )
    .bind(entry.scope.to_string())
    .bind(entry.who.to_string())
    .bind(what)
    .bind(now.0.div_euclid(HOUR))
    .fetch_one(&mut *connection)
    .await?;
    if times == 1 {
        forget_earlier_hours(connection, &entry, now).await?;
    }
    let noted = if entry.who == Who::Nobody { NOTED_OF_NOBODY } else { NOTED_IN_AN_HOUR };
    if times <= noted { note(connection, entry, now).await } else { Ok(()) }
}

async fn forget_earlier_hours(connection: &mut Connection, entry: &Entry, now: Instant) -> Result<(), StoreError> {
    sql::query("DELETE FROM refusals WHERE scope = $1 AND who = $2 AND hour < $3")
        .bind(entry.scope.to_string())
        .bind(entry.who.to_string())
        .bind(now.0.div_euclid(HOUR))
        .execute(connection)
        .await?;
    Ok(())
}

/// What an account did, for the log of the member that it works for or takes part at.
pub(super) async fn done_by(connection: &mut Connection, account: AccountId, what: What) -> Result<Entry, StoreError> {
    Ok(Entry::new(home_of(connection, account).await?, Who::Account(account), what))
}

/// In whose log it stands what an account does: the member's, if it works for one alone or takes part there; else the
/// association's.
pub(super) async fn home_of(connection: &mut Connection, account: AccountId) -> Result<Scope, StoreError> {
    let members: Vec<String> = sql::query_scalar(
        "SELECT member FROM responsibilities WHERE account = $1
         UNION SELECT member FROM access WHERE account = $1
         UNION SELECT member FROM accounts WHERE id = $1 AND member IS NOT NULL",
    )
    .bind(account.to_string())
    .fetch_all(&mut *connection)
    .await?;
    if let [member] = members.as_slice() {
        return Ok(Scope::Member(read("access.member", member, MemberId::parse)?));
    }
    let association: Option<String> = sql::query_scalar("SELECT association FROM accounts WHERE id = $1")
        .bind(account.to_string())
        .fetch_optional(connection)
        .await?;
    let Some(association) = association else { return Ok(Scope::Installation) };
    Ok(Scope::Association(read("accounts.association", &association, AssociationId::parse)?))
}

/// The number and hash of a scope's last row. Whoever writes the next one writes alone.
async fn end_of(connection: &mut Connection, scope: Scope) -> Result<(u64, Box<str>), StoreError> {
    let last: Option<(i64, String)> =
        sql::query_as("SELECT number, hash FROM audit WHERE scope = $1 ORDER BY number DESC LIMIT 1")
            .bind(scope.to_string())
            .fetch_optional(connection)
            .await?;
    let Some((number, hash)) = last else { return Ok((0, Box::default())) };
    Ok((unsigned("audit.number", number)?, hash.into()))
}

async fn insert(connection: &mut Connection, scope: Scope, rows: &[Row]) -> Result<(), StoreError> {
    for rows in sql::pieces(rows) {
        let places = sql::places(8, rows.len());
        let statement = format!("INSERT INTO audit (scope, number, at, who, what, about, why, hash) VALUES {places}");
        let inserted = rows.iter().fold(sql::query(AssertSqlSafe(statement)), |query, row| {
            query
                .bind(scope.to_string())
                .bind(signed(row.number))
                .bind(row.at.0)
                .bind(&*row.who)
                .bind(&*row.what)
                .bind(Value::from(row.about.as_deref()))
                .bind(Value::from(row.why.as_deref()))
                .bind(&*row.hash)
        });
        inserted.execute(connection).await?;
    }
    Ok(())
}
