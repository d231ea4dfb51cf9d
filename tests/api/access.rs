//! Access that is given or taken: whoever takes over is sent everything, and whoever is relieved forgets.

use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::{AccountId, DeviceId, ParticipationId, RecordId};
use shared::record::{Body, Record, Refusal};
use shared::sync::Cause;
use shared::sync::wire::Judged;
use std::collections::BTreeSet;
use tests::client::{Client, pull_request};
use tests::phone::Phone;
use tests::random;
use tests::records::{device, followed_up, record};
use tests::server::Server;

/// Two supervisors of one intervention, and somebody whom the first follows.
struct Handover {
    server: Server,
    from: Client,
    to: Client,
    device: DeviceId,
    stay: ParticipationId,
}

impl Handover {
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        let from = Client::sign_in(&server, Role::Supervisor).await?;
        for name in ["H1", "H3", "H4", "H5", "H6", "H7", "H8"] {
            let to = Client::supervisor(&server, name).await?;
            let theirs: Vec<_> = to.account.interventions.iter().map(|intervention| intervention.id).collect();
            let shared = from.records().await?.into_iter().find(|record| match &record.body {
                Body::Enrolled(enrolment) => theirs.contains(&enrolment.intervention),
                _ => false,
            });
            if let Some(enrolment) = shared {
                return Ok(Self { server, from, to, device: device(), stay: enrolment.participation });
            }
        }
        anyhow::bail!("two supervisors of the demonstration work together")
    }

    async fn hand_over(&self) -> Result<Record> {
        let body = Body::SupervisorChanged { to: self.to.account.id };
        let change = record(self.device, self.from.account.id, self.stay, body);
        let verdicts = self.from.push(self.device, &[change.write()]).await?;
        ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
        Ok(change)
    }
}

async fn of_stay(client: &Client, stay: ParticipationId) -> Result<BTreeSet<RecordId>> {
    let records = client.records().await?;
    Ok(records.iter().filter(|record| record.participation == stay).map(|record| record.id).collect())
}

#[tokio::test]
async fn whoever_takes_over_is_sent_the_whole_stay_from_where_the_device_was() -> Result<()> {
    let handover = Handover::new().await?;
    let mut phone = Phone::of(&handover.to)?;
    phone.sync(Cause::Shown).await?;
    let whole = of_stay(&handover.from, handover.stay).await?;
    ensure!(phone.fetched().iter().all(|id| !whole.contains(id)), "nothing of it was there before");

    let change = handover.hand_over().await?;
    phone.sync(Cause::Timer).await?;
    let fetched: BTreeSet<RecordId> = phone.fetched().into_iter().collect();
    assert!(whole.is_subset(&fetched) && fetched.contains(&change.id));
    assert_eq!(phone.sees(handover.stay)?.supervisor, Some(handover.to.account.id));
    Ok(())
}

#[tokio::test]
async fn whoever_is_relieved_forgets_at_the_next_contact() -> Result<()> {
    let handover = Handover::new().await?;
    let mut phone = Phone::of(&handover.from)?;
    phone.sync(Cause::Shown).await?;
    let before: BTreeSet<RecordId> = phone.fetched().into_iter().collect();
    let whole = of_stay(&handover.from, handover.stay).await?;
    assert!(whole.is_subset(&before));

    handover.hand_over().await?;
    phone.sync(Cause::Timer).await?;
    let after: BTreeSet<RecordId> = phone.fetched().into_iter().collect();
    assert_eq!(after, before.difference(&whole).copied().collect());

    // The cursor has moved on: the next contact names nothing to forget.
    let mut request = pull_request(500);
    let first = handover.from.pull(&request).await?;
    request.epoch = Some(first.epoch);
    request.cursors = first.pages.iter().map(|page| (page.member, page.next)).collect();
    assert!(first.pages.iter().any(|page| page.forget == [handover.stay]));
    let second = handover.from.pull(&request).await?;
    assert!(second.pages.iter().all(|page| page.forget.is_empty()));
    Ok(())
}

#[tokio::test]
async fn whoever_is_relieved_writes_no_more_and_is_told_of_what_was_sent_before() -> Result<()> {
    let handover = Handover::new().await?;
    let change = handover.hand_over().await?;
    let late = record(handover.device, handover.from.account.id, handover.stay, followed_up(8));
    let verdicts = handover.from.push(handover.device, &[change.write(), late.write()]).await?;
    assert!(matches!(verdicts[0].judged, Judged::Duplicate { .. }), "{verdicts:?}");
    assert_eq!(verdicts[1].judged, Judged::Quarantined { refusal: Refusal::NotYours });
    Ok(())
}

