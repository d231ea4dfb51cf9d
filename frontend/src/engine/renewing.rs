//! Being let in by an invitation, and coming back by the phone's own key: whoever has an invitation's phone needs no other
//! for as long as the phone is used.

use super::{Engine, SignInFault};
use crate::platform::server::{self, ServerFault};
use crate::platform::store::{AboutKey, Store, StoredKey, forget_key, keep_key, kept_key, note_renewal};
use crate::platform::{clock, device_key, page};
use shared::id::AccountId;
use shared::invitation::{AcceptRequest, Proof, RenewRequest, renewal_text};
use shared::sync::Failure;
use shared::time::{DAY, Instant};
use std::rc::Rc;

/// How old a session may be before it is changed for another, in milliseconds.
const CHANGED_EVERY: i64 = 7 * DAY;
/// How long after one renewal the next may be tried, in milliseconds: a key that the server refuses is not shown again and
/// again.
const BETWEEN_TRIES: i64 = 60 * 1000;

impl Engine {
    /// Accepts an invitation and opens the person's store.
    ///
    /// # Errors
    /// Why not; the invitation is still good unless it says [`SignInFault::Link`].
    pub async fn accept(self: &Rc<Self>, proof: Proof, words: Option<String>) -> Result<(), SignInFault> {
        Store::try_out().await.map_err(SignInFault::Store)?;
        let key = device_key::make().await;
        let request = AcceptRequest { proof, words, key: key.as_ref().map(|key| key.public.clone()) };
        let accepted = server::accept(&request).await.map_err(|fault| match fault {
            ServerFault::Refused(_) | ServerFault::Failed(Failure::SignedOut) => SignInFault::Link,
            ServerFault::Failed(Failure::Busy { .. }) => SignInFault::TooOften,
            ServerFault::Failed(_) => SignInFault::Server,
        })?;
        let account = accepted.signed_in.account.id;
        let store = Store::open(account).await.map_err(SignInFault::Store)?;
        self.enter(store, accepted.signed_in).await.map_err(SignInFault::Store)?;
        if let (Some(key), Some(id)) = (key, accepted.device_key) {
            // A browser that keeps no keys needs a new invitation one day; nothing else is lost by it.
            let _ = keep_key(account, &key.private, &AboutKey { id, renewed_at: clock::now() }).await;
        }
        Ok(())
    }

    /// Begins a new session by the phone's own key; says whether there is one now.
    pub(super) async fn renew(&self) -> bool {
        let now = clock::now();
        let Some(account) = self.account.get() else { return false };
        if now.0.abs_diff(self.renewal_tried.get().0) < BETWEEN_TRIES.unsigned_abs() {
            return false;
        }
        let Ok(Some((key, about))) = kept_key(account).await else { return false };
        self.renewal_tried.set(now);
        if renewed(account, &key, &about).await.is_none() {
            return false;
        }
        let _ = note_renewal(account, &AboutKey { renewed_at: now, ..about }).await;
        true
    }

    /// Changes the session for another where it has been used for long.
    pub(super) async fn renew_if_old(&self) {
        let Some(account) = self.account.get() else { return };
        let age = |about: AboutKey| clock::now().0.abs_diff(about.renewed_at.0);
        if let Ok(Some((_, about))) = kept_key(account).await
            && age(about) > CHANGED_EVERY.unsigned_abs()
        {
            self.renew().await;
        }
    }

    /// Lets go of the phone's key of the account that signs out.
    pub(super) async fn forget_key(&self) {
        self.renewal_tried.set(Instant(0));
        if let Some(account) = self.account.get() {
            let _ = forget_key(account).await;
        }
    }
}

async fn renewed(account: AccountId, key: &StoredKey, about: &AboutKey) -> Option<()> {
    let challenge = server::challenge(about.id).await.ok()?.challenge;
    let text = renewal_text(&page::origin()?, account, about.id, &challenge);
    let signature = device_key::sign(key, &text).await?;
    server::renew(&RenewRequest { device_key: about.id, challenge, signature }).await.ok()
}
