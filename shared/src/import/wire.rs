//! What the app and the server say to each other while a file is taken in. The answers to a trial and to the real thing
//! come as lines, each a [`Told`]: how far it is, and in the end what became of it.

use super::columns::Field;
use super::kind::FileKind;
use super::why::{FileFault, Why};
use crate::id::ImportId;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The largest file that is taken in on the screen, in bytes.
pub const LARGEST_FILE: u32 = 8_000_000;
/// The most rows that are taken in on the screen at once.
pub const HAVE_IN_ONE_FILE: u32 = 50_000;
/// Of how many refused rows is told which they are. All are counted.
pub const MOST_TOLD: usize = 2_000;

/// A file to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookRequest {
    /// The file's bytes in Base64.
    pub content: String,
}

/// What was seen of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Looked {
    /// A table.
    Table {
        /// Its columns, from the left.
        columns: Vec<LookedColumn>,
        /// How many rows there are below the header.
        rows: u64,
    },
    /// Nothing that can be taken in.
    Fault(FileFault),
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct LookedColumn {
    /// What stands above it.
    pub heading: Box<str>,
    /// Some of what stands in it.
    pub examples: Vec<Box<str>>,
}

/// A file to be tried or taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// What the file is called.
    pub name: Box<str>,
    /// What it holds.
    pub kind: FileKind,
    /// What each of its columns is for, from the left; nothing for one that is not read.
    pub columns: Vec<Option<Field>>,
    /// Its bytes in Base64.
    pub content: String,
}

/// One line of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// So many rows are done.
    Progress {
        /// How many.
        done: u64,
        /// Of how many.
        of: u64,
    },
    /// It is over.
    Over(Verdict),
    /// It did not come to an end.
    Fault(FileFault),
}

/// What became of a file, or would become of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Verdict {
    /// Rows that are new.
    pub imported: u64,
    /// Rows that are there already.
    pub unchanged: u64,
    /// Rows that are refused.
    pub refused: u64,
    /// The first of these, in the order of the file.
    pub problems: Vec<Refused>,
    /// Interventions that the file names and that are made for it.
    pub new_interventions: Vec<Box<str>>,
    /// Supervisors that the file names and that are made for it.
    pub new_supervisors: Vec<Box<str>>,
    /// When the very same file was taken in, if it was and has not been taken back since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_before: Option<Instant>,
}

/// A row that is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Refused {
    /// Its line in the file, the header's being 1.
    pub line: u64,
    /// The column at fault, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// Why.
    pub why: Why,
}

/// The files that were taken in for a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Imports {
    /// For which member.
    pub member: Box<str>,
    /// The newest first.
    pub imports: Vec<ImportLine>,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ImportLine {
    /// Which one.
    pub id: ImportId,
    /// What it held.
    pub kind: FileKind,
    /// What it was called.
    pub name: Box<str>,
    /// The SHA-256 of its bytes.
    pub digest: Box<str>,
    /// Who took it in.
    pub by: Box<str>,
    /// When that began.
    pub began: Instant,
    /// Whether it came to an end: otherwise the server broke off in between, and what was taken in until then is here.
    pub finished: bool,
    /// Rows that were new.
    pub imported: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// That it was taken back, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// That a file was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Undone {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Box<str>,
    /// How much of it was left, since it was worked on: stays, or numbers that were put right.
    pub left: u64,
}

/// How a file is to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoRequest {
    /// Whether what was worked on since is left as it is, and the rest taken back. Otherwise nothing is, where anything
    /// was worked on.
    pub leave_worked_on: bool,
}

/// What came of taking a file back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Undoing {
    /// It is taken back.
    Done(TakenBack),
    /// Nothing is, since some of it was worked on.
    WorkedOn {
        /// How many stays, or numbers, that is.
        worked_on: u64,
        /// Of these, how many have got more by a file that was taken in later.
        by_later_file: u64,
        /// How many there are in all.
        of: u64,
    },
}

/// How much was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct TakenBack {
    /// So many stays, or numbers.
    pub taken_back: u64,
    /// So many were left.
    pub left: u64,
}

/// A table as a text that spreadsheets open: marked as UTF-8, separated by semicolons, and nothing in it that a spreadsheet
/// would take for a formula.
pub fn as_csv<'a>(rows: impl Iterator<Item = [&'a str; 4]>) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows {
        text.push_str(&row.map(cell).join(";"));
        text.push_str("\r\n");
    }
    text
}

fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_written_so_that_no_cell_breaks_it_or_is_reckoned() {
        let text = as_csv([["1", "a;b", "say \"no\"", "=1+1"]].into_iter());
        assert_eq!(text, "\u{feff}\"1\";\"a;b\";\"say \"\"no\"\"\";\"'=1+1\"\r\n");
    }

    #[test]
    fn what_is_told_reads_back() {
        let why = Why::Refused(crate::record::Refusal::UnknownStep { step: 9 });
        let refused = Refused { line: 3, field: Field::parse("step"), why };
        let told = Told::Over(Verdict { refused: 1, problems: vec![refused], ..Verdict::default() });
        let text = serde_json::to_string(&told).unwrap_or_default();
        assert_eq!(crate::json::read::<Told>(&text).ok(), Some(told), "{text}");
        let fault = Told::Fault(FileFault::Lacks { field: Field::parse("month").unwrap_or_else(|| unreachable!()) });
        let text = serde_json::to_string(&fault).unwrap_or_default();
        assert_eq!(crate::json::read::<Told>(&text).ok(), Some(fault), "{text}");
    }
}