#[tokio::test]
async fn a_stay_that_comes_back_is_sent_again() -> Result<()> {
    let handover = Handover::new().await?;
    let mut phone = Phone::of(&handover.from)?;
    phone.sync(Cause::Shown).await?;
    handover.hand_over().await?;
    phone.sync(Cause::Timer).await?;
    let device = device();
    let body = Body::SupervisorChanged { to: handover.from.account.id };
    let mut back = record(device, handover.to.account.id, handover.stay, body);
    back.written_at = back.written_at.plus(1000);
    let verdicts = handover.to.push(device, &[back.write()]).await?;
    assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    phone.sync(Cause::Timer).await?;
    assert!(phone.fetched().contains(&back.id));
    assert_eq!(of_stay(&handover.to, handover.stay).await?, BTreeSet::new());
    assert!(of_stay(&handover.from, handover.stay).await?.is_subset(&phone.fetched().into_iter().collect()));
    Ok(())
}

#[tokio::test]
async fn pages_of_every_size_bring_everything_when_access_is_given_between_them() -> Result<()> {
    for limit in [1, 2, 5, 50] {
        let handover = Handover::new().await?;
        let mut request = pull_request(limit);
        let mut seen = Vec::new();
        for page_number in 0.. {
            let answer = handover.to.pull(&request).await?;
            let more = answer.has_more();
            request.epoch = Some(answer.epoch);
            for page in answer.pages {
                request.cursors.insert(page.member, page.next);
                for delivered in page.records {
                    seen.push(Record::read(delivered.record.get())?.id);
                }
            }
            if page_number == 3 {
                handover.hand_over().await?;
            } else if !more && page_number > 3 {
                break;
            }
        }
        let times = seen.len();
        let seen: BTreeSet<RecordId> = seen.into_iter().collect();
        let all: BTreeSet<RecordId> = handover.to.records().await?.iter().map(|record| record.id).collect();
        assert_eq!(seen, all, "pages of {limit}");
        assert_eq!(times, all.len(), "nothing comes twice with pages of {limit}");
        drop(handover.server);
    }
    Ok(())
}

#[tokio::test]
async fn a_new_stay_reaches_its_supervisors_other_devices() -> Result<()> {
    let handover = Handover::new().await?;
    let mut phone = Phone::of(&handover.from)?;
    phone.sync(Cause::Shown).await?;
    let enrolment = handover.from.some_enrolment().await?;
    let Body::Enrolled(mut body) = enrolment.body else { anyhow::bail!("an enrolment enrols") };
    body.supervisor = Some(handover.from.account.id);
    let stay = ParticipationId::from_uuid(random::uuid());
    let new = record(handover.device, handover.from.account.id, stay, Body::Enrolled(body));
    let first = record(handover.device, handover.from.account.id, stay, followed_up(4));
    let verdicts = handover.from.push(handover.device, &[new.write(), first.write()]).await?;
    ensure!(verdicts.iter().all(|verdict| matches!(verdict.judged, Judged::Accepted { .. })), "{verdicts:?}");
    phone.sync(Cause::Timer).await?;
    let view = phone.sees(stay)?;
    assert!(view.start.is_some());
    assert_eq!(view.months.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_corrected_start_is_what_later_records_are_judged_by() -> Result<()> {
    let handover = Handover::new().await?;
    let records = handover.from.records().await?;
    let enrolment = records.iter().find(|record| matches!(record.body, Body::Enrolled(_))).context("somebody")?;
    let Body::Enrolled(mut body) = enrolment.body.clone() else { anyhow::bail!("an enrolment enrols") };
    let earlier = body.started.plus_months(-2);
    let mut before = record(handover.device, handover.from.account.id, enrolment.participation, followed_up(4));
    before.month = earlier.month();
    let verdicts = handover.from.push(handover.device, &[before.write()]).await?;
    assert!(matches!(verdicts[0].judged, Judged::Quarantined { .. }), "{verdicts:?}");

    body.started = earlier;
    body.supervisor = None::<AccountId>.or(Some(handover.from.account.id));
    let replacement = Box::new(Body::Enrolled(body));
    let correction = Body::Corrected { target: enrolment.id, replacement };
    let correction = record(handover.device, handover.from.account.id, enrolment.participation, correction);
    before.id = RecordId::from_uuid(random::uuid());
    let verdicts = handover.from.push(handover.device, &[correction.write(), before.write()]).await?;
    assert!(verdicts.iter().all(|verdict| matches!(verdict.judged, Judged::Accepted { .. })), "{verdicts:?}");
    Ok(())
}
