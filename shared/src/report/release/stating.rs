//! From counts to what readers can know of them: which add up, which are parts of which, and how they hang together with
//! those of other periods.

use super::counted::Counted;
use super::keys::{Keys, KeysOf, named};
use super::layout::{self, Adds, Tie, adds, adds_over_time};
use super::period::{are_apart, follows, holds};
use super::place::{Place, Split};
use crate::figures::Period;
use crate::suppression::{CellKey, Statement, StatementError};
use std::collections::{BTreeMap, BTreeSet};

/// The counts of one period and one split, on their way into a statement.
#[derive(Debug)]
pub(super) struct Stating<'a> {
    pub(super) counted: &'a Counted,
    pub(super) split: Split,
    pub(super) days: Period,
    pub(super) keys: &'a Keys,
    pub(super) ties: &'a [Tie],
}

/// What was counted under one name: looked up once, and asked of every place.
#[derive(Clone, Copy)]
struct Measured<'a> {
    adds: Adds,
    counted: &'a Counted,
    counts: &'a BTreeMap<Place, u32>,
    keys: KeysOf<'a>,
}

impl Measured<'_> {
    fn key(&self, place: &Place) -> CellKey {
        self.keys.get(place)
    }

    /// How many; nobody where nothing was counted.
    fn count(&self, place: &Place) -> u32 {
        self.counts.get(place).copied().unwrap_or_default()
    }

    fn has(&self, place: &Place) -> bool {
        self.counts.contains_key(place)
    }

    /// Whether a count was stated at a place.
    fn is_stated(&self, place: &Place) -> bool {
        match self.adds {
            Adds::NotOverMunicipalities if place.municipality.is_some() => false,
            Adds::Everywhere | Adds::NotOverMunicipalities if self.counted.is_counted_apart(place) => self.has(place),
            Adds::Everywhere | Adds::NotOverMunicipalities => true,
            Adds::OverGenders | Adds::Nowhere => self.has(place),
        }
    }

    fn state(&self, statement: &mut Statement, place: &Place, publishes: bool) -> Result<(), StatementError> {
        let (key, count) = (self.key(place), self.count(place));
        if publishes { statement.publish(key, count) } else { statement.imply(key, count) }
    }
}

impl<'a> Stating<'a> {
    /// States every count and how they hang together. They are published when the report shows them and
    /// `publishes`; otherwise readers know that they exist.
    pub(super) fn state(&self, statement: &mut Statement, publishes: bool) -> Result<(), StatementError> {
        let places = self.counted.places(self.split);
        for name in self.counted.measures() {
            let Some(measure) = self.measured(name) else { continue };
            for place in places.iter().filter(|place| measure.is_stated(place)) {
                measure.state(statement, place, publishes && self.counted.shows(name, place))?;
            }
            self.sum(statement, measure, &places)?;
            if self.split == Split::Intervention {
                self.sum_by_focus(statement, measure)?;
            }
        }
        self.ties.iter().try_for_each(|tie| self.tie(statement, &places, tie))
    }

