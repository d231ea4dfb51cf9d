//! How much of what was asked for came in, and how much of that in time.

use super::Figure;
use super::cohort::{Cohort, Selection, Stay};
use super::leaves::AddsUp;
use super::month_columns::Came;
use super::period::Period;
use super::share::{Share, wilson};
use serde::{Deserialize, Serialize};

/// Table 8: months, not participations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Participations whose months they are.
    pub participations: u32,
    /// Months in which a participation was active in the period, up to the last one that the period holds the end of.
    pub expected: u32,
    /// Of them, with a self-assessment.
    pub self_assessments: Figure<Share>,
    /// Of them, with a follow-up.
    pub follow_ups: Figure<Share>,
    /// Of the self-assessments whose day is known, those that were made while the month was still asked for.
    pub self_assessments_on_time: Figure<Share>,
    /// Of the follow-ups likewise.
    pub follow_ups_on_time: Figure<Share>,
    /// Self-assessments of which nobody knows when they were made, since they came with a file.
    pub self_assessments_without_day: u32,
    /// Follow-ups likewise.
    pub follow_ups_without_day: u32,
}

/// Counts the months of the participations active in the period, from the start to the end or the period's end. A
/// month that the period ends within is not expected yet.
///
/// What was written by the tenth of the next month is on time ([`crate::month_window`]), also where a phone without a
/// network sent it later; the day is the first on which something was said of the month, by the device's clock and no later
/// than the receipt. A correction makes nothing late.
pub fn response(cohort: &Cohort, selection: &Selection) -> Response {
    ResponseCounts::of(&mut cohort.active(selection), selection.period).response()
}

/// The counts of what was asked for and of what came.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ResponseCounts {
    participations: u32,
    expected: u32,
    rated: Tally,
    followed: Tally,
}

impl ResponseCounts {
    /// Counts stays that are active in the period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        // A month is expected when it is over.
        let end = period.to().month();
        let end = if period.to() == end.last_day() { end } else { end.plus(-1) };
        let mut counts = Self::default();
        for row in stays {
            counts.participations += 1;
            let first = row.started.max(period.from()).month();
            let last = row.ended.map_or(end, |ended| ended.month().min(end));
            counts.expected += u32::try_from(last.since(first) + 1).unwrap_or(0);
            for place in row.months.up_to(first.plus(-1))..row.months.up_to(last) {
                counts.rated.add(row.months.self_assessment(place));
                counts.followed.add(row.months.follow_up(place));
            }
        }
        counts
    }

    /// The figures made of them.
    pub(crate) fn response(&self) -> Response {
        let Self { participations, expected, rated, followed } = *self;
        Response {
            participations,
            expected,
            self_assessments: wilson(rated.came, expected),
            follow_ups: wilson(followed.came, expected),
            self_assessments_on_time: rated.share_on_time(),
            follow_ups_on_time: followed.share_on_time(),
            self_assessments_without_day: rated.without_day,
            follow_ups_without_day: followed.without_day,
        }
    }
}

impl AddsUp for ResponseCounts {
    fn add(&mut self, others: &Self) {
        self.participations += others.participations;
        self.expected += others.expected;
        self.rated.add_all(others.rated);
        self.followed.add_all(others.followed);
    }
}

/// Months of which something came.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    came: u32,
    on_time: u32,
    without_day: u32,
}

impl Tally {
    fn add(&mut self, came: Option<Came>) {
        self.came += u32::from(came.is_some());
        self.on_time += u32::from(came == Some(Came::OnTime));
        self.without_day += u32::from(came == Some(Came::WithoutDay));
    }

    const fn add_all(&mut self, others: Self) {
        self.came += others.came;
        self.on_time += others.on_time;
        self.without_day += others.without_day;
    }

    fn share_on_time(self) -> Figure<Share> {
        wilson(self.on_time, self.came - self.without_day)
    }
}
