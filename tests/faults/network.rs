//! Rows 1 to 13: a network that breaks in every way between a phone and the server, each fault tried on a fresh batch.
//! After each of them comes fair weather, and what the phone's screen said all the while is held against the server.

use crate::crew::by_id;
use crate::history::History;
use crate::participant::Participant;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::{Context, Result, ensure};
use shared::fold::Assessment;
use shared::id::RecordId;
use shared::instrument::Answer;
use shared::record::{Body, Record, Refusal};
use shared::sync::wire::Judged;
use shared::sync::{Activity, Cause};
use simulation::Dice;
use std::collections::BTreeSet;
use std::time::Duration;
use tests::phone::Phone;
use tests::proxy::{Traffic, Weather, answer};
use tests::records::{device, record, self_assessed};

/// How often a fault is tried that has no places to try.
const TIMES: usize = 20;
/// In the short form every so many bytes are tried; `tests/sync` tries every one.
const STEP: usize = 12;
/// How often a batch is sent at once.
const AT_ONCE: usize = 32;
/// How many connections a link flaps through.
const FLAPPING: u64 = 400;
/// How long a phone waits that is to lose patience.
const PATIENCE: Duration = Duration::from_millis(200);
/// As many as a form has questions, and one for the whole.
const A_FORM: usize = 12;

macro_rules! row {
    ($number:literal, $injected:literal, $run:expr) => {
        Row { number: $number, injected: $injected, run: |_| Box::pin(async { Ok(Outcome::Ran($run.await?)) }) }
    };
    ($number:literal, $injected:literal, of $run:expr) => {
        Row {
            number: $number,
            injected: $injected,
            run: |setting| Box::pin(async move { Ok(Outcome::Ran($run(setting).await?)) }),
        }
    };
}

pub(crate) const ROWS: [Row; 16] = [
    row!("1", "no network for a whole form", offline_for_a_form()),
    row!("2", "request cut, in the long form at every byte of a small batch", of cut_there),
    row!("3", "committed, and the answer lost", always(vec![Weather::CutOnTheWayBack(0)])),
    row!("4", "answer cut, in the long form at every byte", of cut_back),
    row!("4r", "connection reset in the answer", always(vec![Weather::Reset(0), Weather::Reset(60)])),
    row!("5", "the same batch twice", always(vec![Weather::Twice])),
    row!("5p", "the same batch 32 times at once", always(vec![Weather::ManyTimes(AT_ONCE)])),
    row!("6", "the same id with other content", same_id()),
    row!("7", "an edit after an unknown outcome", edits()),
    row!("8", "a batch overtaken by the next", always(vec![Weather::Overtaken])),
    row!("9", "a stall until the phone gives up", stalls()),
    row!("9d", "byte by byte", always(vec![Weather::Drip])),
    row!("10", "a link that flaps", flapping()),
    row!("11", "a captive portal's 200 with HTML", always(vec![portal()])),
    row!("12", "429 and 503 with Retry-After, 500, 413", always(refusals())),
    row!("13", "one poison record among fifty", poison()),
];

/// A participant with a phone behind a network, and what the phone's screen said.
struct Trial {
    someone: Participant,
    history: History,
    open: Vec<RecordId>,
}

impl Trial {
    async fn new() -> Result<Self> {
        Ok(Self { someone: Participant::with_a_phone().await?, history: History::default(), open: Vec::new() })
    }

    fn save(&mut self, body: Body, seen: &[RecordId]) -> RecordId {
        let id = self.someone.phone.save_knowing(self.someone.stay, body, seen);
        self.history.saved(id, self.someone.phone.last_text().unwrap_or_default());
        self.open.push(id);
        id
    }

    fn save_some(&mut self, count: usize) {
        for value in 0..count {
            self.save(self_assessed("energy", 1 + i16::try_from(value % 5).unwrap_or(0)), &[]);
        }
    }

    /// Syncs, and writes down what the screen says then.
    async fn sync(&mut self, cause: Cause) -> Result<()> {
        self.someone.phone.sync(cause).await?;
        let phone = &self.someone.phone;
        self.history.expect(phone.activity != Some(Activity::UpToDate) || phone.waiting() == 0);
        let (received, open) = std::mem::take(&mut self.open).into_iter().partition(|id| phone.has_received(*id));
        self.open = open;
        let received: Vec<RecordId> = received;
        received.into_iter().for_each(|id| self.history.received(id));
        Ok(())
    }

