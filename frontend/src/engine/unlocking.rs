//! Getting in: starting, signing in, the PIN, signing out. Until somebody has unlocked the store, it only sends what
//! waits.

use super::{Engine, Opened};
use crate::platform::other_tabs::OtherTabs;
use crate::platform::server::{self, ServerFault};
use crate::platform::store::{Lock, OpenStore, OpenedBy, PinLock, Store, forget_key};
use crate::platform::{clock, entropy, keeping, pin_worker, push, settings};
use crate::state::{Action, Gate, StoreFault};
use shared::account::SignInAnswer;
use shared::id::AccountId;
use shared::sealing::{PIN_WORK, Pin, Tries};
use shared::sync::{Cause, Failure, Machine};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Why somebody could not be signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInFault {
    /// The link was used, is too old, or never was one.
    Link,
    /// There were too many tries from here.
    TooOften,
    /// There is no way to the server right now.
    Server,
    /// The device's own store failed.
    Store(StoreFault),
}

/// Why the store was not unlocked, or its PIN not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlockFault {
    /// Another PIN than the one that was chosen.
    WrongPin(Tries),
    /// Too soon after wrong ones.
    TooSoon(Tries),
    /// The browser could not make the PIN's key.
    NoKey,
    /// The device's own store failed.
    Store(StoreFault),
}

/// Keeps the count of wrong PINs. A full device keeps nobody out who has the right one.
async fn count(store: &Store, count: impl FnOnce(Tries) -> Tries) -> Result<(), StoreFault> {
    match store.change_lock(|lock| Lock { tries: count(lock.tries), ..lock }).await {
        Err(StoreFault::Full) => Ok(()),
        done => done,
    }
}

impl From<StoreFault> for UnlockFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl Engine {
    /// Opens the store of the account that used this device last, if any, and begins to send what waits there.
    pub async fn start(self: Rc<Self>) {
        let started = match Store::last_account().await {
            Ok(Some(account)) => self.start_as(account).await,
            Ok(None) => {
                // The settings live elsewhere than the store: they tell that a browser has emptied it.
                self.dispatch.dispatch(if settings::was_used() { Action::Emptied } else { Action::Nobody });
                Ok(())
            }
            // Whoever was never here is told when they want to sign in; whoever was, at once.
            Err(_) if !settings::was_used() => {
                self.dispatch.dispatch(Action::Nobody);
                Ok(())
            }
            Err(fault) => Err(fault),
        };
        if let Err(fault) = started {
            self.dispatch.dispatch(Action::StoreFailed(fault));
        }
    }

    async fn start_as(self: &Rc<Self>, account: AccountId) -> Result<(), StoreFault> {
        let store = Store::open(account).await?;
        let Some(lock) = store.lock().await? else {
            // The browser has emptied the store: there is nothing to show until somebody signs in again.
            self.dispatch.dispatch(Action::Emptied);
            return Ok(());
        };
        self.machine.replace(Machine::locked(store.pull_from().await?.epoch));
        self.store.replace(Some(store.clone()));
        self.account.set(Some(account));
        self.wake(Cause::Shown);
        let generation = self.generation.get();
        match lock.opened_by {
            OpenedBy::Pin(_) => self.dispatch.dispatch(Action::Locked(Gate::Pin)),
            // Others use this device: only a new sign-in opens it.
            OpenedBy::SignInOnly => self.dispatch.dispatch(Action::Locked(Gate::SignIn)),
            // For some minutes after a sign-in its keys are to be had again. Meanwhile somebody may sign in by a new link.
            OpenedBy::Unchosen => match server::keys_again().await {
                _ if self.generation.get() != generation => {}
                Ok(answer) => self.enter(Store::open(answer.account.id).await?, answer).await?,
                Err(_) => self.dispatch.dispatch(Action::Locked(Gate::SignIn)),
            },
        }
        Ok(())
    }

    /// Exchanges a link's secret for a session and opens the account's store.
    ///
    /// # Errors
    /// Why not; the link is still good unless it says [`SignInFault::Link`].
    pub async fn sign_in(self: &Rc<Self>, secret: &str) -> Result<(), SignInFault> {
        Store::try_out().await.map_err(SignInFault::Store)?;
        let answer = server::sign_in(secret).await.map_err(|fault| match fault {
            ServerFault::Refused(_) | ServerFault::Failed(Failure::SignedOut) => SignInFault::Link,
            ServerFault::Failed(_) => SignInFault::Server,
        })?;
        let (store, account) = (Store::open(answer.account.id).await.map_err(SignInFault::Store)?, answer.account.id);
        self.enter(store, answer).await.map_err(SignInFault::Store)?;
        // A key of an earlier invitation renews a session that another secret reads.
        let _ = forget_key(account).await;
        Ok(())
    }

    /// Opens a store with what the server gave at sign-in.
    pub(super) async fn enter(self: &Rc<Self>, store: Store, answer: SignInAnswer) -> Result<(), StoreFault> {
        // A server that gives no keys is older than this app.
        let keeping = answer.keeping.ok_or(StoreFault::Broken)?;
        let opened = store.settle(&answer.account, &keeping, entropy::device_id()).await?;
        Store::keep_last_account(Some(answer.account.id)).await?;
        settings::note_use(true);
        let lock = opened.lock().await?;
        let has_chosen = lock.is_some_and(|lock| lock.opened_by != OpenedBy::Unchosen);
        self.show(opened, answer.account.id, if has_chosen { Gate::Open } else { Gate::ChoosePin }, Cause::SignedIn)
            .await
    }

