//! The realised effect: month by month, what changed for these people against their own situation before.
//! Months without a follow-up stay missing, none is carried forward. This file does not know why anything changed.

use super::effect::note_unpriced;
use super::ledger::{Fiscal, Ledger, Society};
use super::price_list::PriceList;
use super::state::{State, change};
use crate::code::Code;
use crate::figures::{FEWEST_FOR_A_GROUP, Figure};
use crate::time::Month;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How this figure is computed, for the reader.
pub const REALISED_METHOD: &str = "Realised effect: priced flows of each followed-up month minus those of the same \
     people's month before the start, double entry; no assumption of what would have happened otherwise";

/// One participation's timeline: the state before its start, and that of each month since.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timeline<'a> {
    /// The person's own situation before the start.
    pub before: State<'a>,
    /// Every month in which a state is expected; `None` where none was recorded.
    pub months: &'a [(Month, Option<State<'a>>)],
}

/// What changed in one month, in kronor of that month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct RealisedMonth {
    /// Participations that are counted.
    pub n: usize,
    /// Participations without a known state in this month or before the start.
    pub missing: usize,
    /// Counted participations whose occupation was not asked for; their work counts as unchanged.
    pub support_only: usize,
    /// The fiscal ledger.
    pub fiscal: Fiscal,
    /// The ledger of society.
    pub society: Society,
}

/// The realised effect of a group of participations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Realised {
    /// Participations in all.
    pub participations: usize,
    /// Each month; too few under ten participations whose change is known.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, Figure<RealisedMonth>>))]
    pub months: BTreeMap<Month, Figure<RealisedMonth>>,
    /// The fiscal ledger, summed over the months that are shown, in kronor.
    pub fiscal: Fiscal,
    /// The ledger of society, summed over the months that are shown, in kronor.
    pub society: Society,
    /// Codes that hold before or in a month and have no price: they count as nothing.
    pub unpriced: BTreeSet<Code>,
}

/// The realised effect of some timelines. Too few where no month has ten participations whose change is known.
pub fn realised<'a>(timelines: impl IntoIterator<Item = Timeline<'a>>, prices: &PriceList) -> Figure<Realised> {
    let mut months: BTreeMap<Month, Tally> = BTreeMap::new();
    let mut unpriced = BTreeSet::new();
    let mut participations = 0;
    for timeline in timelines {
        participations += 1;
        for (month, state) in timeline.months {
            let tally = months.entry(*month).or_default();
            tally.count(&timeline.before, state.as_ref(), prices);
            note_unpriced(&mut unpriced, [Some(timeline.before), *state].into_iter().flatten(), prices);
        }
    }
    let most = months.values().map(|tally| tally.n).max().unwrap_or(0);
    if most < FEWEST_FOR_A_GROUP {
        return Figure::TooFew { have: most, need: FEWEST_FOR_A_GROUP };
    }
    let mut sum = Ledger::default();
    for tally in months.values().filter(|tally| tally.is_shown()) {
        sum.add(&tally.ledger, 1.0);
    }
    let months = months.into_iter().map(|(month, tally)| (month, tally.figure())).collect();
    Figure::Known(Realised { participations, months, fiscal: sum.fiscal(), society: sum.society(), unpriced })
}

/// A month while it is being counted.
#[derive(Default)]
struct Tally {
    n: usize,
    missing: usize,
    support_only: usize,
    ledger: Ledger,
}

impl Tally {
    fn count(&mut self, before: &State<'_>, state: Option<&State<'_>>, prices: &PriceList) {
        let Some((state, ledger)) = state.and_then(|state| Some((state, change(before, state, prices)?))) else {
            self.missing += 1;
            return;
        };
        self.n += 1;
        self.support_only += usize::from(state.occupation.is_none() || before.occupation.is_none());
        self.ledger.add(&ledger, 1.0);
    }

    const fn is_shown(&self) -> bool {
        self.n >= FEWEST_FOR_A_GROUP
    }

    fn figure(self) -> Figure<RealisedMonth> {
        if !self.is_shown() {
            return Figure::TooFew { have: self.n, need: FEWEST_FOR_A_GROUP };
        }
        Figure::Known(RealisedMonth {
            n: self.n,
            missing: self.missing,
            support_only: self.support_only,
            fiscal: self.ledger.fiscal(),
            society: self.ledger.society(),
        })
    }
}