    /// Saves a small batch, sends it in this weather, and again in fair weather.
    async fn through(&mut self, weather: Weather) -> Result<()> {
        self.save_some(2);
        self.someone.proxy.set(weather);
        self.sync(Cause::Saved).await?;
        self.someone.proxy.set(Weather::Fair);
        self.sync(Cause::SignedIn).await
    }

    /// Holds what was said against the server, and what the phone shows against what a new one does.
    async fn judge(mut self, times: usize) -> Result<Tally> {
        self.someone.proxy.set(Weather::Fair);
        self.sync(Cause::SignedIn).await?;
        let there = by_id(self.someone.client.everything(500).await?)?;
        let mut tally = self.history.judge(&there, &BTreeSet::new());
        tally.times = u64::try_from(times)?;
        let phone = &self.someone.phone;
        tally.expect(phone.waiting() == 0 && phone.activity == Some(Activity::UpToDate));
        let mut fresh = self.someone.another_phone()?;
        fresh.sync(Cause::Shown).await?;
        tally.expect(fresh.sees_all()? == phone.sees_all()?);
        Ok(tally)
    }

    /// The bytes of one push of a small batch in fair weather.
    async fn a_small_push(&mut self) -> Result<Traffic> {
        self.someone.proxy.traffic();
        self.through(Weather::Fair).await?;
        let mut traffic = Vec::new();
        while traffic.len() < 2 {
            traffic.extend(self.someone.proxy.traffic());
            tokio::task::yield_now().await;
        }
        traffic.into_iter().max_by_key(|one| one.there).context("a push and a pull went through")
    }
}

/// Each of these a number of times.
async fn always(weathers: Vec<Weather>) -> Result<Tally> {
    let mut trial = Trial::new().await?;
    for _ in 0..TIMES {
        for weather in &weathers {
            trial.through(weather.clone()).await?;
        }
    }
    trial.judge(TIMES * weathers.len()).await
}

async fn offline_for_a_form() -> Result<Tally> {
    let mut trial = Trial::new().await?;
    trial.someone.proxy.set(Weather::Nothing);
    for saved in 1..=A_FORM {
        trial.save_some(1);
        trial.sync(Cause::Saved).await?;
        let phone = &trial.someone.phone;
        trial.history.expect(phone.waiting() == saved && phone.activity == Some(Activity::Offline));
    }
    trial.judge(A_FORM).await
}

async fn cut_there(setting: Setting) -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let places = places(trial.a_small_push().await?.there, setting);
    for bytes in &places {
        trial.through(Weather::CutOnTheWayThere(*bytes)).await?;
    }
    trial.judge(places.len()).await
}

async fn cut_back(setting: Setting) -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let places = places(trial.a_small_push().await?.back, setting);
    for bytes in &places {
        trial.through(Weather::CutOnTheWayBack(*bytes)).await?;
    }
    trial.judge(places.len()).await
}

/// Every byte and a few beyond; in the short form some of them, others each time.
fn places(bytes: usize, setting: Setting) -> Vec<usize> {
    let (first, step) = if setting.is_long() { (0, 1) } else { (Dice::new(setting.seed).place(STEP), STEP) };
    (first..bytes + 8).step_by(step).collect()
}

async fn same_id() -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let (client, device) = (trial.someone.client.clone(), device());
    let mut told = Tally::default();
    for _ in 0..TIMES {
        let first = record(device, client.account.id, trial.someone.stay, self_assessed("energy", 1));
        let second = Record { body: self_assessed("energy", 5), ..first.clone() };
        trial.history.saved(first.id, &first.write());
        client.push(device, &[first.write()]).await?;
        let verdicts = client.push(device, &[second.write(), second.write()]).await?;
        let conflict = Judged::Quarantined { refusal: Refusal::ConflictingId };
        told.expect(verdicts.len() == 2 && verdicts.iter().all(|one| one.judged == conflict));
    }
    told += trial.judge(TIMES).await?;
    Ok(told)
}

