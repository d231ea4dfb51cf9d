//! Erasing stays: their records go from the log, from what was put aside, and from everything that repeats them, and a mark
//! stays that says so, at a position that devices and dashboards come by. What has left the member as figures stays as
//! it was published. Backups that were made before still hold what is erased here: see [`Store::erased`] for how a
//! restored one is rid of it.

use super::access::{Turn, participants_of};
use super::admission::exists;
use super::audit;
use super::column::{read, signed, unsigned};
use super::log::next_position;
use super::right::OwnRecordRight;
use super::sql::{self, Connection};
use super::{OperatorRight, Store, StoreError};
use serde::{Deserialize, Serialize};
use shared::audit::{About, Entry, Reason, Scope, What, Who};
use shared::id::{AccountId, MemberId, ParticipationId};
use shared::time::Instant;

/// Why a stay was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ErasureReason {
    /// The participant asked for it in the app.
    OwnWish,
    /// The controller decided so.
    Controller,
    /// It was over for as long as the controller keeps such stays.
    Retention,
}

impl ErasureReason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::OwnWish => "own_wish",
            Self::Controller => "controller",
            Self::Retention => "retention",
        }
    }

    const fn in_the_log(self) -> Reason {
        match self {
            Self::OwnWish => Reason::OwnWish,
            Self::Controller => Reason::ControllersDecision,
            Self::Retention => Reason::TimeOver,
        }
    }
}

/// A stay by its member and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct StayId {
    /// The member that controls it.
    pub(crate) member: MemberId,
    /// Which one.
    pub(crate) participation: ParticipationId,
}

impl Store {
    /// Erases every stay of the person whose account this is, and what the account says of the person; gives how many
    /// stays that were.
    pub(crate) async fn erase_own(&self, right: OwnRecordRight, now: Instant) -> Result<usize, StoreError> {
        let erased = self.writer.run(move |connection| {
            Box::pin(async move {
                let stays = stays_of(connection, right.account()).await?;
                let mut erased = 0;
                for stay in &stays {
                    let by = Who::Account(right.account());
                    erased += usize::from(erase(connection, *stay, (by, ErasureReason::OwnWish), now).await?);
                }
                Ok(erased)
            })
        });
        let erased = erased.await?;
        self.leave_nothing_behind().await?;
        Ok(erased)
    }

    /// Erases stays for their controllers; gives how many were there and are gone now.
    pub(crate) async fn erase(
        &self,
        _right: OperatorRight,
        stays: Vec<StayId>,
        reason: ErasureReason,
        now: Instant,
    ) -> Result<usize, StoreError> {
        let mut erased = 0;
        let by = match reason {
            ErasureReason::Retention => Who::Program,
            ErasureReason::OwnWish | ErasureReason::Controller => Who::CommandLine,
        };
        // One transaction each: nobody waits for the erasure of a thousand.
        for stay in stays {
            let gone = self
                .writer
                .run(move |connection| Box::pin(async move { erase(connection, stay, (by, reason), now).await }));
            erased += usize::from(gone.await?);
        }
        self.leave_nothing_behind().await?;
        Ok(erased)
    }

    /// Every stay that was erased here, so that they can be erased again in a store that is restored from an older backup.
    pub(crate) async fn erased(&self, _right: OperatorRight) -> Result<Vec<StayId>, StoreError> {
        let rows: Vec<(String, String)> =
            sql::query_as("SELECT member, participation FROM erased ORDER BY member, participation")
                .fetch_all(&mut self.readers.acquire().await?)
                .await?;
        rows.iter().map(stay).collect()
    }

    /// The stays of that id, whichever member's.
    pub(crate) async fn stays_named(
        &self,
        _right: OperatorRight,
        participation: ParticipationId,
    ) -> Result<Vec<StayId>, StoreError> {
        let rows: Vec<(String, String)> = sql::query_as("SELECT member, id FROM participations WHERE id = $1")
            .bind(participation.to_string())
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        rows.iter().map(stay).collect()
    }

    /// SQLite writes over what it deletes, in its file; its log of writes still has the former pages until it is emptied.
    /// It is emptied at the next chance where somebody reads just now.
    async fn leave_nothing_behind(&self) -> Result<(), StoreError> {
        self.writer.empty_the_log().await
    }
}

fn stay((member, participation): &(String, String)) -> Result<StayId, StoreError> {
    Ok(StayId {
        member: read("participations.member", member, MemberId::parse)?,
        participation: read("participations.id", participation, ParticipationId::parse)?,
    })
}

