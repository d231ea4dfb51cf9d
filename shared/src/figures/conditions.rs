//! What research connects with the way to work, beside the movement of those for whom it was so: changes of supervisor,
//! the supervisor's own belief, what the intervention works on, stays in parallel, and what came before the stay (the
//! indicators of the Danish BIP work; Rosholm, Sørensen & Skipper 2017). Groups beside each other: nobody was assigned to them by lot, so none of them says
//! what caused what.

use super::climb::Climb;
use super::cohort::{Cohort, Facts, Selection, Stay};
use super::exits::led_to_work_or_studies;
use super::period::Period;
use super::share::{Share, wilson};
use super::step_movement::Movement;
use super::tally::Way;
use super::{FEWEST_FOR_A_GROUP, Figure};
use crate::id::ParticipationId;
use crate::intervention::{Foci, InterventionFocus};
use crate::time::{Date, Month};
use std::collections::BTreeMap;

/// The group of those of whom it is not known.
pub(crate) const UNKNOWN: &str = "unknown";
/// Longer than this many days between two stays is a gap: breaks of up to a month are none, as for time in support.
const GAP_DAYS: i64 = 31;
/// The belief up to which it is low, and from which it is high, on the scale of 1 to 5.
const LOW_UP_TO: i16 = 2;
const HIGH_FROM: i16 = 4;

/// The participations for which something was so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// How many: participations of identified people, active in the period.
    pub n: u32,
    /// How they moved on the bridge.
    pub moved: Movement,
    /// Of those measured twice, how many moved forward; from ten on.
    pub share_forward: Figure<Share>,
    /// How many of the `n` ended in the period.
    pub ended: u32,
    /// How many of those ended with work or studies.
    pub work_or_studies: u32,
    /// That as a share; from ten on.
    pub share_work_or_studies: Figure<Share>,
}

/// Groups by what was so, under stable names.
pub type Groups = BTreeMap<&'static str, Group>;

/// Participations by five conditions. Each participation is in exactly one group of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditions {
    /// All of them.
    pub total: Group,
    /// `none`, `one` or `several` changes of supervisor within the period.
    pub supervisor_changes: Groups,
    /// The first belief that the supervisor stated within the period: `low` (1-2), `middle` (3), `high` (4-5) or `unknown`.
    pub outlook: Groups,
    /// What the intervention works on: `job`, `skills`, `health`, `social`, or `unknown`.
    pub focus: Groups,
    /// `alone`, or `parallel` with another stay of the same person that overlaps it within the period.
    pub parallel: Groups,
    /// `first` stay of the person, or an earlier one ended and the next began `without_gap` (at most a month later) or
    /// `after_gap`.
    pub before: Groups,
}

