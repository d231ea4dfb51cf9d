//! The device's store in a real browser: what it said it kept is there when it is opened anew, and what belongs
//! together is kept together.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use frontend::platform::entropy;
use frontend::platform::store::{Lock, NewRecord, OpenStore, OpenedBy, PinLock, Store};
use frontend::state::{Draft, DraftKey, Passage, Stored};
use serde_json::value::RawValue;
use shared::account::{Account, Keeping, Role};
use shared::id::{AccountId, DeviceId, EpochId, MemberId, ParticipationId, RecordId, SealingKeyId};
use shared::record::{Body, FollowUp, Note, Record, Refusal};
use shared::sealing::{Envelope, OpeningKey, PinWork, Secret32, WrappingKey};
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

/// The server's key of that number.
fn opening_key(number: u8) -> OpeningKey {
    OpeningKey::derive(SealingKeyId::from_uuid(Uuid::from_u128(number.into())), &[number; 32])
}

/// What the server hands out at sign-in.
fn keeping(recovery: u8) -> Keeping {
    Keeping {
        recovery: Secret32::new([recovery; 32]),
        reading: Secret32::new([9; 32]),
        sealing: opening_key(1).public().unwrap(),
    }
}

async fn settled(account: &Account) -> OpenStore {
    settled_with(account, &keeping(1)).await
}

async fn settled_with(account: &Account, keeping: &Keeping) -> OpenStore {
    let store = Store::open(account.id).await.unwrap();
    store.settle(account, keeping, entropy::device_id()).await.unwrap()
}

/// The store opened anew, as after a start of the app with the right PIN.
async fn anew(store: &OpenStore, account: &Account) -> OpenStore {
    let by = WrappingKey(Secret32::new([3; 32]));
    let key = store.wrap_key(&by).unwrap(&by).unwrap();
    Store::open(account.id).await.unwrap().opened(key)
}

/// A record's text as the server reads it.
fn opened(text: &str) -> String {
    opening_key(1).open(&Envelope::read(text).unwrap()).unwrap()
}

fn happened(account: &Account) -> NewRecord {
    NewRecord {
        id: entropy::record_id(),
        written_at: Instant(1),
        author: account.id,
        participation: participation(),
        month: month(),
        body: Body::FollowedUp(FollowUp::default()),
        seen: vec![],
    }
}

fn draft() -> Draft {
    let key = DraftKey { participation: participation(), month: month() };
    Draft { key, answers: [].into(), form: None, follow_up: None, changed_at: Instant(1) }
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
    let anew = anew(&store, &account).await;
    let snapshot = anew.snapshot().await.unwrap();
    assert_eq!(snapshot.records.len(), 3);
    assert_eq!(snapshot.account, Some(account));
    let waiting = anew.read_outbox(0, 100, 1_000_000).await.unwrap();
    let sequences: Vec<u64> = waiting.iter().map(|outgoing| outgoing.pending.sequence).collect();
    assert_eq!(sequences, [1, 2, 3]);
    let ids: Vec<RecordId> = waiting.iter().map(|outgoing| outgoing.pending.id).collect();
    assert_eq!(ids, first.iter().chain(&second).map(id_of).collect::<Vec<_>>());
    let texts: Vec<String> = waiting.iter().map(|outgoing| opened(&outgoing.text)).collect();
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
        sealing: None,
        contacts: None,
        lost_perhaps: None,
        workplaces: None,
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
        body: Body::FollowedUp(FollowUp::default()),
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
    let refused = Judged::Quarantined { refusal: Refusal::NotYours };
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

/// Everything that an account's database holds, as text.
async fn raw(account: &Account) -> String {
    let script = format!(
        "return new Promise((then) => {{
            indexedDB.open('stegvis-{}').onsuccess = (event) => {{
                const database = event.target.result;
                const names = [...database.objectStoreNames];
                const transaction = database.transaction(names);
                const found = [];
                for (const name of names) {{
                    const store = transaction.objectStore(name);
                    store.getAllKeys().onsuccess = (keys) => found.push(...keys.target.result);
                    store.getAll().onsuccess = (values) => found.push(...values.target.result);
                }}
                transaction.oncomplete = () => {{ database.close(); then(found.join('\\n')); }};
            }};
        }});",
        account.id
    );
    let promise = js_sys::Function::new_no_args(&script).call0(&wasm_bindgen::JsValue::NULL).unwrap();
    let text = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(promise)).await.unwrap();
    text.as_string().unwrap()
}

