//! The rules by which a record is accepted: the same on the phone, before it is saved, and on the server, before
//! it is stored. A refused record is kept aside with its reason, never thrown away.

use super::{Body, Deviation, Exit, Note, Record, TextFault, is_system_party};
use crate::account::Role;
use crate::code::Code;
use crate::id::{AccountId, DeviceId, InterventionId, RecordId, SealingKeyId};
use crate::instrument::{Answer, Answers, InstrumentRef, Rater};
use crate::json;
use crate::reference::{
    ACTIVITY_LIST, DEVIATION_THEME_LIST, EDUCATION_LIST, EXIT_REASON_LIST, OCCUPATION_LIST, PARTY_LIST, Reference,
    SUPPORT_LIST, WRONG_REGISTRATION,
};
use crate::support::{Extent, ExtentError, check_codes, check_extents};
use crate::time::{Date, Month};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a record is put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum Refusal {
    /// Not the text of a record.
    #[error("the record cannot be read: {what}")]
    Unreadable {
        /// What could not be read, and where.
        what: String,
    },
    /// Sealed to a key that the server does not have, or damaged since.
    #[error("the record is sealed to a key that this server does not have, or was damaged")]
    Sealed {
        /// The key it was sealed to.
        key: SealingKeyId,
    },
    /// A kind of record that this version does not know.
    #[error("this kind of record is newer than the program that received it")]
    UnknownKind,
    /// Longer than any record.
    #[error("the record is too long")]
    TooLong,
    /// The same id came before with other content; the first is kept.
    #[error("another record has the same id")]
    ConflictingId,
    /// The participation does not exist, or is not the author's to write about: the answer does not tell which.
    #[error("this participation is not yours")]
    NotYours,
    /// The author's role does not make such records.
    #[error("your role does not make such records")]
    NotYourRole,
    /// The record names another author than the one who sends it.
    #[error("the record names another author")]
    OtherAuthor,
    /// The record names another device than the one that sends it.
    #[error("the record names another device")]
    OtherDevice,
    /// The month has not begun.
    #[error("{month} has not begun")]
    FutureMonth {
        /// The record's month.
        month: Month,
    },
    /// The month lies before the stay began.
    #[error("{month} lies before the start in {start}")]
    BeforeStart {
        /// The record's month.
        month: Month,
        /// The month of the start.
        start: Month,
    },
    /// A day that has not come.
    #[error("{day} has not come")]
    FutureDay {
        /// The day given.
        day: Date,
    },
    /// The participant has withdrawn consent: nothing more is recorded about the stay.
    #[error("consent was withdrawn, and nothing more is recorded about this stay")]
    ConsentWithdrawn,
    /// An exit before the start.
    #[error("the end {ended} lies before the start {started}")]
    EndBeforeStart {
        /// The last day.
        ended: Date,
        /// The first day.
        started: Date,
    },
    /// An instrument, or a version of it, that is not known.
    #[error("the questionnaire {} version {} is not known", instrument.id, instrument.version)]
    UnknownInstrument {
        /// Which one.
        instrument: InstrumentRef,
    },
    /// No answer at all.
    #[error("there is no answer")]
    NoAnswer,
    /// An item that the instrument does not ask of this rater.
    #[error("“{item}” is not a question of this questionnaire")]
    UnknownItem {
        /// Which one.
        item: Code,
    },
    /// A value off the item's scale.
    #[error("{value} is off the scale of “{item}”, which goes from {lowest} to {highest}")]
    OffScale {
        /// Which item.
        item: Code,
        /// The value given.
        value: i16,
        /// The scale's lowest value.
        lowest: i16,
        /// The scale's highest value.
        highest: i16,
    },
    /// A step that the bridge does not have.
    #[error("the bridge has no step {step}")]
    UnknownStep {
        /// The rank given.
        step: u8,
    },
    /// A code that its list does not have.
    #[error("“{code}” is not in the list")]
    UnknownCode {
        /// The code given.
        code: Code,
    },
    /// A municipality of residence that there is none of that name.
    #[error("“{name}” is the name of no municipality of Sweden")]
    UnknownMunicipality {
        /// The name given.
        name: String,
    },
    /// A code given twice.
    #[error("“{code}” is there twice")]
    CodeTwice {
        /// The code given.
        code: Code,
    },
    /// "No public support" beside another source.
    #[error("“{code}” excludes every other source")]
    ExcludesOthers {
        /// The excluding code.
        code: Code,
    },
    /// Somebody named as supervisor who is none in this intervention.
    #[error("{account} is no supervisor in this intervention")]
    UnknownSupervisor {
        /// Who was named.
        account: AccountId,
    },
    /// An enrolment in an intervention that is closed, has not begun, or registers nobody.
    #[error("nobody can begin in this intervention on that day")]
    NotAdmitting,
    /// A correction of something that cannot be corrected so.
    #[error("the record {target} cannot be corrected so")]
    NotCorrectable {
        /// The record to be corrected.
        target: RecordId,
    },
    /// A plan without a step, or with more than anybody keeps in mind.
    #[error("a plan has 1 to 20 steps, not {steps}")]
    PlanLength {
        /// How many it has.
        steps: usize,
    },
    /// A step of a plan that says too much.
    #[error("a step of a plan has 300 characters at most, not {length}")]
    PlanStepTooLong {
        /// How many it has.
        length: usize,
    },
    /// A text that must not be kept as it is.
    #[error("{fault}")]
    Text {
        /// What is wrong with it.
        fault: TextFault,
    },
    /// A reason that this version does not know: the server is newer.
    #[error("the reason is newer than this program")]
    #[serde(skip)]
    Newer(json::Verbatim),
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Newer(value) => value.serialize(writer),
            known => Self::serialize(known, writer),
        }
    }
}

