//! Signing in: a one-time link is exchanged for a session, once. Only hashes of the secrets are ever here.

use super::column::read;
use super::sql::{self, Connection, Pool};
use super::together::Together;
use super::{Session, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::id::{AccountId, AssociationId};
use shared::time::Instant;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use std::sync::Arc;

const HOUR: i64 = 60 * 60 * 1000;
/// How long a link may be used.
const LINK_LASTS: i64 = 12 * HOUR;

/// How long a session of a role lasts, in milliseconds. Staff sit at desks that others pass.
pub(crate) const fn session_lasts(role: Role) -> i64 {
    match role {
        Role::Participant => 30 * 24 * HOUR,
        Role::Supervisor | Role::ProjectLeader | Role::AssociationAnalyst | Role::Operator => 12 * HOUR,
    }
}

/// The hashes that a sign-in deals with.
pub(crate) struct SignIn {
    /// The link's.
    pub(crate) link: SecretHash,
    /// The new session's.
    pub(crate) session: SecretHash,
    /// The one of the session that the browser had before, which ends.
    pub(crate) previous: Option<SecretHash>,
}

impl Store {
    /// Uses a link up and begins a session; `None` when the link is unknown, used or too old.
    pub(crate) async fn sign_in(&self, sign_in: SignIn, now: Instant) -> Result<Option<Session>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let Some(account) = use_up(connection, &sign_in.link, now).await? else { return Ok(None) };
                    if let Some(previous) = &sign_in.previous {
                        end(connection, previous, now).await?;
                    }
                    let session = session_of(account)?;
                    begin(connection, &sign_in.session, &session, now).await?;
                    Ok(Some(session))
                })
            })
            .await
    }

    /// The session of that secret, while it lasts.
    pub(crate) async fn session(&self, hash: &SecretHash, now: Instant) -> Result<Option<Session>, StoreError> {
        let session = self.sessions.ask(hash.clone()).await?;
        Ok(session.filter(|(_, expires_at)| *expires_at > now).map(|(session, _)| session))
    }

    /// Ends a session.
    pub(crate) async fn sign_out(&self, hash: SecretHash, now: Instant) -> Result<(), StoreError> {
        self.writer.run(move |connection| Box::pin(async move { end(connection, &hash, now).await })).await
    }
}

/// Finds sessions that were not ended, and when they end by themselves, for everybody who asks at the same time.
pub(super) type Sessions = Together<SecretHash, Option<(Session, Instant)>>;

pub(super) fn sessions_together(readers: Pool) -> Sessions {
    Together::start(move |hashes: Arc<[SecretHash]>| {
        let readers = readers.clone();
        Box::pin(async move {
            let found = sessions_of(&mut readers.acquire().await?, &hashes).await?;
            Ok(hashes.iter().map(|hash| found.get(hash.as_str()).copied()).collect())
        })
    })
}

async fn sessions_of(
    connection: &mut Connection,
    hashes: &[SecretHash],
) -> Result<HashMap<String, (Session, Instant)>, StoreError> {
    let mut found = HashMap::new();
    for hashes in sql::filled(hashes) {
        let statement = format!(
            "SELECT s.hash, s.expires_at, a.id, a.role, a.association
             FROM sessions s JOIN accounts a ON a.id = s.account
             WHERE s.ended_at IS NULL AND s.hash IN (VALUES {})",
            sql::places(1, hashes.len())
        );
        let query =
            hashes.iter().fold(sql::query_as(AssertSqlSafe(statement)), |query, hash| query.bind(hash.as_str()));
        let rows: Vec<(String, i64, String, String, String)> = query.fetch_all(connection).await?;
        for (hash, expires_at, id, role, association) in rows {
            found.insert(hash, (session_of((id, role, association))?, Instant(expires_at)));
        }
    }
    Ok(found)
}

/// Makes a link for an account.
pub(super) async fn make_link(
    connection: &mut Connection,
    account: AccountId,
    hash: &SecretHash,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO links (hash, account, expires_at) VALUES ($1, $2, $3)")
        .bind(hash.as_str())
        .bind(account.to_string())
        .bind(now.plus(LINK_LASTS).0)
        .execute(connection)
        .await?;
    Ok(())
}

async fn use_up(
    connection: &mut Connection,
    link: &SecretHash,
    now: Instant,
) -> Result<Option<AccountRow>, StoreError> {
    let account: Option<String> = sql::query_scalar(
        "UPDATE links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING account",
    )
    .bind(link.as_str())
    .bind(now.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(account) = account else { return Ok(None) };
    let row = sql::query_as("SELECT id, role, association FROM accounts WHERE id = $1").bind(account);
    Ok(row.fetch_optional(connection).await?)
}

/// Id, role and association.
type AccountRow = (String, String, String);

fn session_of((id, role, association): AccountRow) -> Result<Session, StoreError> {
    Ok(Session {
        account: read("accounts.id", &id, AccountId::parse)?,
        role: read("accounts.role", &role, Role::parse)?,
        association: read("accounts.association", &association, AssociationId::parse)?,
    })
}

async fn begin(
    connection: &mut Connection,
    hash: &SecretHash,
    session: &Session,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO sessions (hash, account, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(hash.as_str())
        .bind(session.account.to_string())
        .bind(now.0)
        .bind(now.plus(session_lasts(session.role)).0)
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
