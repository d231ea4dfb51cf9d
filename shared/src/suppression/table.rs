//! One count split by dimensions whose parts add up, such as gender and municipality, and the sums between its margins.
//! It does not know which of its cells may be shown.

use super::key::CellKey;
use std::collections::{BTreeMap, BTreeSet};

/// The dimensions, by number, that a margin keeps.
pub(super) type Margin = BTreeSet<usize>;

/// A count of people over dimensions in which everyone stands in exactly one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    measure: String,
    period: String,
    dimensions: Vec<Dimension>,
    counts: BTreeMap<Vec<usize>, u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Dimension {
    name: String,
    categories: Vec<String>,
}

/// What a table does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A place that is not one category for each dimension.
    #[error("table {measure} has no cell {place:?}")]
    UnknownPlace {
        /// What the table counts.
        measure: String,
        /// The place asked for.
        place: Vec<String>,
    },
    /// A dimension it is not split by.
    #[error("table {measure} is not split by {dimension}")]
    UnknownDimension {
        /// What the table counts.
        measure: String,
        /// The dimension asked for.
        dimension: String,
    },
}

impl Table {
    /// A table without a split: `measure` names what is counted, `period` when.
    pub fn new(measure: &str, period: &str) -> Self {
        Self { measure: measure.into(), period: period.into(), dimensions: Vec::new(), counts: BTreeMap::new() }
    }

    /// Splits it by a dimension. All dimensions come before the first count.
    #[must_use]
    pub fn by(mut self, dimension: &str, categories: &[&str]) -> Self {
        let categories = categories.iter().map(|category| String::from(*category)).collect();
        self.dimensions.push(Dimension { name: dimension.into(), categories });
        self
    }

    /// Adds people to the innermost cell at `place`: one category for each dimension, in their order.
    ///
    /// # Errors
    /// When there is no such cell.
    pub fn add(&mut self, place: &[&str], people: u32) -> Result<(), TableError> {
        let cell = self.numbers(place).ok_or_else(|| self.unknown_place(place))?;
        let count = self.counts.entry(cell).or_default();
        *count = count.saturating_add(people);
        Ok(())
    }

    /// The key of the margin at `place`; a dimension left out is summed over.
    pub fn key(&self, place: &[(&str, &str)]) -> CellKey {
        CellKey::new(&self.measure, &self.period, place)
    }

    fn numbers(&self, place: &[&str]) -> Option<Vec<usize>> {
        let same_length = place.len() == self.dimensions.len();
        let number = |(dimension, name): (&Dimension, &&str)| dimension.categories.iter().position(|c| c == name);
        same_length.then(|| self.dimensions.iter().zip(place).map(number).collect::<Option<_>>()).flatten()
    }

    fn unknown_place(&self, place: &[&str]) -> TableError {
        let place = place.iter().map(|name| String::from(*name)).collect();
        TableError::UnknownPlace { measure: self.measure.clone(), place }
    }

    /// The margin that keeps every dimension.
    pub(super) fn whole(&self) -> Margin {
        (0..self.dimensions.len()).collect()
    }

    /// The margin that keeps these dimensions.
    pub(super) fn margin(&self, dimensions: &[&str]) -> Result<Margin, TableError> {
        let number = |name: &&str| {
            self.dimensions.iter().position(|dimension| dimension.name == **name).ok_or_else(|| {
                TableError::UnknownDimension { measure: self.measure.clone(), dimension: String::from(*name) }
            })
        };
        dimensions.iter().map(number).collect()
    }

    /// Every cell of a margin with its count, those of nobody as well.
    pub(super) fn cells(&self, margin: &Margin) -> Vec<(CellKey, u32)> {
        let mut sums = BTreeMap::<Vec<usize>, u32>::new();
        for (cell, people) in &self.counts {
            let sum = sums.entry(margin.iter().map(|dimension| cell[*dimension]).collect()).or_default();
            *sum = sum.saturating_add(*people);
        }
        let count = |place: Vec<usize>| {
            let people = sums.get(&place).copied().unwrap_or_default();
            (self.key_at(margin, &place), people)
        };
        self.places(margin).into_iter().map(count).collect()
    }

    /// For every cell of a margin, its key and the keys of the parts it has when it is split by `dimension` too.
    pub(super) fn sums(&self, margin: &Margin, dimension: usize) -> Vec<(CellKey, Vec<CellKey>)> {
        let finer: Margin = margin.iter().copied().chain([dimension]).collect();
        let position = finer.iter().position(|kept| *kept == dimension).unwrap_or_default();
        let parts = |place: &[usize]| {
            let part = |category| {
                let mut part = place.to_vec();
                part.insert(position, category);
                self.key_at(&finer, &part)
            };
            (0..self.dimensions[dimension].categories.len()).map(part).collect()
        };
        self.places(margin).iter().map(|place| (self.key_at(margin, place), parts(place))).collect()
    }

    /// Every combination of the categories of a margin's dimensions.
    fn places(&self, margin: &Margin) -> Vec<Vec<usize>> {
        margin.iter().fold(vec![Vec::new()], |places, dimension| {
            let extend = |place: &Vec<usize>, category| place.iter().copied().chain([category]).collect();
            let categories = 0..self.dimensions[*dimension].categories.len();
            places.iter().flat_map(|place| categories.clone().map(move |category| extend(place, category))).collect()
        })
    }

    fn key_at(&self, margin: &Margin, place: &[usize]) -> CellKey {
        let name = |(dimension, category): (&usize, &usize)| {
            let dimension = &self.dimensions[*dimension];
            (dimension.name.as_str(), dimension.categories[*category].as_str())
        };
        self.key(&margin.iter().zip(place).map(name).collect::<Vec<_>>())
    }
}
