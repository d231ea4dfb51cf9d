//! Change of the self-rating between baseline and latest: of the score with reliable change, and item by item.

use super::cohort::{Cohort, Selection, Stay};
use super::paired::{PairSums, Paired};
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

/// The directions of the score: of whom [`rating_change`] gives the statistics.
pub fn score_directions(cohort: &Cohort, selection: &Selection) -> Directions {
    score_tally(cohort, selection).directions()
}

/// The directions of each item: of whom [`item_changes`] gives the statistics.
pub fn item_directions(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> Vec<(Code, Directions)> {
    item_tallies(cohort, selection, instrument).map(|(item, tally)| (item, tally.directions())).collect()
}

/// The change of the score: participations of identified people, active in the period.
pub fn rating_change(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> RatingChange {
    score_tally(cohort, selection).change(instrument)
}

/// The change of each item that participants rate, in the instrument's order.
pub fn item_changes(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> Vec<ItemChange> {
    let change = |(item, tally): (Code, PairTally)| ItemChange {
        item,
        missing: Some(tally.missing),
        change: tally.of_a_group(),
    };
    item_tallies(cohort, selection, instrument).map(change).collect()
}

fn score_tally(cohort: &Cohort, selection: &Selection) -> PairTally {
    let until = selection.period.to().month();
    let mut tally = PairTally::default();
    cohort.active(selection).for_each(|stay| tally.count(PairTally::score_of(&stay, until), Way::In));
    tally
}

fn item_tallies<'a>(
    cohort: &'a Cohort,
    selection: &'a Selection,
    instrument: &'a Instrument,
) -> impl Iterator<Item = (Code, PairTally)> + 'a {
    let until = selection.period.to().month();
    instrument.participant_items().enumerate().map(move |(number, item)| {
        let mut tally = PairTally::default();
        for stay in cohort.active(selection) {
            let months = stay.months;
            tally.count(pair_of(&stay, until, |place| months.rating(number, place)), Way::In);
        }
        (item.id.clone(), tally)
    })
}

/// Baseline and latest, if there are both.
type Pair = Option<(i16, i16)>;

fn pair_of(stay: &Stay<'_>, until: Month, measure: impl Fn(usize) -> Option<i16>) -> Pair {
    let measured = stay.months.baseline_and_latest(stay.started.month(), until, measure)?;
    Some((measured.baseline, measured.latest?))
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
        pair_of(stay, until, |place| stay.months.score(place))
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
