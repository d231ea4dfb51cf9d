//! From a history that fails to a short one that still does: steps are left out, then devices, then faults are made
//! harmless, as long as something is wrong all the same.

use crate::ledger::Fault;
use crate::sabotage::Sabotage;
use crate::script::{Deed, Script};
use crate::world::play;

/// The most histories that are tried on the way.
const PATIENCE: usize = 4_000;

/// Shortens a history, as long as such a fault is found in it all the same.
pub fn shrink(script: &Script, sabotage: Sabotage, is_it: fn(&Fault) -> bool) -> Script {
    let mut shrinking = Shrinking { best: script.clone(), sabotage, is_it, left: PATIENCE };
    loop {
        let before = shrinking.best.clone();
        shrinking.leave_out_steps();
        shrinking.leave_out_devices();
        shrinking.calm_the_weather();
        if shrinking.best == before || shrinking.left == 0 {
            return shrinking.best;
        }
    }
}

struct Shrinking {
    best: Script,
    sabotage: Sabotage,
    is_it: fn(&Fault) -> bool,
    left: usize,
}

impl Shrinking {
    /// Takes a shorter history if it still fails.
    fn attempt(&mut self, shorter: Script) -> bool {
        if self.left == 0 || shorter == self.best {
            return false;
        }
        self.left -= 1;
        let fails = play(&shorter, self.sabotage, false).wrong.iter().any(self.is_it);
        if fails {
            self.best = shorter;
        }
        fails
    }

    fn leave_out_steps(&mut self) {
        let mut length = self.best.steps.len() / 2;
        while length > 0 {
            let mut first = 0;
            while first < self.best.steps.len() {
                let mut shorter = self.best.clone();
                let end = (first + length).min(shorter.steps.len());
                shorter.steps.drain(first..end);
                if !self.attempt(shorter) {
                    first += length;
                }
            }
            length /= 2;
        }
    }

    /// Devices keep their numbers: only the last can go, and one that does nothing does no harm.
    fn leave_out_devices(&mut self) {
        while self.best.devices.len() > 1 {
            let mut fewer = self.best.clone();
            fewer.devices.pop();
            fewer.steps.retain(|step| step.device < fewer.devices.len());
            if !self.attempt(fewer) {
                return;
            }
        }
    }

    fn calm_the_weather(&mut self) {
        for place in 0..self.best.steps.len() {
            for milder in [Deed::Weather(0), Deed::Weather(20), Deed::Weather(50)] {
                let mut calmer = self.best.clone();
                let Some(step) = calmer.steps.get_mut(place) else { continue };
                let Deed::Weather(storm) = step.deed else { continue };
                if matches!(milder, Deed::Weather(less) if less < storm) {
                    step.deed = milder;
                    if self.attempt(calmer) {
                        break;
                    }
                }
            }
        }
        let mut newest = self.best.clone();
        newest.has_old_server = false;
        newest.devices.iter_mut().for_each(|owner| owner.has_old_app = false);
        self.attempt(newest);
    }
}
