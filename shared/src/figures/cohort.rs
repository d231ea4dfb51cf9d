//! Participations as columns: what every figure is computed from. One row a participation, and its measured months
//! side by side with everybody's. This file knows folds; it does not know which figures will be asked for.

use super::month_columns::{Came, MonthColumns, Months, Stretch};
use super::outline::{Municipality, Outline, Wanted};
use super::period::Period;
use crate::code::Code;
use crate::fold::{Assessment, FirstSaid, MonthView, Participation, Start};
use crate::id::{InterventionId, ParticipationId, PersonId};
use crate::instrument::{Answer, Instrument};
use crate::month_window::MonthWindow;
use crate::record::{Enrolment, Exit, Gender};
use crate::reference::WRONG_REGISTRATION;
use crate::support::Extent;
use crate::swedish_time::SwedishTime;
use crate::time::{Date, Month};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Deref;

/// The item by which staff state their own belief in work or studies within twelve months.
const OUTLOOK: &str = "outlook";

/// One month's measurements of one participation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The month.
    pub month: Month,
    /// The place on the bridge, if recorded.
    pub step: Option<u8>,
    /// The participant's score, if every item of it was rated.
    pub score: Option<i32>,
    /// The participant's ratings, in the order of the instrument's participant items.
    pub ratings: Box<[Option<i16>]>,
    /// The staff's ratings of the same items.
    pub staff_ratings: Box<[Option<i16>]>,
    /// When the participant rated the month, if at all.
    pub self_assessment: Option<Came>,
    /// When the supervisor followed the month up, if at all.
    pub follow_up: Option<Came>,
    /// What the person lived on, by the follow-up; nothing where nobody looked.
    pub support: Box<[Extent]>,
}

impl Measured {
    fn of(month: Month, view: &MonthView, instrument: Option<&Instrument>) -> Self {
        let of_instrument = |one: &&Assessment| instrument.is_some_and(|known| known.id == one.instrument.id);
        let mut own = view.self_assessment.iter().map(|held| &held.value).chain(&view.other_self_assessments);
        let mut staff = view.staff_assessment.iter().map(|held| &held.value).chain(&view.other_staff_assessments);
        let (own, staff) = (own.find(of_instrument), staff.find(of_instrument));
        let ratings = |one: Option<&Assessment>| match one.zip(instrument) {
            None => Box::default(),
            Some((one, instrument)) => {
                instrument.participant_items().map(|item| rated(one.answers.get(&item.id))).collect()
            }
        };
        let scored = own.zip(instrument);
        Self {
            month,
            step: view.step.as_ref().map(|held| held.value.0),
            score: scored.and_then(|(own, instrument)| instrument.score(&own.answers)).map(|score| score.0),
            ratings: ratings(own),
            staff_ratings: ratings(staff),
            self_assessment: view.self_assessed.map(|first| came(month, first)),
            follow_up: view.followed_up.map(|first| came(month, first)),
            support: view.follow_up.as_ref().map(|held| held.value.support.as_slice().into()).unwrap_or_default(),
        }
    }
}

/// Whether what was first said of a month on that day was in time.
fn came(month: Month, first: FirstSaid) -> Came {
    match first {
        FirstSaid::WithoutDay => Came::WithoutDay,
        FirstSaid::At(at) if SwedishTime::at(at).date <= MonthWindow::last_day_of(month) => Came::OnTime,
        FirstSaid::At(_) => Came::Late,
    }
}

/// The belief that staff stated in each month, by the instrument's item of that name.
fn stated_outlook(folded: &Participation, instrument: &Instrument) -> Box<[(Month, i16)]> {
    let stated = |view: &MonthView| {
        let all = view.staff_assessment.iter().map(|held| &held.value).chain(&view.other_staff_assessments);
        let mut of_instrument = all.filter(|one| one.instrument.id == instrument.id);
        of_instrument.find_map(|one| {
            one.answers.iter().find(|(item, _)| item.as_str() == OUTLOOK).and_then(|(_, answer)| rated(Some(answer)))
        })
    };
    folded.months.iter().filter_map(|(month, view)| Some((*month, stated(view)?))).collect()
}

