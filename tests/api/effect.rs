//! The effect on society: reckoned by the association's own prices, the same as `stegvis report impact`, and set against what
//! the interventions cost.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::cost::Costs;
use shared::dashboard::{Audience, release_periods};
use shared::economics::Actor;
use shared::effect_dashboard::{EffectDashboard, SeenMonth, SeenRealised, SeenStepScenarios};
use shared::figures::{Figure, Period};
use shared::id::{ParticipationId, PersonId, RecordId};
use shared::record::{Body, FollowUp, Record};
use shared::support::{Extent, Percent};
use shared::sync::wire::Judged;
use std::ffi::OsString;
use tests::client::Client;
use tests::program::run;
use tests::random;
use tests::records::{device, record};
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

/// The figures of a report by that name, as the program writes them.
async fn reported(server: &Server, name: &str, period: Period, audience: &str) -> Result<Value> {
    let (from, to) = (period.from().to_string(), period.to().to_string());
    let asked = ["report", name, "--association", ASSOCIATION, "--from", &from, "--to", &to, "--audience", audience];
    let asked = asked.iter().map(OsString::from).chain(server.place().flags());
    let output = run(&asked.collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let mut report: Value = serde_json::from_slice(&output.stdout)?;
    Ok(report["figures"].take())
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

    let report = reported(&server, "impact", seen.period, "member").await?;
    assert_eq!(serde_json::to_value(found)?, report, "to the digit");

    let expected: Value = serde_json::from_str(EXPECTED)?;
    let published = &expected["impact"]["society_per_month"];
    let published = published.as_f64().context("the published effect has society's gain")?;
    let society = found.society_per_month.context("nothing is hidden from the member")?.kronor();
    assert!((society - published).abs() < 1e-6, "{found:?}");
    let actors = found.per_month.sum().context("nothing is hidden from the member")?;
    assert!((actors - society).abs() < 1e-6, "transfers cancel");
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

/// What a text would become as a list of prices.
async fn tried(client: &Client, text: &str) -> Result<Value> {
    let address = client.address("/api/v1/administration/prices/trial");
    let answer = client.http().post(address).json(&json!({ "text": text })).send().await?.error_for_status()?;
    Ok(answer.json().await?)
}

#[tokio::test]
async fn a_file_of_prices_is_tried_against_the_newest_list_and_nothing_is_kept_until_it_is_said() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let newest = async || Ok::<Value, anyhow::Error>(analyst.get("/api/v1/administration/prices").await?.json().await?);
    let before = newest().await?;
    let mut later: Value = serde_json::from_str(PRICES)?;
    later["price_year"] = json!(2031);
    later["source"] = json!("Förbundets egna tal");
    later["flows"][0]["amount"] = json!(17_250.5);
    let last = before["flows"].as_array().and_then(|flows| flows.last()).context("there are prices")?;
    later["flows"].as_array_mut().and_then(Vec::pop).context("there are as many")?;
    let said = tried(&analyst, &format!("\u{feff}{later}")).await?;
    let against = &said["list"]["against"];
    assert_eq!(against["changed"][0]["before"], before["flows"][0]["amount"]);
    assert_eq!(against["changed"][0]["flow"]["amount"], json!(17_250.5));
    assert_eq!((&against["gone"], &against["new"]), (&json!([last]), &json!([])));
    let all = before["flows"].as_array().map_or(0, Vec::len);
    assert_eq!((&against["same"], &against["price_year"]), (&json!(all - 2), &before["price_year"]));
    assert_eq!(newest().await?, before, "trying keeps nothing");

    let (status, _) = put(&analyst, "prices", &said["list"]["list"]).await?;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let now = newest().await?;
    assert_eq!((&now["price_year"], &now["source"]), (&json!(2031), &json!("Förbundets egna tal")));
    let same = tried(&analyst, &later.to_string()).await?;
    assert_eq!(
        (&same["list"]["against"]["same"], &same["list"]["against"]["is_same_head"]),
        (&json!(all - 1), &json!(true))
    );
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_in_a_file_of_prices_is_told_by_line_and_field() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let line_with = |text: &str, what: &str| text.lines().position(|line| line.contains(what)).map(|at| at + 1);
    for (is, was, line) in [
        ("\"amount\": -5", "\"amount\": 2600", "-5"),
        ("\"when\": \"lotteri\"", "\"when\": \"work\"", "lotteri"),
        ("\"amount\": \"mycket\"", "\"amount\": 2600", "mycket"),
        ("\"amount\": 2600,,", "\"amount\": 2600", "2600,,"),
    ] {
        let text = PRICES.replacen(was, is, 1);
        let said = tried(&analyst, &text).await?;
        let expected = line_with(&text, line).with_context(|| format!("{line} stands in the file"))?;
        assert_eq!(said["fault"]["line"], json!(expected), "{is}: {said}");
        ensure!(said["fault"]["what"].as_str().is_some_and(|what| what.contains("flows")), "{is}: {said}");
    }
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
    // What was made with the prices of one year does not stand beside those of another.
    let mut later: Value = serde_json::from_str(PRICES)?;
    later["price_year"] = json!(2031);
    assert_eq!(put(&analyst, "prices", &later).await?.0, StatusCode::NO_CONTENT);
    assert_eq!(effect(&analyst, "").await?, seen);
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let by_now = effect(&leader, "").await?.prices.map(|prices| prices.price_year);
    assert_eq!(by_now, Some(2031), "what is computed now is computed with the prices of now");
    Ok(())
}

/// Somebody who begins this month on sick pay, and lives on half of it by the follow-up of the same month.
fn somebody(enrolled: &Record, own: &Client, looked_at: bool) -> Result<Vec<Record>> {
    let Body::Enrolled(mut enrolment) = enrolled.body.clone() else { anyhow::bail!("an enrolment enrols") };
    let sick = |percent| -> Result<Vec<Extent>> {
        Ok(vec![Extent { code: "sjukpenning".to_owned().try_into()?, percent: Percent::new(percent)? }])
    };
    enrolment.started = random::now().date();
    enrolment.person = PersonId::from_uuid(random::uuid());
    enrolment.support_before = sick(100)?;
    let (device, stay) = (device(), ParticipationId::from_uuid(random::uuid()));
    let follow_up = FollowUp { support: if looked_at { sick(50)? } else { Vec::new() }, ..FollowUp::default() };
    let says = |sequence, body| Record { sequence, ..record(device, own.account.id, stay, body) };
    Ok(vec![says(1, Body::Enrolled(enrolment)), says(2, Body::FollowedUp(follow_up))])
}

#[tokio::test]
async fn what_follow_ups_say_is_the_realised_effect_and_what_nobody_looked_at_is_missing() -> Result<()> {
    let server = Server::demo().await?;
    with_prices(&server).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let this_month = random::this_month();
    let query = format!("?from={this_month}&to={this_month}");
    let month_of = |seen: &EffectDashboard| seen.realised.as_ref().and_then(|all| all.months.first().cloned());
    let before = month_of(&effect(&leader, &query).await?).context("people take part this month")?;
    ensure!(before.n == Some(0), "nobody is followed up yet: {before:?}");

    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let enrolled = supervisor.some_enrolment().await?;
    let mut sent: Vec<RecordId> = Vec::new();
    for number in 0..11 {
        let records = somebody(&enrolled, &supervisor, number < 10)?;
        let texts: Vec<String> = records.iter().map(Record::write).collect();
        let verdicts = supervisor.push(records[0].device, &texts).await?;
        ensure!(verdicts.iter().all(|one| matches!(one.judged, Judged::Accepted { .. })), "{verdicts:?}");
        sent.extend(records.iter().map(|record| record.id));
    }
    ensure!(sent.len() == 22);
    let seen = effect(&leader, &query).await?;
    let after = month_of(&seen).context("people take part this month")?;
    assert_eq!((after.n, after.missing), (Some(10), before.missing.map(|count| count + 1)));
    let money = after.money.known().context("ten are enough")?;
    let prices: Value = serde_json::from_str(PRICES)?;
    let benefit = prices["flows"].as_array().into_iter().flatten().find(|flow| flow["when"] == "sjukpenning");
    let amount = benefit.and_then(|flow| flow["amount"].as_f64()).context("sick pay has a price")?;
    assert_eq!(money.fiscal.of(Actor::Forsakringskassan), Some(amount * 5.0), "half of it, ten times");
    let society = money.society.context("nothing is hidden from the member")?.kronor();
    let actors = money.fiscal.sum().context("nothing is hidden from the member")?;
    assert!((actors - society).abs() < 1e-6, "transfers cancel");

    for (name, shown) in [("realised-effect", json!(seen.realised)), ("step-scenario", json!(seen.steps))] {
        let report = reported(&server, name, seen.period, "member").await?;
        let read = match name {
            "realised-effect" => json!(SeenRealised::of_report(&report)),
            _ => json!(SeenStepScenarios::of_report(&report)),
        };
        assert_eq!(shown, read, "{name}, to the digit");
    }
    let report = reported(&server, "realised-effect", seen.period, "member").await?;
    let reported = &report["months"][this_month.to_string()];
    assert_eq!(json!(money.fiscal), reported["fiscal"], "to the digit");
    assert_eq!((json!(after.n), json!(money.society)), (reported["n"].clone(), reported["society"].clone()));
    Ok(())
}

#[tokio::test]
async fn the_demonstration_shows_month_by_month_what_people_live_on_less_than_before() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    let seen = effect(&leader, &format!("?from={from}&to={to}")).await?.realised.context("there are prices")?;
    ensure!(seen.months.len() == 12, "{seen:?}");
    for month in &seen.months {
        let money = month.money.known().with_context(|| format!("too few in {}: {month:?}", month.month))?;
        ensure!(month.n.is_some_and(|count| count >= 10) && month.missing.is_some(), "{month:?}");
        let (fiscal, society) = money.fiscal.sum().zip(money.society).context("the member sees every part")?;
        assert!((fiscal - society.kronor()).abs() < 1e-6, "transfers cancel");
    }
    let insured = |month: Option<&SeenMonth>| {
        month.and_then(|month| month.money.known()).and_then(|money| money.fiscal.of(Actor::Forsakringskassan))
    };
    let (first, last) = (insured(seen.months.first()), insured(seen.months.last()));
    ensure!(last > first && last > Some(0.0), "less is paid out when people have come further: {first:?}, {last:?}");
    Ok(())
}

