//! The oracle. It keeps its own account of what the screens said, and holds it against what is there in the end: what was
//! saved is on the server or waits, what was received is on the server with the same content, each id is there once,
//! and whoever may see a participation sees the same.

use crate::cast::Person;
use crate::phone::Shelf;
use crate::store::Store;
use shared::fold::Participation;
use shared::id::{ParticipationId, RecordId};
use shared::record::Glimpse;
use shared::sync::{Passage, Stored};
use shared::time::Month;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What was found to be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A record that was saved or received is nowhere, or will never arrive, or a screen said what was not so.
    Lost(String),
    /// An id is there twice.
    Doubled(String),
    /// A device shows something else than the server's records tell, or somebody it may no longer show.
    Diverged(String),
}

/// What the screens said, and what may excuse a loss.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    saved: Vec<(usize, RecordId, Rc<str>)>,
    received: BTreeMap<RecordId, Rc<str>>,
    /// Texts that were committed once, to a log or aside.
    committed: BTreeSet<Rc<str>>,
    /// Texts that a restore has taken back.
    taken_back: BTreeSet<Rc<str>>,
    /// Own records that were on a device when its store was emptied, and whether they waited.
    wiped: BTreeMap<RecordId, bool>,
    /// Records whose text a device's store has broken: what arrives of them is not what was saved.
    pub(crate) rotten: BTreeSet<RecordId>,
    /// Whether a word that comes before its truth is a fault. Not under sabotage, which is to be found by what it loses.
    is_strict: bool,
    pub(crate) faults: Vec<Fault>,
}

impl Ledger {
    pub(crate) fn new(is_strict: bool) -> Self {
        Self { is_strict, ..Self::default() }
    }

    pub(crate) fn said_saved(&mut self, device: usize, id: RecordId, text: &str) {
        self.saved.push((device, id, text.into()));
    }

    pub(crate) fn committed(&mut self, text: &str) {
        self.committed.insert(text.into());
    }

    /// A device shows where a record is on its way.
    pub(crate) fn said(&mut self, device: usize, id: RecordId, stored: &Stored) {
        let is_premature = stored.passage != Passage::Waiting && !self.committed.contains(stored.text.as_str());
        if self.is_strict && is_premature && !self.rotten.contains(&id) {
            let fault = format!("device {device} says {:?} of {id}, which was never on disk", stored.passage);
            self.faults.push(Fault::Lost(fault));
        }
        if matches!(stored.passage, Passage::Received(_)) {
            self.received.insert(id, stored.text.as_str().into());
        }
    }

    /// A device says that everything is exchanged.
    pub(crate) fn said_up_to_date(&mut self, device: usize, waiting: usize) {
        if waiting > 0 {
            self.faults.push(Fault::Lost(format!("device {device} says that nothing waits, and {waiting} do")));
        }
    }

    pub(crate) fn wiped(&mut self, shelf: &Shelf) {
        for (id, stored) in shelf.records.iter().filter(|(_, stored)| stored.own) {
            self.wiped.insert(*id, stored.passage == Passage::Waiting);
        }
    }

    pub(crate) fn restored(&mut self, before: &Store, after: &Store) {
        let there: BTreeSet<&str> = texts_of(after).collect();
        self.taken_back.extend(texts_of(before).filter(|text| !there.contains(text)).map(Rc::from));
    }

    /// Holds what was said against what is there.
    pub(crate) fn close(
        &mut self,
        store: &Store,
        erased: &BTreeSet<ParticipationId>,
        devices: &[(Person, &Shelf)],
        held_from: impl Fn(Person) -> Option<Month>,
    ) {
        self.look_for_lost(store, erased, devices);
        self.look_for_doubled(store);
        for (number, (person, shelf)) in devices.iter().enumerate() {
            if person.role().holds_records() {
                self.look_for_diverged(number, *person, shelf, store, held_from(*person));
            }
            self.look_for_erased(number, shelf, erased);
        }
    }

    fn look_for_lost(&mut self, store: &Store, erased: &BTreeSet<ParticipationId>, devices: &[(Person, &Shelf)]) {
        let there: BTreeSet<&str> = texts_of(store).collect();
        let is_gone = |text: &str| {
            Glimpse::of(text).and_then(|glimpse| glimpse.participation).is_some_and(|of| erased.contains(&of))
        };
        for (device, id, text) in &self.saved {
            let waits = devices[*device].1.waiting().any(|(waiting, _)| waiting == id);
            if there.contains(&**text) || waits || is_gone(text) || self.is_excused(*id, text) {
                continue;
            }
            self.faults.push(Fault::Lost(format!("{id}, saved on device {device}, is nowhere")));
        }
        for (id, text) in &self.received {
            if !there.contains(&**text) && !is_gone(text) && !self.is_excused(*id, text) {
                self.faults.push(Fault::Lost(format!("{id} was said to be received and is not on the server")));
            }
        }
    }

    /// What waited on a device that the browser emptied is lost with it, and so is what a restore took back after its
    /// device was emptied: nobody has it any more.
    fn is_excused(&self, id: RecordId, text: &str) -> bool {
        let went_with_its_device = |waited: &bool| *waited || self.taken_back.contains(text);
        self.rotten.contains(&id) || self.wiped.get(&id).is_some_and(went_with_its_device)
    }

    fn look_for_doubled(&mut self, store: &Store) {
        let mut ids = BTreeSet::new();
        for row in store.rows() {
            if !ids.insert(row.id) {
                self.faults.push(Fault::Doubled(format!("{} is in the logs twice", row.id)));
            }
        }
    }

    fn look_for_diverged(
        &mut self,
        device: usize,
        person: Person,
        shelf: &Shelf,
        store: &Store,
        held_from: Option<Month>,
    ) {
        let open = store.open_to(person.account());
        let here = shelf.folded();
        let held_from = held_from.max(shelf.held_from);
        for participation in &open {
            let there = within(store.folded(*participation), held_from);
            let here = within(here.get(participation).cloned().unwrap_or_default(), held_from);
            if here != there {
                let fault = format!("device {device} sees {participation} as {here:?}, the server as {there:?}");
                self.faults.push(Fault::Diverged(fault));
            }
        }
        for participation in here.keys().filter(|participation| !open.contains(participation)) {
            self.faults.push(Fault::Diverged(format!("device {device} still shows {participation}")));
        }
    }

    fn look_for_erased(&mut self, device: usize, shelf: &Shelf, erased: &BTreeSet<ParticipationId>) {
        // A server that does not know that the author ever had to do with a participation cannot tell its devices of it:
        // what they made about it and was refused stays with them. It is named as weak in the reliability page.
        let kept = shelf.records.values().filter(|stored| !matches!(stored.passage, Passage::Refused(_)));
        let held = kept.filter_map(|stored| Glimpse::of(&stored.text)?.participation);
        for participation in held.filter(|participation| erased.contains(participation)) {
            self.faults.push(Fault::Diverged(format!("device {device} still holds the erased {participation}")));
        }
    }
}

fn texts_of(store: &Store) -> impl Iterator<Item = &str> {
    let logged = store.rows().filter_map(|row| row.text.as_deref());
    logged.chain(store.quarantine.keys().map(|(_, text)| &**text))
}

/// The part of a participation that a slice holds.
fn within(mut folded: Participation, held_from: Option<Month>) -> Participation {
    if let Some(first) = held_from {
        folded.months.retain(|month, _| *month >= first);
    }
    folded
}
