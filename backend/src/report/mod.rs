//! `stegvis report`: a report of `shared::report`, computed from the logs and written as a file. This module does not
//! know how a figure is computed.

mod command;
mod csv_table;
mod protected;
mod sources;
mod whole_file;
mod workbook;

pub(crate) use command::{ReportError, need_store, period_of, run};
pub(crate) use protected::protected;
pub(crate) use sources::{SourcesError, bands};
