//! Sessions: how they begin, who they are of, and how they end. Only hashes of their secrets are ever here. How somebody
//! proves who they are is not known here: a link, a key or another provider all end in [`begin`].

use super::audit;
use super::column::read;
use super::device_keys;
use super::reminders;
use super::sql::{self, Connection, Pool};
use super::together::Together;
use super::{RecordsRight, SendRight, Session, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::audit::{Reason, What};
use shared::id::{AccountId, AssociationId};
use shared::time::{HOUR, Instant};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use std::sync::Arc;

/// How long a session of a role lasts at most, in milliseconds. Staff sit at desks that others pass; a participant's phone
/// keeps what can be read under a PIN, and begins a new session by its own key each week.
pub(crate) const fn session_lasts(role: Role) -> i64 {
    match role {
        Role::Participant => 365 * 24 * HOUR,
        Role::Supervisor
        | Role::ProjectLeader
        | Role::MemberAdministrator
        | Role::AssociationAnalyst
        | Role::BoardMember
        | Role::Operator => 12 * HOUR,
    }
}

/// How long a session of a role lasts that nobody uses, in milliseconds.
const fn session_rests(role: Role) -> i64 {
    match role {
        Role::Participant => 30 * 24 * HOUR,
        Role::Supervisor
        | Role::ProjectLeader
        | Role::MemberAdministrator
        | Role::AssociationAnalyst
        | Role::BoardMember
        | Role::Operator => 2 * HOUR,
    }
}

/// The instant since which a session of a role must have been used to live.
pub(super) const fn used_since(role: Role, now: Instant) -> Instant {
    now.plus(-session_rests(role))
}

/// How old the note of a session's last use may be, in milliseconds: most requests change nothing.
const USE_IS_NOTED_EVERY: i64 = 5 * 60 * 1000;

/// How long after a sign-in its keys may be had again, in milliseconds: somebody who reloads the page before the PIN is
/// chosen needs no new link.
const KEYS_AGAIN: i64 = 10 * 60 * 1000;

/// The hashes of a session that is to begin.
#[derive(Clone)]
pub(crate) struct NewSession {
    /// The session's.
    pub(crate) hash: SecretHash,
    /// The one of the session that the browser had before, which ends.
    pub(crate) previous: Option<SecretHash>,
    /// The reading secret's, for a device that locks what it keeps.
    pub(crate) reading: Option<SecretHash>,
}

impl Store {
    /// The session of that secret, while it lasts.
    pub(crate) async fn session(&self, hash: &SecretHash, now: Instant) -> Result<Option<Presented>, StoreError> {
        let found = self.sessions.ask(hash.clone()).await?;
        let Some(found) = found.filter(|found| found.lives.at(now)) else { return Ok(None) };
        if found.lives.used_at.plus(USE_IS_NOTED_EVERY) <= now
            && let Err(error) = self.note_use(hash.clone(), now).await
        {
            // Whoever is signed in reads on, also while nothing can be written.
            tracing::warn!(%error, "the use of a session was not noted");
        }
        Ok(Some(found.presented))
    }

    async fn note_use(&self, hash: SecretHash, now: Instant) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query(
                        "UPDATE sessions SET last_used_at = $2
                         WHERE hash = $1 AND ended_at IS NULL AND (last_used_at IS NULL OR last_used_at < $2)",
                    )
                    .bind(hash.as_str())
                    .bind(now.0)
                    .execute(connection)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Gives a session that has just begun another reading secret, and says whose it is; `None` when it is too late, or
    /// the session needs none.
    pub(crate) async fn read_by(
        &self,
        session: SecretHash,
        reading: SecretHash,
        now: Instant,
    ) -> Result<Option<Session>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let account: Option<String> = sql::query_scalar(
                        "UPDATE sessions SET reading = $2
                         WHERE hash = $1 AND ended_at IS NULL AND expires_at > $3 AND created_at > $4
                           AND reading IS NOT NULL AND renewed_at IS NULL
                         RETURNING account",
                    )
                    .bind(session.as_str())
                    .bind(reading.as_str())
                    .bind(now.0)
                    .bind(now.plus(-KEYS_AGAIN).0)
                    .fetch_optional(&mut *connection)
                    .await?;
                    let Some(account) = account else { return Ok(None) };
                    read_by_on_its_phone(connection, &session, &reading).await?;
                    session_of_account(connection, &account).await
                })
            })
            .await
    }

    /// Ends a session, and revokes the key of the phone that it is on: whoever signs out does not come back by itself.
    pub(crate) async fn sign_out(&self, hash: SecretHash, now: Instant) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let account: Option<String> =
                        sql::query_scalar("SELECT account FROM sessions WHERE hash = $1 AND ended_at IS NULL")
                            .bind(hash.as_str())
                            .fetch_optional(&mut *connection)
                            .await?;
                    let Some(account) = account else { return Ok(()) };
                    device_keys::revoke_that_of(connection, &hash, now).await?;
                    end(connection, &hash, now).await?;
                    let account = read("sessions.account", &account, AccountId::parse)?;
                    reminders::forget_signed_out(connection, account).await?;
                    let ended = audit::done_by(connection, account, What::SessionEnded).await?;
                    audit::note(connection, ended.because(Reason::OwnWish), now).await
                })
            })
            .await
    }
}

