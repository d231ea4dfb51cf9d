//! The audit log: what is noted in it, that nothing of it can be altered, removed or moved unseen, and who may look.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use shared::account::Role;
use shared::audit::{AuditPage, Chain, Entry, Readers, Row, Scope, What, Who};
use shared::time::Instant;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use tests::behind::{ADMINISTRATOR, ask, make_administrator, run};
use tests::client::{Client, pull_request};
use tests::place::Place;
use tests::program;
use tests::server::Server;

/// The number of a log's last row.
async fn last_of(place: &Place, scope: &str) -> Result<u64> {
    let sql = format!("SELECT CAST(MAX(number) AS TEXT) FROM audit WHERE scope = '{scope}'");
    Ok(ask(place, &sql).await?.parse()?)
}

/// What `stegvis audit verify` says of a place whose key is in a folder, and how it ends.
async fn verify(place: &Place, keys: &Path) -> Result<(Option<i32>, String)> {
    let mut command: Vec<OsString> = vec!["audit".into(), "verify".into()];
    command.extend(place.flags());
    command.extend(["--audit-key".into(), keys.join("audit.key").into()]);
    let output = program::run(&command).await?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Ok((output.status.code(), said))
}

async fn is_whole(place: &Place, keys: &Path) -> Result<()> {
    let (code, said) = verify(place, keys).await?;
    ensure!(code == Some(0) && said.ends_with("the audit log is whole\n"), "{code:?}: {said}");
    Ok(())
}

/// A stopped server, and a scope whose log has some rows.
async fn some_log() -> Result<(Server, String)> {
    let mut server = Server::demo().await?;
    for _ in 0..4 {
        Client::sign_in(&server, Role::Supervisor).await?.everything(500).await?;
    }
    server.stop().await?;
    let scope = "SELECT scope FROM audit WHERE scope <> 'installation' GROUP BY scope ORDER BY COUNT(*) DESC LIMIT 1";
    let scope = ask(server.place(), scope).await?;
    ensure!(last_of(server.place(), &scope).await? > 5, "the log of {scope} has some rows");
    Ok((server, scope))
}

#[tokio::test]
async fn whatever_is_done_to_a_log_the_place_is_named() -> Result<()> {
    let (server, member) = some_log().await?;
    let keys = server.data();
    is_whole(server.place(), keys).await?;
    let last = last_of(server.place(), &member).await?.to_string();
    let row = |number: &str| format!("scope = '{member}' AND number = {number}");
    let (third, fourth, parked) = (row("3"), row("4"), row("-1"));
    let cases: [(&str, Vec<String>, String); 6] = [
        (
            "a byte changed",
            vec![format!("UPDATE audit SET what = 'record_reaD' WHERE {third}")],
            format!("{member}: row 3 does not follow"),
        ),
        ("a row removed", vec![format!("DELETE FROM audit WHERE {third}")], format!("{member}: row 3 is missing")),
        (
            "two swapped",
            vec![
                format!("UPDATE audit SET number = -1 WHERE {third}"),
                format!("UPDATE audit SET number = 3 WHERE {fourth}"),
                format!("UPDATE audit SET number = 4 WHERE {parked}"),
            ],
            format!("{member}: row 3 does not follow"),
        ),
        (
            "the end removed",
            vec![format!("DELETE FROM audit WHERE {}", row(&last))],
            format!("{member}: row {last} was signed for and is missing"),
        ),
        (
            "the end removed with its heads",
            vec![
                format!("DELETE FROM audit WHERE scope = '{member}' AND number > 4"),
                format!("DELETE FROM audit_heads WHERE scope = '{member}'"),
            ],
            format!("{member}: row 5 was signed for and is missing"),
        ),
        (
            "a head altered",
            vec![format!("UPDATE audit_heads SET at = at + 1 WHERE scope = '{member}'")],
            "has a head whose signature does not hold".into(),
        ),
    ];
    for (how, statements, expected) in cases {
        let altered = server.place().copy()?;
        for statement in &statements {
            run(&altered, statement).await?;
        }
        let (code, said) = verify(&altered, keys).await?;
        ensure!(code == Some(1) && said.contains(&expected), "{how}: {code:?}: {said}");
    }
    Ok(())
}

