//! Change of the self-rating between baseline and latest: of the score with reliable change, and item by item.

use super::cohort::{Cohort, Selection};
use super::month_columns::Months;
use super::paired::{Paired, paired_ratings};
use super::reliable_change::{MeasurementError, Outcome, ReliableChange, ReliableChangeMethod};
use super::{FEWEST_FOR_A_GROUP, Figure};
use crate::code::Code;
use crate::instrument::Instrument;
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

/// The change of the score: participations of identified people, active in the period.
pub fn rating_change(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> RatingChange {
    let (pairs, missing) = collect_pairs(cohort, selection, |months, place| months.score(place));
    let score = of_a_group(&pairs);
    let reliable_change = score.known().zip(instrument.reliability).and_then(|(known, reliability)| {
        let error = MeasurementError::new(known.mean_pre, known.sd_pre, reliability).ok()?;
        let mut counts = ReliableChange::default();
        for (pre, post) in &pairs {
            let (pre, post) = (f64::from(*pre), f64::from(*post));
            let rc = error.rc(ReliableChangeMethod::JacobsonTruax, instrument.direction, pre, post);
            counts.add(Outcome::of(rc));
        }
        Some(counts)
    });
    RatingChange { missing: Some(missing), score, reliable_change, reliability: instrument.reliability }
}

/// The change of each item that participants rate, in the instrument's order.
pub fn item_changes(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> Vec<ItemChange> {
    let change = |(number, item): (usize, &crate::instrument::Item)| {
        let (pairs, missing) = collect_pairs(cohort, selection, |months, place| months.rating(number, place));
        ItemChange { item: item.id.clone(), missing: Some(missing), change: of_a_group(&pairs) }
    };
    instrument.participant_items().enumerate().map(change).collect()
}

/// Baseline and latest of those who have both, and how many have not.
fn collect_pairs(
    cohort: &Cohort,
    selection: &Selection,
    measure: impl Fn(&Months<'_>, usize) -> Option<i16>,
) -> (Vec<(i16, i16)>, u32) {
    let until = selection.period.to().month();
    let mut pairs = Vec::new();
    let mut missing = 0;
    for stay in cohort.active(selection) {
        let months = stay.months;
        let measured = months.baseline_and_latest(stay.started.month(), until, |place| measure(&months, place));
        match measured.and_then(|measured| measured.latest.map(|latest| (measured.baseline, latest))) {
            Some(pair) => pairs.push(pair),
            None => missing += 1,
        }
    }
    (pairs, missing)
}

fn of_a_group(pairs: &[(i16, i16)]) -> Figure<Paired> {
    match pairs.len() {
        have if have < FEWEST_FOR_A_GROUP => Figure::TooFew { have, need: FEWEST_FOR_A_GROUP },
        _ => paired_ratings(pairs),
    }
}
