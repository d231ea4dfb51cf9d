//! The effect at exit: the flows of the states after ended stays, minus those before them.
//! This file does not know which stays those are, nor what would have happened without the intervention.

use super::bounds::{OutOfBounds, within};
use super::ledger::{Fiscal, Ledger, Society};
use super::present_value::{BenefitStream, Convention, Discounting};
use super::price_list::PriceList;
use crate::code::Code;
use crate::figures::{AddsUp, FEWEST_FOR_A_GROUP, Figure};
use crate::support::{Extent, State, comparable};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The horizons of the present values, in years.
pub const HORIZONS: [u16; 4] = [1, 3, 5, 10];

/// What changed between before and after, over ended participations, in kronor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct EffectAtExit {
    /// Participations that are counted.
    pub n: usize,
    /// Participations left out, since what the person lived on before or after is not recorded.
    pub missing: usize,
    /// The fiscal ledger: kronor a month, actor by actor.
    pub per_month: Fiscal,
    /// The ledger of society: kronor a month.
    pub society_per_month: Society,
    /// The fiscal ledger's present values, by horizon in years.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, Fiscal>))]
    pub present_value: BTreeMap<u16, Fiscal>,
    /// The present values of society, by horizon in years.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, Society>))]
    pub society_present_value: BTreeMap<u16, Society>,
    /// What the present values take for granted.
    pub persistence: Persistence,
    /// Codes that hold before or after and have no price: they count as nothing. Outside the member they are not told.
    #[serde(default)]
    pub unpriced: BTreeSet<Code>,
}

/// How long an effect lasts, and how later years are discounted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Persistence {
    /// The share lost from each year to the next; 0 where the effect lasts unchanged to the end of the horizon.
    drop_off: f64,
    /// The rate a year.
    rate: f64,
    /// At which end of its year an effect is discounted.
    convention: Convention,
}

impl Persistence {
    /// The effect lasts unchanged to the end of the horizon.
    pub const fn unchanged(discounting: Discounting) -> Self {
        Self { drop_off: 0.0, rate: discounting.rate(), convention: discounting.convention() }
    }

    /// Each year keeps the year before it but for a share `drop_off`.
    ///
    /// # Errors
    /// When the share does not lie from 0 to 1.
    pub fn fading(drop_off: f64, discounting: Discounting) -> Result<Self, OutOfBounds> {
        Ok(Self { drop_off: within(drop_off, 0.0, 1.0)?, ..Self::unchanged(discounting) })
    }

    /// What a krona a month is worth today over some years.
    fn worth(self, years: u16) -> f64 {
        let stream = BenefitStream { per_year: 12.0, months: 12.0 * f64::from(years), drop_off: self.drop_off };
        stream.present_value(Discounting { rate: self.rate, convention: self.convention })
    }
}

/// The effect at exit of ended stays, each with its state before and after: the sum over stays of after minus before.
/// Over h years it is worth `per_month` x 12 x the annuity factor of h years, if it lasts unchanged. Too few under ten
/// stays whose states are known.
pub fn effect_at_exit<'a>(
    stays: impl IntoIterator<Item = (State<'a>, State<'a>)>,
    prices: &PriceList,
    persistence: Persistence,
) -> Figure<EffectAtExit> {
    let mut counted = AtExit::default();
    stays.into_iter().for_each(|(before, after)| counted.count(before, after));
    counted.effect(prices, persistence)
}

/// What the effect at exit is made of: whole per cents, so that it does not depend on an order.
#[derive(Debug, Clone, Default)]
pub(crate) struct AtExit<'a> {
    n: usize,
    missing: usize,
    /// Of every code that holds before or after, how many per cent more it is after, summed over stays.
    change: BTreeMap<&'a Code, i64>,
}

impl<'a> AtExit<'a> {
    /// Counts an ended stay with its state before and after. Occupations count only where they are recorded both times.
    pub(crate) fn count(&mut self, before: State<'a>, after: State<'a>) {
        let Some((known_before, known_after)) = comparable(&before, &after) else {
            self.missing += 1;
            return;
        };
        self.n += 1;
        for (state, sign) in [(known_before, -1), (known_after, 1)] {
            for Extent { code, percent } in state.extents() {
                *self.change.entry(code).or_default() += sign * i64::from(percent.get());
            }
        }
        for code in before.codes().chain(after.codes()) {
            self.change.entry(code).or_default();
        }
    }

    /// The effect. Too few under ten stays whose states are known.
    pub(crate) fn effect(&self, prices: &PriceList, persistence: Persistence) -> Figure<EffectAtExit> {
        let Self { n, missing, .. } = *self;
        if n < FEWEST_FOR_A_GROUP {
            return Figure::TooFew { have: n, need: FEWEST_FOR_A_GROUP };
        }
        let mut sum = Ledger::default();
        let mut unpriced = BTreeSet::new();
        for (code, percent) in &self.change {
            match prices.month_of(code) {
                #[expect(clippy::cast_precision_loss, reason = "per cents of a country fit exactly")]
                Some(month) => sum.add(month, *percent as f64 / 100.0),
                None => {
                    unpriced.insert(Code::clone(code));
                }
            }
        }
        let (per_month, society_per_month) = (sum.fiscal(), sum.society());
        let horizons = HORIZONS.map(|years| (years, persistence.worth(years)));
        Figure::Known(EffectAtExit {
            n,
            missing,
            per_month,
            society_per_month,
            present_value: horizons.map(|(years, worth)| (years, per_month.times(worth))).into(),
            society_present_value: horizons.map(|(years, worth)| (years, society_per_month.times(worth))).into(),
            persistence,
            unpriced,
        })
    }
}

impl AddsUp for AtExit<'_> {
    fn add(&mut self, others: &Self) {
        self.n += others.n;
        self.missing += others.missing;
        for (code, percent) in &others.change {
            *self.change.entry(code).or_default() += percent;
        }
    }
}
