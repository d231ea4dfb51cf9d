//! The sync machine: events in, effects out. It pushes what waits, keeps each record's own answer, then pulls until
//! there is nothing more. It does not know what a store, a network or a clock is; it never holds a record's text.
//!
//! The driver carries out each effect and reports what came of it as an event. There is at most one effect under way,
//! apart from [`Effect::WakeAfter`] and [`Effect::Tell`], which report nothing. An event that does not fit what is under
//! way (the answer of an older run) changes nothing.

use super::backoff::wait_after;
use super::wire::{Judged, MOST_BYTES, MOST_RECORDS, PullResponse, PushResponse};
use crate::id::{EpochId, RecordId};

/// A record that waits to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Its place in the device's sequence.
    pub sequence: u64,
    /// Its id.
    pub id: RecordId,
}

/// Why the machine is woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The program started, or came to the foreground.
    Shown,
    /// There seems to be a network again.
    Online,
    /// A record was saved.
    Saved,
    /// The wait that the machine asked for is over.
    Timer,
    /// Somebody signed in.
    SignedIn,
}

/// Why an exchange with the server came to nothing. Nothing was judged; everything stays on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer: no network, or the server is down.
    Unreachable,
    /// An answer that is not the server's: a captive portal, a proxy's page, a cut text.
    NotOurs,
    /// The session is over, or the right is.
    SignedOut,
    /// The server asks to wait: 429 or 503, with the seconds it names.
    Busy {
        /// Seconds to wait at least.
        seconds: Option<u32>,
    },
    /// The push was too large for something on the way.
    TooLarge,
    /// Any other answer.
    Server,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// Something makes it worth trying.
    Wake(Cause),
    /// The outbox was read: what waits, from the lowest sequence, within the limits asked for.
    OutboxRead(Vec<Pending>),
    /// The push was answered.
    PushAnswered(PushResponse),
    /// The pull was answered.
    PullAnswered(PullResponse),
    /// The exchange came to nothing.
    Failed(Failure),
    /// What was to be kept is kept.
    Kept,
    /// The device's store failed.
    StoreFailed,
}

/// What the driver is to do.
#[derive(Debug)]
pub enum Effect {
    /// Read the outbox: at most so many records and bytes.
    ReadOutbox {
        /// The most records.
        records: usize,
        /// The most bytes of text, at least one record whatever its size.
        bytes: usize,
    },
    /// Send these records' texts.
    Push(Vec<Pending>),
    /// Keep these answers, each on its record, in one transaction.
    KeepVerdicts(Vec<(RecordId, Judged)>),
    /// The server's store has begun a new life: put own records received in the old one back into the outbox,
    /// and start the cursors over, in one transaction.
    StartOver(EpochId),
    /// Ask for what is new, with the cursors in the store.
    Pull,
    /// Keep these pages and their cursors in one transaction.
    KeepPages(PullResponse),
    /// Wake the machine with [`Cause::Timer`] after so many milliseconds, if the app is visible then.
    WakeAfter(u64),
    /// Show this to the person.
    Tell(Activity),
}

/// What sync is doing, as far as a person wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// Talking to the server.
    Working,
    /// Everything is exchanged.
    UpToDate,
    /// The server cannot be reached; what waits is kept.
    Offline,
    /// The server cannot take it right now; what waits is kept.
    Delayed,
    /// Somebody must sign in again; what waits is kept.
    SignedOut,
    /// The device's own store failed.
    StoreFailed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Idle,
    ReadingOutbox,
    Pushing(Vec<Pending>),
    KeepingVerdicts { next_epoch: Option<EpochId> },
    StartingOver,
    Pulling,
    KeepingPages { more: bool },
    SignedOut,
}

/// How often an up-to-date app looks again while visible, in milliseconds.
const LOOK_AGAIN: u64 = 5 * 60 * 1000;

/// The state of sync on one device.
#[derive(Debug, Clone)]
pub struct Machine {
    phase: Phase,
    epoch: Option<EpochId>,
    failures: u32,
    most_records: usize,
    woken_meanwhile: bool,
}

impl Machine {
    /// A machine for a device whose cursors belong to `epoch`.
    pub const fn new(epoch: Option<EpochId>) -> Self {
        Self { phase: Phase::Idle, epoch, failures: 0, most_records: MOST_RECORDS, woken_meanwhile: false }
    }

