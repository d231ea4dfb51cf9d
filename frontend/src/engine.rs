//! The loop round the sync machine, and the verbs by which pages change anything: each verb writes to the store
//! first and shows the result afterwards, so that nothing looks saved that is not.

mod administering;
mod arriving;
mod deviations;
mod figures;
mod reminding;
mod renewing;
mod saving;
mod unlocking;

pub use unlocking::{SignInFault, UnlockFault};

use crate::contacts;
use crate::platform::other_tabs::OtherTabs;
use crate::platform::server::{self, ServerFault};
use crate::platform::store::{OpenStore, Outgoing, Store};
use crate::platform::{entropy, one_flusher, page, waiting};
use crate::state::{Action, DraftKey, State, StoreFault};
use crate::workplaces;
use gloo_timers::future::TimeoutFuture;
use shared::audit::Readers;
use shared::entrance::Entrance;
use shared::id::{AccountId, EpochId, ParticipationId, RecordId};
use shared::invitation::{By, Invitation, InviteRequest};
use shared::own_record::OwnRecord;
use shared::quarantine::{AsideKey, Asides, CloseAside};
use shared::record::Body;
use shared::sealing::{LARGEST_FILE, MOST_UNSENT, UnsentFile};
use shared::sync::wire::{Judged, PROTOCOL, PullRequest, PullResponse, PushRequest, PushResponse, as_sent};
use shared::sync::{Cause, Effect, Event, Failure, Machine, Pending};
use shared::time::{Instant, Month};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::UseReducerDispatcher;

/// The most records asked for at once: a page that a slow network can bring.
const PAGE: usize = 200;

/// The name under which the own words for the next meeting are kept.
const OWN_WORDS: &str = "own-words";

/// What happened, before the store gives it its place in the device's sequence.
#[derive(Debug, Clone)]
pub struct Happening {
    /// Whose stay it is about.
    pub participation: ParticipationId,
    /// The month it is about.
    pub month: Month,
    /// What happened.
    pub body: Body,
    /// The records that it knows it is changing.
    pub seen: Vec<RecordId>,
}

/// The moving parts behind the state. One for each open app.
pub struct Engine {
    dispatch: UseReducerDispatcher<State>,
    /// The store of whoever used this device last: enough to send what waits.
    store: RefCell<Option<Store>>,
    /// Whose it is.
    account: Cell<Option<AccountId>>,
    /// The same with its key, once it is unlocked.
    opened: RefCell<Option<Opened>>,
    machine: RefCell<Machine>,
    /// The texts of the records that the machine is about to push.
    outgoing: RefCell<Vec<Outgoing>>,
    /// Raised whenever another store is opened, or the same one anew.
    generation: Cell<u32>,
    /// Whether this tab is the one that talks to the server.
    has_its_turn: Cell<bool>,
    /// What is being saved right now.
    on_their_way: RefCell<Vec<Rc<saving::OnItsWay>>>,
    /// Raised with each new wait, so that only the newest wakes the machine.
    waits: Cell<u32>,
    /// When the phone's own key was shown to the server last.
    renewal_tried: Cell<Instant>,
}

/// What there is while the store is unlocked.
#[derive(Clone)]
struct Opened {
    store: OpenStore,
    other_tabs: Option<Rc<OtherTabs>>,
}

/// How long to let another tab work before looking again, in milliseconds.
const OTHERS_TURN: u64 = 3 * 1000;

impl Engine {
    /// An engine that shows what it does through `dispatch`.
    pub fn new(dispatch: UseReducerDispatcher<State>) -> Self {
        Self {
            dispatch,
            store: RefCell::default(),
            account: Cell::default(),
            opened: RefCell::default(),
            machine: RefCell::new(Machine::new(None)),
            outgoing: RefCell::default(),
            generation: Cell::default(),
            has_its_turn: Cell::default(),
            on_their_way: RefCell::default(),
            waits: Cell::new(0),
            renewal_tried: Cell::new(Instant(0)),
        }
    }