const fn rated(answer: Option<&Answer>) -> Option<i16> {
    match answer {
        Some(Answer::Rated(value)) => Some(*value),
        _ => None,
    }
}

/// What is known of one participation, apart from its months.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Which one.
    pub participation: ParticipationId,
    /// Whose; `None` for the anonymous.
    pub person: Option<PersonId>,
    /// In which intervention.
    pub intervention: InterventionId,
    /// For the tables.
    pub gender: Gender,
    /// First day.
    pub started: Date,
    /// Last day, if over.
    pub ended: Option<Date>,
    /// How the stay began; `None` for the anonymous.
    pub enrolment: Option<Box<Enrolment>>,
    /// How it ended, if it has.
    pub exit: Option<Box<Exit>>,
    /// The months in which another supervisor took over, in order.
    pub supervisor_changes: Box<[Month]>,
    /// The supervisor's own belief in work or studies within twelve months, on the instrument's scale: month by month, where
    /// it was stated.
    pub outlook: Box<[(Month, i16)]>,
    /// The deviations that were noted during the stay: about which month, and of which theme.
    pub deviations: Box<[(Month, Code)]>,
}

impl Facts {
    /// The municipality of residence, if it is known.
    pub fn municipality(&self) -> Option<&str> {
        self.enrolment.as_ref()?.municipality.as_ref().map(|name| name.as_str())
    }

    /// Whether the stay ended in a period.
    pub fn ended_in(&self, period: Period) -> bool {
        self.ended.is_some_and(|ended| period.holds(ended))
    }
}

/// One participation on its way into the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is known of it.
    pub facts: Facts,
    /// In the order of the months.
    pub months: Vec<Measured>,
}

impl Row {
    /// The row of a fold; `None` while its start is unknown, for a wrong registration, which leaves every figure, and for
    /// a stay that never began since consent was withdrawn before.
    pub fn of(participation: ParticipationId, folded: &Participation, instrument: Option<&Instrument>) -> Option<Self> {
        let reason = folded.exit.as_ref().and_then(|held| held.value.reason.as_ref());
        if reason.is_some_and(|reason| reason.as_str() == WRONG_REGISTRATION) {
            return None;
        }
        let start = &folded.start.as_ref()?.value;
        let started = start.date()?;
        if folded.withdrawal.as_ref().is_some_and(|withdrawn| withdrawn.value < started) {
            return None;
        }
        let (person, gender) = match start {
            Start::Identified(enrolment) => (Some(enrolment.person), enrolment.gender),
            Start::Anonymous { gender, .. } => (None, *gender),
        };
        let facts = Facts {
            participation,
            person,
            intervention: start.intervention(),
            gender,
            started,
            ended: folded.exit.as_ref().map(|held| held.value.ended),
            enrolment: folded.enrolment().cloned().map(Box::new),
            exit: folded.exit.as_ref().map(|held| Box::new(held.value.clone())),
            supervisor_changes: folded.supervisor_changes.as_slice().into(),
            deviations: folded.deviations.iter().map(|one| (one.month, one.deviation.theme.clone())).collect(),
            outlook: instrument.map(|instrument| stated_outlook(folded, instrument)).unwrap_or_default(),
        };
        let months = folded.months.iter().map(|(month, view)| Measured::of(*month, view, instrument)).collect();
        Some(Self { facts, months })
    }
}

/// One participation in the columns. Dereferences to its facts.
#[derive(Debug, Clone, Copy)]
pub struct Stay<'a> {
    facts: &'a Facts,
    outline: Outline,
    /// Its months, in order.
    pub months: Months<'a>,
}

impl<'a> Stay<'a> {
    /// What is known of it, for as long as the columns are looked at.
    pub const fn facts(&self) -> &'a Facts {
        self.facts
    }

    /// What selections ask of it.
    pub(super) const fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Whether it ended in a period.
    pub(super) fn ended_in(&self, period: Period) -> bool {
        self.outline.ended_in(period)
    }
}

