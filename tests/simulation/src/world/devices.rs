//! The devices of a world: what their machines ask for is done, and what comes of it is told them. It does not know what
//! happens to a request on the way.

use super::{Happening, Kind, World};
use crate::device::Job;
use crate::sabotage::Sabotage;
use shared::sync::{Activity, Cause, Effect, Event, Passage};

impl World {
    pub(super) fn wake(&mut self, number: usize, cause: Cause) {
        let device = &mut self.devices[number];
        if cause != Cause::Timer {
            device.looked_at = self.now;
        }
        device.start();
        self.feed(number, Event::Wake(cause));
    }

    /// Gives the machine an event and sets going what follows from it.
    pub(super) fn feed(&mut self, number: usize, event: Event) {
        let device = &mut self.devices[number];
        let random = u32::try_from(device.dice.number() >> 32).unwrap_or(0);
        let Some(app) = &mut device.app else { return };
        for effect in app.machine.step(event, random) {
            self.set_going(number, effect);
        }
    }

    pub(super) fn set_going(&mut self, number: usize, effect: Effect) {
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

    pub(super) fn show(&mut self, number: usize, activity: Activity) {
        self.tell(|| format!("device {number} says {activity:?}"));
        let device = &mut self.devices[number];
        device.told = Some(activity);
        let saved_meanwhile = device.app.as_ref().is_some_and(|app| app.saved_meanwhile);
        if activity == Activity::UpToDate && !saved_meanwhile {
            let waiting = device.shelf.waiting().count();
            self.ledger.said_up_to_date(number, waiting);
        }
    }

    pub(super) fn ask_store(&mut self, number: usize, job: Job) {
        self.counter += 1;
        let id = self.counter;
        let device = &mut self.devices[number];
        let life = device.life;
        device.jobs.insert(id, job);
        // Transactions complete in the order in which they are asked for.
        let after = 2 + i64::try_from(device.jobs.len()).unwrap_or(1);
        self.later(after, Happening::JobDone { device: number, life, job: id });
    }

    pub(super) fn job_done(&mut self, number: usize, life: u32, job: u64) {
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
}
