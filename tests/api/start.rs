//! Starts that cannot succeed: one clear sentence, the exit code 1, and nothing changed.

use anyhow::{Result, ensure};
use std::path::Path;
use tests::place::{Kind, folder};
use tests::program::run;
use tests::server::Server;

/// Starts with these arguments, which must fail; returns what was said.
async fn complaint(arguments: &[&str]) -> Result<String> {
    let output = run(arguments).await?;
    ensure!(output.status.code() == Some(1), "it ended with {}", output.status);
    let said = String::from_utf8(output.stderr)?;
    ensure!(said.starts_with("stegvis: ") && said.trim().lines().count() == 1, "one sentence: {said}");
    Ok(said)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() -> Result<()> {
    let server = Server::demo().await?;
    let folder = folder()?;
    let said =
        complaint(&["serve", "--data", text(folder.path()), "--app", text(server.app()), "--listen", server.address()])
            .await?;
    assert!(said.contains(server.address()) && said.contains("--listen"), "{said}");
    assert!(!folder.path().join("stegvis.sqlite3").exists());
    Ok(())
}

#[tokio::test]
async fn a_folder_that_another_serves_from_is_left_alone() -> Result<()> {
    if Kind::chosen()? == Kind::Postgres {
        // A database may be served by several.
        return Ok(());
    }
    let server = Server::demo().await?;
    let folder = text(server.data());
    let app = text(server.app());
    for arguments in [["serve", "--data", folder], ["demo", "--fresh", "--data"]] {
        let mut arguments = arguments.to_vec();
        if arguments.len() == 3 && arguments[2] == "--data" {
            arguments.push(folder);
        }
        arguments.extend(["--app", app, "--listen", "127.0.0.1:0"]);
        let said = complaint(&arguments).await?;
        assert!(said.contains("another stegvis"), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_named() -> Result<()> {
    let server = Server::demo().await?;
    let said =
        complaint(&["serve", "--data", "/dev/null/stegvis", "--app", text(server.app()), "--listen", "127.0.0.1:0"])
            .await?;
    assert!(said.contains("/dev/null/stegvis") && said.contains("--data"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_named_without_its_password() -> Result<()> {
    let server = Server::demo().await?;
    let serve = ["serve", "--app", text(server.app()), "--listen", "127.0.0.1:0", "--database"];
    let nobody_there = complaint(&[&serve[..], &["postgres://anna:secret@127.0.0.1:1/stegvis"]].concat()).await?;
    assert!(nobody_there.contains("127.0.0.1:1") && nobody_there.contains("--database"), "{nobody_there}");
    assert!(!nobody_there.contains("secret"), "{nobody_there}");
    let other_kind = run(&[&serve[..], &["mysql://anna:secret@localhost/stegvis"]].concat()).await?;
    let said = String::from_utf8(other_kind.stderr)?;
    assert!(!other_kind.status.success() && said.contains("postgres://"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_missing_app_is_named() -> Result<()> {
    let folder = folder()?;
    let data = text(folder.path());
    let missing = complaint(&["serve", "--data", data, "--app", "/nowhere", "--listen", "127.0.0.1:0"]).await?;
    assert!(missing.contains("/nowhere") && missing.contains("--app"), "{missing}");
    let empty = complaint(&["serve", "--data", data, "--app", data, "--listen", "127.0.0.1:0"]).await?;
    assert!(empty.contains("no app"), "{empty}");
    Ok(())
}

#[tokio::test]
async fn a_server_beyond_this_machine_needs_to_know_its_address() -> Result<()> {
    let server = Server::demo().await?;
    let folder = folder()?;
    let arguments = ["serve", "--data", text(folder.path()), "--app", text(server.app()), "--listen", "0.0.0.0:0"];
    let said = complaint(&arguments).await?;
    assert!(said.contains("--origin"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() -> Result<()> {
    let server = Server::demo().await?;
    let folder = folder()?;
    let file = folder.path().join("stegvis.sqlite3");
    std::fs::write(&file, "a letter to my aunt, which happens to have this name, and goes on for a while".repeat(20))?;
    let before = std::fs::read(&file)?;
    for command in [&["serve"][..], &["demo"], &["demo", "--fresh"]] {
        let mut arguments = command.to_vec();
        arguments.extend(["--data", text(folder.path()), "--app", text(server.app()), "--listen", "127.0.0.1:0"]);
        let said = complaint(&arguments).await?;
        assert!(said.contains(text(folder.path())), "{said}");
        assert_eq!(std::fs::read(&file)?, before);
    }
    Ok(())
}
