//! Whole reports over the API: a leader's in full, the board's as they were released, saved and made again to the digit.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::administration::Editions;
use shared::dashboard::release_periods;
use shared::id::{ParticipationId, PersonId};
use shared::record::Body;
use shared::reference::SUPPORT_LIST;
use shared::report::saved::{FollowUpSheet, MadeAgain, SavedReport, SavedReports};
use shared::sync::wire::{Judged, Problem};
use shared::time::Month;
use tests::behind::{ask, run};
use tests::client::Client;
use tests::random;
use tests::records::{device, record};
use tests::server::Server;

const SAVED: &str = "/api/v1/reports/saved";

/// The twelve complete months before this.
fn the_year() -> (String, String) {
    let last = random::this_month().plus(-1);
    (last.plus(-11).to_string(), last.to_string())
}

/// The last period that figures leave the members for.
fn released() -> Result<(String, String)> {
    let periods = release_periods(random::now().date());
    let period = periods.first().context("a period that is over")?;
    Ok((period.from().month().to_string(), period.to().month().to_string()))
}

async fn bytes(client: &Client, path: &str) -> Result<(String, Vec<u8>)> {
    let answer = client.get(path).await?;
    ensure!(answer.status() == StatusCode::OK, "{path}: {}", answer.text().await?);
    let kind = answer.headers().get("content-type").context("a type")?.to_str()?.to_owned();
    let saved_as = answer.headers().get("content-disposition").context("a name")?.to_str()?;
    ensure!(saved_as.starts_with("attachment; filename=\""), "{saved_as}");
    Ok((kind, answer.bytes().await?.to_vec()))
}

async fn save(client: &Client, (from, to): &(String, String)) -> Result<SavedReport> {
    let request = client.http().post(client.address(SAVED)).json(&json!({"from": from, "to": to}));
    let answer = request.send().await?;
    ensure!(answer.status() == StatusCode::OK, "{}", answer.text().await?);
    Ok(answer.json().await?)
}

async fn again(client: &Client, saved: &SavedReport) -> Result<MadeAgain> {
    Ok(client.get(&format!("{SAVED}/{}", saved.id)).await?.json().await?)
}

#[tokio::test]
async fn a_leader_takes_the_year_away_in_every_form() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    for (form, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-"[..]),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "application/zip", b"PK"),
    ] {
        let path = format!("/api/v1/reports/annual?from={from}&to={to}&form={form}");
        let (found, content) = bytes(&leader, &path).await?;
        assert_eq!(found, kind);
        assert!(content.starts_with(start), "{form}");
    }
    Ok(())
}

#[tokio::test]
async fn a_saved_report_is_the_same_whatever_comes_in_later_and_a_new_one_is_not() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let this = random::this_month();
    let year = (this.plus(-11).to_string(), this.to_string());
    let first = save(&leader, &year).await?;
    let file = format!("{SAVED}/{}/file?form=csv", first.id);
    let before = bytes(&leader, &file).await?;

    let enrolment = supervisor.some_enrolment().await?;
    let Body::Enrolled(mut body) = enrolment.body else { anyhow::bail!("an enrolment enrols") };
    body.started = random::now().date();
    body.person = PersonId::from_uuid(random::uuid());
    let (desk, stay) = (device(), ParticipationId::from_uuid(random::uuid()));
    let new = record(desk, supervisor.account.id, stay, Body::Enrolled(body));
    let verdicts = supervisor.push(desk, &[new.write()]).await?;
    assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");

    let made = again(&leader, &first).await?;
    assert_eq!(made, MadeAgain { is_same: true, missing_records: 0, lists_changed: false, program_changed: false });
    assert!(bytes(&leader, &file).await? == before, "the file of a saved report has changed");
    let second = save(&leader, &year).await?;
    assert_ne!(second.fingerprint, first.fingerprint, "what came in is in a new report");
    let listed: SavedReports = leader.get(SAVED).await?.json().await?;
    assert_eq!(listed.reports, [second, first]);
    Ok(())
}

