//! The sync machine: events in, effects out. It pushes what waits, keeps each record's own answer, then pulls until
//! there is nothing more. It does not know what a store, a network or a clock is; it never holds a record's text.
//!
//! The driver carries out each effect and reports what came of it as an event. There is at most one effect under way,
//! apart from [`Effect::WakeAfter`] and [`Effect::Tell`], which report nothing. An event that does not fit what is under
//! way (the answer of an older run) changes nothing.

use super::backoff::{asked_to_wait, wait_after};
use super::failure::Failure;
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

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// Something makes it worth trying.
    Wake(Cause),
    /// The outbox was read: what waits, from the lowest sequence asked for, within the limits asked for.
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
    /// Read the outbox, in the order of the sequence: at most so many records and bytes.
    ReadOutbox {
        /// Only what comes after this place in the sequence.
        after: u64,
        /// The most records.
        records: usize,
        /// The most bytes of text, at least one record whatever its size.
        bytes: usize,
    },
    /// Send these records' texts.
    Push(Vec<Pending>),
    /// Keep these answers, each on its record, and take those records out of the outbox, in one transaction. A store that
    /// knows no epoch yet takes this one with them, so that a restore is noticed before the first pull.
    KeepVerdicts {
        /// The life of the server's store that judged.
        epoch: EpochId,
        /// Each answer with the record it is for.
        verdicts: Vec<(Pending, Judged)>,
    },
    /// The server's store has begun a new life: put what was made here back into the outbox, mark the rest as from an
    /// earlier life, and start the cursors over, in one transaction. See [`super::Stored::in_a_new_life`].
    StartOver(EpochId),
    /// Ask for what is new, with the cursors in the store.
    Pull,
    /// Keep these pages and their cursors in one transaction, with what they say to forget. With the last of them goes
    /// what is past and what is left over: see [`super::Stored::is_past`].
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
    /// The app is too old or too new for the server; what waits is kept.
    Outdated,
    /// The device's own store failed.
    StoreFailed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Idle,
    /// The server asked to be left alone for a while.
    ToldToWait,
    ReadingOutbox,
    Pushing(Vec<Pending>),
    KeepingVerdicts {
        next_epoch: Option<EpochId>,
    },
    StartingOver(EpochId),
    Pulling,
    KeepingPages {
        more: bool,
    },
    SignedOut,
}

impl Phase {
    const fn is_at_rest(&self) -> bool {
        matches!(self, Self::Idle | Self::ToldToWait | Self::SignedOut)
    }

    /// Whether this is reason enough to begin.
    const fn is_woken_by(&self, cause: Cause) -> bool {
        match self {
            Self::Idle => true,
            // What was saved goes out when the wait is over, or when the person comes back to the app.
            Self::ToldToWait => !matches!(cause, Cause::Saved),
            // Somebody may have signed in elsewhere in the same browser.
            Self::SignedOut => matches!(cause, Cause::SignedIn | Cause::Shown | Cause::Online),
            _ => false,
        }
    }
}

/// How often an up-to-date app looks again while visible, in milliseconds.
const LOOK_AGAIN: u64 = 5 * 60 * 1000;

/// The state of sync on one device.
#[derive(Debug, Clone)]
pub struct Machine {
    phase: Phase,
    epoch: Option<EpochId>,
    /// Failures in a row, for the wait.
    failures: u32,
    /// The most records in a push: halved where they do not get through, doubled where they do.
    most_records: usize,
    woken_meanwhile: bool,
    /// The place in the sequence after which this run pushes. Not 0 after a record that nobody would take.
    after: u64,
    /// Whether a record was passed over that nobody would take: it waits for the next time.
    passed_over: bool,
    /// Whether this run has gone back to what was passed over in an earlier one.
    went_back: bool,
    /// Whether the device is locked: it sends what is sealed, and could keep nothing that came.
    only_sends: bool,
}