impl Deref for Stay<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.facts
    }
}

/// Which participations a figure is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The days it covers.
    pub period: Period,
    /// The interventions; all of them where empty.
    pub interventions: Vec<InterventionId>,
    /// One gender, or all.
    pub gender: Option<Gender>,
    /// One municipality of residence, or all.
    pub municipality: Option<String>,
}

impl Selection {
    /// Everybody in these interventions (all of them where empty) in a period.
    pub const fn new(period: Period, interventions: Vec<InterventionId>) -> Self {
        Self { period, interventions, gender: None, municipality: None }
    }

    /// Whether an intervention is asked for.
    pub fn has_intervention(&self, intervention: InterventionId) -> bool {
        self.interventions.is_empty() || self.interventions.contains(&intervention)
    }
}

/// All participations of one or more members, replaced one by one as records arrive.
#[derive(Debug, Clone, Default)]
pub struct Cohort {
    facts: Vec<Facts>,
    stretches: Vec<Stretch>,
    months: MonthColumns,
    places: HashMap<ParticipationId, usize>,
    /// Persons by number; a number is never given twice.
    persons: HashMap<PersonId, u32>,
    /// Interventions likewise.
    interventions: HashMap<InterventionId, u32>,
    municipalities: HashMap<String, u32>,
    outlines: Vec<Outline>,
}

impl Cohort {
    /// Puts a row in, in place of an earlier one of the same participation.
    pub fn put(&mut self, row: Row) {
        let stretch = self.months.append(&row.months);
        let outline = Outline {
            person: row.facts.person.map(|person| number_of(&mut self.persons, person)),
            intervention: number_of(&mut self.interventions, row.facts.intervention),
            municipality: row.facts.municipality().map(|name| self.number_of_municipality(name)),
            gender: row.facts.gender,
            started: row.facts.started,
            ended: row.facts.ended,
        };
        match self.places.get(&row.facts.participation) {
            Some(place) => {
                self.months.abandon(std::mem::replace(&mut self.stretches[*place], stretch));
                self.facts[*place] = row.facts;
                self.outlines[*place] = outline;
            }
            None => {
                self.places.insert(row.facts.participation, self.facts.len());
                self.facts.push(row.facts);
                self.stretches.push(stretch);
                self.outlines.push(outline);
            }
        }
        self.months.tidy(&mut self.stretches);
    }

    /// Takes a participation out: its start has been taken back, or it was registered by mistake.
    pub fn remove(&mut self, participation: ParticipationId) {
        let Some(place) = self.places.remove(&participation) else { return };
        self.facts.swap_remove(place);
        self.outlines.swap_remove(place);
        self.months.abandon(self.stretches.swap_remove(place));
        if let Some(moved) = self.facts.get(place) {
            self.places.insert(moved.participation, place);
        }
    }

    /// How many participations there are.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Gives back what the columns have reserved for growing.
    pub fn shrink(&mut self) {
        self.facts.shrink_to_fit();
        self.stretches.shrink_to_fit();
        self.outlines.shrink_to_fit();
        self.months.shrink();
    }

    /// Bytes that the columns take, apart from what enrolments and exits hold.
    pub fn bytes(&self) -> usize {
        // A hash table keeps a byte of its own for each place.
        let place = size_of::<(ParticipationId, usize)>() + 1;
        let person = size_of::<(PersonId, u32)>() + 1;
        self.facts.capacity() * size_of::<Facts>()
            + self.stretches.capacity() * size_of::<Stretch>()
            + self.outlines.capacity() * size_of::<Outline>()
            + self.places.capacity() * place
            + self.persons.capacity() * person
            + self.months.bytes()
    }

    fn number_of_municipality(&mut self, name: &str) -> u32 {
        match self.municipalities.get(name) {
            Some(number) => *number,
            None => number_of(&mut self.municipalities, name.to_owned()),
        }
    }

