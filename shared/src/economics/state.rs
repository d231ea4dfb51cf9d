//! The state of a person at a time, as far as it is priced: what the person lives on and does.
//! This file does not know where states come from, nor how many of them there are.

use super::ledger::Ledger;
use super::price_list::PriceList;
use crate::code::Code;
use crate::support::Extent;

/// Support sources and occupations that hold at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State<'a> {
    /// What the person lives on. Nobody lives on nothing ("no public support" is an entry of its own).
    pub support: &'a [Extent],
    /// What the person does; `None` where that was not asked, as in a monthly follow-up.
    pub occupation: Option<&'a [Extent]>,
}

impl<'a> State<'a> {
    /// A state whose supports and occupations were both asked for.
    pub const fn new(support: &'a [Extent], occupation: &'a [Extent]) -> Self {
        Self { support, occupation: Some(occupation) }
    }

    /// A state of which only the supports were asked for.
    pub const fn of_support(support: &'a [Extent]) -> Self {
        Self { support, occupation: None }
    }

    /// Whether nothing at all is recorded: the state is missing, it is not one without money.
    pub fn is_missing(&self) -> bool {
        self.support.is_empty() && self.occupation.is_none_or(<[Extent]>::is_empty)
    }

    /// The codes that hold.
    pub fn codes(&self) -> impl Iterator<Item = &'a Code> + use<'a> {
        self.support.iter().chain(self.occupation.unwrap_or_default()).map(|extent| &extent.code)
    }

    /// What a month in this state books: each code's flows, by its per cent. A code without a price books nothing.
    pub fn month(&self, prices: &PriceList) -> Ledger {
        let mut ledger = Ledger::default();
        for extent in self.support.iter().chain(self.occupation.unwrap_or_default()) {
            if let Some(month) = prices.month_of(&extent.code) {
                ledger.add(month, extent.percent.fraction());
            }
        }
        ledger
    }
}

/// What a month after books beyond a month before; `None` where either state is missing. Occupations count only
/// where both times asked for them: one that was not asked for has not ended.
pub fn change(before: &State<'_>, after: &State<'_>, prices: &PriceList) -> Option<Ledger> {
    let both = before.occupation.and(after.occupation).is_some();
    let (before, after) =
        if both { (*before, *after) } else { (State::of_support(before.support), State::of_support(after.support)) };
    if before.is_missing() || after.is_missing() {
        return None;
    }
    let mut ledger = after.month(prices);
    ledger.add(&before.month(prices), -1.0);
    Some(ledger)
}
