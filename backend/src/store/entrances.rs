//! On which phones and browsers somebody is signed in, and how that is ended: by oneself for each, by the supervisor for a
//! participant's lost phone. What names an entrance lets nobody in.

use super::access::participants_of;
use super::audit;
use super::column::read;
use super::device_keys;
use super::invitations::followed_member;
use super::reminders;
use super::sessions::Life;
use super::sql::{self, Connection};
use super::{InviteRight, Session, Store, StoreError};
use crate::digest::sha256;
use crate::secret::SecretHash;
use shared::account::Role;
use shared::audit::{About, Entry, Reason, Scope, What, Who};
use shared::entrance::Entrance;
use shared::id::{AccountId, DeviceKeyId, ParticipationId};
use shared::time::Instant;
use std::collections::BTreeMap;

impl Store {
    /// Those of whoever asks, by the session of that hash.
    pub(crate) async fn own_entrances(
        &self,
        session: &Session,
        asking: &SecretHash,
        now: Instant,
    ) -> Result<Vec<Entrance>, StoreError> {
        let found = of_account(&mut self.readers.acquire().await?, session.account, session.role, now).await?;
        let told = |one: Found| Entrance { is_this: one.sessions.iter().any(|hash| asking.is(hash)), ..one.entrance };
        Ok(found.into_iter().map(told).collect())
    }

    /// Ends one of the own; says whether there was one of that name.
    pub(crate) async fn end_own_entrance(
        &self,
        session: Session,
        name: String,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let found = of_account(connection, session.account, session.role, now).await?;
                    let Some(found) = found.into_iter().find(|one| one.entrance.id == name) else { return Ok(false) };
                    found.end(connection, now).await?;
                    reminders::forget_signed_out(connection, session.account).await?;
                    let ended = audit::done_by(connection, session.account, What::SessionEnded).await?;
                    audit::note(connection, ended.because(Reason::OwnWish), now).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Those of a participant; `None` where the supervisor does not follow the stay.
    pub(crate) async fn entrances_of_participant(
        &self,
        right: InviteRight,
        stay: ParticipationId,
        now: Instant,
    ) -> Result<Option<Vec<Entrance>>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let Some(member) = followed_member(&mut connection, right, stay).await? else { return Ok(None) };
        let mut entrances = Vec::new();
        for account in participants_of(&mut connection, member, stay).await? {
            let found = of_account(&mut connection, account, Role::Participant, now).await?;
            entrances.extend(found.into_iter().map(|one| one.entrance));
        }
        Ok(Some(entrances))
    }

    /// Ends all of a participant's; says whether the supervisor follows the stay.
    pub(crate) async fn end_entrances_of_participant(
        &self,
        right: InviteRight,
        stay: ParticipationId,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let Some(member) = followed_member(connection, right, stay).await? else { return Ok(false) };
                    for account in participants_of(connection, member, stay).await? {
                        device_keys::end_all(connection, account, now).await?;
                    }
                    let removed = Entry::new(Scope::Member(member), Who::Account(right.account()), What::DeviceRemoved);
                    let removed = removed.about(About::Participation(stay)).because(Reason::Lost);
                    audit::note(connection, removed, now).await?;
                    Ok(true)
                })
            })
            .await
    }
}

/// An entrance, and what it consists of.
struct Found {
    entrance: Entrance,
    key: Option<DeviceKeyId>,
    /// The hashes of its sessions.
    sessions: Vec<String>,
}

impl Found {
    async fn end(&self, connection: &mut Connection, now: Instant) -> Result<(), StoreError> {
        if let Some(key) = self.key {
            device_keys::revoke(connection, key, now).await?;
        }
        for hash in &self.sessions {
            sql::query("UPDATE sessions SET ended_at = $2 WHERE hash = $1 AND ended_at IS NULL")
                .bind(hash)
                .bind(now.0)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

/// What names a session that has no key: it cannot be turned back into what lets somebody in.
fn name_of(hash: &str) -> String {
    sha256(format!("entrance {hash}").as_bytes()).chars().take(32).collect()
}

async fn of_account(
    connection: &mut Connection,
    account: AccountId,
    role: Role,
    now: Instant,
) -> Result<Vec<Found>, StoreError> {
    let keys: Vec<(String, i64, i64)> =
        sql::query_as("SELECT id, made_at, last_at FROM device_keys WHERE account = $1 AND revoked_at IS NULL")
            .bind(account.to_string())
            .fetch_all(&mut *connection)
            .await?;
    let sessions: Vec<(String, Option<String>, i64, i64, i64)> = sql::query_as(
        "SELECT hash, device_key, created_at, COALESCE(last_used_at, created_at), expires_at FROM sessions
         WHERE account = $1 AND ended_at IS NULL AND expires_at > $2",
    )
    .bind(account.to_string())
    .bind(now.0)
    .fetch_all(connection)
    .await?;
    let mut found = BTreeMap::new();
    for (id, since, last_at) in keys {
        let key = Some(read("device_keys.id", &id, DeviceKeyId::parse)?);
        found.insert(id.clone(), Found { entrance: entrance(id, since, last_at), key, sessions: Vec::new() });
    }
    for (hash, key, since, used_at, expires_at) in sessions {
        if !(Life { role, used_at: Instant(used_at), expires_at: Instant(expires_at) }).at(now) {
            continue;
        }
        let id = key.filter(|key| found.contains_key(key)).unwrap_or_else(|| name_of(&hash));
        let one = found.entry(id.clone()).or_insert_with(|| Found {
            entrance: entrance(id, since, used_at),
            key: None,
            sessions: Vec::new(),
        });
        one.entrance.last_at = one.entrance.last_at.max(Instant(used_at));
        one.sessions.push(hash);
    }
    let mut found: Vec<Found> = found.into_values().collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.entrance.last_at));
    Ok(found)
}

fn entrance(id: String, since: i64, last_at: i64) -> Entrance {
    Entrance { id, since: Instant(since), last_at: Instant(last_at), is_this: false }
}
