//! The keys of participants' phones: how one is known, renews a session, and is revoked. Whether a signature is right is
//! not decided here.

use super::audit;
use super::column::read;
use super::reminders;
use super::sessions::{NewSession, begin, session_of_account};
use super::sql::{self, Connection};
use super::{Session, Store, StoreError};
use crate::secret::SecretHash;
use shared::audit::{Reason, What};
use shared::id::{AccountId, DeviceKeyId};
use shared::time::Instant;

/// How long something may be signed that a phone was given, in milliseconds.
const CHALLENGE_LASTS: i64 = 5 * 60 * 1000;

/// A phone's key, as it comes with an invitation.
#[derive(Debug, Clone)]
pub(crate) struct NewKey {
    /// Its name.
    pub(crate) id: DeviceKeyId,
    /// Its public half, as text.
    pub(crate) public: String,
}

/// A key that renews.
#[derive(Debug, Clone)]
pub(crate) struct KnownKey {
    /// Whose.
    pub(crate) account: AccountId,
    /// Its public half, as text.
    pub(crate) public: String,
}

/// A session that is renewed by a key whose signature was right.
#[derive(Clone)]
pub(crate) struct Renewal {
    /// The key.
    pub(crate) key: DeviceKeyId,
    /// The hash of what was signed.
    pub(crate) challenge: SecretHash,
    /// The session that begins. It is read with the secret that the phone has had since the invitation.
    pub(crate) session: NewSession,
}

impl Store {
    /// Notes what a phone is to sign; nothing happens for a key that is unknown or revoked.
    pub(crate) async fn challenge(
        &self,
        key: DeviceKeyId,
        challenge: SecretHash,
        now: Instant,
    ) -> Result<(), StoreError> {
        if self.device_key(key).await?.is_none() {
            return Ok(());
        }
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query(
                        "UPDATE device_keys SET challenge = $2, challenge_until = $3
                         WHERE id = $1 AND revoked_at IS NULL",
                    )
                    .bind(key.to_string())
                    .bind(challenge.as_str())
                    .bind(now.plus(CHALLENGE_LASTS).0)
                    .execute(connection)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// A key that is not revoked.
    pub(crate) async fn device_key(&self, key: DeviceKeyId) -> Result<Option<KnownKey>, StoreError> {
        let row: Option<(String, String)> =
            sql::query_as("SELECT account, public FROM device_keys WHERE id = $1 AND revoked_at IS NULL")
                .bind(key.to_string())
                .fetch_optional(&mut self.readers.acquire().await?)
                .await?;
        row.map(|(account, public)| {
            Ok(KnownKey { account: read("device_keys.account", &account, AccountId::parse)?, public })
        })
        .transpose()
    }

    /// Begins a session for a phone that has signed its challenge; `None` when that was used, is too old or another's.
    pub(crate) async fn renew(&self, renewal: Renewal, now: Instant) -> Result<Option<Session>, StoreError> {
        self.writer.run(move |connection| Box::pin(async move { renew(connection, &renewal, now).await })).await
    }
}

async fn renew(connection: &mut Connection, renewal: &Renewal, now: Instant) -> Result<Option<Session>, StoreError> {
    let used: Option<(String, Option<String>)> = sql::query_as(
        "UPDATE device_keys SET challenge = NULL, challenge_until = NULL, last_at = $3
         WHERE id = $1 AND challenge = $2 AND challenge_until > $3 AND revoked_at IS NULL
         RETURNING account, reading",
    )
    .bind(renewal.key.to_string())
    .bind(renewal.challenge.as_str())
    .bind(now.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((account, reading)) = used else { return Ok(None) };
    let Some(session) = session_of_account(connection, &account).await? else { return Ok(None) };
    end_sessions_of(connection, renewal.key, now).await?;
    begin(connection, &renewal.session, &session, now).await?;
    // Renewed: it hands out no keys, so that a signature alone opens nothing that a PIN keeps closed.
    sql::query("UPDATE sessions SET device_key = $2, reading = $3, renewed_at = $4 WHERE hash = $1")
        .bind(renewal.session.hash.as_str())
        .bind(renewal.key.to_string())
        .bind(reading)
        .bind(now.0)
        .execute(&mut *connection)
        .await?;
    let signed_in = audit::done_by(connection, session.account, What::SignedIn).await?;
    audit::note(connection, signed_in.because(Reason::ByDevice), now).await?;
    Ok(Some(session))
}

/// Keeps the key of the phone on which a session has begun.
pub(super) async fn keep(
    connection: &mut Connection,
    account: AccountId,
    key: &NewKey,
    session: &NewSession,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO device_keys (id, account, public, reading, made_at, last_at) VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(key.id.to_string())
    .bind(account.to_string())
    .bind(&key.public)
    .bind(session.reading.as_ref().map(SecretHash::as_str))
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    sql::query("UPDATE sessions SET device_key = $2 WHERE hash = $1")
        .bind(session.hash.as_str())
        .bind(key.id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Revokes the key of the phone on which a session is.
pub(super) async fn revoke_that_of(
    connection: &mut Connection,
    session: &SecretHash,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "UPDATE device_keys SET revoked_at = $2
         WHERE revoked_at IS NULL AND id IN (SELECT device_key FROM sessions WHERE hash = $1)",
    )
    .bind(session.as_str())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Revokes a key, and ends the sessions of its phone.
pub(super) async fn revoke(connection: &mut Connection, key: DeviceKeyId, now: Instant) -> Result<(), StoreError> {
    sql::query("UPDATE device_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
        .bind(key.to_string())
        .bind(now.0)
        .execute(&mut *connection)
        .await?;
    end_sessions_of(connection, key, now).await
}

/// Ends the sessions of a phone.
pub(super) async fn end_sessions_of(
    connection: &mut Connection,
    key: DeviceKeyId,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("UPDATE sessions SET ended_at = $2 WHERE device_key = $1 AND ended_at IS NULL")
        .bind(key.to_string())
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every session and revokes every key of an account; says whether there was one.
pub(super) async fn end_all(connection: &mut Connection, account: AccountId, now: Instant) -> Result<bool, StoreError> {
    let keys: Vec<String> = sql::query_scalar(
        "UPDATE device_keys SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL RETURNING id",
    )
    .bind(account.to_string())
    .bind(now.0)
    .fetch_all(&mut *connection)
    .await?;
    let sessions: Vec<String> = sql::query_scalar(
        "UPDATE sessions SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 RETURNING hash",
    )
    .bind(account.to_string())
    .bind(now.0)
    .fetch_all(&mut *connection)
    .await?;
    reminders::forget_signed_out(connection, account).await?;
    Ok(!keys.is_empty() || !sessions.is_empty())
}
