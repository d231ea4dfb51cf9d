//! With one safety taken away, the simulation finds what is lost, and soon: a check that cannot fail is none.

#![expect(clippy::panic, reason = "what fails here fails its test")]

use simulation::{Campaign, Fault, Sabotage, Script, play, shrink};

/// The most histories that may pass before the loss is found.
const SOON: u64 = 3_000;

/// Finds a history that fails, and says what is wrong at the end of the shortest one that still does.
fn found(sabotage: Sabotage) -> Vec<Fault> {
    let campaign = Campaign::run(SOON, 1, 2, sabotage);
    let Some((number, seed)) = campaign.failed else { panic!("{sabotage:?} was not found in {SOON} histories") };
    let whole = Script::of(seed);
    let script = shrink(&whole, sabotage);
    println!("{sabotage:?} found in history {number}; of {} steps these are left:\n{script}", whole.steps.len());
    assert!(script.steps.len() <= whole.steps.len());
    play(&script, sabotage, false).wrong
}

fn has(found: &[Fault], is_it: fn(&Fault) -> bool) -> bool {
    found.iter().any(is_it)
}

#[test]
fn an_answer_before_the_commit_loses_records() {
    let found = found(Sabotage::AnswerBeforeCommit);
    assert!(has(&found, |fault| matches!(fault, Fault::Lost(_))), "{found:?}");
}

#[test]
fn a_cursor_in_a_transaction_of_its_own_makes_devices_disagree() {
    let found = found(Sabotage::CursorApart);
    assert!(has(&found, |fault| matches!(fault, Fault::Diverged(_))), "{found:?}");
}

#[test]
fn numbers_drawn_before_the_commit_make_devices_disagree() {
    let found = found(Sabotage::NumberBeforeCommit);
    assert!(has(&found, |fault| matches!(fault, Fault::Diverged(_))), "{found:?}");
}

#[test]
fn a_device_that_takes_any_answer_for_an_acknowledgement_loses_records() {
    let found = found(Sabotage::AnyAnswerWillDo);
    assert!(has(&found, |fault| matches!(fault, Fault::Lost(_))), "{found:?}");
}
