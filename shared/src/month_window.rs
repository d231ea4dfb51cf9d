//! When a month may be answered: one pure function, so that phone and server never disagree.

use crate::time::{Date, Month};

/// Whether a month can be answered on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthWindow {
    /// It has not begun.
    Ahead,
    /// It is going on.
    Open,
    /// It is over, and still taken until the tenth of the next one.
    Late,
    /// It is over. What was answered on a phone without a network in time is still taken.
    Closed,
}

/// The last day of the next month on which a month is still asked for.
pub const LAST_LATE_DAY: u8 = 10;

impl MonthWindow {
    /// The window of `month` on the day `today`.
    pub fn of(month: Month, today: Date) -> Self {
        match (today.month().since(month), today.day()) {
            (..=-1, _) => Self::Ahead,
            (0, _) => Self::Open,
            (1, ..=LAST_LATE_DAY) => Self::Late,
            _ => Self::Closed,
        }
    }

    /// The last day on which `month` is asked for.
    pub fn last_day_of(month: Month) -> Date {
        Date::clamped(month.plus(1), LAST_LATE_DAY)
    }

    /// Whether the month is over, whatever may still be said of it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Late | Self::Closed)
    }

    /// Whether answers are asked for and may be changed.
    pub const fn is_answerable(self) -> bool {
        matches!(self, Self::Open | Self::Late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_windows_truth_table() {
        let rows = [
            ("2026-03", "2026-02-28", MonthWindow::Ahead),
            ("2026-03", "2026-03-01", MonthWindow::Open),
            ("2026-03", "2026-03-31", MonthWindow::Open),
            ("2026-03", "2026-04-01", MonthWindow::Late),
            ("2026-03", "2026-04-10", MonthWindow::Late),
            ("2026-03", "2026-04-11", MonthWindow::Closed),
            ("2026-03", "2026-05-01", MonthWindow::Closed),
            ("2026-12", "2027-01-05", MonthWindow::Late),
        ];
        for (month, today, expected) in rows {
            let (Ok(month), Ok(today)) = (month.parse(), today.parse()) else { unreachable!("the table holds dates") };
            assert_eq!(MonthWindow::of(month, today), expected, "{month} on {today}");
            assert_eq!(expected.is_over(), today > month.last_day(), "{month} on {today}");
        }
    }
}
