//! A device: the sync machine of the browser, the store that keeps what completed, and what the person was told. The
//! machine's effects are turned into jobs that complete later, or never where the app is killed before.

use crate::cast::Person;
use crate::dice::Dice;
use crate::phone::Shelf;
use crate::script::Owner;
use crate::writing::Draft;
use shared::id::{DeviceId, EpochId, RecordId};
use shared::sync::wire::{Judged, PROTOCOL, PullRequest, PullResponse, PushRequest, as_sent};
use shared::sync::{Activity, Machine, Pending, Waiting};
use std::collections::BTreeMap;

/// What the store has been asked to do, and has not done yet.
#[derive(Debug)]
pub(crate) enum Job {
    ReadOutbox {
        after: u64,
        records: usize,
        bytes: usize,
    },
    KeepVerdicts {
        epoch: EpochId,
        verdicts: Vec<(Pending, Judged)>,
    },
    StartOver(EpochId),
    KeepPages(PullResponse),
    /// Only where it is sabotaged: the cursors first, the pages in the next transaction.
    KeepCursors(PullResponse),
    Save(Box<Draft>),
}

impl Job {
    /// Whether it changes anything on the disk.
    pub(crate) const fn writes(&self) -> bool {
        !matches!(self, Self::ReadOutbox { .. })
    }
}

/// An app that runs.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) machine: Machine,
    /// What the machine is about to push, with texts.
    pub(crate) outgoing: Vec<(Pending, String)>,
    /// The exchange that it waits for.
    pub(crate) exchange: Option<u64>,
    /// The newest wait: only its timer wakes.
    pub(crate) ticket: u32,
    /// Whether something was saved since the outbox was read.
    pub(crate) saved_meanwhile: bool,
}

/// A device with its owner.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) person: Person,
    pub(crate) shelf: Shelf,
    pub(crate) app: Option<App>,
    /// Raised when the app is killed: what was under way then is not heard of.
    pub(crate) life: u32,
    pub(crate) jobs: BTreeMap<u64, Job>,
    pub(crate) dice: Dice,
    pub(crate) storm: u8,
    pub(crate) narrow: usize,
    pub(crate) failing: u8,
    pub(crate) clock_days: i64,
    pub(crate) is_signed_in: bool,
    pub(crate) has_old_app: bool,
    /// When a person last looked at it: a hidden app is not woken by its timers.
    pub(crate) looked_at: i64,
    pub(crate) told: Option<Activity>,
    pub(crate) earlier_answer: Option<String>,
    number: usize,
    stores: u64,
}

/// How long an app that nobody touches stays in the foreground, in milliseconds.
const IN_SIGHT: i64 = 8 * 60_000;

/// The most records that a device asks for at once: few, so that there are pages.
const PAGE: usize = 5;

impl Device {
    pub(crate) fn new(number: usize, owner: Owner, seed: u64) -> Self {
        Self {
            person: owner.person,
            shelf: Shelf::new(device_id(number, 0)),
            app: None,
            life: 0,
            jobs: BTreeMap::new(),
            dice: Dice::new(seed ^ (number as u64 + 1)),
            storm: 0,
            narrow: 0,
            failing: 0,
            clock_days: 0,
            is_signed_in: true,
            has_old_app: owner.has_old_app,
            looked_at: 0,
            told: None,
            earlier_answer: None,
            number,
            stores: 0,
        }
    }

    /// Starts the app, if it does not run.
    pub(crate) fn start(&mut self) {
        if self.app.is_none() {
            self.app = Some(App {
                machine: Machine::new(self.shelf.epoch),
                outgoing: Vec::new(),
                exchange: None,
                ticket: 0,
                saved_meanwhile: false,
            });
            self.told = None;
        }
    }

    /// Kills the app. Of what the store was asked to do, some is on the disk and the rest is not, in the order in which
    /// it was asked; none of it is heard of. Gives back what is on the disk all the same.
    pub(crate) fn kill(&mut self) -> Vec<Job> {
        self.app = None;
        self.life += 1;
        let jobs: Vec<Job> = std::mem::take(&mut self.jobs).into_values().collect();
        let completed = self.dice.place(jobs.len() + 1);
        jobs.into_iter().take(completed).filter(Job::writes).collect()
    }

    /// The browser empties the store: what comes back is a new device.
    pub(crate) fn empty(&mut self) {
        self.stores += 1;
        self.earlier_answer = None;
        self.shelf = Shelf::new(device_id(self.number, self.stores));
    }

    pub(crate) const fn is_in_sight(&self, now: i64) -> bool {
        now - self.looked_at < IN_SIGHT
    }

    pub(crate) fn push_request(&self, outgoing: &[(Pending, String)]) -> String {
        let beside = self.shelf.outbox.values().filter(|id| !outgoing.iter().any(|(pending, _)| pending.id == **id));
        let request = PushRequest {
            protocol: PROTOCOL,
            app: "simulation".into(),
            account: None,
            device: self.shelf.device,
            records: outgoing.iter().map(|(pending, text)| as_sent(pending.id, text)).collect(),
            waiting: Some(Waiting::of(beside.copied())),
        };
        self.as_this_app_writes(serde_json::to_string(&request).unwrap_or_default())
    }

    pub(crate) fn pull_request(&self) -> String {
        let request = PullRequest {
            protocol: PROTOCOL,
            app: "simulation".into(),
            device: self.shelf.device,
            epoch: self.shelf.epoch,
            cursors: self.shelf.cursors.clone(),
            reference: self.shelf.reference.clone(),
            limit: PAGE,
            waiting: Some(Waiting::of(self.shelf.outbox.values().copied())),
        };
        self.as_this_app_writes(serde_json::to_string(&request).unwrap_or_default())
    }

    /// An app of an earlier version says nothing of its version; a newer one says more than the server knows.
    fn as_this_app_writes(&self, request: String) -> String {
        if self.has_old_app {
            request.replacen(r#""app":"simulation","#, "", 1)
        } else {
            request.replacen(r#""app":"simulation""#, r#""app":"simulation","weather":[1,{"n":2.50}]"#, 1)
        }
    }

    /// Carries out a job that has completed.
    pub(crate) fn complete(&mut self, job: &Job) -> Option<(RecordId, String)> {
        match job {
            Job::ReadOutbox { .. } => {}
            Job::KeepVerdicts { epoch, verdicts } => self.shelf.keep_verdicts(*epoch, verdicts),
            Job::StartOver(epoch) => {
                self.shelf.start_over(*epoch);
                // An old answer to the very same record cannot be told from a new one: no network repeats it here.
                self.earlier_answer = None;
            }
            Job::KeepPages(answer) => self.shelf.keep_pages(answer),
            Job::KeepCursors(answer) => self.shelf.keep_cursors(answer),
            Job::Save(draft) => {
                let text = draft.text(self.shelf.device, self.shelf.made + 1);
                self.shelf.save(draft.record.id, text.clone());
                return Some((draft.record.id, text));
            }
        }
        None
    }
}

fn device_id(number: usize, store: u64) -> DeviceId {
    DeviceId::from_uuid(uuid::Uuid::from_u64_pair(0xd0 + number as u64, store))
}
