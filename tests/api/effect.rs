//! The effect on society: reckoned by the association's own prices, the same as `stegvis report impact`, and set against what
//! the interventions cost.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::cost::Costs;
use shared::dashboard::Audience;
use shared::effect_dashboard::EffectDashboard;
use shared::figures::Figure;
use std::ffi::OsString;
use tests::client::Client;
use tests::program::run;
use tests::random;
use tests::server::Server;

const ASSOCIATION: &str = "Centrala Östergötland";
const PRICES: &str = include_str!("../data/sco-2019/prices.json");
const EXPECTED: &str = include_str!("../expected/sco-2019.json");

/// The twelve complete months before this one, to which the published year was moved.
fn the_year() -> (String, String) {
    let last = random::this_month().plus(-1);
    (last.plus(-11).to_string(), last.to_string())
}

async fn put(client: &Client, path: &str, body: &Value) -> Result<(StatusCode, Value)> {
    let address = client.address(&format!("/api/v1/administration/{path}"));
    let answer = client.http().put(address).json(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    Ok((status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? }))
}

async fn effect(client: &Client, query: &str) -> Result<EffectDashboard> {
    let answer = client.get(&format!("/api/v1/dashboards/effect{query}")).await?;
    ensure!(answer.status() == StatusCode::OK, "{}", answer.text().await?);
    Ok(answer.json().await?)
}

async fn with_prices(server: &Server) -> Result<Client> {
    let analyst = Client::sign_in(server, Role::AssociationAnalyst).await?;
    let (status, said) = put(&analyst, "prices", &serde_json::from_str(PRICES)?).await?;
    ensure!(status == StatusCode::NO_CONTENT, "{said}");
    Ok(analyst)
}

#[tokio::test]
async fn the_dashboard_gives_the_same_effect_as_the_report_and_as_was_published() -> Result<()> {
    let server = Server::demo().await?;
    with_prices(&server).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    let seen = effect(&leader, &format!("?from={from}&to={to}")).await?;
    let Some(Figure::Known(found)) = &seen.effect else { anyhow::bail!("nothing is reckoned: {seen:?}") };

    let last_day = random::this_month().plus(-1).last_day();
    let asked = [
        "report",
        "impact",
        "--association",
        ASSOCIATION,
        "--from",
        &format!("{from}-01"),
        "--to",
        &last_day.to_string(),
    ]
    .map(OsString::from);
    let output = run(&asked.into_iter().chain(server.place().flags()).collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(serde_json::to_value(found)?, report["figures"], "to the digit");

    let expected: Value = serde_json::from_str(EXPECTED)?;
    let published = &expected["impact"]["society_per_month"];
    let published = published.as_f64().context("the published effect has society's gain")?;
    assert!((found.society_per_month.kronor() - published).abs() < 1e-6, "{found:?}");
    assert!((found.per_month.sum() - found.society_per_month.kronor()).abs() < 1e-6, "transfers cancel");
    assert_eq!((seen.ended, seen.audience), (Some(61), Audience::Member));

    let foreign = format!("/api/v1/dashboards/effect?intervention={}", random::uuid());
    assert_eq!(leader.get(&foreign).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn a_list_that_breaks_a_rule_is_refused_by_its_field_and_the_one_before_holds() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let mut wrong: Value = serde_json::from_str(PRICES)?;
    wrong["flows"][1]["amount"] = json!(-5);
    let (status, said) = put(&analyst, "prices", &wrong).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said["message"].as_str().is_some_and(|text| text.contains("flows[1].amount")), "{said}");
    let mut unknown: Value = serde_json::from_str(PRICES)?;
    unknown["flows"][0]["when"] = json!("lotteri");
    let (_, said) = put(&analyst, "prices", &unknown).await?;
    assert!(said["message"].as_str().is_some_and(|text| text.contains("flows[0].when")), "{said}");
    let holds: Value = analyst.get("/api/v1/administration/prices").await?.json().await?;
    let before: Value = serde_json::from_str(PRICES)?;
    assert_eq!(holds["flows"].as_array().map(Vec::len), before["flows"].as_array().map(Vec::len));
    Ok(())
}

#[tokio::test]
async fn costs_are_kept_by_year_said_twice_once_and_shown_only_when_all_are_known() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let year = random::this_month().year() - 1;
    let query = format!("?from={year}-01&to={year}-12");
    assert_eq!(effect(&leader, &query).await?.cost, None);
    let own = &leader.account.interventions;
    for (number, intervention) in own.iter().enumerate() {
        assert_eq!(effect(&leader, &query).await?.cost, None, "{number} are not all");
        let said = json!({"intervention": intervention.id, "year": year, "cost": 100_000, "budget": 120_000});
        for _ in 0..2 {
            assert_eq!(put(&analyst, "costs", &said).await?.0, StatusCode::NO_CONTENT);
        }
    }
    let all = 100_000.0 * own.len() as f64;
    assert_eq!(effect(&leader, &query).await?.cost, Some(all));
    let costs: Costs = analyst.get("/api/v1/administration/costs").await?.json().await?;
    let known = costs.lines.iter().filter(|line| line.years.contains_key(&year)).count();
    assert_eq!(known, own.len());

    let foreign = json!({"intervention": random::uuid(), "year": year, "cost": 1});
    assert_eq!(put(&analyst, "costs", &foreign).await?.0, StatusCode::NOT_FOUND);
    let early = json!({"intervention": own[0].id, "year": 1492, "cost": 1});
    assert_eq!(put(&analyst, "costs", &early).await?.0, StatusCode::UNPROCESSABLE_ENTITY);
    Ok(())
}

#[tokio::test]
async fn outside_the_member_an_effect_is_shown_as_it_was_released_or_not_at_all() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let seen = effect(&analyst, "").await?;
    assert_eq!(seen.audience, Audience::Association);
    let again = effect(&analyst, "").await?;
    assert_eq!(seen, again, "what was shown stays as it was");
    if let Some(Figure::Known(found)) = &seen.effect {
        assert!(found.n >= 10 && found.unpriced.is_empty());
    }
    Ok(())
}
