//! Looking after members, interventions, staff and reference data: what is asked for twice is done once, what is another's
//! is not there, and what was recorded before keeps its meaning.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use shared::account::Role;
use shared::administration::{Editions, Interventions, Members, People, StaffInvitation, WayIn};
use shared::audit::AuditPage;
use shared::bridge::StepRank;
use shared::code::{Code, Words};
use shared::id::ParticipationId;
use shared::record::{Body, Enrolment, Record, Refusal};
use shared::reference::{EDUCATION_LIST, Reference};
use shared::sync::wire::{Judged, Problem};
use shared::time::Date;
use tests::behind::{ADMINISTRATOR, make_administrator};
use tests::client::{Client, pull_request};
use tests::random;
use tests::records::{device, record};
use tests::server::Server;
use tests::staff::{Newcomer, invite};

const ADMINISTRATION: &str = "/api/v1/administration";

/// Asks something of the administration. Gives the status, and the code of a refusal or what was answered.
async fn ask(client: &Client, method: Method, path: &str, body: &Value) -> Result<(StatusCode, Value)> {
    let request = client.http().request(method, client.address(&format!("{ADMINISTRATION}{path}"))).json(body);
    let answer = request.send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    let said = if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? };
    Ok((status, said))
}

async fn put(client: &Client, path: &str, body: &Value) -> Result<(StatusCode, Value)> {
    ask(client, Method::PUT, path, body).await
}

/// Asks for something that is not to be had; gives the code of the refusal.
async fn refused(client: &Client, method: Method, path: &str, body: &Value) -> Result<String> {
    let (status, said) = ask(client, method, path, body).await?;
    ensure!(status.is_client_error(), "{path} was answered {status}: {said}");
    Ok(said["code"].as_str().context("a refusal has a code")?.to_owned())
}

async fn get<T: serde::de::DeserializeOwned>(client: &Client, path: &str) -> Result<T> {
    Ok(client.get(&format!("{ADMINISTRATION}{path}")).await?.error_for_status()?.json().await?)
}

