//! What the clocks in Sweden show: one hour ahead of universal time, two from the last Sunday of March to the last Sunday of
//! October, as the European Union has had it since 1996. It does not know what time it is.

use crate::time::{Date, Instant, Month};

const HOUR: i64 = 60 * 60 * 1000;
/// Clocks all over the Union change at one in the morning, universal time.
const CHANGES_AT: i64 = HOUR;
const MARCH: u8 = 3;
const OCTOBER: u8 = 10;
/// The first of January 1970 was a Thursday: the first Sunday came three days later.
const FIRST_SUNDAY: i64 = 3;

/// A day and an hour in Sweden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SwedishTime {
    /// The day.
    pub date: Date,
    /// The hour, 0 to 23.
    pub hour: u8,
}

impl SwedishTime {
    /// What the clocks show at an instant.
    pub fn at(now: Instant) -> Self {
        let ahead = if is_summer(now) { 2 * HOUR } else { HOUR };
        let shown = now.plus(ahead);
        let since_midnight = shown.0.saturating_sub(Instant::start_of(shown.date()).0);
        Self { date: shown.date(), hour: u8::try_from(since_midnight / HOUR).unwrap_or(0) }
    }

    /// The instant at which an hour of a day begins there.
    pub fn instant_of(date: Date, hour: u8) -> Instant {
        let by_winter = Instant::start_of(date).plus(i64::from(hour) * HOUR - HOUR);
        if is_summer(by_winter) { by_winter.plus(-HOUR) } else { by_winter }
    }
}

fn is_summer(now: Instant) -> bool {
    let year = now.date().month().year();
    let change = |number| Month::new(year, number).map(|month| last_sunday(month).plus(CHANGES_AT));
    let (Some(begins), Some(ends)) = (change(MARCH), change(OCTOBER)) else { return false };
    (begins..ends).contains(&now)
}

/// Midnight, universal time, of the last Sunday of a month.
fn last_sunday(month: Month) -> Instant {
    let day = 24 * HOUR;
    let last = Instant::start_of(month.last_day());
    let since_sunday = (last.0 / day - FIRST_SUNDAY).rem_euclid(7);
    last.plus(-since_sunday * day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap_or_else(|_| unreachable!("a day"))
    }

    #[test]
    fn nine_in_the_morning_is_another_hour_in_summer() {
        for (text, hours) in [
            ("2026-01-25", 8),
            ("2026-03-28", 8),
            // The night before, the clocks went ahead, and in October back.
            ("2026-03-29", 7),
            ("2026-07-25", 7),
            ("2026-10-24", 7),
            ("2026-10-25", 8),
            ("2026-12-25", 8),
            ("2027-03-27", 8),
            ("2027-03-28", 7),
            ("2027-10-31", 8),
        ] {
            let instant = SwedishTime::instant_of(day(text), 9);
            assert_eq!(instant, Instant::start_of(day(text)).plus(hours * HOUR), "{text}");
            assert_eq!(SwedishTime::at(instant), SwedishTime { date: day(text), hour: 9 }, "{text}");
            assert_eq!(SwedishTime::at(instant.plus(-1)).hour, 8, "{text}");
        }
    }

    #[test]
    fn a_day_begins_there_before_it_does_in_universal_time() {
        let evening = Instant::start_of(day("2026-11-24")).plus(23 * HOUR);
        assert_eq!(SwedishTime::at(evening), SwedishTime { date: day("2026-11-25"), hour: 0 });
        assert_eq!(SwedishTime::at(evening.plus(-1)), SwedishTime { date: day("2026-11-24"), hour: 23 });
    }
}
