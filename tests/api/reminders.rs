//! Reminders on phones: who is sent one, what it says, and when an address is forgotten. The push service is the tests' own.

use anyhow::{Context, Result, ensure};
use reqwest::{Response, StatusCode};
use serde_json::json;
use shared::account::Role;
use shared::invitation::By;
use shared::push_reminder::{PushAddress, ReminderState};
use shared::record::Body;
use shared::sync::wire::Problem;
use shared::time::Date;
use tests::client::{Client, http};
use tests::invited::{Invited, invite, secret};
use tests::place::{Kind, Place};
use tests::postgres::Cluster;
use tests::program::run;
use tests::push_service::{PushService, Subscription};
use tests::random;
use tests::records::{device, record, self_assessed};
use tests::server::Server;

const ADDRESS: &str = "/api/v1/own/reminder";

/// A server that sends to this machine, too.
async fn server() -> Result<Server> {
    trying_out(Server::demo().await?).await
}

async fn trying_out(mut server: Server) -> Result<Server> {
    server.stop().await?;
    server.start_again_with(&["--push-services", "any"]).await?;
    Ok(server)
}

/// A day of this month, or of the next.
fn day(number: u8, months_later: i32) -> Date {
    Date::clamped(random::this_month().plus(months_later), number)
}

/// Has the server's program remind on that day; gives what it says it did.
async fn remind(place: &Place, on: Date) -> Result<String> {
    let arguments = ["remind", "--on", &on.to_string(), "--push-services", "any"].map(Into::into);
    let output = run(&arguments.into_iter().chain(place.flags()).collect::<Vec<std::ffi::OsString>>()).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn said(reminded: usize, later: usize, unreached: usize) -> String {
    format!("reminded {reminded}, to be tried again {later}, not reached {unreached}")
}

async fn put(client: &Client, address: &PushAddress) -> Result<Response> {
    Ok(client.http().put(client.address(ADDRESS)).json(address).send().await?)
}

async fn state(client: &Client) -> Result<ReminderState> {
    Ok(client.get(ADDRESS).await?.error_for_status()?.json().await?)
}

/// Somebody who wants to be reminded.
async fn subscribed(server: &Server, service: &PushService) -> Result<(Client, Subscription)> {
    let person = Client::sign_in(server, Role::Participant).await?;
    let subscription = Subscription::at(format!("{}/{}", service.origin(), random::uuid()))?;
    put(&person, &subscription.address()).await?.error_for_status()?;
    Ok((person, subscription))
}

#[tokio::test]
async fn who_has_not_answered_is_sent_an_empty_message_that_only_the_phone_can_open() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let (person, subscription) = subscribed(&server, &service).await?;
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(1, 0, 0));
    let came = service.came();
    ensure!(came.len() == 1, "{came:?}");
    assert_eq!(format!("{}{}", service.origin(), came[0].path), subscription.address().endpoint);
    assert_eq!(subscription.open(&came[0])?, b"", "it says nothing");
    let stranger = Subscription::at(String::new())?;
    assert!(stranger.open(&came[0]).is_err());
    ensure!(came[0].header("ttl")?.parse::<u32>()? > 0);

    let claims = came[0].claims(&state(&person).await?.key)?;
    assert_eq!(claims["aud"], service.origin());
    let on = shared::swedish_time::SwedishTime::instant_of(day(25, 0), 9).0 / 1000;
    let expires = claims["exp"].as_i64().context("an end")?;
    ensure!((on + 1..=on + 24 * 60 * 60).contains(&expires), "{expires}");
    ensure!(claims["sub"].as_str().is_some_and(|contact| contact.starts_with("http")), "{claims}");
    Ok(())
}

