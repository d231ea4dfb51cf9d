//! Talking to the server about how staff come in. What an authenticator is asked and answers is passed on as it is.

use super::server::{ServerFault, exchange, with};
use gloo_net::http::Request;
use serde_json::Value;
use shared::account::SignInAnswer;
use shared::way_in::{ChosenRole, PasskeyMade, Proven, Ticket, WaysIn};

/// What may allow somebody to make a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// An invitation.
    Invitation,
    /// A recovery code.
    Recovery,
}

fn ticket(secret: &str) -> Ticket {
    Ticket { secret: secret.to_owned() }
}

/// Asks which ways in there are.
pub async fn ways() -> Result<WaysIn, ServerFault> {
    exchange(Request::get("/api/v1/staff/ways-in"), None::<&()>).await
}

/// Asks who an invitation is for.
pub async fn invitation(secret: &str) -> Result<Proven, ServerFault> {
    exchange(Request::post("/api/v1/staff/invitation"), Some(&ticket(secret))).await
}

/// Asks what to ask an authenticator for a new passkey.
pub async fn ask_to_make(allowance: Allowance, secret: &str) -> Result<Value, ServerFault> {
    let address = match allowance {
        Allowance::Invitation => "/api/v1/staff/invitation/passkey",
        Allowance::Recovery => "/api/v1/staff/recovery",
    };
    exchange(Request::post(address), Some(&ticket(secret))).await
}

/// Hands over a passkey that was made.
pub async fn made(answer: &Value) -> Result<PasskeyMade, ServerFault> {
    exchange(Request::post("/api/v1/staff/passkeys"), Some(answer)).await
}

/// Asks what to ask an authenticator for a passkey that is there.
pub async fn ask_to_show() -> Result<Value, ServerFault> {
    exchange(Request::post("/api/v1/staff/passkeys/challenge"), Some(&())).await
}

/// Hands over what an authenticator has shown.
pub async fn shown(answer: &Value) -> Result<Proven, ServerFault> {
    exchange(Request::post("/api/v1/staff/passkeys/shown"), Some(answer)).await
}

/// Has the next word of an identity provider accept an invitation.
pub async fn accept_by_provider(secret: &str) -> Result<(), ServerFault> {
    exchange(Request::post("/api/v1/staff/invitation/provider"), Some(&ticket(secret))).await
}

/// Asks who has just proven who they are here.
pub async fn proven() -> Result<Proven, ServerFault> {
    exchange(Request::get("/api/v1/staff/proven"), None::<&()>).await
}

/// Goes on in a role of whoever has proven who they are.
pub async fn arrive(chosen: &ChosenRole) -> Result<SignInAnswer, ServerFault> {
    exchange(Request::post("/api/v1/staff/session"), Some(chosen)).await
}

/// Asks which roles whoever is signed in has.
pub async fn own_roles(reading: Option<&str>) -> Result<Proven, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/staff/roles")), None::<&()>).await
}

/// Goes on in another role.
pub async fn change_role(chosen: &ChosenRole, reading: Option<&str>) -> Result<SignInAnswer, ServerFault> {
    exchange(with(reading, Request::post("/api/v1/staff/roles")), Some(chosen)).await
}