impl<'de> Deserialize<'de> for Refusal {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        json::by_text(reader, |text| json::read_or(text, |reader| Self::deserialize(reader), Self::Newer))
    }
}

/// What is known of a participation when a record about it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// First day of the stay.
    pub started: Date,
    /// Its intervention.
    pub intervention: InterventionId,
}

/// Everything a record is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Bench<'a> {
    /// The day in the judge's time zone.
    pub today: Date,
    /// Who sends the record.
    pub author: AccountId,
    /// From which device; a server's own import has none.
    pub device: Option<DeviceId>,
    /// As what.
    pub role: Role,
    /// The participation, if the author may write about it.
    pub standing: Option<Standing>,
    /// The instruments and lists to judge by.
    pub reference: &'a Reference,
}

/// Judges one record.
///
/// # Errors
/// The first rule that it breaks.
pub fn judge(record: &Record, bench: &Bench<'_>) -> Result<(), Refusal> {
    if record.author != bench.author {
        return Err(Refusal::OtherAuthor);
    }
    if bench.device.is_some_and(|device| device != record.device) {
        return Err(Refusal::OtherDevice);
    }
    // A day's grace: somewhere a new month has begun before it has here.
    if record.month > bench.today.next().month() {
        return Err(Refusal::FutureMonth { month: record.month });
    }
    judge_body(&record.body, record.month, bench)
}

