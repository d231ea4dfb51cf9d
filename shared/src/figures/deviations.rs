//! How many deviations were noted, by theme. Who noted them, and of whom, no count says.

use super::cohort::{Cohort, Selection};
use crate::code::Code;
use std::collections::BTreeMap;

/// Deviations about the months of a period: each is counted once, a participation as often as it has some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deviations {
    /// All of them.
    pub noted: u32,
    /// Participations of identified people with at least one.
    pub participations: u32,
    /// By theme, from the association's list.
    pub themes: BTreeMap<Code, u32>,
}

/// Counts the deviations about a month that lies in the period, wholly or in part. What was taken back is not counted.
pub fn deviations(cohort: &Cohort, selection: &Selection) -> Deviations {
    let (first, last) = (selection.period.from().month(), selection.period.to().month());
    let mut found = Deviations::default();
    for stay in cohort.selected(selection).filter(|stay| stay.person.is_some()) {
        let mut has_any = false;
        for (_, theme) in stay.facts().deviations.iter().filter(|(month, _)| (first..=last).contains(month)) {
            has_any = true;
            found.noted += 1;
            *found.themes.entry(theme.clone()).or_default() += 1;
        }
        found.participations += u32::from(has_any);
    }
    found
}
