//! `stegvis invite` and `stegvis dismiss`: how somebody of the staff comes to have a role, and loses it. The secret of an
//! invitation is in the link's fragment, which browsers send to nobody.

use crate::association_choice::{self, AssociationError};
use crate::clock::Clock;
use crate::config::{Dismiss, Invite};
use crate::entropy::{Entropy, NoEntropy};
use crate::import::Identity;
use crate::store::{
    Appointed, Appointment, Duty, Named, NotAppointed, OpenError, OperatorRight, Store, StoreError, Whom, exists,
};
use shared::account::Role;
use shared::id::AssociationId;

/// Why nobody was invited or dismissed; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InviteError {
    /// A name of nothing.
    #[error("--{0} is empty; give it a name")]
    Nameless(&'static str),
    /// A role for interventions, without any.
    #[error("{0} works with interventions; name each with --intervention")]
    NeedsInterventions(&'static str),
    /// A role for a member, without one.
    #[error("{0} looks after one member; name it with --member")]
    NeedsAMember(&'static str),
    /// A role that has neither.
    #[error("{0} is a role of the whole association; leave --member and --intervention out")]
    OfTheAssociation(&'static str),
    /// Places without a role.
    #[error("--member and --intervention belong to a role; name it with --role")]
    NeedsARole,
    /// No store to look in.
    #[error("there is no store in {0}; name its place with --data or --database")]
    NoStore(crate::store::Location),
    /// The store, to begin with.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The association.
    #[error(transparent)]
    Association(#[from] AssociationError),
    /// What the store or the policy says.
    #[error(transparent)]
    NotAppointed(#[from] NotAppointed),
    /// The store.
    #[error("nothing was changed: {0}")]
    Store(#[from] StoreError),
    /// No secret for the link.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

/// `stegvis invite`: makes what is named and absent, and prints the link; a server that serves the store goes on meanwhile.
pub(crate) async fn invite(invite: &Invite, clock: Clock) -> Result<(), InviteError> {
    check(invite)?;
    let store = Store::open(&invite.place.location(), Entropy.epoch(clock)?).await?;
    let invited = appoint(&store, invite, clock).await;
    store.close().await;
    let (appointed, secret) = invited?;
    match appointed {
        Appointed::Invited => println!("{}/staff/join#{}", invite.origin, secret.reveal()),
        Appointed::HasAWayIn => println!("{}/staff/sign-in", invite.origin),
    }
    match appointed {
        Appointed::Invited => eprintln!("The link works once, within 72 hours. Hand it to that person alone."),
        Appointed::HasAWayIn => eprintln!("The person signs in as always, and finds the role there."),
    }
    Ok(())
}

async fn appoint(
    store: &Store,
    invite: &Invite,
    clock: Clock,
) -> Result<(Appointed, crate::secret::Secret), InviteError> {
    let association = association_of(store, invite).await?;
    let identity = Identity::within(association.id);
    let member = invite.member.as_deref().map(|name| identity.member(name));
    let duty = match invite.role {
        None => None,
        Some(role) => {
            let of_the_member = |name: &String| {
                let id = member.as_ref().map(|member| identity.intervention(member.id, name).id);
                (name.clone(), id)
            };
            let interventions = invite.interventions.iter().map(of_the_member).collect();
            Some(Duty { role, account: Entropy.account_id(clock)?, member: member.clone(), interventions })
        }
    };
    let whom = match (&invite.person, &invite.name) {
        (Some(known), _) => Whom::Known(known.clone()),
        (None, name) => Whom::Newcomer(Named { id: Entropy.staff_id(clock)?, name: name.clone().unwrap_or_default() }),
    };
    let secret = Entropy.secret()?;
    let appointment = Appointment { association, whom, duty, invitation: secret.hash() };
    let appointed = store.appoint(OperatorRight::at_the_machine(), appointment, clock.now()).await??;
    Ok((appointed, secret))
}

/// The association of that name, there or yet to be made; else the only one.
async fn association_of(store: &Store, invite: &Invite) -> Result<Named<AssociationId>, InviteError> {
    let right = OperatorRight::at_the_machine();
    let Some(name) = &invite.association else {
        let id = association_choice::choose(store, right, None).await?;
        return Ok(Named { id, name: String::new() });
    };
    let there = store.associations(right).await?.into_iter().find(|association| association.name == *name);
    Ok(there.unwrap_or_else(|| Named { id: Identity::of_association(name).association(), name: name.clone() }))
}

/// Refuses what makes no sense before anything is opened.
fn check(invite: &Invite) -> Result<(), InviteError> {
    let is_empty = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
    let named = [("name", &invite.name), ("association", &invite.association), ("member", &invite.member)];
    if let Some((flag, _)) = named.into_iter().find(|(_, text)| is_empty(text)) {
        return Err(InviteError::Nameless(flag));
    }
    if invite.interventions.iter().any(|name| name.trim().is_empty()) {
        return Err(InviteError::Nameless("intervention"));
    }
    let Some(role) = invite.role else {
        let has_places = invite.member.is_some() || !invite.interventions.is_empty();
        return if has_places { Err(InviteError::NeedsARole) } else { Ok(()) };
    };
    match role {
        Role::Supervisor | Role::ProjectLeader if invite.interventions.is_empty() => {
            Err(InviteError::NeedsInterventions(role.as_str()))
        }
        Role::MemberAdministrator if invite.member.is_none() => Err(InviteError::NeedsAMember(role.as_str())),
        Role::AssociationAnalyst | Role::BoardMember | Role::MemberAdministrator
            if !invite.interventions.is_empty() || role != Role::MemberAdministrator && invite.member.is_some() =>
        {
            Err(InviteError::OfTheAssociation(role.as_str()))
        }
        _ => Ok(()),
    }
}

/// `stegvis dismiss`: ends a role, or everything that somebody does here.
pub(crate) async fn dismiss(dismiss: &Dismiss, clock: Clock) -> Result<(), InviteError> {
    let location = dismiss.place.location();
    if !exists(&location).await? {
        return Err(InviteError::NoStore(location));
    }
    let store = Store::open(&location, Entropy.epoch(clock)?).await?;
    let dismissed = async {
        let right = OperatorRight::at_the_machine();
        let association = association_choice::choose(&store, right, dismiss.association.as_deref()).await?;
        Ok(store.dismiss(right, association, dismiss.person.clone(), dismiss.role, clock.now()).await??)
    };
    let dismissed: Result<(), InviteError> = dismissed.await;
    store.close().await;
    dismissed?;
    println!("{} is out; sessions have ended", dismiss.person);
    Ok(())
}
