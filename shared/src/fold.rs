//! From records to what a person sees: a pure function, the same on phone and server, and the same in whatever
//! order the records arrived. It does not know where records come from, nor which are still waiting to be sent.

mod picture;

pub use picture::{Assessment, FirstSaid, HandedOver, Held, MonthView, NotedDeviation, Participation, Remark, Start};

use crate::code::Code;
use crate::id::{AccountId, RecordId};
use crate::instrument::InstrumentRef;
use crate::record::{Body, Exit, Note, Record};
use crate::reference::CONSENT_WITHDRAWN;
use crate::time::{Instant, Month};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// How far a device's clock is believed beyond the moment of receipt, in milliseconds.
const CLOCK_GRACE: i64 = 5 * 60 * 1000;

/// A record and when the server received it, if it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The record.
    pub record: Record,
    /// When the server received it; `None` while it waits on its device.
    pub received_at: Option<Instant>,
}

/// Which place in the picture a record fills: later records for the same slot replace earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Start,
    SelfAssessment(Month),
    StaffAssessment(Month),
    FollowUp(Month),
    Step(Month),
    Plan,
    Supervisor(Month),
    Exit,
    Withdrawal,
}

impl Slot {
    fn of(body: &Body, month: Month) -> Option<Self> {
        match body {
            Body::Enrolled(_) | Body::EnrolledAnonymously { .. } => Some(Self::Start),
            Body::SelfAssessed { .. } => Some(Self::SelfAssessment(month)),
            Body::StaffAssessed { .. } => Some(Self::StaffAssessment(month)),
            Body::FollowedUp(_) => Some(Self::FollowUp(month)),
            Body::StepRecorded { .. } => Some(Self::Step(month)),
            Body::PlanAgreed(_) => Some(Self::Plan),
            Body::SupervisorChanged { .. } => Some(Self::Supervisor(month)),
            Body::Exited(_) => Some(Self::Exit),
            Body::ConsentWithdrawn { .. } => Some(Self::Withdrawal),
            // A remark or a deviation replaces nothing, and nothing replaces it.
            Body::DeviationNoted(_)
            | Body::Remarked { .. }
            | Body::WantsToSay { .. }
            | Body::Corrected { .. }
            | Body::Voided { .. }
            | Body::Unknown => None,
        }
    }
}

/// One claim on a slot.
#[derive(Clone, Copy)]
struct Version<'a> {
    known: &'a Known,
    body: &'a Body,
    target: Option<RecordId>,
}

impl<'a> Version<'a> {
    fn id(&self) -> RecordId {
        self.known.record.id
    }

    /// What was asked, where the version is of answers.
    const fn instrument(&self) -> Option<&'a InstrumentRef> {
        match self.body {
            Body::SelfAssessed { instrument, .. } | Body::StaffAssessed { instrument, .. } => Some(instrument),
            _ => None,
        }
    }

    /// Whether both answer the same questions; what answers none says the same kind of thing as the others.
    fn is_rival_of(&self, other: &Self) -> bool {
        self.instrument().map(|one| &one.id) == other.instrument().map(|one| &one.id)
    }

    fn knew_of(&self, id: RecordId) -> bool {
        self.target == Some(id) || self.known.record.seen.contains(&id)
    }

    /// The device's clock, believed no further than the receipt.
    fn written_at(&self) -> Instant {
        let written = self.known.record.written_at;
        self.known.received_at.map_or(written, |at| written.at_most(at.plus(CLOCK_GRACE)))
    }

    fn said_when(&self) -> FirstSaid {
        let record = &self.known.record;
        if record.written_at == Record::without_day(record.month) {
            FirstSaid::WithoutDay
        } else {
            FirstSaid::At(self.written_at())
        }
    }

    /// The order in which rival versions win the display: device clock clamped to receipt, then device, then id.
    fn rank(&self, other: &Self) -> Ordering {
        let key = |version: &Self| {
            let record = &version.known.record;
            (version.written_at(), record.device, record.id)
        };
        key(self).cmp(&key(other))
    }
}

/// Folds the records of one participation. Records twice in `known` count once.
pub fn fold(known: &[Known]) -> Participation {
    let by_id: BTreeMap<RecordId, &Known> = known.iter().map(|one| (one.record.id, one)).collect();
    let voided: BTreeSet<RecordId> = by_id
        .values()
        .filter_map(|one| match one.record.body {
            Body::Voided { target } => Some(target),
            _ => None,
        })
        .collect();
    let mut slots: BTreeMap<Slot, Vec<Version<'_>>> = BTreeMap::new();
    for one in by_id.values() {
        if let Some((slot, version)) = claim(one, &by_id, &voided) {
            slots.entry(slot).or_default().push(version);
        }
    }
    let mut folded = Participation::default();
    for (slot, versions) in &slots {
        let standing = standing(versions);
        if let Some((winner, others)) = decide(&standing) {
            place(&mut folded, *slot, winner, others);
            place_others(&mut folded, *slot, winner, &standing);
            note_when(&mut folded, *slot, versions);
        }
    }
    end_with_consent(&mut folded);
    folded.remarks = remarks(&by_id, &voided, |body| match body {
        Body::Remarked { note } => Some(note),
        _ => None,
    });
    folded.wants_to_say = remarks(&by_id, &voided, |body| match body {
        Body::WantsToSay { note } => Some(note),
        _ => None,
    });
    folded.deviations = deviations(&by_id, &voided);
    let first = folded.enrolment().and_then(|enrolment| enrolment.supervisor);
    folded.supervisor_changes = changes(first, &folded.handed_over);
    folded.supervisor = folded.handed_over.last().map(|last| last.to).or(first);
    folded
}

