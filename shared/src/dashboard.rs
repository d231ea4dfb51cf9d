//! The movement dashboard as the server answers it and the page draws it, and what of it may leave the member.

use crate::account::InterventionName;
use crate::figures::{
    ByGender, Cohort, FEWEST_FOR_A_GROUP, Figure, Flow, ItemChange, Movement, Paired, Period, RatingChange, Selection,
    Share, StepMovement, flow, item_changes, rating_change, step_movement,
};
use crate::instrument::{Instrument, InstrumentRef};
use serde::{Deserialize, Serialize};

pub use crate::suppression::Audience;

/// A table by gender, or only its totals where the split would show a small cell, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "shown", content = "table")]
pub enum Shown<Full, Totals> {
    /// Everything.
    Full(Full),
    /// A cell of the split is small: only the totals are shown, so that it cannot be worked out.
    Totals(Totals),
    /// A total is small as well.
    Hidden,
}

/// The movement dashboard of one selection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct MovementDashboard {
    /// The days it covers.
    pub period: Period,
    /// The interventions it covers.
    pub interventions: Vec<InterventionName>,
    /// Who it was made for.
    pub audience: Audience,
    /// People through the bridge.
    pub flow: Vec<FlowRow>,
    /// Forward, same, back.
    pub steps: Shown<StepMovement, StepTotals>,
    /// The instrument of the ratings.
    pub instrument: InstrumentRef,
    /// Change of the score.
    pub rating: RatingChange,
    /// Change item by item.
    pub items: Vec<ItemChange>,
}

/// One row of the flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FlowRow {
    /// What it counts.
    pub counts: FlowCount,
    /// The counts.
    pub table: Shown<ByGender, u32>,
}

/// What a row of the flow counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlowCount {
    /// Participations of identified people.
    ParticipationsIdentified,
    /// Participations that began.
    Started,
    /// Participations that ended.
    Ended,
    /// Persons.
    UniquePersons,
    /// Anonymous participations.
    Anonymous,
}

/// Step movement without the split.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct StepTotals {
    /// The counts.
    pub total: Movement,
    /// The share that moved forward among those measured.
    pub share_forward: Figure<Share>,
}

impl MovementDashboard {
    /// Computes the dashboard of a selection for an audience.
    pub fn compute(
        cohort: &Cohort,
        selection: &Selection,
        instrument: &Instrument,
        interventions: Vec<InterventionName>,
        audience: Audience,
    ) -> Self {
        let steps = step_movement(cohort, selection);
        let rating = rating_change(cohort, selection, instrument);
        Self {
            period: selection.period,
            interventions,
            audience,
            flow: flow_rows(&flow(cohort, selection), audience),
            steps: shown_steps(steps, audience),
            instrument: instrument.reference(),
            rating: shown_rating(rating, audience),
            items: item_changes(cohort, selection, instrument)
                .into_iter()
                .map(|item| shown_item(item, audience))
                .collect(),
        }
    }
}

/// Counts from 1 to 4 could point at somebody.
const fn is_small(count: u32) -> bool {
    matches!(count, 1..=4)
}

fn flow_rows(flow: &Flow, audience: Audience) -> Vec<FlowRow> {
    let rows = [
        (FlowCount::ParticipationsIdentified, flow.participations_identified),
        (FlowCount::Started, flow.started),
        (FlowCount::Ended, flow.ended),
        (FlowCount::UniquePersons, flow.unique_persons),
        (FlowCount::Anonymous, flow.anonymous),
    ];
    // One small cell among rows about the same people takes the split from all of them, since rows could be
    // subtracted. Anonymous participations are other people, in no other row.
    let has_small = |row: &ByGender| [row.woman, row.man, row.other].into_iter().any(is_small);
    let same_people = rows.iter().filter(|(counts, _)| *counts != FlowCount::Anonymous).any(|(_, row)| has_small(row));
    rows.into_iter()
        .map(|(counts, row)| {
            let split_is_small = if counts == FlowCount::Anonymous { has_small(&row) } else { same_people };
            let table = match (audience, is_small(row.total), split_is_small) {
                (Audience::Member, _, _) | (_, false, false) => Shown::Full(row),
                (_, true, _) => Shown::Hidden,
                (_, false, true) => Shown::Totals(row.total),
            };
            FlowRow { counts, table }
        })
        .collect()
}

fn shown_steps(steps: StepMovement, audience: Audience) -> Shown<StepMovement, StepTotals> {
    let cells = |m: &Movement| [m.forward, m.same, m.back, m.too_few];
    let has_small = |m: &Movement| cells(m).into_iter().any(is_small);
    if audience == Audience::Member {
        return Shown::Full(steps);
    }
    if has_small(&steps.total) || (steps.total.measured() as usize) < FEWEST_FOR_A_GROUP {
        return Shown::Hidden;
    }
    let others = steps.total.forward.abs_diff(steps.ever_forward);
    if [steps.woman, steps.man, steps.other].iter().any(has_small) || is_small(others) {
        return Shown::Totals(StepTotals { total: steps.total, share_forward: steps.share_forward });
    }
    Shown::Full(steps)
}

/// Whether a table of pairs shows a small cell: in what is missing, or in who rose, stayed and fell.
fn pairs_show_a_small_cell(missing: Option<u32>, change: &Figure<Paired>) -> bool {
    missing.is_some_and(is_small)
        || change
            .known()
            .is_some_and(|pairs| [pairs.higher, pairs.same, pairs.lower].iter().any(|count| matches!(count, 1..=4)))
}

fn shown_rating(rating: RatingChange, audience: Audience) -> RatingChange {
    let reliable = rating.reliable_change;
    let hides = pairs_show_a_small_cell(rating.missing, &rating.score)
        || reliable.is_some_and(|r| [r.improved, r.unchanged, r.deteriorated].into_iter().any(is_small));
    if audience.is_outside_the_member() && hides {
        RatingChange { missing: None, score: Figure::Hidden, reliable_change: None, reliability: rating.reliability }
    } else {
        rating
    }
}

fn shown_item(item: ItemChange, audience: Audience) -> ItemChange {
    if audience.is_outside_the_member() && pairs_show_a_small_cell(item.missing, &item.change) {
        ItemChange { item: item.item, missing: None, change: Figure::Hidden }
    } else {
        item
    }
}
