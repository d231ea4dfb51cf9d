//! Everybody's measured months as columns, so that a figure reads only what it needs, one value after the other.
//! A participation's months are a stretch of every column. This file does not know whose months they are.

use super::cohort::Measured;
use super::support_runs::{Changes, Runs, SupportRuns};
use crate::support::Extent;
use crate::time::Month;
use std::ops::Range;

/// No step recorded.
const NO_STEP: u8 = 0;
/// No score, no rating.
const NONE: i16 = i16::MIN;
/// Below this many abandoned months, tidying is not worth its time.
const LITTER: usize = 4096;

/// When what was asked of a month came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// While the month was still asked for.
    OnTime,
    /// Later.
    Late,
    /// With a file, which does not say when.
    WithoutDay,
}

impl Came {
    /// In two bits, of which no value is left for what did not come but zero.
    const fn bits(came: Option<Self>) -> u8 {
        match came {
            None => 0,
            Some(Self::OnTime) => 1,
            Some(Self::Late) => 2,
            Some(Self::WithoutDay) => 3,
        }
    }

    const fn read(bits: u8) -> Option<Self> {
        match bits & BITS {
            0 => None,
            1 => Some(Self::OnTime),
            2 => Some(Self::Late),
            _ => Some(Self::WithoutDay),
        }
    }
}

/// What one of them takes of the flags: self-assessments stand lowest, follow-ups beside them.
const BITS: u8 = 0b11;
const FOLLOW_UP_FROM: u32 = 2;

/// Where a participation's months are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    first: u32,
    len: u16,
    /// Ratings a month.
    items: u8,
    /// Whose ratings there are: the participant's, and then the staff's if there is one.
    raters: u8,
    /// The first rating.
    rating: u32,
    support: Changes,
}

/// One rater's ratings of a month.
type RatingsOf = fn(&Measured) -> &[Option<i16>];

/// The columns.
#[derive(Debug, Clone, Default)]
pub(super) struct MonthColumns {
    month: Vec<Month>,
    step: Vec<u8>,
    score: Vec<i16>,
    flags: Vec<u8>,
    /// The participant's ratings of a stretch, item by item, each month after month; then the staff's.
    ratings: Vec<i16>,
    supports: SupportRuns,
    abandoned: usize,
}

/// The months of one participation, in order.
#[derive(Debug, Clone, Copy)]
pub struct Months<'a> {
    /// The months.
    pub month: &'a [Month],
    step: &'a [u8],
    score: &'a [i16],
    flags: &'a [u8],
    ratings: &'a [i16],
    items: usize,
    supports: Runs<'a>,
}

impl MonthColumns {
    /// Adds a participation's months at the end.
    pub(super) fn append(&mut self, months: &[Measured]) -> Stretch {
        let items = months.iter().map(|at| at.ratings.len().max(at.staff_ratings.len())).max().unwrap_or(0);
        let mut stretch = Stretch {
            first: u32::try_from(self.month.len()).unwrap_or(u32::MAX),
            len: u16::try_from(months.len()).unwrap_or(u16::MAX),
            items: u8::try_from(items).unwrap_or(u8::MAX),
            raters: if months.iter().any(|at| !at.staff_ratings.is_empty()) { 2 } else { 1 },
            rating: u32::try_from(self.ratings.len()).unwrap_or(u32::MAX),
            support: Changes::default(),
        };
        let months = &months[..usize::from(stretch.len)];
        stretch.support = self.supports.append(months.iter().map(|at| &*at.support));
        for at in months {
            self.month.push(at.month);
            self.step.push(at.step.unwrap_or(NO_STEP));
            self.score.push(at.score.and_then(|score| i16::try_from(score).ok()).unwrap_or(NONE));
            self.flags.push(Came::bits(at.self_assessment) | Came::bits(at.follow_up) << FOLLOW_UP_FROM);
        }
        let raters: [RatingsOf; 2] = [|at| &at.ratings, |at| &at.staff_ratings];
        for rater in raters.into_iter().take(usize::from(stretch.raters)) {
            for item in 0..usize::from(stretch.items) {
                self.ratings.extend(months.iter().map(|at| rater(at).get(item).copied().flatten().unwrap_or(NONE)));
            }
        }
        stretch
    }

    /// Notes that nobody looks at a stretch any more.
    pub(super) fn abandon(&mut self, stretch: Stretch) {
        self.abandoned += usize::from(stretch.len);
    }

    /// Moves the stretches together once most months are abandoned.
    pub(super) fn tidy(&mut self, stretches: &mut [Stretch]) {
        if self.abandoned < LITTER || self.abandoned * 2 < self.month.len() {
            return;
        }
        let mut tidied = Self::default();
        for stretch in stretches {
            let first = u32::try_from(tidied.month.len()).unwrap_or(u32::MAX);
            let rating = u32::try_from(tidied.ratings.len()).unwrap_or(u32::MAX);
            let months = self.of(*stretch);
            tidied.month.extend_from_slice(months.month);
            tidied.step.extend_from_slice(months.step);
            tidied.score.extend_from_slice(months.score);
            tidied.flags.extend_from_slice(months.flags);
            tidied.ratings.extend_from_slice(months.ratings);
            let support = tidied.supports.append_from(&self.supports, stretch.support);
            *stretch = Stretch { first, rating, support, ..*stretch };
        }
        tidied.supports.take_sets(&mut self.supports);
        *self = tidied;
    }

