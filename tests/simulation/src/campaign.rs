//! Many histories from one seed, on every core, and what they came to.

use crate::ledger::Fault;
use crate::sabotage::Sabotage;
use crate::script::Script;
use crate::shrink::shrink;
use crate::world::play;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// What many histories came to.
#[derive(Debug, Clone, Default)]
pub struct Campaign {
    /// How many there were.
    pub histories: u64,
    /// Faults injected.
    pub injected: u64,
    /// Losses found.
    pub lost: u64,
    /// Doubles found.
    pub doubled: u64,
    /// Divergences found.
    pub diverged: u64,
    /// The history with the lowest number that failed: its own seed.
    pub failed: Option<(u64, u64)>,
}

/// The seed of a campaign's history of that number.
fn seed_of(seed: u64, number: u64) -> u64 {
    crate::dice::Dice::new(seed ^ number.rotate_left(32)).number()
}

impl Campaign {
    /// Plays histories until there have been enough of them or one has failed.
    pub fn run(histories: u64, seed: u64, threads: usize, sabotage: Sabotage) -> Self {
        let next = AtomicU64::new(0);
        let last = AtomicU64::new(histories);
        std::thread::scope(|scope| {
            let workers: Vec<_> =
                (0..threads.max(1)).map(|_| scope.spawn(|| Self::work(&next, &last, seed, sabotage))).collect();
            let done = workers.into_iter().filter_map(|worker| worker.join().ok());
            done.fold(Self::default(), Self::and)
        })
    }

    fn work(next: &AtomicU64, last: &AtomicU64, seed: u64, sabotage: Sabotage) -> Self {
        let mut done = Self::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= last.load(Ordering::Relaxed) {
                return done;
            }
            let seed = seed_of(seed, number);
            let outcome = play(&Script::of(seed), sabotage, false);
            done.histories += 1;
            done.injected += outcome.injected;
            if !outcome.wrong.is_empty() {
                done.count(&outcome.wrong);
                done.failed = done.failed.or(Some((number, seed)));
                last.store(0, Ordering::Relaxed);
            }
        }
    }

    fn count(&mut self, wrong: &[Fault]) {
        for fault in wrong {
            match fault {
                Fault::Lost(_) => self.lost += 1,
                Fault::Doubled(_) => self.doubled += 1,
                Fault::Diverged(_) => self.diverged += 1,
            }
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            histories: self.histories + other.histories,
            injected: self.injected + other.injected,
            lost: self.lost + other.lost,
            doubled: self.doubled + other.doubled,
            diverged: self.diverged + other.diverged,
            failed: self.failed.into_iter().chain(other.failed).min(),
        }
    }

    /// Whether nothing was wrong.
    pub const fn is_clean(&self) -> bool {
        self.failed.is_none()
    }
}

impl fmt::Display for Campaign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { histories, injected, lost, doubled, diverged, .. } = self;
        write!(
            f,
            "{histories} histories, {injected} faults injected, {lost} lost, {doubled} doubled, {diverged} diverged"
        )
    }
}

/// The first history of a campaign in which such a fault is found, and its number.
pub fn find(histories: u64, seed: u64, sabotage: Sabotage, is_it: fn(&Fault) -> bool) -> Option<(u64, Script)> {
    let scripts = (0..histories).map(|number| (number, Script::of(seed_of(seed, number))));
    scripts.into_iter().find(|(_, script)| play(script, sabotage, false).wrong.iter().any(is_it))
}

/// The shortest history found that fails like the one of a seed, told step by step, with what is wrong in the end.
pub fn explain(seed: u64, sabotage: Sabotage) -> String {
    let script = shrink(&Script::of(seed), sabotage, |_| true);
    let outcome = play(&script, sabotage, true);
    let told = outcome.told.join("\n");
    let wrong: Vec<String> = outcome.wrong.iter().map(|fault| format!("{fault:?}")).collect();
    format!(
        "history {seed} fails. The shortest that still does:\n\n{script}\nWhat happens:\n\n{told}\n\nWhat is wrong:\n\n{}\n",
        wrong.join("\n")
    )
}
