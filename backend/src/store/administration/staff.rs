//! Changing who works for a member: inviting somebody, giving and taking roles, a new way in, and the end. The same rules
//! hold as on the command line; beyond that, nobody reaches further than the own member.

use super::people::{found, interventions, works_elsewhere};
use super::{is_member_of, members::administered};
use crate::secret::SecretHash;
use crate::store::access::revoke_all_of;
use crate::store::appointments::{Duty, Place, give, has_a_way_in, hire, leave, may_hold, people};
use crate::store::audit::note;
use crate::store::column::read;
use crate::store::organisation::Named;
use crate::store::sql::{self, Connection};
use crate::store::staff_invitations::make_only_invitation;
use crate::store::{Appointed, AssociationRight, MemberRight, Store, StoreError};
use shared::account::Role;
use shared::administration::PersonLine;
use shared::audit::{About, Entry, Scope, What};
use shared::id::{AccountId, AssociationId, InterventionId, MemberId, StaffId};
use shared::policy::{is_a_members, is_for_interventions};
use shared::time::Instant;

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StaffFault {
    /// Nobody of that id works for the member, or there is no such member or intervention: the answer does not tell which.
    NotHere,
    /// Somebody of that name works for the association.
    NameTaken,
    /// The policy keeps the roles apart.
    KeptApart,
    /// The role needs interventions, or has none, or is not the member's to give.
    NotARole,
    /// The person works for others as well.
    WorksElsewhere,
    /// Nobody takes the own administration from themselves, or gives themselves another role.
    Yourself,
    /// The member has an administrator, who appoints the next one.
    HasAdministrator,
}

/// Somebody who is to be let in.
#[derive(Debug, Clone)]
pub(crate) struct StaffToInvite {
    /// Who.
    pub(crate) person: Named<StaffId>,
    /// As what.
    pub(crate) role: Role,
    /// For which interventions.
    pub(crate) interventions: Vec<InterventionId>,
    /// The account to make for it.
    pub(crate) account: AccountId,
    /// The hash of the invitation to make.
    pub(crate) invitation: SecretHash,
}

type Outcome<T> = Result<Result<T, StaffFault>, StoreError>;

impl Store {
    /// Has somebody new work for the member, and invites the person. Asked again with the same id, it invites again.
    pub(crate) async fn take_on(&self, right: MemberRight, new: StaffToInvite, now: Instant) -> Outcome<Appointed> {
        self.writer
            .run(move |connection| {
                let new = new.clone();
                Box::pin(async move { take_on(connection, right, &new, now).await })
            })
            .await
    }

    /// Gives somebody of the member a role, or says for which interventions the person holds it.
    pub(crate) async fn give_role(
        &self,
        right: MemberRight,
        person: StaffId,
        (role, interventions): (Role, Vec<InterventionId>),
        account: AccountId,
        now: Instant,
    ) -> Outcome<()> {
        self.writer
            .run(move |connection| {
                let interventions = interventions.clone();
                Box::pin(async move {
                    let Some(line) = found(connection, right, person, now).await? else {
                        return Ok(Err(StaffFault::NotHere));
                    };
                    if line.is_you && line.roles.iter().all(|held| held.role != role) {
                        return Ok(Err(StaffFault::Yourself));
                    }
                    let person = Named { id: person, name: line.name.into() };
                    hold(connection, right, &person, Holding { role, interventions: &interventions, account }, now)
                        .await
                })
            })
            .await
    }

    /// Takes a role back, or every role at the member; who then works for nobody is out.
    pub(crate) async fn take_back(
        &self,
        right: MemberRight,
        person: StaffId,
        role: Option<Role>,
        now: Instant,
    ) -> Outcome<()> {
        self.writer
            .run(move |connection| Box::pin(async move { take_back(connection, right, person, role, now).await }))
            .await
    }

    /// Invites somebody of the member to make a new way in; an invitation that was open is worth nothing any more. Once it is
    /// used, every way in from before is closed: nobody comes in as somebody else without that person noticing.
    pub(crate) async fn invite_again(
        &self,
        right: MemberRight,
        person: StaffId,
        invitation: SecretHash,
        now: Instant,
    ) -> Outcome<()> {
        self.writer
            .run(move |connection| {
                let invitation = invitation.clone();
                Box::pin(async move {
                    let Some(line) = found(connection, right, person, now).await? else {
                        return Ok(Err(StaffFault::NotHere));
                    };
                    if line.works_elsewhere {
                        return Ok(Err(StaffFault::WorksElsewhere));
                    }
                    make_only_invitation(connection, person, &invitation, now).await?;
                    let about = accounts_at(connection, right, person, None).await?.first().copied();
                    let entry = right.did(What::Invited);
                    note(connection, Entry { about: about.map(About::Account), ..entry }, now).await?;
                    Ok(Ok(()))
                })
            })
            .await
    }

    /// Has somebody look after a member that nobody looks after.
    pub(crate) async fn first_administrator(
        &self,
        right: AssociationRight,
        member: MemberId,
        new: StaffToInvite,
        now: Instant,
    ) -> Outcome<()> {
        self.writer
            .run(move |connection| {
                let new = new.clone();
                Box::pin(async move { first_administrator(connection, right, member, &new, now).await })
            })
            .await
    }
}