    fn store(&self) -> Result<Store, StoreFault> {
        self.store.borrow().clone().ok_or(StoreFault::Missing)
    }

    fn opened(&self) -> Result<Opened, StoreFault> {
        self.opened.borrow().clone().ok_or(StoreFault::Missing)
    }

    /// Lets the other tabs of this account know that the store has changed.
    fn tell_other_tabs(&self) {
        if let Ok(Opened { other_tabs: Some(tabs), .. }) = self.opened() {
            tabs.tell();
        }
    }

    /// Drops a draft that will not be finished.
    ///
    /// # Errors
    /// When it is still there.
    pub async fn drop_draft(&self, key: DraftKey) -> Result<(), StoreFault> {
        self.opened()?.store.drop_draft(key).await?;
        self.dispatch.dispatch(Action::DraftDropped(key));
        Ok(())
    }

    /// Keeps the person's own words for the next meeting, locked on this device alone. Returns when they are on the disk.
    ///
    /// # Errors
    /// When they were not kept; earlier ones are still there then.
    pub async fn keep_own_words(&self, words: &str) -> Result<(), StoreFault> {
        self.opened()?.store.keep_seen(OWN_WORDS, &words).await
    }

    /// The person's own words for the next meeting; none where nothing was written.
    pub async fn own_words(&self) -> String {
        self.last_seen(OWN_WORDS).await.unwrap_or_default()
    }

    /// Keeps what was last seen under a name. Not kept means only that it cannot be read offline later.
    pub async fn keep_seen<T: serde::Serialize>(&self, name: &str, value: &T) {
        if let Ok(opened) = self.opened() {
            let _ = opened.store.keep_seen(name, value).await;
        }
    }

