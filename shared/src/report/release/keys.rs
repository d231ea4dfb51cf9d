//! The keys of a period's counts, made once for all statements and figures of a report. It does not know which of the counts
//! are stated.

use super::counted::Counted;
use super::place::{Place, Split};
use crate::figures::Period;
use crate::suppression::{CellKey, Where};
use std::collections::HashMap;

/// Every count's key, by what is counted and of whom.
#[derive(Debug)]
pub(super) struct Keys {
    period: String,
    made: HashMap<String, HashMap<Place, CellKey>>,
}

/// The keys of what is counted under one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeysOf<'a> {
    measure: &'a str,
    period: &'a str,
    made: Option<&'a HashMap<Place, CellKey>>,
}

/// How a period is named in the keys of counts.
pub(super) fn named(period: &Period) -> String {
    format!("{}..{}", period.from(), period.to())
}

impl Keys {
    /// Those of everything that was counted.
    pub(super) fn of_all(counted: &Counted, days: &Period) -> Self {
        let period = named(days);
        let places = Split::ALL.into_iter().flat_map(|split| counted.places(split));
        let places: Vec<(Place, Where)> = places.map(|place| (place.clone(), place.during(&period))).collect();
        let of_measure = |measure: &str| {
            let key = |(place, during): &(Place, Where)| (place.clone(), CellKey::at(measure, during));
            (measure.to_owned(), places.iter().map(key).collect())
        };
        let made = counted.measures().map(of_measure).collect();
        Self { period, made }
    }

    /// Those of what is counted under one name.
    pub(super) fn of<'a>(&'a self, measure: &'a str) -> KeysOf<'a> {
        KeysOf { measure, period: &self.period, made: self.made.get(measure) }
    }
}

impl KeysOf<'_> {
    /// The key of a count.
    pub(super) fn get(&self, place: &Place) -> CellKey {
        let made = self.made.and_then(|made| made.get(place)).cloned();
        made.unwrap_or_else(|| place.key(self.measure, self.period))
    }
}