/// The months in which one is followed by another. Whoever takes over where nobody was before changes nothing.
fn changes(first: Option<AccountId>, handed_over: &[HandedOver]) -> Vec<Month> {
    let mut now = first;
    let mut changes = Vec::new();
    for HandedOver { month, to, .. } in handed_over {
        if now.is_some_and(|now| now != *to) {
            changes.push(*month);
        }
        now = Some(*to);
    }
    changes
}

/// A stay whose consent was withdrawn has ended by then.
fn end_with_consent(folded: &mut Participation) {
    let Some(Held { value: on, record, .. }) = folded.withdrawal.clone() else { return };
    if folded.exit.as_ref().is_none_or(|exit| exit.value.ended > on) {
        let reason = Code::new(CONSENT_WITHDRAWN).ok();
        let value = Exit { ended: on, reason, support_after: Vec::new(), occupation_after: Vec::new() };
        folded.exit = Some(Held::alone(value, record));
    }
}

/// The words of one kind that the participant has said.
fn remarks(
    by_id: &BTreeMap<RecordId, &Known>,
    voided: &BTreeSet<RecordId>,
    words: fn(&Body) -> Option<&Note>,
) -> Vec<Remark> {
    let remark =
        |(record, note): (&Record, &Note)| Remark { month: record.month, note: note.clone(), record: record.id };
    said(by_id, voided, words).into_iter().map(remark).collect()
}

/// What was missing round the person.
fn deviations(by_id: &BTreeMap<RecordId, &Known>, voided: &BTreeSet<RecordId>) -> Vec<NotedDeviation> {
    let noted = said(by_id, voided, |body| match body {
        Body::DeviationNoted(deviation) => Some(deviation),
        _ => None,
    });
    let noted = noted.into_iter().map(|(record, deviation)| NotedDeviation {
        month: record.month,
        deviation: deviation.clone(),
        record: record.id,
    });
    noted.collect()
}

/// What stands beside everything else, in the order of the months and of writing.
fn said<'a, T>(
    by_id: &BTreeMap<RecordId, &'a Known>,
    voided: &BTreeSet<RecordId>,
    what: fn(&'a Body) -> Option<&'a T>,
) -> Vec<(&'a Record, &'a T)> {
    let mut said: Vec<(&Record, &T)> = by_id
        .values()
        .filter(|one| !voided.contains(&one.record.id))
        .filter_map(|one| Some((&one.record, what(&one.record.body)?)))
        .collect();
    said.sort_by_key(|(record, _)| (record.month, record.written_at, record.id));
    said
}

/// The slot that a record claims, unless it or what it corrects is voided.
fn claim<'a>(
    one: &'a Known,
    by_id: &BTreeMap<RecordId, &'a Known>,
    voided: &BTreeSet<RecordId>,
) -> Option<(Slot, Version<'a>)> {
    if voided.contains(&one.record.id) {
        return None;
    }
    let Body::Corrected { target, replacement } = &one.record.body else {
        let slot = Slot::of(&one.record.body, one.record.month)?;
        return Some((slot, Version { known: one, body: &one.record.body, target: None }));
    };
    // A correction stands in the slot of the record that the chain of corrections began with.
    let mut root = by_id.get(target)?;
    let mut hops = 0;
    while let Body::Corrected { target, .. } = &root.record.body {
        root = by_id.get(target)?;
        hops += 1;
        if hops > by_id.len() {
            return None;
        }
    }
    let slot = Slot::of(&root.record.body, root.record.month)?;
    let same_kind = Slot::of(replacement, root.record.month) == Some(slot);
    (same_kind && !voided.contains(&root.record.id))
        .then_some((slot, Version { known: one, body: replacement, target: Some(*target) }))
}

/// The versions that no other version knew of.
fn standing<'a>(versions: &[Version<'a>]) -> Vec<Version<'a>> {
    let heads: Vec<Version<'a>> = versions
        .iter()
        .filter(|one| !versions.iter().any(|other| other.id() != one.id() && other.knew_of(one.id())))
        .copied()
        .collect();
    // Records that name each other as seen cannot come from honest devices; then all of them stand.
    if heads.is_empty() { versions.to_vec() } else { heads }
}

