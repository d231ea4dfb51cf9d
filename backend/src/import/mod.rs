//! Imports: the files that an association brings, read row by row, judged and kept as if each row had been sent by a
//! device. One file of this folder for each kind of import; a [`table::Table`] does not know what its rows mean.

mod brought;
mod cell;
mod command;
mod csv_rows;
mod entries;
mod goals;
mod identity;
mod in_groups;
mod intake;
mod lived_on;
mod measurements;
mod on_screen;
mod own_names;
mod participations;
mod personal_columns;
mod refused;
mod row_reader;
mod setting;
mod steps;
mod table;
mod volume;
mod workbook_rows;
mod zip_limits;

pub(crate) use command::{ImportError, Outcome, run};
pub(crate) use identity::Identity;
pub(crate) use intake::{Intake, IntakeError};
pub(crate) use lived_on::LivedOn;
pub(crate) use measurements::Measurements;
pub(crate) use on_screen::{OnScreen, look};
pub(crate) use participations::Participations;
pub(crate) use refused::NoRefusals;
pub(crate) use row_reader::RowReader;
pub(crate) use steps::Steps;
pub(crate) use table::{Row, Table, TableError};

#[cfg(test)]
mod any_row_tests;
