//! Sessions and phones: listed, ended, and nobody else's.

use anyhow::{Context, Result};
use reqwest::StatusCode;
use shared::account::{READING_HEADER, Role};
use shared::entrance::{Entrance, Entrances};
use shared::id::ParticipationId;
use shared::invitation::By;
use tests::client::Client;
use tests::invited::{Invited, invite, secret};
use tests::random;
use tests::server::Server;

async fn entrances(client: &Client) -> Result<Vec<Entrance>> {
    Ok(client.get("/api/v1/sessions").await?.error_for_status()?.json::<Entrances>().await?.entrances)
}

async fn end(client: &Client, path: &str) -> Result<StatusCode> {
    Ok(client.http().delete(client.address(path)).send().await?.status())
}

#[tokio::test]
async fn somebody_sees_the_own_sessions_and_ends_each_by_itself() -> Result<()> {
    let server = Server::demo().await?;
    let begin = random::now();
    let desk = Client::sign_in(&server, Role::Supervisor).await?;
    let laptop = Client::sign_in(&server, Role::Supervisor).await?;
    let other = Client::sign_in(&server, Role::Participant).await?;
    let seen = entrances(&desk).await?;
    assert_eq!(seen.len(), 2, "the own alone: {seen:?}");
    assert!(seen.iter().all(|one| one.since >= begin.plus(-1000) && one.last_at >= one.since));
    assert_eq!(seen.iter().filter(|one| one.is_this).count(), 1);

    let others = seen.iter().find(|one| !one.is_this).context("the other one")?;
    let path = format!("/api/v1/sessions/{}", others.id);
    assert_eq!(end(&other, &path).await?, StatusCode::NOT_FOUND, "somebody else's is not there");
    assert_eq!(laptop.get("/api/v1/session").await?.status(), StatusCode::OK);
    assert_eq!(end(&desk, &path).await?, StatusCode::NO_CONTENT);
    assert_eq!(laptop.get("/api/v1/session").await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(desk.get("/api/v1/session").await?.status(), StatusCode::OK);
    assert_eq!(end(&desk, &path).await?, StatusCode::NOT_FOUND, "twice");
    assert_eq!(end(&laptop, &path).await?, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn what_names_a_session_lets_nobody_in() -> Result<()> {
    let server = Server::demo().await?;
    let desk = Client::sign_in(&server, Role::Supervisor).await?;
    let name = entrances(&desk).await?.first().context("the own")?.id.clone();
    let thief = tests::client::http()?;
    let tried = thief.get(desk.address("/api/v1/session")).header("cookie", format!("stegvis={name}"));
    assert_eq!(tried.send().await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn a_lost_phone_is_ended_by_who_follows_the_person_and_nobody_else() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = supervisor.some_stay().await?;
    let path = format!("/api/v1/participations/{stay}/phones");
    let phones = async || {
        let answer = supervisor.get(&path).await?.error_for_status()?;
        anyhow::Ok(answer.json::<Entrances>().await?.entrances)
    };
    assert_eq!(phones().await?, []);
    let phone = Invited::by(&server, secret(&invite(&supervisor, stay, By::Screen).await?)?, None).await?;
    let seen = phones().await?;
    assert_eq!(seen.len(), 1);
    assert!(!seen[0].is_this);

    for name in ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"] {
        let stranger = Client::supervisor(&server, name).await?;
        if stranger.records().await?.iter().all(|record| record.participation != stay) {
            assert_eq!(stranger.get(&path).await?.status(), StatusCode::NOT_FOUND);
            assert_eq!(end(&stranger, &path).await?, StatusCode::NOT_FOUND);
        }
    }
    let unknown = format!("/api/v1/participations/{}/phones", ParticipationId::from_uuid(random::uuid()));
    assert_eq!(end(&supervisor, &unknown).await?, StatusCode::NOT_FOUND);
    assert_eq!(supervisor.get("/api/v1/participations/0/phones").await?.status(), StatusCode::NOT_FOUND);
    assert!(phone.is_in().await?);

    assert_eq!(end(&supervisor, &path).await?, StatusCode::NO_CONTENT);
    assert!(!phone.is_in().await?);
    assert_eq!(phone.try_renew(phone.challenge().await?).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(phones().await?, []);
    assert_eq!(end(&supervisor, &path).await?, StatusCode::NO_CONTENT, "twice changes nothing");
    Ok(())
}

#[tokio::test]
async fn a_participant_sees_and_ends_the_own_phone() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = supervisor.some_stay().await?;
    let phone = Invited::by(&server, secret(&invite(&supervisor, stay, By::Screen).await?)?, None).await?;
    assert_eq!(phone.try_renew(phone.challenge().await?).await?.status(), StatusCode::NO_CONTENT);
    let own: Entrances = phone.get("/api/v1/sessions").await?.json().await?;
    assert_eq!(own.entrances.len(), 1, "renewed, it is the same phone");
    assert!(own.entrances[0].is_this);
    let address = format!("{}/api/v1/sessions/{}", phone.origin, own.entrances[0].id);
    assert_eq!(
        phone.http.delete(address).header(READING_HEADER, phone.reading()?).send().await?.status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(phone.get("/api/v1/sessions").await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn a_phone_that_has_signed_out_does_not_come_back_by_itself() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = supervisor.some_stay().await?;
    let phone = Invited::by(&server, secret(&invite(&supervisor, stay, By::Screen).await?)?, None).await?;
    let answer = phone.http.delete(format!("{}/api/v1/session", phone.origin)).send().await?;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(phone.try_renew(phone.challenge().await?).await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}
