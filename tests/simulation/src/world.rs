//! A history as it happens: a clock that jumps from one happening to the next, devices, a server, and the network between
//! them. It decides when things happen; what follows from them is decided in `shared`.

mod devices;
mod exchanges;
mod steps;

use crate::cast;
use crate::device::Device;
use crate::dice::Dice;
use crate::ledger::{Fault, Ledger};
use crate::network::{Answer, Fate};
use crate::sabotage::Sabotage;
use crate::script::Script;
use crate::server::Server;
use crate::store::held_from;
use shared::sync::{Activity, Cause, Event, Failure, Pending};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

/// How long a device waits for an answer, in milliseconds: as in the browser.
const PATIENCE: i64 = 120_000;

/// How often every device looks again once the weather is fair, until nothing waits.
const ROUNDS: usize = 25;

/// What a history came to.
#[derive(Debug)]
pub struct Outcome {
    /// What was found to be wrong; nothing, if all is well.
    pub wrong: Vec<Fault>,
    /// How many faults were injected.
    pub injected: u64,
    /// What happened, line by line, if that was asked for.
    pub told: Vec<String>,
}

/// Lets a history happen and holds the oracle against it.
pub fn play(script: &Script, sabotage: Sabotage, is_told: bool) -> Outcome {
    let mut world = World::new(script, sabotage, is_told);
    world.live(script);
    world.calm_down();
    world.judge()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Push,
    Pull,
}

#[derive(Debug)]
struct Exchange {
    device: usize,
    life: u32,
    kind: Kind,
    request: String,
    fate: Fate,
    sent: Vec<Pending>,
}

#[derive(Debug)]
enum Happening {
    Timer { device: usize, life: u32, ticket: u32 },
    JobDone { device: usize, life: u32, job: u64 },
    Arrives { exchange: u64 },
    Commits { exchange: u64, life: u32, drawn: Option<u64>, was_answered: bool },
    Answered { exchange: u64, answer: Option<Answer> },
    GivesUp { exchange: u64 },
}

struct World {
    now: i64,
    due: BinaryHeap<Reverse<(i64, u64)>>,
    happenings: BTreeMap<u64, Happening>,
    counter: u64,
    exchanges: BTreeMap<u64, Exchange>,
    devices: Vec<Device>,
    server: Server,
    ledger: Ledger,
    dice: Dice,
    injected: u64,
    told: Option<Vec<String>>,
    is_calm: bool,
}

impl World {
    fn new(script: &Script, sabotage: Sabotage, is_told: bool) -> Self {
        let devices = script.devices.iter().enumerate();
        Self {
            now: 0,
            due: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            counter: 0,
            exchanges: BTreeMap::new(),
            devices: devices.map(|(number, owner)| Device::new(number, *owner, script.seed)).collect(),
            server: Server::new(Rc::new(cast::reference()), !script.has_old_server, sabotage),
            ledger: Ledger::new(sabotage == Sabotage::None),
            dice: Dice::new(!script.seed),
            injected: 0,
            told: is_told.then(Vec::new),
            is_calm: false,
        }
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(told) = &mut self.told {
            let seconds = self.now / 1000;
            let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
            let clock = format!("day {days:>2} {hours:02}:{minutes:02}:{:02}.{:03}", seconds % 60, self.now % 1000);
            told.push(format!("{clock}  {}", line()));
        }
    }

    fn later(&mut self, after: i64, happening: Happening) {
        self.counter += 1;
        self.due.push(Reverse((self.now + after, self.counter)));
        self.happenings.insert(self.counter, happening);
    }

    /// Lets everything happen that is due before a moment.
    fn until(&mut self, moment: i64) {
        while let Some(Reverse((at, number))) = self.due.peek().copied() {
            if at > moment {
                break;
            }
            self.due.pop();
            if let Some(happening) = self.happenings.remove(&number) {
                self.now = self.now.max(at);
                self.happen(happening);
            }
        }
        self.now = self.now.max(moment);
    }

    fn live(&mut self, script: &Script) {
        for step in &script.steps {
            self.until(step.at);
            self.do_step(step);
        }
    }

    /// Fair weather, every app of the newest version, everybody signed in, every clock right: now everything must arrive.
    fn calm_down(&mut self) {
        self.tell(|| "— from here on nothing goes wrong —".into());
        self.server.down_until = 0;
        self.server.clock_hours = 0;
        self.server.knows_steps = true;
        for number in 0..self.devices.len() {
            let device = &mut self.devices[number];
            (device.storm, device.narrow, device.failing, device.clock_days) = (0, 0, 0, 0);
            device.is_signed_in = true;
            if device.has_old_app {
                self.kill(number);
                self.devices[number].has_old_app = false;
            }
        }
        let mut settled = 0;
        for _ in 0..ROUNDS {
            for device in 0..self.devices.len() {
                self.wake(device, Cause::Shown);
            }
            self.settle();
            let is_settled = self
                .devices
                .iter()
                .all(|device| device.told == Some(Activity::UpToDate) && device.shelf.outbox.is_empty());
            settled = if is_settled { settled + 1 } else { 0 };
            if settled == 2 {
                return;
            }
            self.now += 600_000;
        }
        for (number, device) in self.devices.iter().enumerate() {
            let (told, waiting) = (device.told, device.shelf.waiting().count());
            if told != Some(Activity::UpToDate) || waiting > 0 {
                let fault = format!("device {number} does not come to rest: {told:?}, {waiting} wait");
                self.ledger.faults.push(Fault::Lost(fault));
            }
        }
    }

    /// Lets everything happen that is under way; no timer wakes anybody.
    fn settle(&mut self) {
        self.is_calm = true;
        while let Some(Reverse((at, number))) = self.due.pop() {
            match self.happenings.remove(&number) {
                None | Some(Happening::Timer { .. }) => {}
                Some(Happening::GivesUp { exchange }) if !self.exchanges.contains_key(&exchange) => {}
                Some(happening) => {
                    self.now = self.now.max(at);
                    self.happen(happening);
                }
            }
        }
    }

    fn judge(mut self) -> Outcome {
        let devices: Vec<_> = self.devices.iter().map(|device| (device.person, &device.shelf)).collect();
        let today = self.server.clock(self.now).date();
        self.ledger.close(&self.server.store, &self.server.erased, &devices, |person| held_from(person.role(), today));
        Outcome { wrong: self.ledger.faults, injected: self.injected, told: self.told.unwrap_or_default() }
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Timer { device, life, ticket } => {
                let one = &self.devices[device];
                let is_newest = one.app.as_ref().is_some_and(|app| app.ticket == ticket);
                if one.life == life && is_newest && one.is_in_sight(self.now) {
                    self.wake(device, Cause::Timer);
                }
            }
            Happening::JobDone { device, life, job } => self.job_done(device, life, job),
            Happening::Arrives { exchange } => self.arrives(exchange),
            Happening::Commits { exchange, life, drawn, was_answered } => {
                self.commits(exchange, life, drawn, was_answered);
            }
            Happening::Answered { exchange, answer } => self.answered(exchange, answer),
            Happening::GivesUp { exchange } => {
                if let Some((device, _)) = self.waiting_for(exchange) {
                    self.hear(device, Event::Failed(Failure::Unreachable));
                }
            }
        }
    }
}
