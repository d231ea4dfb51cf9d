//! The enrolment as a form: what stands in its fields, and the record that it makes. Pure; it knows no browser and no clock.
//! Whoever has not consented, or has protected identity, is registered by gender and year alone: choosing that empties the
//! other fields.

use super::typed_extents::{self, ExtentsFault, TypedExtents};
use serde::{Deserialize, Serialize};
use shared::code::Code;
use shared::id::{AccountId, InterventionId, PersonId};
use shared::record::{Body, Enrolment, Gender, Note, TextFault};
use shared::reference::{MUNICIPALITY_LIST, OCCUPATION_LIST, Reference, SUPPORT_LIST};
use shared::time::{Date, Month};

/// How it is with the consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Consent {
    Given,
    NotGiven,
    ProtectedIdentity,
}

/// What stands in the fields, as typed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct EnrolmentForm {
    pub(super) consent: Option<Consent>,
    pub(super) consented: String,
    /// Somebody who was here before.
    pub(super) person: Option<PersonId>,
    pub(super) alias: String,
    pub(super) gender: Option<Gender>,
    pub(super) birth_year: String,
    pub(super) municipality: String,
    pub(super) education: Option<Code>,
    pub(super) intervention: Option<InterventionId>,
    pub(super) started: String,
    pub(super) start_year: String,
    pub(super) support: TypedExtents,
    pub(super) occupation: TypedExtents,
    pub(super) months_in_support: String,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EnrolmentFault {
    Consent,
    ConsentDay,
    Alias,
    PersonalNumber,
    Gender,
    BirthYear,
    Municipality,
    Intervention,
    /// The person takes part there already.
    ThereAlready,
    Started,
    StartedAfterEnd,
    StartYear,
    Percent,
    Excludes,
    Months,
}

/// Somebody whose stays this device holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Acquaintance {
    /// The newest of them.
    pub(super) newest: Enrolment,
    /// The interventions that the person takes part in now.
    pub(super) takes_part_in: Vec<InterventionId>,
}

/// What a form is read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadBy<'a> {
    pub(super) today: Date,
    pub(super) reference: &'a Reference,
    /// Those who were here before.
    pub(super) acquaintances: &'a [Acquaintance],
    /// Who the person is, where it is nobody who was here before.
    pub(super) person: PersonId,
    pub(super) supervisor: Option<AccountId>,
    /// Where the stay is recorded already and being corrected.
    pub(super) corrects: Option<Corrected>,
}

/// The stay that is corrected.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Corrected {
    /// Its last day, if it has ended.
    pub(super) ended: Option<Date>,
}

/// The oldest and the youngest that somebody may be at the start, in years.
const AGES: (u16, u16) = (14, 100);

/// The most months in public support that are believed: fifty years.
const MOST_MONTHS: u16 = 600;

impl EnrolmentForm {
    /// The fields of an enrolment that is recorded.
    pub(super) fn of(enrolment: &Enrolment) -> Self {
        Self {
            consent: Some(Consent::Given),
            consented: enrolment.consented.map(|day| day.to_string()).unwrap_or_default(),
            intervention: Some(enrolment.intervention),
            started: enrolment.started.to_string(),
            support: typed_extents::as_typed(&enrolment.support_before),
            occupation: typed_extents::as_typed(&enrolment.occupation_before),
            months_in_support: enrolment.months_in_support_before.map(|count| count.to_string()).unwrap_or_default(),
            ..Self::default().with_person(enrolment)
        }
    }

    /// The fields of an enrolment that was not taken in. Whom this device does not hold is a new person: what was wrong may
    /// have been who it was.
    pub(super) fn anew(enrolment: &Enrolment, acquaintances: &[Acquaintance]) -> Self {
        let is_known = acquaintances.iter().any(|one| one.newest.person == enrolment.person);
        Self { person: is_known.then_some(enrolment.person), ..Self::of(enrolment) }
    }

    fn with_person(self, known: &Enrolment) -> Self {
        Self {
            person: Some(known.person),
            alias: known.alias.as_str().to_owned(),
            gender: Some(known.gender),
            birth_year: known.birth_year.map(|year| year.to_string()).unwrap_or_default(),
            municipality: known.municipality.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
            education: known.education.clone(),
            ..self
        }
    }

