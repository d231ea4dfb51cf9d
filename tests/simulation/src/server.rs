//! The server in a history: it reads requests as the real one does, judges, commits, and can be killed before it does.

use crate::cast::Person;
use crate::ledger::Ledger;
use crate::network::Answer;
use crate::sabotage::Sabotage;
use crate::store::{Judging, Store, held_from};
use shared::id::{EpochId, ParticipationId};
use shared::reference::Reference;
use shared::sync::PROTOCOL_PROBLEM;
use shared::sync::wire::{Judged, MOST_RECORDS, PullRequest, PullResponse, PushRequest, PushResponse, speaks};
use shared::time::Instant;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Backups older than this are not restored: devices keep what they made for thirty days, and clocks may be a day off.
const OLDEST_BACKUP: i64 = 28 * 86_400_000;

/// The server.
pub(crate) struct Server {
    pub(crate) store: Store,
    epoch: EpochId,
    epochs: u64,
    /// Kept apart from the backups, so that nobody who was erased comes back with one.
    pub(crate) erased: BTreeSet<ParticipationId>,
    backups: Vec<(i64, Rc<Store>)>,
    /// Raised when it is killed: what was under way then is not committed.
    pub(crate) life: u32,
    /// When it is back.
    pub(crate) down_until: i64,
    pub(crate) clock_hours: i64,
    pub(crate) knows_steps: bool,
    pub(crate) sabotage: Sabotage,
    reference: Rc<Reference>,
    /// The last number drawn by each member's sequence, where numbers are drawn before commit.
    drawn: Vec<(shared::id::MemberId, u64)>,
}

fn epoch(number: u64) -> EpochId {
    EpochId::from_uuid(uuid::Uuid::from_u64_pair(8, number))
}

impl Server {
    pub(crate) fn new(reference: Rc<Reference>, knows_steps: bool, sabotage: Sabotage) -> Self {
        Self {
            store: Store::at_the_beginning(),
            epoch: epoch(1),
            epochs: 1,
            erased: BTreeSet::new(),
            backups: Vec::new(),
            life: 0,
            down_until: 0,
            clock_hours: 0,
            knows_steps,
            sabotage,
            reference,
            drawn: Vec::new(),
        }
    }

    /// What time the server believes it is.
    pub(crate) const fn clock(&self, now: i64) -> Instant {
        crate::cast::BEGIN.plus(now + self.clock_hours * 3_600_000)
    }

    /// Answers a pull, from what is committed.
    pub(crate) fn pull(&self, person: Person, body: &str, now: i64) -> Answer {
        let request: PullRequest = match serde_json::from_str(body) {
            Ok(request) => request,
            Err(_) => return Answer::problem(400, "unreadable"),
        };
        if !speaks(request.protocol) {
            return Answer::problem(400, PROTOCOL_PROBLEM);
        }
        let same_life = request.epoch == Some(self.epoch);
        let cursors = if same_life { request.cursors } else { Default::default() };
        let now = self.clock(now);
        let holds_records = person.role().holds_records();
        let held_from = (holds_records && self.knows_steps).then(|| held_from(person.role(), now.date())).flatten();
        let pages = if holds_records {
            self.store.pull(person.account(), &cursors, request.limit, held_from, &self.erased)
        } else {
            Vec::new()
        };
        let current = request.reference.is_some_and(|held| held == self.reference.version);
        let reference = (!current).then(|| Box::new((*self.reference).clone()));
        // A server of an earlier version says nothing of the time, nor of the slice.
        let (now, held_from) = if self.knows_steps { (Some(now), held_from) } else { (None, None) };
        let answer = PullResponse {
            epoch: self.epoch,
            pages,
            reference,
            now,
            held_from,
            contacts: None,
            lost_perhaps: None,
            workplaces: None,
            sealing: None,
        };
        Answer::ok(serde_json::to_string(&answer).unwrap_or_default())
    }

    /// Draws numbers before commit, where that is sabotaged.
    pub(crate) fn draw(&mut self, body: &str) -> Option<u64> {
        if self.sabotage != Sabotage::NumberBeforeCommit {
            return None;
        }
        let request: PushRequest = serde_json::from_str(body).ok()?;
        let first = shared::record::Record::read(request.records.first()?.get()).ok()?;
        let member = self.store.member_of(first.participation)?;
        let head = self.store.head(member);
        let place = self.drawn.iter().position(|(of, _)| *of == member).unwrap_or(self.drawn.len());
        if place == self.drawn.len() {
            self.drawn.push((member, 0));
        }
        let last = &mut self.drawn[place].1;
        let number = head.max(*last) + 1;
        *last = number + request.records.len() as u64;
        Some(number)
    }

    /// Judges a push in a transaction that takes the store's place when it commits.
    pub(crate) fn push(&self, person: Person, body: &str, now: i64, drawn: Option<u64>) -> (Answer, Option<Committed>) {
        let request: PushRequest = match serde_json::from_str(body) {
            Ok(request) => request,
            Err(_) => return (Answer::problem(400, "unreadable"), None),
        };
        if !speaks(request.protocol) {
            return (Answer::problem(400, PROTOCOL_PROBLEM), None);
        }
        if !person.role().holds_records() {
            return (Answer::problem(403, "not_your_role"), None);
        }
        if request.records.len() > MOST_RECORDS {
            return (Answer::problem(413, "too_large"), None);
        }
        let judging = Judging {
            account: person.account(),
            role: person.role(),
            device: request.device,
            reference: &self.reference,
            now: self.clock(now),
            erased: &self.erased,
            knows_steps: self.knows_steps,
            drawn,
        };
        let texts: Vec<&str> = request.records.iter().map(|record| record.get()).collect();
        let mut store = self.store.clone();
        let Some(verdicts) = store.push(&judging, &texts) else {
            return (Answer::problem(409, "device_of_another"), None);
        };
        let kept = verdicts.iter().filter(|verdict| verdict.judged != Judged::Gone);
        let texts = kept.filter_map(|verdict| texts.get(verdict.place).map(|text| (*text).into())).collect();
        let answer = PushResponse { epoch: self.epoch, verdicts };
        (Answer::ok(serde_json::to_string(&answer).unwrap_or_default()), Some(Committed { store, texts }))
    }

    pub(crate) fn commit(&mut self, committed: Committed, ledger: &mut Ledger) {
        self.store = committed.store;
        committed.texts.iter().for_each(|text| ledger.committed(text));
    }

    pub(crate) fn back_up(&mut self, now: i64) {
        self.backups.push((now, Rc::new(self.store.clone())));
    }

    /// Begins a new life from a backup, if there is one that is young enough. Says whether there was.
    pub(crate) fn restore(&mut self, ago: usize, now: i64, ledger: &mut Ledger) -> bool {
        let young: Vec<&(i64, Rc<Store>)> =
            self.backups.iter().rev().filter(|(made, _)| now - made < OLDEST_BACKUP).collect();
        let Some((_, backup)) = young.get(ago.min(young.len().saturating_sub(1))) else { return false };
        let mut store = (**backup).clone();
        self.erased.iter().for_each(|participation| store.erase(*participation));
        ledger.restored(&self.store, &store);
        self.store = store;
        self.epochs += 1;
        self.epoch = epoch(self.epochs);
        self.life += 1;
        true
    }

    pub(crate) fn erase(&mut self, participation: ParticipationId) {
        self.erased.insert(participation);
        self.store.erase(participation);
    }
}

/// What a transaction leads to.
pub(crate) struct Committed {
    store: Store,
    texts: Vec<Rc<str>>,
}