/// Sorts the participations of a selection into groups.
///
/// Other stays of a person count wherever they took place among the columns, also outside the interventions selected.
pub fn conditions(cohort: &Cohort, selection: &Selection, foci: &Foci) -> Conditions {
    let stays = StaysByPerson::of(cohort);
    let until = selection.period.to().month();
    let mut counted: [BTreeMap<&'static str, Count>; 5] = Default::default();
    let mut total = Count::default();
    for stay in cohort.active(selection) {
        let others = stay.outline().person.map_or(&[][..], |person| stays.of_person(person));
        let groups = [
            by_changes(&stay, selection.period),
            by_outlook(&stay, selection.period),
            foci.get(&stay.intervention).map_or(UNKNOWN, |focus| InterventionFocus::as_str(*focus)),
            if is_parallel(&stay, others, selection) { "parallel" } else { "alone" },
            by_what_came_before(&stay, others),
        ];
        let moved = Climb::of(&stay, until);
        let ended = stay.ended_in(selection.period);
        let found_it = ended && led_to_work_or_studies(&stay);
        total.add(moved, ended, found_it);
        for (counted, group) in counted.iter_mut().zip(groups) {
            counted.entry(group).or_default().add(moved, ended, found_it);
        }
    }
    let [supervisor_changes, outlook, focus, parallel, before] =
        counted.map(|groups| groups.into_iter().map(|(name, count)| (name, count.group())).collect());
    Conditions { total: total.group(), supervisor_changes, outlook, focus, parallel, before }
}

/// One stay as others of the same person look at it.
#[derive(Debug, Clone, Copy)]
struct Span {
    started: Date,
    ended: Option<Date>,
}

impl Span {
    const fn of(facts: &Facts) -> Self {
        Self { started: facts.started, ended: facts.ended }
    }
}

/// Every stay of every identified person, those of one person beside each other.
struct StaysByPerson {
    stays: Vec<(Span, ParticipationId)>,
    /// Where the stays of the person of that number begin; those of the next begin where they end.
    begin: Vec<usize>,
}

impl StaysByPerson {
    fn of(cohort: &Cohort) -> Self {
        let mut all: Vec<(usize, (Span, ParticipationId))> = Vec::with_capacity(cohort.len());
        for stay in cohort.every() {
            if let Some(person) = stay.outline().person {
                all.push((person as usize, (Span::of(stay.facts()), stay.participation)));
            }
        }
        all.sort_unstable_by_key(|(person, _)| *person);
        let people = all.last().map_or(0, |(person, _)| person + 1);
        let mut begin = vec![0; people + 1];
        all.iter().for_each(|(person, _)| begin[person + 1] += 1);
        let mut before = 0;
        for count in &mut begin {
            before += *count;
            *count = before;
        }
        Self { stays: all.into_iter().map(|(_, stay)| stay).collect(), begin }
    }

    fn of_person(&self, person: u32) -> &[(Span, ParticipationId)] {
        let person = person as usize;
        let ends = self.begin.get(person).zip(self.begin.get(person + 1));
        ends.and_then(|(begin, end)| self.stays.get(*begin..*end)).unwrap_or_default()
    }
}

fn is_within(month: Month, period: Period) -> bool {
    (period.from().month()..=period.to().month()).contains(&month)
}

fn by_changes(stay: &Stay<'_>, period: Period) -> &'static str {
    match stay.supervisor_changes.iter().filter(|month| is_within(**month, period)).count() {
        0 => "none",
        1 => "one",
        _ => "several",
    }
}

fn by_outlook(stay: &Stay<'_>, period: Period) -> &'static str {
    let stated = stay.outlook.iter().find(|(month, _)| is_within(*month, period));
    match stated.map(|(_, belief)| *belief) {
        None => UNKNOWN,
        Some(belief) if belief <= LOW_UP_TO => "low",
        Some(belief) if belief >= HIGH_FROM => "high",
        Some(_) => "middle",
    }
}

fn is_parallel(stay: &Stay<'_>, others: &[(Span, ParticipationId)], selection: &Selection) -> bool {
    let (from, to) = (selection.period.from(), selection.period.to());
    let this = stay.participation;
    let first = stay.started.max(from);
    let last = stay.ended.map_or(to, |ended| ended.min(to));
    others
        .iter()
        .any(|(other, id)| *id != this && other.started <= last && other.ended.is_none_or(|ended| ended >= first))
}

fn by_what_came_before(stay: &Stay<'_>, others: &[(Span, ParticipationId)]) -> &'static str {
    let this = stay.participation;
    let earlier = others.iter().filter(|(other, id)| *id != this && other.started < stay.started);
    // One that goes on beside this one leaves no gap.
    let last = earlier.map(|(other, _)| other.ended.map_or(stay.started, |ended| ended.min(stay.started))).max();
    match last {
        None => "first",
        Some(ended) if stay.started.days_since(ended) > GAP_DAYS => "after_gap",
        Some(_) => "without_gap",
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    n: u32,
    moved: Movement,
    ended: u32,
    work_or_studies: u32,
}

impl Count {
    fn add(&mut self, climb: Option<Climb>, ended: bool, work_or_studies: bool) {
        self.n += 1;
        self.moved.count_climb(climb, Way::In);
        self.ended += u32::from(ended);
        self.work_or_studies += u32::from(work_or_studies);
    }

    fn group(self) -> Group {
        let Self { n, moved, ended, work_or_studies } = self;
        Group {
            n,
            moved,
            share_forward: of_a_group(moved.forward, moved.measured()),
            ended,
            work_or_studies,
            share_work_or_studies: of_a_group(work_or_studies, ended),
        }
    }
}

/// A share of a group, which takes ten.
fn of_a_group(successes: u32, n: u32) -> Figure<Share> {
    let have = usize::try_from(n).unwrap_or(usize::MAX);
    if have < FEWEST_FOR_A_GROUP { Figure::TooFew { have, need: FEWEST_FOR_A_GROUP } } else { wilson(successes, n) }
}
