//! Where participants' phones are reached to be reminded, and who was reminded of what. An address is there as long as its
//! phone is signed in and a stay of the person is open to answers; whoever ends either calls what takes it away here.

use super::column::read;
use super::followed::records_of;
use super::right::ReminderRight;
use super::sessions::used_since;
use super::sql::{self, Connection};
use super::{OperatorRight, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::fold::{Participation, fold};
use shared::id::{AccountId, AssociationId, MemberId, ParticipationId};
use shared::push_reminder::{Occasion, PushAddress, PushKeys, Reminding, decide};
use shared::time::Instant;

/// Somebody who wants to be reminded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reachable {
    association: AssociationId,
    account: AccountId,
}

impl Store {
    /// The key of the installation, as it is stored; `fresh` becomes it at the first start, unless another process was
    /// quicker.
    pub(crate) async fn push_key(&self, fresh: String, now: Instant) -> Result<String, StoreError> {
        const STORED: &str = "SELECT private FROM push_keys ORDER BY number DESC LIMIT 1";
        let stored = sql::query_scalar(STORED).fetch_optional(&mut self.readers.acquire().await?).await?;
        if let Some(stored) = stored {
            return Ok(stored);
        }
        self.writer
            .run(move |connection| {
                let fresh = fresh.clone();
                Box::pin(async move {
                    sql::query(
                        "INSERT INTO push_keys (number, private, made_at) VALUES (1, $1, $2)
                         ON CONFLICT (number) DO NOTHING",
                    )
                    .bind(fresh)
                    .bind(now.0)
                    .execute(&mut *connection)
                    .await?;
                    Ok(sql::query_scalar(STORED).fetch_one(connection).await?)
                })
            })
            .await
    }

    /// Whether the phone of this session is reminded.
    pub(crate) async fn is_reminded(&self, right: ReminderRight, session: &SecretHash) -> Result<bool, StoreError> {
        let found: Option<i64> = sql::query_scalar(
            "SELECT p.made_at FROM push_subscriptions p JOIN sessions s ON s.account = p.account
             WHERE p.association = $1 AND p.account = $2 AND s.hash = $3 AND p.entrance = COALESCE(s.device_key, s.hash)",
        )
        .bind(right.association().to_string())
        .bind(right.account().to_string())
        .bind(session.as_str())
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        Ok(found.is_some())
    }

