//! The device's store in a real browser: what it said it kept is there when it is opened anew, and what belongs
//! together is kept together.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use frontend::platform::entropy;
use frontend::platform::store::{NewRecord, Store};
use frontend::state::{Draft, DraftKey, Passage, Stored};
use serde_json::value::RawValue;
use shared::account::{Account, Role};
use shared::id::{AccountId, DeviceId, EpochId, MemberId, ParticipationId, RecordId};
use shared::record::{Body, FollowUp, Record};
use shared::sync::Pending;
use shared::sync::wire::{Cursor, Delivered, Judged, Page, PullResponse};
use shared::time::{Instant, Month};
use uuid::Uuid;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn month() -> Month {
    "2026-03".parse().unwrap()
}

fn participation() -> ParticipationId {
    ParticipationId::from_uuid(Uuid::from_u128(4))
}

/// An account that no other test uses.
fn account() -> Account {
    let id = AccountId::from_uuid(entropy::record_id().uuid());
    Account { id, role: Role::Participant, name: "Björk".into(), interventions: vec![] }
}

async fn settled(account: &Account) -> Store {
    let store = Store::open(account.id).await.unwrap();
    store.settle(account, entropy::device_id()).await.unwrap();
    store
}

fn happened(account: &Account) -> NewRecord {
    NewRecord {
        id: entropy::record_id(),
        written_at: Instant(1),
        author: account.id,
        participation: participation(),
        month: month(),
        body: Body::FollowedUp(FollowUp { hours: None, support: vec![], note: None }),
        seen: vec![],
    }
}

fn draft() -> Draft {
    let key = DraftKey { participation: participation(), month: month() };
    Draft { key, answers: [].into(), changed_at: Instant(1) }
}

fn id_of(stored: &Stored) -> RecordId {
    stored.read().unwrap().id
}

fn pending(stored: &Stored) -> Pending {
    Pending { sequence: stored.read().unwrap().sequence, id: id_of(stored) }
}

fn epoch(number: u128) -> EpochId {
    EpochId::from_uuid(Uuid::from_u128(number))
}

fn accepted() -> Judged {
    Judged::Accepted { received_at: Instant(9) }
}

#[wasm_bindgen_test]
async fn a_saved_record_is_there_when_the_store_is_opened_anew_and_waits_in_order() {
    let account = account();
    let store = settled(&account).await;
    let first = store.save(vec![happened(&account)], None).await.unwrap();
    let second = store.save(vec![happened(&account), happened(&account)], None).await.unwrap();
    let anew = Store::open(account.id).await.unwrap();
    let snapshot = anew.snapshot().await.unwrap();
    assert_eq!(snapshot.records.len(), 3);
    assert_eq!(snapshot.account, Some(account));
    let waiting = anew.read_outbox(0, 100, 1_000_000).await.unwrap();
    let sequences: Vec<u64> = waiting.iter().map(|outgoing| outgoing.pending.sequence).collect();
    assert_eq!(sequences, [1, 2, 3]);
    let ids: Vec<RecordId> = waiting.iter().map(|outgoing| outgoing.pending.id).collect();
    assert_eq!(ids, first.iter().chain(&second).map(id_of).collect::<Vec<_>>());
    let texts: Vec<&str> = waiting.iter().map(|outgoing| outgoing.text.as_str()).collect();
    assert_eq!(texts[0], first[0].text, "what is sent is what was saved, byte for byte");
}

#[wasm_bindgen_test]
async fn the_draft_goes_with_the_record_that_it_became_and_not_before() {
    let account = account();
    let store = settled(&account).await;
    store.keep_draft(&draft()).await.unwrap();
    assert_eq!(store.snapshot().await.unwrap().drafts, [draft()]);
    store.save(vec![happened(&account)], Some(draft().key)).await.unwrap();
    assert!(store.snapshot().await.unwrap().drafts.is_empty());
}

#[wasm_bindgen_test]
async fn the_outbox_gives_one_record_even_over_its_limit() {
    let account = account();
    let store = settled(&account).await;
    store.save(vec![happened(&account), happened(&account)], None).await.unwrap();
    assert_eq!(store.read_outbox(0, 100, 1).await.unwrap().len(), 1);
    assert_eq!(store.read_outbox(0, 1, 1_000_000).await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn only_a_records_own_answer_takes_it_out_of_the_outbox() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account), happened(&account)], None).await.unwrap();
    let judged = Judged::Accepted { received_at: Instant(9) };
    let stranger = Pending { sequence: 9, id: entropy::record_id() };
    store.keep_verdicts(epoch(1), &[(pending(&saved[1]), judged.clone()), (stranger, judged)]).await.unwrap();
    let waiting = store.read_outbox(0, 100, 1_000_000).await.unwrap();
    assert_eq!(waiting.iter().map(|outgoing| outgoing.pending.id).collect::<Vec<_>>(), [id_of(&saved[0])]);
    let received = store.snapshot().await.unwrap().records.into_iter().filter(|one| one.passage != Passage::Waiting);
    assert_eq!(received.map(|one| one.passage).collect::<Vec<_>>(), [Passage::Received(Instant(9))]);
}

