//! A phone: the same sync machine as in the browser, driven over a store in memory and a real connection. What it
//! keeps survives any failure of the network, since only the machine's effects change it.

use crate::client::{Client, push_request};
use crate::random;
use crate::records;
use anyhow::{Context, Result};
use reqwest::{Response, StatusCode, header};
use serde::de::DeserializeOwned;
use shared::fold::{Known, Participation, fold};
use shared::id::{DeviceId, EpochId, MemberId, ParticipationId, RecordId};
use shared::record::{Body, Record, Refusal};
use shared::reference::ReferenceVersion;
use shared::sync::wire::{Cursor, Judged, PROTOCOL, PullRequest, PullResponse, PushResponse};
use shared::sync::{Activity, Cause, Effect, Event, Failure, Machine, Pending};
use shared::time::Instant;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// A phone that somebody is signed in on.
pub struct Phone {
    machine: Machine,
    store: Store,
    http: reqwest::Client,
    /// The server's address, or a proxy's before it.
    pub origin: String,
    client: Client,
    device: DeviceId,
    /// What the person was told last.
    pub activity: Option<Activity>,
    patience: Duration,
}

fn is_received(judged: &Judged) -> bool {
    matches!(judged, Judged::Accepted { .. } | Judged::Duplicate { .. })
}

/// What the phone holds.
#[derive(Default)]
struct Store {
    sequence: u64,
    own: BTreeMap<u64, Own>,
    fetched: BTreeMap<RecordId, (Instant, String)>,
    cursors: BTreeMap<MemberId, Cursor>,
    epoch: Option<EpochId>,
    reference: Option<ReferenceVersion>,
}

/// A record that was made on the phone.
struct Own {
    id: RecordId,
    text: String,
    judged: Option<Judged>,
}

impl Phone {
    /// A new phone of somebody who is signed in.
    pub fn of(client: &Client) -> Result<Self> {
        Ok(Self {
            machine: Machine::new(None),
            store: Store::default(),
            http: client.http().clone(),
            origin: client.address(""),
            client: client.clone(),
            device: records::device(),
            activity: None,
            patience: Duration::from_secs(20),
        })
    }

    /// The device's id.
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Gives up on a request after so long.
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Saves a record on the phone.
    pub fn save(&mut self, participation: ParticipationId, body: Body) -> RecordId {
        self.save_knowing(participation, body, &[])
    }

    /// Saves a record that is made in view of others.
    pub fn save_knowing(&mut self, participation: ParticipationId, body: Body, seen: &[RecordId]) -> RecordId {
        let mut record = records::record(self.device(), self.client.account.id, participation, body);
        record.seen = seen.to_vec();
        self.store.sequence += 1;
        record.sequence = self.store.sequence;
        let own = Own { id: record.id, text: record.write(), judged: None };
        self.store.own.insert(record.sequence, own);
        record.id
    }

    /// Wakes the machine and does what it says until it rests. Returns at once where it asks to be woken later.
    pub async fn sync(&mut self, cause: Cause) -> Result<()> {
        let mut events = VecDeque::from([Event::Wake(cause)]);
        while let Some(event) = events.pop_front() {
            let random = u32::try_from(random::number() & 0xffff_ffff).unwrap_or_default();
            for effect in self.machine.step(event, random) {
                events.extend(self.carry_out(effect).await?);
            }
        }
        Ok(())
    }

    async fn carry_out(&mut self, effect: Effect) -> Result<Option<Event>> {
        Ok(match effect {
            Effect::ReadOutbox { after, records, bytes } => {
                Some(Event::OutboxRead(self.store.outbox(after, records, bytes)))
            }
            Effect::Push(pending) => {
                let request = push_request(self.device(), &self.store.texts(&pending))?;
                Some(self.exchange::<PushResponse, _>("push", &request, Event::PushAnswered).await)
            }
            Effect::KeepVerdicts { epoch, verdicts } => {
                self.store.epoch = self.store.epoch.or(Some(epoch));
                self.store.keep_verdicts(verdicts);
                Some(Event::Kept)
            }
            Effect::StartOver(epoch) => {
                self.store.start_over(epoch);
                Some(Event::Kept)
            }
            Effect::Pull => {
                let request = self.pull_request();
                Some(self.exchange::<PullResponse, _>("pull", &request, Event::PullAnswered).await)
            }
            Effect::KeepPages(pages) => {
                self.store.keep_pages(pages)?;
                Some(Event::Kept)
            }
            Effect::WakeAfter(_) => None,
            Effect::Tell(activity) => {
                self.activity = Some(activity);
                None
            }
        })
    }

    fn pull_request(&self) -> PullRequest {
        PullRequest {
            protocol: PROTOCOL,
            app: "tests".into(),
            device: self.device(),
            epoch: self.store.epoch,
            cursors: self.store.cursors.clone(),
            reference: self.store.reference.clone(),
            limit: 100,
            waiting: None,
        }
    }

    async fn exchange<T: DeserializeOwned, R: serde::Serialize>(
        &self,
        what: &str,
        request: &R,
        answered: impl FnOnce(T) -> Event,
    ) -> Event {
        let address = format!("{}/api/v1/sync/{what}", self.origin);
        match self.http.post(address).timeout(self.patience).json(request).send().await {
            Ok(answer) => read(answer).await.map_or_else(Event::Failed, answered),
            Err(_) => Event::Failed(Failure::Unreachable),
        }
    }

