//! What this device holds, and what a person may do with it: a value and a pure reduction, tested without a browser.
//! It does not know how anything is stored or sent.

mod draft;

pub use draft::{Draft, DraftKey, FollowUpDraft, Part, RecordedMonth, Settled};
pub use shared::sync::{Passage, Stored};

use shared::account::Account;
use shared::fold::{Known, Participation, fold};
use shared::id::{ParticipationId, RecordId};
use shared::record::Record;
use shared::reference::Reference;
use shared::sync::Activity;
use shared::sync::wire::Judged;
use shared::time::{Instant, Month};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use yew::Reducible;

/// Why the device's own store could not do what was asked. Nothing that was asked for is kept then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFault {
    /// There is no IndexedDB, or the browser forbids it here.
    Missing,
    /// The device is full.
    Full,
    /// Something holds the store: another tab, or a browser that has lost its way.
    Blocked,
    /// Anything else.
    Broken,
}

/// Everything that was found in the store at the start.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    /// Who uses this device.
    pub account: Option<Account>,
    /// The reference data, if it has come.
    pub reference: Option<Reference>,
    /// Every record.
    pub records: Vec<Stored>,
    /// The first month that this device holds, where that is not all of them.
    pub held_from: Option<Month>,
    /// Unfinished answers.
    pub drafts: Vec<Draft>,
}

/// What keeping pages from the server has changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PagesKept {
    /// Records as they are kept now.
    pub records: Vec<Stored>,
    /// Records that are kept no longer.
    pub dropped: Vec<RecordId>,
    /// Participations that may no longer be held.
    pub forgotten: Vec<ParticipationId>,
    /// The first month that this device holds, where that is not all of them.
    pub held_from: Option<Month>,
}

impl PagesKept {
    /// Whether there is anything new to show.
    pub const fn has_changed_anything(&self) -> bool {
        !(self.records.is_empty() && self.dropped.is_empty() && self.forgotten.is_empty())
    }
}

/// Whether the store may be seen, and what has to be done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gate {
    /// Nothing.
    #[default]
    Open,
    /// A PIN has to be chosen.
    ChoosePin,
    /// The PIN has to be given.
    Pin,
    /// Somebody has to sign in: nothing on this device opens the store.
    SignIn,
}

/// What happened to what this device holds.
#[derive(Debug, Clone)]
pub enum Action {
    /// Nobody has used this device, or whoever did has signed out.
    Nobody,
    /// The browser has emptied the store of whoever used this device.
    Emptied,
    /// The store is there and locked.
    Locked(Gate),
    /// The store was read.
    Loaded(Box<Snapshot>, Gate),
    /// The store was read again, since another tab has changed it.
    ReadAgain(Box<Snapshot>),
    /// Nothing stands between the person and the store any more.
    Unlocked,
    /// The store could not be read.
    StoreFailed(StoreFault),
    /// Records were saved on this device.
    Saved(Vec<Stored>),
    /// A draft was kept.
    DraftKept(Box<Draft>),
    /// A draft is finished.
    DraftDropped(DraftKey),
    /// The server answered for records.
    Judged(Vec<(RecordId, Judged)>),
    /// Records were put back into the outbox after a restore of the server.
    WaitingAgain(Vec<RecordId>),
    /// A refused record was dealt with, and is kept by the server alone.
    LetGo(RecordId),
    /// Records came from the server, and some may no longer be held.
    Received(Box<PagesKept>),
    /// Reference data came.
    Reference(Box<Reference>),
    /// Sync does something else now.
    Activity(Activity),
    /// The browser has said whether it promises to keep the store.
    Promised(bool),
}

/// Whether the store has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opening {
    /// Not yet.
    #[default]
    Opening,
    /// Yes.
    Open,
    /// It could not be.
    Failed(StoreFault),
}

/// What this device holds. Two states are equal when they are the same revision: pages are drawn again after every
/// action, and comparing thousands of records would cost more than that.
#[derive(Debug, Clone, Default)]
pub struct State {
    revision: u64,
    /// Whether the store has been read.
    pub opening: Opening,
    /// Whether it may be seen.
    pub gate: Gate,
    /// Whether the browser has emptied the store since this device was used last.
    pub emptied: bool,
    /// Who uses this device.
    pub account: Option<Account>,
    /// The reference data, if it has come.
    pub reference: Option<Rc<Reference>>,
    /// What sync does.
    pub activity: Option<Activity>,
    /// The first month that this device holds, where that is not all of them.
    pub held_from: Option<Month>,
    /// Whether the browser promises to keep the store when it runs out of room, if it has said.
    pub promised: Option<bool>,
    /// Unfinished answers.
    pub drafts: BTreeMap<DraftKey, Draft>,
    /// Every stay, as its records tell it.
    pub people: BTreeMap<ParticipationId, Rc<Participation>>,
    records: BTreeMap<RecordId, Stored>,
    by_participation: BTreeMap<ParticipationId, BTreeSet<RecordId>>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision
    }
}

impl State {
    /// A record and where it is on its way.
    pub fn record(&self, id: RecordId) -> Option<&Stored> {
        self.records.get(&id)
    }

