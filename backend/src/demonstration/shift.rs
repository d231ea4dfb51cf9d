//! Moving the demonstration's dates by whole months, so that its last month is the last complete one before today.

use shared::time::{Date, Month};

/// The last month of the data as they were made.
const MADE_UNTIL: &str = "2019-12";

/// The columns that hold dates or months.
const MOVED: [&str; 3] = ["started", "ended", "month"];

/// How many months the data move, to end with `until`.
pub(super) fn months_to(until: Month) -> i32 {
    MADE_UNTIL.parse().map_or(0, |made_until| until.since(made_until))
}

/// A cell moved by so many months; `None` where it holds no date. A day beyond its new month's end becomes the last.
pub(super) fn shift(column: &str, cell: &str, months: i32) -> Option<String> {
    if !MOVED.contains(&column) {
        return None;
    }
    let date = cell.parse::<Date>().map(|date| date.plus_months(months).to_string());
    date.or_else(|_| cell.parse::<Month>().map(|month| month.plus(months).to_string())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_months_move_together() {
        assert_eq!(shift("started", "2019-12-05", 82).as_deref(), Some("2026-10-05"));
        assert_eq!(shift("month", "2019-12", 82).as_deref(), Some("2026-10"));
    }

    #[test]
    fn a_day_is_clamped_to_its_new_month() {
        assert_eq!(shift("ended", "2019-01-31", 1).as_deref(), Some("2019-02-28"));
        assert_eq!(shift("ended", "2019-12-31", 2).as_deref(), Some("2020-02-29"));
    }

    #[test]
    fn nothing_else_moves() {
        assert_eq!(shift("birth_year", "1970", 82), None);
        assert_eq!(shift("ended", "", 82), None);
        assert_eq!(shift("participant", "2019-12", 82), None);
    }

    #[test]
    fn the_data_end_with_the_month_asked_for() {
        let until: Option<Month> = "2026-10".parse().ok();
        assert_eq!(until.map(months_to), Some(82));
    }
}
