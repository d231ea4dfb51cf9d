//! Bad records: each is put aside with its reason, and never blocks the good ones beside it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use shared::account::Role;
use shared::bridge::StepRank;
use shared::code::Code;
use shared::id::{AccountId, DeviceId, ParticipationId};
use shared::record::{Body, Enrolment, Record, Refusal};
use shared::sync::wire::Judged;
use tests::client::Client;
use tests::random;
use tests::records::{device, followed_up, record, self_assessed, staff_assessed};
use tests::server::Server;

/// A supervisor at work.
struct Supervisor {
    server: Server,
    client: Client,
    device: DeviceId,
    enrolment: Record,
}

impl Supervisor {
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        let client = Client::sign_in(&server, Role::Supervisor).await?;
        let enrolment = client.some_enrolment().await?;
        Ok(Self { server, client, device: device(), enrolment })
    }

    fn record(&self, body: Body) -> Record {
        self.about(self.enrolment.participation, body)
    }

    fn about(&self, participation: ParticipationId, body: Body) -> Record {
        record(self.device, self.client.account.id, participation, body)
    }

    fn enrolled(&self) -> Result<Enrolment> {
        match &self.enrolment.body {
            Body::Enrolled(enrolment) => Ok(enrolment.clone()),
            _ => anyhow::bail!("an enrolment enrols"),
        }
    }

    /// Sends a bad text between two good ones; only the bad one is refused, twice for the same reason.
    async fn refusal_of(&self, bad: &str) -> Result<Refusal> {
        let good = [self.record(followed_up(10)).write(), self.record(followed_up(12)).write()];
        let [before, after] = good;
        let verdicts = self.client.push(self.device, &[before, bad.to_owned(), after]).await?;
        let again = self.client.push(self.device, &[bad.to_owned()]).await?;
        assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
        assert!(matches!(verdicts[2].judged, Judged::Accepted { .. }), "{verdicts:?}");
        assert_eq!(verdicts[1].judged, again[0].judged, "the same text has the same verdict");
        match &verdicts[1].judged {
            Judged::Quarantined { refusal } => Ok(refusal.clone()),
            other => anyhow::bail!("not refused: {other:?}"),
        }
    }
}

#[tokio::test]
async fn each_broken_rule_has_its_reason_and_the_others_pass() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let start = supervisor.enrolled()?.started.month();
    let this_month = random::this_month();
    let mut future = supervisor.record(followed_up(10));
    future.month = this_month.plus(2);
    let mut early = supervisor.record(followed_up(10));
    early.month = start.plus(-1);
    let mut other_author = supervisor.record(followed_up(10));
    other_author.author = AccountId::from_uuid(random::uuid());
    let mut other_device = supervisor.record(followed_up(10));
    other_device.device = device();
    let nowhere = ParticipationId::from_uuid(random::uuid());
    let item = Code::new("energy")?;
    let cases = [
        (future, Refusal::FutureMonth { month: this_month.plus(2) }),
        (early, Refusal::BeforeStart { month: start.plus(-1), start }),
        (other_author, Refusal::OtherAuthor),
        (other_device, Refusal::OtherDevice),
        (supervisor.about(nowhere, followed_up(10)), Refusal::NotYours),
        (supervisor.record(staff_assessed("luck", 3)), Refusal::UnknownItem { item: Code::new("luck")? }),
        (supervisor.record(staff_assessed("energy", 6)), Refusal::OffScale { item, value: 6, lowest: 1, highest: 5 }),
        (supervisor.record(self_assessed("energy", 3)), Refusal::NotYourRole),
        (supervisor.record(Body::StepRecorded { step: StepRank(99) }), Refusal::UnknownStep { step: 99 }),
    ];
    for (bad, expected) in cases {
        assert_eq!(supervisor.refusal_of(&bad.write()).await?, expected);
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_read_is_put_aside_among_good_records() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let mut wrong_shape: Value = serde_json::from_str(&supervisor.record(followed_up(10)).write())?;
    wrong_shape["month"] = json!("November");
    let mut newer: Value = serde_json::from_str(&supervisor.record(followed_up(10)).write())?;
    newer["body"] = json!({ "kind": "moon_landing", "crew": 3 });
    let mut long: Value = serde_json::from_str(&supervisor.record(followed_up(10)).write())?;
    long["padding"] = json!("x".repeat(70 * 1024));
    assert!(matches!(supervisor.refusal_of("17").await?, Refusal::Unreadable { .. }));
    assert!(matches!(supervisor.refusal_of(&wrong_shape.to_string()).await?, Refusal::Unreadable { .. }));
    assert_eq!(supervisor.refusal_of(&newer.to_string()).await?, Refusal::UnknownKind);
    assert_eq!(supervisor.refusal_of(&long.to_string()).await?, Refusal::TooLong);
    Ok(())
}