#[tokio::test]
async fn a_log_that_was_written_anew_with_right_hashes_is_not_what_was_signed() -> Result<()> {
    let (server, member) = some_log().await?;
    let last = last_of(server.place(), &member).await?;
    let before = format!("SELECT hash FROM audit WHERE scope = '{member}' AND number = {}", last - 1);
    let before = ask(server.place(), &before).await?;
    let scope = Scope::parse(&member).context("a scope")?;
    let forged = Row::following(last - 1, &before, &Entry::new(scope, Who::Nobody, What::SignedIn), Instant(1));
    let statement = format!(
        "UPDATE audit SET at = 1, who = 'nobody', what = 'signed_in', about = NULL, why = NULL, hash = '{}'
         WHERE scope = '{member}' AND number = {last}",
        forged.hash
    );
    let altered = server.place().copy()?;
    run(&altered, &statement).await?;
    let (code, said) = verify(&altered, server.data()).await?;
    ensure!(
        code == Some(1) && said.contains(&format!("{member}: row {last} is not the row that was signed")),
        "{said}"
    );

    // Nor does a key of the forger's own help.
    let own = tempfile::tempdir()?;
    std::fs::write(own.path().join("audit.key"), "07".repeat(32))?;
    let (code, said) = verify(server.place(), own.path()).await?;
    ensure!(code == Some(1) && said.contains("signed by a key that is not at hand"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_was_killed_leaves_a_whole_log_and_goes_on_with_it() -> Result<()> {
    let mut server = Server::demo().await?;
    for _ in 0..3 {
        Client::sign_in(&server, Role::Supervisor).await?;
        server.kill().await?;
        is_whole(server.place(), server.data()).await?;
        server.start_again().await?;
    }
    server.stop().await?;
    is_whole(server.place(), server.data()).await?;
    let started = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE scope = 'installation' AND what = 'started'";
    ensure!(ask(server.place(), started).await?.parse::<u32>()? >= 4);
    Ok(())
}

#[tokio::test]
async fn a_restored_log_is_whole_and_says_that_it_was_restored() -> Result<()> {
    let (mut server, _) = some_log().await?;
    let (file, flags) = (server.data().join("backup"), server.place().flags());
    let command = async |words: &[&str]| {
        let mut words_of: Vec<OsString> = words.iter().map(OsString::from).collect();
        words_of.push(file.clone().into());
        words_of.extend(flags.clone());
        let output = program::run(&words_of).await?;
        ensure!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    };
    command(&["backup"]).await?;
    server.start_again().await?;
    Client::sign_in(&server, Role::Supervisor).await?;
    server.stop().await?;
    let said = command(&["restore", "--replace"]).await?;
    assert!(said.contains("audit.heads-until-"), "{said}");
    is_whole(server.place(), server.data()).await?;
    server.start_again().await?;
    server.stop().await?;
    is_whole(server.place(), server.data()).await?;
    for what in ["backed_up", "restored"] {
        let count =
            format!("SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE scope = 'installation' AND what = '{what}'");
        assert_eq!(ask(server.place(), &count).await?, "1", "{what}");
    }
    Ok(())
}

#[tokio::test]
async fn heads_can_be_kept_elsewhere_and_the_key_is_for_its_owner_alone() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let (server, member) = some_log().await?;
    let mut command: Vec<OsString> = vec!["audit".into(), "heads".into()];
    command.extend(server.place().flags());
    let output = program::run(&command).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    let head = said.lines().find(|line| line.contains(&member)).context("a head of the member")?;
    let head: serde_json::Value = serde_json::from_str(head)?;
    assert_eq!(head["number"], last_of(server.place(), &member).await?);
    let mode = std::fs::metadata(server.data().join("audit.key"))?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    Ok(())
}

#[tokio::test]
async fn who_reads_whose_record_is_noted_once_a_day_and_told_to_the_person() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let readers = async || anyhow::Ok(participant.get("/api/v1/own/readers").await?.json::<Readers>().await?.readers);
    participant.everything(500).await?;
    assert_eq!(readers().await?, [], "who reads the own record is not noted");

    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stays: BTreeSet<_> = supervisor.records().await?.iter().map(|record| record.participation).collect();
    let told = readers().await?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].role, &told[0].name), (Role::Supervisor, &supervisor.account.name));

    // Again, in pages of another size, by another process of the same day: nothing is noted twice.
    supervisor.everything(7).await?;
    let count = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE what = 'record_read'";
    assert_eq!(ask(server.place(), count).await?, stays.len().to_string());
    assert_eq!(readers().await?, told);
    assert_eq!(supervisor.get("/api/v1/own/readers").await?.status(), StatusCode::FORBIDDEN);
    Ok(())
}

#[tokio::test]
async fn nothing_is_noted_where_nothing_new_is_handed_out() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let mut request = pull_request(500);
    loop {
        let answer = supervisor.pull(&request).await?;
        let mut records = Vec::new();
        if !tests::client::go_on_after(answer, &mut request, &mut records) {
            break;
        }
    }
    run(server.place(), "DELETE FROM reads").await?;
    supervisor.pull(&request).await?;
    assert_eq!(ask(server.place(), "SELECT CAST(COUNT(*) AS TEXT) FROM reads").await?, "0");
    Ok(())
}

