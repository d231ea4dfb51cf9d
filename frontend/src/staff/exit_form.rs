//! The end of a stay as a form: what stands in its fields, and the record that it makes. Pure; it knows no browser and no
//! clock.

use super::typed_extents::{self, ExtentsFault, TypedExtents};
use shared::code::{Code, CodeList, Entry};
use shared::fold::Participation;
use shared::id::RecordId;
use shared::record::{Body, Exit};
use shared::reference::{
    CONSENT_WITHDRAWN, EXIT_REASON_LIST, OCCUPATION_LIST, Reference, SUPPORT_LIST, WRONG_REGISTRATION,
};
use shared::time::{Date, Month};

/// What stands in the fields, as typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ExitForm {
    pub(super) ended: String,
    pub(super) reason: Option<Code>,
    pub(super) support: TypedExtents,
    pub(super) occupation: TypedExtents,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExitFault {
    Day,
    BeforeStart,
    Reason,
    Percent,
    Excludes,
}

/// What ends a stay, or corrects its end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ending {
    pub(super) month: Month,
    pub(super) body: Body,
    /// The records that it knows it is changing.
    pub(super) seen: Vec<RecordId>,
}

/// The reasons that can be chosen on a day. What closes a wrong registration, and a consent that was withdrawn, is said
/// elsewhere, since it means more.
pub(super) fn reasons(reference: &Reference, on: Date) -> impl Iterator<Item = &Entry> {
    let entries = reference.code_list(EXIT_REASON_LIST).into_iter().flat_map(|list: &CodeList| &list.entries);
    entries.filter(move |entry| {
        entry.is_offered_on(on) && ![WRONG_REGISTRATION, CONSENT_WITHDRAWN].contains(&entry.code.as_str())
    })
}

impl ExitForm {
    /// The end that is recorded, or nothing yet.
    pub(super) fn begin(folded: &Participation) -> Self {
        folded.exit.as_ref().map(|held| Self::of(&held.value)).unwrap_or_default()
    }

    /// The fields of an end.
    pub(super) fn of(exit: &Exit) -> Self {
        Self {
            ended: exit.ended.to_string(),
            reason: exit.reason.clone(),
            support: typed_extents::as_typed(&exit.support_after),
            occupation: typed_extents::as_typed(&exit.occupation_after),
        }
    }

    /// What is to be recorded.
    ///
    /// # Errors
    /// All that is wrong, in the order of the fields.
    pub(super) fn read(
        &self,
        folded: &Participation,
        reference: &Reference,
        today: Date,
    ) -> Result<Ending, Vec<ExitFault>> {
        let mut faults = Vec::new();
        let started = folded.enrolment().map(|enrolment| enrolment.started);
        let ended = self.ended(started, today).map_err(|fault| faults.push(fault)).ok();
        if self.reason.is_none() {
            faults.push(ExitFault::Reason);
        }
        let mut extents = |typed: &TypedExtents, list: &str| {
            let read = typed_extents::read(typed, reference.code_list(list));
            read.map_err(|fault| faults.push(of_extents(fault))).unwrap_or_default()
        };
        let support_after = extents(&self.support, SUPPORT_LIST);
        let occupation_after = extents(&self.occupation, OCCUPATION_LIST);
        match ended {
            Some(ended) if faults.is_empty() => {
                let exit = Exit { ended, reason: self.reason.clone(), support_after, occupation_after };
                Ok(ending(folded, exit, today))
            }
            _ => Err(faults),
        }
    }

    fn ended(&self, started: Option<Date>, today: Date) -> Result<Date, ExitFault> {
        let ended: Date = self.ended.trim().parse().map_err(|_| ExitFault::Day)?;
        match started {
            _ if ended > today => Err(ExitFault::Day),
            Some(started) if ended < started => Err(ExitFault::BeforeStart),
            _ => Ok(ended),
        }
    }
}

const fn of_extents(fault: ExtentsFault) -> ExitFault {
    match fault {
        ExtentsFault::Percent => ExitFault::Percent,
        ExtentsFault::Excludes => ExitFault::Excludes,
    }
}

/// The record of an end: a correction where one is recorded already.
fn ending(folded: &Participation, exit: Exit, today: Date) -> Ending {
    let month = exit.ended.month().min(today.month());
    let body = Body::Exited(exit);
    match &folded.exit {
        Some(held) => Ending {
            month,
            body: Body::Corrected { target: held.record, replacement: Box::new(body) },
            seen: held.records().collect(),
        },
        None => Ending { month, body, seen: Vec::new() },
    }
}