    /// A participation's months.
    pub(super) fn of(&self, stretch: Stretch) -> Months<'_> {
        let (len, items) = (usize::from(stretch.len), usize::from(stretch.items));
        let months = stretch.first as usize..stretch.first as usize + len;
        let raters = usize::from(stretch.raters);
        let ratings = stretch.rating as usize..stretch.rating as usize + raters * items * len;
        Months {
            month: &self.month[months.clone()],
            step: &self.step[months.clone()],
            score: &self.score[months.clone()],
            flags: &self.flags[months],
            ratings: &self.ratings[ratings],
            items,
            supports: self.supports.of(stretch.support),
        }
    }

    /// Gives back what is reserved for growing.
    pub(super) fn shrink(&mut self) {
        self.month.shrink_to_fit();
        self.step.shrink_to_fit();
        self.score.shrink_to_fit();
        self.flags.shrink_to_fit();
        self.ratings.shrink_to_fit();
        self.supports.shrink();
    }

    /// Bytes that the columns take.
    pub(super) fn bytes(&self) -> usize {
        self.month.capacity() * size_of::<Month>()
            + self.step.capacity()
            + self.flags.capacity()
            + (self.score.capacity() + self.ratings.capacity()) * size_of::<i16>()
            + self.supports.bytes()
    }
}

impl<'a> Months<'a> {
    /// What the person lived on, in runs of the months in which somebody looked.
    pub fn lived_on(&self) -> impl Iterator<Item = (&'a [Month], &'a [Extent])> + use<'a> {
        self.supports.over(self.month)
    }

    /// How many months there are.
    pub const fn len(&self) -> usize {
        self.month.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.month.is_empty()
    }

    /// How many of them lie up to and including a month.
    pub fn up_to(&self, month: Month) -> usize {
        // Most often a period ends after everything that was measured.
        match self.month.last() {
            Some(last) if *last > month => self.month.partition_point(|at| *at <= month),
            _ => self.month.len(),
        }
    }

    /// The place on the bridge in the month at a place, if recorded.
    pub fn step(&self, place: usize) -> Option<u8> {
        self.step.get(place).copied().filter(|step| *step != NO_STEP)
    }

    /// The participant's score in the month at a place, if every item of it was rated.
    pub fn score(&self, place: usize) -> Option<i16> {
        self.score.get(place).copied().filter(|score| *score != NONE)
    }

    /// The participant's rating of an item in the month at a place.
    pub fn rating(&self, item: usize, place: usize) -> Option<i16> {
        self.rating_by(0, item, place)
    }

    /// The staff's rating of an item in the month at a place.
    pub fn staff_rating(&self, item: usize, place: usize) -> Option<i16> {
        self.rating_by(1, item, place)
    }

    fn rating_by(&self, rater: usize, item: usize, place: usize) -> Option<i16> {
        let at = (rater * self.items + item) * self.len() + place;
        let rated = if item < self.items && place < self.len() { self.ratings.get(at).copied() } else { None };
        rated.filter(|value| *value != NONE)
    }

    /// When the participant rated the month at a place; `None` where it was not rated at all.
    pub fn self_assessment(&self, place: usize) -> Option<Came> {
        self.flags.get(place).and_then(|flags| Came::read(*flags))
    }

    /// When the supervisor followed up the month at a place; `None` where nobody did.
    pub fn follow_up(&self, place: usize) -> Option<Came> {
        self.flags.get(place).and_then(|flags| Came::read(flags >> FOLLOW_UP_FROM))
    }

    /// Where baseline and latest of a stay that began in `start` may stand, up to `until`: the same places for everything
    /// that is measured.
    pub(super) fn looked_at(&self, start: Month, until: Month) -> LookedAt {
        let end = self.up_to(until);
        // It lies among the first few months: it is sooner walked to than searched for.
        let (earliest, last) = (start.plus(-1), start.plus(1));
        let from = self.month.iter().take(end).take_while(|at| **at < earliest).count();
        let len = self.month.iter().take(end).skip(from).take_while(|at| **at <= last).count();
        LookedAt { baseline: from..from + len, end }
    }
}

/// The places of a stay's months among which a baseline and a latest measurement are looked for. A measurement is given by its
/// place.
#[derive(Debug, Clone)]
pub(super) struct LookedAt {
    baseline: Range<usize>,
    end: usize,
}

impl LookedAt {
    /// *Baseline*: the first valid measurement in the months from one before to one after the start month; and its place.
    pub(super) fn baseline<T>(&self, measure: impl Fn(usize) -> Option<T>) -> Option<(usize, T)> {
        self.baseline.clone().find_map(|place| measure(place).map(|value| (place, value)))
    }

    /// The places after the baseline at `first`.
    pub(super) fn after(&self, first: usize) -> Range<usize> {
        first + 1..self.end
    }

    /// The baseline, and the *latest*: the last valid measurement at least one month after it, if there is one.
    pub(super) fn baseline_and_latest<T>(&self, measure: impl Fn(usize) -> Option<T>) -> Option<(T, Option<T>)> {
        let (first, baseline) = self.baseline(&measure)?;
        Some((baseline, self.after(first).rev().find_map(measure)))
    }
}
