//! Who runs what, as an import finds or makes it. Nothing here is changed once it is there.

use super::column::read;
use super::sql::{self, Connection};
use super::{OperatorRight, Store, StoreError};
use shared::account::Role;
use shared::id::{AccountId, AssociationId, InterventionId, MemberId};

/// Something with a name.
#[derive(Debug, Clone)]
pub(crate) struct Named<Id> {
    /// Which one.
    pub(crate) id: Id,
    /// What people call it.
    pub(crate) name: String,
}

/// The place in an organisation that a row of an import speaks of.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The association.
    pub(crate) association: Named<AssociationId>,
    /// The account under which the import writes.
    pub(crate) operator: Named<AccountId>,
    /// The member that controls the data.
    pub(crate) member: Named<MemberId>,
    /// What the member runs.
    pub(crate) intervention: Named<InterventionId>,
    /// What it works on.
    pub(crate) focus: String,
    /// Who follows the person.
    pub(crate) supervisor: Option<Named<AccountId>>,
}

impl Store {
    /// Every association there is.
    pub(crate) async fn associations(&self, _right: OperatorRight) -> Result<Vec<Named<AssociationId>>, StoreError> {
        let rows: Vec<(String, String)> = sql::query_as("SELECT id, name FROM associations ORDER BY name, id")
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        let named =
            |(id, name): (String, String)| Ok(Named { id: read("associations.id", &id, AssociationId::parse)?, name });
        rows.into_iter().map(named).collect()
    }
}

/// Makes what is not there yet.
pub(super) async fn ensure(connection: &mut Connection, setting: &Setting) -> Result<(), StoreError> {
    ensure_association(connection, &setting.association).await?;
    ensure_account(connection, setting.association.id, &setting.operator, Role::Operator).await?;
    ensure_member(connection, setting.association.id, &setting.member).await?;
    ensure_intervention(connection, setting.member.id, &setting.intervention, &setting.focus).await?;
    if let Some(supervisor) = &setting.supervisor {
        ensure_account(connection, setting.association.id, supervisor, Role::Supervisor).await?;
        make_responsible(connection, supervisor.id, setting.member.id, setting.intervention.id).await?;
    }
    Ok(())
}

/// Makes an association, if it is not there yet.
pub(super) async fn ensure_association(
    connection: &mut Connection,
    association: &Named<AssociationId>,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO associations (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(association.id.to_string())
        .bind(&association.name)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a member, if it is not there yet.
pub(super) async fn ensure_member(
    connection: &mut Connection,
    association: AssociationId,
    member: &Named<MemberId>,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO members (id, association, name) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING")
        .bind(member.id.to_string())
        .bind(association.to_string())
        .bind(&member.name)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes an intervention, if it is not there yet.
pub(super) async fn ensure_intervention(
    connection: &mut Connection,
    member: MemberId,
    intervention: &Named<InterventionId>,
    focus: &str,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO interventions (member, id, name, focus) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member, id) DO NOTHING",
    )
    .bind(member.to_string())
    .bind(intervention.id.to_string())
    .bind(&intervention.name)
    .bind(focus)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes an account, if it is not there yet.
pub(super) async fn ensure_account(
    connection: &mut Connection,
    association: AssociationId,
    account: &Named<AccountId>,
    role: Role,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO accounts (id, association, role, name) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
    )
    .bind(account.id.to_string())
    .bind(association.to_string())
    .bind(role.as_str())
    .bind(&account.name)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes an account responsible for an intervention.
pub(super) async fn make_responsible(
    connection: &mut Connection,
    account: AccountId,
    member: MemberId,
    intervention: InterventionId,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO responsibilities (account, member, intervention) VALUES ($1, $2, $3)
         ON CONFLICT (account, member, intervention) DO NOTHING",
    )
    .bind(account.to_string())
    .bind(member.to_string())
    .bind(intervention.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
