//! The API against its own description, by Schemathesis: whatever is asked within the description or a little beside it,
//! with a session of each role and without, the answer is none of the server's faults and is as described.
//! `cargo xtask test schema` installs it and names it in `STEGVIS_SCHEMATHESIS`.

use anyhow::{Context, Result, ensure};
use reqwest::{StatusCode, header};
use serde_json::Value;
use shared::account::{APP_HEADER, Role};
use shared::sync::wire::SignInRequest;
use tests::client::http;
use tests::links::secret;
use tests::server::Server;
use tokio::process::Command;

/// What is asked of each answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/// How long each run may take, in seconds; there are five.
const SECONDS: &str = "12";
/// What ends the session that a run is made with, or what it could ask about.
const LAST_WORDS: [(&str, &str); 2] = [("DELETE", "/api/v1/session"), ("POST", "/api/v1/own/erasure")];

async fn cookie(server: &Server, role: Role) -> Result<String> {
    let request = SignInRequest { secret: secret(&server.link(role).await?)?, locks: false };
    let answer = http()?.post(format!("{}/api/v1/session", server.origin())).json(&request).send().await?;
    ensure!(answer.status() == StatusCode::OK, "nobody was signed in: {}", answer.status());
    let cookie = answer.headers().get(header::SET_COOKIE).context("a session has a cookie")?.to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// Asks all sorts of things, the same ones each time.
async fn ask(server: &Server, role: Option<Role>) -> Result<()> {
    let schemathesis = std::env::var_os("STEGVIS_SCHEMATHESIS")
        .context("STEGVIS_SCHEMATHESIS does not name Schemathesis; run this with `cargo xtask test schema`")?;
    let mut command = Command::new(schemathesis);
    command
        .arg("run")
        .arg(format!("{}/api/openapi.json", server.origin()))
        .args(["--url", server.origin(), "--checks", CHECKS, "--max-time", SECONDS, "--seed", "1"])
        .args(["--phases", "examples,coverage,fuzzing", "--warnings", "off", "--no-color"])
        .args(["--header", &format!("{APP_HEADER}: 1")])
        // The first release of a period takes a server built for development several seconds.
        .args(["--request-timeout", "60"])
        .args(["--generation-database", "none", "--output-sanitize", "true"])
        .current_dir(server.data());
    if let Some(role) = role {
        command.arg("--header").arg(format!("Cookie: {}", cookie(server, role).await?));
        for (method, path) in LAST_WORDS {
            command.arg("--exclude-name").arg(format!("{method} {path}"));
        }
    }
    let output = command.kill_on_drop(true).output().await.context("Schemathesis cannot be run")?;
    let who = role.map_or("nobody", Role::as_str);
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "as {who}:\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let tested = said.lines().find(|line| line.contains("generated")).unwrap_or("nothing was counted");
    println!("as {who}: {}", tested.trim());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_answers_as_it_says_whoever_asks() -> Result<()> {
    let server = Server::demo().await?;
    ask(&server, None).await?;
    for role in [Role::Participant, Role::Supervisor, Role::ProjectLeader, Role::AssociationAnalyst] {
        ask(&server, Some(role)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_address_says_that_it_may_be_busy_and_may_not_be_for_everybody() -> Result<()> {
    let server = Server::demo().await?;
    let text = http()?.get(format!("{}/api/openapi.json", server.origin())).send().await?.text().await?;
    let description: Value = serde_json::from_str(&text)?;
    let paths = description["paths"].as_object().context("there are addresses")?;
    for (path, item) in paths {
        for (method, operation) in item.as_object().context("an address has methods")? {
            for status in ["429", "503"] {
                ensure!(operation["responses"][status].is_object(), "{method} {path} does not know {status}");
            }
        }
    }
    Ok(())
}
