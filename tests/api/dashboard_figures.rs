//! The figures behind the pages of the dashboards: of one selection, in full or as they were released.

use anyhow::{Context, Result};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::dashboard::DashboardFigures;
use shared::fold::{Known, Participation, fold};
use shared::id::ParticipationId;
use shared::month_window::MonthWindow;
use shared::report::ReportName;
use shared::sync::wire::Problem;
use std::collections::BTreeMap;
use tests::client::Client;
use tests::random;
use tests::records::{device, followed_up, record};
use tests::server::Server;

const ADDRESS: &str = "/api/v1/dashboards/figures";

async fn figures(client: &Client, query: &str) -> Result<DashboardFigures> {
    Ok(client.get(&format!("{ADDRESS}?{query}")).await?.error_for_status()?.json().await?)
}

async fn refused(client: &Client, query: &str) -> Result<(StatusCode, String)> {
    let answer = client.get(&format!("{ADDRESS}?{query}")).await?;
    Ok((answer.status(), answer.json::<Problem>().await?.code))
}

fn total(figures: &DashboardFigures) -> Result<u64> {
    let flow = figures.report(ReportName::ParticipantFlow).context("it was asked for")?;
    flow["participations_identified"]["total"].as_u64().context("a leader sees all")
}

#[tokio::test]
async fn a_leader_singles_out_a_gender_and_a_municipality_and_the_parts_make_up_the_whole() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let whole = figures(&leader, "reports=participant-flow").await?;
    let mut of_genders = 0;
    for gender in ["woman", "man", "other"] {
        let part = figures(&leader, &format!("reports=participant-flow&gender={gender}")).await?;
        assert_eq!(serde_json::to_value(part.gender)?, gender);
        of_genders += total(&part)?;
    }
    assert_eq!(of_genders, total(&whole)?);
    assert!(whole.municipalities.len() > 1, "{:?}", whole.municipalities);
    let mut of_municipalities = 0;
    for name in &whole.municipalities {
        let part = figures(&leader, &format!("reports=participant-flow&municipality={name}")).await?;
        assert_eq!(part.municipality.as_ref(), Some(name));
        of_municipalities += total(&part)?;
    }
    assert!(of_municipalities > 0 && of_municipalities <= total(&whole)?, "{of_municipalities}");
    Ok(())
}

#[tokio::test]
async fn what_is_no_report_of_a_page_and_what_is_foreign_is_refused() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    for query in ["", "reports=", "reports=salaries", "reports=impact", "reports=exits,goals", "reports=exits&gender=x"]
    {
        assert_eq!(refused(&leader, query).await?, (StatusCode::BAD_REQUEST, "unreadable".into()), "{query}");
    }
    let foreign = format!("reports=exits&intervention={}", random::uuid());
    assert_eq!(refused(&leader, &foreign).await?.0, StatusCode::NOT_FOUND);
    for role in [Role::Participant, Role::Supervisor] {
        let client = Client::sign_in(&server, role).await?;
        assert_eq!(refused(&client, "reports=exits").await?.0, StatusCode::FORBIDDEN, "{role:?}");
    }
    Ok(())
}

#[tokio::test]
async fn outside_the_member_one_part_is_seen_at_a_time_and_no_small_count_in_it() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let whole = figures(&analyst, "reports=participant-flow").await?;
    let (intervention, municipality) = (whole.interventions[0].id, &whole.municipalities[0]);
    let parts =
        ["gender=woman".to_owned(), format!("intervention={intervention}"), format!("municipality={municipality}")];
    for part in &parts {
        let seen = figures(&analyst, &format!("reports=participant-flow,step-movement,exits&{part}")).await?;
        let small = |value: &Value| value.as_u64().is_some_and(|count| (1..=4).contains(&count));
        let flow = seen.report(ReportName::ParticipantFlow).context("it is made for each part")?;
        let counts = flow.as_object().into_iter().flatten().flat_map(|(_, row)| row.as_object()).flatten();
        assert!(!counts.into_iter().any(|(_, count)| small(count)), "{part}: {flow}");
        // What only all are told is not there.
        let by = figures(&analyst, &format!("reports=support-after-by-municipality&{part}")).await?;
        assert_eq!(by.reports.is_empty(), part.starts_with("intervention"), "{part}: {by:?}");
    }
    for (place, one) in parts.iter().enumerate() {
        let other = &parts[(place + 1) % parts.len()];
        let (status, code) = refused(&analyst, &format!("reports=exits&{one}&{other}")).await?;
        assert_eq!((status, code.as_str()), (StatusCode::CONFLICT, "not_released"), "{one} {other}");
    }
    Ok(())
}

#[tokio::test]
async fn a_follow_up_is_on_time_while_its_month_is_asked_for_and_late_after_that() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let led: Vec<_> = leader.account.interventions.iter().map(|one| one.id).collect();
    let now = random::this_month();
    let mut of_stays: BTreeMap<ParticipationId, Vec<Known>> = BTreeMap::new();
    for record in supervisor.records().await? {
        of_stays.entry(record.participation).or_default().push(Known { record, received_at: None });
    }
    let is_meant = |folded: &Participation| {
        let is_led = folded.enrolment().is_some_and(|one| led.contains(&one.intervention));
        let nothing_said =
            [1, 3].iter().all(|back| folded.months.get(&now.plus(-back)).is_none_or(|view| view.follow_up.is_none()));
        is_led && folded.is_open_in(now.plus(-1)) && folded.is_open_in(now.plus(-3)) && nothing_said
    };
    let stay = of_stays.iter().find(|(_, known)| is_meant(&fold(known))).map(|(stay, _)| *stay);
    let stay = stay.context("somebody has been there for months")?;
    let query = format!("reports=response&from={}&to={now}", now.plus(-3));
    let on_time = async || {
        let seen = figures(&leader, &query).await?;
        let response = seen.report(ReportName::Response).context("it was asked for")?.clone();
        let known = &response["follow_ups_on_time"]["known"];
        let count = |value: &Value| value.as_u64().unwrap_or(0);
        Ok::<_, anyhow::Error>((count(&known["successes"]), count(&known["n"])))
    };
    let before = on_time().await?;
    let desk = device();
    // A month is looked at once it is over, and the last one may be answered until the tenth.
    let is_asked_for = MonthWindow::of(now.plus(-1), random::now().date()) != MonthWindow::Closed;
    for (sequence, month) in [(1, now.plus(-1)), (2, now.plus(-3))] {
        let mut new = record(desk, supervisor.account.id, stay, followed_up(12));
        (new.sequence, new.month) = (sequence, month);
        supervisor.push(desk, &[new.write()]).await?;
    }
    assert_eq!(on_time().await?, (before.0 + u64::from(is_asked_for), before.1 + 2));
    Ok(())
}

#[tokio::test]
async fn what_interventions_work_on_is_told_to_the_association_without_small_counts() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let seen = figures(&analyst, "reports=conditions,participant-flow").await?;
    let focus = &seen.report(ReportName::Conditions).context("it is made for all")?["by"]["focus"];
    let groups = focus.as_object().context("groups by focus")?;
    assert!(!groups.is_empty());
    for (name, group) in groups {
        let n = &group["n"];
        assert!(n == &json!("hidden") || n.as_u64().is_some_and(|n| n == 0 || n > 4), "{name}: {group}");
    }
    Ok(())
}
