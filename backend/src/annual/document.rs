//! A report as it is laid out, whatever file it becomes: sections with tables and charts, and cells that know what they
//! hold. It does not know where the figures come from.

use serde_json::Value;

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    /// The tag of its language.
    pub(super) language: Box<str>,
    /// On the first page.
    pub(super) title: String,
    /// Below the title.
    pub(super) subtitle: String,
    /// What it is about and of what it is made, name by name.
    pub(super) facts: Vec<(String, String)>,
    /// The answer in words.
    pub(super) sentences: Vec<String>,
    /// In their order.
    pub(super) sections: Vec<Section>,
    /// What is to be known of all figures.
    pub(super) about: Vec<String>,
}

/// One part of a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Section {
    /// What it is called.
    pub(super) title: String,
    /// What it shows.
    pub(super) lead: String,
    /// What is counted, of how many, and what is missing.
    pub(super) counted: Vec<String>,
    /// A picture of the table.
    pub(super) chart: Option<Chart>,
    /// The figures.
    pub(super) tables: Vec<Table>,
    /// How they are computed.
    pub(super) method: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// What it is.
    pub(super) caption: String,
    /// The names of the columns; the first is that of the rows' names.
    pub(super) columns: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Its name.
    pub(super) name: String,
    /// What stands in it; nothing in a heading.
    pub(super) cells: Vec<Cell>,
    /// Whether it belongs to the row above that is a heading.
    pub(super) is_part: bool,
}

impl Row {
    /// A row.
    pub(super) fn new(name: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { name: name.into(), cells, is_part: false }
    }

    /// A row below a heading.
    pub(super) fn part(name: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { is_part: true, ..Self::new(name, cells) }
    }
}

/// In what a number is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Whole ones.
    Count,
    /// A share, shown in whole per cent.
    Share,
    /// Kronor.
    Kronor,
    /// A number with this many decimals.
    Decimals(u8),
}

/// What stands at a place of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A number in full precision.
    Number(f64, Unit),
    /// Words.
    Words(String),
    /// Kept from the reader, since a small group could be seen.
    Hidden,
    /// Nobody knows.
    Missing,
    /// Fewer cases than it takes.
    TooFew {
        /// How many there are.
        have: u64,
        /// How many it takes.
        need: u64,
    },
}

impl Cell {
    /// What a report says at a place.
    pub(super) fn of(figure: &Value, unit: Unit) -> Self {
        match figure {
            Value::Number(number) => number.as_f64().map_or(Self::Missing, |number| Self::Number(number, unit)),
            Value::String(text) if text == shared::report::release::HIDDEN => Self::Hidden,
            Value::String(text) => Self::Words(text.clone()),
            Value::Object(map) if map.contains_key("hidden") => Self::Hidden,
            Value::Object(map) => map.get("too_few").map_or(Self::Missing, |few| {
                let count = |name: &str| few[name].as_u64().unwrap_or_default();
                Self::TooFew { have: count("have"), need: count("need") }
            }),
            Value::Null | Value::Bool(_) | Value::Array(_) => Self::Missing,
        }
    }

    /// A count.
    pub(super) fn count(figure: &Value) -> Self {
        Self::of(figure, Unit::Count)
    }

    /// The number that is shown, if one is.
    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number, _) => Some(*number),
            _ => None,
        }
    }
}

/// Bars, in groups.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chart {
    /// What it shows.
    pub(super) caption: String,
    /// What the bars of a group are.
    pub(super) series: Vec<String>,
    /// The groups.
    pub(super) groups: Vec<Group>,
}

/// Bars that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Of what.
    pub(super) name: String,
    /// One for each series.
    pub(super) bars: Vec<Cell>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_hidden_missing_or_too_few_is_no_number() {
        assert_eq!(Cell::count(&json!("hidden")), Cell::Hidden);
        assert_eq!(Cell::count(&json!({"hidden": true})), Cell::Hidden);
        assert_eq!(Cell::count(&Value::Null), Cell::Missing);
        assert_eq!(Cell::count(&json!({"too_few": {"have": 3, "need": 10}})), Cell::TooFew { have: 3, need: 10 });
        assert_eq!(Cell::count(&json!(0)), Cell::Number(0.0, Unit::Count));
        assert_eq!(Cell::Hidden.number(), None);
    }
}
