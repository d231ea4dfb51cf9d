//! The device's clock: the one place where time comes from. It may be wrong; nothing is ordered by it.

use shared::time::{Date, Instant, Month};

/// Now, by the device's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit an i64")]
#[expect(clippy::disallowed_methods, reason = "the edge where the time comes in")]
pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// Today, in the device's time zone.
pub fn today() -> Date {
    date_of(now())
}

/// The day of an instant, in the device's time zone.
#[expect(clippy::cast_possible_truncation, reason = "days and months are small")]
pub fn date_of(instant: Instant) -> Date {
    let date = at(instant);
    let year = u16::try_from(date.get_full_year()).unwrap_or(1900);
    let month = Month::new(year, date.get_month() as u8 + 1);
    month.map_or_else(|| instant.date(), |month| Date::clamped(month, date.get_date() as u8))
}

/// The time of day of an instant in the device's time zone, such as 14.32.
pub fn time_of_day(instant: Instant) -> String {
    let date = at(instant);
    format!("{}.{:02}", date.get_hours(), date.get_minutes())
}

#[expect(clippy::cast_precision_loss, reason = "exact for any date in this era")]
fn at(instant: Instant) -> js_sys::Date {
    js_sys::Date::new(&(instant.0 as f64).into())
}
