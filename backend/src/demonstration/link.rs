//! One-time links to a demonstration. The secret is in the fragment, which browsers send to nobody.

use super::DemoError;
use crate::clock::Clock;
use crate::config::Link;
use crate::entropy::Entropy;
use crate::origin::Origin;
use crate::store::{DemonstrationLink, Found, OperatorRight, Store, peek};
use shared::account::Role;

/// The roles that a demonstration casts, in the order in which their links are printed.
pub(super) const PARTS: [Role; 4] =
    [Role::Participant, Role::Supervisor, Role::ProjectLeader, Role::AssociationAnalyst];

/// `stegvis link`: prints a new link; a server that serves the store goes on meanwhile.
pub(crate) async fn print(link: &Link, clock: Clock) -> Result<(), DemoError> {
    let location = link.place.location();
    match peek(&location).await? {
        Found::Nothing => return Err(DemoError::NoStore(location)),
        Found::Real => return Err(DemoError::RealStore(location)),
        Found::Demonstration => {}
    }
    let store = Store::open(&location, Entropy.epoch(clock)?).await?;
    let made = make(&store, link.role, link.name.clone(), &link.origin, clock).await;
    store.close().await;
    println!("{}", made?);
    Ok(())
}

/// Makes a link for a part, or for an account of that role and name.
pub(super) async fn make(
    store: &Store,
    role: Role,
    name: Option<String>,
    origin: &Origin,
    clock: Clock,
) -> Result<String, DemoError> {
    let secret = Entropy.secret()?;
    let wanted = DemonstrationLink { role, name };
    let right = OperatorRight::at_the_machine();
    store.demonstration_link(right, wanted, secret.hash(), clock.now()).await?.ok_or(DemoError::NoSuchAccount)?;
    let page = if role == Role::Participant { "sign-in" } else { "staff/sign-in" };
    Ok(format!("{origin}/{page}#{}", secret.reveal()))
}
