//! Who may do what: every address of the API, as its own description lists it, tried by everybody and by nobody. An
//! address that is new and not tried here for what is foreign fails the test.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use shared::account::Role;
use shared::id::{ParticipationId, PersonId};
use shared::policy::{Action, may};
use shared::record::{Body, Enrolment, Gender, Record, Refusal};
use shared::sync::wire::{Judged, Problem};
use std::collections::BTreeSet;
use tests::behind::{ADMINISTRATOR, make_administrator};
use tests::client::{Client, http, push_request};
use tests::place::Place;
use tests::program::run;
use tests::random;
use tests::records::{device, followed_up, record};
use tests::server::Server;
use tests::staff::{Newcomer, invite};

/// One operation of the API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Operation {
    method: String,
    path: String,
    /// The actions of which the role must be allowed one; none where anybody may call it.
    asks: Vec<String>,
}

impl Operation {
    fn method(&self) -> Result<Method> {
        Ok(self.method.to_uppercase().parse()?)
    }

    fn actions(&self) -> Result<Vec<Action>> {
        let known = |name: &String| Action::ALL.into_iter().find(|action| action.as_str() == name);
        self.asks.iter().map(|name| known(name).with_context(|| format!("{name} is no action"))).collect()
    }

    /// Whether somebody of a role is refused for the role where the policy says so, and nowhere else.
    async fn is_let_in_or_not(&self, role: Role, http: &reqwest::Client, origin: &str) -> Result<()> {
        let answer = self.call(http, origin).await?;
        let actions = self.actions()?;
        let allowed = actions.is_empty() || actions.iter().any(|action| may(role, *action));
        let status = answer.status();
        ensure!(!status.is_server_error(), "{role:?} {self:?}: {status}");
        ensure!(status != StatusCode::TOO_MANY_REQUESTS, "{role:?} {self:?}: {status}");
        let refused = status == StatusCode::FORBIDDEN && answer.json::<Problem>().await?.code == "not_your_role";
        ensure!(refused != allowed, "{role:?} {self:?}: {status}");
        Ok(())
    }

    async fn call(&self, http: &reqwest::Client, origin: &str) -> Result<Response> {
        // Any id will do: whose it is is asked after the role.
        let path: String = self
            .path
            .split('/')
            .map(|part| if part.starts_with('{') { random::uuid().to_string() } else { part.to_owned() })
            .collect::<Vec<_>>()
            .join("/");
        let request = http.request(self.method()?, format!("{origin}{path}"));
        let request = if self.method == "get" { request } else { request.json(&json!({})) };
        Ok(request.send().await?)
    }
}

async fn operations(server: &Server) -> Result<Vec<Operation>> {
    let description: Value = http()?.get(format!("{}/api/openapi.json", server.origin())).send().await?.json().await?;
    let mut operations = Vec::new();
    for (path, methods) in description["paths"].as_object().context("paths")? {
        for (method, operation) in methods.as_object().context("methods")? {
            let asks = operation["x-stegvis-asks"].as_str();
            let asks = asks.with_context(|| format!("{method} {path} stands outside the policy"))?;
            let asks = asks.split(' ').filter(|name| *name != "nobody").map(str::to_owned).collect();
            operations.push(Operation { method: method.clone(), path: path.clone(), asks });
        }
    }
    Ok(operations)
}

