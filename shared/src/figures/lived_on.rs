//! What people lived on month by month, set against their own situation before the stay: whole per cents, summed over
//! participations, so that each can be counted in and out again to the last digit. A month without a record stays
//! missing. This file knows no money; see [`crate::economics::realised`].

use super::cohort::{Cohort, Selection, Stay};
use super::leaves::AddsUp;
use super::tally::Way;
use crate::code::Code;
use crate::support::{Extent, State, comparable};
use crate::time::Month;
use std::collections::{BTreeMap, BTreeSet};

/// What people lived on and did, month by month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LivedOn {
    /// Participations that are counted.
    pub participations: u32,
    /// Every month in which one of them went on.
    pub months: BTreeMap<Month, LivedOnMonth>,
    /// The codes that hold before, or in a month.
    pub codes: BTreeSet<Code>,
}

/// One month of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LivedOnMonth {
    /// Participations whose state is known in the month and before.
    pub n: u32,
    /// Participations that went on in the month, and of which one of both is not known.
    pub missing: u32,
    /// Of `n`, those whose occupation was not asked for; it counts as unchanged.
    pub support_only: u32,
    /// Per cent more of each code than before, summed over `n`.
    pub change: BTreeMap<Code, i64>,
    /// How many of `n` each code holds for: money at known prices says as much.
    pub holds: Holds,
    /// The same of those of `n` whose stay ended in the month.
    pub holds_for_leavers: Holds,
}

/// For how many participations codes hold; those that hold for nobody are not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holds {
    /// Before the stay.
    pub before: BTreeMap<(HeldAs, Code), u32>,
    /// In the month.
    pub now: BTreeMap<(HeldAs, Code), u32>,
}

/// As what a code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldAs {
    /// The person lives on it.
    Support,
    /// The person does it.
    Occupation,
}

impl HeldAs {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Occupation => "occupation",
        }
    }
}

/// Counts the participations active in the period, in each of its months in which they went on.
///
/// A month's state is what its follow-up says of support. In the month of the last day it is the state after the stay,
/// occupation with it, where the exit says what that is.
pub fn lived_on(cohort: &Cohort, selection: &Selection) -> LivedOn {
    LivedOnOf::of(&mut cohort.active(selection), selection).lived_on()
}

/// A month while it is being counted. What is counted out leaves zeros.
#[derive(Debug, Clone, Default)]
struct MonthTally {
    expected: u32,
    n: u32,
    support_only: u32,
    /// By the codes' numbers.
    codes: Vec<CodeTally>,
}

/// When a code holds.
#[derive(Debug, Clone, Copy)]
enum Time {
    Before,
    Now,
}

/// One code in one month.
#[derive(Debug, Clone, Copy, Default)]
struct CodeTally {
    change: i64,
    before: u32,
    now: u32,
    leavers_before: u32,
    leavers_now: u32,
}

impl CodeTally {
    const fn add(&mut self, other: &Self) {
        self.change += other.change;
        self.before += other.before;
        self.now += other.now;
        self.leavers_before += other.leavers_before;
        self.leavers_now += other.leavers_now;
    }
}

/// What was counted of a group; nothing of nobody.
#[derive(Debug, Clone, Default)]
pub(crate) struct LivedOnOf(Option<LivedOnTally>);

impl LivedOnOf {
    /// Counts stays that are active in a selection's period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, selection: &Selection) -> Self {
        let mut tally = LivedOnTally::new(selection);
        stays.for_each(|stay| tally.count(&stay, Way::In));
        Self(Some(tally))
    }

    /// What was counted.
    pub(crate) fn lived_on(&self) -> LivedOn {
        self.0.as_ref().map(LivedOnTally::lived_on).unwrap_or_default()
    }
}

impl AddsUp for LivedOnOf {
    fn add(&mut self, others: &Self) {
        match (&mut self.0, &others.0) {
            (Some(own), Some(others)) => own.add_all(others),
            (own @ None, others) => own.clone_from(others),
            (Some(_), None) => {}
        }
    }
}

/// The same while it is being counted.
#[derive(Debug, Clone)]
pub struct LivedOnTally {
    first: Month,
    months: Vec<MonthTally>,
    participations: u32,
    /// The number of each code, as support and as occupation.
    codes: [BTreeMap<Code, usize>; 2],
    /// How often each code holds, by its number.
    held: Vec<u32>,
    /// Room for what is noted of one participation.
    changes: Vec<(usize, Time, i64)>,
    places: Vec<usize>,
}