    /// What was counted under a name; `None` where nothing was.
    fn measured(&self, name: &str) -> Option<Measured<'a>> {
        let (name, counts) = self.counted.of_measure(name)?;
        Some(Measured { adds: adds(name), counted: self.counted, counts, keys: self.keys.of(name) })
    }

    /// The parts add up to all.
    fn sum(&self, statement: &mut Statement, measure: Measured<'_>, places: &[Place]) -> Result<(), StatementError> {
        let all = Place::default();
        let adds_up = match measure.adds {
            Adds::Everywhere => true,
            Adds::NotOverMunicipalities => self.split != Split::Municipality,
            Adds::OverGenders => self.split == Split::Gender,
            Adds::Nowhere => false,
        };
        let is_part = |place: &&Place| **place != all && place.focus.is_none() && measure.is_stated(place);
        let parts: Vec<CellKey> = places.iter().filter(is_part).map(|place| measure.key(place)).collect();
        if !adds_up || parts.is_empty() {
            return Ok(());
        }
        if self.split != Split::Gender {
            measure.state(statement, &all, false)?;
        }
        statement.sum(&measure.key(&all), &parts)
    }

    /// Interventions that work on the same add up to what is told of them together.
    fn sum_by_focus(&self, statement: &mut Statement, measure: Measured<'_>) -> Result<(), StatementError> {
        for (focus, interventions) in self.counted.foci().filter(|(focus, _)| measure.is_stated(focus)) {
            let parts: Vec<CellKey> = interventions.iter().map(|place| measure.key(place)).collect();
            statement.sum(&measure.key(&focus), &parts)?;
        }
        Ok(())
    }

    fn tie(&self, statement: &mut Statement, places: &[Place], tie: &Tie) -> Result<(), StatementError> {
        match tie {
            Tie::Parts { whole, parts } => {
                let first = parts.first().copied().unwrap_or_default();
                for category in self.categories(first, whole) {
                    let fill = |name: &str| name.replace("{c}", &category);
                    let matching = parts.iter().flat_map(|part| self.matching(&fill(part)));
                    let parts: Vec<Measured<'_>> = matching.filter_map(|part| self.measured(part)).collect();
                    let Some(whole) = self.measured(&fill(whole)) else { continue };
                    // Of interventions that work on the same, some counts are told and others are not.
                    let is_stated = |place: &&Place| {
                        whole.is_stated(place) && !parts.is_empty() && parts.iter().all(|part| part.is_stated(place))
                    };
                    for place in places.iter().filter(is_stated) {
                        let parts: Vec<CellKey> = parts.iter().map(|part| part.key(place)).collect();
                        statement.sum(&whole.key(place), &parts)?;
                    }
                }
            }
            Tie::PartOf { part, whole } => {
                for category in self.categories(part, whole) {
                    let Some(whole) = self.measured(&whole.replace("{c}", &category)) else { continue };
                    let matching = self.matching(&part.replace("{c}", &category));
                    for part in matching.into_iter().filter_map(|part| self.measured(part)) {
                        for place in places.iter().filter(|place| part.is_stated(place) && whole.is_stated(place)) {
                            statement.part_of(&part.key(place), &whole.key(place))?;
                        }
                    }
                }
            }
            Tie::AtMost { fewer, more } => {
                let Some((fewer, more)) = self.measured(fewer).zip(self.measured(more)) else { return Ok(()) };
                for place in places.iter().filter(|place| fewer.is_stated(place) && more.is_stated(place)) {
                    statement.at_most(&fewer.key(place), &more.key(place))?;
                }
            }
            Tie::Onward { here, came, left } => self.onward(statement, places, (here, came, left))?,
        }
        Ok(())
    }

    /// Ties what is counted in one category after the other; their names are in the order of time.
    fn onward(
        &self,
        statement: &mut Statement,
        places: &[Place],
        (here, came, left): (&str, &str, &str),
    ) -> Result<(), StatementError> {
        let here_in_order = self.matching(here);
        let start = here.trim_end_matches('*');
        for (before, now) in here_in_order.iter().zip(here_in_order.iter().skip(1)) {
            let of = |pattern: &str, at: &str| self.measured(&pattern.replace('*', at.trim_start_matches(start)));
            let [on_left, on_right] = [(now, of(left, before)), (before, of(came, now))]
                .map(|(here, moved)| Some([self.measured(here)?, moved?]));
            let Some((on_left, on_right)) = on_left.zip(on_right) else { continue };
            for place in places {
                let sum = |side: &[Measured<'_>; 2]| side.iter().map(|measure| measure.count(place)).sum::<u32>();
                if sum(&on_left) != sum(&on_right) {
                    continue;
                }
                let keys = |side: &[Measured<'_>; 2]| side.map(|measure| measure.key(place));
                let (on_left, on_right) = (keys(&on_left), keys(&on_right));
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

    fn in_both<'s>(&'s self, other: &'s Stating<'_>) -> impl Iterator<Item = &'s str> {
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
        for name in self.in_both(inner) {
            let Some((outside, inside)) = self.measured(name).zip(inner.measured(name)) else { continue };
            for place in places {
                let (all, some) = (outside.key(place), inside.key(place));
                if !statement.has(&all) || !statement.has(&some) {
                    continue;
                }
                if outside.count(place) >= inside.count(place) {
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
        let in_each = |name: &str| self.measured(name).zip(inner.measured(name));
        for (name, _) in ties.into_iter().filter(|(_, begin_or_end_together)| *begin_or_end_together) {
            let Some((here, others)) = in_each(layout::PARTICIPATIONS).zip(in_each(name)) else { continue };
            for place in places {
                let all = [here.0.key(place), others.1.key(place)];
                let some = [here.1.key(place), others.0.key(place)];
                if all.iter().chain(&some).all(|key| statement.has(key)) {
                    statement.balance(&all, &some)?;
                }
            }
        }
        Ok(())
    }

    /// Who is here now and was not new, was here before and did not leave.
    fn link_next(&self, statement: &mut Statement, before: &Self, places: &[Place]) -> Result<(), StatementError> {
        let on_left = self.measured(layout::PARTICIPATIONS).zip(before.measured(layout::ENDED));
        let on_right = before.measured(layout::PARTICIPATIONS).zip(self.measured(layout::STARTED));
        let Some((on_left, on_right)) = on_left.zip(on_right) else { return Ok(()) };
        for place in places {
            let [now, then] = [on_left, on_right].map(|(here, moved)| [here.key(place), moved.key(place)]);
            if now.iter().chain(&then).all(|key| statement.has(key)) {
                statement.balance(&now, &then)?;
            }
        }
        Ok(())
    }

    /// What happened in a period is what happened in the periods within it, and in the rest of it.
    pub(super) fn add_up(&self, statement: &mut Statement, within: &[&Self]) -> Result<(), StatementError> {
        let places = self.counted.places(self.split);
        for name in self.counted.measures().filter(|measure| adds_over_time(measure)) {
            let Some(measure) = self.measured(name) else { continue };
            let of_parts: Vec<Measured<'_>> = within.iter().filter_map(|part| part.measured(name)).collect();
            for place in &places {
                let whole = measure.key(place);
                let parts: Vec<&Measured<'_>> =
                    of_parts.iter().filter(|part| statement.has(&part.key(place))).collect();
                let sum: u32 = parts.iter().map(|part| part.count(place)).sum();
                let Some(rest) = measure.count(place).checked_sub(sum) else { continue };
                if parts.len() < 2 || !statement.has(&whole) {
                    continue;
                }
                let mut keys: Vec<CellKey> = parts.iter().map(|part| part.key(place)).collect();
                if months_in(&self.days) == within.iter().map(|part| months_in(&part.days)).sum::<i32>() {
                    // They make up the whole: readers know that nothing lies outside them.
                    statement.sum(&whole, &keys)?;
                    continue;
                }
                let names: Vec<String> = within.iter().map(|part| named(&part.days)).collect();
                let left = place.key(&format!("{name}, outside {}", names.join(" and ")), &named(&self.days));
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
