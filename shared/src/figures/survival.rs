//! Time until something happens, with those for whom it has not happened yet counted as long as they were followed
//! (Kaplan & Meier 1958). Never the mean of the finished ones alone.

use super::Figure;
use super::climb::Climb;
use super::cohort::{Cohort, Selection, Stay};
use super::exits::led_to_work;
use super::leaves::AddsUp;
use super::period::Period;
use super::share::Z;
use super::tally::Way;
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
    let mut tally = SurvivalTally::default();
    followed.iter().for_each(|one| tally.enter(*one, Way::In));
    tally.survival()
}

/// How many were followed so long, and to how many of them it happened then.
#[derive(Debug, Clone, Copy, Default)]
struct Leaving {
    events: u32,
    censored: u32,
}

/// The counts of times, by months.
#[derive(Debug, Clone, Default)]
pub(crate) struct SurvivalTally(Vec<Leaving>);

impl AddsUp for SurvivalTally {
    fn add(&mut self, others: &Self) {
        self.0.resize(self.0.len().max(others.0.len()), Leaving::default());
        for (own, other) in self.0.iter_mut().zip(&others.0) {
            own.events += other.events;
            own.censored += other.censored;
        }
    }
}

impl SurvivalTally {
    fn enter(&mut self, one: Followed, way: Way) {
        let place = usize::from(one.months);
        if place >= self.0.len() {
            self.0.resize(place + 1, Leaving::default());
        }
        let leaving = &mut self.0[place];
        way.count(if one.happened { &mut leaving.events } else { &mut leaving.censored });
    }

    /// Counts the months to work, of stays that are active in a period.
    pub(crate) fn to_work(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        let until = period.to();
        let mut tally = Self::default();
        for stay in stays {
            let last = stay.ended.map_or(until, |ended| ended.min(until));
            let months = last.month().since(stay.started.month());
            let happened = stay.ended.is_some_and(|ended| ended <= until) && led_to_work(stay.facts());
            tally.enter(Followed { months: u16::try_from(months).unwrap_or(0), happened }, Way::In);
        }
        tally
    }

    /// Counts the months to a first higher step, of stays that are active in a period.
    pub(crate) fn to_first_step(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        let until = period.to().month();
        let mut tally = Self::default();
        stays.for_each(|stay| tally.count(Climb::of(&stay, until), Way::In));
        tally
    }

    /// Counts an active participation.
    pub(super) fn count(&mut self, climb: Option<Climb>, way: Way) {
        if let Some(one) = climb.and_then(to_first_step) {
            self.enter(one, way);
        }
    }

    /// The figure.
    pub(crate) fn survival(&self) -> Figure<Survival> {
        let n: u32 = self.0.iter().map(|leaving| leaving.events + leaving.censored).sum();
        if n == 0 {
            return Figure::TooFew { have: 0, need: 1 };
        }
        let (mut survival, mut greenwood, mut at_risk) = (1.0, 0.0, n);
        let mut curve = Vec::new();
        for (month, leaving) in (0..).zip(&self.0) {
            if leaving.events > 0 {
                let (events, followed) = (f64::from(leaving.events), f64::from(at_risk));
                survival *= 1.0 - events / followed;
                greenwood += events / (followed * (followed - events));
                let (low, high) = interval(survival, greenwood);
                curve.push(CurvePoint { month, at_risk, events: leaving.events, survival, low, high });
            }
            at_risk -= leaving.events + leaving.censored;
        }
        let first = |of: fn(&CurvePoint) -> f64| curve.iter().find(|at| of(at) <= 0.5 + 1e-12).map(|at| at.month);
        Figure::Known(Survival {
            n,
            events: curve.iter().map(|point| point.events).sum(),
            median_months: first(|point| point.survival),
            median_interval: (first(|point| point.low), first(|point| point.high)),
            curve,
        })
    }
}

/// The 95 % interval on the log-minus-log scale, which keeps it between 0 and 1 (Kalbfleisch & Prentice 1980).
fn interval(survival: f64, greenwood: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 {
        return (survival, survival);
    }
    let spread = Z * greenwood.sqrt() / survival.ln().abs();
    (survival.powf(spread.exp()), survival.powf((-spread).exp()))
}

/// Months from the baseline to the first higher step, censored at the last recorded month, of the participations
/// active in the period. Those without a later measurement are left out.
pub fn time_to_first_step(cohort: &Cohort, selection: &Selection) -> Figure<Survival> {
    SurvivalTally::to_first_step(&mut cohort.active(selection), selection.period).survival()
}

/// Months from the first day to a last day with work, subsidised or not, of the participations active in the period.
/// Those that go on, or ended without work, are followed as long as they were there.
pub fn time_to_work(cohort: &Cohort, selection: &Selection) -> Figure<Survival> {
    SurvivalTally::to_work(&mut cohort.active(selection), selection.period).survival()
}

fn to_first_step(climb: Climb) -> Option<Followed> {
    let (_, last) = climb.latest?;
    let to = climb.first_higher.unwrap_or(last).since(climb.began);
    Some(Followed { months: u16::try_from(to).unwrap_or(0), happened: climb.first_higher.is_some() })
}