/// The record that closes a registration which should never have been made.
pub(super) fn wrong_registration(folded: &Participation, today: Date) -> Option<Ending> {
    let reason = Some(Code::new(WRONG_REGISTRATION).ok()?);
    let exit = Exit { ended: today, reason, support_after: Vec::new(), occupation_after: Vec::new() };
    Some(ending(folded, exit, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::fold::{Held, Start};
    use shared::id::{InterventionId, PersonId};
    use shared::record::{Enrolment, Gender, Note};
    use shared::reference::ReferenceVersion;
    use uuid::Uuid;

    fn date(text: &str) -> Date {
        text.parse().unwrap_or_else(|_| unreachable!("it is a date"))
    }

    fn code(text: &str) -> Code {
        Code::new(text).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn reference() -> Reference {
        let read = |json| serde_json::from_str(json).unwrap_or_else(|error| unreachable!("{error}"));
        Reference {
            version: ReferenceVersion("test".into()),
            instruments: vec![],
            explanations: vec![],
            code_lists: vec![
                read(include_str!("../../../assets/codes/support.json")),
                read(include_str!("../../../assets/codes/occupation.json")),
                read(include_str!("../../../assets/codes/exit-reason.json")),
            ],
            bridge: serde_json::from_str(include_str!("../../../assets/bridges/default.json"))
                .unwrap_or_else(|error| unreachable!("{error}")),
            pictures: std::collections::BTreeMap::new(),
            municipalities: None,
        }
    }

    /// Somebody who began in January.
    fn stay() -> Participation {
        let enrolment = Enrolment {
            intervention: InterventionId::from_uuid(Uuid::nil()),
            person: PersonId::from_uuid(Uuid::nil()),
            alias: Note::new("Björk").unwrap_or_else(|error| unreachable!("{error}")),
            gender: Gender::Woman,
            birth_year: None,
            municipality: None,
            education: None,
            started: date("2026-01-15"),
            supervisor: None,
            consented: None,
            support_before: vec![],
            months_in_support_before: None,
            occupation_before: vec![],
        };
        let record = RecordId::from_uuid(Uuid::from_u128(1));
        let start = Held::alone(Start::Identified(enrolment), record);
        Participation { start: Some(start), ..Participation::default() }
    }

    fn form() -> ExitForm {
        ExitForm {
            ended: "2026-02-10".into(),
            reason: Some(code("arbete")),
            support: [(code("lon"), String::new())].into(),
            occupation: [(code("work"), "75".into())].into(),
        }
    }

    fn read(form: &ExitForm, folded: &Participation) -> Result<Ending, Vec<ExitFault>> {
        form.read(folded, &reference(), date("2026-03-20"))
    }

    #[test]
    fn an_end_says_the_day_the_reason_and_what_came_after() {
        let Ok(Ending { body: Body::Exited(exit), month, seen }) = read(&form(), &stay()) else {
            unreachable!("it is an exit")
        };
        assert_eq!((month.to_string(), seen), ("2026-02".into(), vec![]));
        assert_eq!(exit.occupation_after[0].percent.get(), 75);
        assert_eq!(exit.reason, Some(code("arbete")));
    }

    #[test]
    fn an_end_that_is_recorded_already_is_corrected() {
        let value = Exit {
            ended: date("2026-02-01"),
            reason: Some(code("flytt")),
            support_after: vec![],
            occupation_after: vec![],
        };
        let record = RecordId::from_uuid(Uuid::from_u128(2));
        let folded = Participation { exit: Some(Held::alone(value, record)), ..stay() };
        assert_eq!(ExitForm::begin(&folded).ended, "2026-02-01");
        let corrects = |ending: Option<Ending>| {
            ending.is_some_and(|ending| {
                ending.seen == [record] && matches!(ending.body, Body::Corrected { target, .. } if target == record)
            })
        };
        assert!(corrects(read(&form(), &folded).ok()));
        assert!(corrects(wrong_registration(&folded, date("2026-03-20"))));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert_eq!(read(&ExitForm::default(), &stay()), Err(vec![ExitFault::Day, ExitFault::Reason]));
        let on = |ended: &str| read(&ExitForm { ended: ended.into(), ..form() }, &stay()).err();
        assert_eq!(on("2026-03-21"), Some(vec![ExitFault::Day]));
        assert_eq!(on("2026-01-14"), Some(vec![ExitFault::BeforeStart]));
        let both = [(code("ingen_offentlig_forsorjning"), String::new()), (code("lon"), String::new())];
        assert_eq!(read(&ExitForm { support: both.into(), ..form() }, &stay()).err(), Some(vec![ExitFault::Excludes]));
    }

    #[test]
    fn a_wrong_registration_and_a_withdrawal_are_no_reasons_among_others() {
        let reference = reference();
        let offered: Vec<&str> = reasons(&reference, date("2026-03-20")).map(|entry| entry.code.as_str()).collect();
        assert!(offered.contains(&"arbete"));
        assert!(!offered.contains(&WRONG_REGISTRATION) && !offered.contains(&CONSENT_WITHDRAWN));
    }
}