    /// Reminds the phone of this session from now on, at that address; says whether there is anything to be reminded of.
    pub(crate) async fn start_reminding(
        &self,
        right: ReminderRight,
        session: SecretHash,
        address: PushAddress,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| {
                let (session, address) = (session.clone(), address.clone());
                Box::pin(async move { start(connection, right, &session, &address, now).await })
            })
            .await
    }

    /// No longer reminds the phone of this session.
    pub(crate) async fn stop_reminding_here(
        &self,
        right: ReminderRight,
        session: SecretHash,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                let session = session.clone();
                Box::pin(async move {
                    if let Some(entrance) = entrance_of(connection, right, &session).await? {
                        forget_entrance(connection, right.account(), &entrance).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// What the morning's work needs.
impl Store {
    /// Forgets where phones are reached that come back by nothing any more, and who was reminded of what long ago.
    pub(crate) async fn forget_old_reminders(
        &self,
        _right: OperatorRight,
        occasion: Occasion,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let since = used_since(Role::Participant, now);
                    sql::query(
                        "DELETE FROM push_subscriptions WHERE entrance NOT IN
                            (SELECT id FROM device_keys WHERE revoked_at IS NULL)
                         AND entrance NOT IN
                            (SELECT hash FROM sessions WHERE ended_at IS NULL AND expires_at > $1
                                AND COALESCE(last_used_at, created_at) > $2)",
                    )
                    .bind(now.0)
                    .bind(since.0)
                    .execute(&mut *connection)
                    .await?;
                    sql::query("DELETE FROM reminded WHERE month < $1")
                        .bind(occasion.month.plus(-1).to_string())
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Everybody who wants to be reminded.
    pub(crate) async fn reachable(&self, _right: OperatorRight) -> Result<Vec<Reachable>, StoreError> {
        let rows: Vec<(String, String)> =
            sql::query_as("SELECT DISTINCT association, account FROM push_subscriptions ORDER BY association, account")
                .fetch_all(&mut self.readers.acquire().await?)
                .await?;
        rows.iter()
            .map(|(association, account)| {
                Ok(Reachable {
                    association: read("push_subscriptions.association", association, AssociationId::parse)?,
                    account: read("push_subscriptions.account", account, AccountId::parse)?,
                })
            })
            .collect()
    }

    /// Whether somebody is to be reminded now.
    pub(crate) async fn reminding(
        &self,
        _right: OperatorRight,
        person: Reachable,
        occasion: Occasion,
        now: Instant,
    ) -> Result<Reminding, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let was_reminded: Option<i64> = sql::query_scalar(
            "SELECT at FROM reminded WHERE association = $1 AND account = $2 AND month = $3 AND late = $4
             AND (again_at IS NULL OR again_at > $5)",
        )
        .bind(person.association.to_string())
        .bind(person.account.to_string())
        .bind(occasion.month.to_string())
        .bind(i64::from(occasion.is_late))
        .bind(now.0)
        .fetch_optional(&mut snapshot)
        .await?;
        let stays = stays_of(&mut snapshot, person.account).await?;
        Ok(decide(occasion, &stays, was_reminded.is_some()))
    }

    /// Writes down that somebody is being reminded; says whether nobody else has done so.
    pub(crate) async fn claim_reminder(
        &self,
        _right: OperatorRight,
        person: Reachable,
        occasion: Occasion,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let claimed: Option<String> = sql::query_scalar(
                        "INSERT INTO reminded (association, account, month, late, at) VALUES ($1, $2, $3, $4, $5)
                         ON CONFLICT (association, account, month, late)
                         DO UPDATE SET at = excluded.at, again_at = NULL WHERE reminded.again_at <= excluded.at
                         RETURNING account",
                    )
                    .bind(person.association.to_string())
                    .bind(person.account.to_string())
                    .bind(occasion.month.to_string())
                    .bind(i64::from(occasion.is_late))
                    .bind(now.0)
                    .fetch_optional(connection)
                    .await?;
                    Ok(claimed.is_some())
                })
            })
            .await
    }

    /// Lets somebody be reminded of the same again from an instant on: the push service has not taken it.
    pub(crate) async fn remind_again(
        &self,
        _right: OperatorRight,
        person: Reachable,
        occasion: Occasion,
        again_at: Instant,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query(
                        "UPDATE reminded SET again_at = $5
                         WHERE association = $1 AND account = $2 AND month = $3 AND late = $4",
                    )
                    .bind(person.association.to_string())
                    .bind(person.account.to_string())
                    .bind(occasion.month.to_string())
                    .bind(i64::from(occasion.is_late))
                    .bind(again_at.0)
                    .execute(connection)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Where somebody is reached, by the names of the phones.
    pub(crate) async fn push_addresses(
        &self,
        _right: OperatorRight,
        person: Reachable,
    ) -> Result<Vec<(String, PushAddress)>, StoreError> {
        let rows: Vec<(String, String, String, String)> = sql::query_as(
            "SELECT entrance, endpoint, public, auth FROM push_subscriptions
             WHERE association = $1 AND account = $2 ORDER BY entrance",
        )
        .bind(person.association.to_string())
        .bind(person.account.to_string())
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        let address =
            |(entrance, endpoint, p256dh, auth)| (entrance, PushAddress { endpoint, keys: PushKeys { p256dh, auth } });
        Ok(rows.into_iter().map(address).collect())
    }

    /// No longer reminds somebody, on one phone or on all.
    pub(crate) async fn stop_reminding(
        &self,
        _right: OperatorRight,
        person: Reachable,
        entrance: Option<String>,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                let entrance = entrance.clone();
                Box::pin(async move {
                    match entrance {
                        Some(entrance) => forget_entrance(connection, person.account, &entrance).await,
                        None => forget_all(connection, person.account).await,
                    }
                })
            })
            .await
    }
}

async fn stays_of(connection: &mut Connection, account: AccountId) -> Result<Vec<Participation>, StoreError> {
    let rows: Vec<(String, String)> =
        sql::query_as("SELECT member, participation FROM access WHERE account = $1 AND revoked IS NULL")
            .bind(account.to_string())
            .fetch_all(&mut *connection)
            .await?;
    let mut stays = Vec::with_capacity(rows.len());
    for (member, participation) in rows {
        let member = read("access.member", &member, MemberId::parse)?;
        let participation = read("access.participation", &participation, ParticipationId::parse)?;
        stays.push(fold(&records_of(connection, member, participation).await?));
    }
    Ok(stays)
}

