//! The machine's promises, event by event.

use super::*;
use crate::sync::wire::{Cursor, Page, Verdict};
use crate::time::Instant;
use uuid::Uuid;

fn id(number: u128) -> RecordId {
    RecordId::from_uuid(Uuid::from_u128(number))
}

fn epoch(number: u128) -> EpochId {
    EpochId::from_uuid(Uuid::from_u128(number))
}

fn pending(numbers: &[u128]) -> Vec<Pending> {
    numbers.iter().map(|n| Pending { sequence: *n as u64, id: id(*n) }).collect()
}

fn accepted(place: usize, number: u128) -> Verdict {
    Verdict { place, id: Some(id(number)), judged: Judged::Accepted { received_at: Instant(1) } }
}

fn answer(verdicts: Vec<Verdict>) -> Event {
    Event::PushAnswered(PushResponse { epoch: epoch(1), verdicts })
}

fn pages(more: bool, of: EpochId) -> Event {
    let member = crate::id::MemberId::from_uuid(Uuid::nil());
    let page = Page { member, records: vec![], forget: vec![], erased: vec![], next: Cursor::default(), more };
    Event::PullAnswered(PullResponse {
        epoch: of,
        pages: vec![page],
        reference: None,
        now: None,
        held_from: None,
        sealing: None,
        contacts: None,
        lost_perhaps: None,
        workplaces: None,
    })
}

/// A machine that is pushing two records.
fn pushing() -> Machine {
    let mut machine = Machine::new(Some(epoch(1)));
    machine.step(Event::Wake(Cause::Saved), 0);
    machine.step(Event::OutboxRead(pending(&[1, 2])), 0);
    machine
}

#[test]
fn a_whole_run_pushes_then_pulls_then_rests() {
    let mut machine = pushing();
    let kept = machine.step(answer(vec![accepted(0, 1), accepted(1, 2)]), 0);
    assert!(matches!(&kept[..], [Effect::KeepVerdicts { verdicts, .. }] if verdicts.len() == 2));
    assert!(matches!(machine.step(Event::Kept, 0)[..], [Effect::ReadOutbox { .. }]));
    assert!(matches!(machine.step(Event::OutboxRead(vec![]), 0)[..], [Effect::Pull]));
    assert!(matches!(machine.step(pages(true, epoch(1)), 0)[..], [Effect::KeepPages(_)]));
    assert!(matches!(machine.step(Event::Kept, 0)[..], [Effect::Pull]));
    machine.step(pages(false, epoch(1)), 0);
    let rest = machine.step(Event::Kept, 0);
    assert!(matches!(rest[..], [Effect::Tell(Activity::UpToDate), Effect::WakeAfter(_)]));
}

#[test]
fn a_record_is_forgotten_only_on_its_own_answer() {
    let mut machine = pushing();
    // The answer for the first is missing, and a third that was never sent is answered.
    let kept = machine.step(answer(vec![accepted(1, 2), accepted(2, 3), accepted(0, 9)]), 0);
    let [Effect::KeepVerdicts { verdicts, .. }] = &kept[..] else { unreachable!("one effect: {kept:?}") };
    assert_eq!(verdicts.iter().map(|(pending, _)| pending.id).collect::<Vec<_>>(), [id(2)]);
}

#[test]
fn an_answer_for_nothing_that_was_sent_is_a_failure_and_does_not_spin() {
    let mut machine = pushing();
    let effects = machine.step(answer(vec![accepted(7, 9)]), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::Delayed), Effect::WakeAfter(1000..)]));
}

#[test]
fn an_answer_that_names_no_record_is_nobodys() {
    let mut machine = pushing();
    let refusal = crate::record::Refusal::UnknownKind;
    let nameless = Verdict { place: 0, id: None, judged: Judged::Quarantined { refusal } };
    let kept = machine.step(answer(vec![nameless, accepted(1, 2)]), 0);
    assert!(matches!(&kept[..], [Effect::KeepVerdicts { verdicts, .. }] if verdicts.len() == 1));
}

