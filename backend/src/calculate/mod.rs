//! `stegvis calculate`: figures of one file, without any store, so that anybody can check them. The reckoning is that
//! of `shared`; this module reads the file and words the answer.

mod change;
mod change_in_words;
mod fault;
mod impact;
mod impact_in_words;
mod pairs;

pub(crate) use fault::CalculateError;

use crate::config::{Calculate, Calculation};

/// Reads, reckons, prints.
pub(crate) fn run(calculate: &Calculate) -> Result<(), CalculateError> {
    let answer = match &calculate.of {
        Calculation::Change(asked) => change::answer(asked)?,
        Calculation::Impact(asked) => impact::answer(asked)?,
    };
    println!("{answer}");
    Ok(())
}
