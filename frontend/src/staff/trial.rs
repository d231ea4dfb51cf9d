//! Small stays for the tests of what the staff's pages decide.

use shared::code::Code;
use shared::fold::{Assessment, Held, Participation, Start};
use shared::id::{InterventionId, PersonId, RecordId};
use shared::instrument::{Answer, InstrumentRef};
use shared::record::{Enrolment, Gender, Note};
use shared::time::Month;
use uuid::Uuid;

pub(super) fn month(year: u16, number: u8) -> Month {
    Month::new(year, number).unwrap_or_else(|| unreachable!("{year}-{number} is a month"))
}

pub(super) fn code(text: &str) -> Code {
    Code::new(text).unwrap_or_else(|error| unreachable!("{error}"))
}

pub(super) fn held<T>(record: u128, value: T) -> Held<T> {
    Held::alone(value, RecordId::from_uuid(Uuid::from_u128(record)))
}

pub(super) fn rated(item: &str, value: i16) -> Assessment {
    let instrument = InstrumentRef { id: code("stegvis-monthly"), version: 1 };
    Assessment { instrument, answers: [(code(item), Answer::Rated(value))].into() }
}

/// Somebody called Linnea who began on the first of a month.
pub(super) fn stay_since(month: Month) -> Participation {
    let enrolment = Enrolment {
        intervention: InterventionId::from_uuid(Uuid::nil()),
        person: PersonId::from_uuid(Uuid::nil()),
        alias: Note::new("Linnea").unwrap_or_else(|error| unreachable!("{error}")),
        gender: Gender::Woman,
        birth_year: None,
        municipality: None,
        education: None,
        started: month.first_day(),
        supervisor: None,
        consented: None,
        support_before: vec![],
        months_in_support_before: None,
        occupation_before: vec![],
    };
    Participation { start: Some(held(u128::MAX, Start::Identified(enrolment))), ..Participation::default() }
}
