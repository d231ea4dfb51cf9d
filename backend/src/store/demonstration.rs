//! What makes a store a demonstration: the month its data were moved to, and the accounts that links are made for.
//! A store that is no demonstration never makes a link here.

use super::access::Turn;
use super::audit;
use super::column::read;
use super::log::next_position;
use super::organisation::{Named, ensure_account};
use super::sign_in::make_link;
use super::sql::{self, Connection};
use super::{OperatorRight, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::audit::{About, Entry, What, Who};
use shared::id::{AccountId, AssociationId, ParticipationId};
use shared::time::{Instant, Month};

/// The store holds somebody's data.
#[derive(Debug, thiserror::Error)]
#[error("this is no demonstration")]
pub(crate) struct NotADemonstration;

/// Who plays which part.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    /// Where it plays.
    pub(crate) association: AssociationId,
    /// A person who rates the own months.
    pub(crate) participant: Named<AccountId>,
    /// That person's stay.
    pub(crate) stay: ParticipationId,
    /// Somebody with a caseload; the account is there already.
    pub(crate) supervisor: AccountId,
    /// Follows every intervention.
    pub(crate) leader: Named<AccountId>,
    /// Sees the aggregates.
    pub(crate) analyst: Named<AccountId>,
}

/// For whom a link is wanted.
#[derive(Debug, Clone)]
pub(crate) struct DemonstrationLink {
    /// As what.
    pub(crate) role: Role,
    /// An account of that name, instead of the one cast for the role.
    pub(crate) name: Option<String>,
}

impl Store {
    /// The last month with data, if this is a demonstration.
    pub(crate) async fn demonstration_until(&self) -> Result<Option<Month>, StoreError> {
        let until: Option<String> = sql::query_scalar("SELECT demonstration_until FROM store")
            .fetch_one(&mut self.readers.acquire().await?)
            .await?;
        until.map(|text| read("store.demonstration_until", &text, |text| text.parse().ok())).transpose()
    }

    /// Makes an empty store a demonstration, with data up to `until`; one that was begun keeps its month.
    pub(crate) async fn begin_demonstration(
        &self,
        _right: OperatorRight,
        until: Month,
    ) -> Result<Result<Month, NotADemonstration>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query(
                        "UPDATE store SET demonstration_until = $1
                         WHERE demonstration_until IS NULL AND NOT EXISTS (SELECT 1 FROM associations)",
                    )
                    .bind(until.to_string())
                    .execute(&mut *connection)
                    .await?;
                    Ok(())
                })
            })
            .await?;
        Ok(self.demonstration_until().await?.ok_or(NotADemonstration))
    }

    /// Whether every part is cast.
    pub(crate) async fn is_cast(&self) -> Result<bool, StoreError> {
        let parts: i64 = sql::query_scalar("SELECT COUNT(*) FROM demonstration_accounts")
            .fetch_one(&mut self.readers.acquire().await?)
            .await?;
        Ok(parts == 4)
    }

    /// Makes the accounts of a demonstration and gives each what it needs.
    pub(crate) async fn cast(&self, _right: OperatorRight, cast: Cast) -> Result<(), StoreError> {
        self.writer.run(move |connection| Box::pin(async move { play(connection, &cast).await })).await
    }

    /// Makes a link for a part of a demonstration; `None` when there is no such account, or no demonstration.
    pub(crate) async fn demonstration_link(
        &self,
        _right: OperatorRight,
        wanted: DemonstrationLink,
        hash: SecretHash,
        now: Instant,
    ) -> Result<Option<()>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let Some(account) = account_for(connection, &wanted).await? else { return Ok(None) };
                    let scope = audit::home_of(connection, account).await?;
                    let made = Entry::new(scope, Who::CommandLine, What::LinkMade).about(About::Account(account));
                    audit::note(connection, made, now).await?;
                    make_link(connection, account, &hash, now).await.map(Some)
                })
            })
            .await
    }
}

const BY_PART: &str = "
    SELECT d.account FROM demonstration_accounts d, store s
    WHERE d.role = $1 AND $2 IS NULL AND s.demonstration_until IS NOT NULL";

const BY_NAME: &str = "
    SELECT a.id FROM accounts a, store s
    WHERE a.role = $1 AND a.name = $2 AND s.demonstration_until IS NOT NULL";

async fn account_for(connection: &mut Connection, wanted: &DemonstrationLink) -> Result<Option<AccountId>, StoreError> {
    let query = if wanted.name.is_some() { BY_NAME } else { BY_PART };
    let account: Option<String> = sql::query_scalar(query)
        .bind(wanted.role.as_str())
        .bind(wanted.name.as_deref())
        .fetch_optional(connection)
        .await?;
    account.map(|text| read("accounts.id", &text, AccountId::parse)).transpose()
}

async fn play(connection: &mut Connection, cast: &Cast) -> Result<(), StoreError> {
    ensure_account(connection, cast.association, &cast.participant, Role::Participant).await?;
    ensure_account(connection, cast.association, &cast.leader, Role::ProjectLeader).await?;
    ensure_account(connection, cast.association, &cast.analyst, Role::AssociationAnalyst).await?;
    open_own_stay(connection, cast).await?;
    sql::query(
        "INSERT INTO responsibilities (account, member, intervention)
         SELECT $1, i.member, i.id FROM members m JOIN interventions i ON i.member = m.id WHERE m.association = $2
         ON CONFLICT (account, member, intervention) DO NOTHING",
    )
    .bind(cast.leader.id.to_string())
    .bind(cast.association.to_string())
    .execute(&mut *connection)
    .await?;
    let parts = [
        (Role::Participant, cast.participant.id),
        (Role::Supervisor, cast.supervisor),
        (Role::ProjectLeader, cast.leader.id),
        (Role::AssociationAnalyst, cast.analyst.id),
    ];
    for (role, account) in parts {
        sql::query("INSERT INTO demonstration_accounts (role, account) VALUES ($1, $2) ON CONFLICT (role) DO NOTHING")
            .bind(role.as_str())
            .bind(account.to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Gives the participant access to the own stay, at a position that no device has seen.
async fn open_own_stay(connection: &mut Connection, cast: &Cast) -> Result<(), StoreError> {
    let members: Vec<String> = sql::query_scalar(
        "SELECT p.member FROM members m JOIN participations p ON p.member = m.id
         WHERE m.association = $1 AND p.id = $2",
    )
    .bind(cast.association.to_string())
    .bind(cast.stay.to_string())
    .fetch_all(&mut *connection)
    .await?;
    for member in members {
        let member = read("participations.member", &member, shared::id::MemberId::parse)?;
        let position = next_position(connection, member).await?;
        Turn { member, participation: cast.stay, position }.grant(connection, cast.participant.id).await?;
    }
    Ok(())
}
