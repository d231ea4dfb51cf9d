//! The roles that somebody of the staff holds: one account each. Going from one to another begins another session, and
//! ends the one before.

use super::arrivals::Within;
use super::audit;
use super::column::read;
use super::sessions::{NewSession, begin, session_of_account};
use super::sql::{self, Connection};
use super::{Session, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::audit::{About, Reason, What};
use shared::id::{AccountId, StaffId};
use shared::time::Instant;
use shared::way_in::{HeldRole, Proven};
use std::collections::BTreeSet;

impl Store {
    /// The roles of whoever is signed in, if it is somebody of the staff, as far as the way in may prove them.
    pub(crate) async fn own_roles(&self, session: &Session, hash: &SecretHash) -> Result<Option<Proven>, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let Some(person) = person_of(connection, session.account).await? else { return Ok(None) };
        let within = within(connection, hash).await?;
        held_roles(connection, person, within.as_ref()).await
    }

    /// Begins a session of the same person in another role; the one before ends.
    pub(crate) async fn change_role(
        &self,
        from: Session,
        to: AccountId,
        new: NewSession,
        now: Instant,
    ) -> Result<Option<Session>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let Some(person) = person_of(connection, from.account).await? else { return Ok(None) };
                    let Some(from_hash) = &new.previous else { return Ok(None) };
                    let within = within(connection, from_hash).await?;
                    let held = held_roles(connection, person, within.as_ref()).await?;
                    let is_held = held.is_some_and(|held| held.roles.iter().any(|role| role.account == to));
                    if !is_held || to == from.account {
                        return Ok(None);
                    }
                    let session = session_of_account(connection, &to.to_string()).await?;
                    if let Some(session) = &session {
                        begin(connection, &new, session, now).await?;
                        keep_within(connection, &new.hash, within.as_ref()).await?;
                        end_with(connection, &new.hash, from_hash).await?;
                        let signed_in = audit::done_by(connection, to, What::SignedIn).await?;
                        audit::note(connection, signed_in.about(About::Account(from.account)), now).await?;
                    }
                    Ok(session)
                })
            })
            .await
    }
}

/// As far as the way in by which a session began may prove something; `None` where it proves everything.
async fn within(connection: &mut Connection, session: &SecretHash) -> Result<Option<Within>, StoreError> {
    let kept: Option<Option<String>> = sql::query_scalar("SELECT within FROM sessions WHERE hash = $1")
        .bind(session.as_str())
        .fetch_optional(connection)
        .await?;
    kept.flatten().map(|text| read("sessions.within", &text, |text| serde_json::from_str(text).ok())).transpose()
}

