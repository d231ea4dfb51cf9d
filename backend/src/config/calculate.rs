//! What `stegvis calculate` is told.

use clap::{Args, Subcommand, ValueEnum};
use shared::instrument::Direction;
use std::path::PathBuf;

/// A calculation over a file.
#[derive(Debug, Clone, Args)]
pub(crate) struct Calculate {
    /// Of what.
    #[command(subcommand)]
    pub(crate) of: Calculation,
}

/// What is calculated.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Calculation {
    /// Change of people measured twice.
    Change(Change),
    /// What an intervention would be worth, if a scenario holds.
    Impact(Impact),
}

/// Change of people measured twice.
#[derive(Debug, Clone, Args)]
pub(crate) struct Change {
    /// A table with the columns pre and post, one person a row.
    pub(crate) file: PathBuf,
    /// The reliability of the score, from 0 to below 1.
    #[arg(long)]
    pub(crate) reliability: f64,
    /// Whether a higher score is better: higher_is_better or lower_is_better.
    #[arg(long, value_parser = parse_direction)]
    pub(crate) direction: Direction,
    /// The mean of people who are well, for the cutoffs.
    #[arg(long, requires = "functional_sd", allow_negative_numbers = true)]
    pub(crate) functional_mean: Option<f64>,
    /// Their standard deviation.
    #[arg(long, requires = "functional_mean")]
    pub(crate) functional_sd: Option<f64>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Shape,
}

/// A scenario.
#[derive(Debug, Clone, Args)]
pub(crate) struct Impact {
    /// The scenario, in JSON.
    pub(crate) scenario: PathBuf,
    /// From where the draws of the interval begin, instead of the scenario's own seed.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Shape,
}

/// The form of a calculation's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// For people.
    Text,
    /// For programs.
    Json,
}

fn parse_direction(text: &str) -> Result<Direction, String> {
    match text {
        "higher_is_better" | "higher-is-better" => Ok(Direction::HigherIsBetter),
        "lower_is_better" | "lower-is-better" => Ok(Direction::LowerIsBetter),
        _ => Err("write higher_is_better or lower_is_better".into()),
    }
}
