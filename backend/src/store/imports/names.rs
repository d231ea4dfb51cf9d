//! What a member calls its own: interventions, supervisors, stays; and which ids in its association are taken by others.

use crate::store::column::{optional, read};
use crate::store::sql::{self, Connection};
use crate::store::{MemberRight, Named, Store, StoreError};
use shared::account::Role;
use shared::id::{AccountId, AssociationId, InterventionId, MemberId, ParticipationId, PersonId};

/// A member's names.
#[derive(Debug)]
pub(crate) struct MemberNames {
    /// The association that it belongs to.
    pub(crate) association: Named<AssociationId>,
    /// The member.
    pub(crate) member: Named<MemberId>,
    /// What it runs.
    pub(crate) interventions: Vec<Named<InterventionId>>,
    /// Who supervises there.
    pub(crate) supervisors: Vec<Named<AccountId>>,
    /// Every account of the association.
    pub(crate) accounts: Vec<AccountId>,
    /// Every stay in the association.
    pub(crate) stays: Vec<StayOfMember>,
}

/// A stay, and whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StayOfMember {
    /// The member's.
    pub(crate) member: MemberId,
    /// Which one.
    pub(crate) id: ParticipationId,
    /// The person's, where it is somebody's.
    pub(crate) person: Option<PersonId>,
}

impl Store {
    /// What the member calls its own.
    pub(crate) async fn names_of_member(&self, right: MemberRight) -> Result<MemberNames, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let (association, member): (String, String) = sql::query_as(
            "SELECT o.name, m.name FROM members m JOIN associations o ON o.id = m.association WHERE m.id = $1",
        )
        .bind(right.member().to_string())
        .fetch_one(&mut *connection)
        .await?;
        Ok(MemberNames {
            association: Named { id: right.association(), name: association },
            member: Named { id: right.member(), name: member },
            interventions: interventions(connection, right).await?,
            supervisors: supervisors(connection, right).await?,
            accounts: accounts(connection, right).await?,
            stays: stays(connection, right).await?,
        })
    }
}

async fn interventions(
    connection: &mut Connection,
    right: MemberRight,
) -> Result<Vec<Named<InterventionId>>, StoreError> {
    let rows: Vec<(String, String)> = sql::query_as("SELECT id, name FROM interventions WHERE member = $1 ORDER BY id")
        .bind(right.member().to_string())
        .fetch_all(connection)
        .await?;
    let named =
        |(id, name): (String, String)| Ok(Named { id: read("interventions.id", &id, InterventionId::parse)?, name });
    rows.into_iter().map(named).collect()
}

async fn supervisors(connection: &mut Connection, right: MemberRight) -> Result<Vec<Named<AccountId>>, StoreError> {
    let rows: Vec<(String, String)> = sql::query_as(
        "SELECT DISTINCT a.id, a.name FROM responsibilities r JOIN accounts a ON a.id = r.account
         WHERE r.member = $1 AND a.role = $2 AND a.closed_at IS NULL ORDER BY a.id",
    )
    .bind(right.member().to_string())
    .bind(Role::Supervisor.as_str())
    .fetch_all(connection)
    .await?;
    let named = |(id, name): (String, String)| Ok(Named { id: read("accounts.id", &id, AccountId::parse)?, name });
    rows.into_iter().map(named).collect()
}

async fn accounts(connection: &mut Connection, right: MemberRight) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<String> = sql::query_scalar("SELECT id FROM accounts WHERE association = $1")
        .bind(right.association().to_string())
        .fetch_all(connection)
        .await?;
    ids.iter().map(|id| read("accounts.id", id, AccountId::parse)).collect()
}

async fn stays(connection: &mut Connection, right: MemberRight) -> Result<Vec<StayOfMember>, StoreError> {
    let rows: Vec<(String, String, Option<String>)> = sql::query_as(
        "SELECT p.member, p.id, p.person FROM members m JOIN participations p ON p.member = m.id
         WHERE m.association = $1",
    )
    .bind(right.association().to_string())
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(member, id, person)| {
            let person = person.as_deref().filter(|person| !person.is_empty());
            Ok(StayOfMember {
                member: read("participations.member", &member, MemberId::parse)?,
                id: read("participations.id", &id, ParticipationId::parse)?,
                person: optional("participations.person", person, PersonId::parse)?,
            })
        })
        .collect()
}
