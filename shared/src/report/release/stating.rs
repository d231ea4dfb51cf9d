//! From counts to what readers can know of them: which add up, which are parts of which, and how they hang together with
//! those of other periods.

use super::counted::Counted;
use super::layout::{self, Adds, Tie, adds, adds_over_time};
use super::period::{are_apart, follows, holds};
use super::place::{Place, Split};
use crate::figures::Period;
use crate::suppression::{CellKey, Statement, StatementError};
use std::collections::BTreeSet;

/// The counts of one period and one split, on their way into a statement.
#[derive(Debug)]
pub(super) struct Stating<'a> {
    pub(super) counted: &'a Counted,
    pub(super) split: Split,
    pub(super) days: Period,
    pub(super) ties: &'a [Tie],
}

/// How a period is named in the keys of counts.
pub(super) fn named(period: &Period) -> String {
    format!("{}..{}", period.from(), period.to())
}

impl Stating<'_> {
    /// States every count and how they hang together. They are published when the report shows them and
    /// `publishes`; otherwise readers know that they exist.
    pub(super) fn state(&self, statement: &mut Statement, publishes: bool) -> Result<(), StatementError> {
        let places = self.counted.places(self.split);
        for measure in self.counted.measures() {
            for place in places.iter().filter(|place| self.is_stated(measure, place)) {
                self.one(statement, measure, place, publishes && self.counted.shows(measure, place))?;
            }
            self.sum(statement, measure, &places)?;
            if self.split == Split::Intervention {
                self.sum_by_focus(statement, measure)?;
            }
        }
        for place in &places {
            self.ties.iter().try_for_each(|tie| self.tie(statement, place, tie))?;
        }
        Ok(())
    }

    fn key(&self, measure: &str, place: &Place) -> CellKey {
        place.key(measure, &named(&self.days))
    }

    /// The parts add up to all.
    fn sum(&self, statement: &mut Statement, measure: &str, places: &[Place]) -> Result<(), StatementError> {
        let all = Place::default();
        let adds_up = match adds(measure) {
            Adds::Everywhere => true,
            Adds::NotOverMunicipalities => self.split != Split::Municipality,
            Adds::OverGenders => self.split == Split::Gender,
            Adds::Nowhere => false,
        };
        let is_part = |place: &&Place| **place != all && place.focus.is_none() && self.is_stated(measure, place);
        let parts: Vec<CellKey> = places.iter().filter(is_part).map(|place| self.key(measure, place)).collect();
        if !adds_up || parts.is_empty() {
            return Ok(());
        }
        if self.split != Split::Gender {
            self.one(statement, measure, &all, false)?;
        }
        statement.sum(&self.key(measure, &all), &parts)
    }

    /// Interventions that work on the same add up to what is told of them together.
    fn sum_by_focus(&self, statement: &mut Statement, measure: &str) -> Result<(), StatementError> {
        for (focus, interventions) in self.counted.foci().filter(|(focus, _)| self.is_stated(measure, focus)) {
            let parts: Vec<CellKey> = interventions.iter().map(|place| self.key(measure, place)).collect();
            statement.sum(&self.key(measure, &focus), &parts)?;
        }
        Ok(())
    }

    fn one(
        &self,
        statement: &mut Statement,
        measure: &str,
        place: &Place,
        publishes: bool,
    ) -> Result<(), StatementError> {
        let (key, count) = (self.key(measure, place), self.counted.get(measure, place));
        if publishes { statement.publish(key, count) } else { statement.imply(key, count) }
    }

    /// Whether a count was stated at a place.
    fn is_stated(&self, measure: &str, place: &Place) -> bool {
        match adds(measure) {
            Adds::NotOverMunicipalities if place.municipality.is_some() => false,
            Adds::Everywhere | Adds::NotOverMunicipalities if self.counted.is_counted_apart(place) => {
                self.counted.has(measure, place)
            }
            Adds::Everywhere | Adds::NotOverMunicipalities => self.counted.known(measure).is_some(),
            Adds::OverGenders | Adds::Nowhere => self.counted.has(measure, place),
        }
    }

    fn tie(&self, statement: &mut Statement, place: &Place, tie: &Tie) -> Result<(), StatementError> {
        match tie {
            Tie::Parts { whole, parts } => {
                let first = parts.first().copied().unwrap_or_default();
                for category in self.categories(first, whole) {
                    let fill = |name: &str| name.replace("{c}", &category);
                    let matching: Vec<&str> = parts.iter().flat_map(|part| self.matching(&fill(part))).collect();
                    // Of interventions that work on the same, some counts are told and others are not.
                    let all_are_stated = matching.iter().all(|part| self.is_stated(part, place));
                    let parts: Vec<CellKey> = matching.iter().map(|part| self.key(part, place)).collect();
                    let whole = fill(whole);
                    if all_are_stated && !parts.is_empty() && self.is_stated(&whole, place) {
                        statement.sum(&self.key(&whole, place), &parts)?;
                    }
                }
            }
            Tie::PartOf { part, whole } => {
                for category in self.categories(part, whole) {
                    let whole = whole.replace("{c}", &category);
                    for part in self.matching(&part.replace("{c}", &category)) {
                        if self.is_stated(part, place) && self.is_stated(&whole, place) {
                            statement.part_of(&self.key(part, place), &self.key(&whole, place))?;
                        }
                    }
                }
            }
            Tie::AtMost { fewer, more } => {
                if self.is_stated(fewer, place) && self.is_stated(more, place) {
                    statement.at_most(&self.key(fewer, place), &self.key(more, place))?;
                }
            }
            Tie::Onward { here, came, left } => self.onward(statement, place, (here, came, left))?,
        }
        Ok(())
    }

    /// Ties what is counted in one category after the other; their names are in the order of time.
    fn onward(
        &self,
        statement: &mut Statement,
        place: &Place,
        (here, came, left): (&str, &str, &str),
    ) -> Result<(), StatementError> {
        let here_in_order = self.matching(here);
        let start = here.trim_end_matches('*');
        for (before, now) in here_in_order.iter().zip(here_in_order.iter().skip(1)) {
            let of = |pattern: &str, at: &str| pattern.replace('*', at.trim_start_matches(start));
            let on_left = [(*now).to_owned(), of(left, before)];
            let on_right = [(*before).to_owned(), of(came, now)];
            let sum = |side: &[String; 2]| side.iter().map(|measure| self.counted.get(measure, place)).sum::<u32>();
            if sum(&on_left) == sum(&on_right) {
                let keys = |side: [String; 2]| side.map(|measure| self.key(&measure, place));
                let (on_left, on_right) = (keys(on_left), keys(on_right));
                if on_left.iter().chain(&on_right).all(|key| statement.has(key)) {
                    statement.balance(&on_left, &on_right)?;
                }
            }
        }
        Ok(())
    }

    /// The counts whose names fit a pattern that may have one `*`.
    fn matching(&self, pattern: &str) -> Vec<&str> {
        let Some((start, end)) = pattern.split_once('*') else {
            return self.counted.known(pattern).into_iter().collect();
        };
        let fits = |measure: &&str| measure.starts_with(start) && measure.ends_with(end);
        self.counted.measures().filter(fits).collect()
    }

    /// What `{c}` stands for in the names there are; one empty category where the whole has none.
    fn categories(&self, part: &str, whole: &str) -> BTreeSet<String> {
        if !whole.contains("{c}") {
            return BTreeSet::from([String::new()]);
        }
        let Some((start, end)) = part.split_once("{c}") else { return BTreeSet::new() };
        let end = end.split('*').next().unwrap_or_default();
        let category = |measure: &str| {
            let rest = match start.split_once('*') {
                None => measure.strip_prefix(start)?,
                Some((start, then)) => {
                    let rest = measure.strip_prefix(start)?;
                    &rest[rest.find(then)? + then.len()..]
                }
            };
            let length = if end.is_empty() { rest.len() } else { rest.find(end)? };
            Some(rest[..length].to_owned())
        };
        self.counted.measures().filter_map(category).collect()
    }

    fn in_both<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = &'s str> {
        let is_of_both = |measure: &&str| {
            (adds(measure) != Adds::Nowhere || adds_over_time(measure)) && other.counted.known(measure).is_some()
        };
        self.counted.measures().filter(is_of_both)
    }

    /// States how the counts of two periods hang together, one of which holds the other or follows on it.
    pub(super) fn link(&self, statement: &mut Statement, other: &Self) -> Result<(), StatementError> {
        let places = self.counted.places(self.split);
        if holds(&self.days, &other.days) {
            return self.link_within(statement, other, &places);
        }
        if holds(&other.days, &self.days) {
            return other.link_within(statement, self, &places);
        }
        if follows(&self.days, &other.days) {
            return self.link_next(statement, other, &places);
        }
        if follows(&other.days, &self.days) {
            return other.link_next(statement, self, &places);
        }
        Ok(())
    }

    /// The difference between a period and one within it is a group of people.
    fn link_within(&self, statement: &mut Statement, inner: &Self, places: &[Place]) -> Result<(), StatementError> {
        for measure in self.in_both(inner) {
            for place in places {
                let (all, some) = (self.key(measure, place), inner.key(measure, place));
                if !statement.has(&all) || !statement.has(&some) {
                    continue;
                }
                if self.counted.get(measure, place) >= inner.counted.get(measure, place) {
                    statement.part_of(&some, &all)?;
                } else {
                    // Someone may stand elsewhere at the end of the longer period.
                    statement.part_of(&all, &some)?;
                }
            }
        }
        // Whoever was there in the longer period and not in the shorter came after it or left before it.
        let ties = [
            (layout::STARTED, self.days.from() == inner.days.from()),
            (layout::ENDED, self.days.to() == inner.days.to()),
        ];
        for (others, begin_or_end_together) in ties {
            for place in places.iter().filter(|_| begin_or_end_together) {
                let all = [self.key(layout::PARTICIPATIONS, place), inner.key(others, place)];
                let some = [inner.key(layout::PARTICIPATIONS, place), self.key(others, place)];
                if all.iter().chain(&some).all(|key| statement.has(key)) {
                    statement.balance(&all, &some)?;
                }
            }
        }
        Ok(())
    }

    /// Who is here now and was not new, was here before and did not leave.
    fn link_next(&self, statement: &mut Statement, before: &Self, places: &[Place]) -> Result<(), StatementError> {
        for place in places {
            let now = [self.key(layout::PARTICIPATIONS, place), before.key(layout::ENDED, place)];
            let then = [before.key(layout::PARTICIPATIONS, place), self.key(layout::STARTED, place)];
            if now.iter().chain(&then).all(|key| statement.has(key)) {
                statement.balance(&now, &then)?;
            }
        }
        Ok(())
    }

    /// What happened in a period is what happened in the periods within it, and in the rest of it.
    pub(super) fn add_up(&self, statement: &mut Statement, within: &[&Self]) -> Result<(), StatementError> {
        for measure in self.counted.measures().filter(|measure| adds_over_time(measure)) {
            for place in self.counted.places(self.split) {
                let whole = self.key(measure, &place);
                let stated = |part: &&&Self| statement.has(&part.key(measure, &place));
                let parts: Vec<&&Self> = within.iter().filter(stated).collect();
                let sum: u32 = parts.iter().map(|part| part.counted.get(measure, &place)).sum();
                let Some(rest) = self.counted.get(measure, &place).checked_sub(sum) else { continue };
                if parts.len() < 2 || !statement.has(&whole) {
                    continue;
                }
                let mut keys: Vec<CellKey> = parts.iter().map(|part| part.key(measure, &place)).collect();
                if months_in(&self.days) == within.iter().map(|part| months_in(&part.days)).sum::<i32>() {
                    // They make up the whole: readers know that nothing lies outside them.
                    statement.sum(&whole, &keys)?;
                    continue;
                }
                let names: Vec<String> = within.iter().map(|part| named(&part.days)).collect();
                let left = place.key(&format!("{measure}, outside {}", names.join(" and ")), &named(&self.days));
                statement.imply(left.clone(), rest)?;
                keys.push(left);
                statement.sum(&whole, &keys)?;
            }
        }
        Ok(())
    }
}

fn months_in(period: &Period) -> i32 {
    period.to().month().since(period.from().month()) + 1
}

/// The periods within `outer` that lie within no other of them.
pub(super) fn greatest_within<'s, 'a>(outer: &Stating<'_>, all: &[&'s Stating<'a>]) -> Vec<&'s Stating<'a>> {
    let within: Vec<&Stating<'a>> =
        all.iter().filter(|one| one.days != outer.days && holds(&outer.days, &one.days)).copied().collect();
    let is_greatest =
        |one: &&&Stating<'a>| !within.iter().any(|other| other.days != one.days && holds(&other.days, &one.days));
    within.iter().filter(is_greatest).copied().collect()
}

/// Whether figures of two periods can be set against each other.
pub(super) fn touch(one: &Period, other: &Period) -> bool {
    !are_apart(one, other) || follows(one, other) || follows(other, one)
}
