//! Why a row of a file is refused, or the whole file. The texts are what the command line shows; the app has its own for
//! each of them.

use super::columns::Field;
use crate::record::{Refusal, TextFault};
use serde::{Deserialize, Serialize};

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A cell that must not be empty.
    #[error("is empty")]
    Empty,
    /// What stands in a cell is not of the kind that belongs there.
    #[error("{said}")]
    Unread {
        /// What stands there, or its beginning.
        text: Box<str>,
        /// What is wrong with it, in English.
        said: Box<str>,
    },
    /// Words that must not be kept.
    #[error("{0}")]
    Words(TextFault),
    /// Another encoding.
    #[error("the row is not UTF-8 text; save the file as UTF-8 (in Excel: “CSV UTF-8”)")]
    NotText,
    /// Too few cells.
    #[error("the row has fewer cells than the header; is the file cut off here, or another separator used in it?")]
    TooShort,
    /// Too many.
    #[error("the row has more cells than the header; put quotes round text with separators")]
    TooLong,
    /// A question answered twice in a month.
    #[error("“{item}” is there twice for this month")]
    ItemTwice {
        /// Which one.
        item: Box<str>,
    },
    /// Another row says otherwise.
    #[error("line {line} says otherwise of the same; keep one of them")]
    SaidOtherwise {
        /// Where.
        line: u64,
    },
    /// More different rows than can be held.
    #[error("the file has more than a million different rows; import it in parts")]
    TooManyDifferent,
    /// A stay that nobody has registered here.
    #[error("there is no such participation; import participations first")]
    NoSuchStay,
    /// The same thing was imported with other content.
    #[error("this was imported before with other content, which is kept")]
    OtherBefore,
    /// A goal of an intervention that there is none of that name.
    #[error("there is no such intervention in the association; import its participations or volume first")]
    NoSuchIntervention,
    /// A goal of an intervention of whose name there are several.
    #[error("several members run an intervention of that name; say which in the column “member”")]
    SeveralInterventions,
    /// A row about another member than the one for whom the file is taken in.
    #[error("the file is taken in for {own} alone")]
    AnotherMember {
        /// For whom it is taken in.
        own: Box<str>,
    },
    /// Two supervisors of that name work here.
    #[error("several supervisors are called “{name}”; give them names that tell them apart")]
    SeveralSupervisors {
        /// What they are called.
        name: Box<str>,
    },
    /// A rule that every record is judged by.
    #[error("{0}")]
    Refused(Refusal),
}

/// Why nothing of a file can be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    /// Nothing in it.
    #[error("the file is empty; it needs a header row")]
    Empty,
    /// Another encoding.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// Damaged, cut off, or no table at all.
    #[error("the file is no table that can be read: {said}")]
    NotATable {
        /// What is wrong, in English.
        said: Box<str>,
    },
    /// A row that does not end.
    #[error("the row that begins in line {line} does not end")]
    Endless {
        /// Where it begins.
        line: u64,
    },
    /// More than is taken in on the screen.
    #[error("the file has more than {most} rows")]
    TooManyRows {
        /// How many are taken.
        most: u32,
    },
    /// More bytes than are taken in on the screen.
    #[error("the file is larger than {most} bytes")]
    TooLarge {
        /// How many are taken.
        most: u32,
    },
    /// A column that is needed.
    #[error("no column is chosen for “{}”", .field.as_str())]
    Lacks {
        /// Which one.
        field: Field,
    },
    /// A column that may be there once.
    #[error("two columns are chosen for “{}”", .field.as_str())]
    Twice {
        /// Which one.
        field: Field,
    },
    /// Other columns than when the file was looked at.
    #[error("the file has other columns than those that were chosen")]
    OtherColumns,
    /// A column for names or personal numbers.
    #[error("the column “{heading}” is for names or personal numbers")]
    PersonalHeading {
        /// Which one.
        heading: Box<str>,
    },
    /// A column full of personal numbers.
    #[error("the column “{heading}” holds personal numbers, such as in line {line}")]
    PersonalNumbers {
        /// Which one.
        heading: Box<str>,
        /// The first of the lines.
        line: u64,
    },
    /// A kind of file that is not taken in here.
    #[error("a member does not take in such files")]
    NotAMembers,
    /// The file's own name says too much.
    #[error("the file's name is longer than 200 characters or holds a personal number")]
    Name,
    /// The same import was begun with another file, or taken back.
    #[error("this import was begun with another file, or was taken back")]
    AnotherFile,
    /// Another file is being taken in.
    #[error("other files are being taken in; try again in a while")]
    Busy,
    /// The server could not go on. What was taken in before stays.
    #[error("the server could not go on; taking the same file in again goes on from there")]
    BrokenOff,
}