fn judge_body(body: &Body, month: Month, bench: &Bench<'_>) -> Result<(), Refusal> {
    let standing = match (body, bench.standing) {
        (Body::Enrolled(_) | Body::EnrolledAnonymously { .. }, _) => return judge_enrolment(body, bench),
        (Body::Unknown, _) => return Err(Refusal::UnknownKind),
        (_, None) => return Err(Refusal::NotYours),
        (_, Some(standing)) => standing,
    };
    let start = standing.started.month();
    if month < start && !may_be_said_before(body) {
        return Err(Refusal::BeforeStart { month, start });
    }
    match body {
        Body::SelfAssessed { instrument, answers } => {
            allow(bench, &[Role::Participant, Role::Operator])?;
            judge_answers(instrument, answers, Rater::Both, bench.reference)
        }
        Body::StaffAssessed { instrument, answers } => {
            allow(bench, &[Role::Supervisor, Role::Operator])?;
            judge_answers(instrument, answers, Rater::Staff, bench.reference)
        }
        Body::FollowedUp(follow_up) => {
            allow(bench, &[Role::Supervisor, Role::Operator])?;
            judge_codes(&follow_up.activities, ACTIVITY_LIST, bench.reference)?;
            judge_extents(&follow_up.support, SUPPORT_LIST, bench.reference)
        }
        Body::StepRecorded { step } => {
            allow(bench, &[Role::Supervisor, Role::Operator])?;
            bench.reference.bridge.step(*step).map(|_| ()).ok_or(Refusal::UnknownStep { step: step.0 })
        }
        Body::PlanAgreed(plan) => {
            allow(bench, &[Role::Supervisor])?;
            plan.check(bench.reference.code_list(PARTY_LIST))
        }
        Body::DeviationNoted(deviation) => {
            allow(bench, &[Role::Supervisor])?;
            judge_deviation(deviation, bench.reference)
        }
        Body::SupervisorChanged { .. } => allow(bench, &[Role::Supervisor, Role::ProjectLeader, Role::Operator]),
        Body::Exited(exit) => {
            allow(bench, &[Role::Supervisor, Role::Operator])?;
            if exit.ended < standing.started && !is_wrong_registration(exit) {
                return Err(Refusal::EndBeforeStart { ended: exit.ended, started: standing.started });
            }
            judge_code(exit.reason.as_ref(), EXIT_REASON_LIST, bench.reference)?;
            judge_extents(&exit.support_after, SUPPORT_LIST, bench.reference)?;
            judge_extents(&exit.occupation_after, OCCUPATION_LIST, bench.reference)
        }
        Body::ConsentWithdrawn { on } => {
            allow(bench, &[Role::Participant, Role::Supervisor, Role::Operator])?;
            judge_day(*on, bench)
        }
        Body::Remarked { .. } | Body::WantsToSay { .. } => allow(bench, &[Role::Participant]),
        Body::Corrected { target, replacement } => match **replacement {
            Body::Corrected { .. }
            | Body::Voided { .. }
            | Body::ConsentWithdrawn { .. }
            | Body::DeviationNoted(_)
            | Body::Remarked { .. }
            | Body::WantsToSay { .. } => Err(Refusal::NotCorrectable { target: *target }),
            ref replacement => judge_body(replacement, month, bench),
        },
        // A participant changes an own answer by a correction; taking a record away is the staff's to answer for.
        Body::Voided { .. } => allow(bench, &[Role::Supervisor, Role::Operator]),
        Body::Enrolled(_) | Body::EnrolledAnonymously { .. } | Body::Unknown => Err(Refusal::UnknownKind),
    }
}

/// Whether this can be said of a stay that has yet to begin: that there is to be none, or that something about it is not
/// right. A correction says what it puts in place.
fn may_be_said_before(body: &Body) -> bool {
    match body {
        Body::ConsentWithdrawn { .. } | Body::Remarked { .. } | Body::WantsToSay { .. } => true,
        Body::Exited(exit) => is_wrong_registration(exit),
        Body::Corrected { replacement, .. } => may_be_said_before(replacement),
        _ => false,
    }
}

fn is_wrong_registration(exit: &Exit) -> bool {
    exit.reason.as_ref().is_some_and(|reason| reason.as_str() == WRONG_REGISTRATION)
}

