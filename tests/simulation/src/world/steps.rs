//! What the script does to a world, step by step: people who save, apps that are killed, and every other fault. It does
//! not know what follows.

use super::World;
use crate::cast;
use crate::device::Job;
use crate::dice::Dice;
use crate::sabotage::Sabotage;
use crate::script::{Deed, Step};
use crate::writing;
use shared::sync::Cause;

impl World {
    pub(super) fn do_step(&mut self, step: &Step) {
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

    pub(super) fn save(&mut self, step: &Step) {
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
    pub(super) fn forge(&mut self, step: &Step) {
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

    pub(super) fn kill(&mut self, number: usize) {
        for job in self.devices[number].kill() {
            self.devices[number].complete(&job);
        }
    }
}