#[tokio::test]
async fn a_report_says_how_many_records_are_gone_when_somebody_was_erased() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let records = participant.records().await?.len();
    let saved = save(&leader, &the_year()).await?;
    let request = participant.http().post(participant.address("/api/v1/own/erasure"));
    let answer = request.json(&json!({"erase": "everything_about_me"})).send().await?;
    assert_eq!(answer.status(), StatusCode::OK);
    let made = again(&leader, &saved).await?;
    assert!(!made.is_same);
    assert!(made.missing_records >= u64::try_from(records)?, "{made:?}, {records}");
    Ok(())
}

#[tokio::test]
async fn the_board_gets_what_was_released_and_sees_no_report_of_a_member() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let of_member = save(&leader, &the_year()).await?;
    let listed: SavedReports = analyst.get(SAVED).await?.json().await?;
    assert!(listed.reports.is_empty());
    for path in [format!("{SAVED}/{}", of_member.id), format!("{SAVED}/{}/file?form=pdf", of_member.id)] {
        assert_eq!(analyst.get(&path).await?.status(), StatusCode::NOT_FOUND);
    }
    let (from, to) = released()?;
    let path = format!("/api/v1/reports/annual?from={from}&to={to}&form=csv");
    let (_, package) = bytes(&analyst, &path).await?;
    assert!(package.starts_with(b"PK"));
    let (from, to) = the_year();
    let answer = analyst.get(&format!("/api/v1/reports/annual?from={from}&to={to}&form=csv")).await?;
    if (from, to) != released()? {
        assert_eq!(answer.json::<Problem>().await?.code, "not_a_release_period");
    }
    let saved = save(&analyst, &released()?).await?;
    assert!(again(&analyst, &saved).await?.is_same);
    Ok(())
}

#[tokio::test]
async fn a_report_names_the_prices_that_its_figures_were_computed_with() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let mut prices: Value = serde_json::from_str(include_str!("../data/sco-2019/prices.json"))?;
    let enter = async |prices: &Value| -> Result<()> {
        let request = analyst.http().put(analyst.address("/api/v1/administration/prices")).json(prices);
        Ok(request.send().await?.error_for_status().map(drop)?)
    };
    // The demonstration's own list, if it has one, comes first.
    let newest = async || ask(server.place(), "SELECT CAST(MAX(position) AS TEXT) FROM price_lists").await;
    enter(&prices).await?;
    let first = newest().await?;
    save(&analyst, &released()?).await?;
    prices["price_year"] = json!(2031);
    enter(&prices).await?;
    let second = newest().await?;
    ensure!(first != second, "there is no newer list");
    let of_board = save(&analyst, &released()?).await?;
    let of_leader = save(&leader, &the_year()).await?;
    let named = async |saved: &SavedReport| -> Result<String> {
        let asked = format!("SELECT definition FROM saved_reports WHERE id = '{}'", saved.id);
        let definition: Value = serde_json::from_str(&ask(server.place(), &asked).await?)?;
        Ok(definition["prices"].to_string())
    };
    assert_eq!(named(&of_board).await?, first, "what was released was computed with the prices of then");
    assert_eq!(named(&of_leader).await?, second);
    assert!(again(&analyst, &of_board).await?.is_same);
    Ok(())
}

#[tokio::test]
async fn a_saved_report_of_the_board_lacks_what_was_released_after_it() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    run(server.place(), "DELETE FROM goals").await?;
    let before = save(&analyst, &released()?).await?;
    let (from, to) = released()?;
    let goal = json!({
        "name": "Fler i arbete", "indicator": "Andel till arbete eller studier", "unit": "percent", "aim": "at_least",
        "n": 12, "of": 40,
        "from": from.parse::<Month>()?.first_day(), "to": to.parse::<Month>()?.last_day(), "target_hundredths": 4_000,
    });
    let entered = analyst.http().put(analyst.address("/api/v1/administration/goals")).json(&goal).send().await?;
    ensure!(entered.status().is_success(), "{}", entered.text().await?);
    let after = save(&analyst, &released()?).await?;
    assert_ne!(before.fingerprint, after.fingerprint, "the goal is in the second report");
    assert!(again(&analyst, &before).await?.is_same, "the goal has come into the first report");
    assert!(again(&analyst, &after).await?.is_same);
    Ok(())
}