impl Machine {
    /// A machine for a device whose cursors belong to `epoch`.
    pub const fn new(epoch: Option<EpochId>) -> Self {
        Self {
            phase: Phase::Idle,
            epoch,
            failures: 0,
            most_records: MOST_RECORDS,
            woken_meanwhile: false,
            after: 0,
            passed_over: false,
            went_back: false,
            only_sends: false,
        }
    }

    /// A machine for a device that is locked: it pushes and does not pull, until it is [`Self::unlocked`].
    pub fn locked(epoch: Option<EpochId>) -> Self {
        Self { only_sends: true, ..Self::new(epoch) }
    }

    /// The device can keep what comes from now on; to be woken afterwards.
    pub const fn unlocked(&mut self) {
        self.only_sends = false;
    }

    /// Takes in one event and says what to do. `random` is drawn anew for each call.
    pub fn step(&mut self, event: Event, random: u32) -> Vec<Effect> {
        match (std::mem::replace(&mut self.phase, Phase::Idle), event) {
            (phase, Event::Wake(cause)) if phase.is_woken_by(cause) => {
                self.went_back = false;
                vec![Effect::Tell(Activity::Working), self.read_outbox()]
            }
            (phase, Event::Wake(_)) => {
                self.woken_meanwhile = true;
                self.stay(phase)
            }
            (Phase::ReadingOutbox, Event::OutboxRead(pending)) if pending.is_empty() && self.only_sends => {
                self.rest(random)
            }
            (Phase::ReadingOutbox, Event::OutboxRead(pending)) if pending.is_empty() => self.pull(),
            (Phase::ReadingOutbox, Event::OutboxRead(pending)) => {
                self.phase = Phase::Pushing(pending.clone());
                vec![Effect::Push(pending)]
            }
            (Phase::Pushing(sent), Event::PushAnswered(answer)) => self.keep_verdicts(&sent, answer, random),
            (Phase::KeepingVerdicts { next_epoch: Some(epoch) }, Event::Kept) => self.start_over(epoch),
            (Phase::KeepingVerdicts { next_epoch: None }, Event::Kept) => vec![self.read_outbox()],
            (Phase::StartingOver(epoch), Event::Kept) => {
                self.epoch = Some(epoch);
                self.after = 0;
                vec![self.read_outbox()]
            }
            (Phase::Pulling, Event::PullAnswered(answer)) => self.keep_pages(answer),
            (Phase::KeepingPages { more: true }, Event::Kept) => self.pull(),
            (Phase::KeepingPages { more: false }, Event::Kept) => self.rest(random),
            (Phase::Pushing(sent), Event::Failed(failure)) => self.fail_to_push(&sent, failure, random),
            (Phase::Pulling, Event::Failed(failure)) => self.fail(failure, random),
            (phase, Event::StoreFailed) if !phase.is_at_rest() => {
                self.failures += 1;
                self.woken_meanwhile = false;
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
        Effect::ReadOutbox { after: self.after, records: self.most_records, bytes: MOST_BYTES }
    }

    fn pull(&mut self) -> Vec<Effect> {
        self.phase = Phase::Pulling;
        vec![Effect::Pull]
    }

    /// The epoch is this device's only when the store says that it has started over: until then each answer from
    /// the new life begins it again.
    fn start_over(&mut self, epoch: EpochId) -> Vec<Effect> {
        self.phase = Phase::StartingOver(epoch);
        vec![Effect::StartOver(epoch)]
    }

    /// Keeps the answers that belong to what was sent. A record without an answer of its own stays pending.
    fn keep_verdicts(&mut self, sent: &[Pending], answer: PushResponse, random: u32) -> Vec<Effect> {
        let own: Vec<(Pending, Judged)> = answer
            .verdicts
            .into_iter()
            .filter_map(|verdict| {
                let record = sent.get(verdict.place)?;
                // A place alone proves nothing: the answer may be to an earlier push.
                (verdict.id == Some(record.id)).then_some((*record, verdict.judged))
            })
            .collect();
        if own.is_empty() {
            return self.fail_to_push(sent, Failure::NotOurs, random);
        }
        if !self.passed_over {
            self.failures = 0;
        }
        self.most_records = (self.most_records * 2).min(MOST_RECORDS);
        self.phase = Phase::KeepingVerdicts { next_epoch: self.epoch_if_new(answer.epoch) };
        self.epoch = self.epoch.or(Some(answer.epoch));
        vec![Effect::KeepVerdicts { epoch: answer.epoch, verdicts: own }]
    }

    /// A device that has never been answered takes the first epoch it hears of with its first verdicts or pages.
    fn epoch_if_new(&self, epoch: EpochId) -> Option<EpochId> {
        self.epoch.filter(|known| *known != epoch).map(|_| epoch)
    }

    fn keep_pages(&mut self, answer: PullResponse) -> Vec<Effect> {
        if let Some(epoch) = self.epoch_if_new(answer.epoch) {
            return self.start_over(epoch);
        }
        self.epoch = Some(answer.epoch);
        self.phase = Phase::KeepingPages { more: answer.has_more() };
        vec![Effect::KeepPages(answer)]
    }

    fn rest(&mut self, random: u32) -> Vec<Effect> {
        if self.passed_over {
            return self.go_back(random);
        }
        self.failures = 0;
        if self.woken_meanwhile {
            return vec![self.read_outbox()];
        }
        let jitter = u64::from(random) % (LOOK_AGAIN / 5);
        vec![Effect::Tell(Activity::UpToDate), Effect::WakeAfter(LOOK_AGAIN + jitter)]
    }

    /// Everything else is exchanged: tries once more what nobody would take, at once if that was in an earlier run.
    fn go_back(&mut self, random: u32) -> Vec<Effect> {
        self.after = 0;
        if !self.went_back {
            self.went_back = true;
            self.passed_over = false;
            return vec![self.read_outbox()];
        }
        self.passed_over = false;
        self.failures += 1;
        vec![Effect::Tell(Activity::Delayed), Effect::WakeAfter(wait_after(self.failures, random))]
    }

    /// A push that did not get through is tried with fewer records, until one that nobody will take stands alone and is
    /// passed over, so that it does not hold up the others.
    fn fail_to_push(&mut self, sent: &[Pending], failure: Failure, random: u32) -> Vec<Effect> {
        let may_be_the_record = matches!(failure, Failure::TooLarge | Failure::Server | Failure::NotOurs);
        if may_be_the_record || failure == Failure::Unreachable {
            self.most_records = (sent.len() / 2).max(1);
        }
        if let ([alone], true) = (sent, may_be_the_record) {
            self.after = alone.sequence;
            self.passed_over = true;
            // What is passed over in this run is not gone back to in it.
            self.went_back = true;
        }
        match failure {
            Failure::TooLarge => vec![self.read_outbox()],
            failure => self.fail(failure, random),
        }
    }

    fn fail(&mut self, failure: Failure, random: u32) -> Vec<Effect> {
        self.failures += 1;
        self.woken_meanwhile = false;
        let wait = wait_after(self.failures, random);
        let (phase, activity, wait) = match failure {
            Failure::SignedOut => {
                self.phase = Phase::SignedOut;
                return vec![Effect::Tell(Activity::SignedOut)];
            }
            Failure::Unreachable => (Phase::Idle, Activity::Offline, wait),
            Failure::Busy { seconds } => {
                (Phase::ToldToWait, Activity::Delayed, wait.max(asked_to_wait(seconds.unwrap_or(0), random)))
            }
            Failure::Protocol => (Phase::ToldToWait, Activity::Outdated, LOOK_AGAIN.max(wait)),
            Failure::NotOurs | Failure::TooLarge | Failure::Server => (Phase::Idle, Activity::Delayed, wait),
        };
        self.phase = phase;
        vec![Effect::Tell(activity), Effect::WakeAfter(wait)]
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
