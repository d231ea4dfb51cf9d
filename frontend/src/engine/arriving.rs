//! The end of a way in for staff: the session begins in a role that was chosen, and that role's store is opened. Each role
//! is an account, with a store, a lock and a PIN of its own on the device.

use super::{Engine, SignInFault};
use crate::platform::server::ServerFault;
use crate::platform::store::Store;
use crate::platform::way_in;
use shared::account::SignInAnswer;
use shared::id::AccountId;
use shared::sync::Failure;
use shared::way_in::{ChosenRole, Proven};
use std::rc::Rc;

impl Engine {
    /// Goes on in a role of whoever has just proven who they are.
    ///
    /// # Errors
    /// Why not.
    pub async fn arrive(self: &Rc<Self>, account: AccountId) -> Result<(), SignInFault> {
        Store::try_out().await.map_err(SignInFault::Store)?;
        self.enter_role(way_in::arrive(&ChosenRole { account, locks: true }).await).await
    }

    /// Goes on in another role of whoever is signed in.
    ///
    /// # Errors
    /// Why not.
    pub async fn change_role(self: &Rc<Self>, account: AccountId) -> Result<(), SignInFault> {
        let reading = self.reading().await;
        self.enter_role(way_in::change_role(&ChosenRole { account, locks: true }, reading.as_deref()).await).await
    }

    /// The roles of whoever is signed in.
    ///
    /// # Errors
    /// Why they did not come.
    pub async fn own_roles(&self) -> Result<Proven, ServerFault> {
        way_in::own_roles(self.reading().await.as_deref()).await
    }

    async fn enter_role(self: &Rc<Self>, answer: Result<SignInAnswer, ServerFault>) -> Result<(), SignInFault> {
        let answer = answer.map_err(|fault| match fault {
            ServerFault::Refused(_) | ServerFault::Failed(Failure::SignedOut) => SignInFault::Link,
            ServerFault::Failed(_) => SignInFault::Server,
        })?;
        let store = Store::open(answer.account.id).await.map_err(SignInFault::Store)?;
        self.enter(store, answer).await.map_err(SignInFault::Store)
    }
}
