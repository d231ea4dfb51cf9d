//! The month's follow-up as a form: last time's values to begin with, parts that are kept or entered anew, and only what
//! differs from what is recorded becomes records. Pure; it knows no browser and no clock.

use crate::engine::Happening;
use crate::state::{FollowUpDraft, Part, RecordedMonth, Settled};
use shared::code::Code;
use shared::fold::{Held, MonthView, Participation};
use shared::id::{ParticipationId, RecordId};
use shared::instrument::InstrumentRef;
use shared::record::{Body, FollowUp, Note, TextFault};
use shared::reference::{ACTIVITY_LIST, Reference, SUPPORT_LIST};
use shared::support::{Extent, ExtentError, Percent, WeeklyHours, check_codes, check_extents};
use shared::time::Month;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormFault {
    Hours,
    Percent,
    SupportExcludes,
    ActivityExcludes,
    Note(TextFault),
    Empty,
}

/// Every part, in the order of the screen.
pub(super) const PARTS: [Part; 4] = [Part::Activity, Part::Support, Part::Step, Part::Assessment];

impl FollowUpDraft {
    /// What is recorded for the month; where nothing is, the newest values from before, without their note, for each part
    /// to be kept or changed. A part that nothing is known of is entered.
    pub(super) fn begin(folded: &Participation, month: Month) -> Self {
        let this = folded.months.get(&month);
        let before = || folded.months.range(..month).rev().map(|(_, view)| view);
        let follow_up = |view: &MonthView| view.follow_up.as_ref().map(|held| held.value.clone());
        let assessed = |view: &MonthView| view.staff_assessment.as_ref().map(|held| held.value.answers.clone());
        let recorded = this.and_then(follow_up);
        let note = recorded.as_ref().and_then(|one| one.note.as_ref()).map(|note| note.as_str().to_owned());
        let is_recorded = |part| match part {
            Part::Activity | Part::Support => recorded.is_some(),
            Part::Step => this.is_some_and(|view| view.step.is_some()),
            Part::Assessment => this.is_some_and(|view| view.staff_assessment.is_some()),
        };
        let settled = PARTS.into_iter().filter(|part| is_recorded(*part)).map(|part| (part, Settled::Kept)).collect();
        let values = recorded.or_else(|| before().find_map(follow_up)).unwrap_or_default();
        let mut form = Self {
            settled,
            hours: values.hours.map(|hours| hours.get().to_string()).unwrap_or_default(),
            activities: values.activities,
            support: values.support.into_iter().map(as_typed).collect(),
            answers: this.and_then(assessed).or_else(|| before().find_map(assessed)).unwrap_or_default(),
            step: folded.step_at(month),
            note: note.unwrap_or_default(),
            recorded: this.map(recorded_of).unwrap_or_default(),
            begun: None,
        };
        for part in PARTS {
            if !form.knows(part) && !form.settled.contains_key(&part) {
                form.settled.insert(part, Settled::Entered);
            }
        }
        form
    }

    /// The same, having been begun in view of what the form held before anything in it was changed.
    pub(super) fn begun_in_view_of(mut self, begun: &Self) -> Self {
        self.begun.get_or_insert_with(|| Box::new(Self { begun: None, ..begun.clone() }));
        self
    }

    /// With what a record held that is written anew, as entered.
    pub(super) fn holding(mut self, held: &Body) -> Self {
        let mut entered = |parts: &[Part]| self.settled.extend(parts.iter().map(|part| (*part, Settled::Entered)));
        match held {
            Body::FollowedUp(held) => {
                entered(&[Part::Activity, Part::Support]);
                self.hours = held.hours.map(|hours| hours.get().to_string()).unwrap_or_default();
                self.activities.clone_from(&held.activities);
                self.support = held.support.iter().cloned().map(as_typed).collect();
                self.note = held.note.as_ref().map(|note| note.as_str().to_owned()).unwrap_or_default();
            }
            Body::StaffAssessed { answers, .. } => {
                entered(&[Part::Assessment]);
                self.answers.clone_from(answers);
            }
            Body::StepRecorded { step } => {
                entered(&[Part::Step]);
                self.step = Some(*step);
            }
            _ => {}
        }
        self
    }