impl LivedOnTally {
    /// Nobody yet, in the months of a selection's period.
    pub fn new(selection: &Selection) -> Self {
        let (first, last) = (selection.period.from().month(), selection.period.to().month());
        let months = usize::try_from(last.since(first) + 1).unwrap_or_default();
        Self {
            first,
            months: vec![MonthTally::default(); months],
            participations: 0,
            codes: Default::default(),
            held: Vec::new(),
            changes: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Counts an active participation.
    pub(super) fn count(&mut self, stay: &Stay<'_>, way: Way) {
        way.count(&mut self.participations);
        let last_of_stay = stay.ended.map(|ended| ended.month());
        let first = self.place(stay.started.month()).unwrap_or(0);
        let end =
            last_of_stay.map_or(self.months.len(), |month| self.place(month).map_or(self.months.len(), |at| at + 1));
        let Some(going_on) = self.months.get_mut(first..end) else { return };
        going_on.iter_mut().for_each(|month| way.count(&mut month.expected));
        let Some(enrolment) = &stay.facts().enrolment else { return };
        let before = State::new(&enrolment.support_before, &enrolment.occupation_before);
        let after = stay.facts().exit.as_ref().map(|exit| State::new(&exit.support_after, &exit.occupation_after));
        let after = after.filter(|after| !after.is_missing()).zip(last_of_stay);
        for (months, support) in stay.months.lived_on() {
            let state = State::of_support(support);
            let mut places = std::mem::take(&mut self.places);
            let is_followed = |month: &&Month| {
                after.is_none_or(|(_, last)| last != **month)
                    && self.place(**month).is_some_and(|at| (first..end).contains(&at))
            };
            places.clear();
            places.extend(months.iter().filter(is_followed).filter_map(|month| self.place(*month)));
            self.months_in(&before, &state, &places, (false, way));
            self.places = places;
        }
        if let Some((after, at)) = after.and_then(|(after, last)| Some((after, self.place(last)?))) {
            self.months_in(&before, &after, &[at], (true, way));
        }
    }

    /// Counts the months at some places as ones in which a state is known, of somebody who leaves then or goes on.
    fn months_in(&mut self, before: &State<'_>, state: &State<'_>, places: &[usize], (is_leaver, way): (bool, Way)) {
        let Some((before, state)) = comparable(before, state).filter(|_| !places.is_empty()) else { return };
        let mut changes = std::mem::take(&mut self.changes);
        changes.clear();
        for (state, time, sign) in [(&before, Time::Before, -1), (&state, Time::Now, 1)] {
            let occupation = state.occupation.unwrap_or_default();
            for (extents, held) in [(state.support, HeldAs::Support), (occupation, HeldAs::Occupation)] {
                for Extent { code, percent } in extents {
                    changes.push((self.number_of(held, code), time, sign * i64::from(percent.get())));
                }
            }
        }
        for (code, ..) in &changes {
            way.count(&mut self.held[*code]);
        }
        let codes = self.held.len();
        for place in places {
            let Some(month) = self.months.get_mut(*place) else { continue };
            way.count(&mut month.n);
            if !state.has_occupation() {
                way.count(&mut month.support_only);
            }
            month.codes.resize(codes.max(month.codes.len()), CodeTally::default());
            for (code, time, percent) in &changes {
                let tally = &mut month.codes[*code];
                way.sum(&mut tally.change, *percent);
                let (all, leavers) = match time {
                    Time::Before => (&mut tally.before, &mut tally.leavers_before),
                    Time::Now => (&mut tally.now, &mut tally.leavers_now),
                };
                way.count(all);
                if is_leaver {
                    way.count(leavers);
                }
            }
        }
        self.changes = changes;
    }

    fn number_of(&mut self, held: HeldAs, code: &Code) -> usize {
        let codes = &mut self.codes[held as usize];
        if let Some(number) = codes.get(code) {
            return *number;
        }
        codes.insert(code.clone(), self.held.len());
        self.held.push(0);
        self.held.len() - 1
    }

    /// Every code with its number.
    fn numbered(&self) -> impl Iterator<Item = (HeldAs, &Code, usize)> {
        let of = |held: HeldAs| self.codes[held as usize].iter().map(move |(code, number)| (held, code, *number));
        of(HeldAs::Support).chain(of(HeldAs::Occupation))
    }

    /// The place of a month of the period.
    fn place(&self, month: Month) -> Option<usize> {
        usize::try_from(month.since(self.first)).ok().filter(|place| *place < self.months.len())
    }

    /// Counts what was counted of others in the same months as well.
    fn add_all(&mut self, others: &Self) {
        self.participations += others.participations;
        let numbers: Vec<(usize, usize)> =
            others.numbered().map(|(held, code, number)| (number, self.number_of(held, code))).collect();
        for (theirs, own) in &numbers {
            self.held[*own] += others.held[*theirs];
        }
        for (month, other) in self.months.iter_mut().zip(&others.months) {
            month.expected += other.expected;
            month.n += other.n;
            month.support_only += other.support_only;
            month.codes.resize(self.held.len().max(month.codes.len()), CodeTally::default());
            for (theirs, own) in &numbers {
                if let Some(tally) = other.codes.get(*theirs) {
                    month.codes[*own].add(tally);
                }
            }
        }
    }

    /// What was counted.
    pub fn lived_on(&self) -> LivedOn {
        let month = |(place, tally): (i32, &MonthTally)| {
            let at = |number: usize| tally.codes.get(number).copied().unwrap_or_default();
            let mut change: BTreeMap<Code, i64> = BTreeMap::new();
            for (_, code, number) in self.numbered() {
                *change.entry(code.clone()).or_default() += at(number).change;
            }
            change.retain(|_, by| *by != 0);
            let holds_for = |count: fn(CodeTally) -> u32| -> BTreeMap<(HeldAs, Code), u32> {
                let counted = self.numbered().map(|(held, code, number)| ((held, code.clone()), count(at(number))));
                counted.filter(|(_, count)| *count > 0).collect()
            };
            let holds = Holds { before: holds_for(|code| code.before), now: holds_for(|code| code.now) };
            let holds_for_leavers =
                Holds { before: holds_for(|code| code.leavers_before), now: holds_for(|code| code.leavers_now) };
            let MonthTally { expected, n, support_only, .. } = *tally;
            let missing = expected.saturating_sub(n);
            let counted = LivedOnMonth { n, missing, support_only, change, holds, holds_for_leavers };
            (expected > 0).then(|| (self.first.plus(place), counted))
        };
        let held = self.numbered().filter(|(_, _, number)| self.held[*number] > 0);
        LivedOn {
            participations: self.participations,
            months: (0..).zip(&self.months).filter_map(month).collect(),
            codes: held.map(|(_, code, _)| code.clone()).collect(),
        }
    }
}
