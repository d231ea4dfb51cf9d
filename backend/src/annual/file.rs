//! A whole report as a file.

use super::csv_tables::{self, TablesError};
use super::gathered::Gathered;
use super::pdf::{self, PdfError};
use super::words::Language;
use super::workbook;
use super::write::{Made, document};
use super::writing::Writing;
use serde::Deserialize;
use shared::instrument::Instrument;
use shared::reference::Reference;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileForm {
    /// To read and to print.
    Pdf,
    /// A workbook.
    Xlsx,
    /// Tables in text, packed together.
    Csv,
}

impl FileForm {
    /// How the file's name ends.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "zip",
        }
    }

    /// What browsers call it.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "application/zip",
        }
    }
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The words of the program: a fault of the build.
    #[error("the words of reports cannot be read: {0}")]
    Words(#[from] serde_json::Error),
    /// The pages.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The workbook.
    #[error("the report cannot be written as a workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The tables.
    #[error(transparent)]
    Tables(#[from] TablesError),
}

/// Writes a whole report. It takes a processor for a while: others go on beside it.
pub(crate) fn file(
    gathered: &Gathered,
    made: &Made,
    how: (FileForm, Language),
    reference: &Reference,
    instrument: &Instrument,
) -> Result<Vec<u8>, FileError> {
    tokio::task::block_in_place(|| written(gathered, made, how, reference, instrument))
}

fn written(
    gathered: &Gathered,
    made: &Made,
    (form, language): (FileForm, Language),
    reference: &Reference,
    instrument: &Instrument,
) -> Result<Vec<u8>, FileError> {
    let words = language.words()?;
    let writing = Writing { words: &words, language, reference, instrument };
    let document = document(gathered, made, language, reference, instrument)?;
    Ok(match form {
        FileForm::Pdf => pdf::write(&document, made.on, &writing)?,
        FileForm::Xlsx => workbook::write(&document, made.on, &writing)?,
        FileForm::Csv => csv_tables::write(&document, &writing)?,
    })
}
