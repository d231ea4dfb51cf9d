//! The oracle: what the screens said, written down as they said it, and held against what is there.

use crate::row::Tally;
use shared::id::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// What the screens said.
#[derive(Debug, Default)]
pub(crate) struct History {
    saved: BTreeMap<RecordId, String>,
    received: BTreeSet<RecordId>,
    /// Received since somebody last looked.
    fresh: Vec<RecordId>,
    /// How often a screen contradicted itself.
    untold: u64,
}

/// What the server hands out: each record's text, and how often it came.
pub(crate) type There = BTreeMap<RecordId, (String, u64)>;

impl History {
    /// A screen said “saved on this phone”.
    pub(crate) fn saved(&mut self, id: RecordId, text: &str) {
        self.saved.insert(id, text.to_owned());
    }

    /// A screen said “received”.
    pub(crate) fn received(&mut self, id: RecordId) {
        if self.received.insert(id) {
            self.fresh.push(id);
        }
    }

    /// Counts what a screen said that cannot be so.
    pub(crate) fn expect(&mut self, is_so: bool) {
        self.untold += u64::from(!is_so);
    }

    /// How many were called received.
    pub(crate) fn count_received(&self) -> usize {
        self.received.len()
    }

    /// What was called received since the last call.
    pub(crate) fn take_fresh(&mut self) -> Vec<RecordId> {
        std::mem::take(&mut self.fresh)
    }

    /// How many of these are not there as they were saved.
    pub(crate) fn missing(&self, ids: &[RecordId], there: &There) -> u64 {
        count(ids.iter().filter(|id| !self.is_there(id, there)))
    }

    fn is_there(&self, id: &RecordId, there: &There) -> bool {
        there.get(id).is_some_and(|(text, _)| self.saved.get(id).is_none_or(|saved| saved == text))
    }

    /// Holds all that was said against what the server has, and what still waits on a phone.
    pub(crate) fn judge(&self, there: &There, waiting: &BTreeSet<RecordId>) -> Tally {
        let lost = |id: &&RecordId| {
            let waits = waiting.contains(id) && !self.received.contains(id);
            !waits && !self.is_there(id, there)
        };
        Tally {
            times: 0,
            lost: count(self.all().filter(lost)),
            doubled: count(there.values().filter(|(_, times)| *times > 1)),
            untold: self.untold,
        }
    }

    fn all(&self) -> impl Iterator<Item = &RecordId> {
        let received = self.received.iter().filter(|id| !self.saved.contains_key(id));
        self.saved.keys().chain(received)
    }
}

fn count<T>(all: impl Iterator<Item = T>) -> u64 {
    all.fold(0, |count, _| count + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::tests::random::uuid;

    fn one() -> (RecordId, History, There) {
        let id = RecordId::from_uuid(uuid());
        let mut history = History::default();
        history.saved(id, "text");
        (id, history, There::from([(id, ("text".into(), 1))]))
    }

    #[test]
    fn what_is_there_as_it_was_saved_is_not_lost() {
        let (id, mut history, there) = one();
        history.received(id);
        assert_eq!(history.judge(&there, &BTreeSet::new()), Tally::default());
    }

    #[test]
    fn what_is_nowhere_is_lost_and_what_waits_is_not() {
        let (id, history, _) = one();
        assert_eq!(history.judge(&There::new(), &BTreeSet::new()).lost, 1);
        assert_eq!(history.judge(&There::new(), &BTreeSet::from([id])).lost, 0);
    }

    #[test]
    fn what_was_called_received_is_lost_even_if_it_waits() {
        let (id, mut history, _) = one();
        history.received(id);
        assert_eq!(history.judge(&There::new(), &BTreeSet::from([id])).lost, 1);
        let fresh = history.take_fresh();
        assert_eq!(history.missing(&fresh, &There::new()), 1);
    }

    #[test]
    fn another_text_is_a_loss_and_twice_is_doubled() {
        let (id, history, mut there) = one();
        there.insert(id, ("another".into(), 2));
        let tally = history.judge(&there, &BTreeSet::new());
        assert_eq!((tally.lost, tally.doubled), (1, 1));
    }
}
