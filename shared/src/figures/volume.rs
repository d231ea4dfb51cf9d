//! Structural interventions, of which only numbers are kept: how many occasions there were, and how many attended.
//! The two are never added together. This file does not know who came, nor who of them came twice.

use super::cohort::Selection;
use super::period::Period;
use crate::id::InterventionId;
use crate::time::{Date, Month};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// When something was held: on a day, or at some time in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhenHeld {
    /// On a day.
    On(Date),
    /// In a month.
    In(Month),
}

impl WhenHeld {
    /// The first and the last day that are meant.
    fn days(self) -> (Date, Date) {
        match self {
            Self::On(day) => (day, day),
            Self::In(month) => (month.first_day(), month.last_day()),
        }
    }

    fn is_within(self, period: Period) -> bool {
        let (first, last) = self.days();
        period.holds(first) && period.holds(last)
    }

    fn touches(self, period: Period) -> bool {
        let (first, last) = self.days();
        first <= period.to() && last >= period.from()
    }
}

impl fmt::Display for WhenHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => day.fmt(f),
            Self::In(month) => month.fmt(f),
        }
    }
}

impl FromStr for WhenHeld {
    type Err = crate::time::TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::On).or_else(|_| text.parse().map(Self::In))
    }
}

/// What was counted: occasions, attendances, or each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    occasions: Option<u32>,
    attendances: Option<u32>,
}

/// Neither was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither occasions nor attendances are given; write at least one of them")]
pub struct NothingCounted;

impl Counted {
    /// What was counted; what was not is missing, not zero.
    ///
    /// # Errors
    /// Where neither was.
    pub const fn new(occasions: Option<u32>, attendances: Option<u32>) -> Result<Self, NothingCounted> {
        match (occasions, attendances) {
            (None, None) => Err(NothingCounted),
            _ => Ok(Self { occasions, attendances }),
        }
    }

    /// How many times it was held.
    pub const fn occasions(&self) -> Option<u32> {
        self.occasions
    }

    /// How many came, each time counted.
    pub const fn attendances(&self) -> Option<u32> {
        self.attendances
    }
}

/// One kind of activity of an intervention at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attended {
    /// Of which intervention.
    pub intervention: InterventionId,
    /// When.
    pub held: WhenHeld,
    /// What kind of activity.
    pub activity: Box<str>,
    /// The numbers.
    pub counted: Counted,
}

/// Sums of what was counted; nothing where nobody counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct VolumeSum {
    /// How many rows are summed.
    pub rows: u32,
    /// Occasions.
    pub occasions: Option<u64>,
    /// Attendances: who came twice counts twice.
    pub attendances: Option<u64>,
    /// Rows in which occasions are missing.
    pub without_occasions: u32,
    /// Rows in which attendances are missing.
    pub without_attendances: u32,
}

impl VolumeSum {
    /// Sums of sums.
    pub fn together(sums: impl IntoIterator<Item = Self>) -> Self {
        let add = |one: Option<u64>, other: Option<u64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.saturating_add(other)),
            (one, other) => one.or(other),
        };
        sums.into_iter().fold(Self::default(), |sum, next| Self {
            rows: sum.rows + next.rows,
            occasions: add(sum.occasions, next.occasions),
            attendances: add(sum.attendances, next.attendances),
            without_occasions: sum.without_occasions + next.without_occasions,
            without_attendances: sum.without_attendances + next.without_attendances,
        })
    }

    fn add(&mut self, counted: Counted) {
        self.rows += 1;
        sum(&mut self.occasions, &mut self.without_occasions, counted.occasions);
        sum(&mut self.attendances, &mut self.without_attendances, counted.attendances);
    }
}

fn sum(sum: &mut Option<u64>, missing: &mut u32, counted: Option<u32>) {
    match counted {
        Some(count) => *sum = Some(sum.unwrap_or(0).saturating_add(u64::from(count))),
        None => *missing += 1,
    }
}