#[tokio::test]
async fn nobody_is_reminded_twice_of_the_same_nor_after_the_answer() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    // A phone with a key of its own comes back after a month, too: a session that nobody used so long has ended.
    invited(&server, &service).await?;
    for (on, expected) in [
        (day(25, 0), said(1, 0, 0)),
        (day(25, 0), said(0, 0, 0)),
        (day(26, 0), said(0, 0, 0)),
        // Once more while the month is late, and then no more.
        (day(3, 1), said(1, 0, 0)),
        (day(4, 1), said(0, 0, 0)),
    ] {
        assert_eq!(remind(server.place(), on).await?, expected, "{on}");
    }
    assert_eq!(service.came().len(), 2);

    let (server, service) = (self::server().await?, PushService::start().await?);
    let (person, _) = subscribed(&server, &service).await?;
    let phone = device();
    let stay = person.some_stay().await?;
    person.push(phone, &[record(phone, person.account.id, stay, self_assessed("energy", 3)).write()]).await?;
    for on in [day(25, 0), day(3, 1)] {
        assert_eq!(remind(server.place(), on).await?, said(0, 0, 0));
    }
    assert!(service.came().is_empty());
    Ok(())
}

#[tokio::test]
async fn reminders_go_out_on_the_days_that_are_meant_for_it() -> Result<()> {
    let server = server().await?;
    for on in [day(24, 0), day(2, 1), day(11, 1)] {
        ensure!(remind(server.place(), on).await.is_err(), "{on}");
    }
    Ok(())
}

#[tokio::test]
async fn an_address_that_is_gone_is_forgotten() -> Result<()> {
    for gone in ["404 Not Found\r\n", "410 Gone\r\n"] {
        let (server, service) = (server().await?, PushService::start().await?);
        let (person, _) = subscribed(&server, &service).await?;
        assert!(state(&person).await?.is_on);
        service.answers(gone);
        assert_eq!(remind(server.place(), day(25, 0)).await?, said(0, 0, 1));
        assert!(!state(&person).await?.is_on, "{gone}");
        assert_eq!(service.came().len(), 1);
        assert_eq!(remind(server.place(), day(3, 1)).await?, said(0, 0, 0));
    }
    Ok(())
}

#[tokio::test]
async fn a_push_service_that_asks_for_patience_is_asked_again_later() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let (person, subscription) = subscribed(&server, &service).await?;
    for answer in ["429 Too Many Requests\r\nRetry-After: 7200\r\n", "503 Service Unavailable\r\n"] {
        service.answers(answer);
        let on = if answer.starts_with("429") { day(25, 0) } else { day(26, 0) };
        assert_eq!(remind(server.place(), on).await?, said(0, 1, 0), "{answer}");
        assert_eq!(remind(server.place(), on).await?, said(0, 0, 0), "not before it is time");
    }
    service.answers("201 Created\r\n");
    assert_eq!(remind(server.place(), day(27, 0)).await?, said(1, 0, 0));
    let came = service.came();
    assert_eq!(came.len(), 3);
    assert_eq!(subscription.open(&came[2])?, b"");
    assert!(state(&person).await?.is_on);
    // Where nobody answers at all it is the same.
    let (server, service) = (self::server().await?, PushService::start().await?);
    let (person, _) = subscribed(&server, &service).await?;
    drop(service);
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(0, 1, 0));
    assert!(state(&person).await?.is_on);
    Ok(())
}

