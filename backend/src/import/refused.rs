//! Rows that were refused: line, column and reason, for the one who can put them right.

use super::row_reader::Group;
use csv::Writer;
use shared::import::Why;
use shared::record::Refusal;
use std::fs::File;
use std::io;
use std::path::Path;

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedRow {
    /// Its line in the file.
    pub(crate) line: u64,
    /// The column at fault, where it is known.
    pub(crate) column: &'static str,
    /// Why, and what to write instead.
    pub(crate) why: Why,
}

/// Where refused rows go.
pub(crate) trait Refusals: Send {
    /// Takes one.
    fn take(&mut self, refused: &RefusedRow) -> io::Result<()>;
}

/// For imports in which nothing is refused, such as the demonstration's.
pub(crate) struct NoRefusals;

impl Refusals for NoRefusals {
    fn take(&mut self, refused: &RefusedRow) -> io::Result<()> {
        tracing::error!(line = refused.line, column = refused.column, why = %refused.why, "a row was refused");
        Ok(())
    }
}

/// A CSV file of refused rows.
pub(super) struct RefusalFile(Writer<File>);

impl RefusalFile {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut file = Writer::from_path(path)?;
        file.write_record(["line", "column", "reason"])?;
        file.flush()?;
        Ok(Self(file))
    }
}

impl Refusals for RefusalFile {
    fn take(&mut self, refused: &RefusedRow) -> io::Result<()> {
        self.0.write_record([&refused.line.to_string(), refused.column, &refused.why.to_string()])?;
        self.0.flush()
    }
}

/// The terminal, which is spared after a few.
pub(super) struct RefusalsShown {
    left: u32,
}

impl RefusalsShown {
    pub(super) const fn a_few() -> Self {
        Self { left: 20 }
    }
}

impl Refusals for RefusalsShown {
    fn take(&mut self, refused: &RefusedRow) -> io::Result<()> {
        match self.left {
            0 => return Ok(()),
            1 => eprintln!("… and perhaps more; --errors FILE writes all of them"),
            _ => eprintln!("line {}, {}: {}", refused.line, refused.column, refused.why),
        }
        self.left -= 1;
        Ok(())
    }
}

/// The words for a refusal of a group of rows, in a file's terms, and the column at fault.
pub(super) fn in_terms_of_a_file(refusal: &Refusal, group: &Group) -> (&'static str, Why) {
    let column = match refusal {
        Refusal::NotYours => return ("participation", Why::NoSuchStay),
        Refusal::ConflictingId => return ("participation", Why::OtherBefore),
        Refusal::FutureMonth { .. } | Refusal::BeforeStart { .. } => group.month_column,
        Refusal::UnknownCode { code } | Refusal::CodeTwice { code } | Refusal::ExcludesOthers { code } => {
            group.column_of(code)
        }
        Refusal::EndBeforeStart { .. } => "ended",
        Refusal::NotAdmitting => "started",
        Refusal::UnknownMunicipality { .. } => "municipality",
        Refusal::UnknownInstrument { .. } => "instrument",
        Refusal::UnknownItem { .. } => "item",
        Refusal::OffScale { .. } | Refusal::NoAnswer => "value",
        Refusal::UnknownStep { .. } => "step",
        Refusal::UnknownSupervisor { .. } => "supervisor",
        _ => "",
    };
    (column, Why::Refused(refusal.clone()))
}
