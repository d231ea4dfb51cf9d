//! Dashboards: the figures of the published year, kept small for the association, and moved by what arrives.

use anyhow::{Context, Result};
use reqwest::StatusCode;
use serde_json::Value;
use shared::account::Role;
use shared::dashboard::{Audience, FlowCount, MovementDashboard, SeenByGender, SeenMovement, release_periods};
use shared::id::ParticipationId;
use shared::record::Body;
use shared::record::Gender;
use shared::sync::wire::{Judged, Problem};
use tests::client::Client;
use tests::random;
use tests::records::{device, record};
use tests::server::Server;

/// Figures for 2019 of the file that the demonstration is made from, computed by an independent program.
const EXPECTED: &str = include_str!("../expected/sco-2019.json");

/// The months that 2019 was moved to: the twelve complete ones before this.
fn the_year() -> String {
    let last = random::this_month().plus(-1);
    format!("from={}&to={last}", last.plus(-11))
}

async fn movement(client: &Client, query: &str) -> Result<MovementDashboard> {
    let answer = client.get(&format!("/api/v1/dashboards/movement?{query}")).await?;
    anyhow::ensure!(answer.status() == StatusCode::OK, "{}", answer.text().await?);
    Ok(answer.json().await?)
}

fn flow(dashboard: &MovementDashboard, counts: FlowCount) -> Result<SeenByGender> {
    Ok(dashboard.flow.iter().find(|row| row.counts == counts).context("every count has a row")?.seen)
}

fn of(seen: SeenByGender, gender: Gender) -> Option<u32> {
    match gender {
        Gender::Woman => seen.woman,
        Gender::Man => seen.man,
        Gender::Other => seen.other,
    }
}

fn close(found: f64, expected: &Value) -> bool {
    expected.as_f64().is_some_and(|expected| (found - expected).abs() <= 1e-6)
}

#[tokio::test]
async fn the_participant_flow_of_the_year_is_the_published_one() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let dashboard = movement(&leader, &the_year()).await?;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    for counts in [
        FlowCount::ParticipationsIdentified,
        FlowCount::Anonymous,
        FlowCount::Started,
        FlowCount::Ended,
        FlowCount::UniquePersons,
    ] {
        let name = serde_json::to_value(counts)?;
        let expected = &expected["participant_flow"][name.as_str().unwrap_or_default()];
        assert_eq!(&serde_json::to_value(flow(&dashboard, counts)?)?, expected, "{counts:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_step_movement_of_the_year_is_the_expected_one() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let steps = movement(&leader, &the_year()).await?.steps;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    let expected = &expected["step_movement"];
    for (name, found) in [("woman", steps.woman), ("man", steps.man), ("total", steps.total)] {
        assert_eq!(serde_json::to_value(found)?, expected[name], "{name}");
    }
    assert_eq!(serde_json::to_value(steps.ever_forward)?, expected["ever_forward"]);
    let share = steps.share_forward.known().context("there are enough")?;
    assert!(close(share.share, &expected["share_forward"]), "{share:?}");
    assert!(close(share.low, &expected["share_forward_interval"][0]), "{share:?}");
    assert!(close(share.high, &expected["share_forward_interval"][1]), "{share:?}");
    Ok(())
}

#[tokio::test]
async fn the_rating_change_of_the_year_is_the_expected_one() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let rating = movement(&leader, &the_year()).await?.rating;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    let expected = &expected["rating_change"];
    let score = serde_json::to_value(rating.change)?;
    for name in ["n", "higher", "same", "lower"] {
        assert_eq!(score[name], expected[name], "{name}");
    }
    let means = rating.change.means.known().context("there are enough")?;
    assert!(close(means.before, &expected["mean_pre"]), "{means:?}");
    assert!(close(means.after, &expected["mean_post"]), "{means:?}");
    assert_eq!(serde_json::to_value(rating.reliable)?, expected["reliable_change"]);
    assert_eq!(rating.change.missing, Some(0));
    Ok(())
}

