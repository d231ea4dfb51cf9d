//! What a record says. A kind that this version does not know is read as [`Body::Unknown`]: the device that
//! holds it keeps its text, and a newer version will understand it.

use super::deviation::Deviation;
use super::free_text::{TextFault, check_free_text};
use super::plan::Plan;
use crate::bridge::StepRank;
use crate::code::Code;
use crate::id::{AccountId, InterventionId, PersonId, RecordId};
use crate::instrument::{Answers, InstrumentRef};
use crate::json;
use crate::support::{Extent, WeeklyHours};
use crate::time::Date;
use serde::{Deserialize, Deserializer, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// A person began in an intervention.
    Enrolled(Enrolment),
    /// Somebody without consent or with protected identity began: gender and start year, nothing else.
    EnrolledAnonymously {
        /// In which intervention.
        intervention: InterventionId,
        /// Every table of participants is split by it.
        gender: Gender,
        /// The year of the start.
        start_year: u16,
    },
    /// The participant's own monthly rating.
    SelfAssessed {
        /// Which questions were asked.
        instrument: InstrumentRef,
        /// The answers; an item without one is missing.
        #[cfg_attr(not(target_family = "wasm"), schema(value_type = Object))]
        answers: Answers,
    },
    /// The supervisor's rating on the same domains.
    StaffAssessed {
        /// Which questions were asked.
        instrument: InstrumentRef,
        /// The answers; an item without one is missing.
        #[cfg_attr(not(target_family = "wasm"), schema(value_type = Object))]
        answers: Answers,
    },
    /// The supervisor's monthly record.
    FollowedUp(FollowUp),
    /// A place on the bridge, reached in the month.
    StepRecorded {
        /// Which place.
        step: StepRank,
    },
    /// What participant and staff have agreed to do next; it takes the place of what was agreed before.
    PlanAgreed(Plan),
    /// Something was missing in the system round the person.
    DeviationNoted(Deviation),
    /// Another supervisor took over.
    SupervisorChanged {
        /// The new one.
        to: AccountId,
    },
    /// The stay ended.
    Exited(Exit),
    /// Consent was withdrawn: the registration ends at once, and nothing more is recorded about this stay.
    ConsentWithdrawn {
        /// On which day.
        on: Date,
    },
    /// The participant says that something in the own record is not right, or not the whole of it. It stands beside what
    /// staff wrote and changes none of it.
    Remarked {
        /// In the participant's own words.
        note: Note,
    },
    /// What the participant wants to bring up at the next meeting, and has chosen to show the supervisor.
    WantsToSay {
        /// In the participant's own words.
        note: Note,
    },
    /// What `target` said is replaced.
    Corrected {
        /// The record that was wrong or has changed.
        target: RecordId,
        /// What holds instead; of the same kind.
        #[cfg_attr(not(target_family = "wasm"), schema(no_recursion))]
        replacement: Box<Body>,
    },
    /// What `target` said never held.
    Voided {
        /// The record that was wrong.
        target: RecordId,
    },
    /// A kind that a newer version writes.
    Unknown,
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        json::by_text(reader, |text| json::read_by_kind(text, |reader| Kinds::deserialize(reader)))
    }
}

/// [`Body`] as its text is read once its kind is known; a kind that is not among these is read as `unknown`.
#[derive(Deserialize)]
#[serde(remote = "Body", rename_all = "snake_case")]
enum Kinds {
    Enrolled(Enrolment),
    EnrolledAnonymously { intervention: InterventionId, gender: Gender, start_year: u16 },
    SelfAssessed { instrument: InstrumentRef, answers: Answers },
    StaffAssessed { instrument: InstrumentRef, answers: Answers },
    FollowedUp(FollowUp),
    StepRecorded { step: StepRank },
    PlanAgreed(Plan),
    DeviationNoted(Deviation),
    SupervisorChanged { to: AccountId },
    Exited(Exit),
    ConsentWithdrawn { on: Date },
    Remarked { note: Note },
    WantsToSay { note: Note },
    Corrected { target: RecordId, replacement: Box<Body> },
    Voided { target: RecordId },
    Unknown,
}

/// Gender as the statistics split it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Woman.
    Woman,
    /// Man.
    Man,
    /// Other, or not stated.
    Other,
}

impl Gender {
    /// In the order of the tables.
    pub const ALL: [Self; 3] = [Self::Woman, Self::Man, Self::Other];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
            Self::Other => "other",
        }
    }
}

/// The start of a stay. No personal number, legal name or birth date has a place here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// In which intervention.
    pub intervention: InterventionId,
    /// Who, across stays.
    pub person: PersonId,
    /// What the supervisor calls the person.
    pub alias: Note,
    /// Every table of participants is split by it.
    pub gender: Gender,
    /// Year of birth, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<u16>,
    /// Municipality of residence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Note>,
    /// Highest education; foreign education as the nearest Swedish level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<Code>,
    /// First day.
    pub started: Date,
    /// Who follows the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<AccountId>,
    /// The day on which the person agreed to be registered; older apps and imports do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consented: Option<Date>,
    /// What the person lived on within a week before the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support_before: Vec<Extent>,
    /// Months in public support before the start, breaks of up to one month ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months_in_support_before: Option<u16>,
    /// What the person did before the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occupation_before: Vec<Extent>,
}

/// The end of a stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Exit {
    /// Last day.
    pub ended: Date,
    /// Why, from the association's list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// What the person lives on afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support_after: Vec<Extent>,
    /// What the person does afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occupation_after: Vec<Extent>,
}

/// A month as the supervisor saw it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// Hours a week in activities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<WeeklyHours>,
    /// What the person takes part in; older apps do not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Code>,
    /// What the person lives on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support: Vec<Extent>,
    /// In the supervisor's own words, without names or personal numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

/// Free text of 1 to 2,000 characters that holds no Swedish personal number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = String, max_length = 2000))]
#[serde(try_from = "String", into = "String")]
pub struct Note(Box<str>);

impl Note {
    /// Takes a text, trimmed.
    ///
    /// # Errors
    /// Says what is wrong with the text; the caller keeps it on the screen.
    pub fn new(text: &str) -> Result<Self, TextFault> {
        let text = text.trim();
        check_free_text(text)?;
        Ok(Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Note {
    type Error = TextFault;

    fn try_from(text: String) -> Result<Self, TextFault> {
        Self::new(&text)
    }
}

impl From<Note> for String {
    fn from(note: Note) -> Self {
        note.0.into()
    }
}
