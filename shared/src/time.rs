//! Dates, months and instants as values. This file does not know what time it is.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use std::str::FromStr;

/// Why a text is not a date or a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not of the form `2026-03-09`, or no such day.
    #[error("“{0}” is not a date; write it as 2026-03-09")]
    NotADate(String),
    /// Not of the form `2026-03`, or no such month.
    #[error("“{0}” is not a month; write it as 2026-03")]
    NotAMonth(String),
}

/// A calendar month, the grid on which everything is measured. Ordered, counted from year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = String, example = "2026-03"))]
pub struct Month(u16);

impl Month {
    /// The month `number` (1 to 12) of `year` (1900 to 2200).
    pub fn new(year: u16, number: u8) -> Option<Self> {
        ((1900..=2200).contains(&year) && (1..=12).contains(&number)).then(|| Self(year * 12 + u16::from(number) - 1))
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.0 / 12
    }

    /// The month's number in its year, 1 to 12.
    pub const fn number(self) -> u8 {
        (self.0 % 12) as u8 + 1
    }

    /// The month `count` months later (earlier when negative), kept within the years that [`Month::new`] accepts.
    pub fn plus(self, count: i32) -> Self {
        let moved = (i32::from(self.0) + count).clamp(1900 * 12, 2200 * 12 + 11);
        Self(u16::try_from(moved).unwrap_or(self.0))
    }

    /// How many months lie from `earlier` to this one; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> i32 {
        i32::from(self.0) - i32::from(earlier.0)
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        Date::clamped(self, 1)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        Date::clamped(self, 31)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        digits(text, &[4, 2])
            .and_then(|parts| Self::new(parts[0], u8::try_from(parts[1]).ok()?))
            .ok_or_else(|| TimeError::NotAMonth(text.chars().take(40).collect()))
    }
}

/// A calendar day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = String, format = Date))]
pub struct Date(time::Date);

impl Date {
    /// The day `day` of `month`, or the month's last day where it has fewer; at least the first.
    pub fn clamped(month: Month, day: u8) -> Self {
        let of_year = time::Month::try_from(month.number()).unwrap_or(time::Month::January);
        let year = i32::from(month.year());
        let day = day.clamp(1, of_year.length(year));
        Self(time::Date::from_calendar_date(year, of_year, day).unwrap_or(time::Date::MIN))
    }

    /// The month that this day lies in.
    pub fn month(self) -> Month {
        let year = u16::try_from(self.0.year()).unwrap_or(1900).clamp(1900, 2200);
        Month(year * 12 + u16::from(u8::from(self.0.month())) - 1)
    }

    /// The day's number in its month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// Days from `earlier` to this one; negative when `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).whole_days()
    }

    /// The same day `months` months later, or that month's last where it has fewer days.
    pub fn plus_months(self, months: i32) -> Self {
        Self::clamped(self.month().plus(months), self.day())
    }

    /// The next day.
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        digits(text, &[4, 2, 2])
            .and_then(|parts| {
                let month = Month::new(parts[0], u8::try_from(parts[1]).ok()?)?;
                let date = Self::clamped(month, u8::try_from(parts[2]).ok()?);
                (u16::from(date.day()) == parts[2]).then_some(date)
            })
            .ok_or_else(|| TimeError::NotADate(text.chars().take(40).collect()))
    }
}

/// A second in milliseconds.
pub const SECOND: i64 = 1000;
/// A minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// An hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day of 24 hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Milliseconds since 1970 in UTC. A device's clock may be wrong: instants are kept, and never trusted for order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Debug)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The first moment of a day in UTC.
    pub fn start_of(day: Date) -> Self {
        let epoch = Date::clamped(Month(1970 * 12), 1);
        Self(day.days_since(epoch) * DAY)
    }

    /// The calendar day in UTC.
    pub fn date(self) -> Date {
        let days = self.0.div_euclid(DAY);
        let first = time::Date::from_ordinal_date(1970, 1).unwrap_or(time::Date::MIN);
        Date(first.checked_add(time::Duration::days(days)).unwrap_or(first))
    }

    /// This instant, but no later than `limit`.
    pub fn at_most(self, limit: Self) -> Self {
        self.min(limit)
    }

    /// The instant `milliseconds` later.
    pub const fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

/// Reads groups of decimal digits of exactly the given widths, separated by hyphens.
fn digits(text: &str, widths: &[usize]) -> Option<Vec<u16>> {
    let groups: Vec<&str> = text.split('-').collect();
    let fits = groups.len() == widths.len()
        && groups
            .iter()
            .zip(widths)
            .all(|(group, width)| group.len() == *width && group.bytes().all(|byte| byte.is_ascii_digit()));
    fits.then(|| groups.iter().filter_map(|group| group.parse().ok()).collect())
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

as_text!(Month, Date);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_counts_across_years() {
        let start: Month = "2025-11".parse().unwrap_or(Month(0));
        assert_eq!(start.plus(3).to_string(), "2026-02");
        assert_eq!(start.plus(3).since(start), 3);
        assert_eq!(start.plus(-11).to_string(), "2024-12");
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert!("2026-02-29".parse::<Date>().is_err());
        assert!("2026-2-9".parse::<Date>().is_err());
        assert!("2024-02-29".parse::<Date>().is_ok());
        assert!("2024-13".parse::<Month>().is_err());
    }

    #[test]
    fn moving_by_months_keeps_to_the_months_length() {
        let date: Option<Date> = "2026-01-31".parse().ok();
        assert_eq!(date.map(|date| date.plus_months(1).to_string()), Some("2026-02-28".into()));
    }

    #[test]
    fn an_instant_knows_its_day() {
        assert_eq!(Instant(0).date().to_string(), "1970-01-01");
        assert_eq!(Instant(1_795_300_000_000).date().to_string(), "2026-11-21");
        assert_eq!(Instant(-1).date().to_string(), "1969-12-31");
        let day = Instant(1_795_300_000_000).date();
        assert_eq!(Instant::start_of(day), Instant(1_795_219_200_000));
    }
}
