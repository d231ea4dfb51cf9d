//! What a state of a person is worth by a price list.
//! This file does not know where states come from, nor how many of them there are.

use super::ledger::Ledger;
use super::price_list::PriceList;
use crate::support::{State, comparable};

impl State<'_> {
    /// What a month in this state books: each code's flows, by its per cent. A code without a price books nothing.
    pub fn month(&self, prices: &PriceList) -> Ledger {
        let mut ledger = Ledger::default();
        for extent in self.extents() {
            if let Some(month) = prices.month_of(&extent.code) {
                ledger.add(month, extent.percent.fraction());
            }
        }
        ledger
    }
}

/// What a month after books beyond a month before; `None` where either state is missing. Occupations count only
/// where they are recorded both times: one that was not asked for or not filled in has neither begun nor ended.
pub fn change(before: &State<'_>, after: &State<'_>, prices: &PriceList) -> Option<Ledger> {
    let (before, after) = comparable(before, after)?;
    let mut ledger = after.month(prices);
    ledger.add(&before.month(prices), -1.0);
    Some(ledger)
}