    /// The same with somebody who was here before; with nobody, it is a new person.
    pub(super) fn about(self, known: Option<&Enrolment>) -> Self {
        match known {
            Some(known) => self.with_person(known),
            None => Self { person: None, ..self },
        }
    }

    /// Says how it is with the consent. Nothing that an anonymous registration does not hold is kept.
    pub(super) fn consenting(self, consent: Consent) -> Self {
        match consent {
            Consent::Given => Self { consent: Some(consent), ..self },
            Consent::NotGiven | Consent::ProtectedIdentity => Self {
                consent: Some(consent),
                gender: self.gender,
                intervention: self.intervention,
                start_year: self.start_year,
                ..Self::default()
            },
        }
    }

    /// What is to be recorded, and in which month.
    ///
    /// # Errors
    /// All that is wrong, in the order of the fields.
    pub(super) fn read(&self, by: &ReadBy<'_>) -> Result<(Body, Month), Vec<EnrolmentFault>> {
        match self.consent {
            None => Err(vec![EnrolmentFault::Consent]),
            Some(Consent::Given) => self.enrolment(by),
            Some(Consent::NotGiven | Consent::ProtectedIdentity) => self.anonymous(by.today),
        }
    }

    /// The days between which the stay begins, as far as they have been typed; else the day that is given.
    pub(super) fn days_of_the_start(&self, otherwise: Date) -> (Date, Date) {
        let day: Option<Date> = self.started.trim().parse().ok();
        let year = self.start_year.trim().parse().ok().filter(|_| self.consent != Some(Consent::Given));
        let days = |year| Some((Month::new(year, 1)?.first_day(), Month::new(year, 12)?.last_day()));
        year.and_then(days).unwrap_or_else(|| (day.unwrap_or(otherwise), day.unwrap_or(otherwise)))
    }

    fn anonymous(&self, today: Date) -> Result<(Body, Month), Vec<EnrolmentFault>> {
        let mut faults = Vec::new();
        let intervention = needed(self.intervention, EnrolmentFault::Intervention, &mut faults);
        let gender = needed(self.gender, EnrolmentFault::Gender, &mut faults);
        let year: Option<u16> = self.start_year.trim().parse().ok();
        let this_year = today.month().year();
        let year = year.filter(|year| (this_year.saturating_sub(20)..=this_year).contains(year));
        let start_year = needed(year, EnrolmentFault::StartYear, &mut faults);
        match (intervention, gender, start_year) {
            (Some(intervention), Some(gender), Some(start_year)) => {
                // The month would tell more than the year: it is always January.
                let month = Month::new(start_year, 1).ok_or_else(|| vec![EnrolmentFault::StartYear])?;
                Ok((Body::EnrolledAnonymously { intervention, gender, start_year }, month))
            }
            _ => Err(faults),
        }
    }

    fn enrolment(&self, by: &ReadBy<'_>) -> Result<(Body, Month), Vec<EnrolmentFault>> {
        let mut faults = Vec::new();
        let consented = self.consented(by).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let alias = Note::new(&self.alias).map_err(|fault| match fault {
            TextFault::PersonalNumber => EnrolmentFault::PersonalNumber,
            TextFault::Empty | TextFault::TooLong => EnrolmentFault::Alias,
        });
        let alias = kept(alias, &mut faults);
        let gender = needed(self.gender, EnrolmentFault::Gender, &mut faults);
        let birth_year = kept(self.birth_year(by.today), &mut faults).flatten();
        let municipality = kept(self.municipality(by.reference), &mut faults).flatten();
        let intervention = needed(self.intervention, EnrolmentFault::Intervention, &mut faults);
        if self.is_there_already(by) {
            faults.push(EnrolmentFault::ThereAlready);
        }
        let started = kept(self.started(by), &mut faults);
        let support_before = kept(extents(&self.support, SUPPORT_LIST, by.reference), &mut faults);
        let occupation_before = kept(extents(&self.occupation, OCCUPATION_LIST, by.reference), &mut faults);
        let months_in_support_before = kept(self.months_in_support(), &mut faults).flatten();
        match (alias, gender, intervention, started) {
            (Some(alias), Some(gender), Some(intervention), Some(started)) if faults.is_empty() => {
                let enrolment = Enrolment {
                    intervention,
                    person: self.person.unwrap_or(by.person),
                    alias,
                    gender,
                    birth_year,
                    municipality,
                    education: self.education.clone(),
                    started,
                    supervisor: by.supervisor,
                    consented,
                    support_before: support_before.unwrap_or_default(),
                    months_in_support_before,
                    occupation_before: occupation_before.unwrap_or_default(),
                };
                Ok((Body::Enrolled(enrolment), started.month()))
            }
            _ => Err(faults),
        }
    }