async fn take_on(
    connection: &mut Connection,
    right: MemberRight,
    new: &StaffToInvite,
    now: Instant,
) -> Outcome<Appointed> {
    let association = right.association();
    match found(connection, right, new.person.id, now).await? {
        Some(line) if *line.name == *new.person.name => {}
        Some(_) => return Ok(Err(StaffFault::NameTaken)),
        None if is_anybody(connection, new.person.id).await? => return Ok(Err(StaffFault::NotHere)),
        None if !people(connection, association, &new.person.name).await?.is_empty() => {
            return Ok(Err(StaffFault::NameTaken));
        }
        None => {
            // What can be refused is looked at before anything is written.
            if let Err(fault) = checked(connection, right, new.role, &new.interventions).await? {
                return Ok(Err(fault));
            }
            hire(connection, association, &new.person, now).await?;
        }
    }
    let holding = Holding { role: new.role, interventions: &new.interventions, account: new.account };
    if let Err(fault) = hold(connection, right, &new.person, holding, now).await? {
        return Ok(Err(fault));
    }
    // Who works for others as well comes in as they arranged it: a link from here would open what is theirs.
    if has_a_way_in(connection, new.person.id).await?
        || works_elsewhere(connection, association, right.member(), new.person.id).await?
    {
        return Ok(Ok(Appointed::HasAWayIn));
    }
    make_only_invitation(connection, new.person.id, &new.invitation, now).await?;
    let about = accounts_at(connection, right, new.person.id, Some(new.role)).await?.first().copied();
    note(connection, Entry { about: about.map(About::Account), ..right.did(What::Invited) }, now).await?;
    Ok(Ok(Appointed::Invited))
}

