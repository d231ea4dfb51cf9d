//! How staff come in: by a passkey, by an identity provider, or anew with a recovery code; first of all by an invitation.
//! Each way ends in somebody who is known, and who chooses a role.

mod going_on;
mod join;
mod recover;
mod recovery_code;
mod role_choice;
mod roles;
mod sign_in;
mod words;

pub(super) use join::JoinPage;
pub(super) use recover::RecoverPage;
pub(super) use role_choice::ProvenPage;
pub(super) use roles::RolesPage;
pub(super) use sign_in::SignInPage;

use crate::platform::passkey::{self, PasskeyFault};
use crate::platform::server::ServerFault;
use crate::platform::way_in::{self, Allowance};
use shared::way_in::{PasskeyMade, Proven};

/// Why somebody did not come in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// The server.
    Server(ServerFault),
    /// The browser or the authenticator.
    Passkey(PasskeyFault),
}

impl From<ServerFault> for Fault {
    fn from(fault: ServerFault) -> Self {
        Self::Server(fault)
    }
}

impl From<PasskeyFault> for Fault {
    fn from(fault: PasskeyFault) -> Self {
        Self::Passkey(fault)
    }
}

/// Has a passkey made and taken.
async fn make_passkey(allowance: Allowance, secret: &str) -> Result<PasskeyMade, Fault> {
    let options = way_in::ask_to_make(allowance, secret).await?;
    let answer = passkey::make(&options).await?;
    Ok(way_in::made(&answer).await?)
}

/// Has a passkey shown and recognised.
async fn show_passkey() -> Result<Proven, Fault> {
    let options = way_in::ask_to_show().await?;
    let answer = passkey::show(&options).await?;
    Ok(way_in::shown(&answer).await?)
}

/// Where a provider is asked who somebody is.
fn address_of(provider: &str) -> String {
    format!("/api/v1/staff/providers/{provider}")
}