/// What names the phone of a session, while it lasts.
async fn entrance_of(
    connection: &mut Connection,
    right: ReminderRight,
    session: &SecretHash,
) -> Result<Option<String>, StoreError> {
    let entrance = sql::query_scalar(
        "SELECT COALESCE(device_key, hash) FROM sessions WHERE hash = $1 AND account = $2 AND ended_at IS NULL",
    );
    Ok(entrance.bind(session.as_str()).bind(right.account().to_string()).fetch_optional(connection).await?)
}

async fn start(
    connection: &mut Connection,
    right: ReminderRight,
    session: &SecretHash,
    address: &PushAddress,
    now: Instant,
) -> Result<bool, StoreError> {
    let Some(entrance) = entrance_of(connection, right, session).await? else { return Ok(false) };
    let (association, account) = (right.association().to_string(), right.account().to_string());
    // A browser that somebody else used before is reached at the same address.
    sql::query("DELETE FROM push_subscriptions WHERE association = $1 AND endpoint = $2")
        .bind(&association)
        .bind(&address.endpoint)
        .execute(&mut *connection)
        .await?;
    sql::query(
        "INSERT INTO push_subscriptions (association, account, entrance, endpoint, public, auth, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (association, account, entrance) DO UPDATE SET
            endpoint = excluded.endpoint, public = excluded.public, auth = excluded.auth, made_at = excluded.made_at",
    )
    .bind(&association)
    .bind(&account)
    .bind(&entrance)
    .bind(&address.endpoint)
    .bind(&address.keys.p256dh)
    .bind(&address.keys.auth)
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    forget_where_nothing_is_open(connection, right.account()).await?;
    let kept: Option<i64> =
        sql::query_scalar("SELECT made_at FROM push_subscriptions WHERE account = $1 AND entrance = $2")
            .bind(&account)
            .bind(&entrance)
            .fetch_optional(connection)
            .await?;
    Ok(kept.is_some())
}

/// Forgets where an account's phones are reached that are signed out.
pub(super) async fn forget_signed_out(connection: &mut Connection, account: AccountId) -> Result<(), StoreError> {
    sql::query(
        "DELETE FROM push_subscriptions WHERE account = $1
         AND entrance NOT IN (SELECT id FROM device_keys WHERE account = $1 AND revoked_at IS NULL)
         AND entrance NOT IN (SELECT hash FROM sessions WHERE account = $1 AND ended_at IS NULL)",
    )
    .bind(account.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets where the phone of a session is reached, which ends since somebody signs in on the same phone; unless the same
/// person does, whose phone is known by its key.
pub(super) async fn leave_to(
    connection: &mut Connection,
    session: &SecretHash,
    next: AccountId,
) -> Result<(), StoreError> {
    sql::query(
        "DELETE FROM push_subscriptions WHERE (entrance = $1 OR (account <> $2
            AND entrance IN (SELECT device_key FROM sessions WHERE hash = $1)))",
    )
    .bind(session.as_str())
    .bind(next.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets where one of an account's phones is reached.
pub(super) async fn forget_entrance(
    connection: &mut Connection,
    account: AccountId,
    entrance: &str,
) -> Result<(), StoreError> {
    sql::query("DELETE FROM push_subscriptions WHERE account = $1 AND entrance = $2")
        .bind(account.to_string())
        .bind(entrance)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets where an account's phones are reached whose person has no stay any more that takes answers.
pub(super) async fn forget_where_nothing_is_open(
    connection: &mut Connection,
    account: AccountId,
) -> Result<(), StoreError> {
    sql::query(
        "DELETE FROM push_subscriptions WHERE account = $1 AND NOT EXISTS
         (SELECT 1 FROM access a JOIN participations p ON p.member = a.member AND p.id = a.participation
          WHERE a.account = $1 AND a.revoked IS NULL AND p.withdrawn IS NULL)",
    )
    .bind(account.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

async fn forget_all(connection: &mut Connection, account: AccountId) -> Result<(), StoreError> {
    sql::query("DELETE FROM push_subscriptions WHERE account = $1")
        .bind(account.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