async fn administrator(server: &Server) -> Result<Client> {
    make_administrator(server).await?;
    Client::with_link(server, &server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await
}

async fn reference_of(client: &Client) -> Result<Reference> {
    let reference = client.pull(&pull_request(1)).await?.reference;
    Ok(*reference.context("a first pull brings the reference data")?)
}

fn outline(name: &str) -> Value {
    json!({"name": name, "focus": "job", "orientation": "individual"})
}

#[tokio::test]
async fn an_intervention_is_made_once_and_says_what_it_was_told() -> Result<()> {
    let server = Server::demo().await?;
    let maja = administrator(&server).await?;
    let before: Interventions = get(&maja, "/interventions").await?;
    let (whole, part) = (random::uuid(), random::uuid());
    for _ in 0..2 {
        assert_eq!(
            put(&maja, &format!("/interventions/{whole}"), &outline("Verkstan")).await?.0,
            StatusCode::NO_CONTENT
        );
    }
    let mut of_it = outline("Skruven");
    of_it["part_of"] = json!(whole);
    of_it["starts"] = json!("2026-01-01");
    of_it["focus"] = json!("health");
    assert_eq!(put(&maja, &format!("/interventions/{part}"), &of_it).await?.0, StatusCode::NO_CONTENT);
    let after: Interventions = get(&maja, "/interventions").await?;
    assert_eq!(after.interventions.len(), before.interventions.len() + 2);
    let kept = after.interventions.iter().find(|line| line.id.uuid() == part).context("it is listed")?;
    assert_eq!(serde_json::to_value(&kept.outline)?, of_it);

    let mut circle = outline("Verkstan");
    circle["part_of"] = json!(part);
    let refused = async |body: &Value| refused(&maja, Method::PUT, &format!("/interventions/{whole}"), body).await;
    assert_eq!(refused(&circle).await?, "no_part_of_that");
    assert_eq!(refused(&outline("Skruven")).await?, "name_taken");
    assert_eq!(refused(&outline(" ")).await?, "not_a_name");
    let mut backwards = outline("Verkstan");
    (backwards["starts"], backwards["ends"]) = (json!("2026-02-02"), json!("2026-02-01"));
    assert_eq!(refused(&backwards).await?, "ends_before_it_starts");

    let log: AuditPage = maja.get("/api/v1/audit").await?.json().await?;
    let made = log.lines.iter().filter(|line| &*line.what == "intervention_made").count();
    assert_eq!(made, 2);
    Ok(())
}

#[tokio::test]
async fn nobody_begins_in_an_intervention_that_is_closed_and_who_began_before_is_still_taken_in() -> Result<()> {
    let server = Server::demo().await?;
    let maja = administrator(&server).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let lines: Interventions = get(&maja, "/interventions").await?;
    let own = |id| supervisor.account.interventions.iter().any(|one| one.id == id);
    let line = lines.interventions.iter().find(|line| line.has_stays && own(line.id)).context("one with stays")?;
    let path = format!("/interventions/{}", line.id);
    let mut said = serde_json::to_value(&line.outline)?;
    said["orientation"] = json!("structural");
    assert_eq!(refused(&maja, Method::PUT, &path, &said).await?, "has_stays");
    said["orientation"] = json!("individual");
    said["ends"] = json!("2026-03-31");
    assert_eq!(put(&maja, &path, &said).await?.0, StatusCode::NO_CONTENT);

    let Body::Enrolled(some) = supervisor.some_enrolment().await?.body else { anyhow::bail!("an enrolment") };
    let desk = device();
    let begin = |on: &str| -> Result<String> {
        let (person, started): (_, Date) = (shared::id::PersonId::from_uuid(random::uuid()), on.parse()?);
        let body = Enrolment { person, started, intervention: line.id, supervisor: None, ..some.clone() };
        let stay = ParticipationId::from_uuid(random::uuid());
        Ok(record(desk, supervisor.account.id, stay, Body::Enrolled(body)).write())
    };
    let verdicts = supervisor.push(desk, &[begin("2026-04-01")?, begin("2026-03-31")?]).await?;
    assert_eq!(verdicts[0].judged, Judged::Quarantined { refusal: Refusal::NotAdmitting });
    ensure!(matches!(verdicts[1].judged, Judged::Accepted { .. }), "{verdicts:?}");

    // The device is told, so that it does not offer what would be refused.
    let workplaces = supervisor.last_page().await?.workplaces.context("a supervisor's workplaces")?;
    let there = workplaces.iter().find(|one| one.intervention == line.id).context("the intervention")?;
    let offered = |day: &str| -> Result<bool> {
        let day: Date = day.parse()?;
        Ok(there.admits(day, day))
    };
    assert_eq!((offered("2026-03-31")?, offered("2026-04-01")?), (true, false));
    Ok(())
}

/// Somebody who is to work for the administrator's member.
fn new_supervisor(name: &str, interventions: &Interventions) -> Value {
    json!({"name": name, "role": "supervisor", "interventions": [interventions.interventions[0].id]})
}

#[tokio::test]
async fn an_administrator_invites_a_supervisor_who_comes_in_and_is_let_go() -> Result<()> {
    let server = Server::demo().await?;
    let maja = administrator(&server).await?;
    let lines: Interventions = get(&maja, "/interventions").await?;
    let id = random::uuid();
    let path = format!("/people/{id}");
    let body = new_supervisor("Sara", &lines);
    let (status, first) = put(&maja, &path, &body).await?;
    assert_eq!(status, StatusCode::OK);
    // An answer that was lost is asked for again: the same person, and another link in place of the first.
    let (_, second) = put(&maja, &path, &body).await?;
    let [first, second]: [StaffInvitation; 2] = [serde_json::from_value(first)?, serde_json::from_value(second)?];
    let mut sara = Newcomer::at(&server)?;
    let dead = json!({ "secret": tests::links::secret(&first.link.context("a link")?)? });
    assert_eq!(sara.post("staff/invitation", &dead).await?.status(), StatusCode::UNAUTHORIZED);
    let (proven, _) = sara.accept(&second.link.context("a link")?).await?;
    sara.go_on_as(&proven, Role::Supervisor).await?;

    let people: People = get(&maja, "/people").await?;
    let line = people.people.iter().find(|line| line.id.uuid() == id).context("she is listed")?;
    assert_eq!((&*line.name, line.way_in, line.works_elsewhere), ("Sara", WayIn::Made, false));
    assert_eq!(line.roles[0].interventions, [lines.interventions[0].id]);

    // Another role, and other interventions.
    let all: Vec<_> = lines.interventions.iter().map(|line| line.id).collect();
    let leads = json!({ "interventions": all });
    for _ in 0..2 {
        assert_eq!(put(&maja, &format!("{path}/roles/project_leader"), &leads).await?.0, StatusCode::NO_CONTENT);
    }
    let none = json!({ "interventions": [] });
    assert_eq!(refused(&maja, Method::PUT, &format!("{path}/roles/supervisor"), &none).await?, "not_a_role");
    assert_eq!(refused(&maja, Method::PUT, &format!("{path}/roles/board_member"), &none).await?, "not_a_role");
    assert_eq!(refused(&maja, Method::PUT, &format!("/people/{}", random::uuid()), &body).await?, "name_taken");

    let end = async |path: &str| Ok::<_, anyhow::Error>(ask(&maja, Method::DELETE, path, &Value::Null).await?.0);
    assert_eq!(end(&format!("{path}/roles/project_leader")).await?, StatusCode::NO_CONTENT);
    assert_eq!(sara.get("session").await?.status(), StatusCode::OK);
    assert_eq!(end(&path).await?, StatusCode::NO_CONTENT);
    assert_eq!(sara.get("session").await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(end(&path).await?, StatusCode::NOT_FOUND);
    // Whoever has gone can come again, under the same name.
    assert_eq!(put(&maja, &format!("/people/{}", random::uuid()), &body).await?.0, StatusCode::OK);
    let log: AuditPage = maja.get("/api/v1/audit?limit=200").await?.json().await?;
    for what in ["account_made", "invited", "account_closed"] {
        ensure!(log.lines.iter().any(|line| &*line.what == what && line.who.starts_with("account:")), "{what}");
    }
    Ok(())
}

#[tokio::test]
async fn nobody_reaches_beyond_the_own_member_or_takes_the_own_administration() -> Result<()> {
    let server = Server::demo().await?;
    let maja = administrator(&server).await?;
    let lines: Interventions = get(&maja, "/interventions").await?;
    let member = lines.member.as_ref();
    let other = ["--role", "supervisor", "--name", "Olle", "--member", "Annan kommun", "--intervention", "Annan"];
    let association = ["--association", "Centrala Östergötland"];
    invite(&server, &other.into_iter().chain(association).collect::<Vec<_>>()).await?;
    let own = &*lines.interventions[0].outline.name;
    let both = ["--role", "project_leader", "--person", "Olle", "--member", member, "--intervention", own];
    invite(&server, &both.into_iter().chain(association).collect::<Vec<_>>()).await?;
    let people: People = get(&maja, "/people").await?;
    let olle = people.people.iter().find(|line| &*line.name == "Olle").context("he leads here")?;
    assert_eq!((olle.works_elsewhere, olle.roles.len(), olle.roles[0].role), (true, 1, Role::ProjectLeader));
    // Whoever could make him a way in could come in as him at the other member.
    let way_in = format!("/people/{}/invitation", olle.id);
    assert_eq!(refused(&maja, Method::POST, &way_in, &Value::Null).await?, "works_elsewhere");
    let again = json!({"name": "Olle", "role": "project_leader", "interventions": olle.roles[0].interventions});
    let (status, said) = put(&maja, &format!("/people/{}", olle.id), &again).await?;
    assert_eq!((status, &said["link"]), (StatusCode::OK, &Value::Null));
    let gone = ask(&maja, Method::DELETE, &format!("/people/{}", olle.id), &Value::Null).await?;
    assert_eq!(gone.0, StatusCode::NO_CONTENT);

    // Now he works for the other member alone: for this one he is nobody.
    let unknown = random::uuid();
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let members: Members = get(&analyst, "/members").await?;
    ensure!(members.members.iter().any(|line| &*line.outline.name == "Annan kommun"));
    let responsible = json!({ "interventions": [lines.interventions[0].id] });
    for id in [olle.id.uuid(), unknown] {
        for (method, path, body) in [
            (Method::PUT, format!("/people/{id}/roles/supervisor"), &responsible),
            (Method::DELETE, format!("/people/{id}/roles/supervisor"), &Value::Null),
            (Method::DELETE, format!("/people/{id}"), &Value::Null),
            (Method::POST, format!("/people/{id}/invitation"), &Value::Null),
        ] {
            assert_eq!(refused(&maja, method, &path, body).await?, "not_here", "{path}");
        }
    }
    let foreign = new_supervisor("Nina", &lines);
    assert_eq!(refused(&maja, Method::PUT, &format!("/people/{}", olle.id), &foreign).await?, "not_here");
    let foreign = json!({"name": "Nina", "role": "supervisor", "interventions": [unknown]});
    assert_eq!(refused(&maja, Method::PUT, &format!("/people/{unknown}"), &foreign).await?, "not_here");
    Ok(())
}

#[tokio::test]
async fn nobody_comes_in_as_somebody_else_unnoticed_or_gives_themselves_a_role() -> Result<()> {
    let server = Server::demo().await?;
    let maja = administrator(&server).await?;
    let lines: Interventions = get(&maja, "/interventions").await?;
    let path = format!("/people/{}", random::uuid());
    let (_, invited) = put(&maja, &path, &new_supervisor("Sara", &lines)).await?;
    let link =
        |said: Value| -> Result<String> { serde_json::from_value::<StaffInvitation>(said)?.link.context("a link") };
    let mut sara = Newcomer::at(&server)?;
    let (proven, _) = sara.accept(&link(invited)?).await?;
    sara.go_on_as(&proven, Role::Supervisor).await?;

    let (_, again) = ask(&maja, Method::POST, &format!("{path}/invitation"), &Value::Null).await?;
    assert_eq!(sara.get("session").await?.status(), StatusCode::OK);
    let mut as_sara = Newcomer::at(&server)?;
    as_sara.accept(&link(again)?).await?;
    assert_eq!(sara.get("session").await?.status(), StatusCode::UNAUTHORIZED);
    let mut sara = sara.elsewhere()?;
    ensure!(sara.try_to_show_passkey().await?.status().is_client_error(), "her passkey is still good");
    as_sara.show_passkey().await?;

    let first = ["--role", "member-administrator", "--name", "Moa", "--association", "Centrala Östergötland"];
    let at = ["--member", lines.member.as_ref()];
    let link = invite(&server, &first.into_iter().chain(at).collect::<Vec<_>>()).await?;
    let mut moa = Newcomer::at(&server)?;
    let (proven, _) = moa.accept(&link).await?;
    moa.go_on_as(&proven, Role::MemberAdministrator).await?;
    let people: People = moa.get("administration/people").await?.error_for_status()?.json().await?;
    let herself = people.people.iter().find(|line| line.is_you).context("she is listed")?.id;
    let address = format!("{}{ADMINISTRATION}/people/{herself}/roles/project_leader", server.named_origin());
    let leads = json!({ "interventions": [lines.interventions[0].id] });
    let answer = moa.http.put(address).json(&leads).send().await?;
    assert_eq!(answer.json::<Problem>().await?.code, "yourself");
    assert_eq!(put(&maja, &format!("/people/{herself}/roles/project_leader"), &leads).await?.0, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test]
async fn whoever_is_let_go_by_one_of_two_members_follows_nobody_there_any_more() -> Result<()> {
    let server = Server::demo().await?;
    let maja = administrator(&server).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let lines: Interventions = get(&maja, "/interventions").await?;
    let name = supervisor.account.name.to_string();
    let named = supervisor.account.interventions.iter().flat_map(|one| ["--intervention", &one.name]);
    let here: Vec<&str> = ["--role", "supervisor", "--name", &name].into_iter().chain(named).collect();
    invite(&server, &here).await?;
    let there = ["--role", "supervisor", "--person", &name, "--member", "Annan kommun", "--intervention", "Annan"];
    invite(&server, &there).await?;

    let of_the_member = |records: Vec<Record>| -> Vec<ParticipationId> {
        let is_of = |one: &Enrolment| lines.interventions.iter().any(|line| line.id == one.intervention);
        let stay = |record: Record| match record.body {
            Body::Enrolled(one) if is_of(&one) => Some(record.participation),
            _ => None,
        };
        records.into_iter().filter_map(stay).collect()
    };
    let stays = of_the_member(supervisor.records().await?);
    let stay = *stays.first().context("somebody is followed at the member")?;
    let people: People = get(&maja, "/people").await?;
    let line = people.people.iter().find(|line| *line.name == name).context("the supervisor is listed")?;
    assert!(line.works_elsewhere && line.roles.iter().any(|held| held.follows > 0), "{line:?}");
    let gone = ask(&maja, Method::DELETE, &format!("/people/{}", line.id), &Value::Null).await?;
    assert_eq!(gone.0, StatusCode::NO_CONTENT);

    assert_eq!(supervisor.get("/api/v1/session").await?.status(), StatusCode::OK);
    assert_eq!(of_the_member(supervisor.records().await?), []);
    let desk = device();
    let written = record(desk, supervisor.account.id, stay, Body::StepRecorded { step: StepRank(2) });
    let verdicts = supervisor.push(desk, &[written.write()]).await?;
    ensure!(!matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    Ok(())
}

#[tokio::test]
async fn the_analyst_makes_a_member_whose_first_administrator_goes_on_alone() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let id = random::uuid();
    let path = format!("/members/{id}");
    for _ in 0..2 {
        assert_eq!(put(&analyst, &path, &json!({"name": "Ydre kommun"})).await?.0, StatusCode::NO_CONTENT);
    }
    let another = format!("/members/{}", random::uuid());
    assert_eq!(refused(&analyst, Method::PUT, &another, &json!({"name": "Ydre kommun"})).await?, "name_taken");
    let first = format!("{path}/administrator");
    let (status, invited) = ask(&analyst, Method::POST, &first, &json!({"name": "Yrsa"})).await?;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(refused(&analyst, Method::POST, &first, &json!({"name": "Ylva"})).await?, "has_administrator");
    let unknown = format!("/members/{}/administrator", random::uuid());
    assert_eq!(refused(&analyst, Method::POST, &unknown, &json!({"name": "Ylva"})).await?, "not_here");

    let invited: StaffInvitation = serde_json::from_value(invited)?;
    let mut yrsa = Newcomer::at(&server)?;
    let (proven, _) = yrsa.accept(&invited.link.context("a link")?).await?;
    yrsa.go_on_as(&proven, Role::MemberAdministrator).await?;
    let own: People = yrsa.get("administration/people").await?.error_for_status()?.json().await?;
    ensure!(own.people.len() == 1 && own.people[0].is_you, "{own:?}");
    let herself = format!("{}/api/v1{}/people/{}", server.named_origin(), "/administration", own.people[0].id);
    let answer = yrsa.http.delete(herself).send().await?;
    assert_eq!(answer.json::<Problem>().await?.code, "yourself");

    let closed = json!({"name": "Ydre kommun", "closed": "2026-06-30"});
    assert_eq!(put(&analyst, &path, &closed).await?.0, StatusCode::NO_CONTENT);
    let members: Members = get(&analyst, "/members").await?;
    let line = members.members.iter().find(|line| line.id.uuid() == id).context("it is listed")?;
    assert_eq!(serde_json::to_value(&line.outline)?, closed);
    ensure!(line.has_administrator);
    Ok(())
}

#[tokio::test]
async fn a_step_that_is_added_reaches_devices_of_the_association_and_of_no_other() -> Result<()> {
    let server = Server::demo().await?;
    let flags = ["--role", "board-member", "--name", "Bo", "--association", "Ö"];
    let mut elsewhere = Newcomer::at(&server)?;
    let (proven, _) = elsewhere.accept(&invite(&server, &flags).await?).await?;
    elsewhere.go_on_as(&proven, Role::BoardMember).await?;

    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let shipped = reference_of(&supervisor).await?;
    let Editions { mut bridge, recorded, .. } = get(&analyst, "/editions").await?;
    ensure!(recorded && bridge.bridge == shipped.bridge);
    let before = json!(bridge);
    bridge.bridge.version += 1;
    let step = shared::bridge::BridgeStep {
        code: Code::new("kvar")?,
        rank: StepRank(7),
        name: Words::swedish("Kvar i arbete"),
    };
    bridge.bridge.steps.push(step);
    bridge.pictures.insert(Code::new("kvar")?, Code::new("key")?);
    for _ in 0..2 {
        assert_eq!(put(&analyst, "/bridge", &json!(bridge)).await?.0, StatusCode::NO_CONTENT);
    }
    assert_eq!(refused(&analyst, Method::PUT, "/bridge", &before).await?, "changed_meanwhile");
    let mut shorter = bridge.clone();
    shorter.bridge.version += 1;
    shorter.bridge.steps.truncate(3);
    shorter.pictures.clear();
    assert_eq!(refused(&analyst, Method::PUT, "/bridge", &json!(shorter)).await?, "breaks_a_rule");

    let now = reference_of(&supervisor).await?;
    assert_eq!((&now.bridge, &now.pictures), (&bridge.bridge, &bridge.pictures));
    ensure!(now.version != shipped.version);
    let desk = device();
    let top = Body::StepRecorded { step: StepRank(7) };
    let texts = [record(desk, supervisor.account.id, supervisor.some_stay().await?, top).write()];
    let verdicts = supervisor.push(desk, &texts).await?;
    ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    let theirs = elsewhere.post("sync/pull", &serde_json::to_value(pull_request(1))?).await?;
    let theirs: Value = theirs.error_for_status()?.json().await?;
    assert_eq!(theirs["reference"]["bridge"], json!(shipped.bridge));

    let Editions { history, .. } = get(&analyst, "/editions").await?;
    assert_eq!((history.len(), history[0].version), (1, bridge.bridge.version));
    Ok(())
}

#[tokio::test]
async fn a_code_is_ended_and_added_but_not_taken_away() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let Editions { lists, .. } = get(&analyst, "/editions").await?;
    let mut list = lists.into_iter().find(|list| list.id.as_str() == EDUCATION_LIST).context("the list")?;
    list.version += 1;
    list.entries[0].valid_to = Some("2026-06-30".parse()?);
    let new = json!({"code": "folkhogskola", "name": {"sv": "Folkhögskola", "en": "Folk high school"}});
    list.entries.push(serde_json::from_value(new)?);
    let path = format!("/lists/{EDUCATION_LIST}");
    for _ in 0..2 {
        assert_eq!(put(&analyst, &path, &json!(list)).await?.0, StatusCode::NO_CONTENT);
    }
    assert_eq!(reference_of(&supervisor).await?.code_list(EDUCATION_LIST), Some(&list));
    let mut without = list.clone();
    without.version += 1;
    without.entries.remove(1);
    assert_eq!(refused(&analyst, Method::PUT, &path, &json!(without)).await?, "breaks_a_rule");
    assert_eq!(refused(&analyst, Method::PUT, "/lists/nowhere", &json!(list)).await?, "not_here");
    Ok(())
}

#[tokio::test]
async fn a_questionnaire_is_checked_and_then_taken_in_for_the_association() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let shipped = include_str!("../../assets/instruments/stegvis-monthly.v1.json");
    let own = shipped.replace("\"id\": \"stegvis-monthly\"", "\"id\": \"eget\"");
    let bring = async |text: &str, check_only: bool| {
        ask(&analyst, Method::POST, "/instruments", &json!({"text": text, "check_only": check_only})).await
    };
    let has = async || {
        let reference = reference_of(&supervisor).await?;
        Ok::<_, anyhow::Error>(reference.instruments.iter().any(|one| one.id.as_str() == "eget"))
    };
    let (status, said) = bring(&own, true).await?;
    assert_eq!((status, said["id"].as_str()), (StatusCode::OK, Some("eget")));
    ensure!(!has().await?, "it was only checked");
    for _ in 0..2 {
        assert_eq!(bring(&own, false).await?.0, StatusCode::OK);
    }
    ensure!(has().await?);
    let (status, said) = bring(&own.replacen("\"licence\"", "\"lisence\"", 1), false).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    ensure!(said["message"].as_str().is_some_and(|text| text.contains("line")), "{said}");
    let other = own.replacen("\"in_score\": true", "\"in_score\": false", 1);
    assert_eq!(bring(&other, false).await?.0, StatusCode::CONFLICT);
    // The program's own questions are nobody's to word anew.
    let reworded =
        shipped.replacen("\"in_score\": true", "\"in_score\": false", 1).replace("\"version\": 1", "\"version\": 2");
    assert_eq!(bring(&reworded, false).await?.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(supervisor.pull(&pull_request(1)).await?.reference.map(|one| one.instruments[0].version), Some(1));
    Ok(())
}