#[tokio::test]
async fn an_answer_that_leads_elsewhere_is_not_followed() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let elsewhere = PushService::start().await?;
    subscribed(&server, &service).await?;
    service.answers(&format!("307 Temporary Redirect\r\nLocation: {}/a\r\n", elsewhere.origin()));
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(0, 0, 1));
    assert!(elsewhere.came().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_server_goes_to_the_internet_alone_unless_it_is_told_otherwise() -> Result<()> {
    let service = PushService::start().await?;
    let mut usual = Server::demo().await?;
    let person = Client::sign_in(&usual, Role::Participant).await?;
    let at = |endpoint: &str| anyhow::Ok(Subscription::at(endpoint.to_owned())?.address());
    let refused = async |endpoint: &str| anyhow::Ok(put(&person, &at(endpoint)?).await?.status());
    for endpoint in [
        &format!("{}/a", service.origin()),
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://10.0.0.1/a",
        "https://169.254.169.254/latest",
        "https://[::ffff:192.168.0.1]/a",
        "http://push.example/a",
        "https://push.example:8443/a",
        &format!("https://push.example/{}", "a".repeat(3000)),
        "file:///etc/passwd",
    ] {
        assert_eq!(refused(endpoint).await?, StatusCode::BAD_REQUEST, "{endpoint}");
    }
    assert!(!state(&person).await?.is_on);
    let mut without_keys = at("https://push.example/a")?;
    without_keys.keys.auth = "AAAA".into();
    assert_eq!(put(&person, &without_keys).await?.status(), StatusCode::BAD_REQUEST);

    // A name may lead into the own network: that is seen when it is looked up.
    assert_eq!(refused("https://localhost/a").await?, StatusCode::NO_CONTENT);
    let arguments = ["remind", "--on", &day(25, 0).to_string()].map(Into::into);
    let output = run(&arguments.into_iter().chain(usual.place().flags()).collect::<Vec<std::ffi::OsString>>()).await?;
    assert_eq!(String::from_utf8(output.stdout)?.trim(), said(0, 1, 0));

    // And it may be told to go nowhere.
    usual.stop().await?;
    usual.start_again_with(&["--push-services", "none"]).await?;
    for answer in [person.get(ADDRESS).await?, put(&person, &at("https://push.example/a")?).await?] {
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(answer.json::<Problem>().await?.code, "not_here");
    }
    Ok(())
}

#[tokio::test]
async fn a_phone_is_reminded_as_long_as_it_wants_and_is_signed_in() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let (one, subscription) = subscribed(&server, &service).await?;
    let (other, _) = subscribed(&server, &service).await?;
    let (third, _) = subscribed(&server, &service).await?;
    // Twice is once.
    put(&one, &subscription.address()).await?.error_for_status()?;
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(1, 0, 0));
    assert_eq!(service.came().len(), 3, "each phone, since it is one person");
    for _ in 0..2 {
        let stopped = one.http().delete(one.address(ADDRESS)).json(&json!({})).send().await?;
        assert_eq!(stopped.status(), StatusCode::NO_CONTENT);
    }
    assert!(!state(&one).await?.is_on && state(&other).await?.is_on);
    // Signing out, and being signed out from another phone.
    other.http().delete(other.address("/api/v1/session")).json(&json!({})).send().await?.error_for_status()?;
    let entrances: serde_json::Value = one.get("/api/v1/sessions").await?.json().await?;
    for entrance in entrances["entrances"].as_array().context("entrances")? {
        if entrance["is_this"] == false {
            let id = entrance["id"].as_str().context("an id")?;
            let end = one.http().delete(one.address(&format!("/api/v1/sessions/{id}"))).json(&json!({}));
            end.send().await?.error_for_status()?;
        }
    }
    assert_eq!(third.get(ADDRESS).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(remind(server.place(), day(3, 1)).await?, said(0, 0, 0));
    assert!(service.came().is_empty());
    Ok(())
}

/// A phone that was invited, with a reminder.
async fn invited(server: &Server, service: &PushService) -> Result<(Client, Invited)> {
    let supervisor = Client::sign_in(server, Role::Supervisor).await?;
    let stay = supervisor.some_stay().await?;
    let phone = Invited::by(server, secret(&invite(&supervisor, stay, By::Screen).await?)?, None).await?;
    want(&phone, service).await?;
    Ok((supervisor, phone))
}

async fn want(phone: &Invited, service: &PushService) -> Result<()> {
    let address = Subscription::at(format!("{}/{}", service.origin(), random::uuid()))?.address();
    let request = phone.http.put(format!("{}{ADDRESS}", phone.origin)).json(&address);
    request.header(shared::account::READING_HEADER, phone.reading()?).send().await?.error_for_status()?;
    Ok(())
}

