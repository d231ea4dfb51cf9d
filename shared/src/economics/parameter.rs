//! The numbers of a scenario that may be uncertain: their names, what they can be, and their ranges.
//! This file does not know what is computed from them.

use super::bounds::{OutOfBounds, within};
use super::present_value::LONGEST_HORIZON;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A number of a scenario, by the name of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// What the intervention costs.
    Cost,
    /// How many reach the goal.
    Successes,
    /// How many take part.
    Persons,
    /// The share of them that reaches the goal.
    Share,
    /// What one success is worth a year.
    ValuePerSuccessPerYear,
    /// For how many months a success lasts.
    HorizonMonths,
    /// The discount rate.
    Rate,
    /// The share that would have come anyway.
    Deadweight,
    /// The share that pushed an equal effect out elsewhere.
    Displacement,
    /// The share that is due to others.
    AttributionToOthers,
    /// The share that is lost from each year to the next.
    DropOff,
}

impl Parameter {
    /// Every parameter, in the order of the fields.
    pub const ALL: [Self; 11] = [
        Self::Cost,
        Self::Successes,
        Self::Persons,
        Self::Share,
        Self::ValuePerSuccessPerYear,
        Self::HorizonMonths,
        Self::Rate,
        Self::Deadweight,
        Self::Displacement,
        Self::AttributionToOthers,
        Self::DropOff,
    ];

    /// The name of its field.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Successes => "successes",
            Self::Persons => "persons",
            Self::Share => "share",
            Self::ValuePerSuccessPerYear => "value_per_success_per_year",
            Self::HorizonMonths => "horizon_months",
            Self::Rate => "rate",
            Self::Deadweight => "deadweight",
            Self::Displacement => "displacement",
            Self::AttributionToOthers => "attribution_to_others",
            Self::DropOff => "drop_off",
        }
    }

    /// Takes a number that this parameter can be.
    ///
    /// # Errors
    /// When it cannot: a share over 1, a negative horizon, an amount beyond any budget.
    pub fn check(self, value: f64) -> Result<f64, OutOfBounds> {
        let (least, most) = match self {
            Self::Cost => (0.0, 1e12),
            Self::ValuePerSuccessPerYear => (0.0, 1e9),
            Self::Successes => (0.0, 1e8),
            Self::Persons => (1.0, 1e8),
            Self::HorizonMonths => (0.0, LONGEST_HORIZON),
            Self::Share
            | Self::Rate
            | Self::Deadweight
            | Self::Displacement
            | Self::AttributionToOthers
            | Self::DropOff => (0.0, 1.0),
        };
        within(value, least, most)
    }
}

/// How low and how high a parameter may be, both ends included.
pub type Range = [f64; 2];

/// Reads ranges by parameter; a parameter with two ranges is refused, where a map would keep the last one silently.
pub(super) fn read_ranges<'de, D: Deserializer<'de>>(reader: D) -> Result<BTreeMap<Parameter, Range>, D::Error> {
    struct Ranges;

    impl<'de> Visitor<'de> for Ranges {
        type Value = BTreeMap<Parameter, Range>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("[low, high] by the name of a field")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut ranges = BTreeMap::new();
            // By name first, so that a fault of the range is told with the parameter's name.
            while let Some(name) = map.next_key::<String>()? {
                let parameter = Parameter::ALL.into_iter().find(|parameter| parameter.name() == name);
                let parameter = parameter.ok_or_else(|| A::Error::custom(format_args!("unknown range `{name}`")))?;
                let range = map.next_value::<Range>()?;
                if ranges.insert(parameter, range).is_some() {
                    return Err(A::Error::custom(format_args!("duplicate range `{}`", parameter.name())));
                }
            }
            Ok(ranges)
        }
    }

    reader.deserialize_map(Ranges)
}
