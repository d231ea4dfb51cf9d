//! Looking after members, interventions, staff and reference data. Each change names what it is about by an id that the
//! one who asks has made, so that asking again changes nothing more.

pub(super) mod editions;
pub(super) mod imports;
pub(super) mod interventions;
pub(super) mod members;
pub(super) mod money;
pub(super) mod people;

use super::App;
use super::fault::Fault;
use crate::relying_party::RelyingParty;
use crate::secret::Secret;
use crate::store::{INVITATION_LASTS, MemberRight, Session};
use shared::administration::StaffInvitation;
use shared::policy::Action;
use shared::time::Instant;

/// The right to look after the member of whoever asks.
async fn member_right(app: &App, session: &Session, action: Action) -> Result<MemberRight, Fault> {
    app.store.member_right(session, action).await?.ok_or(Fault::NotHere)
}

/// What an invitation's secret is shown as.
fn invitation(app: &App, secret: &Secret, now: Instant) -> StaffInvitation {
    // By the address at which browsers know passkeys.
    let origin = app.relying_party.as_ref().map_or(&app.origin, RelyingParty::address);
    let link = format!("{origin}/staff/join#{}", secret.reveal());
    StaffInvitation { link: Some(link), until: now.plus(INVITATION_LASTS) }
}