/// The records that stand beside the one that is shown.
#[derive(Debug, Default)]
struct Others {
    /// They say something else.
    rivals: Vec<RecordId>,
    /// They say what the one that is shown or a rival says.
    twins: Vec<RecordId>,
}

/// The version to show, and those that neither knew of the other. Of several that say the same, one stands for all.
fn decide<'a>(standing: &[Version<'a>]) -> Option<(Version<'a>, Others)> {
    let winner = standing.iter().max_by(|a, b| a.rank(b)).copied()?;
    let mut by_rank: Vec<&Version<'a>> = standing.iter().filter(|one| one.is_rival_of(&winner)).collect();
    by_rank.sort_by(|a, b| b.rank(a));
    let mut said = vec![winner.body];
    let mut others = Others::default();
    for one in by_rank.into_iter().filter(|one| one.id() != winner.id()) {
        if said.contains(&one.body) {
            others.twins.push(one.id());
        } else {
            said.push(one.body);
            others.rivals.push(one.id());
        }
    }
    others.rivals.sort_unstable();
    others.twins.sort_unstable();
    Some((winner, others))
}

/// When a month was first spoken of. What came with a file stands behind what somebody wrote: the file may be a copy of it.
fn note_when(folded: &mut Participation, slot: Slot, versions: &[Version<'_>]) {
    let first = || versions.iter().map(Version::said_when).min();
    match slot {
        Slot::SelfAssessment(month) => folded.months.entry(month).or_default().self_assessed = first(),
        Slot::FollowUp(month) => folded.months.entry(month).or_default().followed_up = first(),
        _ => {}
    }
}

/// The answers of a month to other questions than the winner's: for each instrument the version to show.
fn place_others(folded: &mut Participation, slot: Slot, winner: Version<'_>, standing: &[Version<'_>]) {
    let mut others: BTreeMap<&Code, &Version<'_>> = BTreeMap::new();
    for one in standing.iter().filter(|one| !one.is_rival_of(&winner)) {
        let Some(instrument) = one.instrument() else { continue };
        let shown = others.entry(&instrument.id).or_insert(one);
        if shown.rank(one) == Ordering::Less {
            *shown = one;
        }
    }
    let assessments = others.values().filter_map(|one| match one.body {
        Body::SelfAssessed { instrument, answers } | Body::StaffAssessed { instrument, answers } => {
            Some(Assessment { instrument: instrument.clone(), answers: answers.clone() })
        }
        _ => None,
    });
    match slot {
        Slot::SelfAssessment(month) => {
            folded.months.entry(month).or_default().other_self_assessments.extend(assessments)
        }
        Slot::StaffAssessment(month) => {
            folded.months.entry(month).or_default().other_staff_assessments.extend(assessments);
        }
        _ => {}
    }
}

fn place(folded: &mut Participation, slot: Slot, winner: Version<'_>, others: Others) {
    let record = winner.id();
    let Others { rivals, twins } = others;
    let months = &mut folded.months;
    match (slot, winner.body.clone()) {
        (Slot::Start, Body::Enrolled(enrolment)) => {
            folded.start = Some(Held { value: Start::Identified(enrolment), record, rivals, twins });
        }
        (Slot::Start, Body::EnrolledAnonymously { intervention, gender, start_year }) => {
            let value = Start::Anonymous { intervention, gender, year: start_year };
            folded.start = Some(Held { value, record, rivals, twins });
        }
        (Slot::SelfAssessment(month), Body::SelfAssessed { instrument, answers }) => {
            let value = Assessment { instrument, answers };
            months.entry(month).or_default().self_assessment = Some(Held { value, record, rivals, twins });
        }
        (Slot::StaffAssessment(month), Body::StaffAssessed { instrument, answers }) => {
            let value = Assessment { instrument, answers };
            months.entry(month).or_default().staff_assessment = Some(Held { value, record, rivals, twins });
        }
        (Slot::FollowUp(month), Body::FollowedUp(value)) => {
            months.entry(month).or_default().follow_up = Some(Held { value, record, rivals, twins });
        }
        (Slot::Step(month), Body::StepRecorded { step }) => {
            months.entry(month).or_default().step = Some(Held { value: step, record, rivals, twins });
        }
        (Slot::Plan, Body::PlanAgreed(value)) => folded.plan = Some(Held { value, record, rivals, twins }),
        (Slot::Supervisor(month), Body::SupervisorChanged { to }) => {
            folded.handed_over.push(HandedOver { month, to, record });
        }
        (Slot::Exit, Body::Exited(value)) => folded.exit = Some(Held { value, record, rivals, twins }),
        (Slot::Withdrawal, Body::ConsentWithdrawn { on }) => {
            folded.withdrawal = Some(Held { value: on, record, rivals, twins });
        }
        // `claim` admits only bodies of the slot's own kind.
        _ => {}
    }
}