/// Table 6.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Volume {
    /// Everything together.
    pub total: VolumeSum,
    /// Intervention by intervention, and in it activity by activity.
    pub interventions: BTreeMap<InterventionId, VolumeOfOne>,
    /// Rows of a month of which only a part lies in the period; they are in no sum.
    pub left_out: u32,
}

/// Table 6 for one intervention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VolumeOfOne {
    /// All its activities.
    pub total: VolumeSum,
    /// Each of them.
    pub activities: BTreeMap<Box<str>, VolumeSum>,
}

/// Sums what was held in the period.
pub fn volume(all: &[Attended], selection: &Selection) -> Volume {
    let mut found = Volume::default();
    for one in all.iter().filter(|one| selection.has_intervention(one.intervention)) {
        if one.held.is_within(selection.period) {
            found.total.add(one.counted);
            let of_one = found.interventions.entry(one.intervention).or_default();
            of_one.total.add(one.counted);
            of_one.activities.entry(one.activity.clone()).or_default().add(one.counted);
        } else if one.held.touches(selection.period) {
            found.left_out += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    type Tested = Result<(), Box<dyn std::error::Error>>;

    fn attended(number: u128, held: &str, activity: &str, counted: (Option<u32>, Option<u32>)) -> Attended {
        Attended {
            intervention: InterventionId::from_uuid(Uuid::from_u128(number)),
            held: held.parse().unwrap_or_else(|error| unreachable!("{error}")),
            activity: activity.into(),
            counted: Counted::new(counted.0, counted.1).unwrap_or_else(|error| unreachable!("{error}")),
        }
    }

    fn of_2025(interventions: Vec<InterventionId>) -> Result<Selection, Box<dyn std::error::Error>> {
        Ok(Selection::new(Period::new("2025-01-01".parse()?, "2025-12-31".parse()?)?, interventions))
    }

    #[test]
    fn occasions_and_attendances_are_summed_apart_and_what_is_missing_is_told() -> Tested {
        let all = [
            attended(1, "2025-03-14", "lecture", (Some(1), Some(40))),
            attended(1, "2025-04", "lecture", (Some(3), None)),
            attended(1, "2025-05", "café", (None, Some(7))),
            attended(2, "2025-05", "café", (Some(2), None)),
        ];
        let found = volume(&all, &of_2025(vec![])?);
        let total = VolumeSum {
            rows: 4,
            occasions: Some(6),
            attendances: Some(47),
            without_occasions: 1,
            without_attendances: 2,
        };
        assert_eq!(found.total, total);
        let [first, second] =
            [1, 2].map(|number| &found.interventions[&InterventionId::from_uuid(Uuid::from_u128(number))]);
        assert_eq!((first.total.occasions, first.total.attendances), (Some(4), Some(47)));
        assert_eq!((second.total.occasions, second.total.attendances), (Some(2), None), "missing is not zero");
        assert_eq!(first.activities["lecture"].occasions, Some(4));
        Ok(())
    }

    #[test]
    fn a_month_counts_when_all_of_it_lies_in_the_period() -> Tested {
        let all = [
            attended(1, "2025-01", "a", (Some(1), None)),
            attended(1, "2024-12-31", "a", (Some(1), None)),
            attended(1, "2025-12-31", "a", (Some(1), None)),
        ];
        assert_eq!(volume(&all, &of_2025(vec![])?).total.rows, 2);
        let half = Selection::new(Period::new("2025-01-15".parse()?, "2025-12-30".parse()?)?, vec![]);
        let found = volume(&all, &half);
        assert_eq!((found.total.rows, found.left_out), (0, 1));
        Ok(())
    }

    #[test]
    fn only_the_interventions_that_are_asked_for_count() -> Tested {
        let all = [attended(1, "2025-01", "a", (Some(1), None)), attended(2, "2025-01", "a", (Some(1), None))];
        assert_eq!(volume(&all, &of_2025(vec![all[1].intervention])?).total.rows, 1);
        Ok(())
    }

    #[test]
    fn nothing_counted_is_no_count() {
        assert_eq!(Counted::new(None, None), Err(NothingCounted));
        assert!(Counted::new(Some(0), None).is_ok());
    }
}
