//! What was missing round a person: noted, gathered inside the member, released as words in which nobody can be recognised,
//! followed up; and what of it is not there for others.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::code::Code;
use shared::deviation::{GatheredDeviations, Progress, ReleasedDeviations};
use shared::fold::{Known, fold};
use shared::id::{ParticipationId, RecordId};
use shared::record::{Body, Deviation, Note, Record};
use shared::sync::wire::{Judged, Problem};
use tests::client::Client;
use tests::random;
use tests::records::{device, record};
use tests::server::Server;

/// Words that stand nowhere else.
const NOTED: &str = "Tolken kom inte till tre möten i rad";
const RELEASED: &str = "Tolkar uteblir, så att möten får ställas in.";

struct Noted {
    server: Server,
    supervisor: Client,
    leader: Client,
    stay: ParticipationId,
    alias: String,
    record: RecordId,
}

fn deviation(what: &str, theme: &str) -> Result<Body> {
    let (theme, party) = (Code::new(theme)?, Some(Code::new("regionen")?));
    Ok(Body::DeviationNoted(Deviation { what: Note::new(what)?, theme, party }))
}

impl Noted {
    /// A deviation round somebody whom the demonstration's participant is, in an intervention that its leader leads.
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
        let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
        let led: Vec<_> = leader.account.interventions.iter().map(|one| one.id).collect();
        let enrolled = supervisor.records().await?.into_iter().find_map(|record| match record.body {
            Body::Enrolled(one) if led.contains(&one.intervention) => Some((record.participation, one.alias)),
            _ => None,
        });
        let (stay, alias) = enrolled.context("nobody whom the supervisor follows is where the leader leads")?;
        let alias = alias.as_str().to_owned();
        let mut noted = Self { server, supervisor, leader, stay, alias, record: RecordId::from_uuid(random::uuid()) };
        noted.record = noted.note(deviation(NOTED, "sprak")?).await?;
        Ok(noted)
    }

    async fn note(&self, body: Body) -> Result<RecordId> {
        let desk = device();
        let new: Record = record(desk, self.supervisor.account.id, self.stay, body);
        let judged = self.supervisor.push(desk, &[new.write()]).await?;
        ensure!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
        Ok(new.id)
    }

    async fn gathered(&self) -> Result<GatheredDeviations> {
        Ok(self.leader.get("/api/v1/deviations").await?.error_for_status()?.json().await?)
    }

    async fn analyst(&self) -> Result<Client> {
        Client::sign_in(&self.server, Role::AssociationAnalyst).await
    }
}