/// Has a session end when the one before would have: going from role to role proves nothing anew.
async fn end_with(connection: &mut Connection, session: &SecretHash, before: &SecretHash) -> Result<(), StoreError> {
    sql::query(
        "UPDATE sessions SET expires_at = (SELECT b.expires_at FROM sessions b WHERE b.hash = $2) WHERE hash = $1",
    )
    .bind(session.as_str())
    .bind(before.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps that with a session that has just begun.
pub(super) async fn keep_within(
    connection: &mut Connection,
    session: &SecretHash,
    within: Option<&Within>,
) -> Result<(), StoreError> {
    let Some(within) = within else { return Ok(()) };
    let text =
        serde_json::to_string(within).map_err(|cause| StoreError::Unwritable { column: "sessions.within", cause })?;
    sql::query("UPDATE sessions SET within = $2 WHERE hash = $1")
        .bind(session.as_str())
        .bind(text)
        .execute(connection)
        .await?;
    Ok(())
}

/// The person who holds an account, while neither is closed.
pub(super) async fn person_of(connection: &mut Connection, account: AccountId) -> Result<Option<StaffId>, StoreError> {
    let person: Option<String> = sql::query_scalar(
        "SELECT s.id FROM accounts a JOIN staff s ON s.id = a.person
         WHERE a.id = $1 AND a.closed_at IS NULL AND s.closed_at IS NULL",
    )
    .bind(account.to_string())
    .fetch_optional(connection)
    .await?;
    person.map(|text| read("staff.id", &text, StaffId::parse)).transpose()
}

/// Notes that a way in came or went, in the name of the first account of its person.
pub(super) async fn note_way_in(
    connection: &mut Connection,
    person: StaffId,
    what: What,
    why: Reason,
    now: Instant,
) -> Result<(), StoreError> {
    let accounts: Vec<String> = sql::query_scalar("SELECT id FROM accounts WHERE person = $1 ORDER BY id")
        .bind(person.to_string())
        .fetch_all(&mut *connection)
        .await?;
    let Some(account) = accounts.first() else { return Ok(()) };
    let account = read("accounts.id", account, AccountId::parse)?;
    let entry = audit::done_by(connection, account, what).await?.about(About::Account(account));
    audit::note(connection, entry.because(why), now).await
}

const ROLES: &str = "
    SELECT a.id, a.role, o.name, m.name
    FROM accounts a
    JOIN associations o ON o.id = a.association
    LEFT JOIN members m ON m.id = a.member
    WHERE a.person = $1 AND a.closed_at IS NULL
    ORDER BY a.id";

const DUTIES: &str = "
    SELECT r.account, m.name, i.name
    FROM accounts a
    JOIN responsibilities r ON r.account = a.id
    JOIN members m ON m.id = r.member
    JOIN interventions i ON i.member = r.member AND i.id = r.intervention
    WHERE a.person = $1 AND a.closed_at IS NULL
    ORDER BY i.name, m.name";

/// Somebody's name and roles, as far as the one who proved it may prove; `None` for somebody who has left.
pub(super) async fn held_roles(
    connection: &mut Connection,
    person: StaffId,
    within: Option<&Within>,
) -> Result<Option<Proven>, StoreError> {
    let name: Option<String> = sql::query_scalar("SELECT name FROM staff WHERE id = $1 AND closed_at IS NULL")
        .bind(person.to_string())
        .fetch_optional(connection)
        .await?;
    let Some(name) = name else { return Ok(None) };
    let accounts: Vec<(String, String, String, Option<String>)> =
        sql::query_as(ROLES).bind(person.to_string()).fetch_all(connection).await?;
    let duties: Vec<(String, String, String)> =
        sql::query_as(DUTIES).bind(person.to_string()).fetch_all(connection).await?;
    let mut roles = Vec::with_capacity(accounts.len());
    for (account, role, association, member) in accounts {
        let own = || duties.iter().filter(|(of, _, _)| *of == account);
        let members: BTreeSet<&str> = own().map(|(_, member, _)| member.as_str()).chain(member.as_deref()).collect();
        let held = HeldRole {
            account: read("accounts.id", &account, AccountId::parse)?,
            role: read("accounts.role", &role, Role::parse)?,
            association: association.into(),
            members: members.into_iter().map(Into::into).collect(),
            interventions: own().map(|(_, _, intervention)| intervention.as_str().into()).collect(),
        };
        if within.is_none_or(|within| within.covers(&held)) {
            roles.push(held);
        }
    }
    Ok(Some(Proven { name: name.into(), roles }))
}

impl Within {
    /// Whether a role is one that this may prove: a member's provider proves nothing about another member, nor about the
    /// association.
    fn covers(&self, role: &HeldRole) -> bool {
        let of_the_member =
            |member: &String| !role.members.is_empty() && role.members.iter().all(|one| **one == **member);
        *role.association == *self.association && self.member.as_ref().is_none_or(of_the_member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn role(members: &[&str]) -> HeldRole {
        HeldRole {
            account: AccountId::from_uuid(Uuid::nil()),
            role: Role::Supervisor,
            association: "Ö".into(),
            members: members.iter().map(|one| (*one).into()).collect(),
            interventions: Vec::new(),
        }
    }

    #[test]
    fn a_members_provider_proves_only_what_is_the_members() {
        let within = |association: &str, member: Option<&str>| Within {
            association: association.into(),
            member: member.map(Into::into),
        };
        assert!(within("Ö", Some("M")).covers(&role(&["M"])));
        assert!(!within("Ö", Some("M")).covers(&role(&["M", "N"])));
        assert!(!within("Ö", Some("M")).covers(&role(&[])));
        assert!(!within("Å", Some("M")).covers(&role(&["M"])));
        assert!(within("Ö", None).covers(&role(&[])));
    }
}
