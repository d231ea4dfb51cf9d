//! What the server gives to one device at most, so that it has something left for the others.

use anyhow::{Context, Result, ensure};
use reqwest::{StatusCode, header};
use shared::account::Role;
use shared::sync::wire::Problem;
use std::time::{Duration, Instant};
use tests::client::{Client, http};
use tests::server::{Server, Surroundings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn with_a_small_limit() -> Result<Server> {
    let environment = vec![("STEGVIS_REQUESTS_A_MINUTE".to_owned(), "20".to_owned())];
    Server::on_a_folder_within(Surroundings { environment, ..Surroundings::default() }).await
}

#[tokio::test]
async fn who_asks_for_too_much_is_told_when_to_go_on_and_others_are_not_held_up() -> Result<()> {
    let server = with_a_small_limit().await?;
    let eager = Client::sign_in(&server, Role::Supervisor).await?;
    let other = Client::sign_in(&server, Role::Participant).await?;
    let begun = Instant::now();
    let mut refused = None;
    // A minute may end on the way: the next one is not as long as all these.
    for _ in 0..60 {
        let answer = eager.get("/api/v1/session").await?;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
        ensure!(answer.status() == StatusCode::OK, "{}", answer.status());
    }
    let refused = refused.with_context(|| format!("nothing was refused in {:?}", begun.elapsed()))?;
    let seconds: u32 = refused.headers()[header::RETRY_AFTER].to_str()?.parse()?;
    assert!((1..=61).contains(&seconds), "{seconds}");
    assert_eq!(refused.json::<Problem>().await?.code, "too_often");
    assert_eq!(other.get("/api/v1/session").await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn a_head_without_end_is_cut_short() -> Result<()> {
    let server = Server::demo().await?;
    let mut connection = TcpStream::connect(server.address()).await?;
    connection.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n").await?;
    let mut answer = Vec::new();
    let told = async {
        for number in 0..200_000 {
            // The server may have hung up: what it said is read below.
            if connection.write_all(format!("x-{number}: y\r\n").as_bytes()).await.is_err() {
                break;
            }
        }
        // A connection that is reset has nothing more to say.
        let _ = connection.read_to_end(&mut answer).await;
    };
    tokio::time::timeout(Duration::from_secs(20), told).await.context("the server listens without end")?;
    let answer = String::from_utf8_lossy(&answer);
    ensure!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert!(Client::sign_in(&server, Role::Participant).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn a_cookie_that_somebody_makes_up_does_not_lift_the_limit_of_an_address() -> Result<()> {
    let environment = [("STEGVIS_REQUESTS_A_MINUTE", "20"), ("STEGVIS_ADDRESS_HEADER", "x-forwarded-for")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let surroundings = Surroundings { environment: environment.into(), ..Surroundings::default() };
    let server = Server::on_a_folder_within(surroundings).await?;
    let plain = http()?;
    let ask = async |number: u32, from: &str| {
        let request = plain.get(format!("{}/api/openapi.json", server.origin())).header("x-forwarded-for", from);
        let made_up = format!("stegvis={number:064x}");
        anyhow::Ok(request.header(header::COOKIE, made_up).send().await?.status())
    };
    let mut refused = 0;
    for number in 0..20 {
        refused += u32::from(ask(number, "192.0.2.1").await? == StatusCode::TOO_MANY_REQUESTS);
    }
    // A minute may end on the way.
    ensure!(refused >= 10, "{refused} of 20 were refused");
    assert_eq!(ask(20, "192.0.2.2").await?, StatusCode::OK, "another address is not held up");
    Ok(())
}