fn page_of(records: &[Record], forget: Vec<ParticipationId>) -> PullResponse {
    let member = MemberId::from_uuid(Uuid::from_u128(8));
    let delivered =
        |record: &Record| Delivered { received_at: Instant(7), record: RawValue::from_string(record.write()).unwrap() };
    let next = Cursor { seen_at: 5, position: 5 };
    let page =
        Page { member, records: records.iter().map(delivered).collect(), forget, erased: vec![], next, more: false };
    PullResponse {
        epoch: EpochId::from_uuid(Uuid::from_u128(1)),
        pages: vec![page],
        reference: None,
        now: None,
        held_from: None,
        contacts: None,
        lost_perhaps: None,
    }
}

fn from_elsewhere() -> Record {
    Record {
        id: entropy::record_id(),
        device: DeviceId::from_uuid(Uuid::from_u128(77)),
        sequence: 1,
        written_at: Instant(1),
        author: AccountId::from_uuid(Uuid::nil()),
        participation: participation(),
        month: month(),
        body: Body::FollowedUp(FollowUp { hours: None, support: vec![], note: None }),
        seen: vec![],
    }
}

#[wasm_bindgen_test]
async fn pages_and_their_cursors_are_kept_together() {
    let account = account();
    let store = settled(&account).await;
    let kept = store.keep_pages(&page_of(&[from_elsewhere()], vec![])).await.unwrap();
    assert_eq!((kept.records.len(), kept.forgotten.len()), (1, 0));
    let from = Store::open(account.id).await.unwrap().pull_from().await.unwrap();
    assert_eq!(from.cursors.values().copied().collect::<Vec<_>>(), [Cursor { seen_at: 5, position: 5 }]);
    assert_eq!(from.epoch, Some(EpochId::from_uuid(Uuid::from_u128(1))));
}

#[wasm_bindgen_test]
async fn what_may_no_longer_be_held_goes_but_what_waits_stays() {
    let account = account();
    let store = settled(&account).await;
    store.keep_pages(&page_of(&[from_elsewhere()], vec![])).await.unwrap();
    store.save(vec![happened(&account)], None).await.unwrap();
    store.keep_draft(&draft()).await.unwrap();
    store.keep_pages(&page_of(&[], vec![participation()])).await.unwrap();
    let snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.records.iter().map(|one| one.passage.clone()).collect::<Vec<_>>(), [Passage::Waiting]);
    assert!(snapshot.drafts.is_empty());
}

#[wasm_bindgen_test]
async fn after_a_restore_own_records_wait_again_and_cursors_start_over() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    store.keep_verdicts(epoch(1), &[(pending(&saved[0]), accepted())]).await.unwrap();
    store.keep_pages(&page_of(&[from_elsewhere()], vec![])).await.unwrap();
    let restored = EpochId::from_uuid(Uuid::from_u128(2));
    assert_eq!(store.start_over(restored).await.unwrap(), [id_of(&saved[0])]);
    assert_eq!(store.read_outbox(0, 100, 1_000_000).await.unwrap().len(), 1);
    let from = store.pull_from().await.unwrap();
    assert!(from.cursors.is_empty());
    assert_eq!(from.epoch, Some(restored));
}

#[wasm_bindgen_test]
async fn a_device_that_has_only_pushed_knows_the_life_that_judged() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    store.keep_verdicts(epoch(4), &[(pending(&saved[0]), accepted())]).await.unwrap();
    store.keep_verdicts(epoch(5), &[(pending(&saved[0]), accepted())]).await.unwrap();
    assert_eq!(store.pull_from().await.unwrap().epoch, Some(epoch(4)));
}

#[wasm_bindgen_test]
async fn after_a_restore_refused_records_wait_again_and_what_is_left_over_goes_with_the_last_page() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    let refused = Judged::Quarantined { refusal: shared::record::Refusal::NotYours };
    store.keep_verdicts(epoch(1), &[(pending(&saved[0]), refused)]).await.unwrap();
    let (stays, goes) = (from_elsewhere(), from_elsewhere());
    store.keep_pages(&page_of(&[stays.clone(), goes.clone()], vec![])).await.unwrap();
    assert_eq!(store.start_over(epoch(2)).await.unwrap(), [id_of(&saved[0])]);
    assert_eq!(store.snapshot().await.unwrap().records.len(), 3, "what was seen stays in sight meanwhile");
    let kept = store.keep_pages(&page_of(&[stays], vec![])).await.unwrap();
    assert_eq!(kept.dropped, [goes.id]);
    assert_eq!(store.snapshot().await.unwrap().records.len(), 2);
}

#[wasm_bindgen_test]
async fn what_was_made_here_is_kept_out_of_sight_unless_it_was_erased() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    store.keep_verdicts(epoch(1), &[(pending(&saved[0]), accepted())]).await.unwrap();
    store.keep_pages(&page_of(&[], vec![participation()])).await.unwrap();
    let left = store.snapshot().await.unwrap().records;
    assert!(left.len() == 1 && left[0].out_of_sight && left[0].known().is_none());
    let mut erased = page_of(&[], vec![participation()]);
    erased.pages[0].erased = vec![participation()];
    store.keep_pages(&erased).await.unwrap();
    assert!(store.snapshot().await.unwrap().records.is_empty());
}

#[wasm_bindgen_test]
async fn two_accounts_on_one_device_do_not_see_each_other() {
    let (first, second) = (account(), account());
    let store = settled(&first).await;
    store.save(vec![happened(&first)], None).await.unwrap();
    assert!(settled(&second).await.snapshot().await.unwrap().records.is_empty());
}
