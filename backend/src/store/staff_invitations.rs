//! Invitations of staff: a one-time link by which somebody makes a first way in. Only hashes of their secrets are here. An
//! invitation lets nobody in by itself, and is used up when a way in is made.

use super::column::read;
use super::held_roles::held_roles;
use super::sql::{self, Connection};
use super::{Store, StoreError};
use crate::secret::SecretHash;
use shared::id::StaffId;
use shared::time::{HOUR, Instant};
use shared::way_in::Proven;

/// How long an invitation may be used, in milliseconds.
pub(crate) const INVITATION_LASTS: i64 = 72 * HOUR;

impl Store {
    /// Who an invitation is for, and as what, while it may be used.
    pub(crate) async fn invited(
        &self,
        invitation: &SecretHash,
        now: Instant,
    ) -> Result<Option<(StaffId, Proven)>, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let person: Option<String> = sql::query_scalar(
            "SELECT person FROM staff_invitations WHERE hash = $1 AND used_at IS NULL AND expires_at > $2",
        )
        .bind(invitation.as_str())
        .bind(now.0)
        .fetch_optional(connection)
        .await?;
        let Some(person) = person else { return Ok(None) };
        let person = read("staff_invitations.person", &person, StaffId::parse)?;
        Ok(held_roles(connection, person, None).await?.map(|proven| (person, proven)))
    }
}

/// Makes an invitation.
pub(super) async fn make_invitation(
    connection: &mut Connection,
    person: StaffId,
    hash: &SecretHash,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO staff_invitations (hash, person, expires_at) VALUES ($1, $2, $3)")
        .bind(hash.as_str())
        .bind(person.to_string())
        .bind(now.plus(INVITATION_LASTS).0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes an invitation, and has every other that its person has be worth nothing.
pub(super) async fn make_only_invitation(
    connection: &mut Connection,
    person: StaffId,
    hash: &SecretHash,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("UPDATE staff_invitations SET used_at = $2 WHERE person = $1 AND used_at IS NULL")
        .bind(person.to_string())
        .bind(now.0)
        .execute(&mut *connection)
        .await?;
    make_invitation(connection, person, hash, now).await
}

/// Uses an invitation up, with every other that its person has; says whose it is, unless it may not be used any more. Every way
/// in that the person had until now is closed, and who is in by one is out: an invitation is for those who have none left, and
/// nobody else who gets hold of one comes in unnoticed.
pub(super) async fn use_up(
    connection: &mut Connection,
    hash: &str,
    now: Instant,
) -> Result<Option<StaffId>, StoreError> {
    let person: Option<String> = sql::query_scalar(
        "UPDATE staff_invitations SET used_at = $2
         WHERE hash = $1 AND used_at IS NULL AND expires_at > $2
         AND person IN (SELECT id FROM staff WHERE closed_at IS NULL)
         RETURNING person",
    )
    .bind(hash)
    .bind(now.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(person) = person else { return Ok(None) };
    for statement in [
        "UPDATE staff_invitations SET used_at = $2 WHERE person = $1 AND used_at IS NULL",
        "UPDATE sessions SET ended_at = $2
         WHERE ended_at IS NULL AND account IN (SELECT id FROM accounts WHERE person = $1)",
    ] {
        sql::query(statement).bind(&person).bind(now.0).execute(&mut *connection).await?;
    }
    for statement in ["DELETE FROM passkeys WHERE person = $1", "DELETE FROM identities WHERE person = $1"] {
        sql::query(statement).bind(&person).execute(&mut *connection).await?;
    }
    read("staff_invitations.person", &person, StaffId::parse).map(Some)
}
