//! The name of a count. Two tables that use the same key speak of the same count: that is how they are linked.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What is counted, over which period, and in which part of the split.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellKey {
    measure: String,
    period: String,
    place: BTreeMap<String, String>,
}

impl CellKey {
    /// The count of `measure` over `period` in one place; the empty place is the total.
    pub fn new(measure: &str, period: &str, place: &[(&str, &str)]) -> Self {
        let place = place.iter().map(|(dimension, category)| (String::from(*dimension), String::from(*category)));
        Self { measure: measure.into(), period: period.into(), place: place.collect() }
    }

    /// Whether it counts in this period and in just this place.
    pub(super) fn is_of(&self, period: &str, place: &[(&str, &str)]) -> bool {
        let same = |(name, category): (&String, &String)| place.contains(&(name.as_str(), category.as_str()));
        self.period == period && self.place.len() == place.len() && self.place.iter().all(same)
    }

    /// The key of those in this count who are not in `part`, a count of some of the same people.
    #[must_use]
    pub fn without(&self, part: &Self) -> Self {
        Self { measure: format!("{self} without {part}"), period: self.period.clone(), place: BTreeMap::new() }
    }

    /// The key of what was added to or taken from this count when it was counted again.
    pub(super) fn change(&self, number: usize) -> Self {
        Self { measure: format!("{}, change {number}", self.measure), ..self.clone() }
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.measure, self.period)?;
        self.place.iter().try_for_each(|(dimension, category)| write!(f, " {dimension}={category}"))
    }
}
