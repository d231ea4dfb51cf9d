//! Table 9: full-year equivalents, how many people a year's days in public support would make if each had stayed in it
//! all year. They come ready made from the statistical office; this file adds them up and holds them against what the
//! office itself published. It does not know where the file comes from.

use serde::{Deserialize, Serialize};

/// A year as the statistical office publishes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullYearRow {
    /// The year.
    pub year: u16,
    /// Full-year equivalents by kind of support, in the order of the file's columns.
    pub parts: Vec<u64>,
    /// The office's own sum, if it gives one.
    #[serde(default)]
    pub published_total: Option<u64>,
    /// People of working age, 20 to 64, if known.
    #[serde(default)]
    pub population_20_64: Option<u64>,
    /// The office's own share of the population, in per cent with one decimal.
    #[serde(default)]
    pub published_share_percent: Option<f64>,
    /// What the file says beside.
    #[serde(default)]
    pub note: Option<String>,
}

/// A year, added up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FullYear {
    /// The year.
    pub year: u16,
    /// The sum of the parts.
    pub total: u64,
    /// The office's own sum minus the sum of the parts, where they differ: an error of the source, to be shown.
    pub source_differs_by: Option<i64>,
    /// The sum of the parts as a share of the people of working age; none where they are not known or none.
    pub share: Option<f64>,
}

impl FullYear {
    /// Adds a year up. A sum beyond what a number holds stays at the greatest number.
    pub fn of(row: &FullYearRow) -> Self {
        let total = row.parts.iter().fold(0_u64, |sum, part| sum.saturating_add(*part));
        let differs = |published: u64| i64::try_from(i128::from(published) - i128::from(total)).unwrap_or(i64::MAX);
        let population = row.population_20_64.filter(|population| *population > 0);
        Self {
            year: row.year,
            total,
            source_differs_by: row.published_total.map(differs).filter(|by| *by != 0),
            share: population.map(|population| total as f64 / population as f64),
        }
    }
}

/// The years in their order, each with its change from the year before it in the series.
pub fn full_years(rows: &[FullYearRow]) -> Vec<(FullYear, Option<i64>)> {
    let mut years: Vec<FullYear> = rows.iter().map(FullYear::of).collect();
    years.sort_by_key(|year| year.year);
    let before = std::iter::once(None).chain(years.iter().map(|year| Some(year.total)));
    let change = |total: u64, before: u64| i64::try_from(i128::from(total) - i128::from(before)).unwrap_or(i64::MAX);
    let changes: Vec<Option<i64>> =
        before.zip(&years).map(|(before, year)| before.map(|before| change(year.total, before))).collect();
    years.into_iter().zip(changes).collect()
}
