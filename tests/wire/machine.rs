//! The files before the machine: every record of an old outbox gets its own answer, from an old server and a new one.

use crate::files::{outbox, read};
use shared::record::{Glimpse, Refusal};
use shared::sync::wire::{Judged, PushResponse};
use shared::sync::{Cause, Effect, Event, Machine, Passage, Pending};

/// The outbox as a device hands it to the machine.
fn pending() -> Vec<Pending> {
    let ids = outbox().into_iter().map(|text| Glimpse::id_in(&text).unwrap());
    ids.zip(1..).map(|(id, sequence)| Pending { sequence, id }).collect()
}

/// What the machine keeps of an answer to the first so many records.
fn kept(records: usize, answer: &str) -> Vec<(Pending, Judged)> {
    let mut machine = Machine::new(None);
    machine.step(Event::Wake(Cause::Shown), 0);
    machine.step(Event::OutboxRead(pending()[..records].to_vec()), 0);
    let effects = machine.step(Event::PushAnswered(read::<PushResponse>(answer)), 0);
    match effects.into_iter().next() {
        Some(Effect::KeepVerdicts { verdicts, .. }) => verdicts,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn every_record_of_an_outbox_gets_its_own_answer() {
    let kept = kept(6, "v1/push-response.json");
    assert_eq!(kept.iter().map(|(pending, _)| pending.sequence).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(
        kept[3].1,
        Judged::Quarantined { refusal: Refusal::Unreadable { what: "expected value at line 1 column 1".into() } }
    );
}

#[test]
fn an_answer_that_is_newer_than_the_app_ends_the_waiting_too() {
    let kept = kept(3, "newer/push-response.json");
    let passages: Vec<Passage> = kept.into_iter().map(|(_, judged)| Passage::of(judged)).collect();
    assert!(
        matches!(
            passages[..],
            [Passage::Received(_), Passage::Refused(Refusal::Newer(_)), Passage::Refused(Refusal::Newer(_))]
        ),
        "{passages:?}"
    );
}

#[test]
fn an_answer_of_the_oldest_server_is_kept() {
    assert_eq!(kept(1, "oldest/push-response.json").len(), 1);
}

#[test]
fn what_the_machine_kept_is_read_again_by_the_same_words() {
    for (_, judged) in kept(6, "v1/push-response.json") {
        let passage = Passage::of(judged);
        let text = serde_json::to_string(&passage).unwrap();
        assert_eq!(serde_json::from_str::<Passage>(&text).unwrap(), passage, "{text}");
    }
}
