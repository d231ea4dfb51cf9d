//! The month's follow-up as a form: last month's values to begin with, and only what differs becomes records.
//! Pure; it knows no browser and no clock.

use crate::engine::Happening;
use shared::bridge::StepRank;
use shared::code::Code;
use shared::fold::{Held, MonthView, Participation};
use shared::id::{ParticipationId, RecordId};
use shared::instrument::{Answers, InstrumentRef};
use shared::record::{Body, FollowUp, Note, TextFault};
use shared::reference::{Reference, SUPPORT_LIST};
use shared::support::{Extent, ExtentError, Percent, WeeklyHours, check_extents};
use shared::time::Month;
use std::collections::BTreeMap;

/// What stands in the fields, as typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Form {
    pub(super) hours: String,
    /// What the person takes part in, in the order in which it was chosen.
    pub(super) activities: Vec<Code>,
    /// Per cent by chosen source, as typed; empty means the whole.
    pub(super) support: BTreeMap<Code, String>,
    pub(super) answers: Answers,
    pub(super) step: Option<StepRank>,
    pub(super) note: String,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormFault {
    Hours,
    Percent,
    SupportExcludes,
    Note(TextFault),
    Empty,
}

impl Form {
    /// What is recorded for the month; where nothing is, last month's values without its note.
    pub(super) fn begin(folded: &Participation, month: Month) -> Self {
        let this = folded.months.get(&month);
        let last = folded.months.range(..month).next_back().map(|(_, view)| view);
        let follow_up =
            |view: Option<&MonthView>| view.and_then(|view| view.follow_up.as_ref()).map(|held| held.value.clone());
        let assessed = |view: Option<&MonthView>| {
            view.and_then(|view| view.staff_assessment.as_ref()).map(|held| held.value.answers.clone())
        };
        let recorded = follow_up(this);
        let note = recorded.as_ref().and_then(|one| one.note.as_ref()).map(|note| note.as_str().to_owned());
        let values = recorded.or_else(|| follow_up(last));
        Self {
            hours: values.as_ref().and_then(|one| one.hours).map(|hours| hours.get().to_string()).unwrap_or_default(),
            activities: values.as_ref().map(|one| one.activities.clone()).unwrap_or_default(),
            support: values.map(|one| one.support).unwrap_or_default().into_iter().map(as_typed).collect(),
            answers: assessed(this).or_else(|| assessed(last)).unwrap_or_default(),
            step: folded.step_at(month),
            note: note.unwrap_or_default(),
        }
    }

    fn follow_up(&self, reference: &Reference) -> Result<FollowUp, FormFault> {
        let hours = match self.hours.trim() {
            "" => None,
            typed => Some(typed.parse().ok().and_then(|number| WeeklyHours::new(number).ok()).ok_or(FormFault::Hours)?),
        };
        let support = self.support.iter().map(|(code, typed)| as_extent(code, typed)).collect::<Result<Vec<_>, _>>()?;
        if let Some(list) = reference.code_list(SUPPORT_LIST)
            && let Err(ExtentError::Excludes(_)) = check_extents(&support, list)
        {
            return Err(FormFault::SupportExcludes);
        }
        let note = match self.note.trim() {
            "" => None,
            text => Some(Note::new(text).map_err(FormFault::Note)?),
        };
        Ok(FollowUp { hours, activities: self.activities.clone(), support, note })
    }

    /// What is to be recorded: what is new or differs from what is recorded for the month already.
    pub(super) fn happenings(
        &self,
        participation: ParticipationId,
        folded: &Participation,
        month: Month,
        instrument: &InstrumentRef,
        reference: &Reference,
    ) -> Result<Vec<Happening>, FormFault> {
        let this = folded.months.get(&month);
        let follow_up = self.follow_up(reference)?;
        let mut bodies = Vec::new();
        record(&mut bodies, this.and_then(|view| view.follow_up.as_ref()), follow_up, Body::FollowedUp);
        if !self.answers.is_empty() {
            let held = this.and_then(|view| view.staff_assessment.as_ref());
            let held = held.map(|held| Held {
                value: held.value.answers.clone(),
                record: held.record,
                rivals: held.rivals.clone(),
            });
            let assessed = |answers| Body::StaffAssessed { instrument: instrument.clone(), answers };
            record(&mut bodies, held.as_ref(), self.answers.clone(), assessed);
        }
        if let Some(step) = self.step {
            record(&mut bodies, this.and_then(|view| view.step.as_ref()), step, |step| Body::StepRecorded { step });
        }
        if bodies.is_empty() {
            return Err(FormFault::Empty);
        }
        Ok(bodies.into_iter().map(|(body, seen)| Happening { participation, month, body, seen }).collect())
    }
}

