//! What a scenario comes to: net, present value, ratio, payback and break-even.
//! This file does not know of uncertainty; see [`super::uncertainty`].

use super::present_value::Discounting;
use super::scenario::Assumptions;
use serde::{Deserialize, Serialize};

/// What follows from a scenario's values, in its unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many reach the goal.
    pub successes: f64,
    /// The own benefit of a full first year, after deadweight, displacement and what is due to others.
    pub benefit_per_year: f64,
    /// The undiscounted benefit over the horizon, minus the cost.
    pub net: f64,
    /// The benefit over the horizon, discounted.
    pub present_value: f64,
    /// Present value minus cost.
    pub npv: f64,
    /// Present value / cost; none where nothing is paid.
    pub ratio: Option<f64>,
    /// The first month in which the benefit reaches the cost, interpolated, undiscounted; none where it never does
    /// within the horizon.
    pub payback_months: Option<f64>,
    /// The same of the discounted benefit.
    pub payback_months_discounted: Option<f64>,
    /// How many successes it takes for an `npv` of 0: cost / present value of one; none where one is worth nothing.
    pub break_even_successes: Option<f64>,
    /// That / persons: above 1 it is out of reach. None where the scenario names no persons.
    pub break_even_share: Option<f64>,
    /// The share for a `net` of 0: cost / undiscounted value of one success over the horizon / persons.
    pub break_even_share_undiscounted: Option<f64>,
}

impl Outcome {
    /// Reckons with some assumptions.
    pub(super) fn of(assumptions: &Assumptions) -> Self {
        let (cost, discounting) = (assumptions.cost, assumptions.discounting());
        let successes = assumptions.successes();
        let stream = assumptions.stream(successes);
        let one = assumptions.stream(1.0);
        let present_value = stream.present_value(discounting);
        let share_of_persons = |needed: Option<f64>| Some(needed? / assumptions.persons?);
        let break_even = break_even_successes(cost, one.present_value(discounting));
        Self {
            successes,
            benefit_per_year: stream.per_year,
            net: stream.undiscounted() - cost,
            present_value,
            npv: present_value - cost,
            ratio: (cost > 0.0).then(|| present_value / cost),
            payback_months: stream.payback_months(cost, Discounting::NONE),
            payback_months_discounted: stream.payback_months(cost, discounting),
            break_even_successes: break_even,
            break_even_share: share_of_persons(break_even),
            break_even_share_undiscounted: share_of_persons(break_even_successes(cost, one.undiscounted())),
        }
    }
}

/// How many successes pay a cost, each worth `value_of_one` over the horizon; `None` where one is worth nothing.
pub fn break_even_successes(cost: f64, value_of_one: f64) -> Option<f64> {
    (value_of_one > 0.0).then(|| cost / value_of_one)
}