    /// Own records that still wait to be received.
    pub fn waiting(&self) -> impl Iterator<Item = &Stored> {
        self.records.values().filter(|stored| stored.passage == Passage::Waiting)
    }

    /// When the oldest record that waits was written, by the device's clock.
    pub fn waits_since(&self) -> Option<Instant> {
        self.waiting().filter_map(Stored::read).map(|record| record.written_at).min()
    }

    /// Own records that were refused, and why.
    pub fn refused(&self) -> impl Iterator<Item = &Stored> {
        self.records.values().filter(|stored| matches!(stored.passage, Passage::Refused(_)))
    }

    /// What is kept out of sight is no part of the state, unless it is still on its way or came back.
    fn put(&mut self, stored: Stored) {
        if stored.out_of_sight && matches!(stored.passage, Passage::Received(_) | Passage::Gone) {
            return;
        }
        if let Some(record) = stored.read() {
            self.by_participation.entry(record.participation).or_default().insert(record.id);
            self.records.insert(record.id, stored);
        }
    }

    fn forget(&mut self, participation: ParticipationId) {
        for id in self.by_participation.remove(&participation).unwrap_or_default() {
            self.records.remove(&id);
        }
        self.people.remove(&participation);
        self.drafts.retain(|key, _| key.participation != participation);
    }

    fn drop_records(&mut self, ids: &[RecordId]) {
        let dropped: Vec<Stored> = ids.iter().filter_map(|id| self.records.remove(id)).collect();
        self.fold_again(dropped.iter().filter_map(Stored::read).map(|record| record.participation));
    }

    fn keep_pages(&mut self, pages: PagesKept) {
        self.held_from = pages.held_from;
        pages.forgotten.into_iter().for_each(|participation| self.forget(participation));
        self.put_all(pages.records);
        self.drop_records(&pages.dropped);
    }

    /// Folds the stays that have changed. Refused records do not count: the server does not have them.
    fn fold_again(&mut self, changed: impl IntoIterator<Item = ParticipationId>) {
        for participation in changed.into_iter().collect::<BTreeSet<_>>() {
            let ids = self.by_participation.get(&participation).into_iter().flatten();
            let known: Vec<Known> = ids.filter_map(|id| self.records.get(id).and_then(Stored::known)).collect();
            // Nothing in sight of somebody who may no longer be shown is nobody, not somebody without a name.
            if known.is_empty() {
                self.people.remove(&participation);
                continue;
            }
            self.people.insert(participation, Rc::new(fold(&known)));
        }
    }

    fn put_all(&mut self, records: Vec<Stored>) {
        let changed: Vec<ParticipationId> =
            records.iter().filter_map(|stored| stored.read().map(|record| record.participation)).collect();
        for stored in records {
            self.put(stored);
        }
        self.fold_again(changed);
    }

    fn set_passages(&mut self, passages: impl IntoIterator<Item = (RecordId, Passage)>) {
        let mut changed = Vec::new();
        for (id, passage) in passages {
            if let Some(stored) = self.records.get_mut(&id) {
                stored.passage = passage;
                changed.extend(stored.read().map(|record: Record| record.participation));
            }
        }
        self.fold_again(changed);
    }

    fn load(&mut self, snapshot: Snapshot, gate: Gate) {
        *self = Self {
            opening: Opening::Open,
            gate,
            account: snapshot.account,
            reference: snapshot.reference.map(Rc::new),
            drafts: snapshot.drafts.into_iter().map(|draft| (draft.key, draft)).collect(),
            activity: self.activity,
            promised: self.promised,
            held_from: snapshot.held_from,
            ..Self::default()
        };
        self.put_all(snapshot.records);
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let revision = self.revision + 1;
        let mut next = Rc::unwrap_or_clone(self);
        match action {
            Action::Nobody => next = Self { opening: Opening::Open, ..Self::default() },
            Action::Emptied => next = Self { opening: Opening::Open, emptied: true, ..Self::default() },
            Action::Locked(gate) => {
                next = Self { opening: Opening::Open, gate, activity: next.activity, ..Self::default() };
            }
            Action::Loaded(snapshot, gate) => next.load(*snapshot, gate),
            Action::ReadAgain(snapshot) => {
                let gate = next.gate;
                next.load(*snapshot, gate);
            }
            Action::Unlocked => next.gate = Gate::Open,
            Action::StoreFailed(fault) => next.opening = Opening::Failed(fault),
            Action::Saved(records) => next.put_all(records),
            Action::DraftKept(draft) => {
                next.drafts.insert(draft.key, *draft);
            }
            Action::DraftDropped(key) => {
                next.drafts.remove(&key);
            }
            Action::Judged(verdicts) => {
                next.set_passages(verdicts.into_iter().map(|(id, judged)| (id, Passage::of(judged))));
            }
            Action::WaitingAgain(ids) => next.set_passages(ids.into_iter().map(|id| (id, Passage::Waiting))),
            Action::LetGo(id) => next.drop_records(&[id]),
            Action::Received(pages) => next.keep_pages(*pages),
            Action::Reference(reference) => next.reference = Some(Rc::new(*reference)),
            Action::Activity(activity) => next.activity = Some(activity),
            Action::Promised(promised) => next.promised = Some(promised),
        }
        next.revision = revision;
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