#[test]
fn what_is_saved_during_a_run_is_sent_at_its_end() {
    let mut machine = Machine::new(None);
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(vec![]), 0);
    assert!(machine.step(Event::Wake(Cause::Saved), 0).is_empty());
    machine.step(pages(false, epoch(1)), 0);
    assert!(matches!(machine.step(Event::Kept, 0)[..], [Effect::ReadOutbox { .. }]));
}

#[test]
fn a_new_epoch_starts_over_before_any_page_is_kept() {
    let mut machine = Machine::new(Some(epoch(1)));
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(vec![]), 0);
    let effects = machine.step(pages(false, epoch(2)), 0);
    assert!(matches!(effects[..], [Effect::StartOver(new)] if new == epoch(2)));
    assert!(matches!(machine.step(Event::Kept, 0)[..], [Effect::ReadOutbox { .. }]));
}

#[test]
fn a_first_contact_is_not_a_restore() {
    let mut machine = Machine::new(None);
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(vec![]), 0);
    assert!(matches!(machine.step(pages(false, epoch(2)), 0)[..], [Effect::KeepPages(_)]));
}

#[test]
fn without_a_session_everything_waits_until_somebody_signs_in() {
    let mut machine = pushing();
    let effects = machine.step(Event::Failed(Failure::SignedOut), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::SignedOut)]));
    assert!(machine.step(Event::Wake(Cause::Saved), 0).is_empty());
    let effects = machine.step(Event::Wake(Cause::SignedIn), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::Working), Effect::ReadOutbox { .. }]));
}

#[test]
fn a_push_that_is_too_large_is_halved_down_to_one_which_does_not_hold_up_the_others() {
    let mut machine = Machine::new(None);
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(pending(&[1, 2, 3, 4])), 0);
    let effects = machine.step(Event::Failed(Failure::TooLarge), 0);
    assert!(matches!(effects[..], [Effect::ReadOutbox { after: 0, records: 2, .. }]));
    machine.step(Event::OutboxRead(pending(&[1])), 0);
    let effects = machine.step(Event::Failed(Failure::TooLarge), 0);
    assert!(matches!(effects[..], [Effect::ReadOutbox { after: 1, records: 1, .. }]));
    machine.step(Event::OutboxRead(pending(&[2])), 0);
    machine.step(answer(vec![accepted(0, 2)]), 0);
    assert!(matches!(machine.step(Event::Kept, 0)[..], [Effect::ReadOutbox { after: 1, records: 2, .. }]));
    machine.step(Event::OutboxRead(vec![]), 0);
    machine.step(pages(false, epoch(1)), 0);
    let effects = machine.step(Event::Kept, 0);
    assert!(
        matches!(effects[..], [Effect::Tell(Activity::Delayed), Effect::WakeAfter(_)]),
        "not up to date: {effects:?}"
    );
}

#[test]
fn what_was_passed_over_is_tried_again_at_the_end_of_the_next_run() {
    let mut machine = Machine::new(Some(epoch(1)));
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(pending(&[1])), 0);
    let effects = machine.step(Event::Failed(Failure::Server), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::Delayed), Effect::WakeAfter(_)]));
    let effects = machine.step(Event::Wake(Cause::Timer), 0);
    assert!(matches!(effects[..], [_, Effect::ReadOutbox { after: 1, .. }]));
    machine.step(Event::OutboxRead(vec![]), 0);
    machine.step(pages(false, epoch(1)), 0);
    assert!(matches!(machine.step(Event::Kept, 0)[..], [Effect::ReadOutbox { after: 0, .. }]));
    machine.step(Event::OutboxRead(pending(&[1])), 0);
    let again = machine.step(Event::Failed(Failure::Server), 0);
    assert!(
        matches!(again[..], [Effect::Tell(Activity::Delayed), Effect::WakeAfter(2000..)]),
        "and not at once: {again:?}"
    );
}

