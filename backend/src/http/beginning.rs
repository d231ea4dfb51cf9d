//! A session that begins: its secrets, and the answer to whoever has proven who they are, by whichever way in.

use super::App;
use super::cookie;
use super::fault::Fault;
use super::session::keeping;
use crate::secret::Secret;
use crate::store::{NewSession, Session, session_lasts};
use axum::http::{HeaderMap, HeaderValue};
use shared::account::SignInAnswer;
use shared::sealing::Secret32;

/// A session that is about to begin, with its secrets.
pub(super) struct Beginning {
    secret: Secret,
    reading: Secret32,
    /// What the store is given of them.
    pub(super) hashes: NewSession,
}

impl Beginning {
    /// Makes the secrets; `locks` says whether the device locks what it keeps.
    pub(super) fn new(app: &App, headers: &HeaderMap, locks: bool) -> Result<Self, Fault> {
        let (secret, reading) = (app.entropy.secret()?, app.entropy.secret_for_a_phone()?);
        let hashes = NewSession {
            hash: secret.hash(),
            previous: cookie::secret_in(headers, &app.origin).map(|secret| secret.hash()),
            reading: locks.then(|| Secret::presented(&reading.reveal()).hash()),
        };
        Ok(Self { secret, reading, hashes })
    }

    /// The cookie of the session, as it has begun.
    pub(super) fn cookie(&self, app: &App, session: &Session) -> Option<HeaderValue> {
        cookie::begin(&self.secret, session_lasts(session.role()), &app.origin)
    }

    /// What the device is told: who it is, and what it locks with.
    pub(super) async fn answer(self, app: &App, session: &Session) -> Result<SignInAnswer, Fault> {
        let account = app.store.account(session).await?;
        let locks = self.hashes.reading.is_some();
        let keeping = if locks { Some(keeping(app, session, self.reading).await?) } else { None };
        Ok(SignInAnswer { account, keeping })
    }
}
