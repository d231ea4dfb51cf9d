//! Who somebody of the staff is at an identity provider: what its address and its name for the person are, and nothing
//! else of what it knows.

use super::arrivals::{Proof, Stage, Within, put};
use super::column::read;
use super::held_roles::{held_roles, note_way_in};
use super::sql::{self, Connection};
use super::staff_invitations::use_up;
use super::{Store, StoreError};
use crate::secret::SecretHash;
use shared::audit::{Reason, What};
use shared::id::StaffId;
use shared::time::Instant;

/// Whom a provider says that somebody is, and how far its word goes.
#[derive(Debug, Clone)]
pub(crate) struct Identified {
    /// The provider's own address.
    pub(crate) issuer: String,
    /// Its name for the person.
    pub(crate) subject: String,
    /// What it may prove.
    pub(crate) within: Within,
    /// The hash of the invitation by which it is bound to its person.
    pub(crate) invitation: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// It is somebody of the staff, who has proven who they are by it.
    Yes,
    /// Nobody here is known by it, or none of their roles may be proven by it.
    NotKnown,
    /// The invitation may not be used, or the provider's name for the person is somebody else's here.
    NotBound,
}

impl Store {
    /// Recognises somebody by what a provider says, binding it to the person of an invitation where there is one.
    pub(crate) async fn recognise(
        &self,
        identified: Identified,
        arrival: SecretHash,
        now: Instant,
    ) -> Result<Recognised, StoreError> {
        self.writer
            .run(move |connection| Box::pin(async move { recognise(connection, &identified, &arrival, now).await }))
            .await
    }
}

async fn recognise(
    connection: &mut Connection,
    identified: &Identified,
    arrival: &SecretHash,
    now: Instant,
) -> Result<Recognised, StoreError> {
    let known: Option<String> = sql::query_scalar("SELECT person FROM identities WHERE issuer = $1 AND subject = $2")
        .bind(&identified.issuer)
        .bind(&identified.subject)
        .fetch_optional(&mut *connection)
        .await?;
    let known = known.map(|text| read("identities.person", &text, StaffId::parse)).transpose()?;
    let person = match (&identified.invitation, known) {
        (None, None) => return Ok(Recognised::NotKnown),
        (None, Some(person)) => person,
        (Some(invitation), known) => match invited(connection, invitation, known, &identified.within, now).await? {
            Some(person) => person,
            None => return Ok(Recognised::NotBound),
        },
    };
    let held = held_roles(connection, person, Some(&identified.within)).await?;
    if held.is_none_or(|held| held.roles.is_empty()) {
        return Ok(Recognised::NotKnown);
    }
    sql::query(
        "INSERT INTO identities (issuer, subject, person, made_at, used_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (issuer, subject) DO UPDATE SET used_at = excluded.used_at",
    )
    .bind(&identified.issuer)
    .bind(&identified.subject)
    .bind(person.to_string())
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    if known.is_none() {
        note_way_in(connection, person, What::CredentialAdded, Reason::ByProvider, now).await?;
    }
    let stage = Stage::Proven { person, by: Proof::Provider, within: Some(identified.within.clone()) };
    put(connection, arrival, &stage, now).await?;
    Ok(Recognised::Yes)
}

/// Uses an invitation up whose person the provider may speak for, and who is nobody else by the provider's word.
async fn invited(
    connection: &mut Connection,
    invitation: &str,
    known: Option<StaffId>,
    within: &Within,
    now: Instant,
) -> Result<Option<StaffId>, StoreError> {
    let person: Option<String> = sql::query_scalar(
        "SELECT person FROM staff_invitations WHERE hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(invitation)
    .bind(now.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(person) = person else { return Ok(None) };
    let person = read("staff_invitations.person", &person, StaffId::parse)?;
    let held = held_roles(connection, person, Some(within)).await?;
    let may_be_proven = held.is_some_and(|held| !held.roles.is_empty());
    if !may_be_proven || known.is_some_and(|known| known != person) {
        return Ok(None);
    }
    use_up(connection, invitation, now).await
}
