//! Participant flow: how many took part, began and ended, as participations and as persons, always by gender.

use super::cohort::{Cohort, Selection, Stay};
use super::leaves::AddsUp;
use super::outline::Outline;
use super::period::Period;
use super::tally::Way;
use crate::record::Gender;
use crate::time::{Date, Month};
use serde::{Deserialize, Serialize};

/// A count for each gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ByGender {
    /// Women.
    pub woman: u32,
    /// Men.
    pub man: u32,
    /// Other, or not stated.
    pub other: u32,
    /// All of them.
    pub total: u32,
}

impl ByGender {
    /// Counts one.
    pub fn add(&mut self, gender: Gender) {
        self.count(gender, Way::In);
    }

    /// Adds as many of each as others are.
    pub(super) const fn add_all(&mut self, others: &Self) {
        self.woman += others.woman;
        self.man += others.man;
        self.other += others.other;
        self.total += others.total;
    }

    pub(super) fn count(&mut self, gender: Gender, way: Way) {
        way.count(match gender {
            Gender::Woman => &mut self.woman,
            Gender::Man => &mut self.man,
            Gender::Other => &mut self.other,
        });
        way.count(&mut self.total);
    }

    /// The count of one gender.
    pub const fn of(&self, gender: Gender) -> u32 {
        match gender {
            Gender::Woman => self.woman,
            Gender::Man => self.man,
            Gender::Other => self.other,
        }
    }
}

/// Table 1. Participations are not persons: each row says which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Flow {
    /// Participations of identified people, active in the period.
    pub participations_identified: ByGender,
    /// Anonymous participations that began in a year of the period.
    pub anonymous: ByGender,
    /// Participations that began in the period.
    pub started: ByGender,
    /// Participations that ended in the period.
    pub ended: ByGender,
    /// Persons behind the identified participations.
    pub unique_persons: ByGender,
}

/// Counts the flow of a selection.
pub fn flow(cohort: &Cohort, selection: &Selection) -> Flow {
    let mut tally = FlowTally::default();
    cohort.outlines(selection).for_each(|stay| tally.count(stay, selection.period, Way::In));
    tally.flow
}

/// The participations of a flow, without their genders and persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakingPart {
    /// Of identified people, active in the period.
    pub participations: u32,
    /// Of them, those that began in it.
    pub started: u32,
    /// Of them, those that ended in it.
    pub ended: u32,
}

/// Counts the participations of a selection: as the totals of [`flow`].
pub fn taking_part(cohort: &Cohort, selection: &Selection) -> TakingPart {
    TakingPart::of(&mut cohort.active(selection), selection.period)
}

impl TakingPart {
    /// Counts stays that are active in the period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        let mut counts = Self::default();
        for stay in stays {
            counts.participations += 1;
            counts.started += u32::from(period.holds(stay.started));
            counts.ended += u32::from(stay.ended_in(period));
        }
        counts
    }
}

impl AddsUp for TakingPart {
    fn add(&mut self, others: &Self) {
        self.participations += others.participations;
        self.started += others.started;
        self.ended += others.ended;
    }
}

/// How many began and ended in a month, of identified people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CameAndWent {
    /// Participations that began in it.
    pub started: u32,
    /// Participations that ended in it.
    pub ended: u32,
}

/// Who of a selection came and went in each month of its period: as [`flow`] of that month alone.
pub fn flow_by_month(cohort: &Cohort, selection: &Selection) -> FlowByMonth {
    let identified = cohort.outlines(selection).filter(|stay| stay.person.is_some());
    FlowByMonth::of(&mut identified.map(|stay| (stay.started, stay.ended)), selection.period)
}

/// Who came and went in each month of a period, in their order.
#[derive(Debug, Clone, Default)]
pub struct FlowByMonth(pub Vec<(Month, CameAndWent)>);

impl FlowByMonth {
    /// Counts participations of identified people by their first and last days; those that are not active in the period
    /// are in none of its months.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = (Date, Option<Date>)>, period: Period) -> Self {
        let (first, last) = (period.from().month(), period.to().month());
        let mut months: Vec<(Month, CameAndWent)> =
            (0..=last.since(first)).map(|at| (first.plus(at), CameAndWent::default())).collect();
        let place = |month: Month| usize::try_from(month.since(first)).unwrap_or(usize::MAX);
        for (started, ended) in stays {
            let (begins, leaves) = (started.month(), ended.map(Date::month));
            if ended.is_none_or(|ended| ended >= begins.first_day())
                && let Some((_, month)) = months.get_mut(place(begins))
            {
                month.started += 1;
            }
            if let Some(leaves) = leaves.filter(|leaves| started <= leaves.last_day())
                && let Some((_, month)) = months.get_mut(place(leaves))
            {
                month.ended += 1;
            }
        }
        Self(months)
    }
}

impl FlowByMonth {
    /// The same with every month of the period, also where nobody was counted.
    pub(crate) fn of_all_months(mut self, period: Period) -> Self {
        self.add(&Self::of(&mut std::iter::empty(), period));
        self
    }
}

impl AddsUp for FlowByMonth {
    /// Of as many months, or of none where nobody was counted.
    fn add(&mut self, Self(others): &Self) {
        let Self(own) = self;
        if own.is_empty() {
            own.clone_from(others);
            return;
        }
        for ((_, own), (_, others)) in own.iter_mut().zip(others) {
            own.started += others.started;
            own.ended += others.ended;
        }
    }
}

/// The flow, and how many participations each person has in it.
#[derive(Debug, Clone, Default)]
pub(super) struct FlowTally {
    flow: Flow,
    participations_of: Vec<u32>,
}

impl FlowTally {
    pub(super) const fn flow(&self) -> Flow {
        self.flow
    }

    /// Counts a participation of the selection.
    pub(super) fn count(&mut self, stay: &Outline, period: Period, way: Way) {
        let Some(person) = stay.person else {
            let years = period.from().month().year()..=period.to().month().year();
            if years.contains(&stay.started.month().year()) {
                self.flow.anonymous.count(stay.gender, way);
            }
            return;
        };
        if !stay.is_active_in(period) {
            return;
        }
        self.flow.participations_identified.count(stay.gender, way);
        if period.holds(stay.started) {
            self.flow.started.count(stay.gender, way);
        }
        if stay.ended_in(period) {
            self.flow.ended.count(stay.gender, way);
        }
        self.count_person(person, stay.gender, way);
    }

    fn count_person(&mut self, person: u32, gender: Gender, way: Way) {
        let place = person as usize;
        if place >= self.participations_of.len() {
            self.participations_of.resize(place + 1, 0);
        }
        let before = self.participations_of[place];
        way.count(&mut self.participations_of[place]);
        if before.min(self.participations_of[place]) == 0 {
            self.flow.unique_persons.count(gender, way);
        }
    }
}
