//! Whole reports: every table of a year or of any other period as one document, and the sheet for the national follow-up,
//! for the member in full and for others as it was released. This room computes no figure: they come from
//! `shared::report`.

mod basis;
mod command;
mod csv_tables;
mod document;
mod file;
mod fill_in;
mod gathered;
mod making;
mod pdf;
mod saved;
mod sections;
mod sentences;
mod words;
mod workbook;
mod write;
mod writing;

pub(crate) use basis::Prices;
pub(crate) use command::{Written, run};
pub(crate) use file::{FileForm, file};
pub(crate) use fill_in::{SheetForm, sheet, sheet_file};
pub(crate) use gathered::Asked;
pub(crate) use making::{AsOf, Making, MakingError, Report, program};
pub(crate) use saved::Definition;
pub(crate) use words::Language;
