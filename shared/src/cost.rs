//! What interventions cost: budget and outcome, a calendar year at a time, in whole kronor. It does not know what came of it.

use crate::figures::Period;
use crate::id::InterventionId;
use crate::time::Month;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The highest amount taken, in kronor: above it, a number is a slip of the pen.
const HIGHEST: u64 = 10_000_000_000;

/// An amount of whole kronor, up to ten thousand millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = u64, maximum = 10_000_000_000_u64))]
#[serde(try_from = "u64", into = "u64")]
pub struct Kronor(u64);

/// More than any intervention costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} kronor is more than any intervention costs")]
pub struct TooMuch(u64);

impl Kronor {
    /// Takes an amount.
    ///
    /// # Errors
    /// When it is more than any intervention costs.
    pub const fn new(kronor: u64) -> Result<Self, TooMuch> {
        if kronor > HIGHEST { Err(TooMuch(kronor)) } else { Ok(Self(kronor)) }
    }

    /// The amount.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for Kronor {
    type Error = TooMuch;

    fn try_from(kronor: u64) -> Result<Self, TooMuch> {
        Self::new(kronor)
    }
}

impl From<Kronor> for u64 {
    fn from(kronor: Kronor) -> Self {
        kronor.0
    }
}

/// Budget and cost of one intervention in one year; what is not known is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct YearCost {
    /// What was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Kronor>,
    /// What was spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Kronor>,
}

/// The years of one intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct CostLine {
    /// Which intervention.
    pub intervention: InterventionId,
    /// What people call it.
    pub name: Box<str>,
    /// What is known of each calendar year.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, YearCost>))]
    pub years: BTreeMap<u16, YearCost>,
}

/// The costs of an association, intervention by intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Costs {
    /// By name.
    pub lines: Vec<CostLine>,
}

/// What is said of an intervention's year, in place of what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct CostChange {
    /// Which intervention.
    pub intervention: InterventionId,
    /// The calendar year, 2000 to 2100.
    pub year: u16,
    /// What holds.
    #[serde(flatten)]
    pub amounts: YearCost,
}

/// The years that costs are kept for.
pub const YEARS: std::ops::RangeInclusive<u16> = 2000..=2100;

/// Costs by intervention and year.
pub type KnownCosts = BTreeMap<(InterventionId, u16), YearCost>;

/// What interventions cost in a period of whole calendar years, in kronor. `None` where the period is of other days, or
/// where the cost of one of them is not known in one of the years: a part of a sum is not shown as the whole.
pub fn cost_of(known: &KnownCosts, interventions: &[InterventionId], period: Period) -> Option<f64> {
    sum_of(known, interventions, period, |year| year.cost)
}

/// What was set aside for interventions, as [`cost_of`] tells what they cost.
pub fn budget_of(known: &KnownCosts, interventions: &[InterventionId], period: Period) -> Option<f64> {
    sum_of(known, interventions, period, |year| year.budget)
}

fn sum_of(
    known: &KnownCosts,
    interventions: &[InterventionId],
    period: Period,
    amount: fn(&YearCost) -> Option<Kronor>,
) -> Option<f64> {
    let years = whole_years(period)?;
    if interventions.is_empty() {
        return None;
    }
    let mut sum = 0_u64;
    for year in years {
        for intervention in interventions {
            sum += amount(known.get(&(*intervention, year))?)?.get();
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "kronor of a country fit exactly")]
    Some(sum as f64)
}

fn whole_years(period: Period) -> Option<std::ops::RangeInclusive<u16>> {
    let (first, last) = (period.from().month().year(), period.to().month().year());
    let begins = Month::new(first, 1).is_some_and(|month| month.first_day() == period.from());
    let ends = Month::new(last, 12).is_some_and(|month| month.last_day() == period.to());
    (begins && ends).then_some(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> InterventionId {
        InterventionId::from_uuid(Uuid::from_u128(number))
    }

    fn period(from: &str, to: &str) -> Period {
        let day = |text: &str| text.parse().unwrap_or_else(|_| unreachable!("a day"));
        Period::new(day(from), day(to)).unwrap_or_else(|_| unreachable!("a period"))
    }

    fn known(costs: &[(u128, u16, u64)]) -> KnownCosts {
        let one = |(number, year, kronor): &(u128, u16, u64)| {
            ((id(*number), *year), YearCost { budget: None, cost: Kronor::new(*kronor).ok() })
        };
        costs.iter().map(one).collect()
    }

    #[test]
    fn costs_of_whole_years_are_added_up_and_a_part_is_never_shown_as_the_whole() {
        let known = known(&[(1, 2025, 100), (1, 2026, 50), (2, 2026, 7)]);
        assert_eq!(cost_of(&known, &[id(1)], period("2025-01-01", "2026-12-31")), Some(150.0));
        assert_eq!(cost_of(&known, &[id(1), id(2)], period("2026-01-01", "2026-12-31")), Some(57.0));
        assert_eq!(cost_of(&known, &[id(1), id(2)], period("2025-01-01", "2026-12-31")), None);
        assert_eq!(cost_of(&known, &[id(1)], period("2026-01-01", "2026-06-30")), None);
        assert_eq!(budget_of(&known, &[id(1)], period("2026-01-01", "2026-12-31")), None);
    }

    #[test]
    fn nobody_costs_more_than_there_is() {
        assert!(Kronor::new(HIGHEST).is_ok());
        assert!(serde_json::from_str::<Kronor>("10000000001").is_err());
        assert!(serde_json::from_str::<Kronor>("-1").is_err());
    }
}
