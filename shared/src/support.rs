//! What a person lives on and does: support sources and occupations, each with an extent in per cent.
//! 100 per cent is 40 hours a week, whatever full time is at that workplace.

use crate::code::{Code, CodeList};
use serde::{Deserialize, Serialize};

/// A share from 0 to 100 per cent, in whole per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = u16, maximum = 100))]
#[serde(try_from = "u16", into = "u16")]
pub struct Percent(u8);

/// A number above 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is more than 100 per cent")]
pub struct OverHundred(u16);

impl Percent {
    /// The whole.
    pub const FULL: Self = Self(100);

    /// Takes a number from 0 to 100.
    pub fn new(number: u16) -> Result<Self, OverHundred> {
        u8::try_from(number).ok().filter(|number| *number <= 100).map(Self).ok_or(OverHundred(number))
    }

    /// The number, 0 to 100.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// As a fraction, 0 to 1.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl TryFrom<u16> for Percent {
    type Error = OverHundred;

    fn try_from(number: u16) -> Result<Self, OverHundred> {
        Self::new(number)
    }
}

impl From<Percent> for u16 {
    fn from(percent: Percent) -> Self {
        Self::from(percent.0)
    }
}

/// Hours a week in an activity, 0 to 80, in whole hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = u16, maximum = 80))]
#[serde(try_from = "u16", into = "u16")]
pub struct WeeklyHours(u8);

/// More hours than a week of activity can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} hours a week is more than 80")]
pub struct TooManyHours(u16);

impl WeeklyHours {
    /// Takes a number from 0 to 80.
    pub fn new(number: u16) -> Result<Self, TooManyHours> {
        u8::try_from(number).ok().filter(|number| *number <= 80).map(Self).ok_or(TooManyHours(number))
    }

    /// The number of hours.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u16> for WeeklyHours {
    type Error = TooManyHours;

    fn try_from(number: u16) -> Result<Self, TooManyHours> {
        Self::new(number)
    }
}

impl From<WeeklyHours> for u16 {
    fn from(hours: WeeklyHours) -> Self {
        Self::from(hours.0)
    }
}

/// Something that holds for a person to some extent: a support source or an occupation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Extent {
    /// The entry of its code list.
    pub code: Code,
    /// How much of a full one.
    pub percent: Percent,
}

/// Support sources and occupations that hold at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State<'a> {
    /// What the person lives on. Nobody lives on nothing ("no public support" is an entry of its own).
    pub support: &'a [Extent],
    /// What the person does; `None` where that was not asked, as in a monthly follow-up.
    pub occupation: Option<&'a [Extent]>,
}

impl<'a> State<'a> {
    /// A state whose supports and occupations were both asked for.
    pub const fn new(support: &'a [Extent], occupation: &'a [Extent]) -> Self {
        Self { support, occupation: Some(occupation) }
    }

    /// A state of which only the supports were asked for.
    pub const fn of_support(support: &'a [Extent]) -> Self {
        Self { support, occupation: None }
    }

    /// Whether it is not recorded what the person lives on: the state is missing, it is not one without money.
    pub const fn is_missing(&self) -> bool {
        self.support.is_empty()
    }

    /// Whether it is recorded what the person does.
    pub fn has_occupation(&self) -> bool {
        self.occupation.is_some_and(|occupation| !occupation.is_empty())
    }

    /// What holds, and to what extent.
    pub fn extents(&self) -> impl Iterator<Item = &'a Extent> + use<'a> {
        self.support.iter().chain(self.occupation.unwrap_or_default())
    }

    /// The codes that hold.
    pub fn codes(&self) -> impl Iterator<Item = &'a Code> + use<'a> {
        self.extents().map(|extent| &extent.code)
    }
}

/// Two states as far as they can be set against each other; `None` where either is missing. Occupations count only where
/// they are recorded both times: one that was not asked for or not filled in has neither begun nor ended.
pub fn comparable<'b, 'a>(before: &State<'b>, after: &State<'a>) -> Option<(State<'b>, State<'a>)> {
    let both = before.has_occupation() && after.has_occupation();
    let (before, after) =
        if both { (*before, *after) } else { (State::of_support(before.support), State::of_support(after.support)) };
    (!before.is_missing() && !after.is_missing()).then_some((before, after))
}

/// What is wrong with a set of sources, or of other codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtentError {
    /// Not in the list.
    #[error("“{0}” is not in the code list")]
    Unknown(Code),
    /// Named twice.
    #[error("“{0}” is there twice")]
    Twice(Code),
    /// An entry that excludes every other stands beside another.
    #[error("“{0}” excludes every other")]
    Excludes(Code),
}

/// Checks a set of sources against its list: each known, each once, and "no public support" alone.
pub fn check_extents(extents: &[Extent], list: &CodeList) -> Result<(), ExtentError> {
    check_codes(&extents.iter().map(|extent| extent.code.clone()).collect::<Vec<_>>(), list)
}

/// The same of codes that hold or do not hold, without an extent.
pub fn check_codes(codes: &[Code], list: &CodeList) -> Result<(), ExtentError> {
    for (place, code) in codes.iter().enumerate() {
        let entry = list.entry(code).ok_or_else(|| ExtentError::Unknown(code.clone()))?;
        if codes[..place].contains(code) {
            return Err(ExtentError::Twice(code.clone()));
        }
        if entry.exclusive && codes.len() > 1 {
            return Err(ExtentError::Excludes(code.clone()));
        }
    }
    Ok(())
}