#[tokio::test]
async fn a_renewed_session_goes_on_and_a_lost_phone_is_forgotten() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let (supervisor, phone) = invited(&server, &service).await?;
    let stay = supervisor.some_stay().await?;
    assert_eq!(phone.try_renew(phone.challenge().await?).await?.status(), StatusCode::NO_CONTENT);
    let told: ReminderState = phone.get(ADDRESS).await?.error_for_status()?.json().await?;
    assert!(told.is_on, "it is the same phone");
    let phones = supervisor.http().delete(supervisor.address(&format!("/api/v1/participations/{stay}/phones")));
    phones.json(&json!({})).send().await?.error_for_status()?;
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(0, 0, 0));

    // A new invitation ends the phone before it.
    let (supervisor, _) = invited(&server, &service).await?;
    let again = Invited::by(&server, secret(&invite(&supervisor, stay, By::Screen).await?)?, None).await?;
    let told: ReminderState = again.get(ADDRESS).await?.error_for_status()?.json().await?;
    assert!(!told.is_on);
    assert_eq!(remind(server.place(), day(3, 1)).await?, said(0, 0, 0));
    assert!(service.came().is_empty());
    Ok(())
}

#[tokio::test]
async fn whoever_withdraws_or_is_erased_is_reminded_no_more() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let (person, subscription) = subscribed(&server, &service).await?;
    let phone = device();
    let stays: Vec<_> =
        person.records().await?.into_iter().filter(|one| matches!(one.body, Body::Enrolled(_))).collect();
    for stay in stays {
        let end = Body::ConsentWithdrawn { on: random::now().date() };
        person.push(phone, &[record(phone, person.account.id, stay.participation, end).write()]).await?;
    }
    assert!(!state(&person).await?.is_on);
    let again = put(&person, &subscription.address()).await?;
    assert_eq!(again.status(), StatusCode::NOT_FOUND, "there is nothing to be reminded of");
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(0, 0, 0));

    let server = self::server().await?;
    let (person, _) = subscribed(&server, &service).await?;
    let request = person.http().post(person.address("/api/v1/own/erasure"));
    request.json(&json!({"erase": "everything_about_me"})).send().await?.error_for_status()?;
    assert!(!state(&person).await?.is_on);
    assert_eq!(remind(server.place(), day(25, 0)).await?, said(0, 0, 0));
    assert!(service.came().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_supervisor_is_told_whether_a_person_is_reminded() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let (person, _) = subscribed(&server, &service).await?;
    let stay = person.some_stay().await?;
    let told = async || {
        let contacts = supervisor.last_page().await?.contacts.context("contacts")?;
        let contact = contacts.into_iter().find(|one| one.participation == stay).context("the person was in touch")?;
        contact.reminded.context("it is said")
    };
    assert!(told().await?);
    person.http().delete(person.address(ADDRESS)).json(&json!({})).send().await?.error_for_status()?;
    assert!(!told().await?);
    Ok(())
}

#[tokio::test]
async fn several_processes_remind_once() -> Result<()> {
    let (server, service) = (server().await?, PushService::start().await?);
    let _cluster;
    let server = match Kind::chosen()? {
        Kind::Postgres => server,
        _ => {
            let cluster = Cluster::start()?;
            let moved = server.move_to(Place::on(&cluster)?).await?;
            _cluster = cluster;
            trying_out(moved).await?
        }
    };
    subscribed(&server, &service).await?;
    let place = server.place();
    let all = futures::future::try_join_all((0..4).map(|_| remind(place, day(25, 0)))).await?;
    assert_eq!(all.iter().filter(|one| **one == said(1, 0, 0)).count(), 1, "{all:?}");
    assert_eq!(service.came().len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_key_stays_the_same_when_the_server_starts_again_and_in_a_backup() -> Result<()> {
    let mut server = server().await?;
    let key = state(&Client::sign_in(&server, Role::Participant).await?).await?.key;
    server.stop().await?;
    server.start_again().await?;
    assert_eq!(state(&Client::sign_in(&server, Role::Participant).await?).await?.key, key);
    let server = server.move_to(Place::empty()?).await?;
    assert_eq!(state(&Client::sign_in(&server, Role::Participant).await?).await?.key, key);
    assert_eq!(http()?.get(format!("{}{ADDRESS}", server.origin())).send().await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}
