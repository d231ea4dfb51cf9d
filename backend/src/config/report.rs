//! What `stegvis report` is told.

use super::Place;
use crate::annual::Language;
use clap::{Args, ValueEnum};
use shared::report::{ReportName, SplitBy, WholeReport};
use shared::time::Date;
use std::path::PathBuf;

/// A report.
#[derive(Debug, Clone, Args)]
pub(crate) struct Report {
    /// Which one, such as participant-flow, or annual for all of them as one document; an unknown name lists them all.
    #[arg(value_parser = parse_name)]
    pub(crate) name: Which,
    /// The association, by its name.
    #[arg(long)]
    pub(crate) association: String,
    /// An intervention, by its name; may be given several times. Without it, all of them.
    #[arg(long = "intervention")]
    pub(crate) interventions: Vec<String>,
    /// The first day that it covers, such as 2019-01-01.
    #[arg(long)]
    pub(crate) from: Date,
    /// The last day that it covers.
    #[arg(long)]
    pub(crate) to: Date,
    /// What the figures are split by as well: gender, municipality.
    #[arg(long, value_parser = parse_split, value_delimiter = ',')]
    pub(crate) by: Vec<SplitBy>,
    /// The instrument of the ratings, by its id, instead of the monthly one.
    #[arg(long)]
    pub(crate) instrument: Option<String>,
    /// Who will read it.
    #[arg(long, value_enum, default_value = "member")]
    pub(crate) audience: Viewer,
    /// The form of the file.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Form,
    /// In which language a whole report is written.
    #[arg(long, value_enum, default_value = "sv")]
    pub(crate) language: Language,
    /// Where to write it, instead of to standard output.
    #[arg(long)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// One report, or a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// One.
    One(ReportName),
    /// A whole one.
    Whole(WholeReport),
}

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Viewer {
    /// The member that runs the interventions: nothing is hidden.
    Member,
    /// The association.
    Association,
    /// Anybody.
    Public,
}

/// The form of a report's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Structured, for programs.
    Json,
    /// A table in text.
    Csv,
    /// A workbook.
    Xlsx,
    /// To read and to print; of whole reports only.
    Pdf,
}

fn parse_name(text: &str) -> Result<Which, String> {
    let whole = WholeReport::parse(text).map(Which::Whole);
    whole.or_else(|| ReportName::parse(text).map(Which::One)).ok_or_else(|| {
        let whole = WholeReport::ALL.iter().map(|name| name.as_str());
        let all: Vec<&str> = whole.chain(ReportName::ALL.iter().map(|name| name.as_str())).collect();
        format!("the reports are {}", all.join(", "))
    })
}

fn parse_split(text: &str) -> Result<SplitBy, String> {
    match text {
        "gender" => Ok(SplitBy::Gender),
        "municipality" => Ok(SplitBy::Municipality),
        _ => Err("figures are split by gender and municipality".into()),
    }
}