/// The stays that an account belongs to, whether or not it still has access.
async fn stays_of(connection: &mut Connection, account: AccountId) -> Result<Vec<StayId>, StoreError> {
    let rows: Vec<(String, String)> = sql::query_as("SELECT member, participation FROM access WHERE account = $1")
        .bind(account.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(stay).collect()
}

/// Erases one stay; says whether it was there and had not been erased. One that a restored store never had is marked all
/// the same, so that no phone brings it back.
async fn erase(
    connection: &mut Connection,
    stay: StayId,
    (by, reason): (Who, ErasureReason),
    now: Instant,
) -> Result<bool, StoreError> {
    if is_marked(connection, stay).await? || !is_of_a_member(connection, stay).await? {
        return Ok(false);
    }
    let StayId { member, participation } = stay;
    let is_there = exists(connection, member, participation).await?;
    let position = next_position(connection, member).await?;
    let participants = participants_of(connection, member, participation).await?;
    sql::query("INSERT INTO erased (member, participation, position, reason, at) VALUES ($1, $2, $3, $4, $5)")
        .bind(member.to_string())
        .bind(participation.to_string())
        .bind(signed(position))
        .bind(reason.as_str())
        .bind(now.0)
        .execute(&mut *connection)
        .await?;
    for statement in [
        "DELETE FROM records WHERE member = $1 AND participation = $2",
        "DELETE FROM deviations WHERE member = $1 AND participation = $2",
        "DELETE FROM invitations WHERE member = $1 AND participation = $2",
        "DELETE FROM imported_records WHERE member = $1 AND participation = $2",
        // What is left is that there was a stay, and where its mark belongs.
        "DELETE FROM reads WHERE member = $1 AND participation = $2",
        "UPDATE participations SET started = '1970-01-01', withdrawn = NULL, person = '' WHERE member = $1 AND id = $2",
    ] {
        sql::query(statement)
            .bind(member.to_string())
            .bind(participation.to_string())
            .execute(&mut *connection)
            .await?;
    }
    // What was put aside belongs to no member, and is found by what it speaks of.
    sql::query(
        "DELETE FROM quarantine_reviews WHERE EXISTS (
            SELECT 1 FROM quarantine q WHERE q.device = quarantine_reviews.device
            AND q.digest = quarantine_reviews.digest AND LOWER(q.text) LIKE $1)",
    )
    .bind(format!("%{participation}%"))
    .execute(&mut *connection)
    .await?;
    sql::query("DELETE FROM quarantine WHERE LOWER(text) LIKE $1")
        .bind(format!("%{participation}%"))
        .execute(&mut *connection)
        .await?;
    Turn { member, participation, position }.revoke_all(connection).await?;
    let entry = Entry::new(Scope::Member(member), by, What::Erased).about(About::Participation(participation));
    audit::note(connection, entry.because(reason.in_the_log()), now).await?;
    for account in participants {
        forget_person(connection, account).await?;
    }
    Ok(is_there)
}

/// Whether a stay was erased here.
pub(super) async fn is_marked(connection: &mut Connection, stay: StayId) -> Result<bool, StoreError> {
    let found: Option<i64> = sql::query_scalar("SELECT position FROM erased WHERE member = $1 AND participation = $2")
        .bind(stay.member.to_string())
        .bind(stay.participation.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

/// Whether this store knows the member: a list may be another installation's.
async fn is_of_a_member(connection: &mut Connection, stay: StayId) -> Result<bool, StoreError> {
    let found: Option<String> = sql::query_scalar("SELECT id FROM members WHERE id = $1")
        .bind(stay.member.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

/// Takes what is said of a person from an account that belongs to no stay any more. The account itself stays until its
/// sessions have run out, so that its phones hear what to forget.
async fn forget_person(connection: &mut Connection, account: AccountId) -> Result<(), StoreError> {
    let left: i64 = sql::query_scalar("SELECT COUNT(*) FROM access WHERE account = $1 AND revoked IS NULL")
        .bind(account.to_string())
        .fetch_one(&mut *connection)
        .await?;
    if unsigned("access", left)? > 0 {
        return Ok(());
    }
    for statement in [
        "UPDATE accounts SET name = '' WHERE id = $1",
        "DELETE FROM contacts WHERE account = $1",
        "DELETE FROM push_subscriptions WHERE account = $1",
        "DELETE FROM reminded WHERE account = $1",
        "DELETE FROM links WHERE account = $1",
        "DELETE FROM person_accounts WHERE account = $1",
    ] {
        sql::query(statement).bind(account.to_string()).execute(&mut *connection).await?;
    }
    Ok(())
}
