//! Instruments: questionnaires as versioned data. Constructs are free and wordings are not, so an instrument
//! carries its licence, and an association with an agreement of its own loads its own file.

use crate::code::{Code, Words};
use crate::file_error::{FileError, read_json};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fmt;

/// Which instrument, and which version of it, a set of answers belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct InstrumentRef {
    /// The instrument's stable name.
    pub id: Code,
    /// Its version.
    pub version: u32,
}

/// Whether a higher value is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A higher value is better.
    HigherIsBetter,
    /// A lower value is better.
    LowerIsBetter,
}

/// The values an item may take: whole numbers from `lowest` to `highest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The lowest value.
    pub lowest: i16,
    /// The highest value.
    pub highest: i16,
}

impl Scale {
    /// Whether `value` lies on the scale.
    pub const fn holds(self, value: i16) -> bool {
        self.lowest <= value && value <= self.highest
    }

    /// Every value, from the lowest up.
    pub fn values(self) -> impl DoubleEndedIterator<Item = i16> {
        self.lowest..=self.highest
    }
}

/// Who answers an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rater {
    /// Both the participant and the staff.
    Both,
    /// The staff alone.
    Staff,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its stable name: the construct.
    pub id: Code,
    /// Who answers it.
    pub rater: Rater,
    /// The values it may take.
    pub scale: Scale,
    /// Whether it is part of the score, the sum of such items.
    pub in_score: bool,
    /// A short name, for tables and pictures.
    pub name: Words,
    /// The question to the participant.
    pub question: Words,
    /// The same, put to the staff.
    pub staff_question: Words,
    /// Words for the values: each of them, or (on long scales) the two ends.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, Words>))]
    pub levels: BTreeMap<i16, Words>,
    /// What the question means, in a sentence or two. Devices are sent it as an [`Explanation`].
    #[serde(default, skip_serializing)]
    pub help: Option<Words>,
    /// By language, the name of a file in which the question is read aloud. Devices are sent it as an [`Explanation`].
    #[serde(default, skip_serializing)]
    pub audio: BTreeMap<Box<str>, Box<str>>,
}

/// What goes with a question, for whoever wants more than its words. It travels beside the instruments, not inside them,
/// since apps that are older than this take no field there that they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Explanation {
    /// The questionnaire.
    pub instrument: InstrumentRef,
    /// The question.
    pub item: Code,
    /// What the question means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Words>,
    /// By language, the name of a file in which the question is read aloud.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, String>))]
    pub audio: BTreeMap<Box<str>, Box<str>>,
}

/// A questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its stable name.
    pub id: Code,
    /// Raised with each change of wording or scale.
    pub version: u32,
    /// Under which terms it may be used.
    pub licence: Box<str>,
    /// Whether a higher score is better.
    pub direction: Direction,
    /// The score's reliability, where known: 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<f64>,
    /// Where that reliability comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability_source: Option<Box<str>>,
    /// For each language, whether a native speaker has reviewed the words.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, bool>))]
    pub reviewed: BTreeMap<Box<str>, bool>,
    /// In the order in which they are asked.
    pub items: Vec<Item>,
}

/// A score: the sum of the items that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scored(pub i32);

impl Instrument {
    /// Reads an instrument file and checks its rules.
    ///
    /// # Errors
    /// Names line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        let instrument: Self = read_json(json)?;
        instrument.check()?;
        Ok(instrument)
    }

    fn check(&self) -> Result<(), FileError> {
        let fault = |field: String, what: &str| Err(FileError::field(field, what));
        if self.items.is_empty() {
            return fault("items".into(), "there must be at least one");
        }
        if self.reliability.is_some_and(|r| !(0.0..1.0).contains(&r)) {
            return fault("reliability".into(), "must lie from 0 to below 1");
        }
        for (place, item) in self.items.iter().enumerate() {
            let field = |name: &str| format!("items[{place}].{name}");
            if self.items[..place].iter().any(|other| other.id == item.id) {
                return fault(field("id"), "another item has the same id");
            }
            if item.scale.lowest >= item.scale.highest || item.scale.highest - item.scale.lowest > 100 {
                return fault(field("scale"), "lowest must be below highest, and at most 100 steps apart");
            }
            for (name, words) in
                [("name", &item.name), ("question", &item.question), ("staff_question", &item.staff_question)]
            {
                if !words.are_complete() {
                    return fault(field(name), "Swedish words are missing, or a text is empty");
                }
            }
            for end in [item.scale.lowest, item.scale.highest] {
                if !item.levels.contains_key(&end) {
                    return fault(field("levels"), "both ends of the scale need words");
                }
            }
            if let Some((value, _)) =
                item.levels.iter().find(|(value, words)| !item.scale.holds(**value) || !words.are_complete())
            {
                return fault(field(&format!("levels.{value}")), "off the scale, or without Swedish words");
            }
            if item.help.as_ref().is_some_and(|help| !help.are_complete()) {
                return fault(field("help"), "Swedish words are missing, or a text is empty");
            }
            if let Some((language, _)) = item.audio.iter().find(|(_, file)| !is_file_name(file)) {
                return fault(
                    field(&format!("audio.{language}")),
                    "must be a file's name alone, such as energy-sv.mp3",
                );
            }
        }
        Ok(())
    }

    /// What goes with its questions.
    pub fn explanations(&self) -> impl Iterator<Item = Explanation> {
        let explained = self.items.iter().filter(|item| item.help.is_some() || !item.audio.is_empty());
        explained.map(|item| Explanation {
            instrument: self.reference(),
            item: item.id.clone(),
            help: item.help.clone(),
            audio: item.audio.clone(),
        })
    }

    /// The name by which answers refer to it.
    pub fn reference(&self) -> InstrumentRef {
        InstrumentRef { id: self.id.clone(), version: self.version }
    }

    /// The item of that name.
    pub fn item(&self, id: &Code) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// The items that a participant answers, in order.
    pub fn participant_items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.rater == Rater::Both)
    }

    /// The sum of the items that make the score; `None` unless every one of them is rated.
    pub fn score(&self, answers: &Answers) -> Option<Scored> {
        let mut rated = self.items.iter().filter(|item| item.in_score).map(|item| match answers.get(&item.id) {
            Some(Answer::Rated(value)) => Some(i32::from(*value)),
            _ => None,
        });
        rated.try_fold(0, |sum, value| Some(sum + value?)).map(Scored)
    }
}

/// Names that lead out of a folder, or hide in it, are none.
fn is_file_name(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !text.is_empty() && !text.starts_with('.') && text.bytes().all(is_plain)
}

/// An answer to one item. "Rather not" is an answer; an item without one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// A value; whether it lies on the scale is judged with the instrument at hand.
    Rated(i16),
    /// The person prefers not to say.
    RatherNot,
}

/// Answers by item.
pub type Answers = BTreeMap<Code, Answer>;

const RATHER_NOT: &str = "rather_not";

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rated(value) => serializer.serialize_i16(*value),
            Self::RatherNot => serializer.serialize_str(RATHER_NOT),
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Answer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a whole number or \"{RATHER_NOT}\"")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Answer, E> {
                i16::try_from(value)
                    .map(Answer::Rated)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(value), &self))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Answer, E> {
                i16::try_from(value)
                    .map(Answer::Rated)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
                if text == RATHER_NOT {
                    Ok(Answer::RatherNot)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
