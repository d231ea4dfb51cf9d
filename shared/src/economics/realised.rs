//! The realised effect: month by month, what changed for these people against their own situation before, in money.
//! Months without a follow-up stay missing, none is carried forward. This file does not know why anything changed.

use super::ledger::{Fiscal, Ledger, Society};
use super::price_list::PriceList;
use crate::code::Code;
use crate::figures::{FEWEST_FOR_A_GROUP, Figure, LivedOn, LivedOnMonth};
use crate::time::Month;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What changed in one month, in kronor of that month. The two ledgers are the same money, seen from two sides.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Realised {
    /// The fiscal ledger.
    pub fiscal: Fiscal,
    /// The ledger of society.
    pub society: Society,
}

impl Realised {
    fn of(ledger: &Ledger) -> Self {
        Self { fiscal: ledger.fiscal(), society: ledger.society() }
    }

    /// Several months together: ledger by ledger, never one with the other.
    pub fn sum(months: impl IntoIterator<Item = Self>) -> Self {
        months.into_iter().fold(Self::default(), |sum, month| Self {
            fiscal: sum.fiscal.plus(month.fiscal),
            society: Society(sum.society.kronor() + month.society.kronor()),
        })
    }
}

/// What each month realised; too few under ten participations whose change is known.
pub fn realised(lived_on: &LivedOn, prices: &PriceList) -> BTreeMap<Month, Figure<Realised>> {
    lived_on.months.iter().map(|(month, counted)| (*month, of_month(counted, prices))).collect()
}

fn of_month(counted: &LivedOnMonth, prices: &PriceList) -> Figure<Realised> {
    let have = usize::try_from(counted.n).unwrap_or(usize::MAX);
    if have < FEWEST_FOR_A_GROUP {
        return Figure::TooFew { have, need: FEWEST_FOR_A_GROUP };
    }
    let mut ledger = Ledger::default();
    for (code, percent) in &counted.change {
        if let Some(month) = prices.month_of(code) {
            #[expect(clippy::cast_precision_loss, reason = "per cents of a country fit exactly")]
            ledger.add(month, *percent as f64 / 100.0);
        }
    }
    Figure::Known(Realised::of(&ledger))
}

/// Codes that hold before or in a month and have no price: they count as nothing.
pub fn unpriced(lived_on: &LivedOn, prices: &PriceList) -> BTreeSet<Code> {
    lived_on.codes.iter().filter(|code| prices.month_of(code).is_none()).cloned().collect()
}
