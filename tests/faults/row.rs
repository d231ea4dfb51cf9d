//! A row of the table: what was injected, how often, and what came of it. It knows nothing of how.

use anyhow::Result;
use futures::future::LocalBoxFuture;
use std::ops::AddAssign;

/// What every row is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// How often the server is killed under load.
    pub(crate) kills: u64,
    /// What all that is random follows from.
    pub(crate) seed: u64,
}

/// From so many kills on, nothing is left out to save time.
const LONG: u64 = 500;

impl Setting {
    /// Whether this is the long form, which may take its time.
    pub(crate) const fn is_long(self) -> bool {
        self.kills >= LONG
    }
}

/// What is injected, and how.
pub(crate) struct Row {
    /// Which one, for those who want to run it alone.
    pub(crate) number: &'static str,
    /// What is injected, in a few words.
    pub(crate) injected: &'static str,
    /// Injects it, and holds against what the screens said what is there afterwards.
    pub(crate) run: fn(Setting) -> LocalBoxFuture<'static, Result<Outcome>>,
}

/// What came of a row.
pub(crate) enum Outcome {
    /// It was injected.
    Ran(Tally),
    /// A safety was taken away, so that something had to be lost, and that was found.
    Found(Tally),
    /// This machine cannot do it, and why.
    NotRun(String),
}

/// How often something was injected, and what was wrong afterwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How often it was injected.
    pub(crate) times: u64,
    /// Records that a screen called saved or received, and that are not where it said, or not as they were.
    pub(crate) lost: u64,
    /// Records that are there more than once.
    pub(crate) doubled: u64,
    /// Times that a screen, the server's log or a figure said something else than what is so.
    pub(crate) untold: u64,
}

impl Tally {
    /// Counts something that was said and is not so, or was not said.
    pub(crate) fn expect(&mut self, is_so: bool) {
        self.untold += u64::from(!is_so);
    }

    /// Whether nothing is wrong, and something was tried.
    pub(crate) fn is_clean(&self) -> bool {
        self.times > 0 && (self.lost, self.doubled, self.untold) == (0, 0, 0)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.times += other.times;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.untold += other.untold;
    }
}