fn judge_enrolment(body: &Body, bench: &Bench<'_>) -> Result<(), Refusal> {
    allow(bench, &[Role::Supervisor, Role::Operator])?;
    match body {
        Body::Enrolled(enrolment) => {
            // A stay may be known before it begins; a consent may not.
            enrolment.consented.map_or(Ok(()), |day| judge_day(day, bench))?;
            judge_municipality(enrolment.municipality.as_ref(), bench.reference)?;
            judge_code(enrolment.education.as_ref(), EDUCATION_LIST, bench.reference)?;
            judge_extents(&enrolment.support_before, SUPPORT_LIST, bench.reference)?;
            judge_extents(&enrolment.occupation_before, OCCUPATION_LIST, bench.reference)
        }
        Body::EnrolledAnonymously { start_year, .. } => {
            Month::new(*start_year, 1).map_or(Ok(()), |january| judge_day(january.first_day(), bench))
        }
        _ => Ok(()),
    }
}

/// A day's grace, as for months.
fn judge_day(day: Date, bench: &Bench<'_>) -> Result<(), Refusal> {
    if day > bench.today.next() { Err(Refusal::FutureDay { day }) } else { Ok(()) }
}

fn allow(bench: &Bench<'_>, roles: &[Role]) -> Result<(), Refusal> {
    if roles.contains(&bench.role) { Ok(()) } else { Err(Refusal::NotYourRole) }
}

/// Checks each answer against the item it belongs to. Staff may answer what the participant answers, and more.
fn judge_answers(
    instrument: &InstrumentRef,
    answers: &Answers,
    rater: Rater,
    reference: &Reference,
) -> Result<(), Refusal> {
    let known = reference
        .instrument(instrument)
        .ok_or_else(|| Refusal::UnknownInstrument { instrument: instrument.clone() })?;
    if answers.is_empty() {
        return Err(Refusal::NoAnswer);
    }
    for (id, answer) in answers {
        let item = known
            .item(id)
            .filter(|item| rater == Rater::Staff || item.rater == Rater::Both)
            .ok_or_else(|| Refusal::UnknownItem { item: id.clone() })?;
        if let Answer::Rated(value) = *answer
            && !item.scale.holds(value)
        {
            let (lowest, highest) = (item.scale.lowest, item.scale.highest);
            return Err(Refusal::OffScale { item: id.clone(), value, lowest, highest });
        }
    }
    Ok(())
}

/// By the name alone, which is what tables carry; whoever takes in a code writes its name into the record.
fn judge_municipality(name: Option<&Note>, reference: &Reference) -> Result<(), Refusal> {
    match (name, &reference.municipalities) {
        (Some(name), Some(list)) if !list.has_name(name.as_str()) => {
            Err(Refusal::UnknownMunicipality { name: name.as_str().into() })
        }
        _ => Ok(()),
    }
}

fn judge_code(code: Option<&Code>, list: &str, reference: &Reference) -> Result<(), Refusal> {
    match (code, reference.code_list(list)) {
        (Some(code), Some(list)) if list.entry(code).is_none() => Err(Refusal::UnknownCode { code: code.clone() }),
        _ => Ok(()),
    }
}

fn judge_codes(codes: &[Code], list: &str, reference: &Reference) -> Result<(), Refusal> {
    reference.code_list(list).map_or(Ok(()), |list| check_codes(codes, list)).map_err(refusal_of)
}

fn judge_deviation(deviation: &Deviation, reference: &Reference) -> Result<(), Refusal> {
    judge_code(Some(&deviation.theme), DEVIATION_THEME_LIST, reference)?;
    match (&deviation.party, reference.code_list(PARTY_LIST)) {
        (Some(party), Some(list)) if !is_system_party(list, party) => Err(Refusal::UnknownCode { code: party.clone() }),
        _ => Ok(()),
    }
}

fn judge_extents(extents: &[Extent], list: &str, reference: &Reference) -> Result<(), Refusal> {
    reference.code_list(list).map_or(Ok(()), |list| check_extents(extents, list)).map_err(refusal_of)
}

fn refusal_of(error: ExtentError) -> Refusal {
    match error {
        ExtentError::Unknown(code) => Refusal::UnknownCode { code },
        ExtentError::Twice(code) => Refusal::CodeTwice { code },
        ExtentError::Excludes(code) => Refusal::ExcludesOthers { code },
    }
}