#[tokio::test]
async fn a_saved_report_is_made_again_by_the_lists_of_then() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let saved = save(&leader, &the_year()).await?;
    let file = format!("{SAVED}/{}/file?form=csv", saved.id);
    let before = bytes(&leader, &file).await?;

    let editions: Editions = analyst.get("/api/v1/administration/editions").await?.json().await?;
    let list = editions.lists.into_iter().find(|list| list.id.as_str() == SUPPORT_LIST).context("the list")?;
    let mut list: Value = json!(list);
    list["version"] = json!(list["version"].as_u64().context("a version")? + 1);
    for entry in list["entries"].as_array_mut().into_iter().flatten() {
        entry["name"]["sv"] = json!(format!("Ny: {}", entry["code"]));
    }
    let path = format!("/api/v1/administration/lists/{SUPPORT_LIST}");
    let answer = analyst.http().put(analyst.address(&path)).json(&list).send().await?;
    ensure!(answer.status().is_success(), "{}", answer.text().await?);

    let made = again(&leader, &saved).await?;
    assert_eq!(made, MadeAgain { is_same: true, missing_records: 0, lists_changed: false, program_changed: false });
    assert!(bytes(&leader, &file).await? == before, "the words of now stand in a report of then");
    let (from, to) = the_year();
    let now = bytes(&leader, &format!("/api/v1/reports/annual?from={from}&to={to}&form=csv")).await?;
    assert!(now != before, "the new words are in a new report");
    Ok(())
}

#[tokio::test]
async fn the_sheet_for_the_national_follow_up_has_a_row_an_intervention() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    let path = format!("/api/v1/reports/national-follow-up?from={from}&to={to}");
    let sheet: FollowUpSheet = leader.get(&path).await?.json().await?;
    assert_eq!(sheet.rows.len(), leader.account.interventions.len());
    assert!(sheet.rows.iter().all(|row| row.len() == sheet.columns.len()));
    let file = format!("/api/v1/reports/national-follow-up/file?from={from}&to={to}&form=csv");
    let (kind, table) = bytes(&leader, &file).await?;
    assert_eq!(kind, "text/csv; charset=utf-8");
    assert_eq!(String::from_utf8(table)?.lines().count(), sheet.rows.len() + 1);
    Ok(())
}

#[tokio::test]
async fn whoever_opens_the_sheet_outside_the_members_releases_what_it_shows_and_nothing_else() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let (from, to) = released()?;
    let others = "SELECT CAST(COUNT(*) AS TEXT) FROM releases WHERE report NOT IN ('participant-flow', 'volume')";
    let path = format!("/api/v1/reports/national-follow-up?from={from}&to={to}");
    let sheet: FollowUpSheet = analyst.get(&path).await?.error_for_status()?.json().await?;
    assert!(!sheet.rows.is_empty());
    assert_eq!(ask(server.place(), others).await?, "0", "opening the sheet releases other reports");
    let file = format!("/api/v1/reports/national-follow-up/file?from={from}&to={to}&form=csv");
    bytes(&analyst, &file).await?;
    assert_eq!(ask(server.place(), others).await?, "0", "taking the sheet away releases other reports");
    let flow = "SELECT CAST(COUNT(*) AS TEXT) FROM releases WHERE report = 'participant-flow'";
    assert_eq!(ask(server.place(), flow).await?, "1");
    Ok(())
}