    /// What was last seen under a name.
    pub async fn last_seen<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.opened().ok()?.store.last_seen(name).await.ok()?
    }

    /// Everything that waits, in a sealed file; `None` where nothing does, or the store cannot be read.
    pub async fn unsent_file(&self) -> Option<UnsentFile> {
        let opened = self.opened().ok()?;
        let waiting =
            opened.store.read_outbox(0, MOST_UNSENT, LARGEST_FILE).await.ok().filter(|all| !all.is_empty())?;
        let envelopes: Vec<String> = waiting.into_iter().map(|outgoing| outgoing.text).collect();
        let device = opened.store.pull_from().await.ok()?.device;
        UnsentFile::new(self.account.get()?, device, &envelopes, &self.reading().await?)
    }

    /// Hands in the file of somebody else's phone.
    ///
    /// # Errors
    /// Why it was not taken in.
    pub async fn hand_in(&self, file: &UnsentFile) -> Result<PushResponse, ServerFault> {
        server::hand_in(file, self.reading().await.as_deref()).await
    }

    /// Asks what was put aside and is to be reviewed.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn asides(&self) -> Result<Asides, ServerFault> {
        server::asides(self.reading().await.as_deref()).await
    }

    /// Has a record that was put aside judged again; what is taken in comes with the next pull.
    ///
    /// # Errors
    /// Why it was not judged.
    pub async fn accept_aside(self: &Rc<Self>, key: &AsideKey) -> Result<Judged, ServerFault> {
        let judged = server::accept_aside(key, self.reading().await.as_deref()).await?;
        self.wake(Cause::Online);
        Ok(judged)
    }

    /// Closes the review of a record that was put aside, and lets go of it where this device made it.
    ///
    /// # Errors
    /// Why it is not closed.
    pub async fn close_aside(&self, closing: &CloseAside, record: Option<RecordId>) -> Result<(), ServerFault> {
        server::close_aside(closing, self.reading().await.as_deref()).await?;
        if let (Some(record), Ok(opened)) = (record, self.opened())
            && opened.store.let_go_of_refused(record).await.is_ok_and(|was_here| was_here)
        {
            self.tell_other_tabs();
            self.dispatch.dispatch(Action::LetGo(record));
        }
        Ok(())
    }

    /// Asks for an invitation of somebody whom the supervisor follows.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn invite(&self, participation: ParticipationId, by: By) -> Result<Invitation, ServerFault> {
        server::invite(&InviteRequest { participation, by }, self.reading().await.as_deref()).await
    }

    /// On which phones a participant is signed in.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn phones_of(&self, stay: ParticipationId) -> Result<Vec<Entrance>, ServerFault> {
        Ok(server::phones_of(stay, self.reading().await.as_deref()).await?.entrances)
    }

    /// Signs a participant out everywhere.
    ///
    /// # Errors
    /// Why nothing was ended.
    pub async fn end_phones_of(&self, stay: ParticipationId) -> Result<(), ServerFault> {
        server::end_phones_of(stay, self.reading().await.as_deref()).await
    }

    /// On which phones and browsers one is signed in.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn entrances(&self) -> Result<Vec<Entrance>, ServerFault> {
        Ok(server::entrances(self.reading().await.as_deref()).await?.entrances)
    }

    /// Signs out on one of them.
    ///
    /// # Errors
    /// Why it was not ended.
    pub async fn end_entrance(&self, id: &str) -> Result<(), ServerFault> {
        server::end_entrance(id, self.reading().await.as_deref()).await
    }

    /// Who has read the participant's record.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn own_readers(&self) -> Result<Readers, ServerFault> {
        server::own_readers(self.reading().await.as_deref()).await
    }

    /// Everything that is kept of the participant, from the server. That somebody asked for it is noted there.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn own_record(&self) -> Result<OwnRecord, ServerFault> {
        server::own_record(self.reading().await.as_deref()).await
    }

    /// Has everything erased that is kept of the participant, and then hears from the server what to forget here.
    ///
    /// # Errors
    /// Why nothing was erased.
    pub async fn erase_everything(self: &Rc<Self>) -> Result<(), ServerFault> {
        server::erase_everything(self.reading().await.as_deref()).await?;
        self.wake(Cause::Online);
        Ok(())
    }

    /// The secret that goes with everything that reads: as the store has it now, since each sign-in brings another.
    async fn reading(&self) -> Option<String> {
        let secret = self.opened().ok()?.store.reading_secret().await.ok()?;
        secret.map(|secret| secret.reveal())
    }

    /// Tells the machine that it is worth trying.
    pub fn wake(self: &Rc<Self>, cause: Cause) {
        if self.store.borrow().is_some() {
            let engine = Rc::clone(self);
            spawn_local(async move { engine.run(Event::Wake(cause)).await });
        }
    }

    /// Feeds one event to the machine and carries out what follows from it, until nothing more does; unless another tab
    /// is doing the same.
    async fn run(self: Rc<Self>, event: Event) {
        // This tab has its turn already: the machine takes the event in beside what is under way.
        if self.has_its_turn.get() {
            return self.carry_on(event).await;
        }
        let Some(account) = self.account.get() else { return };
        let engine = Rc::clone(&self);
        let turn = async move {
            engine.has_its_turn.set(true);
            Rc::clone(&engine).carry_on(event).await;
            engine.has_its_turn.set(false);
        };
        if !one_flusher::alone(account, turn).await {
            self.wake_after(OTHERS_TURN);
        }
    }

    async fn carry_on(self: Rc<Self>, event: Event) {
        let generation = self.generation.get();
        let mut next = Some(event);
        while let Some(event) = next.take() {
            if self.generation.get() != generation {
                return;
            }
            let effects = self.machine.borrow_mut().step(event, entropy::number());
            for effect in effects {
                if let Some(event) = self.carry_out(effect).await {
                    next = Some(event);
                }
            }
        }
    }

    async fn carry_out(self: &Rc<Self>, effect: Effect) -> Option<Event> {
        let stored = match effect {
            Effect::Tell(activity) => {
                self.dispatch.dispatch(Action::Activity(activity));
                return None;
            }
            Effect::WakeAfter(milliseconds) => {
                self.wake_after(milliseconds);
                return None;
            }
            Effect::ReadOutbox { after, records, bytes } => self.read_outbox(after, records, bytes).await,
            Effect::Push(_) => self.push().await,
            Effect::Pull => self.pull().await,
            Effect::KeepVerdicts { epoch, verdicts } => self.keep_verdicts(epoch, verdicts).await,
            Effect::StartOver(epoch) => self.start_over(epoch).await,
            Effect::KeepPages(answer) => self.keep_pages(answer).await,
        };
        Some(stored.unwrap_or(Event::StoreFailed))
    }

    fn wake_after(self: &Rc<Self>, milliseconds: u64) {
        let ticket = self.waits.get() + 1;
        self.waits.set(ticket);
        let engine = Rc::clone(self);
        spawn_local(async move {
            TimeoutFuture::new(u32::try_from(milliseconds).unwrap_or(u32::MAX)).await;
            // A hidden page wakes when it is shown.
            if engine.waits.get() == ticket && page::is_visible() {
                engine.wake(Cause::Timer);
            }
        });
    }

    async fn read_outbox(&self, after: u64, records: usize, bytes: usize) -> Result<Event, StoreFault> {
        let waiting = self.store()?.read_outbox(after, records, bytes).await?;
        let pending = waiting.iter().map(|outgoing| outgoing.pending).collect();
        self.outgoing.replace(waiting);
        Ok(Event::OutboxRead(pending))
    }

    async fn push(&self) -> Result<Event, StoreFault> {
        let from = self.store()?.pull_from().await?;
        let outgoing = self.outgoing.take();
        let waiting = waiting::beside(&self.store()?, &outgoing).await?;
        let request = PushRequest {
            protocol: PROTOCOL,
            app: page::app_version(),
            account: self.account.get(),
            device: from.device,
            records: outgoing.iter().map(|one| as_sent(one.pending.id, &one.text)).collect(),
            waiting: Some(waiting),
        };
        let answer = match server::push(&request).await {
            Err(Failure::SignedOut) if self.renew().await => server::push(&request).await,
            answer => answer,
        };
        Ok(answer.map_or_else(Event::Failed, Event::PushAnswered))
    }

    async fn pull(&self) -> Result<Event, StoreFault> {
        let from = self.store()?.pull_from().await?;
        let waiting = waiting::beside(&self.store()?, &[]).await?;
        let request = PullRequest {
            protocol: PROTOCOL,
            app: page::app_version(),
            device: from.device,
            epoch: from.epoch,
            cursors: from.cursors,
            reference: from.reference,
            limit: PAGE,
            waiting: Some(waiting),
        };
        let reading = self.reading().await;
        let answer = match server::pull(&request, reading.as_deref()).await {
            Err(Failure::SignedOut) if self.renew().await => server::pull(&request, reading.as_deref()).await,
            answer => answer,
        };
        Ok(answer.map_or_else(Event::Failed, Event::PullAnswered))
    }

    async fn keep_verdicts(&self, epoch: EpochId, verdicts: Vec<(Pending, Judged)>) -> Result<Event, StoreFault> {
        self.store()?.keep_verdicts(epoch, &verdicts).await?;
        self.tell_other_tabs();
        let of_ids = verdicts.into_iter().map(|(pending, judged)| (pending.id, judged));
        self.dispatch.dispatch(Action::Judged(of_ids.collect()));
        Ok(Event::Kept)
    }

    async fn start_over(&self, epoch: EpochId) -> Result<Event, StoreFault> {
        let again = self.store()?.start_over(epoch).await?;
        self.tell_other_tabs();
        self.dispatch.dispatch(Action::WaitingAgain(again));
        Ok(Event::Kept)
    }

    async fn keep_pages(&self, answer: PullResponse) -> Result<Event, StoreFault> {
        let kept = self.opened()?.store.keep_pages(&answer).await?;
        if kept.has_changed_anything() {
            self.tell_other_tabs();
        }
        contacts::keep(self, &answer).await;
        workplaces::keep(self, &answer).await;
        if let Some(reference) = answer.reference {
            self.dispatch.dispatch(Action::Reference(reference));
        }
        self.dispatch.dispatch(Action::Received(Box::new(kept)));
        Ok(Event::Kept)
    }
}