/// What a session's phone renews is read by the same secret.
async fn read_by_on_its_phone(
    connection: &mut Connection,
    session: &SecretHash,
    reading: &SecretHash,
) -> Result<(), StoreError> {
    sql::query("UPDATE device_keys SET reading = $2 WHERE id IN (SELECT device_key FROM sessions WHERE hash = $1)")
        .bind(session.as_str())
        .bind(reading.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Finds sessions that were not ended, and when they end by themselves, for everybody who asks at the same time.
pub(super) type Sessions = Together<SecretHash, Option<Found>>;

/// A session that was not ended.
#[derive(Clone)]
pub(super) struct Found {
    presented: Presented,
    lives: Life,
}

/// How long a session lives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Life {
    pub(super) role: Role,
    pub(super) used_at: Instant,
    pub(super) expires_at: Instant,
}

impl Life {
    /// Whether it does now.
    pub(super) fn at(&self, now: Instant) -> bool {
        now < self.expires_at && now < self.used_at.plus(session_rests(self.role))
    }
}

pub(super) fn sessions_together(readers: Pool) -> Sessions {
    Together::start(move |hashes: Arc<[SecretHash]>| {
        let readers = readers.clone();
        Box::pin(async move {
            let found = sessions_of(&mut readers.acquire().await?, &hashes).await?;
            Ok(hashes.iter().map(|hash| found.get(hash.as_str()).cloned()).collect())
        })
    })
}

async fn sessions_of(connection: &mut Connection, hashes: &[SecretHash]) -> Result<HashMap<String, Found>, StoreError> {
    let mut found = HashMap::new();
    for hashes in sql::filled(hashes) {
        let statement = format!(
            "SELECT s.hash, s.expires_at, COALESCE(s.last_used_at, s.created_at), s.reading, a.id, a.role, a.association
             FROM sessions s JOIN accounts a ON a.id = s.account
             WHERE s.ended_at IS NULL AND a.closed_at IS NULL AND s.hash IN (VALUES {})",
            sql::places(1, hashes.len())
        );
        let query =
            hashes.iter().fold(sql::query_as(AssertSqlSafe(statement)), |query, hash| query.bind(hash.as_str()));
        let rows: Vec<SessionRow> = query.fetch_all(connection).await?;
        for (hash, expires_at, used_at, reading, id, role, association) in rows {
            let session = session_of((id, role, association))?;
            let lives = Life { role: session.role, used_at: Instant(used_at), expires_at: Instant(expires_at) };
            found.insert(hash, Found { presented: Presented { session, reading }, lives });
        }
    }
    Ok(found)
}

/// Hash, end, last use, the reading secret's hash; then as [`AccountRow`].
type SessionRow = (String, i64, i64, Option<String>, String, String, String);

/// Id, role and association.
pub(super) type AccountRow = (String, String, String);

/// Somebody whose account was found by what proves who they are.
pub(super) fn session_of((id, role, association): AccountRow) -> Result<Session, StoreError> {
    Ok(Session {
        account: read("accounts.id", &id, AccountId::parse)?,
        role: read("accounts.role", &role, Role::parse)?,
        association: read("accounts.association", &association, AssociationId::parse)?,
    })
}

/// A session as a cookie presents it: enough to send, and to read where no reading secret is asked for.
#[derive(Clone)]
pub(crate) struct Presented {
    session: Session,
    reading: Option<String>,
}

impl Presented {
    /// As what; enough to refuse, and not to read.
    pub(crate) const fn role(&self) -> Role {
        self.session.role
    }

    /// Who, to note what they were refused.
    pub(crate) const fn account(&self) -> AccountId {
        self.session.account
    }

    /// The right to send; nothing can be read by it.
    pub(crate) fn sends(&self) -> Option<SendRight> {
        self.session.records().map(RecordsRight::sends)
    }

    /// The session, for whoever shows its reading secret where it has one.
    pub(crate) fn unlocked(self, reading: Option<&SecretHash>) -> Option<Session> {
        match (&self.reading, reading) {
            (None, _) => Some(self.session),
            (Some(wanted), Some(shown)) => shown.is(wanted).then_some(self.session),
            (Some(_), None) => None,
        }
    }
}

/// Somebody of that account, while it is not closed.
pub(super) async fn session_of_account(
    connection: &mut Connection,
    account: &str,
) -> Result<Option<Session>, StoreError> {
    let row: Option<AccountRow> =
        sql::query_as("SELECT id, role, association FROM accounts WHERE id = $1 AND closed_at IS NULL")
            .bind(account)
            .fetch_optional(connection)
            .await?;
    row.map(session_of).transpose()
}

/// Begins a session of somebody who has proven who they are, and ends the one that the browser had before.
pub(super) async fn begin(
    connection: &mut Connection,
    new: &NewSession,
    session: &Session,
    now: Instant,
) -> Result<(), StoreError> {
    if let Some(previous) = &new.previous {
        reminders::leave_to(connection, previous, session.account).await?;
        end(connection, previous, now).await?;
    }
    sql::query(
        "INSERT INTO sessions (hash, account, created_at, expires_at, reading, last_used_at)
         VALUES ($1, $2, $3, $4, $5, $3)",
    )
    .bind(new.hash.as_str())
    .bind(session.account.to_string())
    .bind(now.0)
    .bind(now.plus(session_lasts(session.role)).0)
    .bind(new.reading.as_ref().map(SecretHash::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

async fn end(connection: &mut Connection, hash: &SecretHash, now: Instant) -> Result<(), StoreError> {
    sql::query("UPDATE sessions SET ended_at = $2 WHERE hash = $1 AND ended_at IS NULL")
        .bind(hash.as_str())
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}
