//! What an intervention would be worth, if a scenario holds.

use super::CalculateError;
use super::impact_in_words::in_words;
use crate::config::{Impact, Shape};
use shared::economics::{Scenario, ScenarioDraft};
use shared::file_error::FileError;
use std::fs::File;
use std::io::Read;

/// No scenario comes near: more is another file by mistake.
const MOST_BYTES: u64 = 1024 * 1024;

/// What the command prints.
pub(super) fn answer(asked: &Impact) -> Result<String, CalculateError> {
    let refused = |error: FileError| CalculateError::Scenario(asked.scenario.clone(), error);
    let mut scenario = Scenario::read(text(asked)?.trim_start_matches('\u{feff}')).map_err(refused)?;
    if let Some(seed) = asked.seed {
        let draft = ScenarioDraft { seed, ..scenario.into() };
        scenario = draft.try_into().map_err(refused)?;
    }
    let calculation = scenario.calculate();
    Ok(match asked.format {
        Shape::Json => serde_json::to_string_pretty(&calculation)?,
        Shape::Text => in_words(&calculation),
    })
}

/// The start of the file, which is all of it for anything that is a scenario.
fn text(asked: &Impact) -> Result<String, CalculateError> {
    let unread = |error| CalculateError::File(asked.scenario.clone(), error);
    let mut text = String::new();
    File::open(&asked.scenario).map_err(unread)?.take(MOST_BYTES).read_to_string(&mut text).map_err(unread)?;
    Ok(text)
}