async fn administrator(server: &Server) -> Result<Client> {
    make_administrator(server).await?;
    Client::with_link(server, &server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await
}

#[tokio::test]
async fn a_members_administrator_reads_the_members_log_page_by_page() -> Result<()> {
    let server = Server::demo().await?;
    let administrator = administrator(&server).await?;
    let page = async |query: &str| {
        let answer = administrator.get(&format!("/api/v1/audit{query}")).await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status == StatusCode::OK, "{query}: {status} {text}");
        Ok(serde_json::from_str::<AuditPage>(&text)?)
    };
    let whole = page("?limit=200").await?;
    let (mut lines, mut query) = (Vec::new(), "?limit=7".to_owned());
    loop {
        let AuditPage { lines: more, next } = page(&query).await?;
        lines.extend(more);
        let Some(next) = next.filter(|_| lines.len() < 150) else { break };
        query = format!("?limit=7&after={next}");
    }
    assert_eq!(lines, whole.lines[..lines.len()]);
    let numbers: Vec<u64> = lines.iter().map(|line| line.number).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] > pair[1]), "the newest comes first");

    let reads = page("?what=record_read&limit=200").await?;
    assert!(!reads.lines.is_empty() && reads.lines.iter().all(|line| &*line.what == "record_read"));
    assert!(reads.lines.iter().all(|line| line.name.is_some() && line.role == Some(Role::Supervisor)));
    let about = reads.lines[0].about.clone().context("about a stay")?;
    let of_one = page(&format!("?about={about}")).await?;
    assert!(of_one.lines.iter().all(|line| line.about.as_ref() == Some(&about)));
    assert!(page("?what=audit_read").await?.lines.len() == 1, "that it is read is noted too, and seldom");
    for query in ["?limit=0", "?limit=201", "?what=anything", "?about=x", "?colour=red"] {
        assert_eq!(administrator.get(&format!("/api/v1/audit{query}")).await?.status(), StatusCode::BAD_REQUEST);
    }
    Ok(())
}

#[tokio::test]
async fn who_may_not_look_is_refused_and_that_is_noted_once_an_hour() -> Result<()> {
    let server = Server::demo().await?;
    let looks = administrator(&server).await?;
    for role in [Role::Participant, Role::Supervisor, Role::ProjectLeader, Role::AssociationAnalyst] {
        let client = Client::sign_in(&server, role).await?;
        for _ in 0..5 {
            assert_eq!(client.get("/api/v1/audit").await?.status(), StatusCode::FORBIDDEN, "{role:?}");
        }
        let count = format!(
            "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE what = 'access_refused' AND who = 'account:{}'
             AND about = 'action:read_audit' AND why = 'not_the_role'",
            client.account.id
        );
        assert_eq!(ask(server.place(), &count).await?, "1", "{role:?}");
    }
    let refused: AuditPage = looks.get("/api/v1/audit?what=access_refused").await?.json().await?;
    assert!(refused.lines.iter().any(|line| line.role == Some(Role::Participant) && line.name.is_none()));
    Ok(())
}

#[tokio::test]
async fn reports_and_imports_are_noted_for_the_members_whose_data_they_are() -> Result<()> {
    let (server, _) = some_log().await?;
    let member = ask(server.place(), "SELECT 'member:' || id FROM members ORDER BY id LIMIT 1").await?;
    let association = ask(server.place(), "SELECT name FROM associations LIMIT 1").await?;
    let mut report: Vec<OsString> = ["report", "participant-flow", "--association"].map(OsString::from).to_vec();
    report.push(association.into());
    report.extend(["--from", "2025-01-01", "--to", "2025-12-31"].map(OsString::from));
    report.extend(server.place().flags());
    let output = program::run(&report).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let prices = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/prices/example.json");
    for more in [&[][..], &["--dry-run"]] {
        let mut import: Vec<OsString> = vec!["import".into(), "prices".into(), prices.clone().into()];
        import.extend(server.place().flags());
        import.extend(more.iter().map(OsString::from));
        let output = program::run(&import).await?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for (what, more) in
        [("reported", "about = 'report:participant-flow'"), ("imported", "why = 'prices' AND about IS NULL")]
    {
        let count = format!(
            "SELECT CAST(COUNT(*) AS TEXT) FROM audit
             WHERE scope = '{member}' AND what = '{what}' AND who = 'command line' AND {more}"
        );
        assert_eq!(ask(server.place(), &count).await?, "1", "{what}");
    }
    is_whole(server.place(), server.data()).await
}

#[test]
fn what_the_chain_says_is_what_the_command_says() {
    // The words that the tests above look for are those of the product.
    let chain = Chain::new("installation", &[]);
    assert!(chain.unreadable().to_string().starts_with("installation: row 1 does not follow"));
}