    fn consented(&self, by: &ReadBy<'_>) -> Result<Option<Date>, EnrolmentFault> {
        match self.consented.trim() {
            // An older app did not ask; what is not known is not made up.
            "" if by.corrects.is_some() => Ok(None),
            typed => match day(typed).filter(|day| *day <= by.today) {
                Some(day) => Ok(Some(day)),
                None => Err(EnrolmentFault::ConsentDay),
            },
        }
    }

    fn started(&self, by: &ReadBy<'_>) -> Result<Date, EnrolmentFault> {
        let started = day(&self.started).filter(|day| *day <= by.today).ok_or(EnrolmentFault::Started)?;
        match by.corrects.and_then(|corrected| corrected.ended) {
            Some(ended) if ended < started => Err(EnrolmentFault::StartedAfterEnd),
            _ => Ok(started),
        }
    }

    fn birth_year(&self, today: Date) -> Result<Option<u16>, EnrolmentFault> {
        let this_year = today.month().year();
        let (youngest, oldest) = AGES;
        let believed = this_year.saturating_sub(oldest)..=this_year.saturating_sub(youngest);
        optional(&self.birth_year, |year| believed.contains(year)).ok_or(EnrolmentFault::BirthYear)
    }

    fn months_in_support(&self) -> Result<Option<u16>, EnrolmentFault> {
        optional(&self.months_in_support, |count| *count <= MOST_MONTHS).ok_or(EnrolmentFault::Months)
    }

    /// The municipality by its name, however it is written in large and small letters.
    fn municipality(&self, reference: &Reference) -> Result<Option<Note>, EnrolmentFault> {
        let written = self.municipality.trim();
        if written.is_empty() {
            return Ok(None);
        }
        let name = match reference.code_list(MUNICIPALITY_LIST) {
            Some(list) => {
                let mut names = list.entries.iter().map(|entry| entry.name.in_language("sv"));
                let is_it = |name: &&str| name.to_lowercase() == written.to_lowercase();
                names.find(is_it).ok_or(EnrolmentFault::Municipality)?
            }
            // Without the list the server judges.
            None => written,
        };
        Note::new(name).map(Some).map_err(|_| EnrolmentFault::Municipality)
    }

    fn is_there_already(&self, by: &ReadBy<'_>) -> bool {
        let known = by.acquaintances.iter().find(|one| Some(one.newest.person) == self.person);
        let takes_part = |known: &Acquaintance| known.takes_part_in.iter().any(|one| Some(*one) == self.intervention);
        by.corrects.is_none() && known.is_some_and(takes_part)
    }
}

fn needed<T>(value: Option<T>, fault: EnrolmentFault, faults: &mut Vec<EnrolmentFault>) -> Option<T> {
    kept(value.ok_or(fault), faults)
}

fn kept<T>(read: Result<T, EnrolmentFault>, faults: &mut Vec<EnrolmentFault>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

/// The day as the field writes it.
pub(super) fn day(typed: &str) -> Option<Date> {
    typed.trim().parse().ok()
}

/// A number that may be left out; `None` for one that cannot be.
fn optional(typed: &str, is_believed: impl Fn(&u16) -> bool) -> Option<Option<u16>> {
    match typed.trim() {
        "" => Some(None),
        typed => typed.parse().ok().filter(is_believed).map(Some),
    }
}

fn extents(
    typed: &TypedExtents,
    list: &str,
    reference: &Reference,
) -> Result<Vec<shared::support::Extent>, EnrolmentFault> {
    typed_extents::read(typed, reference.code_list(list)).map_err(|fault| match fault {
        ExtentsFault::Percent => EnrolmentFault::Percent,
        ExtentsFault::Excludes => EnrolmentFault::Excludes,
    })
}

#[cfg(test)]
mod tests;