#[tokio::test]
async fn every_role_is_let_in_where_the_policy_says_so_and_nowhere_else() -> Result<()> {
    let server = Server::demo().await?;
    let operations = operations(&server).await?;
    for role in [Role::Participant, Role::Supervisor, Role::ProjectLeader, Role::AssociationAnalyst] {
        for operation in &operations {
            // Each with a session of its own, since some of them end it.
            let client = Client::sign_in(&server, role).await?;
            operation.is_let_in_or_not(role, client.http(), server.origin()).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn so_is_every_role_that_is_given_by_an_invitation_alone() -> Result<()> {
    let server = Server::demo().await?;
    let operations = operations(&server).await?;
    for (role, name) in [(Role::MemberAdministrator, "member-administrator"), (Role::BoardMember, "board-member")] {
        let flags = ["--role", name, "--name", name, "--association", "Ö"];
        let member = ["--member", "M"];
        let of_a_member = role == Role::MemberAdministrator;
        let flags = flags.into_iter().chain(member.into_iter().filter(|_| of_a_member)).collect::<Vec<_>>();
        let mut somebody = Newcomer::at(&server)?;
        let (proven, _) = somebody.accept(&invite(&server, &flags).await?).await?;
        for operation in &operations {
            somebody = somebody.elsewhere()?;
            somebody.show_passkey().await?;
            somebody.go_on_as(&proven, role).await?;
            operation.is_let_in_or_not(role, &somebody.http, &server.named_origin()).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn without_a_session_nothing_is_answered_but_what_leads_to_one() -> Result<()> {
    let server = Server::demo().await?;
    for operation in operations(&server).await? {
        let answer = operation.call(&http()?, server.origin()).await?;
        let status = answer.status();
        if operation.asks.is_empty() {
            ensure!(!status.is_server_error(), "{operation:?}: {status}");
        } else {
            ensure!(status == StatusCode::UNAUTHORIZED, "{operation:?}: {status}");
            ensure!(answer.json::<Problem>().await?.code == "signed_out", "{operation:?}");
        }
    }
    Ok(())
}

/// Beside the demonstration's: another intervention of one of its members, another member, and another association, each
/// with a supervisor and a stay of its own.
const ELSEWHERE: &str = "\
association,member,intervention,focus,participation,participant,gender,birth_year,municipality,education,started,\
ended,exit_reason,supervisor,support_before,support_after,months_in_support_before,occupation_before,occupation_after,\
anonymous
Norr,Kommunen,Verkstan,job,p1,Björk,woman,1990,Kiruna,gymnasial,2025-01-15,,,N1,,,,,,no
Centrala Östergötland,Linköpings kommun,Verkstan,job,p2,Gran,man,1990,Kinda,gymnasial,2025-01-15,,,N2,,,,,,no
Centrala Östergötland,Kinda kommun,Verkstan,job,p3,Asp,man,1990,Kinda,gymnasial,2025-01-15,,,N3,,,,,,no
";

async fn import_elsewhere(place: &Place) -> Result<()> {
    let file = place.folder().join("elsewhere.csv");
    std::fs::write(&file, ELSEWHERE)?;
    let arguments = ["import".into(), "participations".into(), file.into_os_string()];
    let output = run(&arguments.into_iter().chain(place.flags()).collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// How a stay stands to the supervisor who asks about it.
struct Foreign {
    name: &'static str,
    stay: ParticipationId,
}

async fn foreign_stays(server: &Server, own: &Client) -> Result<Vec<Foreign>> {
    let mine: BTreeSet<ParticipationId> = own.records().await?.iter().map(|record| record.participation).collect();
    let mut stays = vec![Foreign { name: "unknown", stay: ParticipationId::from_uuid(random::uuid()) }];
    import_elsewhere(server.place()).await?;
    for (supervisor, name) in [
        ("H3", "followed by a colleague"),
        ("N2", "of another intervention"),
        ("N3", "of another member"),
        ("N1", "of another association"),
    ] {
        let theirs = Client::supervisor(server, supervisor).await?.records().await?;
        let stay = theirs.iter().map(|record| record.participation).find(|stay| !mine.contains(stay));
        stays.push(Foreign { name, stay: stay.context(name)? });
    }
    Ok(stays)
}

#[tokio::test]
async fn what_is_foreign_is_answered_like_what_does_not_exist() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let stays = foreign_stays(&server, &supervisor).await?;
    for Foreign { name, stay } in &stays {
        let desk = device();
        let about = record(desk, supervisor.account.id, *stay, followed_up(5));
        let verdicts = supervisor.push(desk, &[about.write()]).await?;
        assert_eq!(verdicts[0].judged, Judged::Quarantined { refusal: Refusal::NotYours }, "{name}");
    }
    let own: Vec<_> = leader.account.interventions.iter().map(|one| one.id).collect();
    let everybody = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let elsewhere = Client::supervisor(&server, "N1").await?;
    let all = supervisor.account.interventions.iter().chain(&elsewhere.account.interventions).map(|one| one.id);
    let mut answers = BTreeSet::new();
    for intervention in
        all.filter(|one| !own.contains(one)).map(|one| one.to_string()).chain([random::uuid().to_string()])
    {
        let answer = leader.get(&format!("/api/v1/dashboards/movement?intervention={intervention}")).await?;
        answers.insert((answer.status(), answer.text().await?));
    }
    ensure!(answers.len() == 1 && answers.iter().all(|(status, _)| *status == StatusCode::NOT_FOUND), "{answers:?}");
    let theirs = elsewhere.account.interventions[0].id;
    let answer = everybody.get(&format!("/api/v1/dashboards/movement?intervention={theirs}")).await?;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn what_was_erased_is_answered_like_what_does_not_exist() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let stay = participant.some_stay().await?;
    let other = Client::supervisor(&server, "H3").await?;
    let refused = async |stay| {
        let desk = device();
        let about = record(desk, other.account.id, stay, followed_up(5));
        let answer = other.try_push(desk, &[about.write()]).await?;
        let mut answer: Value = answer.json().await?;
        answer["verdicts"][0]["id"].take();
        anyhow::Ok(answer["verdicts"].clone())
    };
    let request = participant.http().post(participant.address("/api/v1/own/erasure"));
    request.json(&json!({"erase": "everything_about_me"})).send().await?.error_for_status()?;
    // Somebody who never had to do with the person learns nothing, not even that there was somebody.
    assert_eq!(refused(stay).await?, refused(ParticipationId::from_uuid(random::uuid())).await?);
    Ok(())
}

#[tokio::test]
async fn a_device_of_somebody_else_is_not_sent_from() -> Result<()> {
    let server = Server::demo().await?;
    let (one, two) = (Client::sign_in(&server, Role::Supervisor).await?, Client::supervisor(&server, "H3").await?);
    let desk = device();
    let about = record(desk, one.account.id, one.some_stay().await?, followed_up(5));
    one.push(desk, &[about.write()]).await?;
    let answer = two.http().post(two.address("/api/v1/sync/push")).json(&push_request(desk, &[])?).send().await?;
    assert_eq!(answer.json::<Problem>().await?.code, "device_of_another");
    Ok(())
}

#[tokio::test]
async fn nobody_makes_a_stay_for_a_person_whom_only_others_follow() -> Result<()> {
    let server = Server::demo().await?;
    let (mine, theirs) = (Client::sign_in(&server, Role::Supervisor).await?, Client::supervisor(&server, "H3").await?);
    let is_mine: BTreeSet<ParticipationId> = mine.records().await?.iter().map(|record| record.participation).collect();
    let interventions: Vec<_> = mine.account.interventions.iter().map(|one| one.id).collect();
    let enrolled = |records: Vec<Record>, own: bool| {
        let of = |record: &Record| match &record.body {
            Body::Enrolled(enrolment) if own == is_mine.contains(&record.participation) => Some(enrolment.clone()),
            _ => None,
        };
        let mut enrolments = records.iter().filter_map(of);
        enrolments.find(|enrolment| interventions.contains(&enrolment.intervention)).context("an enrolment")
    };
    let (own, foreign) = (enrolled(mine.records().await?, true)?, enrolled(theirs.records().await?, false)?);
    let desk = device();
    let enrol = |person| {
        let stay = ParticipationId::from_uuid(random::uuid());
        let body = Body::Enrolled(Enrolment { person, supervisor: None, ..foreign.clone() });
        record(desk, mine.account.id, stay, body).write()
    };
    let unknown = PersonId::from_uuid(random::uuid());
    let texts = [enrol(foreign.person), enrol(own.person), enrol(unknown)];
    let verdicts = mine.push(desk, &texts).await?;
    assert_eq!(verdicts[0].judged, Judged::Quarantined { refusal: Refusal::NotYours });
    assert!(verdicts[1..].iter().all(|one| matches!(one.judged, Judged::Accepted { .. })), "{verdicts:?}");
    Ok(())
}

/// The operations that take the id of a stay, an intervention, an account or a session, or a text that holds one. The
/// tests here try each of them with what is foreign; those in `sealing` try the file of unsent records, those in
/// `administration`, `effect`, `goals` and `imports` what is looked after, those in `deviations` what was missing round somebody, and those in
/// `reviews` what was put aside.
const TAKE_IDS: [&str; 34] = [
    "delete /api/v1/administration/people/{id}",
    "delete /api/v1/administration/people/{id}/roles/{role}",
    "delete /api/v1/participations/{id}/phones",
    "delete /api/v1/sessions/{id}",
    "get /api/v1/audit",
    "get /api/v1/dashboards/effect",
    "get /api/v1/dashboards/figures",
    "get /api/v1/dashboards/movement",
    "get /api/v1/participations/{id}/phones",
    "get /api/v1/reports/annual",
    "get /api/v1/reports/national-follow-up",
    "get /api/v1/reports/national-follow-up/file",
    "get /api/v1/reports/saved/{id}",
    "get /api/v1/reports/saved/{id}/file",
    "post /api/v1/administration/imports/{id}/undo",
    "post /api/v1/administration/members/{id}/administrator",
    "post /api/v1/administration/people/{id}/invitation",
    "post /api/v1/invitations",
    "post /api/v1/quarantine/acceptance",
    "post /api/v1/quarantine/closing",
    "post /api/v1/reports/saved",
    "post /api/v1/staff/roles",
    "post /api/v1/sync/push",
    "post /api/v1/sync/unsent",
    "put /api/v1/administration/costs",
    "put /api/v1/administration/goals",
    "put /api/v1/administration/imports/{id}",
    "put /api/v1/administration/interventions/{id}",
    "put /api/v1/administration/lists/{id}",
    "put /api/v1/administration/members/{id}",
    "put /api/v1/administration/people/{id}",
    "put /api/v1/administration/people/{id}/roles/{role}",
    "put /api/v1/deviations/released/{id}/progress",
    "put /api/v1/deviations/summaries/{id}",
];

/// The operations that are about the one who asks alone. A pull takes cursors, which name members, and gives what the
/// account has access to.
const TAKE_NONE: [&str; 28] = [
    "delete /api/v1/own/reminder",
    "get /api/v1/administration/costs",
    "get /api/v1/administration/editions",
    "get /api/v1/administration/imports",
    "get /api/v1/administration/interventions",
    "get /api/v1/administration/members",
    "get /api/v1/administration/people",
    "get /api/v1/administration/prices",
    "get /api/v1/deviations",
    "get /api/v1/deviations/released",
    "get /api/v1/goals",
    "get /api/v1/own/readers",
    "get /api/v1/own/record",
    "get /api/v1/own/reminder",
    "get /api/v1/quarantine",
    "get /api/v1/reports/saved",
    "get /api/v1/session",
    "get /api/v1/sessions",
    "get /api/v1/staff/roles",
    "post /api/v1/administration/imports/look",
    "post /api/v1/administration/imports/trial",
    "post /api/v1/administration/instruments",
    "post /api/v1/administration/prices/trial",
    "post /api/v1/own/erasure",
    "post /api/v1/sync/pull",
    "put /api/v1/administration/bridge",
    "put /api/v1/administration/prices",
    "put /api/v1/own/reminder",
];

#[tokio::test]
async fn every_address_that_asks_for_a_right_is_known_to_take_ids_or_not() -> Result<()> {
    let server = Server::demo().await?;
    let known: BTreeSet<String> = TAKE_IDS.iter().chain(&TAKE_NONE).map(|one| (*one).to_owned()).collect();
    for operation in operations(&server).await?.into_iter().filter(|one| !one.asks.is_empty()) {
        let name = format!("{} {}", operation.method, operation.path);
        ensure!(known.contains(&name), "say in tests/api/rights.rs whether {name} takes ids, and try what is foreign");
    }
    Ok(())
}

/// Status and text of an answer.
async fn told(answer: Response) -> Result<(StatusCode, String)> {
    Ok((answer.status(), answer.text().await?))
}

#[tokio::test]
async fn a_foreign_stay_has_no_phones_and_no_invitation_whatever_it_is() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let theirs = Client::supervisor(&server, "H3").await?;
    let erased = participant.some_stay().await?;
    let anonymous = ParticipationId::from_uuid(random::uuid());
    let intervention = theirs.account.interventions[0].id;
    let body = Body::EnrolledAnonymously { intervention, gender: Gender::Woman, start_year: 2026 };
    let desk = device();
    let verdicts = theirs.push(desk, &[record(desk, theirs.account.id, anonymous, body).write()]).await?;
    ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    let mut stays = foreign_stays(&server, &supervisor).await?;
    let request = participant.http().post(participant.address("/api/v1/own/erasure"));
    request.json(&json!({"erase": "everything_about_me"})).send().await?.error_for_status()?;
    stays.push(Foreign { name: "erased", stay: erased });
    stays.push(Foreign { name: "protected, and a colleague's", stay: anonymous });
    for Foreign { name, stay } in stays {
        let phones = supervisor.address(&format!("/api/v1/participations/{stay}/phones"));
        let invitation = supervisor.http().post(supervisor.address("/api/v1/invitations"));
        for answer in [
            supervisor.http().get(&phones).send().await?,
            supervisor.http().delete(&phones).send().await?,
            invitation.json(&json!({"participation": stay, "by": "screen"})).send().await?,
        ] {
            let (status, text) = told(answer).await?;
            let code = serde_json::from_str::<Problem>(&text)?.code;
            assert_eq!((status, &*code), (StatusCode::NOT_FOUND, "not_here"), "{name}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn nobody_ends_anothers_session_or_goes_on_in_anothers_role() -> Result<()> {
    let server = Server::demo().await?;
    let (one, other) = (Client::sign_in(&server, Role::Supervisor).await?, Client::supervisor(&server, "H3").await?);
    let sessions: Value = other.get("/api/v1/sessions").await?.json().await?;
    let theirs = sessions["entrances"][0]["id"].as_str().context("a session")?.to_owned();
    let unknown: String = theirs.chars().rev().collect();
    let end =
        async |id: &str| told(one.http().delete(one.address(&format!("/api/v1/sessions/{id}"))).send().await?).await;
    assert_eq!(end(&theirs).await?, end(&unknown).await?);
    assert_eq!(other.get("/api/v1/session").await?.status(), StatusCode::OK);

    let mut somebody = Newcomer::at(&server)?;
    let flags = ["--role", "board-member", "--name", "Bo", "--association", "Ö"];
    let (proven, _) = somebody.accept(&invite(&server, &flags).await?).await?;
    somebody.go_on_as(&proven, Role::BoardMember).await?;
    let as_another =
        async |account: String| told(somebody.post("staff/roles", &json!({"account": account})).await?).await;
    let foreign = as_another(other.account.id.to_string()).await?;
    assert_eq!(foreign.0, StatusCode::NOT_FOUND);
    assert_eq!(foreign, as_another(random::uuid().to_string()).await?);
    Ok(())
}

#[tokio::test]
async fn a_members_log_tells_nothing_of_another_members_stays() -> Result<()> {
    let server = Server::demo().await?;
    make_administrator(&server).await?;
    let administrator =
        Client::with_link(&server, &server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
    import_elsewhere(server.place()).await?;
    let elsewhere = Client::supervisor(&server, "N1").await?;
    let theirs = elsewhere.some_stay().await?;
    let about =
        async |stay: String| told(administrator.get(&format!("/api/v1/audit?about=participation:{stay}")).await?).await;
    let foreign = about(theirs.to_string()).await?;
    assert_eq!(foreign.0, StatusCode::OK);
    assert_eq!(foreign, about(random::uuid().to_string()).await?);
    Ok(())
}
