//! From what a report means to publish to what an audience may see of it. A pure function of the statement, the
//! audience and what was released before.

use super::audience::Audience;
use super::book::Standing;
use super::counts::{hide_complements, hide_small};
use super::key::{ByKey, CellKey};
use super::measures::{ShownFigures, shown_figures};
use super::released::Released;
use super::statement::Statement;
use crate::figures::Figure;
use serde::{Deserialize, Serialize};

/// A count as an audience sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// The number.
    Shown(u32),
    /// Small, or a way to a small one. Which of the two is not said.
    Hidden,
}

impl Count {
    /// The number, if it is shown.
    pub const fn shown(self) -> Option<u32> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Hidden => None,
        }
    }
}

/// What an audience may see of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Protected {
    counts: ByKey<Count>,
    figures: ShownFigures,
    released: Released,
    betrayed: Vec<CellKey>,
}

impl Protected {
    /// A published count. What was not stated is hidden.
    pub fn count(&self, key: &CellKey) -> Count {
        self.counts.get(key).copied().unwrap_or(Count::Hidden)
    }

    /// Every published count.
    pub const fn counts(&self) -> &ByKey<Count> {
        &self.counts
    }

    /// The figure `name` of the people in `n`, or that it is hidden. What was not stated is hidden. A figure of values
    /// that was released before is to be answered from what was sent: values may have been corrected since.
    pub fn figure<T>(&self, name: &str, n: &CellKey, figure: Figure<T>) -> Figure<T> {
        if self.figures.contains(name, n) { figure } else { Figure::Hidden }
    }

    /// The memory to keep before anything of this is sent, and to give to the next call.
    pub const fn released(&self) -> &Released {
        &self.released
    }

    /// The same, taken out: what may be seen stays.
    pub(crate) fn take_released(&mut self) -> Released {
        std::mem::take(&mut self.released)
    }

    /// Counts whose tables had to be hidden as a whole, zeros and all, since no smaller choice was found safe.
    pub fn withheld(&self) -> impl Iterator<Item = &CellKey> {
        let is_withheld = |key: &&CellKey| {
            let number = self.released.published.get(*key);
            number.is_some_and(|number| self.released.book.cells[*number].standing == Standing::Withheld)
        };
        self.counts.keys().filter(is_withheld)
    }

    /// Counts that earlier releases let a reader narrow already, whatever is hidden now: after a mistake, or when a
    /// sum was not stated before. Something for the log and the data protection officer.
    pub fn betrayed_before(&self) -> &[CellKey] {
        &self.betrayed
    }
}

/// Hides what an audience may not see, given everything that was released before.
///
/// A count that was released once is answered as it was then, hidden or shown, however it has changed since.
pub fn protect(statement: &Statement, audience: Audience, released: &Released) -> Protected {
    if !audience.is_outside_the_member() {
        return everything(statement, released);
    }
    protect_after(statement, released.clone())
}

/// The same for those outside the member, where the memory is not asked for any more.
pub(crate) fn protect_after(statement: &Statement, mut released: Released) -> Protected {
    let first_new = released.book.cells.len();
    released.enter(statement);
    hide_small(&mut released.book, first_new);
    let betrayed = hide_complements(&mut released.book, &released.index.of_cells, first_new);
    let counts = counts(statement, &released);
    let figures = shown_figures(statement, &mut released, &counts);
    Protected { counts, figures, released, betrayed }
}

/// The first stage alone: small counts hidden and nothing else, as if nothing had been released before. Never to be
/// published: totals give the hidden counts away. It is here so that a test can show that it sees what is missing.
pub fn primary_only(statement: &Statement) -> ByKey<Count> {
    let mut alone = Released::default();
    alone.enter(statement);
    hide_small(&mut alone.book, 0);
    counts(statement, &alone)
}

fn everything(statement: &Statement, released: &Released) -> Protected {
    let counts = statement.published().map(|(key, count)| (key.clone(), Count::Shown(count))).collect();
    let figures = statement.measures.iter().collect();
    Protected { counts, figures, released: released.clone(), betrayed: Vec::new() }
}

fn counts(statement: &Statement, released: &Released) -> ByKey<Count> {
    let answer = |key: &CellKey| {
        let cell = &released.book.cells[*released.published.get(key)?];
        Some(if cell.standing == Standing::Shown { Count::Shown(cell.count) } else { Count::Hidden })
    };
    statement.published().map(|(key, _)| (key.clone(), answer(key).unwrap_or(Count::Hidden))).collect()
}
