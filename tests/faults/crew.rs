//! A server under load: phones of a participant and of supervisors that save and send without a pause, whatever happens
//! to the server, and write down what their screens say; and a witness, who follows the log all the while.

use crate::history::{History, There};
use crate::row::Tally;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::{ParticipationId, RecordId};
use shared::record::{Body, Record};
use shared::sync::wire::{Delivered, PullRequest};
use shared::sync::{Activity, Cause};
use simulation::Dice;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tests::client::{Client, pull_request};
use tests::phone::Phone;
use tests::random::this_month;
use tests::records::{followed_up, self_assessed, staff_assessed};
use tests::server::Server;
use tokio::task::JoinSet;

/// How many phones write at once, of either role.
const PARTICIPANTS: u64 = 2;
const SUPERVISORS: u64 = 3;
const SOON: Duration = Duration::from_millis(300);
/// How long a phone waits that was told that there is no server.
const OFFLINE: Duration = Duration::from_millis(4);
/// How long a participant waits between two ratings. Ratings of one month by one person are all rivals of each other, and
/// what thousands of them come to takes minutes to fold.
const PONDERING: Duration = Duration::from_millis(60);
/// In so many of a hundred cases an app is killed and started again after it saved something.
const APP_KILLED: u64 = 3;
/// Rounds until phones that nothing disturbs must have come to rest.
const ROUNDS: usize = 50;
/// How long a phone waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The phones at work, and who holds them to their words.
pub(crate) struct Crew {
    writers: JoinSet<Result<Writer>>,
    over: Arc<AtomicBool>,
    history: Arc<Mutex<History>>,
    witness: Witness,
    leader: Client,
    supervisor: Client,
}

struct Writer {
    phone: Phone,
    client: Client,
    stays: Vec<ParticipationId>,
    history: Arc<Mutex<History>>,
    open: Vec<RecordId>,
    dice: Dice,
}

impl Crew {
    /// Signs everybody in, fetches what they may see, and lets them begin.
    pub(crate) async fn at(server: &Server, seed: u64) -> Result<Self> {
        let mut crew = Self::waiting_at(server).await?;
        let participant = Client::sign_in(server, Role::Participant).await?;
        let supervisor = crew.supervisor.clone();
        for number in 0..PARTICIPANTS + SUPERVISORS {
            let client = if number < PARTICIPANTS { &participant } else { &supervisor };
            let writer = Writer::new(client, crew.history.clone(), Dice::new(seed.wrapping_add(number))).await?;
            crew.writers.spawn(writer.work(crew.over.clone()));
        }
        Ok(crew)
    }

    async fn waiting_at(server: &Server) -> Result<Self> {
        let supervisor = Client::sign_in(server, Role::Supervisor).await?;
        Ok(Self {
            writers: JoinSet::new(),
            over: Arc::default(),
            history: Arc::default(),
            witness: Witness::new(supervisor.clone()),
            leader: Client::sign_in(server, Role::ProjectLeader).await?,
            supervisor,
        })
    }

    /// How many records were called received so far.
    pub(crate) fn received(&self) -> usize {
        locked(&self.history).count_received()
    }

    /// Waits until so many more were called received.
    pub(crate) async fn receive_more(&mut self, count: usize) -> Result<()> {
        let enough = self.received() + count;
        for _ in 0..10_000 {
            if self.received() >= enough {
                return Ok(());
            }
            self.still_works()?;
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        anyhow::bail!("the phones came no further than {} of {enough}", self.received())
    }

    /// The same, without patience.
    pub(crate) async fn receive_more_soon(&mut self, count: usize) -> Result<()> {
        tokio::time::timeout(SOON, self.receive_more(count)).await?
    }

    /// Whether nobody has given up.
    pub(crate) fn still_works(&mut self) -> Result<()> {
        match self.writers.try_join_next() {
            Some(ended) => ended?.map(drop).context("a phone gave up"),
            None => Ok(()),
        }
    }

    /// Looks at what has come to the log since the last look: all that a screen has called received meanwhile must be
    /// there, and nothing may come twice.
    pub(crate) async fn look(&mut self) -> Result<Tally> {
        let fresh = locked(&self.history).take_fresh();
        self.witness.catch_up().await?;
        let lost = locked(&self.history).missing(&fresh, &self.witness.there);
        Ok(Tally { lost, ..Tally::default() })
    }

    /// The work is over: lets everything come to rest, starts the server anew, and judges it all.
    pub(crate) async fn judge(mut self, server: &mut Server) -> Result<Tally> {
        self.over.store(true, Ordering::Relaxed);
        let mut writers = Vec::new();
        while let Some(ended) = self.writers.join_next().await {
            writers.push(ended??);
        }
        if server.has_ended()? {
            server.start_again().await?;
        }
        let mut tally = Tally::default();
        rest(&mut writers).await?;
        self.witness.catch_up().await?;
        let waiting = still_waiting(&writers);
        tally += locked(&self.history).judge(&self.witness.there, &waiting);
        tally.expect(waiting.is_empty());
        tally += self.judge_anew(&writers).await?;
        tally.expect(self.figures_are_the_same_after_a_start(server).await?);
        Ok(tally)
    }

    /// Fetches everything anew, past all cursors: it must be what the witness followed, and what the phones show.
    async fn judge_anew(&self, writers: &[Writer]) -> Result<Tally> {
        let there = by_id(self.supervisor.everything(500).await?)?;
        let mut tally = locked(&self.history).judge(&there, &BTreeSet::new());
        tally.untold = 0;
        let followed: BTreeSet<&RecordId> = self.witness.there.keys().collect();
        tally.expect(followed == there.keys().collect());
        for writer in writers {
            let mut fresh = Phone::of(&writer.client)?;
            fresh.sync(Cause::Shown).await?;
            tally.expect(fresh.sees_all()? == writer.phone.sees_all()?);
        }
        Ok(tally)
    }

    /// Whether a server that reads the logs anew shows the figures that this one follows.
    async fn figures_are_the_same_after_a_start(&self, server: &mut Server) -> Result<bool> {
        let before = figures(&self.leader).await?;
        server.stop().await?;
        server.start_again().await?;
        Ok(before == figures(&self.leader).await?)
    }
}

/// What the leader is shown.
pub(crate) async fn figures(leader: &Client) -> Result<String> {
    Ok(leader.get("/api/v1/dashboards/movement").await?.error_for_status()?.text().await?)
}

/// Lets phones sync until none has anything to send and all have fetched what the others sent.
async fn rest(writers: &mut [Writer]) -> Result<()> {
    for _ in 0..ROUNDS {
        for writer in &mut *writers {
            writer.phone.sync(Cause::SignedIn).await?;
            writer.note();
        }
        if writers.iter().all(|writer| writer.phone.waiting() == 0 && writer.phone.activity == Some(Activity::UpToDate))
        {
            break;
        }
        tokio::time::sleep(OFFLINE).await;
    }
    // What the last sent, the first has not fetched.
    for writer in writers {
        writer.phone.sync(Cause::SignedIn).await?;
    }
    Ok(())
}

fn still_waiting(writers: &[Writer]) -> BTreeSet<RecordId> {
    writers.iter().flat_map(|writer| writer.open.iter().filter(|id| writer.phone.waits(**id))).copied().collect()
}

impl Writer {
    async fn new(client: &Client, history: Arc<Mutex<History>>, dice: Dice) -> Result<Self> {
        let mut phone = Phone::of(client)?.with_patience(PATIENCE);
        phone.sync(Cause::Shown).await?;
        let stays = phone.sees_all()?.into_iter().filter(|(_, stay)| stay.is_active_in(this_month()));
        let stays: Vec<_> = stays.map(|(stay, _)| stay).collect();
        ensure!(!stays.is_empty(), "nobody is there to write about");
        Ok(Self { phone, client: client.clone(), stays, history, open: Vec::new(), dice })
    }

