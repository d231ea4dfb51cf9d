//! The name of a count. Two tables that use the same key speak of the same count: that is how they are linked.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What is counted, over which period, and in which part of the split. Copies are cheap: tables, sums and the memory of
/// releases all hold the same keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Named", into = "Named")]
pub struct CellKey(Arc<Named>);

/// What a key says, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Named {
    measure: String,
    period: String,
    place: BTreeMap<String, String>,
}

impl From<Named> for CellKey {
    fn from(named: Named) -> Self {
        Self(Arc::new(named))
    }
}

impl From<CellKey> for Named {
    fn from(CellKey(named): CellKey) -> Self {
        Arc::unwrap_or_clone(named)
    }
}

impl CellKey {
    /// The count of `measure` over `period` in one place; the empty place is the total.
    pub fn new(measure: &str, period: &str, place: &[(&str, &str)]) -> Self {
        let place = place.iter().map(|(dimension, category)| (String::from(*dimension), String::from(*category)));
        Self::from(Named { measure: measure.into(), period: period.into(), place: place.collect() })
    }

    /// Whether it counts in this period and in just this place.
    pub(super) fn is_of(&self, period: &str, place: &[(&str, &str)]) -> bool {
        let Self(own) = self;
        let same = |(name, category): (&String, &String)| place.contains(&(name.as_str(), category.as_str()));
        own.period == period && own.place.len() == place.len() && own.place.iter().all(same)
    }

    /// The key of those in this count who are not in `part`, a count of some of the same people.
    #[must_use]
    pub fn without(&self, part: &Self) -> Self {
        let measure = format!("{self} without {part}");
        Self::from(Named { measure, period: self.0.period.clone(), place: BTreeMap::new() })
    }

    /// The key of what was added to or taken from this count when it was counted again.
    pub(super) fn change(&self, number: usize) -> Self {
        let Named { measure, period, place } = &*self.0;
        let measure = format!("{measure}, change {number}");
        Self::from(Named { measure, period: period.clone(), place: place.clone() })
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(named) = self;
        write!(f, "{} {}", named.measure, named.period)?;
        named.place.iter().try_for_each(|(dimension, category)| write!(f, " {dimension}={category}"))
    }
}
