//! Participant flow: how many took part, began and ended, as participations and as persons, always by gender.

use super::cohort::{Cohort, Selection};
use crate::record::Gender;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A count for each gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ByGender {
    /// Women.
    pub woman: u32,
    /// Men.
    pub man: u32,
    /// Other, or not stated.
    pub other: u32,
    /// All of them.
    pub total: u32,
}

impl ByGender {
    /// Counts one.
    pub fn add(&mut self, gender: Gender) {
        match gender {
            Gender::Woman => self.woman += 1,
            Gender::Man => self.man += 1,
            Gender::Other => self.other += 1,
        }
        self.total += 1;
    }

    /// The count of one gender.
    pub const fn of(&self, gender: Gender) -> u32 {
        match gender {
            Gender::Woman => self.woman,
            Gender::Man => self.man,
            Gender::Other => self.other,
        }
    }
}

/// Table 1. Participations are not persons: each row says which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flow {
    /// Participations of identified people, active in the period.
    pub participations_identified: ByGender,
    /// Anonymous participations that began in a year of the period.
    pub anonymous: ByGender,
    /// Participations that began in the period.
    pub started: ByGender,
    /// Participations that ended in the period.
    pub ended: ByGender,
    /// Persons behind the identified participations.
    pub unique_persons: ByGender,
}

/// Counts the flow of a selection.
pub fn flow(cohort: &Cohort, selection: &Selection) -> Flow {
    let period = selection.period;
    let mut flow = Flow::default();
    let mut persons = HashSet::new();
    for row in cohort.active(selection) {
        flow.participations_identified.add(row.gender);
        if period.holds(row.started) {
            flow.started.add(row.gender);
        }
        if row.ended.is_some_and(|ended| period.holds(ended)) {
            flow.ended.add(row.gender);
        }
        if let Some(person) = row.person
            && persons.insert(person)
        {
            flow.unique_persons.add(row.gender);
        }
    }
    let years = period.from().month().year()..=period.to().month().year();
    for row in cohort.selected(selection).filter(|row| row.person.is_none()) {
        if years.contains(&row.started.month().year()) {
            flow.anonymous.add(row.gender);
        }
    }
    flow
}