    async fn work(mut self, over: Arc<AtomicBool>) -> Result<Self> {
        while !over.load(Ordering::Relaxed) {
            self.save();
            self.phone.sync(Cause::Saved).await?;
            if self.phone.activity != Some(Activity::UpToDate) {
                tokio::time::sleep(OFFLINE).await;
                self.phone.sync(Cause::SignedIn).await?;
            }
            self.note();
            if self.client.account.role == Role::Participant {
                tokio::time::sleep(PONDERING).await;
            }
        }
        Ok(self)
    }

    fn save(&mut self) {
        let stay = self.stays[self.dice.place(self.stays.len())];
        let value = 1 + i16::try_from(self.dice.below(5)).unwrap_or(0);
        let body: Body = match (self.client.account.role, self.dice.percent(50)) {
            (Role::Participant, _) => self_assessed("energy", value),
            (_, true) => staff_assessed("energy", value),
            (_, false) => followed_up(u16::try_from(value).unwrap_or(0)),
        };
        let id = self.phone.save(stay, body);
        locked(&self.history).saved(id, self.phone.last_text().unwrap_or_default());
        self.open.push(id);
        if self.dice.percent(APP_KILLED) {
            self.phone.killed_and_started();
        }
    }

    /// Writes down what the screen says now.
    fn note(&mut self) {
        let mut history = locked(&self.history);
        let (received, open) = std::mem::take(&mut self.open).into_iter().partition(|id| self.phone.has_received(*id));
        self.open = open;
        let received: Vec<RecordId> = received;
        received.into_iter().for_each(|id| history.received(id));
        let all_is_received = self.phone.activity == Some(Activity::UpToDate);
        history.expect(!all_is_received || self.open.is_empty());
    }
}

/// Somebody who follows the log and has seen it all.
struct Witness {
    client: Client,
    request: PullRequest,
    there: There,
}

impl Witness {
    fn new(client: Client) -> Self {
        Self { client, request: pull_request(500), there: There::new() }
    }

    async fn catch_up(&mut self) -> Result<()> {
        loop {
            let answer = self.client.pull(&self.request).await?;
            let more = answer.has_more();
            if self.request.epoch.is_some_and(|epoch| epoch != answer.epoch) {
                // In another life of the server, everything is sent again.
                self.there.clear();
                self.request.cursors.clear();
            }
            self.request.epoch = Some(answer.epoch);
            for page in answer.pages {
                self.request.cursors.insert(page.member, page.next);
                for one in page.records {
                    take(&mut self.there, &one)?;
                }
            }
            if !more {
                return Ok(());
            }
        }
    }
}

/// Records as the server hands them out, by their id.
pub(crate) fn by_id(all: Vec<Delivered>) -> Result<There> {
    let mut there = There::new();
    all.iter().try_for_each(|one| take(&mut there, one))?;
    Ok(there)
}

fn take(there: &mut There, one: &Delivered) -> Result<()> {
    let text = one.record.get();
    let id = Record::read(text).map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?.id;
    there.entry(id).or_insert_with(|| (text.to_owned(), 0)).1 += 1;
    Ok(())
}

fn locked(history: &Mutex<History>) -> MutexGuard<'_, History> {
    history.lock().unwrap_or_else(PoisonError::into_inner)
}
