//! A history as it happens: a clock that jumps from one happening to the next, devices, a server, and the network between
//! them. It decides when things happen; what follows from them is decided in `shared`.

use crate::cast;
use crate::device::{Device, Job};
use crate::dice::Dice;
use crate::ledger::{Fault, Ledger};
use crate::network::{Answer, Fate};
use crate::sabotage::Sabotage;
use crate::script::{Deed, Script, Step};
use crate::server::Server;
use crate::store::held_from;
use crate::writing;
use shared::sync::wire::{Judged, PullResponse, PushResponse};
use shared::sync::{Activity, Cause, Effect, Event, Failure, Passage, Pending};
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

    fn do_step(&mut self, step: &Step) {
        self.tell(|| format!("— {}", step.deed_of_whom()));
        if step.deed.is_a_fault() {
            self.injected += 1;
        }
        let number = step.device;
        let Some(device) = self.devices.get_mut(number) else { return };
        match step.deed {
            Deed::Save => self.save(step),
            Deed::SaveMany(count) => {
                for one in 0..u64::from(count) {
                    self.save(&Step { luck: step.luck ^ (one << 32), ..*step });
                }
            }
            Deed::Rot => {
                let rotten = device.shelf.rot(step.luck);
                self.injected -= u64::from(rotten.is_none());
                self.ledger.rotten.extend(rotten);
            }
            Deed::Open => self.wake(number, Cause::Shown),
            Deed::Online => self.wake(number, Cause::Online),
            Deed::SignIn => {
                device.is_signed_in = true;
                self.wake(number, Cause::SignedIn);
            }
            Deed::Crash => self.kill(number),
            Deed::Wipe => {
                self.kill(number);
                self.ledger.wiped(&self.devices[number].shelf);
                self.devices[number].empty();
            }
            Deed::StoreFails(times) => device.failing = times,
            Deed::Weather(storm) => {
                device.storm = storm;
                device.dice = Dice::new(step.luck);
            }
            Deed::Narrow(bytes) => device.narrow = usize::from(bytes),
            Deed::Clock(days) => device.clock_days = i64::from(days),
            Deed::EndSession => device.is_signed_in = false,
            Deed::Update => {
                self.kill(number);
                self.devices[number].has_old_app = false;
            }
            Deed::KillServer(seconds) => {
                self.server.life += 1;
                self.server.down_until = self.now + i64::from(seconds) * 1000;
            }
            Deed::ServerClock(hours) => self.server.clock_hours = i64::from(hours),
            Deed::Backup => self.server.back_up(self.now),
            Deed::Restore(ago) => {
                let restored = self.server.restore(usize::from(ago), self.now, &mut self.ledger);
                self.injected -= u64::from(!restored);
            }
            Deed::Erase => {
                let stays = self.server.store.participations();
                if let Some(stay) = Dice::new(step.luck).one_of(&stays) {
                    self.server.erase(stay);
                }
            }
            Deed::Forge => self.forge(step),
            Deed::UpdateServer => {
                self.server.life += 1;
                self.server.knows_steps = true;
            }
        }
    }

    fn save(&mut self, step: &Step) {
        let clock = cast::BEGIN.plus(self.now + self.devices[step.device].clock_days * 86_400_000);
        let device = &mut self.devices[step.device];
        let Some(draft) = writing::draft(&mut Dice::new(step.luck), device.person, &device.shelf, clock) else {
            return;
        };
        device.looked_at = self.now;
        if device.app.is_none() {
            self.wake(step.device, Cause::Shown);
        }
        self.tell(|| format!("device {} saves {} {:?}", step.device, draft.record.id, draft.record.body));
        self.ask_store(step.device, Job::Save(Box::new(draft)));
    }

    /// Something that is no device sends other content under an id that is there. The first content must stand.
    fn forge(&mut self, step: &Step) {
        let mut dice = Dice::new(step.luck);
        let person = self.devices[step.device].person;
        let mine: Vec<String> = self
            .server
            .store
            .rows()
            .filter_map(|row| row.text.as_deref())
            .filter(|text| text.contains(&person.account().to_string()) && text.contains("followed_up"))
            .map(str::to_owned)
            .collect();
        let Some(text) = mine.get(dice.place(mine.len())) else { return };
        let forged = text.replacen("\"month\"", "\"forged\":true,\"month\"", 1);
        let Ok(record) = shared::record::Record::read(text) else { return };
        let device = record.device;
        let request = format!("{{\"protocol\":1,\"device\":\"{device}\",\"records\":[{forged}]}}");
        if self.server.sabotage == Sabotage::None
            && let (_, Some(committed)) = self.server.push(person, &request, self.now, None)
        {
            self.server.commit(committed, &mut self.ledger);
        }
    }

    fn kill(&mut self, number: usize) {
        for job in self.devices[number].kill() {
            self.devices[number].complete(&job);
        }
    }

    fn wake(&mut self, number: usize, cause: Cause) {
        let device = &mut self.devices[number];
        if cause != Cause::Timer {
            device.looked_at = self.now;
        }
        device.start();
        self.feed(number, Event::Wake(cause));
    }

    /// Gives the machine an event and sets going what follows from it.
    fn feed(&mut self, number: usize, event: Event) {
        let device = &mut self.devices[number];
        let random = u32::try_from(device.dice.number() >> 32).unwrap_or(0);
        let Some(app) = &mut device.app else { return };
        for effect in app.machine.step(event, random) {
            self.set_going(number, effect);
        }
    }

    fn set_going(&mut self, number: usize, effect: Effect) {
        match effect {
            Effect::Tell(activity) => self.show(number, activity),
            Effect::WakeAfter(milliseconds) => {
                let device = &mut self.devices[number];
                let life = device.life;
                let Some(app) = &mut device.app else { return };
                app.ticket += 1;
                let ticket = app.ticket;
                let after = i64::try_from(milliseconds).unwrap_or(i64::MAX / 4);
                self.later(after, Happening::Timer { device: number, life, ticket });
            }
            Effect::ReadOutbox { after, records, bytes } => {
                self.ask_store(number, Job::ReadOutbox { after, records, bytes });
            }
            Effect::KeepVerdicts { epoch, verdicts } => {
                self.ask_store(number, Job::KeepVerdicts { epoch, verdicts });
            }
            Effect::StartOver(epoch) => self.ask_store(number, Job::StartOver(epoch)),
            Effect::KeepPages(answer) => {
                let job = match self.server.sabotage {
                    Sabotage::CursorApart => Job::KeepCursors(answer),
                    _ => Job::KeepPages(answer),
                };
                self.ask_store(number, job);
            }
            Effect::Push(_) => self.send(number, Kind::Push),
            Effect::Pull => self.send(number, Kind::Pull),
        }
    }

    fn show(&mut self, number: usize, activity: Activity) {
        self.tell(|| format!("device {number} says {activity:?}"));
        let device = &mut self.devices[number];
        device.told = Some(activity);
        let saved_meanwhile = device.app.as_ref().is_some_and(|app| app.saved_meanwhile);
        if activity == Activity::UpToDate && !saved_meanwhile {
            let waiting = device.shelf.waiting().count();
            self.ledger.said_up_to_date(number, waiting);
        }
    }

    fn ask_store(&mut self, number: usize, job: Job) {
        self.counter += 1;
        let id = self.counter;
        let device = &mut self.devices[number];
        let life = device.life;
        device.jobs.insert(id, job);
        // Transactions complete in the order in which they are asked for.
        let after = 2 + i64::try_from(device.jobs.len()).unwrap_or(1);
        self.later(after, Happening::JobDone { device: number, life, job: id });
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

    fn job_done(&mut self, number: usize, life: u32, job: u64) {
        let device = &mut self.devices[number];
        if device.life != life {
            return;
        }
        let Some(job) = device.jobs.remove(&job) else { return };
        let is_save = matches!(job, Job::Save(_));
        if device.failing > 0 {
            device.failing -= 1;
            self.injected += 1;
            if !is_save {
                self.feed(number, Event::StoreFailed);
            }
            return;
        }
        let saved = device.complete(&job);
        match job {
            Job::Save(_) => {
                if let Some((id, text)) = saved {
                    self.ledger.said_saved(number, id, &text);
                }
                if let Some(app) = &mut self.devices[number].app {
                    app.saved_meanwhile = true;
                }
                self.feed(number, Event::Wake(Cause::Saved));
            }
            Job::ReadOutbox { after, records, bytes } => {
                let outgoing = device.shelf.outbox(after, records, bytes);
                let pending = outgoing.iter().map(|(pending, _)| *pending).collect();
                if let Some(app) = &mut device.app {
                    app.outgoing = outgoing;
                    app.saved_meanwhile = false;
                }
                self.feed(number, Event::OutboxRead(pending));
            }
            Job::KeepCursors(answer) => self.ask_store(number, Job::KeepPages(answer)),
            Job::KeepVerdicts { verdicts, .. } => {
                for (pending, _) in verdicts {
                    if let Some(stored) = self.devices[number].shelf.records.get(&pending.id) {
                        self.ledger.said(number, pending.id, stored);
                    }
                }
                self.feed(number, Event::Kept);
            }
            Job::KeepPages(_) => {
                let device = &self.devices[number];
                for (id, stored) in device.shelf.records.iter().filter(|(_, stored)| stored.own) {
                    if matches!(stored.passage, Passage::Received(_)) {
                        self.ledger.said(number, *id, stored);
                    }
                }
                self.feed(number, Event::Kept);
            }
            Job::StartOver(_) => self.feed(number, Event::Kept),
        }
    }

    fn send(&mut self, number: usize, kind: Kind) {
        let device = &mut self.devices[number];
        let Some(app) = &mut device.app else { return };
        let outgoing = if kind == Kind::Push { std::mem::take(&mut app.outgoing) } else { Vec::new() };
        let request = match kind {
            Kind::Push => device.push_request(&outgoing),
            Kind::Pull => device.pull_request(),
        };
        let fate = if device.narrow > 0 && request.len() > device.narrow {
            Fate::Lie(Answer::page(413))
        } else {
            Fate::draw(&mut device.dice, device.storm)
        };
        self.counter += 1;
        let id = self.counter;
        let device = &mut self.devices[number];
        if let Some(app) = &mut device.app {
            app.exchange = Some(id);
        }
        let (life, there) = (device.life, device.dice.span(5, 80));
        self.injected += u64::from(fate != Fate::Through);
        self.tell(|| format!("device {number}: {kind:?} of {} bytes, {fate:?}", request.len()));
        let lie = if let Fate::Lie(answer) = &fate { Some(answer.clone()) } else { None };
        let sent = outgoing.iter().map(|(pending, _)| *pending).collect();
        let exchange = Exchange { device: number, life, kind, request, fate: fate.clone(), sent };
        self.exchanges.insert(id, exchange);
        self.later(PATIENCE, Happening::GivesUp { exchange: id });
        match fate {
            Fate::Lie(_) => self.later(there, Happening::Answered { exchange: id, answer: lie }),
            Fate::Lost => self.later(there, Happening::Answered { exchange: id, answer: None }),
            Fate::Stalls => self.later(PATIENCE + there * 1000, Happening::Arrives { exchange: id }),
            Fate::Twice => {
                self.later(there, Happening::Arrives { exchange: id });
                self.later(there + 7, Happening::Arrives { exchange: id });
            }
            Fate::TwiceMuchLater => {
                self.later(there, Happening::Arrives { exchange: id });
                self.later(there * 20_000, Happening::Arrives { exchange: id });
            }
            _ => self.later(there, Happening::Arrives { exchange: id }),
        }
    }

    fn arrives(&mut self, id: u64) {
        let Some(exchange) = self.exchanges.get(&id) else { return };
        if self.now < self.server.down_until {
            return self.later(3, Happening::Answered { exchange: id, answer: None });
        }
        let device = &self.devices[exchange.device];
        let person = device.person;
        if !device.is_signed_in {
            let answer = Answer::problem(401, "signed_out");
            return self.answer(id, answer);
        }
        if exchange.kind == Kind::Pull {
            let answer = self.server.pull(person, &exchange.request, self.now);
            return self.answer(id, answer);
        }
        let was_answered = self.server.sabotage == Sabotage::AnswerBeforeCommit;
        let drawn = self.server.draw(&exchange.request);
        if was_answered {
            let (answer, _) = self.server.push(person, &exchange.request, self.now, None);
            self.answer(id, answer);
        }
        let commit = if self.dice.percent(10) { self.dice.span(200, 3000) } else { self.dice.span(1, 60) };
        let life = self.server.life;
        self.later(commit, Happening::Commits { exchange: id, life, drawn, was_answered });
    }

    fn commits(&mut self, id: u64, life: u32, drawn: Option<u64>, was_answered: bool) {
        let Some(exchange) = self.exchanges.get(&id) else { return };
        if self.server.life != life {
            return self.later(3, Happening::Answered { exchange: id, answer: None });
        }
        let person = self.devices[exchange.device].person;
        let (answer, committed) = self.server.push(person, &exchange.request, self.now, drawn);
        if let Some(committed) = committed {
            self.server.commit(committed, &mut self.ledger);
        }
        self.tell(|| format!("server: {} {}", answer.status, answer.body));
        if !was_answered {
            self.answer(id, answer);
        }
    }

    /// Sends an answer on its way, as far as its fate lets it come.
    fn answer(&mut self, id: u64, mut answer: Answer) {
        let Some(exchange) = self.exchanges.get(&id) else { return };
        let device = &mut self.devices[exchange.device];
        let back = device.dice.span(5, 80);
        let answer = match &exchange.fate {
            Fate::AnswerLost => None,
            Fate::AnswerCut => {
                let mut end = device.dice.place(answer.body.len());
                while !answer.body.is_char_boundary(end) {
                    end -= 1;
                }
                answer.body.truncate(end);
                Some(answer)
            }
            Fate::LieAfterwards(lie) => Some(lie.clone()),
            Fate::EarlierAnswer if exchange.kind == Kind::Push => {
                device.earlier_answer.clone().map(Answer::ok).or(Some(answer))
            }
            _ => Some(answer),
        };
        self.later(back, Happening::Answered { exchange: id, answer });
    }

    /// The device that waits for an exchange, and what it was; nobody does after a crash or a second answer.
    fn waiting_for(&mut self, id: u64) -> Option<(usize, Kind)> {
        let exchange = self.exchanges.get(&id)?;
        let device = &mut self.devices[exchange.device];
        let app = device.app.as_mut()?;
        if device.life != exchange.life || app.exchange != Some(id) {
            return None;
        }
        app.exchange = None;
        Some((exchange.device, exchange.kind))
    }

    fn answered(&mut self, id: u64, answer: Option<Answer>) {
        let Some((number, kind)) = self.waiting_for(id) else { return };
        let Some(answer) = answer else { return self.hear(number, Event::Failed(Failure::Unreachable)) };
        if self.server.sabotage == Sabotage::AnyAnswerWillDo && kind == Kind::Push {
            return self.take_any_answer(number, id);
        }
        if answer.status != 200 {
            let failure = Failure::of(answer.status, answer.retry_after.as_deref(), &answer.body);
            return self.hear(number, Event::Failed(failure));
        }
        let event = match kind {
            Kind::Push => serde_json::from_str::<PushResponse>(&answer.body).ok().map(Event::PushAnswered),
            Kind::Pull => serde_json::from_str::<PullResponse>(&answer.body).ok().map(Event::PullAnswered),
        };
        if kind == Kind::Push && event.is_some() {
            self.devices[number].earlier_answer = Some(answer.body);
        }
        self.hear(number, event.unwrap_or(Event::Failed(Failure::NotOurs)));
    }

    fn hear(&mut self, number: usize, event: Event) {
        self.tell(|| match &event {
            Event::Failed(failure) => format!("device {number} hears {failure:?}"),
            Event::PushAnswered(answer) => format!("device {number} hears {:?}", answer.verdicts),
            _ => format!("device {number} is sent pages"),
        });
        self.feed(number, event);
    }

    /// The sabotaged device forgets that anything waits, whatever it was answered.
    fn take_any_answer(&mut self, number: usize, id: u64) {
        let received_at = self.server.clock(self.now);
        let Some(exchange) = self.exchanges.get(&id) else { return };
        let sent = exchange.sent.iter();
        let verdicts: Vec<_> = sent.map(|pending| (*pending, Judged::Accepted { received_at })).collect();
        let device = &mut self.devices[number];
        let epoch = device.shelf.epoch.unwrap_or_else(|| shared::id::EpochId::from_uuid(uuid::Uuid::nil()));
        device.shelf.keep_verdicts(epoch, &verdicts);
        self.feed(number, Event::Failed(Failure::Busy { seconds: None }));
    }
}