async fn put(client: &Client, path: &str, body: &Value) -> Result<(StatusCode, String)> {
    let answer = client.http().put(client.address(path)).json(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    let code = if text.is_empty() { String::new() } else { serde_json::from_str::<Problem>(&text)?.code };
    Ok((status, code))
}

async fn release(client: &Client, id: uuid::Uuid, of: &[RecordId], words: &str) -> Result<(StatusCode, String)> {
    put(client, &format!("/api/v1/deviations/summaries/{id}"), &json!({"of": of, "words": words})).await
}

async fn released(client: &Client) -> Result<(ReleasedDeviations, String)> {
    let text = client.get("/api/v1/deviations/released").await?.error_for_status()?.text().await?;
    Ok((serde_json::from_str(&text)?, text))
}

fn done() -> (StatusCode, String) {
    (StatusCode::NO_CONTENT, String::new())
}

#[tokio::test]
async fn a_deviation_reaches_the_association_as_other_words_and_is_followed_up_to_changed() -> Result<()> {
    let noted = Noted::new().await?;
    let gathered = noted.gathered().await?;
    assert_eq!(gathered.deviations.len(), 1);
    let one = &gathered.deviations[0];
    assert_eq!((one.record, one.deviation.what.as_str(), one.released), (noted.record, NOTED, None));
    let analyst = noted.analyst().await?;
    assert!(released(&analyst).await?.0.deviations.is_empty());

    let id = random::uuid();
    for _ in 0..2 {
        assert_eq!(release(&noted.leader, id, &[noted.record], RELEASED).await?, done());
    }
    let (seen, text) = released(&analyst).await?;
    assert_eq!(seen.deviations.len(), 1);
    assert_eq!((seen.deviations[0].words.as_str(), seen.deviations[0].progress()), (RELEASED, Progress::Noted));
    let intervention = one.intervention.to_string();
    let stay = noted.stay.to_string();
    let record = noted.record.to_string();
    for identity in [NOTED, &noted.alias, &stay, &record, &intervention, &*one.intervention_name] {
        ensure!(!text.contains(identity), "{identity} left the member: {text}");
    }

    let progress = format!("/api/v1/deviations/released/{id}/progress");
    for (name, words) in [
        ("taken_up", None),
        ("changed", Some("Regionen har bytt tolkförmedling.")),
        ("changed", Some("Regionen har bytt tolkförmedling.")),
    ] {
        assert_eq!(put(&analyst, &progress, &json!({"progress": name, "words": words})).await?, done());
    }
    let steps = released(&analyst).await?.0.deviations.remove(0).steps;
    let way: Vec<Progress> = steps.iter().map(|step| step.progress).collect();
    assert_eq!(way, [Progress::Noted, Progress::TakenUp, Progress::Changed]);
    assert_eq!(noted.gathered().await?.deviations[0].released, Some(Progress::Changed));
    Ok(())
}

#[tokio::test]
async fn nothing_is_released_that_names_somebody_is_of_two_themes_or_was_released_before() -> Result<()> {
    let noted = Noted::new().await?;
    let money = noted.note(deviation("Beslutet om pengar dröjer", "pengar")?).await?;
    let id = random::uuid();
    let refused = async |of: &[RecordId], words: &str| release(&noted.leader, id, of, words).await;
    let naming = format!("{} fick ingen tolk.", noted.alias);
    assert_eq!(refused(&[noted.record], &naming).await?, (StatusCode::UNPROCESSABLE_ENTITY, "names_somebody".into()));
    let both = refused(&[noted.record, money], RELEASED).await?;
    assert_eq!(both, (StatusCode::UNPROCESSABLE_ENTITY, "not_one_theme".into()));
    assert_eq!(refused(&[], RELEASED).await?, (StatusCode::UNPROCESSABLE_ENTITY, "not_one_theme".into()));
    assert_eq!(refused(&[noted.record], "811218-9876").await?.0, StatusCode::BAD_REQUEST);
    assert!(released(&noted.analyst().await?).await?.0.deviations.is_empty());

    assert_eq!(refused(&[noted.record], RELEASED).await?, done());
    let again = release(&noted.leader, random::uuid(), &[noted.record], RELEASED).await?;
    assert_eq!(again, (StatusCode::CONFLICT, "released_before".into()));
    assert_eq!(refused(&[money], RELEASED).await?, (StatusCode::CONFLICT, "released_before".into()));
    Ok(())
}

#[tokio::test]
async fn what_is_not_own_or_not_released_is_answered_like_what_does_not_exist() -> Result<()> {
    let noted = Noted::new().await?;
    let nowhere = (StatusCode::NOT_FOUND, "not_here".to_owned());
    let follow_up = noted.supervisor.records().await?;
    let led: Vec<_> = noted.leader.account.interventions.iter().map(|one| one.id).collect();
    let foreign = follow_up.iter().find_map(|record| match &record.body {
        Body::Enrolled(one) if !led.contains(&one.intervention) => Some(record.participation),
        _ => None,
    });
    let mut others = vec![RecordId::from_uuid(random::uuid())];
    if let Some(stay) = foreign {
        let desk = device();
        let elsewhere = record(desk, noted.supervisor.account.id, stay, deviation("Väntar", "vantetid")?);
        noted.supervisor.push(desk, &[elsewhere.write()]).await?;
        others.push(elsewhere.id);
    }
    for other in others {
        assert_eq!(release(&noted.leader, random::uuid(), &[noted.record, other], RELEASED).await?, nowhere);
    }
    let analyst = noted.analyst().await?;
    let unknown = format!("/api/v1/deviations/released/{}/progress", random::uuid());
    assert_eq!(put(&analyst, &unknown, &json!({"progress": "changed"})).await?, nowhere);
    let gathered = analyst.get("/api/v1/deviations").await?;
    assert_eq!(gathered.status(), StatusCode::FORBIDDEN);
    Ok(())
}

#[tokio::test]
async fn what_is_taken_back_is_gathered_no_more_and_who_reads_is_noted() -> Result<()> {
    let noted = Noted::new().await?;
    let second = noted.note(deviation("Ingen bostad", "bostad")?).await?;
    noted.note(Body::Voided { target: second }).await?;
    let left: Vec<RecordId> = noted.gathered().await?.deviations.iter().map(|one| one.record).collect();
    assert_eq!(left, [noted.record]);
    let records = noted.supervisor.everything(500).await?;
    let known: Vec<Known> = records
        .iter()
        .filter_map(|one| Some(Known { record: Record::read(one.record.get()).ok()?, received_at: None }))
        .filter(|known| known.record.participation == noted.stay)
        .collect();
    assert_eq!(fold(&known).deviations.len(), 1);
    let read = tests::behind::ask(
        noted.server.place(),
        &format!(
            "SELECT account FROM reads WHERE participation = '{}' AND account = '{}'",
            noted.stay, noted.leader.account.id
        ),
    )
    .await?;
    assert_eq!(read, noted.leader.account.id.to_string());
    Ok(())
}

#[tokio::test]
async fn nothing_leads_from_a_summary_to_somebody_who_was_erased() -> Result<()> {
    let server = Server::demo().await?;
    let (participant, supervisor) =
        (Client::sign_in(&server, Role::Participant).await?, Client::sign_in(&server, Role::Supervisor).await?);
    let (desk, stay) = (device(), participant.some_stay().await?);
    let noted = record(desk, supervisor.account.id, stay, deviation(NOTED, "sprak")?);
    supervisor.push(desk, &[noted.write()]).await?;
    let row = format!("SELECT record FROM deviations WHERE participation = '{stay}'");
    assert_eq!(tests::behind::run(server.place(), &row).await?, Some(noted.id.to_string()));
    let request = participant.http().post(participant.address("/api/v1/own/erasure"));
    request.json(&json!({"erase": "everything_about_me"})).send().await?.error_for_status()?;
    assert_eq!(tests::behind::run(server.place(), &row).await?, None);
    Ok(())
}

/// How many of each theme the leader's report counts.
async fn counted(noted: &Noted) -> Result<Value> {
    let figures: Value =
        noted.leader.get("/api/v1/dashboards/figures?reports=deviations").await?.error_for_status()?.json().await?;
    Ok(figures["reports"]["deviations"].clone())
}

#[tokio::test]
async fn a_deviation_that_was_taken_back_is_gathered_and_counted_no_more_and_released_words_stay() -> Result<()> {
    let noted = Noted::new().await?;
    let money = noted.note(deviation("Beslutet om pengar dröjer", "pengar")?).await?;
    let all = json!({"noted": 2, "participations": 1, "themes": {"pengar": 1, "sprak": 1}});
    assert_eq!(counted(&noted).await?, all);

    // Before it was released: nothing is left of it.
    noted.note(Body::Voided { target: money }).await?;
    let listed: Vec<RecordId> = noted.gathered().await?.deviations.iter().map(|one| one.record).collect();
    assert_eq!(listed, [noted.record]);
    assert_eq!(counted(&noted).await?["themes"], json!({"sprak": 1}));
    let of_nothing = release(&noted.leader, random::uuid(), &[money], RELEASED).await?;
    assert_eq!(of_nothing, (StatusCode::NOT_FOUND, "not_here".into()));

    // After it was released: the leader's list loses it, what the association was told stays.
    let id = random::uuid();
    assert_eq!(release(&noted.leader, id, &[noted.record], RELEASED).await?, done());
    noted.note(Body::Voided { target: noted.record }).await?;
    assert!(noted.gathered().await?.deviations.is_empty());
    assert_eq!(counted(&noted).await?, json!({"noted": 0, "participations": 0, "themes": {}}));
    let analyst = noted.analyst().await?;
    let (seen, _) = released(&analyst).await?;
    assert_eq!((seen.deviations.len(), seen.deviations[0].words.as_str()), (1, RELEASED));
    // And the record itself says so to everybody who holds the stay.
    let stay = fold_of(&noted).await?;
    assert!(stay.deviations.is_empty());
    Ok(())
}

async fn fold_of(noted: &Noted) -> Result<shared::fold::Participation> {
    let records = noted.supervisor.records().await?;
    let known: Vec<Known> = records
        .into_iter()
        .filter(|record| record.participation == noted.stay)
        .map(|record| Known { record, received_at: None })
        .collect();
    Ok(fold(&known))
}
