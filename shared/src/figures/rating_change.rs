//! Change of the self-rating between baseline and latest: of the score with reliable change, and item by item.

use super::cohort::{Cohort, Selection, Stay};
use super::leaves::AddsUp;
use super::month_columns::LookedAt;
use super::paired::{PairSums, Paired};
use super::period::Period;
use super::reliable_change::{MeasurementError, ReliableChange};
use super::tally::Way;
use super::{FEWEST_FOR_A_GROUP, Figure};
use crate::code::Code;
use crate::instrument::Instrument;
use crate::time::Month;
use serde::{Deserialize, Serialize};

/// Change of the score of a group of participations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct RatingChange {
    /// Participations active in the period without a baseline or without a later score; none where hidden.
    pub missing: Option<u32>,
    /// The statistics; too few under ten pairs.
    pub score: Figure<Paired>,
    /// Reliable change, where the instrument's reliability is known and people differed at baseline.
    pub reliable_change: Option<ReliableChange>,
    /// The reliability that was used.
    pub reliability: Option<f64>,
}

/// Change of one item of a group of participations. Ordinal: counts first, means beside them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ItemChange {
    /// Which item.
    pub item: Code,
    /// Participations without both ratings; none where hidden.
    pub missing: Option<u32>,
    /// The statistics; too few under ten pairs.
    pub change: Figure<Paired>,
}

/// How many participations rose, stayed and fell, however few they are. For deciding what may be shown, and for counts;
/// statistics take more cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Directions {
    /// With a higher value after.
    pub higher: u32,
    /// With the same.
    pub same: u32,
    /// With a lower.
    pub lower: u32,
    /// Without both values.
    pub missing: u32,
}

impl Directions {
    /// How many pairs there are.
    pub const fn pairs(&self) -> u32 {
        self.higher + self.same + self.lower
    }
}

/// The change of the score: participations of identified people, active in the period.
pub fn rating_change(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> RatingChange {
    let until = selection.period.to().month();
    let mut tally = PairTally::default();
    cohort.active(selection).for_each(|stay| tally.count(PairTally::score_of(&stay, until), Way::In));
    tally.change(instrument)
}

/// The score and every item that participants rate, of participations of identified people, active in the period: counted
/// in one pass, since everything else about a rating is said of the same people.
#[derive(Debug, Clone)]
pub struct RatingChanges<'a> {
    instrument: &'a Instrument,
    score: PairTally,
    items: Vec<(&'a Code, PairTally)>,
}

impl<'a> RatingChanges<'a> {
    /// Counts those who are asked for.
    pub fn of(cohort: &Cohort, selection: &Selection, instrument: &'a Instrument) -> Self {
        Self::counted(&RatingCounts::of(&mut cohort.active(selection), selection.period, instrument), instrument)
    }

    /// What was counted.
    pub(crate) fn counted(counts: &RatingCounts, instrument: &'a Instrument) -> Self {
        let tallies = counts.items.iter().cloned().chain(std::iter::repeat(PairTally::default()));
        let items = instrument.participant_items().map(|item| &item.id).zip(tallies).collect();
        Self { instrument, score: counts.score.clone(), items }
    }

    /// As [`rating_change`].
    pub fn score(&self) -> RatingChange {
        self.score.change(self.instrument)
    }

    /// The directions of the score: of whom [`Self::score`] gives the statistics.
    pub fn score_directions(&self) -> Directions {
        self.score.directions()
    }

    /// The change of each item, in the instrument's order.
    pub fn items(&self) -> impl Iterator<Item = ItemChange> {
        self.items.iter().map(|(item, tally)| ItemChange {
            item: Code::clone(item),
            missing: Some(tally.missing),
            change: tally.of_a_group(),
        })
    }

    /// The directions of each item: of whom [`Self::items`] gives the statistics.
    pub fn item_directions(&self) -> impl Iterator<Item = (&Code, Directions)> {
        self.items.iter().map(|(item, tally)| (*item, tally.directions()))
    }
}

/// The pairs of the score and of each item that participants rate, in the instrument's order.
#[derive(Debug, Clone, Default)]
pub(crate) struct RatingCounts {
    score: PairTally,
    items: Vec<PairTally>,
}

impl RatingCounts {
    /// Counts stays that are active in a period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period, instrument: &Instrument) -> Self {
        let until = period.to().month();
        let items = instrument.participant_items().map(|_| PairTally::default()).collect();
        let mut counts = Self { score: PairTally::default(), items };
        for stay in stays {
            let places = stay.months.looked_at(stay.started.month(), until);
            counts.score.count(pair_of(&places, |place| stay.months.score(place)), Way::In);
            for (number, tally) in counts.items.iter_mut().enumerate() {
                tally.count(pair_of(&places, |place| stay.months.rating(number, place)), Way::In);
            }
        }
        counts
    }
}

impl AddsUp for RatingCounts {
    fn add(&mut self, others: &Self) {
        self.score.add(&others.score);
        self.items.resize(self.items.len().max(others.items.len()), PairTally::default());
        self.items.iter_mut().zip(&others.items).for_each(|(own, other)| own.add(other));
    }
}

/// Baseline and latest, if there are both.
type Pair = Option<(i16, i16)>;

fn pair_of(places: &LookedAt, measure: impl Fn(usize) -> Option<i16>) -> Pair {
    let (baseline, latest) = places.baseline_and_latest(measure)?;
    Some((baseline, latest?))
}

/// Pairs as exact sums, and how many have none.
#[derive(Debug, Clone, Default)]
pub(super) struct PairTally {
    sums: PairSums,
    missing: u32,
}

impl PairTally {
    /// A participation's scores.
    pub(super) fn score_of(stay: &Stay<'_>, until: Month) -> Pair {
        pair_of(&stay.months.looked_at(stay.started.month(), until), |place| stay.months.score(place))
    }

    fn add(&mut self, others: &Self) {
        self.sums.add(&others.sums);
        self.missing += others.missing;
    }

    /// Counts an active participation's pair.
    pub(super) fn count(&mut self, pair: Pair, way: Way) {
        match pair {
            Some((pre, post)) => self.sums.count(pre, post, way),
            None => way.count(&mut self.missing),
        }
    }

    /// Whether nobody is counted.
    pub(super) fn is_empty(&self) -> bool {
        self.sums.n() == 0 && self.missing == 0
    }

    fn directions(&self) -> Directions {
        let (higher, same, lower) = self.sums.directions();
        Directions { higher, same, lower, missing: self.missing }
    }

    fn of_a_group(&self) -> Figure<Paired> {
        match self.sums.n() {
            have if have < FEWEST_FOR_A_GROUP => Figure::TooFew { have, need: FEWEST_FOR_A_GROUP },
            _ => self.sums.paired(),
        }
    }

    pub(super) fn change(&self, instrument: &Instrument) -> RatingChange {
        let score = self.of_a_group();
        let reliable_change = score.known().zip(instrument.reliability).and_then(|(known, reliability)| {
            let error = MeasurementError::new(known.mean_pre, known.sd_pre, reliability).ok()?;
            Some(ReliableChange::of_differences(self.sums.differences(), &error, instrument.direction))
        });
        RatingChange { missing: Some(self.missing), score, reliable_change, reliability: instrument.reliability }
    }
}