#[test]
fn on_a_link_that_flaps_pushes_grow_smaller_and_nothing_is_passed_over() {
    let mut machine = pushing();
    machine.step(Event::Failed(Failure::Unreachable), 0);
    let effects = machine.step(Event::Wake(Cause::Online), 0);
    assert!(matches!(effects[..], [_, Effect::ReadOutbox { after: 0, records: 1, .. }]));
    machine.step(Event::OutboxRead(pending(&[1])), 0);
    machine.step(Event::Failed(Failure::Unreachable), 0);
    let effects = machine.step(Event::Wake(Cause::Online), 0);
    assert!(matches!(effects[..], [_, Effect::ReadOutbox { after: 0, records: 1, .. }]));
}

#[test]
fn a_device_that_has_only_pushed_notices_a_restore() {
    let mut machine = Machine::new(None);
    machine.step(Event::Wake(Cause::Saved), 0);
    machine.step(Event::OutboxRead(pending(&[1])), 0);
    let kept = machine.step(answer(vec![accepted(0, 1)]), 0);
    assert!(matches!(kept[..], [Effect::KeepVerdicts { epoch: known, .. }] if known == epoch(1)));
    machine.step(Event::Kept, 0);
    machine.step(Event::OutboxRead(vec![]), 0);
    assert!(matches!(machine.step(pages(false, epoch(2)), 0)[..], [Effect::StartOver(_)]));
}

#[test]
fn a_store_that_could_not_start_over_is_asked_again() {
    let mut machine = Machine::new(Some(epoch(1)));
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(vec![]), 0);
    machine.step(pages(false, epoch(2)), 0);
    let effects = machine.step(Event::StoreFailed, 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::StoreFailed), Effect::WakeAfter(_)]));
    machine.step(Event::Wake(Cause::Timer), 0);
    machine.step(Event::OutboxRead(vec![]), 0);
    assert!(matches!(machine.step(pages(false, epoch(2)), 0)[..], [Effect::StartOver(_)]));
}

#[test]
fn while_told_to_wait_a_saved_record_waits_too() {
    let mut machine = pushing();
    machine.step(Event::Failed(Failure::Busy { seconds: Some(90) }), 0);
    assert!(machine.step(Event::Wake(Cause::Saved), 0).is_empty());
    assert!(matches!(machine.step(Event::Wake(Cause::Timer), 0)[..], [_, Effect::ReadOutbox { .. }]));
}

#[test]
fn another_protocol_is_told_and_loses_nothing() {
    let mut machine = pushing();
    let effects = machine.step(Event::Failed(Failure::Protocol), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::Outdated), Effect::WakeAfter(_)]));
    assert!(matches!(machine.step(Event::Wake(Cause::Shown), 0)[..], [_, Effect::ReadOutbox { after: 0, .. }]));
}

#[test]
fn the_server_is_given_the_time_it_asks_for() {
    let mut machine = pushing();
    let effects = machine.step(Event::Failed(Failure::Busy { seconds: Some(90) }), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::Delayed), Effect::WakeAfter(90_000)]));
}

#[test]
fn an_answer_out_of_place_changes_nothing() {
    let mut machine = pushing();
    assert!(machine.step(pages(false, epoch(1)), 0).is_empty());
    assert!(machine.step(Event::Kept, 0).is_empty());
    let kept = machine.step(answer(vec![accepted(0, 1)]), 0);
    assert!(matches!(kept[..], [Effect::KeepVerdicts { .. }]));
}

#[test]
fn a_locked_device_sends_and_asks_for_nothing_until_it_is_unlocked() {
    let mut machine = Machine::locked(Some(epoch(1)));
    machine.step(Event::Wake(Cause::Shown), 0);
    let effects = machine.step(Event::OutboxRead(pending(&[1])), 0);
    assert!(matches!(effects[..], [Effect::Push(_)]), "{effects:?}");
    machine.step(answer(vec![accepted(0, 1)]), 0);
    machine.step(Event::Kept, 0);
    let effects = machine.step(Event::OutboxRead(vec![]), 0);
    assert!(matches!(effects[..], [Effect::Tell(Activity::UpToDate), Effect::WakeAfter(_)]), "{effects:?}");
    machine.unlocked();
    machine.step(Event::Wake(Cause::Shown), 0);
    let effects = machine.step(Event::OutboxRead(vec![]), 0);
    assert!(matches!(effects[..], [Effect::Pull]), "{effects:?}");
}