    /// Whether there is a value for a part.
    pub(super) fn knows(&self, part: Part) -> bool {
        match part {
            Part::Activity => !(self.hours.is_empty() && self.activities.is_empty()),
            Part::Support => !self.support.is_empty(),
            Part::Step => self.step.is_some(),
            Part::Assessment => !self.answers.is_empty(),
        }
    }

    /// Keeps a part as it was when the form was begun.
    pub(super) fn keep(&mut self, part: Part, begun: &Self) {
        match part {
            Part::Activity => {
                self.hours.clone_from(&begun.hours);
                self.activities.clone_from(&begun.activities);
            }
            Part::Support => self.support.clone_from(&begun.support),
            Part::Step => self.step = begun.step,
            Part::Assessment => self.answers.clone_from(&begun.answers),
        }
        self.settled.insert(part, Settled::Kept);
    }

    /// Keeps every part that was not settled and has a value.
    pub(super) fn keep_the_rest(&mut self, begun: &Self) {
        for part in PARTS {
            if begun.knows(part) && !self.settled.contains_key(&part) {
                self.keep(part, begun);
            }
        }
    }

    fn follow_up(&self, reference: &Reference) -> Result<FollowUp, FormFault> {
        let (mut follow_up, is_settled) = (FollowUp::default(), |part| self.settled.contains_key(&part));
        if is_settled(Part::Activity) {
            follow_up.hours = as_hours(&self.hours)?;
            follow_up.activities.clone_from(&self.activities);
        }
        if is_settled(Part::Support) {
            let extents = self.support.iter().map(|(code, typed)| as_extent(code, typed));
            follow_up.support = extents.collect::<Result<Vec<_>, _>>()?;
        }
        if let Some(list) = reference.code_list(SUPPORT_LIST)
            && let Err(ExtentError::Excludes(_)) = check_extents(&follow_up.support, list)
        {
            return Err(FormFault::SupportExcludes);
        }
        if let Some(list) = reference.code_list(ACTIVITY_LIST)
            && let Err(ExtentError::Excludes(_)) = check_codes(&follow_up.activities, list)
        {
            return Err(FormFault::ActivityExcludes);
        }
        follow_up.note = match self.note.trim() {
            "" => None,
            text => Some(Note::new(text).map_err(FormFault::Note)?),
        };
        Ok(follow_up)
    }

    /// What is to be recorded: what is new or differs from what was recorded for the month already when it was begun.
    pub(super) fn happenings(
        &self,
        participation: ParticipationId,
        recorded: &RecordedMonth,
        month: Month,
        instrument: &InstrumentRef,
        reference: &Reference,
    ) -> Result<Vec<Happening>, FormFault> {
        let follow_up = self.follow_up(reference)?;
        let mut bodies = Vec::new();
        if recorded.follow_up.is_some() || follow_up != FollowUp::default() {
            record(&mut bodies, recorded.follow_up.as_ref(), follow_up, Body::FollowedUp);
        }
        if self.settled.contains_key(&Part::Assessment) && !self.answers.is_empty() {
            let assessed = |answers| Body::StaffAssessed { instrument: instrument.clone(), answers };
            record(&mut bodies, recorded.answers.as_ref(), self.answers.clone(), assessed);
        }
        if let Some(step) = self.step.filter(|_| self.settled.contains_key(&Part::Step)) {
            record(&mut bodies, recorded.step.as_ref(), step, |step| Body::StepRecorded { step });
        }
        if bodies.is_empty() {
            return Err(FormFault::Empty);
        }
        Ok(bodies.into_iter().map(|(body, seen)| Happening { participation, month, body, seen }).collect())
    }
}

/// What a month holds of the records that a follow-up makes.
fn recorded_of(view: &MonthView) -> RecordedMonth {
    let answers = view.staff_assessment.as_ref().map(|held| held.with(held.value.answers.clone()));
    RecordedMonth { follow_up: view.follow_up.clone(), answers, step: view.step.clone() }
}

