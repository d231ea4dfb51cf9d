//! One-time links and sessions.

use anyhow::Result;
use reqwest::StatusCode;
use serde_json::json;
use shared::account::{Account, Role};
use shared::sync::wire::Problem;
use tests::client::{Client, http};
use tests::links::secret;
use tests::server::Server;

#[tokio::test]
async fn a_link_lets_somebody_in_once() -> Result<()> {
    let server = Server::demo().await?;
    let link = server.link(Role::Supervisor).await?;
    let client = Client::with_link(&server, &link).await?;
    assert_eq!(client.account.role, Role::Supervisor);

    let again = json!({ "secret": secret(&link)? });
    let answer = http()?.post(client.address("/api/v1/session")).json(&again).send().await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(answer.headers().get("set-cookie").is_none());
    assert_eq!(answer.json::<Problem>().await?.code, "link_refused");
    Ok(())
}

#[tokio::test]
async fn a_link_used_by_many_at_once_lets_one_in() -> Result<()> {
    let server = Server::demo().await?;
    let request = json!({ "secret": secret(&server.link(Role::Participant).await?)? });
    let address = format!("{}/api/v1/session", server.origin());
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let attempt = http()?.post(&address).json(&request);
        attempts.spawn(async move { attempt.send().await.map(|answer| answer.status()) });
    }
    let statuses = attempts.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_guessed_secret_lets_nobody_in() -> Result<()> {
    let server = Server::demo().await?;
    for guess in ["", "0", &"0".repeat(64)] {
        let request = json!({ "secret": guess });
        let answer = http()?.post(format!("{}/api/v1/session", server.origin())).json(&request).send().await?;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{guess}");
    }
    Ok(())
}

#[tokio::test]
async fn each_role_has_its_own_page_and_learns_who_it_is() -> Result<()> {
    let server = Server::demo().await?;
    for role in [Role::Participant, Role::Supervisor, Role::ProjectLeader, Role::AssociationAnalyst] {
        let link = server.link(role).await?;
        assert_eq!(link.contains("/staff/sign-in#"), role != Role::Participant, "{link}");
        let client = Client::with_link(&server, &link).await?;
        let account: Account = client.get("/api/v1/session").await?.json().await?;
        assert_eq!((account.role, &account), (role, &client.account));
        assert!(!account.interventions.is_empty(), "{role:?}");
    }
    Ok(())
}

#[tokio::test]
async fn who_signs_out_is_out() -> Result<()> {
    let server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    assert_eq!(client.get("/api/v1/session").await?.status(), StatusCode::OK);
    let answer = client.http().delete(client.address("/api/v1/session")).send().await?;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let answer = client.get("/api/v1/session").await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json::<Problem>().await?.code, "signed_out");
    Ok(())
}

#[tokio::test]
async fn a_session_outlives_a_restart() -> Result<()> {
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    server.kill().await?;
    server.start_again().await?;
    assert_eq!(client.get("/api/v1/session").await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() -> Result<()> {
    let server = Server::demo().await?;
    let request = json!({ "secret": secret(&server.link(Role::Participant).await?)? });
    let answer = http()?.post(format!("{}/api/v1/session", server.origin())).json(&request).send().await?;
    let cookie = answer.headers().get("set-cookie").map(|cookie| cookie.to_str()).transpose()?.unwrap_or_default();
    for part in ["stegvis=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=31536000"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "over plain http on this machine: {cookie}");
    Ok(())
}
