//! A record field by field, in words: what is shown where versions of one stand side by side. It does not know why.

use crate::phone::Phone;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{month_after_day, month_and_year};
use shared::instrument::{Answer, Answers, InstrumentRef};
use shared::record::{Body, Enrolment, Exit, FollowUp, Plan, PlanStep, Record};
use shared::reference::{
    ACTIVITY_LIST, EDUCATION_LIST, EXIT_REASON_LIST, OCCUPATION_LIST, PARTY_LIST, Reference, SUPPORT_LIST,
};
use shared::support::Extent;
use shared::sync::intake::said;
use shared::time::Date;
use yew::AttrValue;

/// What a field is called, and what stands in it.
pub(super) type Line = (AttrValue, AttrValue);

/// What kind of record it is, and of which month.
pub(super) fn title(phone: &Phone, record: &Record) -> AttrValue {
    let texts = phone.texts();
    let kind = match said(&record.body) {
        Body::Enrolled(_) | Body::EnrolledAnonymously { .. } => texts.kind_enrolment(),
        Body::SelfAssessed { .. } => texts.kind_self_assessment(),
        Body::StaffAssessed { .. } => texts.kind_staff_assessment(),
        Body::FollowedUp(_) => texts.kind_follow_up(),
        Body::StepRecorded { .. } => texts.kind_step(),
        Body::Exited(_) => texts.kind_exit(),
        Body::PlanAgreed(_) => texts.plan_title(),
        _ => texts.kind_other(),
    };
    format!("{kind}, {}", month_and_year(&texts, record.month)).into()
}

/// Its fields, those that hold something.
pub(super) fn lines(phone: &Phone, reference: &Reference, record: &Record) -> Vec<Line> {
    let words = Words { phone, reference };
    match said(&record.body) {
        Body::FollowedUp(follow_up) => words.follow_up(follow_up),
        Body::SelfAssessed { instrument, answers } | Body::StaffAssessed { instrument, answers } => {
            words.answers(instrument, answers)
        }
        Body::StepRecorded { step } => {
            let name = reference.bridge.step(*step).map_or("", |step| step.name.in_language(phone.language()));
            vec![(phone.texts().step_label(), format!("{}. {name}", step.0).into())]
        }
        Body::Enrolled(enrolment) => words.enrolment(enrolment),
        Body::Exited(exit) => words.exit(exit),
        Body::PlanAgreed(plan) => words.plan(plan),
        _ => vec![],
    }
}

/// A day as people write it.
pub(super) fn day(phone: &Phone, date: Date) -> AttrValue {
    let month = month_after_day(&phone.texts(), date.month());
    format!("{} {month} {}", date.day(), date.month().year()).into()
}

struct Words<'a> {
    phone: &'a Phone,
    reference: &'a Reference,
}

impl Words<'_> {
    fn extents(&self, list: &str, extents: &[Extent]) -> Option<AttrValue> {
        let one = |extent: &Extent| {
            let name = self.reference.name_of(list, &extent.code, self.phone.language());
            if extent.percent.get() == 100 { name.to_owned() } else { format!("{name} ({} %)", extent.percent.get()) }
        };
        (!extents.is_empty()).then(|| extents.iter().map(one).collect::<Vec<_>>().join(", ").into())
    }

    fn follow_up(&self, follow_up: &FollowUp) -> Vec<Line> {
        let texts = self.phone.texts();
        let name = |code| self.reference.name_of(ACTIVITY_LIST, code, self.phone.language()).to_owned();
        let activities: Vec<String> = follow_up.activities.iter().map(name).collect();
        let fields = [
            (texts.hours_label(), follow_up.hours.map(|hours| hours.get().to_string().into())),
            (texts.activities_label(), (!activities.is_empty()).then(|| activities.join(", ").into())),
            (texts.support_label(), self.extents(SUPPORT_LIST, &follow_up.support)),
            (texts.note_label(), follow_up.note.as_ref().map(|note| note.as_str().to_owned().into())),
        ];
        held(fields)
    }

    fn answers(&self, instrument: &InstrumentRef, answers: &Answers) -> Vec<Line> {
        let texts = self.phone.texts();
        let Some(known) = self.reference.instrument(instrument) else { return vec![] };
        let line = |item: &shared::instrument::Item| {
            let value = match answers.get(&item.id)? {
                Answer::Rated(value) => texts.value_of(value, item.scale.highest),
                Answer::RatherNot => texts.rather_not(),
            };
            Some((item.name.in_language(self.phone.language()).to_owned().into(), value))
        };
        known.items.iter().filter_map(line).collect()
    }

    fn enrolment(&self, enrolment: &Enrolment) -> Vec<Line> {
        let texts = self.phone.texts();
        let education = enrolment.education.as_ref();
        let education = education.map(|code| self.reference.name_of(EDUCATION_LIST, code, self.phone.language()));
        let fields = [
            (texts.field_alias(), Some(enrolment.alias.as_str().to_owned().into())),
            (texts.field_started(), Some(day(self.phone, enrolment.started))),
            (texts.field_birth_year(), enrolment.birth_year.map(|year| year.to_string().into())),
            (texts.field_municipality(), enrolment.municipality.as_ref().map(|name| name.as_str().to_owned().into())),
            (texts.field_education(), education.map(|name| name.to_owned().into())),
            (texts.field_support_before(), self.extents(SUPPORT_LIST, &enrolment.support_before)),
            (texts.field_occupation_before(), self.extents(OCCUPATION_LIST, &enrolment.occupation_before)),
        ];
        held(fields)
    }

    fn plan(&self, plan: &Plan) -> Vec<Line> {
        let texts = self.phone.texts();
        let line = |(place, step): (usize, &PlanStep)| {
            let who = self.reference.name_of(PARTY_LIST, &step.who, self.phone.language());
            let when = match step.by {
                _ if step.done => Some(texts.plan_done()),
                by => by.map(|month| texts.plan_by(month_and_year(&texts, month))),
            };
            let when = when.map(|when| format!(". {when}")).unwrap_or_default();
            (texts.plan_step(place + 1), format!("{} – {who}{when}", step.what.as_str()).into())
        };
        plan.steps.iter().enumerate().map(line).collect()
    }

    fn exit(&self, exit: &Exit) -> Vec<Line> {
        let texts = self.phone.texts();
        let reason = exit.reason.as_ref();
        let reason = reason.map(|code| self.reference.name_of(EXIT_REASON_LIST, code, self.phone.language()));
        let fields = [
            (texts.field_ended(), Some(day(self.phone, exit.ended))),
            (texts.field_exit_reason(), reason.map(|name| name.to_owned().into())),
            (texts.field_support_after(), self.extents(SUPPORT_LIST, &exit.support_after)),
            (texts.field_occupation_after(), self.extents(OCCUPATION_LIST, &exit.occupation_after)),
        ];
        held(fields)
    }
}

fn held<const N: usize>(fields: [(AttrValue, Option<AttrValue>); N]) -> Vec<Line> {
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