    /// Takes in one event and says what to do. `random` is drawn anew for each call.
    pub fn step(&mut self, event: Event, random: u32) -> Vec<Effect> {
        match (std::mem::replace(&mut self.phase, Phase::Idle), event) {
            (Phase::Idle, Event::Wake(_)) | (Phase::SignedOut, Event::Wake(Cause::SignedIn)) => {
                let mut effects = vec![Effect::Tell(Activity::Working)];
                effects.push(self.read_outbox());
                effects
            }
            (Phase::SignedOut, _) => self.stay(Phase::SignedOut),
            (phase, Event::Wake(_)) => {
                self.woken_meanwhile = true;
                self.stay(phase)
            }
            (Phase::ReadingOutbox, Event::OutboxRead(pending)) if pending.is_empty() => self.pull(),
            (Phase::ReadingOutbox, Event::OutboxRead(pending)) => {
                self.phase = Phase::Pushing(pending.clone());
                vec![Effect::Push(pending)]
            }
            (Phase::Pushing(sent), Event::PushAnswered(answer)) => self.keep_verdicts(&sent, answer, random),
            (Phase::KeepingVerdicts { next_epoch: Some(epoch) }, Event::Kept) => self.start_over(epoch),
            (Phase::KeepingVerdicts { next_epoch: None } | Phase::StartingOver, Event::Kept) => {
                vec![self.read_outbox()]
            }
            (Phase::Pulling, Event::PullAnswered(answer)) => self.keep_pages(answer),
            (Phase::KeepingPages { more: true }, Event::Kept) => self.pull(),
            (Phase::KeepingPages { more: false }, Event::Kept) => self.rest(random),
            (Phase::Pushing(sent), Event::Failed(Failure::TooLarge)) if sent.len() > 1 => {
                self.most_records = sent.len() / 2;
                vec![self.read_outbox()]
            }
            (Phase::Pushing(_) | Phase::Pulling, Event::Failed(failure)) => self.fail(failure, random),
            (phase, Event::StoreFailed) if phase != Phase::Idle => {
                self.failures += 1;
                vec![Effect::Tell(Activity::StoreFailed), Effect::WakeAfter(wait_after(self.failures, random))]
            }
            (phase, _) => self.stay(phase),
        }
    }

    fn stay(&mut self, phase: Phase) -> Vec<Effect> {
        self.phase = phase;
        Vec::new()
    }

    fn read_outbox(&mut self) -> Effect {
        self.phase = Phase::ReadingOutbox;
        self.woken_meanwhile = false;
        Effect::ReadOutbox { records: self.most_records, bytes: MOST_BYTES }
    }

    fn pull(&mut self) -> Vec<Effect> {
        self.phase = Phase::Pulling;
        vec![Effect::Pull]
    }

    fn start_over(&mut self, epoch: EpochId) -> Vec<Effect> {
        self.phase = Phase::StartingOver;
        self.epoch = Some(epoch);
        vec![Effect::StartOver(epoch)]
    }

    /// Keeps the answers that belong to what was sent. A record without an answer of its own stays pending.
    fn keep_verdicts(&mut self, sent: &[Pending], answer: PushResponse, random: u32) -> Vec<Effect> {
        let own: Vec<(RecordId, Judged)> = answer
            .verdicts
            .into_iter()
            .filter_map(|verdict| {
                let record = sent.get(verdict.place)?;
                // A text that the server could not read has no id there; its place tells which one it was.
                verdict.id.is_none_or(|id| id == record.id).then_some((record.id, verdict.judged))
            })
            .collect();
        if own.is_empty() {
            return self.fail(Failure::NotOurs, random);
        }
        self.failures = 0;
        self.most_records = MOST_RECORDS;
        self.phase = Phase::KeepingVerdicts { next_epoch: self.epoch_if_new(answer.epoch) };
        vec![Effect::KeepVerdicts(own)]
    }

    /// A device that has never pulled takes the first epoch it hears of with its first pages.
    fn epoch_if_new(&self, epoch: EpochId) -> Option<EpochId> {
        self.epoch.filter(|known| *known != epoch).map(|_| epoch)
    }

    fn keep_pages(&mut self, answer: PullResponse) -> Vec<Effect> {
        self.failures = 0;
        if let Some(epoch) = self.epoch_if_new(answer.epoch) {
            return self.start_over(epoch);
        }
        self.epoch = Some(answer.epoch);
        self.phase = Phase::KeepingPages { more: answer.has_more() };
        vec![Effect::KeepPages(answer)]
    }

    fn rest(&mut self, random: u32) -> Vec<Effect> {
        if self.woken_meanwhile {
            return vec![self.read_outbox()];
        }
        self.phase = Phase::Idle;
        let jitter = u64::from(random) % (LOOK_AGAIN / 5);
        vec![Effect::Tell(Activity::UpToDate), Effect::WakeAfter(LOOK_AGAIN + jitter)]
    }

    fn fail(&mut self, failure: Failure, random: u32) -> Vec<Effect> {
        self.failures += 1;
        self.woken_meanwhile = false;
        let wait = wait_after(self.failures, random);
        let (activity, wait) = match failure {
            Failure::SignedOut => {
                self.phase = Phase::SignedOut;
                return vec![Effect::Tell(Activity::SignedOut)];
            }
            Failure::Unreachable => (Activity::Offline, wait),
            Failure::Busy { seconds } => (Activity::Delayed, wait.max(u64::from(seconds.unwrap_or(0)) * 1000)),
            Failure::NotOurs | Failure::TooLarge | Failure::Server => (Activity::Delayed, wait),
        };
        self.phase = Phase::Idle;
        vec![Effect::Tell(activity), Effect::WakeAfter(wait)]
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