/// The answer to a rating is lost, and the person changes it before it is known whether it arrived.
async fn edits() -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let mut told = Tally::default();
    let mut before = Vec::new();
    for time in 0..TIMES {
        let value = 1 + i16::try_from(time % 5)?;
        let body = self_assessed("energy", 6 - value);
        before.push(match before.first() {
            None => trial.save(body, &[]),
            Some(first) => trial.save(Body::Corrected { target: *first, replacement: Box::new(body) }, &before),
        });
        trial.someone.proxy.set(Weather::CutOnTheWayBack(0));
        trial.sync(Cause::Saved).await?;
        let edit = Body::Corrected { target: before[0], replacement: Box::new(self_assessed("energy", value)) };
        before.push(trial.save(edit, &before));
        trial.someone.proxy.set(Weather::Fair);
        trial.sync(Cause::SignedIn).await?;
        told.expect(shown(&trial)? == Some(Answer::Rated(value)));
    }
    told += trial.judge(TIMES).await?;
    Ok(told)
}

/// The rating of this month, as the phone shows it.
fn shown(trial: &Trial) -> Result<Option<Answer>> {
    let mut stay = trial.someone.phone.sees(trial.someone.stay)?;
    let month = stay.months.remove(&tests::random::this_month()).context("this month is rated")?;
    let held: Option<Assessment> = month.self_assessment.map(|held| held.value);
    Ok(held.and_then(|held| held.answers.into_iter().find(|(item, _)| item.as_str() == "energy")).map(|(_, one)| one))
}

async fn stalls() -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let phone = Phone::of(&trial.someone.client)?.with_patience(PATIENCE);
    let mut phone = std::mem::replace(&mut trial.someone.phone, phone);
    trial.someone.phone.origin = std::mem::take(&mut phone.origin);
    for _ in 0..TIMES {
        trial.through(Weather::Stall).await?;
    }
    trial.judge(TIMES).await
}

async fn flapping() -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let mut choices = vec![Weather::Fair, Weather::Nothing, Weather::Twice, Weather::Overtaken, Weather::Reset(0)];
    choices.extend((0..6).map(|part| Weather::CutOnTheWayThere(part * 200)));
    choices.extend((0..6).map(|part| Weather::CutOnTheWayBack(part * 100)));
    choices.push(portal());
    choices.extend(refusals());
    trial.someone.proxy.set(Weather::Changing(choices));
    while trial.someone.proxy.connections() < FLAPPING {
        trial.save_some(1);
        trial.sync(Cause::SignedIn).await?;
    }
    let times = trial.someone.proxy.connections();
    trial.judge(usize::try_from(times)?).await
}

async fn poison() -> Result<Tally> {
    let mut trial = Trial::new().await?;
    let (client, device, stay) = (trial.someone.client.clone(), device(), trial.someone.stay);
    let mut told = Tally::default();
    for time in 0..TIMES {
        let records: Vec<Record> =
            (0..49).map(|_| record(device, client.account.id, stay, self_assessed("energy", 3))).collect();
        let mut texts: Vec<String> = records.iter().map(Record::write).collect();
        texts.insert(time * 2, r#"{"poison": true}"#.into());
        let verdicts = client.push(device, &texts).await?;
        ensure!(verdicts.len() == 50, "{verdicts:?}");
        for verdict in verdicts {
            let taken = matches!(verdict.judged, Judged::Accepted { .. });
            told.expect(taken == (verdict.place != time * 2));
        }
        for record in records {
            trial.history.saved(record.id, &record.write());
            trial.history.received(record.id);
        }
    }
    told += trial.judge(TIMES).await?;
    Ok(told)
}

fn portal() -> Weather {
    answer("200 OK", "content-type: text/html\r\n", "<html>Log in to the train's network</html>")
}

fn refusals() -> Vec<Weather> {
    let busy = "retry-after: 30\r\n";
    let statuses = [
        ("429 Too Many Requests", busy),
        ("503 Service Unavailable", busy),
        ("500 Internal Server Error", ""),
        ("413 Content Too Large", ""),
    ];
    statuses.map(|(status, headers)| answer(status, headers, "")).into()
}