#[tokio::test]
async fn a_record_that_arrives_moves_the_figures() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let before = movement(&leader, "").await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let enrolment = supervisor.some_enrolment().await?;
    let Body::Enrolled(mut body) = enrolment.body else { anyhow::bail!("an enrolment enrols") };
    body.started = random::now().date();
    body.person = shared::id::PersonId::from_uuid(random::uuid());
    let gender = body.gender;
    let device = device();
    let stay = ParticipationId::from_uuid(random::uuid());
    let new = record(device, supervisor.account.id, stay, Body::Enrolled(body));
    let verdicts = supervisor.push(device, &[new.write()]).await?;
    assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");

    let after = movement(&leader, "").await?;
    for counts in [FlowCount::Started, FlowCount::ParticipationsIdentified, FlowCount::UniquePersons] {
        let (before, after) = (flow(&before, counts)?, flow(&after, counts)?);
        let (all, own) = (before.total.context("all")? + 1, of(before, gender).context("the own gender")? + 1);
        assert_eq!((after.total, of(after, gender)), (Some(all), Some(own)), "{counts:?}");
    }

    // Taken back, it leaves the figures again.
    let voided = record(device, supervisor.account.id, stay, Body::Voided { target: new.id });
    supervisor.push(device, &[voided.write()]).await?;
    assert_eq!(movement(&leader, "").await?, before);
    Ok(())
}

#[tokio::test]
async fn a_leader_chooses_among_the_own_interventions() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let whole = movement(&leader, &the_year()).await?;
    let mut sum = 0;
    for intervention in &leader.account.interventions {
        let one = movement(&leader, &format!("{}&intervention={}", the_year(), intervention.id)).await?;
        assert_eq!(one.interventions.len(), 1);
        sum += flow(&one, FlowCount::ParticipationsIdentified)?.total.context("a leader sees all")?;
    }
    assert_eq!(Some(sum), flow(&whole, FlowCount::ParticipationsIdentified)?.total);
    let foreign = format!("/api/v1/dashboards/movement?intervention={}", random::uuid());
    assert_eq!(leader.get(&foreign).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn a_period_that_is_none_is_refused_with_words() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    for query in ["from=2026-05&to=2026-04", "from=May", "to=2026-13", "intervention=all", "gender=kvinna"] {
        let answer = leader.get(&format!("/api/v1/dashboards/movement?{query}")).await?;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.json::<Problem>().await?.code, "unreadable", "{query}");
    }
    Ok(())
}

fn every_count(dashboard: &MovementDashboard) -> Vec<Option<u32>> {
    let by_gender = |seen: SeenByGender| [seen.woman, seen.man, seen.other, seen.total];
    let moved = |seen: SeenMovement| [seen.forward, seen.same, seen.back, seen.too_few];
    let steps = dashboard.steps;
    let of_steps = [steps.woman, steps.man, steps.other, steps.total].into_iter().flat_map(moved);
    let changes = dashboard.items.iter().map(|item| item.change).chain([dashboard.rating.change]);
    let of_changes = changes.flat_map(|change| [change.n, change.missing, change.higher, change.same, change.lower]);
    let of_flow = dashboard.flow.iter().flat_map(|row| by_gender(row.seen));
    of_flow.chain(of_steps).chain(of_changes).chain([steps.ever_forward]).collect()
}

#[tokio::test]
async fn the_association_sees_half_years_that_are_over_and_no_small_count() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let dashboard = movement(&analyst, "").await?;
    assert_eq!(dashboard.audience, Audience::Association);
    let newest = release_periods(random::now().date())[0];
    assert_eq!(dashboard.period, newest);
    let counts = every_count(&dashboard);
    assert!(!counts.iter().flatten().any(|count| (1..=4).contains(count)), "{dashboard:#?}");
    assert!(counts.iter().filter(|count| count.is_none()).count() > 3, "something is small in so few people");
    let people = flow(&dashboard, FlowCount::ParticipationsIdentified)?;
    assert!(people.total.is_some_and(|total| total >= 10), "{people:?}");
    // Years and half-years can be chosen among, and nothing else.
    let year = release_periods(random::now().date())
        .into_iter()
        .find(|period| period.from().month().plus(11) == period.to().month());
    let year = year.context("some year is over")?;
    let query = format!("from={}&to={}", year.from().month(), year.to().month());
    assert_eq!(movement(&analyst, &query).await?.period, year);
    let other = analyst.get(&format!("/api/v1/dashboards/movement?{}", "from=2019-02&to=2019-05")).await?;
    assert_eq!(other.status(), StatusCode::BAD_REQUEST);
    assert_eq!(other.json::<Problem>().await?.code, "not_a_release_period");
    Ok(())
}