#[tokio::test]
async fn a_personal_number_in_a_note_is_refused() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let mut value: Value = serde_json::from_str(&supervisor.record(followed_up(10)).write())?;
    value["body"]["note"] = json!("ring 811218-9876");
    let refusal = supervisor.refusal_of(&value.to_string()).await?;
    assert!(refusal.to_string().contains("personal number"), "{refusal}");
    Ok(())
}

#[tokio::test]
async fn an_unreadable_record_is_named_by_its_id_where_it_has_one() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let record = supervisor.record(followed_up(10));
    let text = format!("{{\"id\":\"{}\"}}", record.id);
    let verdicts = supervisor.client.push(supervisor.device, &[text, "[]".into()]).await?;
    assert_eq!(
        verdicts.iter().map(|verdict| (verdict.place, verdict.id)).collect::<Vec<_>>(),
        [(0, Some(record.id)), (1, None)]
    );
    Ok(())
}

#[tokio::test]
async fn a_foreign_participation_is_as_if_it_were_not_there() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let other = Client::supervisor(&supervisor.server, "H1").await?;
    let own: Vec<ParticipationId> = supervisor.client.records().await?.iter().map(|r| r.participation).collect();
    let records = other.records().await?;
    let foreign = records.iter().find(|record| !own.contains(&record.participation)).context("H1 has other people")?;
    let refusal = supervisor.refusal_of(&supervisor.about(foreign.participation, followed_up(10)).write()).await?;
    assert_eq!(refusal, Refusal::NotYours);

    // Enrolling it anew gives no access either.
    let taken_over = supervisor.about(foreign.participation, Body::Enrolled(supervisor.enrolled()?));
    assert_eq!(supervisor.refusal_of(&taken_over.write()).await?, Refusal::NotYours);
    assert!(!supervisor.client.records().await?.iter().any(|r| r.participation == foreign.participation));
    Ok(())
}

#[tokio::test]
async fn a_participant_writes_about_the_own_months_only() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let stay = participant.some_stay().await?;
    let device = device();
    let follow_up = record(device, participant.account.id, stay, followed_up(10));
    let verdicts = participant.push(device, &[follow_up.write()]).await?;
    assert_eq!(verdicts[0].judged, Judged::Quarantined { refusal: Refusal::NotYourRole });
    Ok(())
}

#[tokio::test]
async fn only_a_supervisor_of_the_intervention_can_be_named() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let nobody = AccountId::from_uuid(random::uuid());
    let change = supervisor.record(Body::SupervisorChanged { to: nobody });
    let refusal = supervisor.refusal_of(&change.write()).await?;
    assert_eq!(refusal, Refusal::UnknownSupervisor { account: nobody });

    let mut enrolment = supervisor.enrolled()?;
    enrolment.supervisor = Some(nobody);
    let new_stay = ParticipationId::from_uuid(random::uuid());
    let refusal = supervisor.refusal_of(&supervisor.about(new_stay, Body::Enrolled(enrolment)).write()).await?;
    assert_eq!(refusal, Refusal::UnknownSupervisor { account: nobody });
    Ok(())
}

#[tokio::test]
async fn an_enrolment_in_somebody_elses_intervention_is_refused() -> Result<()> {
    let supervisor = Supervisor::new().await?;
    let mut enrolment = supervisor.enrolled()?;
    enrolment.intervention = shared::id::InterventionId::from_uuid(random::uuid());
    let new_stay = ParticipationId::from_uuid(random::uuid());
    let refusal = supervisor.refusal_of(&supervisor.about(new_stay, Body::Enrolled(enrolment)).write()).await?;
    assert_eq!(refusal, Refusal::NotYours);
    Ok(())
}
