//! The plan as a form: what was agreed before to begin with, and what is typed becomes the plan that holds from now on.
//! Pure; it knows no browser and no clock.

use crate::engine::Happening;
use shared::code::Code;
use shared::fold::{Held, Participation};
use shared::id::{ParticipationId, RecordId};
use shared::record::{Body, LONGEST_STEP, MOST_STEPS, Note, Plan, PlanStep, TextFault};
use shared::time::Month;

/// What stands in the fields of one step, as typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct StepForm {
    pub(super) what: String,
    pub(super) who: Option<Code>,
    pub(super) by: Option<Month>,
    pub(super) done: bool,
}

/// What stands in the fields of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlanForm {
    pub(super) steps: Vec<StepForm>,
}

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlanFault {
    Nothing,
    Unchanged,
    Text(TextFault),
    TooLong,
    Nobody,
}

impl PlanForm {
    /// What was agreed before, or one empty step.
    pub(super) fn begin(folded: &Participation) -> Self {
        Self::of(folded.plan.as_ref().map(|held| held.value.steps.as_slice()).unwrap_or_default())
    }

    /// These steps, or one empty one.
    pub(super) fn of(steps: &[PlanStep]) -> Self {
        let mut form = Self { steps: steps.iter().map(as_typed).collect() };
        if form.steps.is_empty() {
            form.add();
        }
        form
    }

    /// Makes room for one more step, where there may be one.
    pub(super) fn add(&mut self) {
        if self.has_room() {
            self.steps.push(StepForm::default());
        }
    }

    /// Whether there may be one more step.
    pub(super) fn has_room(&self) -> bool {
        self.steps.len() < MOST_STEPS
    }

    /// Takes a step away.
    pub(super) fn remove(&mut self, place: usize) {
        if place < self.steps.len() {
            self.steps.remove(place);
        }
    }

    /// The plan to be recorded, with the records that it takes the place of. Steps that say nothing are left out.
    pub(super) fn happening(
        &self,
        participation: ParticipationId,
        folded: &Participation,
        month: Month,
    ) -> Result<Happening, PlanFault> {
        let written = self.steps.iter().filter(|step| !step.what.trim().is_empty());
        let steps = written.map(agreed).collect::<Result<Vec<_>, _>>()?;
        if steps.is_empty() {
            return Err(PlanFault::Nothing);
        }
        let held = folded.plan.as_ref();
        if held.is_some_and(|held| held.rivals.is_empty() && held.value.steps == steps) {
            return Err(PlanFault::Unchanged);
        }
        let seen: Vec<RecordId> = held.into_iter().flat_map(Held::records).collect();
        Ok(Happening { participation, month, body: Body::PlanAgreed(Plan { steps }), seen })
    }
}

fn as_typed(step: &PlanStep) -> StepForm {
    StepForm { what: step.what.as_str().to_owned(), who: Some(step.who.clone()), by: step.by, done: step.done }
}

fn agreed(step: &StepForm) -> Result<PlanStep, PlanFault> {
    if step.what.trim().chars().count() > LONGEST_STEP {
        return Err(PlanFault::TooLong);
    }
    let what = Note::new(&step.what).map_err(PlanFault::Text)?;
    let who = step.who.clone().ok_or(PlanFault::Nobody)?;
    Ok(PlanStep { what, who, by: step.by, done: step.done })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn month() -> Month {
        "2026-03".parse().unwrap_or_else(|_| unreachable!("a month"))
    }

    fn step(what: &str, who: Option<&str>) -> StepForm {
        StepForm { what: what.into(), who: who.and_then(|who| Code::new(who).ok()), ..StepForm::default() }
    }

    fn agreed_before(form: &PlanForm) -> Participation {
        let plan = match form.happening(stay(), &Participation::default(), month()).map(|one| one.body) {
            Ok(Body::PlanAgreed(plan)) => plan,
            other => unreachable!("{other:?}"),
        };
        let record = RecordId::from_uuid(Uuid::from_u128(1));
        Participation { plan: Some(Held::alone(plan, record)), ..Participation::default() }
    }

    fn stay() -> ParticipationId {
        ParticipationId::from_uuid(Uuid::nil())
    }

    #[test]
    fn steps_that_say_nothing_are_left_out_and_a_plan_of_nothing_is_none() {
        let nobody = Participation::default();
        let empty = PlanForm::begin(&nobody).happening(stay(), &nobody, month()).err();
        assert_eq!(empty, Some(PlanFault::Nothing));
        let form = PlanForm { steps: vec![step("Ringa", Some("deltagaren")), step(" ", None)] };
        assert_eq!(PlanForm::begin(&agreed_before(&form)).steps.len(), 1);
    }

    #[test]
    fn a_step_is_somebodys_and_holds_no_personal_number() {
        let fault =
            |form: StepForm| PlanForm { steps: vec![form] }.happening(stay(), &Participation::default(), month()).err();
        assert_eq!(fault(step("Ringa", None)), Some(PlanFault::Nobody));
        assert_eq!(fault(step("811218-9876", Some("kommunen"))), Some(PlanFault::Text(TextFault::PersonalNumber)));
        assert_eq!(fault(step(&"å".repeat(301), Some("kommunen"))), Some(PlanFault::TooLong));
    }

    #[test]
    fn a_plan_names_the_one_it_takes_the_place_of_and_is_not_recorded_twice() {
        let before = agreed_before(&PlanForm { steps: vec![step("Ringa", Some("deltagaren"))] });
        let mut form = PlanForm::begin(&before);
        assert_eq!(form.happening(stay(), &before, month()).err(), Some(PlanFault::Unchanged));
        form.steps[0].done = true;
        let seen = form.happening(stay(), &before, month()).map(|one| one.seen);
        assert_eq!(seen.ok(), Some(vec![RecordId::from_uuid(Uuid::from_u128(1))]));
    }
}
