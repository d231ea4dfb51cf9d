//! Inviting a participant, and being let in by an invitation.

use super::App;
use super::beginning::Beginning;
use super::fault::Fault;
use super::peer::Peer;
use super::session::with;
use super::signed_in::SignedIn;
use super::tries::Trying;
use super::wire::Body;
use crate::secret::{Secret, SecretHash};
use crate::signature::PublicKey;
use crate::store::{Acceptance, Invited, NewInvitation, NewKey, Shown};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use shared::invitation::{AcceptRequest, Accepted, By, Invitation, InviteRequest, Proof, ShortCode, same_words};
use shared::sync::wire::Problem;
use std::sync::Arc;

/// Makes an invitation for the person of a stay. One that was open for the person before is worth nothing from then on.
#[utoipa::path(
    post, path = "/api/v1/invitations", tag = "invitations", request_body = InviteRequest,
    responses(
        (status = 200, description = "The invitation, shown this once", body = Invitation),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only supervisors invite", body = Problem),
        (status = 404, description = "There is no such stay among those that the supervisor follows", body = Problem),
        (status = 409, description = "The stay is anonymous", body = Problem),
    )
)]
pub(super) async fn invite(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(request): Body<InviteRequest>,
) -> Result<Json<Invitation>, Fault> {
    let right = session.invites().ok_or(Fault::NotYourRole)?;
    let (secret, code) = (app.entropy.secret()?, app.entropy.short_code()?);
    let words = match request.by {
        By::Screen => None,
        By::Letter => Some(app.entropy.spoken_words()?),
    };
    let now = app.clock.now();
    let until = now.plus(request.by.lasts());
    let new = NewInvitation {
        participation: request.participation,
        hash: secret.hash(),
        code: hash_of(code.plain()),
        words: words.as_deref().map(hash_of),
        expires_at: until,
    };
    match app.store.invite(right, new, now).await? {
        Invited::Made => {}
        Invited::NotHere => return Err(Fault::NotHere),
        Invited::Anonymous => return Err(Fault::NobodyToInvite),
    }
    let link = format!("{}/sign-in#{}", app.origin, request.by.fragment(secret.reveal()));
    Ok(Json(Invitation { link, code: code.to_string(), words, until, lasts: request.by.lasts() }))
}

/// Lets in whoever was invited. The invitation is then used up, and every other phone and session of the person is ended.
#[utoipa::path(
    post, path = "/api/v1/invitations/accept", tag = "invitations", request_body = AcceptRequest,
    responses(
        (status = 200, description = "Signed in; the session is in the cookie", body = Accepted),
        (status = 401, description = "The invitation is unknown, used, too old or dead, or the words are wrong", body = Problem),
        (status = 429, description = "Too many tries; Retry-After says when to go on", body = Problem),
    )
)]
pub(super) async fn accept(
    State(app): State<Arc<App>>,
    peer: Peer,
    headers: HeaderMap,
    Body(request): Body<AcceptRequest>,
) -> Result<Response, Fault> {
    let key = request.key.as_deref().map(read_key).transpose()?;
    let now = app.clock.now();
    let code = match &request.proof {
        // What is no code counts as a try with it: so the answer is the same.
        Proof::Code(typed) => {
            Some(ShortCode::read(typed).map_or_else(|| typed.clone(), |code| code.plain().to_owned()))
        }
        Proof::Secret(_) => None,
    };
    let trying = match &code {
        Some(code) => Trying::Code { code, key: key.as_ref().map(PublicKey::as_str), peer },
        None => Trying::Secret { peer },
    };
    app.tries.begin(&trying, now).map_err(|often| Fault::TooManyTries(often.0))?;
    let new = Beginning::new(&app, &headers, true)?;
    let new_key = match &key {
        Some(key) => Some(NewKey { id: app.entropy.device_key(app.clock)?, public: key.as_str().to_owned() }),
        None => None,
    };
    let device_key = new_key.as_ref().map(|key| key.id);
    let acceptance = Acceptance {
        shown: match (&request.proof, &code) {
            (Proof::Secret(secret), _) => Shown::Secret(hash_of(secret)),
            (Proof::Code(typed), code) => Shown::Code(hash_of(code.as_ref().unwrap_or(typed))),
        },
        words: request.words.as_deref().map(|said| hash_of(&same_words(said))),
        session: new.hashes.clone(),
        key: new_key,
        fresh: app.entropy.account(app.clock)?,
    };
    let let_in = app.store.accept(acceptance, now).await?.ok_or(Fault::InvitationRefused)?;
    app.tries.succeeded(&trying);
    let cookie = with(new.cookie(&app, &let_in.session))?;
    let signed_in = new.answer(&app, &let_in.session).await?;
    let answer = Accepted { signed_in, device_key, ended_others: let_in.ended_others };
    Ok((cookie, Json(answer)).into_response())
}

fn hash_of(text: &str) -> SecretHash {
    Secret::presented(text).hash()
}

fn read_key(text: &str) -> Result<PublicKey, Fault> {
    PublicKey::read(text).ok_or_else(|| Fault::Unreadable("`key` is no public key of P-256".into()))
}
