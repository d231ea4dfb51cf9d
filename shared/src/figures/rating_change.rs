//! Change of the self-rating between baseline and latest: of the score with reliable change, and item by item.

use super::cohort::{Cohort, Selection, baseline_and_latest};
use super::paired::{Paired, paired};
use super::reliable_change::{MeasurementError, ReliableChange, ReliableChangeMethod};
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
    let until = selection.period.to().month();
    let (pairs, missing) =
        collect_pairs(cohort, selection, |row| baseline_and_latest(row, until, |at| at.score.map(f64::from)));
    let score = of_a_group(&pairs);
    let reliable_change = score.known().zip(instrument.reliability).and_then(|(known, reliability)| {
        let error = MeasurementError::new(known.mean_pre, known.sd_pre, reliability).ok()?;
        Some(ReliableChange::count(&pairs, &error, ReliableChangeMethod::JacobsonTruax, instrument.direction))
    });
    RatingChange { missing: Some(missing), score, reliable_change, reliability: instrument.reliability }
}

/// The change of each item that participants rate, in the instrument's order.
pub fn item_changes(cohort: &Cohort, selection: &Selection, instrument: &Instrument) -> Vec<ItemChange> {
    let until = selection.period.to().month();
    let change = |(place, item): (usize, &crate::instrument::Item)| {
        let (pairs, missing) = collect_pairs(cohort, selection, |row| {
            baseline_and_latest(row, until, |at| at.ratings.get(place).copied().flatten().map(f64::from))
        });
        ItemChange { item: item.id.clone(), missing: Some(missing), change: of_a_group(&pairs) }
    };
    instrument.participant_items().enumerate().map(change).collect()
}

fn collect_pairs(
    cohort: &Cohort,
    selection: &Selection,
    measure: impl Fn(&super::Row) -> Option<(f64, Option<f64>)>,
) -> (Vec<(f64, f64)>, u32) {
    let mut pairs = Vec::new();
    let mut missing = 0;
    for row in cohort.active(selection) {
        match measure(row) {
            Some((baseline, Some(latest))) => pairs.push((baseline, latest)),
            _ => missing += 1,
        }
    }
    (pairs, missing)
}

fn of_a_group(pairs: &[(f64, f64)]) -> Figure<Paired> {
    let have = pairs.len();
    if have < FEWEST_FOR_A_GROUP {
        return Figure::TooFew { have, need: FEWEST_FOR_A_GROUP };
    }
    // Ratings are whole numbers on a scale: there is no value that is not finite.
    paired(pairs).unwrap_or(Figure::TooFew { have, need: FEWEST_FOR_A_GROUP })
}