async fn is_anybody(connection: &mut Connection, person: StaffId) -> Result<bool, StoreError> {
    let found: Option<String> = sql::query_scalar("SELECT id FROM staff WHERE id = $1")
        .bind(person.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

/// What is to be held, and the account to make for it where there is none.
struct Holding<'a> {
    role: Role,
    interventions: &'a [InterventionId],
    account: AccountId,
}

/// The places of interventions of the member, where the role is for such and is the member's to give.
async fn checked(
    connection: &mut Connection,
    right: MemberRight,
    role: Role,
    wanted: &[InterventionId],
) -> Outcome<Vec<Place>> {
    if !is_a_members(role) || is_for_interventions(role) == wanted.is_empty() {
        return Ok(Err(StaffFault::NotARole));
    }
    let there = interventions(connection, right.member()).await?;
    let mut places = Vec::with_capacity(wanted.len());
    for id in wanted {
        let Some(one) = there.iter().find(|one| one.id == *id) else { return Ok(Err(StaffFault::NotHere)) };
        let intervention = Named { id: *id, name: one.name.to_string() };
        places.push(Place { member: right.member(), intervention });
    }
    Ok(Ok(places))
}

/// Has somebody hold a role for these interventions of the member, and for no other of its own.
async fn hold(
    connection: &mut Connection,
    right: MemberRight,
    person: &Named<StaffId>,
    holding: Holding<'_>,
    now: Instant,
) -> Outcome<()> {
    let Holding { role, interventions, account } = holding;
    let places = match checked(connection, right, role, interventions).await? {
        Ok(places) => places,
        Err(fault) => return Ok(Err(fault)),
    };
    if may_hold(connection, person, role).await?.is_err() {
        return Ok(Err(StaffFault::KeptApart));
    }
    let member = Some(Named { id: right.member(), name: String::new() });
    let duty = Duty { role, account, member, interventions: Vec::new() };
    let (account, what) = give(connection, right.association(), person, &duty, &places).await?;
    let held: Vec<String> =
        sql::query_scalar("SELECT intervention FROM responsibilities WHERE account = $1 AND member = $2")
            .bind(account.to_string())
            .bind(right.member().to_string())
            .fetch_all(&mut *connection)
            .await?;
    for held in held.into_iter().filter(|held| interventions.iter().all(|wanted| wanted.to_string() != *held)) {
        sql::query("DELETE FROM responsibilities WHERE account = $1 AND member = $2 AND intervention = $3")
            .bind(account.to_string())
            .bind(right.member().to_string())
            .bind(held)
            .execute(&mut *connection)
            .await?;
    }
    note(connection, right.did(what).about(About::Account(account)), now).await?;
    Ok(Ok(()))
}

/// The open accounts that somebody holds at the member, in one role or in any.
async fn accounts_at(
    connection: &mut Connection,
    right: MemberRight,
    person: StaffId,
    role: Option<Role>,
) -> Result<Vec<AccountId>, StoreError> {
    let accounts: Vec<String> = sql::query_scalar(
        "SELECT a.id FROM accounts a
         WHERE a.person = $1 AND a.closed_at IS NULL AND ($3 IS NULL OR a.role = $3)
         AND (a.member = $2 OR EXISTS (SELECT 1 FROM responsibilities r WHERE r.account = a.id AND r.member = $2))
         ORDER BY a.id",
    )
    .bind(person.to_string())
    .bind(right.member().to_string())
    .bind(role.map(Role::as_str))
    .fetch_all(connection)
    .await?;
    accounts.iter().map(|account| read("accounts.id", account, AccountId::parse)).collect()
}

async fn take_back(
    connection: &mut Connection,
    right: MemberRight,
    person: StaffId,
    role: Option<Role>,
    now: Instant,
) -> Outcome<()> {
    let Some(PersonLine { is_you, .. }) = found(connection, right, person, now).await? else {
        return Ok(Err(StaffFault::NotHere));
    };
    if is_you && role.is_none_or(|role| role == Role::MemberAdministrator) {
        return Ok(Err(StaffFault::Yourself));
    }
    let accounts = accounts_at(connection, right, person, role).await?;
    if accounts.is_empty() {
        return Ok(Err(StaffFault::NotHere));
    }
    for account in accounts {
        // Who supervises for two members goes on with the other, and with nobody here.
        sql::query("DELETE FROM responsibilities WHERE account = $1 AND member = $2")
            .bind(account.to_string())
            .bind(right.member().to_string())
            .execute(&mut *connection)
            .await?;
        let what = if works_on(connection, account).await? {
            revoke_all_of(connection, right.member(), account).await?;
            What::AccountChanged
        } else {
            close(connection, account, now).await?;
            What::AccountClosed
        };
        note(connection, right.did(what).about(About::Account(account)), now).await?;
    }
    let open: i64 = sql::query_scalar("SELECT COUNT(*) FROM accounts WHERE person = $1 AND closed_at IS NULL")
        .bind(person.to_string())
        .fetch_one(&mut *connection)
        .await?;
    if open == 0 {
        leave(connection, person, now).await?;
    }
    Ok(Ok(()))
}

async fn works_on(connection: &mut Connection, account: AccountId) -> Result<bool, StoreError> {
    let places: i64 = sql::query_scalar("SELECT COUNT(*) FROM responsibilities WHERE account = $1")
        .bind(account.to_string())
        .fetch_one(connection)
        .await?;
    Ok(places > 0)
}

async fn close(connection: &mut Connection, account: AccountId, now: Instant) -> Result<(), StoreError> {
    for statement in [
        "UPDATE accounts SET closed_at = $2 WHERE id = $1",
        "UPDATE sessions SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL",
    ] {
        sql::query(statement).bind(account.to_string()).bind(now.0).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn first_administrator(
    connection: &mut Connection,
    right: AssociationRight,
    member: MemberId,
    new: &StaffToInvite,
    now: Instant,
) -> Outcome<()> {
    let association = right.association();
    if !is_member_of(connection, association, member).await? {
        return Ok(Err(StaffFault::NotHere));
    }
    if administered(connection, association, now).await?.contains(&member.to_string()) {
        return Ok(Err(StaffFault::HasAdministrator));
    }
    let person = match invited_in_vain(connection, association, member, &new.person.name).await? {
        Some(person) if works_elsewhere(connection, association, member, person).await? => {
            return Ok(Err(StaffFault::WorksElsewhere));
        }
        Some(person) => person,
        None if !people(connection, association, &new.person.name).await?.is_empty() => {
            return Ok(Err(StaffFault::NameTaken));
        }
        None => {
            hire(connection, association, &new.person, now).await?;
            let of = Some(Named { id: member, name: String::new() });
            let (role, account) = (Role::MemberAdministrator, new.account);
            let duty = Duty { role, account, member: of, interventions: Vec::new() };
            let (account, what) = give(connection, association, &new.person, &duty, &[]).await?;
            note_for(connection, right, (member, what, About::Account(account)), now).await?;
            new.person.id
        }
    };
    make_only_invitation(connection, person, &new.invitation, now).await?;
    note_for(connection, right, (member, What::Invited, About::Member(member)), now).await?;
    Ok(Ok(()))
}

/// In the log of the association, and of the member whom it concerns.
async fn note_for(
    connection: &mut Connection,
    right: AssociationRight,
    (member, what, about): (MemberId, What, About),
    now: Instant,
) -> Result<(), StoreError> {
    let entry = right.did(what).about(about);
    note(connection, entry, now).await?;
    note(connection, Entry { scope: Scope::Member(member), ..entry }, now).await
}

/// The administrator of that name whose invitation was not used in time.
async fn invited_in_vain(
    connection: &mut Connection,
    association: AssociationId,
    member: MemberId,
    name: &str,
) -> Result<Option<StaffId>, StoreError> {
    let person: Option<String> = sql::query_scalar(
        "SELECT s.id FROM accounts a JOIN staff s ON s.id = a.person
         WHERE a.association = $1 AND a.member = $2 AND a.role = 'member_administrator' AND a.closed_at IS NULL
         AND s.closed_at IS NULL AND s.name = $3 ORDER BY s.id LIMIT 1",
    )
    .bind(association.to_string())
    .bind(member.to_string())
    .bind(name)
    .fetch_optional(connection)
    .await?;
    person.map(|person| read("staff.id", &person, StaffId::parse)).transpose()
}
