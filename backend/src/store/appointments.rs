//! Giving somebody of the staff a role, and taking it back, as the one who runs the installation does it on the command
//! line. What is not there yet is made; what the policy keeps apart is refused.

use super::audit;
use super::column::read;
use super::organisation::{Named, ensure_association, ensure_intervention, ensure_member, make_responsible};
use super::sql::{self, Connection};
use super::staff_invitations::make_invitation;
use super::{OperatorRight, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::audit::{About, Entry, What, Who};
use shared::id::{AccountId, AssociationId, InterventionId, MemberId, StaffId};
use shared::policy::may_be_held_together;
use shared::time::Instant;

/// Who is to be given a role.
#[derive(Debug, Clone)]
pub(crate) enum Whom {
    /// Somebody who is not here yet.
    Newcomer(Named<StaffId>),
    /// Somebody who is, by name or id.
    Known(String),
}

/// A role, and where it is held.
#[derive(Debug, Clone)]
pub(crate) struct Duty {
    /// As what.
    pub(crate) role: Role,
    /// The account to make for it, where there is none to take over from an import.
    pub(crate) account: AccountId,
    /// The member, where the role is a member's.
    pub(crate) member: Option<Named<MemberId>>,
    /// The interventions, by name, each with the id that it is given where the member has none of that name.
    pub(crate) interventions: Vec<(String, Option<InterventionId>)>,
}

/// What is to be done for somebody.
#[derive(Debug, Clone)]
pub(crate) struct Appointment {
    /// Of which association.
    pub(crate) association: Named<AssociationId>,
    /// Who.
    pub(crate) whom: Whom,
    /// The role; none where only a new way in is wanted.
    pub(crate) duty: Option<Duty>,
    /// The hash of the invitation to make.
    pub(crate) invitation: SecretHash,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Appointed {
    /// The person was invited to make a way in.
    Invited,
    /// The person has a way in already, and finds the role there.
    HasAWayIn,
}

/// Why nothing was done; each text is what the operator reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotAppointed {
    /// Somebody of that name works there.
    #[error(
        "there is a “{0}” already; name that person with --person, or give the new one a name that tells them apart"
    )]
    NameTaken(String),
    /// Nobody of that name or id.
    #[error("nobody called “{0}” works there; the ones who do are {1}")]
    Nobody(String, String),
    /// More than one.
    #[error("several people are called “{0}”; name one by id: {1}")]
    SeveralPeople(String, String),
    /// The policy.
    #[error(
        "{0} is {1} and cannot also be {2}: whoever registers participants, or looks after those who do, does not decide \
         for the association"
    )]
    KeptApart(String, &'static str, &'static str),
    /// Nothing new.
    #[error("{0} is {1} there already; leave --role out to print a new invitation")]
    HeldAlready(String, &'static str),
    /// No intervention of that name.
    #[error("there is no intervention “{0}”; name its --member to have it made, or choose one of {1}")]
    NoSuchIntervention(String, String),
    /// More than one.
    #[error("several members run “{0}”; say which one with --member: {1}")]
    SeveralInterventions(String, String),
    /// Nothing to take back.
    #[error("{0} is not {1}")]
    NotHeld(String, &'static str),
}

type Outcome<T> = Result<Result<T, NotAppointed>, StoreError>;

/// Goes on with what was found, or answers why nothing is done.
macro_rules! found {
    ($outcome:expr) => {
        match $outcome? {
            Ok(found) => found,
            Err(why) => return Ok(Err(why)),
        }
    };
}

impl Store {
    /// Gives somebody a role, and an invitation where they have no way in.
    pub(crate) async fn appoint(&self, _right: OperatorRight, wanted: Appointment, now: Instant) -> Outcome<Appointed> {
        self.writer.run(move |connection| Box::pin(async move { appoint(connection, &wanted, now).await })).await
    }

    /// Takes a role back, or all of them: sessions end, and nothing begins any more. Accounts stay, since records name
    /// them.
    pub(crate) async fn dismiss(
        &self,
        _right: OperatorRight,
        association: AssociationId,
        who: String,
        role: Option<Role>,
        now: Instant,
    ) -> Outcome<()> {
        self.writer
            .run(move |connection| {
                let who = who.clone();
                Box::pin(async move { dismiss(connection, association, &who, role, now).await })
            })
            .await
    }
}

async fn appoint(connection: &mut Connection, wanted: &Appointment, now: Instant) -> Outcome<Appointed> {
    let association = wanted.association.id;
    let (person, is_new) = match &wanted.whom {
        Whom::Known(who) => (found!(known(connection, association, who).await), false),
        Whom::Newcomer(newcomer) => {
            if !people(connection, association, &newcomer.name).await?.is_empty() {
                return Ok(Err(NotAppointed::NameTaken(newcomer.name.clone())));
            }
            (newcomer.clone(), true)
        }
    };
    // Everything that can be refused is looked at before anything is written.
    let mut places = Vec::new();
    if let Some(duty) = &wanted.duty {
        found!(may_hold(connection, &person, duty.role).await);
        for (name, new) in &duty.interventions {
            let member = duty.member.as_ref();
            places.push(found!(place_of(connection, association, member, name, *new).await));
        }
    }
    ensure_association(connection, &wanted.association).await?;
    if is_new {
        hire(connection, association, &person, now).await?;
    }
    if let Some(duty) = &wanted.duty {
        let (account, what) = give(connection, association, &person, duty, &places).await?;
        note(connection, account, what, now).await?;
    }
    if wanted.duty.is_some() && has_a_way_in(connection, person.id).await? {
        return Ok(Ok(Appointed::HasAWayIn));
    }
    make_invitation(connection, person.id, &wanted.invitation, now).await?;
    for account in accounts_of(connection, person.id).await?.into_iter().take(1) {
        note(connection, account, What::Invited, now).await?;
    }
    Ok(Ok(Appointed::Invited))
}

/// The one person of that name or id who works for an association.
async fn known(connection: &mut Connection, association: AssociationId, who: &str) -> Outcome<Named<StaffId>> {
    let mut found = people(connection, association, who).await?;
    match found.len() {
        1 => Ok(Ok(found.remove(0))),
        0 => {
            let there: Vec<String> = sql::query_scalar(
                "SELECT name FROM staff WHERE association = $1 AND closed_at IS NULL ORDER BY name, id",
            )
            .bind(association.to_string())
            .fetch_all(connection)
            .await?;
            Ok(Err(NotAppointed::Nobody(who.into(), in_quotes(there.iter()))))
        }
        _ => {
            let ids: Vec<String> = found.iter().map(|person| person.id.to_string()).collect();
            Ok(Err(NotAppointed::SeveralPeople(who.into(), ids.join(", "))))
        }
    }
}

pub(super) async fn people(
    connection: &mut Connection,
    association: AssociationId,
    who: &str,
) -> Result<Vec<Named<StaffId>>, StoreError> {
    let rows: Vec<(String, String)> = sql::query_as(
        "SELECT id, name FROM staff
         WHERE association = $1 AND closed_at IS NULL AND (name = $2 OR id = $2) ORDER BY id",
    )
    .bind(association.to_string())
    .bind(who)
    .fetch_all(connection)
    .await?;
    let named = |(id, name): (String, String)| Ok(Named { id: read("staff.id", &id, StaffId::parse)?, name });
    rows.into_iter().map(named).collect()
}

/// Refuses what the policy keeps apart, and what is held already. A role for interventions may be held again: for others.
pub(super) async fn may_hold(connection: &mut Connection, person: &Named<StaffId>, role: Role) -> Outcome<()> {
    let held: Vec<String> =
        sql::query_scalar("SELECT role FROM accounts WHERE person = $1 AND closed_at IS NULL ORDER BY id")
            .bind(person.id.to_string())
            .fetch_all(connection)
            .await?;
    for held in held {
        let held = read("accounts.role", &held, Role::parse)?;
        if !may_be_held_together(held, role) {
            return Ok(Err(NotAppointed::KeptApart(person.name.clone(), held.as_str(), role.as_str())));
        }
        if held == role && !matches!(role, Role::Supervisor | Role::ProjectLeader | Role::MemberAdministrator) {
            return Ok(Err(NotAppointed::HeldAlready(person.name.clone(), role.as_str())));
        }
    }
    Ok(Ok(()))
}

/// Where an intervention is, or is to be.
pub(super) struct Place {
    pub(super) member: MemberId,
    pub(super) intervention: Named<InterventionId>,
}

async fn place_of(
    connection: &mut Connection,
    association: AssociationId,
    member: Option<&Named<MemberId>>,
    name: &str,
    new: Option<InterventionId>,
) -> Outcome<Place> {
    let all: Vec<(String, String, String, String)> = sql::query_as(
        "SELECT m.id, m.name, i.id, i.name FROM members m JOIN interventions i ON i.member = m.id
         WHERE m.association = $1 ORDER BY i.name, m.name",
    )
    .bind(association.to_string())
    .fetch_all(connection)
    .await?;
    let of_the_member = |id: &str| member.is_none_or(|member| member.id.to_string() == id);
    let fits: Vec<_> = all.iter().filter(|(of, _, _, called)| called == name && of_the_member(of)).collect();
    match (fits.as_slice(), member, new) {
        ([(member, _, intervention, _)], _, _) => {
            let member = read("members.id", member, MemberId::parse)?;
            let id = read("interventions.id", intervention, InterventionId::parse)?;
            Ok(Ok(Place { member, intervention: Named { id, name: name.into() } }))
        }
        ([], Some(member), Some(id)) => {
            Ok(Ok(Place { member: member.id, intervention: Named { id, name: name.into() } }))
        }
        ([], _, _) => {
            let there = in_quotes(all.iter().map(|(_, _, _, called)| called));
            Ok(Err(NotAppointed::NoSuchIntervention(name.into(), there)))
        }
        (several, _, _) => {
            let there = in_quotes(several.iter().map(|(_, member, _, _)| member));
            Ok(Err(NotAppointed::SeveralInterventions(name.into(), there)))
        }
    }
}

pub(super) async fn hire(
    connection: &mut Connection,
    association: AssociationId,
    person: &Named<StaffId>,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO staff (id, association, name, made_at) VALUES ($1, $2, $3, $4)")
        .bind(person.id.to_string())
        .bind(association.to_string())
        .bind(&person.name)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether an account that an import has left works for no other members than those of the places that are named.
/// Otherwise a name alone would open what another member has.
async fn works_there_alone(connection: &mut Connection, account: &str, places: &[Place]) -> Result<bool, StoreError> {
    let members: Vec<String> = sql::query_scalar("SELECT DISTINCT member FROM responsibilities WHERE account = $1")
        .bind(account)
        .fetch_all(connection)
        .await?;
    Ok(members.iter().all(|member| places.iter().any(|place| place.member.to_string() == *member)))
}

/// Gives the role: to the account that the person has for it, else to one of that name that an import has left and that
/// works for no other member than those named, else to a new one.
pub(super) async fn give(
    connection: &mut Connection,
    association: AssociationId,
    person: &Named<StaffId>,
    duty: &Duty,
    places: &[Place],
) -> Result<(AccountId, What), StoreError> {
    let member = duty.member.as_ref().filter(|_| duty.role == Role::MemberAdministrator);
    if let Some(member) = &duty.member {
        ensure_member(connection, association, member).await?;
    }
    let member = member.map(|member| member.id.to_string());
    let there: Vec<(String, Option<String>)> = sql::query_as(
        "SELECT id, person FROM accounts
         WHERE association = $1 AND role = $2 AND closed_at IS NULL
         AND (person = $3 AND (member = $5 OR $5 IS NULL) OR person IS NULL AND name = $4 AND role = $6)
         ORDER BY CASE WHEN person = $3 THEN 0 ELSE 1 END, id",
    )
    .bind(association.to_string())
    .bind(duty.role.as_str())
    .bind(person.id.to_string())
    .bind(&person.name)
    .bind(member.clone())
    .bind(Role::Supervisor.as_str())
    .fetch_all(&mut *connection)
    .await?;
    let there = match there.into_iter().next() {
        Some((account, None)) if !works_there_alone(connection, &account, places).await? => None,
        first => first.map(|(account, _)| account),
    };
    let (account, what) = match there {
        Some(account) => {
            sql::query("UPDATE accounts SET person = $2 WHERE id = $1")
                .bind(&account)
                .bind(person.id.to_string())
                .execute(&mut *connection)
                .await?;
            (read("accounts.id", &account, AccountId::parse)?, What::AccountChanged)
        }
        None => {
            sql::query(
                "INSERT INTO accounts (id, association, role, name, person, member) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(duty.account.to_string())
            .bind(association.to_string())
            .bind(duty.role.as_str())
            .bind(&person.name)
            .bind(person.id.to_string())
            .bind(member)
            .execute(&mut *connection)
            .await?;
            (duty.account, What::AccountMade)
        }
    };
    for Place { member, intervention } in places {
        ensure_intervention(connection, *member, intervention, FOCUS).await?;
        make_responsible(connection, account, *member, intervention.id).await?;
    }
    Ok((account, what))
}

/// Notes what was done to an account on the command line.
async fn note(connection: &mut Connection, account: AccountId, what: What, now: Instant) -> Result<(), StoreError> {
    let scope = audit::home_of(connection, account).await?;
    audit::note(connection, Entry::new(scope, Who::CommandLine, what).about(About::Account(account)), now).await
}

async fn accounts_of(connection: &mut Connection, person: StaffId) -> Result<Vec<AccountId>, StoreError> {
    let accounts: Vec<String> =
        sql::query_scalar("SELECT id FROM accounts WHERE person = $1 AND closed_at IS NULL ORDER BY id")
            .bind(person.to_string())
            .fetch_all(connection)
            .await?;
    accounts.iter().map(|account| read("accounts.id", account, AccountId::parse)).collect()
}

/// What an intervention counts as working on while no file has said it.
const FOCUS: &str = "social";

pub(super) async fn has_a_way_in(connection: &mut Connection, person: StaffId) -> Result<bool, StoreError> {
    let ways: i64 = sql::query_scalar(
        "SELECT (SELECT COUNT(*) FROM passkeys WHERE person = $1) + (SELECT COUNT(*) FROM identities WHERE person = $1)",
    )
    .bind(person.to_string())
    .fetch_one(connection)
    .await?;
    Ok(ways > 0)
}

async fn dismiss(
    connection: &mut Connection,
    association: AssociationId,
    who: &str,
    role: Option<Role>,
    now: Instant,
) -> Outcome<()> {
    let person = found!(known(connection, association, who).await);
    let closed: Vec<String> = sql::query_scalar(
        "UPDATE accounts SET closed_at = $2
         WHERE person = $1 AND closed_at IS NULL AND (role = $3 OR $3 IS NULL) RETURNING id",
    )
    .bind(person.id.to_string())
    .bind(now.0)
    .bind(role.map(Role::as_str))
    .fetch_all(&mut *connection)
    .await?;
    if let Some(role) = role
        && closed.is_empty()
    {
        return Ok(Err(NotAppointed::NotHeld(person.name, role.as_str())));
    }
    for account in &closed {
        sql::query("UPDATE sessions SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL")
            .bind(account)
            .bind(now.0)
            .execute(&mut *connection)
            .await?;
        let account = read("accounts.id", account, AccountId::parse)?;
        note(connection, account, What::AccountClosed, now).await?;
    }
    if role.is_none() {
        leave(connection, person.id, now).await?;
    }
    Ok(Ok(()))
}

/// Takes every way in from somebody who has left.
pub(super) async fn leave(connection: &mut Connection, person: StaffId, now: Instant) -> Result<(), StoreError> {
    let id = person.to_string();
    sql::query("UPDATE staff SET closed_at = $2, recovery = NULL WHERE id = $1")
        .bind(&id)
        .bind(now.0)
        .execute(connection)
        .await?;
    sql::query("UPDATE staff_invitations SET used_at = $2 WHERE person = $1 AND used_at IS NULL")
        .bind(&id)
        .bind(now.0)
        .execute(connection)
        .await?;
    sql::query("DELETE FROM passkeys WHERE person = $1").bind(&id).execute(connection).await?;
    sql::query("DELETE FROM identities WHERE person = $1").bind(&id).execute(connection).await?;
    Ok(())
}

fn in_quotes<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let names: Vec<String> = names.map(|name| format!("“{name}”")).collect();
    if names.is_empty() { "none yet".into() } else { names.join(", ") }
}
