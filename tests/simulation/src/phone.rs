//! A device's store as a value: what its completed transactions hold, as the browser keeps it. A transaction that did not
//! complete has changed nothing.

use crate::dice::Dice;
use shared::fold::{Known, Participation, fold};
use shared::id::{AccountId, DeviceId, EpochId, MemberId, ParticipationId, RecordId};
use shared::record::{Glimpse, Record};
use shared::reference::ReferenceVersion;
use shared::sync::wire::{Cursor, Judged, PullResponse};
use shared::sync::{Passage, Pending, Stored};
use shared::time::Month;
use std::collections::BTreeMap;

/// What a device holds.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    pub(crate) device: DeviceId,
    pub(crate) made: u64,
    pub(crate) records: BTreeMap<RecordId, Stored>,
    pub(crate) outbox: BTreeMap<u64, RecordId>,
    pub(crate) epoch: Option<EpochId>,
    pub(crate) cursors: BTreeMap<MemberId, Cursor>,
    pub(crate) held_from: Option<Month>,
    pub(crate) reference: Option<ReferenceVersion>,
}

impl Shelf {
    /// An empty store.
    pub(crate) const fn new(device: DeviceId) -> Self {
        Self {
            device,
            made: 0,
            records: BTreeMap::new(),
            outbox: BTreeMap::new(),
            epoch: None,
            cursors: BTreeMap::new(),
            held_from: None,
            reference: None,
        }
    }

    /// Saves a record under the next number of the sequence; `write` makes its text.
    pub(crate) fn save(&mut self, id: RecordId, text: String) {
        self.made += 1;
        self.outbox.insert(self.made, id);
        self.records.insert(id, Stored::made(text));
    }

    /// Breaks the text of a record that waits; says of which.
    pub(crate) fn rot(&mut self, luck: u64) -> Option<RecordId> {
        let waiting: Vec<RecordId> = self.outbox.values().copied().collect();
        let id = Dice::new(luck).one_of(&waiting)?;
        let text = &mut self.records.get_mut(&id)?.text;
        let mut end = text.len() / 2;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        Some(id)
    }

    /// What waits after a place in the sequence, within limits.
    pub(crate) fn outbox(&self, after: u64, records: usize, bytes: usize) -> Vec<(Pending, String)> {
        let mut out: Vec<(Pending, String)> = Vec::new();
        let mut taken = 0;
        for (sequence, id) in self.outbox.range(after + 1..) {
            if out.len() >= records {
                break;
            }
            let Some(stored) = self.records.get(id) else { continue };
            taken += stored.text.len();
            if taken > bytes && !out.is_empty() {
                break;
            }
            out.push((Pending { sequence: *sequence, id: *id }, stored.text.clone()));
        }
        out
    }

    pub(crate) fn keep_verdicts(&mut self, epoch: EpochId, verdicts: &[(Pending, Judged)]) {
        self.epoch = self.epoch.or(Some(epoch));
        for (pending, judged) in verdicts {
            self.outbox.remove(&pending.sequence);
            let Some(stored) = self.records.get_mut(&pending.id) else { continue };
            stored.passage = Passage::of(judged.clone());
            if stored.passage == Passage::Gone {
                self.records.remove(&pending.id);
            }
        }
    }

    pub(crate) fn start_over(&mut self, epoch: EpochId) {
        for (id, stored) in &mut self.records {
            *stored = stored.clone().in_a_new_life();
            if stored.passage == Passage::Waiting
                && let Some(record) = stored.read()
            {
                self.outbox.insert(record.sequence, *id);
            }
        }
        self.epoch = Some(epoch);
        self.cursors.clear();
    }

    /// The cursors that pages lead to, and nothing of the pages: what no store may do by itself.
    pub(crate) fn keep_cursors(&mut self, answer: &PullResponse) {
        if self.epoch != Some(answer.epoch) {
            self.cursors.clear();
        }
        self.epoch = Some(answer.epoch);
        self.cursors.extend(answer.pages.iter().map(|page| (page.member, page.next)));
    }

    pub(crate) fn keep_pages(&mut self, answer: &PullResponse) {
        self.held_from = self.held_from.max(answer.held_from);
        self.forget(answer);
        for delivered in answer.pages.iter().flat_map(|page| &page.records) {
            let text = delivered.record.get().to_owned();
            let Some(id) = Glimpse::id_in(&text) else { continue };
            let own = Record::read(&text).ok().filter(|record| record.device == self.device);
            if let Some(record) = &own {
                self.outbox.remove(&record.sequence);
            }
            let own = own.is_some();
            self.records.insert(id, Stored::delivered(text, delivered.received_at, own));
        }
        self.keep_cursors(answer);
        if let Some(reference) = &answer.reference {
            self.reference = Some(reference.version.clone());
        }
        if !answer.has_more() {
            let held_from = self.held_from;
            self.records.retain(|_, stored| !stored.is_left_over() && !stored.is_past(answer.now, held_from));
        }
    }

    fn forget(&mut self, answer: &PullResponse) {
        let erased: Vec<ParticipationId> = answer.pages.iter().flat_map(|page| page.erased.iter().copied()).collect();
        let named = answer.pages.iter().flat_map(|page| page.forget.iter().copied());
        let forget: Vec<ParticipationId> = named.chain(erased.iter().copied()).collect();
        if forget.is_empty() {
            return;
        }
        let records = std::mem::take(&mut self.records);
        self.records = records
            .into_iter()
            .filter_map(|(id, stored)| match Glimpse::of(&stored.text).and_then(|glimpse| glimpse.participation) {
                Some(of) if forget.contains(&of) => Some((id, stored.forgotten(erased.contains(&of))?)),
                _ => Some((id, stored)),
            })
            .collect();
    }

    /// What waits to be received.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = (&RecordId, &Stored)> {
        self.records.iter().filter(|(_, stored)| stored.passage == Passage::Waiting)
    }

    /// What the person sees of each participation, folded.
    pub(crate) fn folded(&self) -> BTreeMap<ParticipationId, Participation> {
        let mut known: BTreeMap<ParticipationId, Vec<Known>> = BTreeMap::new();
        for one in self.records.values().filter_map(Stored::known) {
            known.entry(one.record.participation).or_default().push(one);
        }
        known.into_iter().map(|(of, known)| (of, fold(&known))).collect()
    }

    /// The readable records of a participation that the person sees.
    pub(crate) fn seen(&self, participation: ParticipationId, account: AccountId) -> Vec<(Record, bool)> {
        let known = self.records.values().filter_map(Stored::known);
        let of_it = known.filter(|one| one.record.participation == participation);
        of_it.map(|one| (one.record.author == account, one.record)).map(|(own, record)| (record, own)).collect()
    }
}