#[wasm_bindgen_test]
async fn nothing_that_a_person_said_or_is_called_can_be_read_on_the_disk() {
    let account = account();
    let store = settled(&account).await;
    let note = Note::new("Det gick bättre i veckan").unwrap();
    let body = Body::FollowedUp(FollowUp { note: Some(note), ..FollowUp::default() });
    store.save(vec![NewRecord { body: body.clone(), ..happened(&account) }], None).await.unwrap();
    let elsewhere = Record { body, ..from_elsewhere() };
    store.keep_pages(&page_of(&[elsewhere], vec![])).await.unwrap();
    store.keep_draft(&draft()).await.unwrap();
    store.keep_seen("dashboard", &"tretton personer").await.unwrap();
    let disk = raw(&account).await;
    assert!(disk.contains(&account_device(&store).await), "the dump shows what is in the clear");
    let reading = keeping(1).reading.reveal();
    for secret in ["bättre i veckan", "followed_up", "Björk", "tretton", "answers", "changed_at", reading.as_str()] {
        assert!(!disk.contains(secret), "{secret} is on the disk: {disk}");
    }
    // And yet it is all there for whoever has the key.
    let snapshot = anew(&store, &account).await.snapshot().await.unwrap();
    assert_eq!((snapshot.records.len(), snapshot.drafts.len()), (2, 1));
    assert_eq!(store.last_seen::<String>("dashboard").await.unwrap().as_deref(), Some("tretton personer"));
    assert_eq!(store.reading_secret().await.unwrap(), Some(keeping(1).reading));
}

async fn account_device(store: &OpenStore) -> String {
    store.pull_from().await.unwrap().device.to_string()
}

#[wasm_bindgen_test]
async fn a_new_sign_in_opens_the_same_lock_and_the_pin_stays() {
    let account = account();
    let store = settled(&account).await;
    store.save(vec![happened(&account)], None).await.unwrap();
    let by = WrappingKey(Secret32::new([5; 32]));
    let work = PinWork { memory: 64, passes: 1 };
    let pin = OpenedBy::Pin(PinLock { salt: entropy::salt(), work, wrapped: store.wrap_key(&by) });
    store.change_lock(|lock| Lock { opened_by: pin.clone(), ..lock }).await.unwrap();
    let device = account_device(&store).await;
    let again = settled(&account).await;
    assert_eq!(again.lock().await.unwrap().unwrap().opened_by, pin);
    assert_eq!(again.snapshot().await.unwrap().records.len(), 1);
    assert_eq!(account_device(&again).await, device);
    again.change_lock(|lock| Lock { tries: lock.tries.after_a_wrong_one(Instant(1)), ..lock }).await.unwrap();
    let forgotten = settled(&account).await;
    assert_eq!(forgotten.lock().await.unwrap().unwrap().opened_by, OpenedBy::Unchosen, "another PIN is chosen");
    assert_eq!(forgotten.snapshot().await.unwrap().records.len(), 1);
}