#[tokio::test]
async fn a_step_is_told_as_a_scenario_with_its_share_and_under_ten_as_too_few() -> Result<()> {
    let server = Server::demo().await?;
    with_prices(&server).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    let seen = effect(&leader, &format!("?from={from}&to={to}")).await?;
    let steps = seen.steps.context("work has a price")?;
    ensure!(steps.steps.iter().any(|step| step.worth.known().is_some()), "no step has ten: this test shows nothing");
    for step in &steps.steps {
        let n = step.n.context("nothing is hidden from the member")?;
        match step.worth {
            Figure::Known(worth) => {
                ensure!(n >= 10, "{step:?}");
                let expected = worth.probability.share * steps.value_of_work.kronor();
                assert!((worth.expected.kronor() - expected).abs() < 1e-6, "{step:?}");
                ensure!(worth.low <= worth.expected && worth.expected <= worth.high, "{step:?}");
            }
            Figure::TooFew { have, need } => assert_eq!((have, need, n < 10), (n as usize, 10, true)),
            Figure::Hidden => anyhow::bail!("nothing is hidden from the member: {step:?}"),
        }
    }
    Ok(())
}

#[tokio::test]
async fn outside_the_member_the_realised_effect_and_the_steps_are_those_that_the_reports_release() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let seen = effect(&analyst, "").await?;
    let realised = reported(&server, "realised-effect", seen.period, "association").await?;
    let steps = reported(&server, "step-scenario", seen.period, "association").await?;
    assert_eq!(seen.realised, SeenRealised::of_report(&realised));
    assert_eq!(seen.steps, SeenStepScenarios::of_report(&steps));
    ensure!(!realised.to_string().contains("support_only") && !realised.to_string().contains("unpriced"), "{realised}");
    let small = |count: &Option<u32>| count.is_some_and(|count| (1..5).contains(&count));
    let shown = seen.realised.context("there are prices")?;
    ensure!(!shown.months.iter().any(|month| small(&month.n) || small(&month.missing)), "{shown:?}");
    let steps = seen.steps.context("work has a price")?;
    ensure!(!steps.steps.iter().any(|step| small(&step.n) || small(&step.to_work)), "{steps:?}");
    Ok(())
}