    /// Every outline with its place.
    pub(super) fn numbered_outlines(&self) -> impl Iterator<Item = (usize, &Outline)> {
        self.outlines.iter().enumerate()
    }

    pub(super) fn at(&self, place: usize) -> Stay<'_> {
        let months = self.months.of(self.stretches[place]);
        Stay { facts: &self.facts[place], outline: self.outlines[place], months }
    }

    /// One participation.
    pub(super) fn stay(&self, participation: ParticipationId) -> Option<Stay<'_>> {
        self.places.get(&participation).map(|place| self.at(*place))
    }

    /// Every participation.
    pub fn every(&self) -> impl Iterator<Item = Stay<'_>> {
        (0..self.facts.len()).map(|place| self.at(place))
    }

    /// The municipalities in which anybody lives, whenever the stay took place.
    pub fn municipalities(&self) -> BTreeSet<&str> {
        self.names_of(self.outlines.iter())
    }

    /// The municipalities of those of identified people who are asked for, active in the period.
    pub fn municipalities_of_active(&self, selection: &Selection) -> BTreeSet<&str> {
        self.names_of(self.outlines(selection).filter(|outline| outline.is_active_in(selection.period)))
    }

    fn names_of<'o>(&self, outlines: impl Iterator<Item = &'o Outline>) -> BTreeSet<&str> {
        let mut is_lived_in = vec![false; self.municipalities.len()];
        for number in outlines.filter_map(|outline| outline.municipality) {
            is_lived_in[number as usize] = true;
        }
        let lived_in = self.municipalities.iter().filter(|(_, number)| is_lived_in[**number as usize]);
        lived_in.map(|(name, _)| name.as_str()).collect()
    }

    /// A selection in the numbers of these columns. They change when a row is put in.
    pub(super) fn wanted(&self, selection: &Selection) -> Wanted {
        let Selection { interventions, gender, municipality, .. } = selection;
        let numbers = interventions.iter().filter_map(|id| self.interventions.get(id)).copied();
        Wanted {
            interventions: (!interventions.is_empty()).then(|| numbers.collect()),
            gender: *gender,
            municipality: match municipality {
                None => Municipality::Any,
                Some(name) => {
                    self.municipalities.get(name).map_or(Municipality::Nobodys, |one| Municipality::One(*one))
                }
            },
        }
    }

    /// The outlines of those that are asked for, with their places.
    fn outlined(&self, selection: &Selection) -> impl Iterator<Item = (usize, &Outline)> {
        let wanted = self.wanted(selection);
        self.outlines.iter().enumerate().filter(move |(_, outline)| wanted.holds(outline))
    }

    /// The outline of every participation that is asked for, whenever it took place.
    pub(super) fn outlines(&self, selection: &Selection) -> impl Iterator<Item = &Outline> {
        self.outlined(selection).map(|(_, outline)| outline)
    }

    /// Every participation that is asked for, whenever it took place.
    pub fn selected(&self, selection: &Selection) -> impl Iterator<Item = Stay<'_>> {
        self.outlined(selection).map(|(place, _)| self.at(place))
    }

    /// Those of identified people whose stay ended in the period.
    pub fn ended(&self, selection: &Selection) -> impl Iterator<Item = Stay<'_>> {
        let period = selection.period;
        let ended = move |outline: &Outline| outline.is_active_in(period) && outline.ended_in(period);
        self.outlined(selection).filter(move |(_, outline)| ended(outline)).map(|(place, _)| self.at(place))
    }

    /// Those of identified people, active in the period: begun by its end, and not ended before its start.
    pub fn active(&self, selection: &Selection) -> impl Iterator<Item = Stay<'_>> {
        let period = selection.period;
        let active = move |outline: &Outline| outline.is_active_in(period);
        self.outlined(selection).filter(move |(_, outline)| active(outline)).map(|(place, _)| self.at(place))
    }
}

/// The number of an id: a new one, if it has none yet.
fn number_of<Id: Eq + Hash>(numbers: &mut HashMap<Id, u32>, id: Id) -> u32 {
    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    *numbers.entry(id).or_insert(next)
}