#[tokio::test]
async fn what_the_association_was_shown_stays_as_it_was() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let before = movement(&analyst, "").await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let enrolment = supervisor.some_enrolment().await?;
    let Body::Enrolled(mut body) = enrolment.body else { anyhow::bail!("an enrolment enrols") };
    body.started = before.period.from();
    body.person = shared::id::PersonId::from_uuid(random::uuid());
    let device = device();
    let stay = ParticipationId::from_uuid(random::uuid());
    let new = record(device, supervisor.account.id, stay, Body::Enrolled(body));
    let verdicts = supervisor.push(device, &[new.write()]).await?;
    assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    // One more would be told by the difference.
    assert_eq!(movement(&analyst, "").await?, before);
    Ok(())
}

#[tokio::test]
async fn those_who_see_people_see_no_dashboards() -> Result<()> {
    let server = Server::demo().await?;
    for role in [Role::Participant, Role::Supervisor] {
        let client = Client::sign_in(&server, role).await?;
        let answer = client.get("/api/v1/dashboards/movement").await?;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{role:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_leader_singles_out_a_gender_and_a_municipality_on_the_overview() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let whole = movement(&leader, &the_year()).await?;
    let women = movement(&leader, &format!("{}&gender=woman", the_year())).await?;
    let all = |dashboard: &MovementDashboard| flow(dashboard, FlowCount::Started);
    assert_eq!(women.gender, Some(Gender::Woman));
    assert_eq!((all(&women)?.total, all(&women)?.man), (all(&whole)?.woman, Some(0)));
    assert_eq!((women.steps.total, women.steps.woman), (whole.steps.woman, whole.steps.woman));
    let mut of_municipalities = 0;
    anyhow::ensure!(whole.municipalities.len() > 1, "{:?}", whole.municipalities);
    for name in &whole.municipalities {
        let part = movement(&leader, &format!("{}&municipality={name}", the_year())).await?;
        assert_eq!((part.municipality.as_ref(), &part.municipalities), (Some(name), &whole.municipalities));
        of_municipalities += flow(&part, FlowCount::ParticipationsIdentified)?.total.context("a leader sees all")?;
    }
    let everybody = flow(&whole, FlowCount::ParticipationsIdentified)?.total.context("a leader sees all")?;
    assert!(of_municipalities > 0 && of_municipalities <= everybody, "{of_municipalities} of {everybody}");
    Ok(())
}

#[tokio::test]
async fn the_association_singles_out_one_part_of_what_was_released_on_the_overview() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let whole = movement(&analyst, "").await?;
    let (municipality, intervention) = (&whole.municipalities[0], whole.interventions[0].id);
    for part in ["gender=man".to_owned(), format!("municipality={municipality}")] {
        let seen = movement(&analyst, &part).await?;
        assert_eq!(seen.audience, Audience::Association);
        // The overview is the report's, to the digit.
        let address = format!("/api/v1/dashboards/figures?reports=participant-flow,step-movement&{part}");
        let figures: Value = analyst.get(&address).await?.error_for_status()?.json().await?;
        let started = &figures["reports"]["participant-flow"]["started"];
        let forward = &figures["reports"]["step-movement"]["total"]["forward"];
        let count = |value: &Value| value.as_u64();
        assert_eq!(flow(&seen, FlowCount::Started)?.total.map(u64::from), count(&started["total"]), "{part}");
        assert_eq!(seen.steps.total.forward.map(u64::from), count(forward), "{part}");
        assert!(every_count(&seen).into_iter().flatten().all(|count| count == 0 || count > 4), "{part}");
    }
    let address = "/api/v1/dashboards/movement";
    for both in [format!("gender=man&municipality={municipality}"), format!("gender=man&intervention={intervention}")] {
        let answer = analyst.get(&format!("{address}?{both}")).await?;
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{both}");
        assert_eq!(answer.json::<Problem>().await?.code, "not_released", "{both}");
    }
    let nowhere = analyst.get(&format!("{address}?municipality=Atlantis")).await?;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    Ok(())
}
