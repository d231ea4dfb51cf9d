//! Which periods may be released. It does not know what is released in them.

use crate::figures::Period;
use crate::month_window::MonthWindow;
use crate::time::{Date, Month};

/// A period of whole months that can no longer be answered, and that any other released period holds, is held by, or does not touch.
///
/// Periods that cross would give the figures of the months between their ends away, and nothing then says which sums a
/// reader can make of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleasePeriod(Period);

/// Why nothing is released for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReleasePeriodError {
    /// It begins or ends within a month.
    #[error(
        "figures leave the member for whole months only; ask for {} to {}",
        .0.first_day(),
        .1.last_day()
    )]
    NotWholeMonths(Month, Month),
    /// Its last month can still be answered.
    #[error("figures leave the member once, when the last month can no longer be answered; ask again after {0}")]
    NotOver(Date),
    /// It crosses an earlier one.
    #[error(
        "figures for {} to {} have left the member already, and a period that lies partly in it would give small \
         groups away; ask for that period, one within it, one around it, or one beside it",
        .0.from(),
        .0.to()
    )]
    Crosses(Period),
}

impl ReleasePeriod {
    /// The period, if it may be released on the day `today` after those in `earlier`.
    ///
    /// # Errors
    /// [`ReleasePeriodError`], which says what to ask for instead.
    pub fn new(period: Period, today: Date, earlier: &[Period]) -> Result<Self, ReleasePeriodError> {
        let (first, last) = (period.from().month(), period.to().month());
        if period.from() != first.first_day() || period.to() != last.last_day() {
            return Err(ReleasePeriodError::NotWholeMonths(first, last));
        }
        if MonthWindow::of(last, today) != MonthWindow::Closed {
            return Err(ReleasePeriodError::NotOver(MonthWindow::last_day_of(last)));
        }
        match earlier.iter().find(|other| cross(&period, other)) {
            Some(other) => Err(ReleasePeriodError::Crosses(*other)),
            None => Ok(Self(period)),
        }
    }

    /// The days.
    pub const fn days(self) -> Period {
        self.0
    }
}

/// Whether every day of `inner` lies in `outer`.
pub(super) fn holds(outer: &Period, inner: &Period) -> bool {
    outer.from() <= inner.from() && inner.to() <= outer.to()
}

/// Whether they have no day in common.
pub(super) fn are_apart(one: &Period, other: &Period) -> bool {
    one.to() < other.from() || other.to() < one.from()
}

fn cross(one: &Period, other: &Period) -> bool {
    !are_apart(one, other) && !holds(one, other) && !holds(other, one)
}

/// Whether `later` begins on the day after `earlier` ends.
pub(super) fn follows(later: &Period, earlier: &Period) -> bool {
    later.from().days_since(earlier.to()) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        let day = |text: &str| text.parse().unwrap_or_else(|_| unreachable!("a day"));
        Period::new(day(from), day(to)).unwrap_or_else(|_| unreachable!("in order"))
    }

    fn asked(from: &str, to: &str, earlier: &[Period]) -> Result<ReleasePeriod, ReleasePeriodError> {
        ReleasePeriod::new(period(from, to), period("2020-06-30", "2020-06-30").from(), earlier)
    }

    #[test]
    fn whole_months_that_are_over_are_released() {
        assert!(asked("2019-01-01", "2019-12-31", &[]).is_ok());
        assert!(matches!(asked("2019-01-02", "2019-12-31", &[]), Err(ReleasePeriodError::NotWholeMonths(..))));
        assert!(matches!(asked("2020-01-01", "2020-06-30", &[]), Err(ReleasePeriodError::NotOver(_))));
    }

    #[test]
    fn the_last_month_is_answered_before_its_figures_leave() {
        let may = period("2020-05-01", "2020-05-31");
        let on = |day: &str| ReleasePeriod::new(may, period(day, day).from(), &[]);
        assert_eq!(on("2020-06-10"), Err(ReleasePeriodError::NotOver(period("2020-06-10", "2020-06-10").from())));
        assert!(on("2020-06-11").is_ok());
    }

    #[test]
    fn every_period_that_is_offered_may_be_released_after_any_other() {
        let mut today = period("2026-01-01", "2026-01-01").from();
        for _ in 0..400 {
            let offered = crate::dashboard::release_periods(today);
            assert!(offered.iter().all(|one| ReleasePeriod::new(*one, today, &offered).is_ok()), "{today}");
            today = today.next();
        }
    }

    #[test]
    fn periods_within_around_and_beside_are_released_and_crossing_ones_are_not() {
        let half = [period("2019-01-01", "2019-06-30")];
        for (from, to) in [("2019-01-01", "2019-12-31"), ("2019-02-01", "2019-02-28"), ("2019-07-01", "2019-08-31")] {
            assert!(asked(from, to, &half).is_ok(), "{from}");
        }
        assert_eq!(asked("2019-06-01", "2019-07-31", &half), Err(ReleasePeriodError::Crosses(half[0])));
    }
}
