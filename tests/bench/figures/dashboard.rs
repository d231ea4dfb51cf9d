//! The figures that are measured, as one list of named numbers, so that they can be compared.

use anyhow::{Result, ensure};
use serde::Deserialize;
use shared::figures::{Cohort, Figure, Period, Selection, Tally};
use shared::instrument::Instrument;
use shared::record::Gender;
use shared::time::Month;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The product's own instrument.
pub(crate) static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(|| {
    Instrument::read(include_str!("../../../assets/instruments/stegvis-monthly.v1.json"))
        .unwrap_or_else(|error| unreachable!("the product's own instrument is valid: {error}"))
});

/// Named numbers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Answer(BTreeMap<String, f64>);

impl Answer {
    /// Fails with the first number that differs.
    pub(crate) fn same_as(&self, other: &Self, tolerance: f64) -> Result<()> {
        for (name, value) in &self.0 {
            let theirs = other.0.get(name).copied();
            let close = theirs.is_some_and(|theirs| (value - theirs).abs() <= tolerance * value.abs().max(1.0));
            ensure!(close, "{name}: {value} here, {theirs:?} there");
        }
        ensure!(self.0.len() == other.0.len(), "{} numbers here, {} there", self.0.len(), other.0.len());
        Ok(())
    }
}

/// Two years, of everything.
pub(crate) fn everything() -> Selection {
    let month = |number| Month::new(2025, number).unwrap_or_else(|| unreachable!("a month"));
    let period = Period::new(month(1).first_day(), month(12).last_day());
    Selection::new(period.unwrap_or_else(|_| unreachable!("a year")), vec![])
}

/// Counts everything anew from the columns.
pub(crate) fn count(cohort: &Cohort) -> Tally {
    Tally::of(cohort, everything(), 6)
}

/// The figures of what was counted.
pub(crate) fn answer(tally: &Tally) -> Answer {
    let mut numbers = BTreeMap::new();
    let mut put = |name: String, value: f64| numbers.insert(name, value);
    let found = tally.flow();
    for (name, row) in [
        ("active", found.participations_identified),
        ("started", found.started),
        ("ended", found.ended),
        ("persons", found.unique_persons),
    ] {
        put(format!("flow.{name}.woman"), row.woman.into());
        put(format!("flow.{name}.man"), row.man.into());
    }
    let steps = tally.step_movement();
    for (name, moved) in [("woman", steps.woman), ("man", steps.man)] {
        put(format!("steps.{name}.forward"), moved.forward.into());
        put(format!("steps.{name}.same"), moved.same.into());
        put(format!("steps.{name}.back"), moved.back.into());
    }
    for (from, row) in tally.transitions().counts.iter().enumerate() {
        for (to, count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
            put(format!("moves.{}.{}", from + 1, to + 1), (*count).into());
        }
    }
    if let Figure::Known(survival) = tally.time_to_first_step() {
        for point in survival.curve {
            put(format!("time.{}", point.month), point.survival);
        }
    }
    for ((intervention, gender), change) in tally.rating_change_by_group(&INSTRUMENT) {
        let intervention = intervention.uuid().as_u64_pair().1;
        let Figure::Known(score) = change.score else { continue };
        let gender = if gender == Gender::Woman { "woman" } else { "man" };
        let numbers = [
            ("n", score.n as f64),
            ("mean_pre", score.mean_pre),
            ("sd_pre", score.sd_pre),
            ("mean_post", score.mean_post),
            ("mean_difference", score.mean_difference),
            ("sd_difference", score.sd_difference),
            ("higher", score.higher as f64),
            ("lower", score.lower as f64),
        ];
        for (name, value) in numbers {
            put(format!("rating.{intervention}.{gender}.{name}"), value);
        }
    }
    Answer(numbers)
}
