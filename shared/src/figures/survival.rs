//! Time until something happens, with those for whom it has not happened yet counted as long as they were followed
//! (Kaplan & Meier 1958). Never the mean of the finished ones alone.

use super::Figure;
use super::cohort::{Cohort, Selection, Stay};
use super::share::Z;
use crate::time::Month;
use serde::{Deserialize, Serialize};

/// One participation's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// Months from the beginning to the event, or to the last month that is known.
    pub months: u16,
    /// Whether it happened.
    pub happened: bool,
}

/// One step of the curve: a month in which it happened to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Months since the beginning.
    pub month: u16,
    /// How many were still followed just before.
    pub at_risk: u32,
    /// To how many it happened.
    pub events: u32,
    /// Share to whom it has not happened by the end of the month.
    pub survival: f64,
    /// Lower end of the 95 % interval (Greenwood's variance on the log-minus-log scale).
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The curve and its median.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survival {
    /// How many were followed.
    pub n: u32,
    /// To how many it happened.
    pub events: u32,
    /// Months in which it happened to somebody.
    pub curve: Vec<CurvePoint>,
    /// The first month by whose end it had happened to half; none where it has not.
    pub median_months: Option<u16>,
    /// The median's 95 % interval: where the curve's lower and upper ends pass one half.
    pub median_interval: (Option<u16>, Option<u16>),
}

/// Estimates the curve.
pub fn kaplan_meier(followed: &[Followed]) -> Figure<Survival> {
    if followed.is_empty() {
        return Figure::TooFew { have: 0, need: 1 };
    }
    let mut ordered = followed.to_vec();
    ordered.sort_by_key(|one| one.months);
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut at_risk = count(ordered.len());
    let mut curve = Vec::new();
    for together in ordered.chunk_by(|a, b| a.months == b.months) {
        let events = count(together.iter().filter(|one| one.happened).count());
        if events > 0 {
            let (d, n) = (f64::from(events), f64::from(at_risk));
            survival *= 1.0 - d / n;
            greenwood += d / (n * (n - d));
            let (low, high) = interval(survival, greenwood);
            curve.push(CurvePoint { month: together[0].months, at_risk, events, survival, low, high });
        }
        at_risk -= count(together.len());
    }
    let first = |at_most_half: fn(&CurvePoint) -> f64| {
        curve.iter().find(|point| at_most_half(point) <= 0.5 + 1e-12).map(|point| point.month)
    };
    Figure::Known(Survival {
        n: count(followed.len()),
        events: curve.iter().map(|point| point.events).sum(),
        median_months: first(|point| point.survival),
        median_interval: (first(|point| point.low), first(|point| point.high)),
        curve,
    })
}

/// The 95 % interval on the log-minus-log scale, which keeps it between 0 and 1 (Kalbfleisch & Prentice 1980).
fn interval(survival: f64, greenwood: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 {
        return (survival, survival);
    }
    let spread = Z * greenwood.sqrt() / survival.ln().abs();
    (survival.powf(spread.exp()), survival.powf((-spread).exp()))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Months from the baseline to the first higher step, censored at the last recorded month, of the participations
/// active in the period. Those without a later measurement are left out.
pub fn time_to_first_step(cohort: &Cohort, selection: &Selection) -> Figure<Survival> {
    let until = selection.period.to().month();
    let followed: Vec<Followed> = cohort.active(selection).filter_map(|stay| to_first_step(&stay, until)).collect();
    kaplan_meier(&followed)
}

fn to_first_step(stay: &Stay<'_>, until: Month) -> Option<Followed> {
    let months = stay.months;
    let steps = months.baseline_and_latest(stay.started.month(), until, |place| months.step(place))?;
    steps.latest?;
    let recorded = steps.first + 1..months.up_to(until);
    let higher = recorded.clone().find(|place| months.step(*place).is_some_and(|step| step > steps.baseline));
    let last = recorded.rev().find(|place| months.step(*place).is_some());
    let since_baseline = |place: usize| months.month[place].since(months.month[steps.first]);
    let to = higher.or(last).map(since_baseline)?;
    Some(Followed { months: u16::try_from(to).unwrap_or(0), happened: higher.is_some() })
}