    /// How many records wait to be sent.
    pub fn waiting(&self) -> usize {
        self.store.own.values().filter(|own| own.judged.is_none()).count()
    }

    /// Ends the app and starts it again: what the machine was about to do is forgotten, and what the phone holds stays.
    pub fn killed_and_started(&mut self) {
        self.machine = Machine::new(self.store.epoch);
        self.activity = None;
    }

    /// The last record that was made here, as it was saved.
    pub fn last_text(&self) -> Option<&str> {
        self.store.own.values().next_back().map(|own| own.text.as_str())
    }

    /// Whether a record waits to be sent.
    pub fn waits(&self, id: RecordId) -> bool {
        self.store.own.values().rev().any(|own| own.id == id && own.judged.is_none())
    }

    /// Whether the server has said that it took a record in.
    pub fn has_received(&self, id: RecordId) -> bool {
        let own = self.store.own.values().rev().find(|own| own.id == id);
        own.and_then(|own| own.judged.as_ref()).is_some_and(is_received)
    }

    /// Records that the server says it has taken in.
    pub fn received(&self) -> Vec<RecordId> {
        self.store.own.values().filter(|own| own.judged.as_ref().is_some_and(is_received)).map(|own| own.id).collect()
    }

    /// Records that the server refused, and why.
    pub fn refused(&self) -> Vec<(RecordId, Refusal)> {
        let refused = |own: &Own| match &own.judged {
            Some(Judged::Quarantined { refusal }) => Some((own.id, refusal.clone())),
            _ => None,
        };
        self.store.own.values().filter_map(refused).collect()
    }

    /// Ids of the records that were fetched, in no order.
    pub fn fetched(&self) -> Vec<RecordId> {
        self.store.fetched.keys().copied().collect()
    }

    /// What the person sees of every stay.
    pub fn sees_all(&self) -> Result<BTreeMap<ParticipationId, Participation>> {
        let mut known: BTreeMap<ParticipationId, Vec<Known>> = BTreeMap::new();
        for one in self.known()? {
            known.entry(one.record.participation).or_default().push(one);
        }
        Ok(known.into_iter().map(|(stay, known)| (stay, fold(&known))).collect())
    }

    /// What the person sees of a stay: what was fetched, and what still waits.
    pub fn sees(&self, participation: ParticipationId) -> Result<Participation> {
        let known = self.known()?.into_iter().filter(|one| one.record.participation == participation);
        Ok(fold(&known.collect::<Vec<_>>()))
    }

    fn known(&self) -> Result<Vec<Known>> {
        let fetched = self.store.fetched.values().map(|(at, text)| (text, Some(*at)));
        let waiting = self.store.own.values().filter(|own| own.judged.is_none()).map(|own| (&own.text, None));
        let known = fetched.chain(waiting).map(|(text, received_at)| {
            let record = Record::read(text).context("the phone holds records")?;
            Ok(Known { record, received_at })
        });
        known.collect()
    }
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Failure> {
    let status = answer.status();
    let retry_after =
        answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
    if status != StatusCode::OK {
        return Err(Failure::of(status.as_u16(), retry_after.as_deref(), &text));
    }
    serde_json::from_str(&text).map_err(|_| Failure::NotOurs)
}

impl Store {
    fn outbox(&self, after: u64, records: usize, bytes: usize) -> Vec<Pending> {
        let mut size = 0;
        let waiting = self.own.range(after + 1..).filter(|(_, own)| own.judged.is_none());
        let fitting = waiting.take(records).take_while(|(_, own)| {
            let is_first = size == 0;
            size += own.text.len();
            is_first || size <= bytes
        });
        fitting.map(|(sequence, own)| Pending { sequence: *sequence, id: own.id }).collect()
    }

    fn texts(&self, pending: &[Pending]) -> Vec<String> {
        pending.iter().filter_map(|one| self.own.get(&one.sequence)).map(|own| own.text.clone()).collect()
    }

    fn keep_verdicts(&mut self, verdicts: Vec<(Pending, Judged)>) {
        for (pending, judged) in verdicts {
            if let Some(own) = self.own.get_mut(&pending.sequence) {
                own.judged = Some(judged);
            }
        }
    }

    fn start_over(&mut self, epoch: EpochId) {
        self.epoch = Some(epoch);
        self.cursors.clear();
        for own in self.own.values_mut() {
            own.judged = None;
        }
    }

    fn keep_pages(&mut self, answer: PullResponse) -> Result<()> {
        self.epoch = Some(answer.epoch);
        if let Some(reference) = answer.reference {
            self.reference = Some(reference.version);
        }
        for page in answer.pages {
            for delivered in page.records {
                let text = delivered.record.get().to_owned();
                let id = Record::read(&text).context("the server sends records")?.id;
                self.fetched.insert(id, (delivered.received_at, text));
            }
            self.forget(&page.forget);
            self.cursors.insert(page.member, page.next);
        }
        Ok(())
    }

    fn forget(&mut self, participations: &[ParticipationId]) {
        self.fetched.retain(|_, (_, text)| {
            Record::read(text).is_ok_and(|record| !participations.contains(&record.participation))
        });
    }
}
