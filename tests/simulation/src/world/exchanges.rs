//! Requests and answers on their way between a device and the server, and what becomes of them there. It does not know
//! why they were sent.

use super::{Exchange, Happening, Kind, PATIENCE, World};
use crate::network::{Answer, Fate};
use crate::sabotage::Sabotage;
use shared::sync::wire::{Judged, PullResponse, PushResponse};
use shared::sync::{Event, Failure};

impl World {
    pub(super) fn send(&mut self, number: usize, kind: Kind) {
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

    pub(super) fn arrives(&mut self, id: u64) {
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

    pub(super) fn commits(&mut self, id: u64, life: u32, drawn: Option<u64>, was_answered: bool) {
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
    pub(super) fn answer(&mut self, id: u64, mut answer: Answer) {
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
    pub(super) fn waiting_for(&mut self, id: u64) -> Option<(usize, Kind)> {
        let exchange = self.exchanges.get(&id)?;
        let device = &mut self.devices[exchange.device];
        let app = device.app.as_mut()?;
        if device.life != exchange.life || app.exchange != Some(id) {
            return None;
        }
        app.exchange = None;
        Some((exchange.device, exchange.kind))
    }

    pub(super) fn answered(&mut self, id: u64, answer: Option<Answer>) {
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

    pub(super) fn hear(&mut self, number: usize, event: Event) {
        self.tell(|| match &event {
            Event::Failed(failure) => format!("device {number} hears {failure:?}"),
            Event::PushAnswered(answer) => format!("device {number} hears {:?}", answer.verdicts),
            _ => format!("device {number} is sent pages"),
        });
        self.feed(number, event);
    }

    /// The sabotaged device forgets that anything waits, whatever it was answered.
    pub(super) fn take_any_answer(&mut self, number: usize, id: u64) {
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
