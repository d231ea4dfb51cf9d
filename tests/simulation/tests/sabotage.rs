//! With one safety taken away, the simulation finds what is lost, and soon: a check that cannot fail is none.

#![expect(clippy::panic, reason = "what fails here fails its test")]

use simulation::{Fault, Sabotage, find, play, shrink};

/// The most histories that may pass before the loss is found.
const SOON: u64 = 3_000;

/// Finds such a fault, shortens the history that shows it, and looks that it still does.
fn is_found(sabotage: Sabotage, is_it: fn(&Fault) -> bool) {
    let found = find(SOON, 1, sabotage, is_it);
    let Some((number, whole)) = found else { panic!("{sabotage:?} was not found in {SOON} histories") };
    let script = shrink(&whole, sabotage, is_it);
    println!("{sabotage:?} found in history {number}; of {} steps these are left:\n{script}", whole.steps.len());
    assert!(script.steps.len() < whole.steps.len(), "{script}");
    assert!(play(&script, sabotage, false).wrong.iter().any(is_it));
    assert!(play(&script, Sabotage::None, false).wrong.is_empty(), "it is the sabotage that does the harm");
}

fn is_lost(fault: &Fault) -> bool {
    matches!(fault, Fault::Lost(_))
}

fn is_diverged(fault: &Fault) -> bool {
    matches!(fault, Fault::Diverged(_))
}

#[test]
fn an_answer_before_the_commit_loses_records() {
    is_found(Sabotage::AnswerBeforeCommit, is_lost);
}

#[test]
fn a_cursor_in_a_transaction_of_its_own_makes_devices_disagree() {
    is_found(Sabotage::CursorApart, is_diverged);
}

#[test]
fn numbers_drawn_before_the_commit_make_devices_disagree() {
    is_found(Sabotage::NumberBeforeCommit, is_diverged);
}

#[test]
fn a_device_that_takes_any_answer_for_an_acknowledgement_loses_records() {
    is_found(Sabotage::AnyAnswerWillDo, is_lost);
}
