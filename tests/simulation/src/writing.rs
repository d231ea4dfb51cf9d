//! What people save: mostly what is right, sometimes what breaks a rule, and sometimes with fields that only a newer app
//! knows. What they can correct is what they see.

use crate::cast::{self, MEMBERS, Person, SUPERVISORS};
use crate::dice::Dice;
use crate::phone::Shelf;
use shared::bridge::StepRank;
use shared::id::{DeviceId, ParticipationId, RecordId};
use shared::instrument::{Answer, Answers, InstrumentRef};
use shared::record::{Body, Exit, FollowUp, Record};
use shared::support::WeeklyHours;
use shared::time::{Instant, Month};

/// A record that is about to be saved: it has everything but its place in the sequence.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) record: Record,
    is_from_a_newer_app: bool,
}

impl Draft {
    /// Its text, once its place is known.
    pub(crate) fn text(&self, device: DeviceId, sequence: u64) -> String {
        let text = Record { device, sequence, ..self.record.clone() }.write();
        if self.is_from_a_newer_app {
            return format!(r#"{{"mood":{{"weather":"å & ☀","n":1.50}},{}"#, &text[1..]);
        }
        text
    }
}

/// Draws what a person saves; `None` where there is nothing to write about.
pub(crate) fn draft(dice: &mut Dice, person: Person, shelf: &Shelf, clock: Instant) -> Option<Draft> {
    let (participation, month, body, seen) = match person {
        Person::Supervisor(number) => staff(dice, number, shelf, clock)?,
        Person::Participant(number) => participant(dice, number, shelf, clock),
        Person::Leader => return None,
    };
    let record = Record {
        id: RecordId::from_uuid(uuid::Uuid::from_u64_pair(dice.number(), dice.number())),
        device: shelf.device,
        sequence: 0,
        written_at: clock,
        author: person.account(),
        participation,
        month,
        body,
        seen,
    };
    Some(Draft { record, is_from_a_newer_app: dice.percent(10) })
}

type What = (ParticipationId, Month, Body, Vec<RecordId>);

fn participant(dice: &mut Dice, number: usize, shelf: &Shelf, clock: Instant) -> What {
    let stay = cast::stay(number);
    let body = Body::SelfAssessed { instrument: instrument(), answers: answers(dice) };
    let month = cast::month(clock, i32::from(dice.percent(30)));
    if dice.percent(35)
        && let Some(correction) =
            correction(dice, shelf, Person::Participant(number), stay, |body| matches!(body, Body::SelfAssessed { .. }))
    {
        return correction;
    }
    (stay, month, body, Vec::new())
}

fn staff(dice: &mut Dice, number: usize, shelf: &Shelf, clock: Instant) -> Option<What> {
    let seen: Vec<ParticipationId> = shelf.folded().into_keys().collect();
    let back = if dice.percent(15) { i32::try_from(dice.below(16)).unwrap_or(0) } else { i32::from(dice.percent(30)) };
    let month = cast::month(clock, back);
    let other = Person::Supervisor((number + 1) % SUPERVISORS).account();
    if seen.is_empty() || dice.percent(7) {
        let stay = ParticipationId::from_uuid(uuid::Uuid::from_u64_pair(dice.number(), dice.number()));
        let follower = if dice.percent(70) { number } else { (number + 1) % SUPERVISORS };
        let body = cast::enrolment(dice.place(MEMBERS), follower, month.first_day());
        return Some((stay, month, body, Vec::new()));
    }
    let stay = dice.one_of(&seen)?;
    let body = match dice.below(100) {
        0..30 => Body::FollowedUp(FollowUp {
            hours: WeeklyHours::new(u16::try_from(dice.below(40)).unwrap_or(1)).ok(),
            ..FollowUp::default()
        }),
        30..45 => Body::StaffAssessed { instrument: instrument(), answers: answers(dice) },
        45..60 => Body::StepRecorded { step: StepRank(u8::try_from(1 + dice.below(3)).unwrap_or(1)) },
        60..76 => {
            let me = Person::Supervisor(number);
            return correction(dice, shelf, me, stay, |body| !matches!(body, Body::SelfAssessed { .. }));
        }
        76..81 => {
            let seen = shelf.seen(stay, Person::Supervisor(number).account());
            let (record, _) = seen.get(dice.place(seen.len()))?;
            Body::Voided { target: record.id }
        }
        81..92 => Body::SupervisorChanged { to: other },
        92..95 => Body::Exited(Exit {
            ended: clock.date(),
            reason: None,
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        }),
        95..98 => Body::StepRecorded { step: StepRank(99) },
        _ => return Some((stay, cast::month(clock, -3), Body::StepRecorded { step: StepRank(1) }, Vec::new())),
    };
    Some((stay, month, body, Vec::new()))
}

/// A correction of something that the person sees, made in view of some of the others.
fn correction(
    dice: &mut Dice,
    shelf: &Shelf,
    person: Person,
    stay: ParticipationId,
    may_be: impl Fn(&Body) -> bool,
) -> Option<What> {
    let records: Vec<Record> = shelf.seen(stay, person.account()).into_iter().map(|(record, _)| record).collect();
    let said = |record: &Record| match &record.body {
        Body::Corrected { replacement, .. } => (**replacement).clone(),
        body => body.clone(),
    };
    let targets: Vec<&Record> = records.iter().filter(|record| may_be(&said(record))).collect();
    let target = targets.get(dice.place(targets.len()))?;
    let replacement = match said(target) {
        Body::SelfAssessed { instrument, .. } => Body::SelfAssessed { instrument, answers: answers(dice) },
        Body::StaffAssessed { instrument, .. } => Body::StaffAssessed { instrument, answers: answers(dice) },
        Body::StepRecorded { .. } => Body::StepRecorded { step: StepRank(2) },
        Body::FollowedUp(follow_up) => Body::FollowedUp(FollowUp { hours: WeeklyHours::new(20).ok(), ..follow_up }),
        other => other,
    };
    let mut seen: Vec<RecordId> = records
        .iter()
        .filter(|record| record.id == target.id || (record.month == target.month && dice.percent(60)))
        .map(|record| record.id)
        .collect();
    seen.sort_unstable();
    let body = Body::Corrected { target: target.id, replacement: Box::new(replacement) };
    Some((stay, target.month, body, seen))
}

fn instrument() -> InstrumentRef {
    InstrumentRef { id: cast::code("monthly"), version: 1 }
}

/// One answer, in a few cases off the scale.
fn answers(dice: &mut Dice) -> Answers {
    let highest = if dice.percent(4) { 9 } else { 5 };
    let value = i16::try_from(1 + dice.below(highest)).unwrap_or(1);
    [(cast::code("mood"), Answer::Rated(value))].into()
}