#[tokio::test]
async fn all_money_of_a_period_is_released_at_the_prices_of_one_list() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let period = *release_periods(random::now().date()).first().context("a period that is over")?;
    let query = format!("?from={}&to={}", period.from().month(), period.to().month());
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let value_of_work = |seen: EffectDashboard| seen.steps.map(|steps| steps.value_of_work);
    let then = value_of_work(effect(&leader, &query).await?);
    reported(&server, "impact", period, "association").await?;

    let mut doubled: Value = serde_json::from_str(PRICES)?;
    for flow in doubled["flows"].as_array_mut().into_iter().flatten() {
        flow["amount"] = json!(flow["amount"].as_f64().map(|amount| amount * 2.0));
    }
    assert_eq!(put(&analyst, "prices", &doubled).await?.0, StatusCode::NO_CONTENT);
    assert_ne!(value_of_work(effect(&leader, &query).await?), then, "the member sees by the prices of now");
    let seen = effect(&analyst, &query).await?;
    assert_eq!(seen.prices.as_ref().map(|prices| prices.price_year), Some(2019));
    assert_eq!(value_of_work(seen), then, "by the prices that the effect was released at");
    Ok(())
}

/// What a report says of a part, as the program writes it.
async fn reported_of_part(server: &Server, name: &str, audience: &str, (by, part): (&str, &str)) -> Result<Value> {
    let period = match audience {
        "member" => {
            let last = random::this_month().plus(-1);
            Period::new(last.plus(-11).first_day(), last.last_day())?
        }
        _ => *release_periods(random::now().date()).first().context("there is one")?,
    };
    let (from, to) = (period.from().to_string(), period.to().to_string());
    let asked = [
        "report",
        name,
        "--association",
        ASSOCIATION,
        "--from",
        &from,
        "--to",
        &to,
        "--audience",
        audience,
        "--by",
        by,
    ];
    let asked = asked.iter().map(OsString::from).chain(server.place().flags());
    let output = run(&asked.collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let mut report: Value = serde_json::from_slice(&output.stdout)?;
    Ok(report["figures"][format!("by_{by}")][part].take())
}

#[tokio::test]
async fn one_gender_and_one_municipality_are_singled_out_as_the_reports_split_them() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = with_prices(&server).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    let all = effect(&leader, &format!("?from={from}&to={to}")).await?;
    let municipality = all.municipalities.first().cloned().context("people live somewhere")?;
    for (by, part) in [("gender", "woman"), ("municipality", &*municipality)] {
        let seen = effect(&leader, &format!("?from={from}&to={to}&{by}={part}")).await?;
        ensure!(seen.ended < all.ended && seen.cost.is_none(), "{by}: {:?} of {:?}", seen.ended, all.ended);
        let realised = reported_of_part(&server, "realised-effect", "member", (by, part)).await?;
        assert_eq!(seen.realised, SeenRealised::of_report(&realised), "{by}");
        let steps = reported_of_part(&server, "step-scenario", "member", (by, part)).await?;
        assert_eq!(seen.steps, SeenStepScenarios::of_report(&steps), "{by}");

        let released = effect(&analyst, &format!("?{by}={part}")).await?;
        let realised = reported_of_part(&server, "realised-effect", "association", (by, part)).await?;
        assert_eq!(released.realised, SeenRealised::of_report(&realised), "{by}, as it was released");
    }
    let both = format!("/api/v1/dashboards/effect?gender=woman&municipality={municipality}");
    assert_eq!(analyst.get(&both).await?.status(), StatusCode::CONFLICT, "parts of parts do not leave");
    Ok(())
}
