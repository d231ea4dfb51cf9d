//! Which periods a report is offered for: whole years, the measuring years of the national follow-up, or any months; for
//! those outside the members the ones that figures leave for.

use shared::dashboard::release_periods;
use shared::figures::Period;
use shared::time::{Date, Month};

/// How many years back are offered.
const YEARS_BACK: u16 = 3;
/// The first month of a measuring year of the national indicators.
const MEASURING_YEAR_BEGINS: u8 = 11;

/// What kind of stretch a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A calendar year.
    Year,
    /// A measuring year.
    MeasuringYear,
    /// Any months.
    Months,
}

/// A period to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offered {
    pub(super) kind: Kind,
    pub(super) from: Month,
    pub(super) to: Month,
}

/// Whose figures are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The own interventions, in full.
    Inside,
    /// What has left the members.
    Outside,
}

/// The periods of a side, the likeliest first.
pub(super) fn offered(side: Side, today: Date) -> Vec<Offered> {
    match side {
        Side::Outside => release_periods(today).iter().map(of_release).collect(),
        Side::Inside => {
            let this_year = today.month().year();
            // Who writes a report in spring writes of the year that is over.
            let years = (0..=YEARS_BACK).filter_map(|back| year(this_year - back));
            let measuring = (0..YEARS_BACK).filter_map(|back| measuring_year(this_year - back));
            let mut all: Vec<Offered> = years.chain(measuring).collect();
            if today.month().number() < 7 && all.len() > 1 {
                all.swap(0, 1);
            }
            all
        }
    }
}

fn of_release(period: &Period) -> Offered {
    let (from, to) = (period.from().month(), period.to().month());
    let kind = if to.since(from) == 11 { Kind::Year } else { Kind::Months };
    Offered { kind, from, to }
}

fn year(year: u16) -> Option<Offered> {
    Some(Offered { kind: Kind::Year, from: Month::new(year, 1)?, to: Month::new(year, 12)? })
}

/// The measuring year that ends in a year.
fn measuring_year(ends: u16) -> Option<Offered> {
    let from = Month::new(ends - 1, MEASURING_YEAR_BEGINS)?;
    Some(Offered { kind: Kind::MeasuringYear, from, to: from.plus(11) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap_or_else(|_| unreachable!("a day"))
    }

    #[test]
    fn in_spring_the_year_that_is_over_comes_first() {
        assert_eq!(offered(Side::Inside, day("2026-02-03"))[0].to.to_string(), "2025-12");
        assert_eq!(offered(Side::Inside, day("2026-11-28"))[0].to.to_string(), "2026-12");
    }

    #[test]
    fn a_measuring_year_is_november_to_october() {
        let offered = offered(Side::Inside, day("2026-11-28"));
        let first = offered.iter().find(|one| one.kind == Kind::MeasuringYear).map(|one| (one.from, one.to));
        assert_eq!(first.map(|(from, to)| format!("{from} {to}")), Some("2025-11 2026-10".into()));
    }

    #[test]
    fn outside_the_members_only_what_may_leave_is_offered() {
        let today = day("2026-11-28");
        let offered = offered(Side::Outside, today);
        assert_eq!(offered.len(), release_periods(today).len());
        assert!(offered.iter().all(|one| one.kind != Kind::MeasuringYear));
    }
}
