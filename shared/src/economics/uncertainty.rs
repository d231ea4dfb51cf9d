//! How far a scenario's net present value may be off: one parameter at a time, and all of them together.
//! Randomness is an argument: the same seed gives the same interval on every machine.

use super::outcome::Outcome;
use super::parameter::{Parameter, Range};
use super::scenario::{Assumptions, Scenario};
use rand_distr::{Distribution, Triangular};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Marks what follows from assumptions, not from what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// If the assumptions hold.
    Scenario,
}

/// One bar of the tornado: the net present value at both ends of one parameter's range, all others at their values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Which parameter.
    pub parameter: Parameter,
    /// Its low end.
    pub low: f64,
    /// Its high end.
    pub high: f64,
    /// The net present value at the low end.
    pub npv_at_low: f64,
    /// The net present value at the high end.
    pub npv_at_high: f64,
}

impl Bar {
    /// How far apart the two ends are.
    pub fn width(&self) -> f64 {
        (self.npv_at_high - self.npv_at_low).abs()
    }
}

/// How the parameters are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawn {
    /// Triangular between low and high with the parameter's value as mode, each independently of the others. A writer
    /// who gives low, high and a best guess has said just this much; a uniform draw would forget the guess.
    IndependentTriangular,
}

/// Within what the net present value lies, from draws of all ranged parameters at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The 5th and 95th percentile.
    pub percent_90: Range,
    /// The 2.5th and 97.5th percentile.
    pub percent_95: Range,
    /// How many draws.
    pub draws: u32,
    /// From where they began.
    pub seed: u64,
    /// How they were made.
    pub drawn: Drawn,
}

/// A scenario reckoned through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calculation {
    /// That it is a scenario.
    pub kind: Kind,
    /// What follows from the scenario's values.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The tornado: one bar a ranged parameter, the widest first.
    pub sensitivity: Vec<Bar>,
    /// The interval of `npv`; none where no parameter has a range, so that nothing is known of the uncertainty.
    pub interval: Option<Interval>,
    /// What is assumed, with what was left out filled in.
    pub assumptions: Scenario,
}

impl Scenario {
    /// Reckons the scenario through.
    pub fn calculate(&self) -> Calculation {
        let (assumptions, draft) = (self.assumptions(), self.draft());
        Calculation {
            kind: Kind::Scenario,
            outcome: Outcome::of(&assumptions),
            sensitivity: tornado(&assumptions, &draft.ranges),
            interval: monte_carlo(&assumptions, &draft.ranges, draft.draws, draft.seed),
            assumptions: self.clone(),
        }
    }
}

fn tornado(assumptions: &Assumptions, ranges: &BTreeMap<Parameter, Range>) -> Vec<Bar> {
    let npv_at = |parameter, value| Outcome::of(&assumptions.with(parameter, value)).npv;
    let mut bars: Vec<Bar> = ranges
        .iter()
        .map(|(&parameter, &[low, high])| {
            let (npv_at_low, npv_at_high) = (npv_at(parameter, low), npv_at(parameter, high));
            Bar { parameter, low, high, npv_at_low, npv_at_high }
        })
        .collect();
    bars.sort_by(|a, b| b.width().total_cmp(&a.width()));
    bars
}

fn monte_carlo(
    assumptions: &Assumptions,
    ranges: &BTreeMap<Parameter, Range>,
    draws: u32,
    seed: u64,
) -> Option<Interval> {
    if ranges.is_empty() {
        return None;
    }
    // A checked range holds the parameter's value, so that each makes a distribution.
    let drawn = ranges
        .iter()
        .map(|(&parameter, &[low, high])| {
            let mode = assumptions.get(parameter)?;
            Some((parameter, Triangular::new(low, high, mode).ok()?))
        })
        .collect::<Option<Vec<_>>>()?;
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut draw = || {
        let varied = drawn
            .iter()
            .fold(*assumptions, |varied, (parameter, range)| varied.with(*parameter, range.sample(&mut random)));
        Outcome::of(&varied).npv
    };
    let mut values: Vec<f64> = (0..draws).map(|_| draw()).collect();
    values.sort_by(f64::total_cmp);
    let at = |share| percentile(&values, share);
    let (percent_90, percent_95) = ([at(0.05)?, at(0.95)?], [at(0.025)?, at(0.975)?]);
    Some(Interval { percent_90, percent_95, draws, seed, drawn: Drawn::IndependentTriangular })
}

/// The value below which a share of sorted values lies, interpolated between neighbours (Hyndman & Fan 1996, type 7).
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let below = place.floor();
    let low = *sorted.get(below as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    Some(low + (high - low) * (place - below))
}