fn as_hours(typed: &str) -> Result<Option<WeeklyHours>, FormFault> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().ok().and_then(|number| WeeklyHours::new(number).ok()).map(Some).ok_or(FormFault::Hours),
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
            let seen = held.records().collect();
            bodies.push((Body::Corrected { target: held.record, replacement: Box::new(body(value)) }, seen));
        }
        None => bodies.push((body(value), vec![])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::trial::{code, held, month, rated};
    use shared::bridge::StepRank;

    fn reference() -> Reference {
        let read = |json| serde_json::from_str(json).unwrap_or_else(|error| unreachable!("{error}"));
        Reference {
            version: shared::reference::ReferenceVersion("test".into()),
            instruments: vec![],
            explanations: vec![],
            code_lists: vec![
                read(include_str!("../../../../assets/codes/support.json")),
                read(include_str!("../../../../assets/codes/activity.json")),
            ],
            pictures: Default::default(),
            municipalities: None,
            bridge: serde_json::from_str(include_str!("../../../../assets/bridges/default.json"))
                .unwrap_or_else(|error| unreachable!("{error}")),
        }
    }

    fn happenings(form: &FollowUpDraft, folded: &Participation) -> Result<Vec<Happening>, FormFault> {
        let participation = ParticipationId::from_uuid(uuid::Uuid::nil());
        let instrument = InstrumentRef { id: code("stegvis-monthly"), version: 1 };
        let begun = FollowUpDraft::begin(folded, march());
        form.happenings(participation, &begun.recorded, march(), &instrument, &reference())
    }

    fn bodies(form: &FollowUpDraft, folded: &Participation) -> Vec<Body> {
        happenings(form, folded).into_iter().flatten().map(|one| one.body).collect()
    }

    fn march() -> Month {
        month(2026, 3)
    }

    fn nineteen_hours() -> FollowUp {
        FollowUp { hours: WeeklyHours::new(19).ok(), activities: vec![code("praktik")], ..FollowUp::default() }
    }

    /// Somebody with a follow-up, a rating and a step in a month.
    fn followed_up_in(month: Month) -> Participation {
        let view = MonthView {
            follow_up: Some(held(1, nineteen_hours())),
            staff_assessment: Some(held(2, rated("energy", 3))),
            step: Some(held(3, StepRank(2))),
            ..MonthView::default()
        };
        Participation { months: [(month, view)].into(), ..Participation::default() }
    }

    fn entered(part: Part) -> std::collections::BTreeMap<Part, Settled> {
        [(part, Settled::Entered)].into()
    }

    #[test]
    fn a_record_that_is_written_anew_stands_in_its_own_parts_as_entered() {
        let begun = FollowUpDraft::begin(&followed_up_in(march()), march());
        let held = Body::FollowedUp(FollowUp { note: Note::new("Tolk behövs").ok(), ..nineteen_hours() });
        let empty = Participation::default();
        let form = FollowUpDraft::begin(&empty, march()).holding(&held);
        assert_eq!(bodies(&form, &empty), [held]);
        let step = begun.clone().holding(&Body::StepRecorded { step: StepRank(5) });
        assert_eq!((step.step, &step.hours), (Some(StepRank(5)), &begun.hours));
        assert_eq!(step.settled.get(&Part::Step), Some(&Settled::Entered));
        assert_eq!(begun.clone().holding(&Body::Unknown), begun);
    }

    #[test]
    fn what_nobody_has_kept_or_changed_is_not_recorded() {
        let folded = followed_up_in(march().plus(-1));
        let form = FollowUpDraft::begin(&folded, march());
        assert_eq!(form.step, Some(StepRank(2)), "it is offered");
        assert_eq!(happenings(&form, &folded).map(|_| ()), Err(FormFault::Empty));
    }

    #[test]
    fn one_press_keeps_everything_and_records_it_for_this_month() {
        let folded = followed_up_in(march().plus(-2));
        let begun = FollowUpDraft::begin(&folded, march());
        let mut form = begun.clone();
        form.keep_the_rest(&begun);
        let bodies = bodies(&form, &folded);
        assert_eq!(bodies.len(), 3);
        assert!(bodies.contains(&Body::FollowedUp(nineteen_hours())));
        assert!(bodies.contains(&Body::StepRecorded { step: StepRank(2) }));
    }

    #[test]
    fn a_change_stands_when_the_rest_is_kept_and_is_taken_back_by_keeping_its_part() {
        let folded = followed_up_in(march().plus(-1));
        let begun = FollowUpDraft::begin(&folded, march());
        let mut form = begun.clone();
        form.settled.insert(Part::Step, Settled::Entered);
        form.step = Some(StepRank(3));
        form.keep_the_rest(&begun);
        assert!(bodies(&form, &folded).contains(&Body::StepRecorded { step: StepRank(3) }));
        form.keep(Part::Step, &begun);
        assert!(bodies(&form, &folded).contains(&Body::StepRecorded { step: StepRank(2) }));
    }

    #[test]
    fn another_value_in_the_same_month_is_a_correction_and_the_same_value_is_nothing() {
        let folded = followed_up_in(march());
        let mut form = FollowUpDraft::begin(&folded, march());
        assert_eq!(happenings(&form, &folded).map(|_| ()), Err(FormFault::Empty), "everything is recorded already");
        form.step = Some(StepRank(3));
        let corrects = |one: &Happening| matches!(one.body, Body::Corrected { .. }) && one.seen.len() == 1;
        assert!(happenings(&form, &folded).is_ok_and(|all| all.len() == 1 && all.iter().all(corrects)));
    }

    #[test]
    fn a_draft_is_recorded_in_view_of_what_was_there_when_it_was_begun() {
        let begun = FollowUpDraft::begin(&Participation::default(), march());
        let draft = FollowUpDraft { hours: "31".into(), ..begun.clone() }.begun_in_view_of(&begun);
        let kept = serde_json::to_string(&draft).and_then(|text| serde_json::from_str::<FollowUpDraft>(&text));
        let kept = kept.unwrap_or_else(|error| unreachable!("{error}"));
        assert_eq!(kept, draft);
        // A colleague's has come in since.
        let view = MonthView { follow_up: Some(held(1, nineteen_hours())), ..MonthView::default() };
        let now = Participation { months: [(march(), view)].into(), ..Participation::default() };
        let gone_on_with = kept.begun_in_view_of(&FollowUpDraft::begin(&now, march()));
        let Some(in_view_of) = gone_on_with.begun.as_deref() else { unreachable!("it was begun") };
        let (participation, instrument) = (ParticipationId::from_uuid(uuid::Uuid::nil()), code("stegvis-monthly"));
        let instrument = InstrumentRef { id: instrument, version: 1 };
        let made = gone_on_with.happenings(participation, &in_view_of.recorded, march(), &instrument, &reference());
        let made = made.into_iter().flatten().map(|one| (one.body, one.seen)).collect::<Vec<_>>();
        assert!(matches!(made.as_slice(), [(Body::FollowedUp(_), seen)] if seen.is_empty()), "{made:?}");
    }

    #[test]
    fn a_first_month_begins_with_every_part_to_enter() {
        let form = FollowUpDraft::begin(&Participation::default(), march());
        assert!(PARTS.iter().all(|part| form.settled.get(part) == Some(&Settled::Entered)));
        assert_eq!(happenings(&form, &Participation::default()).map(|_| ()), Err(FormFault::Empty));
    }

    #[test]
    fn what_excludes_every_other_stands_alone() {
        let support = [(code("ingen_offentlig_forsorjning"), String::new()), (code("sjukpenning"), String::new())];
        let form = FollowUpDraft { support: support.into(), settled: entered(Part::Support), ..Default::default() };
        assert_eq!(happenings(&form, &Participation::default()).map(|_| ()), Err(FormFault::SupportExcludes));
        let activities = vec![code("praktik"), code("inga")];
        let form = FollowUpDraft { activities, settled: entered(Part::Activity), ..Default::default() };
        assert_eq!(happenings(&form, &Participation::default()).map(|_| ()), Err(FormFault::ActivityExcludes));
    }

    #[test]
    fn what_is_typed_wrong_is_named() {
        let empty = Participation::default();
        let hours = FollowUpDraft { hours: "nitton".into(), settled: entered(Part::Activity), ..Default::default() };
        assert_eq!(happenings(&hours, &empty).map(|_| ()), Err(FormFault::Hours));
        let support = [(code("sjukpenning"), "150".into())].into();
        let percent = FollowUpDraft { support, settled: entered(Part::Support), ..Default::default() };
        assert_eq!(happenings(&percent, &empty).map(|_| ()), Err(FormFault::Percent));
        let note = FollowUpDraft { note: "811218-9876".into(), ..Default::default() };
        assert_eq!(happenings(&note, &empty).map(|_| ()), Err(FormFault::Note(TextFault::PersonalNumber)));
    }
}