fn as_typed(extent: Extent) -> (Code, String) {
    let typed = if extent.percent == Percent::FULL { String::new() } else { extent.percent.get().to_string() };
    (extent.code, typed)
}

fn as_extent(code: &Code, typed: &str) -> Result<Extent, FormFault> {
    let percent = match typed.trim() {
        "" => Percent::FULL,
        typed => typed.parse().ok().and_then(|number| Percent::new(number).ok()).ok_or(FormFault::Percent)?,
    };
    Ok(Extent { code: code.clone(), percent })
}

/// Adds a record of a new value, a correction where another value is recorded, nothing where the same one is.
fn record<T: PartialEq>(
    bodies: &mut Vec<(Body, Vec<RecordId>)>,
    held: Option<&Held<T>>,
    value: T,
    body: impl FnOnce(T) -> Body,
) {
    match held {
        Some(held) if held.value == value => {}
        Some(held) => {
            let seen = std::iter::once(held.record).chain(held.rivals.iter().copied()).collect();
            bodies.push((Body::Corrected { target: held.record, replacement: Box::new(body(value)) }, seen));
        }
        None => bodies.push((body(value), vec![])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> Reference {
        let read = |json| serde_json::from_str(json).unwrap_or_else(|error| unreachable!("{error}"));
        Reference {
            version: shared::reference::ReferenceVersion("test".into()),
            instruments: vec![],
            explanations: vec![],
            code_lists: vec![read(include_str!("../../../assets/codes/support.json"))],
            pictures: Default::default(),
            municipalities: None,
            bridge: serde_json::from_str(include_str!("../../../assets/bridges/default.json"))
                .unwrap_or_else(|error| unreachable!("{error}")),
        }
    }

    fn code(text: &str) -> Code {
        Code::new(text).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn happenings(form: &Form, folded: &Participation) -> Result<Vec<Happening>, FormFault> {
        let participation = ParticipationId::from_uuid(uuid::Uuid::nil());
        let instrument = InstrumentRef { id: code("stegvis-monthly"), version: 1 };
        form.happenings(participation, folded, march(), &instrument, &reference())
    }

    fn march() -> Month {
        Month::new(2026, 3).unwrap_or_else(|| unreachable!("March exists"))
    }

    fn with_step(month: Month, rank: u8) -> Participation {
        let held =
            Held { value: StepRank(rank), record: RecordId::from_uuid(uuid::Uuid::from_u128(1)), rivals: vec![] };
        let view = MonthView { step: Some(held), ..MonthView::default() };
        Participation { months: [(month, view)].into(), ..Participation::default() }
    }

    #[test]
    fn last_months_step_is_offered_and_recorded_for_this_month() {
        let folded = with_step(march().plus(-1), 2);
        let form = Form::begin(&folded, march());
        assert_eq!(form.step, Some(StepRank(2)));
        let bodies: Vec<Body> = happenings(&form, &folded).into_iter().flatten().map(|one| one.body).collect();
        assert!(bodies.contains(&Body::StepRecorded { step: StepRank(2) }));
    }

    #[test]
    fn another_step_in_the_same_month_is_a_correction_and_the_same_step_is_nothing() {
        let folded = with_step(march(), 2);
        let mut form = Form::begin(&folded, march());
        let kinds = |form: &Form| happenings(form, &folded).map(|all| all.len());
        assert_eq!(kinds(&form), Ok(1), "the follow-up alone");
        form.step = Some(StepRank(3));
        let corrects = |one: &Happening| matches!(one.body, Body::Corrected { .. }) && one.seen.len() == 1;
        assert!(happenings(&form, &folded).is_ok_and(|all| all.iter().any(corrects)));
    }

    #[test]
    fn no_public_support_stands_alone() {
        let support = [(code("ingen_offentlig_forsorjning"), String::new()), (code("sjukpenning"), String::new())];
        let form = Form { support: support.into(), ..Form::default() };
        assert_eq!(happenings(&form, &Participation::default()).map(|_| ()), Err(FormFault::SupportExcludes));
    }

    #[test]
    fn what_is_typed_wrong_is_named() {
        let empty = Participation::default();
        let hours = Form { hours: "nitton".into(), ..Form::default() };
        assert_eq!(happenings(&hours, &empty).map(|_| ()), Err(FormFault::Hours));
        let percent = Form { support: [(code("sjukpenning"), "150".into())].into(), ..Form::default() };
        assert_eq!(happenings(&percent, &empty).map(|_| ()), Err(FormFault::Percent));
        let note = Form { note: "811218-9876".into(), ..Form::default() };
        assert_eq!(happenings(&note, &empty).map(|_| ()), Err(FormFault::Note(TextFault::PersonalNumber)));
    }
}