#[wasm_bindgen_test]
async fn what_cannot_be_unlocked_is_fetched_again_and_what_waits_is_still_sent() {
    let account = account();
    let store = settled(&account).await;
    let received = store.save(vec![happened(&account)], None).await.unwrap();
    store.keep_verdicts(epoch(1), &[(pending(&received[0]), accepted())]).await.unwrap();
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    store.keep_pages(&page_of(&[from_elsewhere()], vec![])).await.unwrap();
    // The server's half is another one: the old key is lost, and with it the PIN.
    let again = settled_with(&account, &keeping(2)).await;
    assert_eq!(again.lock().await.unwrap().unwrap().opened_by, OpenedBy::Unchosen);
    assert!(again.snapshot().await.unwrap().records.is_empty());
    assert!(again.pull_from().await.unwrap().cursors.is_empty(), "everything is asked for again");
    let waiting = again.read_outbox(0, 100, 1_000_000).await.unwrap();
    assert_eq!(waiting.iter().map(|one| opened(&one.text)).collect::<Vec<_>>(), [saved[0].text.clone()]);
    assert_eq!(again.snapshot().await.unwrap().records.len(), 0);
    // The tab that still has the old key takes nothing from the new one.
    again.keep_pages(&page_of(&[from_elsewhere()], vec![])).await.unwrap();
    store.snapshot().await.unwrap();
    assert_eq!(again.snapshot().await.unwrap().records.len(), 1);
    // And a server that is restored gets what it had received, though nobody can read it here.
    let restored = again.start_over(epoch(2)).await.unwrap();
    assert_eq!(restored, [id_of(&received[0])]);
}

#[wasm_bindgen_test]
async fn a_try_of_the_pin_is_counted_before_it_is_made() {
    let account = account();
    let store = settled(&account).await;
    let by = WrappingKey(Secret32::new([5; 32]));
    let work = PinWork { memory: 64, passes: 1 };
    let pin = PinLock { salt: entropy::salt(), work, wrapped: store.wrap_key(&by) };
    store.change_lock(|lock| Lock { opened_by: OpenedBy::Pin(pin.clone()), ..lock }).await.unwrap();
    for number in 1..=3 {
        let (found, tries) = store.begin_try(Instant(1)).await.unwrap().unwrap();
        assert_eq!((found, tries.wrong), (pin.clone(), number));
    }
    assert_eq!(store.begin_try(Instant(2)).await.unwrap().unwrap_err().wrong, 3, "too soon");
    assert_eq!(store.lock().await.unwrap().unwrap().tries.wrong, 3, "and not counted");
}

#[wasm_bindgen_test]
async fn what_was_sealed_to_a_key_that_the_server_lost_is_sealed_again() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    let refusal = Refusal::Sealed { key: opening_key(1).id() };
    store.keep_verdicts(epoch(1), &[(pending(&saved[0]), Judged::Quarantined { refusal })]).await.unwrap();
    let newer = PullResponse { sealing: opening_key(2).public(), ..page_of(&[], vec![]) };
    let kept = store.keep_pages(&newer).await.unwrap();
    assert_eq!(kept.records, saved, "it waits again");
    let waiting = store.read_outbox(0, 100, 1_000_000).await.unwrap();
    let envelope = Envelope::read(&waiting[0].text).unwrap();
    assert_eq!(opening_key(2).open(&envelope).unwrap(), saved[0].text);
}

#[wasm_bindgen_test]
async fn a_locked_store_sends_and_starts_over() {
    let account = account();
    let store = settled(&account).await;
    let saved = store.save(vec![happened(&account)], None).await.unwrap();
    let locked = Store::open(account.id).await.unwrap();
    assert_eq!(locked.read_outbox(0, 100, 1_000_000).await.unwrap().len(), 1);
    locked.keep_verdicts(epoch(1), &[(pending(&saved[0]), accepted())]).await.unwrap();
    assert!(locked.read_outbox(0, 100, 1_000_000).await.unwrap().is_empty());
    assert_eq!(locked.start_over(epoch(2)).await.unwrap(), [id_of(&saved[0])]);
    let waiting = locked.read_outbox(0, 100, 1_000_000).await.unwrap();
    assert_eq!(opened(&waiting[0].text), saved[0].text);
}
