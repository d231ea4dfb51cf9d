//! The files, read and written: this version writes what its files say, and reads what older and newer ones say.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::record::{Body, Glimpse, Record, Refusal};
use shared::sync::wire::{Judged, PullRequest, PullResponse, PushRequest, PushResponse, as_sent};

/// A file's text, without the end of its last line.
pub(crate) fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("wire").join(name);
    std::fs::read_to_string(path).unwrap().trim_end().to_owned()
}

/// A file, read as a value.
pub(crate) fn read<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&file(name)).unwrap_or_else(|error| unreachable!("{name}: {error}"))
}

/// The texts of the outbox of this version, with records that newer apps have written.
pub(crate) fn outbox() -> Vec<String> {
    file("v1/outbox.jsonl").lines().map(str::to_owned).collect()
}

fn is_written_as_read<T: Serialize + DeserializeOwned>(name: &str) {
    assert_eq!(serde_json::to_string(&read::<T>(name)).unwrap(), file(name), "{name}");
}

#[test]
fn this_version_writes_what_its_files_say() {
    is_written_as_read::<PushRequest>("v1/push-request.json");
    is_written_as_read::<PushResponse>("v1/push-response.json");
    is_written_as_read::<PullRequest>("v1/pull-request.json");
    is_written_as_read::<PullResponse>("v1/pull-response.json");
}

#[test]
fn what_the_oldest_left_out_is_read_as_absent() {
    let push: PushRequest = read("oldest/push-request.json");
    let pull: PullRequest = read("oldest/pull-request.json");
    assert_eq!((push.app.as_str(), push.records.len()), ("", 1));
    assert_eq!((pull.epoch, pull.cursors.len(), pull.reference), (None, 0, None));
    let answer: PullResponse = read("oldest/pull-response.json");
    assert!(answer.now.is_none() && answer.held_from.is_none() && answer.pages[0].erased.is_empty());
    assert_eq!(read::<PushResponse>("oldest/push-response.json").verdicts.len(), 1);
}

#[test]
fn what_a_newer_server_answers_is_an_answer() {
    let answer: PushResponse = read("newer/push-response.json");
    let judged: Vec<&Judged> = answer.verdicts.iter().map(|verdict| &verdict.judged).collect();
    assert!(
        matches!(
            judged[..],
            [Judged::Accepted { .. }, Judged::Quarantined { refusal: Refusal::Newer(_) }, Judged::Newer(_)]
        ),
        "{judged:?}"
    );
}

#[test]
fn what_newer_apps_wrote_travels_to_the_letter() {
    for text in outbox() {
        assert_eq!(as_sent(Glimpse::id_in(&text).unwrap(), &text).get(), text);
    }
    let answer: PullResponse = read("newer/pull-response.json");
    let texts: Vec<&str> = answer.pages[0].records.iter().map(|one| one.record.get()).collect();
    assert!(file("newer/pull-response.json").contains(texts[0]), "{}", texts[0]);
    assert_eq!(Record::read(texts[1]).map(|record| record.body), Ok(Body::Unknown));
}

#[test]
fn what_a_store_has_broken_travels_under_its_id() {
    let text = outbox().remove(0);
    let id = Glimpse::id_in(&text).unwrap();
    let sent = as_sent(id, &text[..text.len() / 2]);
    assert_eq!(Glimpse::id_in(sent.get()), Some(id));
    assert!(matches!(Record::read(sent.get()), Err(Refusal::Unreadable { .. })));
}