    /// Shows what an unlocked store holds, and begins to sync both ways.
    async fn show(
        self: &Rc<Self>,
        store: OpenStore,
        account: AccountId,
        gate: Gate,
        cause: Cause,
    ) -> Result<(), StoreFault> {
        let snapshot = store.snapshot().await?;
        let epoch = store.pull_from().await?.epoch;
        // What was under way for whoever was here before comes to nothing.
        self.generation.set(self.generation.get() + 1);
        self.machine.replace(Machine::new(epoch));
        self.waits.set(self.waits.get() + 1);
        self.store.replace(Some((*store).clone()));
        self.account.set(Some(account));
        let engine = Rc::downgrade(self);
        let changed = move || {
            if let Some(engine) = engine.upgrade() {
                spawn_local(async move { engine.read_again().await });
            }
        };
        let other_tabs = OtherTabs::of(account, changed).map(Rc::new);
        self.opened.replace(Some(Opened { store, other_tabs }));
        self.dispatch.dispatch(Action::Loaded(Box::new(snapshot), gate));
        let engine = Rc::clone(self);
        spawn_local(async move {
            engine.renew_if_old().await;
            engine.wake(cause);
        });
        let dispatch = self.dispatch.clone();
        spawn_local(async move {
            if let Some(promised) = keeping::asked_for().await {
                dispatch.dispatch(Action::Promised(promised));
            }
        });
        Ok(())
    }

    /// Shows what another tab has changed.
    async fn read_again(&self) {
        let Ok(opened) = self.opened() else { return };
        let generation = self.generation.get();
        if let Ok(snapshot) = opened.store.snapshot().await
            && self.generation.get() == generation
            // A tab that can no longer read the store goes on showing what it has.
            && snapshot.account.is_some()
        {
            self.dispatch.dispatch(Action::ReadAgain(Box::new(snapshot)));
        }
    }

    /// Keeps the PIN by which the store is opened from now on.
    ///
    /// # Errors
    /// When it was not kept; the store stays open until the app is closed.
    pub async fn choose_pin(&self, pin: &Pin) -> Result<(), UnlockFault> {
        let opened = self.opened()?;
        let (salt, work) = (entropy::salt(), PIN_WORK);
        let by = pin_worker::key_of(pin, &salt, work).await.map_err(|_| UnlockFault::NoKey)?;
        let wrapped = opened.store.wrap_key(&by);
        let key = wrapped.key();
        let chosen = OpenedBy::Pin(PinLock { salt, work, wrapped });
        // Another tab may have given the store another key meanwhile: then that tab's choice stands.
        let change = |lock: Lock| if lock.recovery.key() == key { Lock { opened_by: chosen, ..lock } } else { lock };
        opened.store.change_lock(change).await?;
        self.dispatch.dispatch(Action::Unlocked);
        Ok(())
    }

    /// Keeps nothing on this device by which the store could be opened: each start needs a new sign-in.
    ///
    /// # Errors
    /// When that was not kept.
    pub async fn keep_nothing_readable(&self) -> Result<(), UnlockFault> {
        self.opened()?.store.change_lock(|lock| Lock { opened_by: OpenedBy::SignInOnly, ..lock }).await?;
        self.dispatch.dispatch(Action::Unlocked);
        Ok(())
    }

    /// Opens the store by the PIN.
    ///
    /// # Errors
    /// Why not. A wrong PIN destroys nothing; after the second, waits grow.
    pub async fn unlock(self: &Rc<Self>, pin: &Pin) -> Result<(), UnlockFault> {
        let (Ok(store), Some(account)) = (self.store(), self.account.get()) else {
            return Err(UnlockFault::Store(StoreFault::Missing));
        };
        let (PinLock { salt, work, wrapped }, tries) = match store.begin_try(clock::now()).await? {
            Ok(begun) => begun,
            Err(tries) => return Err(UnlockFault::TooSoon(tries)),
        };
        let Ok(by) = pin_worker::key_of(pin, &salt, work).await else {
            // Nothing was tried.
            let wrong = tries.wrong.saturating_sub(1);
            count(&store, |tries| Tries { wrong, ..tries }).await?;
            return Err(UnlockFault::NoKey);
        };
        let key = wrapped.unwrap(&by).ok_or(UnlockFault::WrongPin(tries))?;
        count(&store, |_| Tries::default()).await?;
        Ok(self.show(store.opened(key), account, Gate::Open, Cause::Shown).await?)
    }

    /// How many wrong PINs there have been.
    pub async fn tries(&self) -> Tries {
        let Ok(store) = self.store() else { return Tries::default() };
        store.lock().await.ok().flatten().map(|lock| lock.tries).unwrap_or_default()
    }

    /// Ends the session and puts the account's store out of sight. What waits there stays, sealed, and is sent when the
    /// same person signs in here again.
    pub async fn sign_out(&self) {
        let _ = server::sign_out().await;
        push::unsubscribe().await;
        self.forget_key().await;
        // Where it cannot be forgotten, the store is still locked.
        let _ = Store::keep_last_account(None).await;
        settings::note_use(false);
        self.generation.set(self.generation.get() + 1);
        self.account.set(None);
        self.store.replace(None);
        self.opened.replace(None);
        self.machine.replace(Machine::new(None));
        self.waits.set(self.waits.get() + 1);
        self.dispatch.dispatch(Action::Nobody);
    }
}