#[tokio::test]
async fn the_board_takes_the_report_of_one_intervention_away() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let one = leader.account.interventions.first().context("a leader has interventions")?;
    let (from, to) = released()?;
    let about = format!("from={from}&to={to}&intervention={}", one.id);
    let (_, package) = bytes(&analyst, &format!("/api/v1/reports/annual?{about}&form=csv")).await?;
    assert!(package.starts_with(b"PK"));
    let sheet: FollowUpSheet =
        analyst.get(&format!("/api/v1/reports/national-follow-up?{about}")).await?.error_for_status()?.json().await?;
    assert_eq!(sheet.rows.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_sheet_has_the_kind_of_each_intervention_and_what_it_cost_in_whole_calendar_years() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let year = random::this_month().year() - 1;
    let one = leader.account.interventions.first().context("a leader has interventions")?;
    let said = json!({"intervention": one.id, "year": year, "cost": 1_250_000, "budget": 1_300_000});
    let answer = analyst.http().put(analyst.address("/api/v1/administration/costs")).json(&said).send().await?;
    ensure!(answer.status().is_success(), "{}", answer.text().await?);

    let sheet = async |from: &str, to: &str| -> Result<FollowUpSheet> {
        let path = format!("/api/v1/reports/national-follow-up?from={from}&to={to}");
        Ok(leader.get(&path).await?.error_for_status()?.json().await?)
    };
    let of = |sheet: &FollowUpSheet, intervention: &str, column: &str| {
        let place = sheet.columns.iter().position(|name| name == column);
        let row = sheet.rows.iter().find(|row| row.first().is_some_and(|name| name == intervention));
        row.zip(place).and_then(|(row, place)| row.get(place).cloned())
    };
    let whole = sheet(&format!("{year}-01"), &format!("{year}-12")).await?;
    let shown = |amount: &str| Some(amount.replace(' ', "\u{a0}"));
    assert_eq!(of(&whole, &one.name, "Kostnad, kronor"), shown("1 250 000"));
    assert_eq!(of(&whole, &one.name, "Budget, kronor"), shown("1 300 000"));
    assert_eq!(of(&whole, &one.name, "Inriktning").as_deref(), Some("Individinriktad"));
    for other in leader.account.interventions.iter().filter(|other| other.id != one.id) {
        assert_eq!(of(&whole, &other.name, "Kostnad, kronor").as_deref(), Some("–"), "nobody has said what it cost");
    }
    let part = sheet(&format!("{year}-01"), &format!("{year}-06")).await?;
    assert_eq!(of(&part, &one.name, "Kostnad, kronor").as_deref(), Some("–"), "half a year of a year's cost");
    Ok(())
}

#[tokio::test]
async fn a_report_that_is_taken_away_is_in_the_audit_log() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let (from, to) = the_year();
    bytes(&leader, &format!("/api/v1/reports/annual?from={from}&to={to}&form=pdf")).await?;
    let asked = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE what = 'reported' AND about = 'report:annual'";
    ensure!(ask(server.place(), asked).await? == "1", "taking a report away is not noted");
    Ok(())
}

#[tokio::test]
async fn a_foreign_intervention_or_saved_report_is_answered_like_what_does_not_exist() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let of_board = save(&analyst, &released()?).await?;
    let (from, to) = the_year();
    let nowhere = random::uuid();
    let about = format!("from={from}&to={to}&intervention={nowhere}");
    let paths = [
        format!("/api/v1/reports/annual?{about}&form=pdf"),
        format!("/api/v1/reports/national-follow-up?{about}"),
        format!("/api/v1/reports/national-follow-up/file?{about}&form=csv"),
        format!("{SAVED}/{}", of_board.id),
        format!("{SAVED}/{nowhere}"),
        format!("{SAVED}/{}/file?form=pdf", of_board.id),
    ];
    for path in paths {
        let answer = leader.get(&path).await?;
        assert_eq!(
            (answer.status(), answer.json::<Problem>().await?.code.as_ref()),
            (StatusCode::NOT_FOUND, "not_here"),
            "{path}"
        );
    }
    let request = leader.http().post(leader.address(SAVED));
    let answer = request.json(&json!({"from": from, "to": to, "intervention": nowhere})).send().await?;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    Ok(())
}
