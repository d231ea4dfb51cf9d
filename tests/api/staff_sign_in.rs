//! How staff come in: invited once, by a passkey that its owner is asked for, with a recovery code that works once; and how
//! they lose it.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::{Account, Role};
use shared::audit::AuditPage;
use shared::sync::wire::Problem;
use shared::way_in::{Proven, WaysIn};
use tests::behind::ask;
use tests::links::secret;
use tests::place::Kind;
use tests::program;
use tests::server::Server;
use tests::staff::{Newcomer, dismiss, invite, not_invited};

const ANNA: [&str; 6] = ["--role", "board_member", "--name", "Anna", "--association", "Ö"];

async fn code(answer: reqwest::Response) -> Result<(StatusCode, String)> {
    let status = answer.status();
    Ok((status, answer.json::<Problem>().await?.code.to_string()))
}

#[tokio::test]
async fn the_first_administrator_of_an_empty_installation_comes_in_by_an_invitation() -> Result<()> {
    let server = Server::empty().await?;
    let flags = ["--role", "member-administrator", "--name", "Maja", "--association", "Ö", "--member", "M"];
    let link = invite(&server, &flags).await?;
    ensure!(link.starts_with(&format!("{}/staff/join#", server.named_origin())), "{link}");

    let mut maja = Newcomer::at(&server)?;
    let ways: WaysIn = maja.get("staff/ways-in").await?.json().await?;
    assert_eq!(ways.address.as_deref(), Some(server.named_origin().as_str()));
    let asked = json!({ "secret": secret(&link)? });
    let invited: Proven = maja.post("staff/invitation", &asked).await?.error_for_status()?.json().await?;
    assert_eq!((&*invited.name, invited.roles[0].role), ("Maja", Role::MemberAdministrator));
    assert_eq!((&*invited.roles[0].association, &*invited.roles[0].members[0]), ("Ö", "M"));

    let (proven, recovery) = maja.accept(&link).await?;
    assert_eq!(proven, invited);
    assert_eq!(recovery.split(' ').count(), 10);
    let account = maja.go_on_as(&proven, Role::MemberAdministrator).await?;
    let again: Account = maja.get("session").await?.error_for_status()?.json().await?;
    assert_eq!((account.role, &account), (Role::MemberAdministrator, &again));

    // The log of the member that Maja looks after says how she came in.
    let log: AuditPage = maja.get("audit").await?.error_for_status()?.json().await?;
    let mut noted: Vec<_> = log.lines.iter().map(|line| (&*line.what, line.why.as_deref())).collect();
    noted.reverse();
    let by_invitation = Some("by_invitation");
    assert_eq!(
        noted[..4],
        [("account_made", None), ("invited", None), ("credential_added", by_invitation), ("signed_in", by_invitation)]
    );

    let mut maja = maja.elsewhere()?;
    assert_eq!(maja.show_passkey().await?, invited);
    maja.go_on_as(&invited, Role::MemberAdministrator).await?;
    Ok(())
}

#[tokio::test]
async fn an_invitation_works_once_and_no_guess_is_one() -> Result<()> {
    let server = Server::empty().await?;
    let link = invite(&server, &ANNA).await?;
    let mut first = Newcomer::at(&server)?;
    let mut second = Newcomer::at(&server)?;
    // Both have begun when the first has finished.
    let asked = json!({ "secret": secret(&link)? });
    let options: Value = second.post("staff/invitation/passkey", &asked).await?.error_for_status()?.json().await?;
    first.accept(&link).await?;
    let late = second.authenticator.make(&options)?;
    let refused = (StatusCode::UNAUTHORIZED, "link_refused".to_owned());
    assert_eq!(code(second.post("staff/passkeys", &late).await?).await?, refused);
    for guess in [asked, json!({ "secret": "" }), json!({ "secret": "0".repeat(64) })] {
        for path in ["staff/invitation", "staff/invitation/passkey"] {
            assert_eq!(code(second.post(path, &guess).await?).await?, refused, "{path} {guess}");
        }
    }
    // What allows a passkey lets nobody in as a link of a demonstration.
    assert_eq!(code(second.post("session", &json!({ "secret": secret(&link)? })).await?).await?, refused);
    Ok(())
}

#[tokio::test]
async fn an_invitation_is_too_old_after_seventy_two_hours() -> Result<()> {
    let server = Server::empty().await?;
    let link = invite(&server, &ANNA).await?;
    let hours = 60 * 60 * 1000;
    make_older(&server, "staff_invitations", "expires_at", 71 * hours).await?;
    let newcomer = Newcomer::at(&server)?;
    let asked = json!({ "secret": secret(&link)? });
    assert_eq!(newcomer.post("staff/invitation", &asked).await?.status(), StatusCode::OK);
    make_older(&server, "staff_invitations", "expires_at", hours).await?;
    assert_eq!(newcomer.post("staff/invitation", &asked).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(newcomer.post("staff/invitation/passkey", &asked).await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

/// Moves a time that the store holds so many milliseconds back.
async fn make_older(server: &Server, table: &str, column: &str, milliseconds: i64) -> Result<()> {
    let statement = format!("UPDATE {table} SET {column} = {column} - {milliseconds}");
    match Kind::chosen()? {
        Kind::Sqlite => {
            let file = server.data().join(tests::place::FILE);
            let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await?;
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&pool).await?;
            pool.close().await;
        }
        Kind::Postgres => {
            let pool = sqlx::PgPool::connect(server.place().database()?.url()).await?;
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&pool).await?;
            pool.close().await;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_passkey_must_be_shown_here_by_its_owner_and_newly() -> Result<()> {
    let server = Server::empty().await?;
    let link = invite(&server, &ANNA).await?;
    let mut anna = Newcomer::at(&server)?;
    anna.accept(&link).await?;
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "passkey_refused".to_owned());

    anna.authenticator.verifies = false;
    assert_eq!(code(anna.try_to_show_passkey().await?).await?, refused, "nobody asked the owner");
    anna.authenticator.verifies = true;

    anna.authenticator.origin = "https://stegvis.example".into();
    assert_eq!(code(anna.try_to_show_passkey().await?).await?, refused, "it was shown to another site");
    anna.authenticator.origin = server.named_origin();

    let options: Value = anna.post("staff/passkeys/challenge", &Value::Null).await?.json().await?;
    let shown = anna.authenticator.show(&options)?;
    assert_eq!(anna.post("staff/passkeys/shown", &shown).await?.status(), StatusCode::OK);
    let again = anna.post("staff/passkeys/shown", &shown).await?;
    assert_eq!(code(again).await?.1, "not_proven", "an answer is held against a question once");
    let other: Value = anna.post("staff/passkeys/challenge", &Value::Null).await?.json().await?;
    ensure!(other["publicKey"]["challenge"] != options["publicKey"]["challenge"]);
    assert_eq!(code(anna.post("staff/passkeys/shown", &shown).await?).await?, refused, "it answers another question");

    anna.authenticator.count_anew();
    assert_eq!(code(anna.try_to_show_passkey().await?).await?, refused, "a copy counts from where it was made");

    let mut stranger = Newcomer::at(&server)?;
    stranger.authenticator.make(&json!({ "publicKey": {
        "user": { "id": "AAAA" }, "rp": { "id": "localhost" }, "challenge": "AAAA" } }))?;
    assert_eq!(code(stranger.try_to_show_passkey().await?).await?, refused, "nobody knows it");
    Ok(())
}

#[tokio::test]
async fn who_has_proven_nothing_gets_no_session() -> Result<()> {
    let server = Server::empty().await?;
    let link = invite(&server, &ANNA).await?;
    let mut anna = Newcomer::at(&server)?;
    let (proven, _) = anna.accept(&link).await?;
    let wanted = json!({ "account": proven.roles[0].account });
    let not_proven = (StatusCode::UNPROCESSABLE_ENTITY, "not_proven".to_owned());

    let stranger = Newcomer::at(&server)?;
    assert_eq!(code(stranger.post("staff/session", &wanted).await?).await?, not_proven);
    assert_eq!(code(stranger.get("staff/proven").await?).await?, not_proven);
    stranger.post("staff/passkeys/challenge", &Value::Null).await?.error_for_status()?;
    assert_eq!(code(stranger.get("staff/proven").await?).await?, not_proven);
    assert_eq!(code(stranger.post("staff/session", &wanted).await?).await?, not_proven);
    // The role of somebody else is not among one's own.
    let other = invite(&server, &["--role", "board_member", "--name", "Bo", "--association", "Ö"]).await?;
    let mut bo = Newcomer::at(&server)?;
    bo.accept(&other).await?;
    assert_eq!(code(bo.post("staff/session", &wanted).await?).await?, not_proven);

    anna.go_on_as(&proven, Role::BoardMember).await?;
    assert_eq!(code(anna.post("staff/session", &wanted).await?).await?, not_proven, "a way in leads in once");
    Ok(())
}

#[tokio::test]
async fn a_recovery_code_works_once_and_another_takes_its_place() -> Result<()> {
    let server = Server::empty().await?;
    let mut anna = Newcomer::at(&server)?;
    let (_, first) = anna.accept(&invite(&server, &ANNA).await?).await?;

    let mut anew = Newcomer::at(&server)?;
    let typed = first.to_lowercase().replace(' ', "-");
    let made = anew.try_to_make_passkey("staff/recovery", &typed).await?.error_for_status()?;
    let made: shared::way_in::PasskeyMade = made.json().await?;
    ensure!(made.recovery.join(" ") != first && &*made.proven.name == "Anna");
    anew.go_on_as(&made.proven, Role::BoardMember).await?;

    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "recovery_refused".to_owned());
    for spent in [first.as_str(), "", &"0".repeat(40)] {
        let answer = anew.post("staff/recovery", &json!({ "secret": spent })).await?;
        assert_eq!(code(answer).await?, refused, "{spent}");
    }
    // Who begins twice with one code ends once.
    let asked = json!({ "secret": made.recovery.join("") });
    let (mut one, mut other) = (Newcomer::at(&server)?, Newcomer::at(&server)?);
    let to_one: Value = one.post("staff/recovery", &asked).await?.error_for_status()?.json().await?;
    let to_other: Value = other.post("staff/recovery", &asked).await?.error_for_status()?.json().await?;
    let (from_one, from_other) = (one.authenticator.make(&to_one)?, other.authenticator.make(&to_other)?);
    assert_eq!(one.post("staff/passkeys", &from_one).await?.status(), StatusCode::OK);
    assert_eq!(other.post("staff/passkeys", &from_other).await?.status(), StatusCode::UNAUTHORIZED);
    // The passkey that was there before still is.
    anna.elsewhere()?.show_passkey().await?;
    Ok(())
}

#[tokio::test]
async fn what_the_policy_keeps_apart_is_refused_with_the_reason() -> Result<()> {
    let server = Server::empty().await?;
    invite(&server, &ANNA).await?;
    let place = ["--association", "Ö", "--member", "M"];
    let supervisor = ["--role", "supervisor", "--person", "Anna", "--intervention", "Spår"];
    let why = not_invited(&server, &[&supervisor[..], &place[..]].concat()).await?;
    ensure!(why.contains("Anna is board_member and cannot also be supervisor"), "{why}");

    let why = not_invited(&server, &ANNA).await?;
    ensure!(why.contains("there is a “Anna” already"), "{why}");
    for (flags, reason) in [
        (&["--role", "participant", "--name", "P"][..], "participants are invited by the supervisor"),
        (&["--role", "operator", "--name", "P"], "works on this command line"),
        (&["--role", "supervisor", "--name", "P"], "name each with --intervention"),
        (&["--role", "member_administrator", "--name", "P"], "name it with --member"),
        (&["--role", "board_member", "--name", "P", "--member", "M"], "role of the whole association"),
        (&["--role", "supervisor", "--name", "P", "--intervention", "Spår"], "there is no intervention “Spår”"),
        (&["--person", "Nemo"], "nobody called “Nemo” works there; the ones who do are “Anna”"),
        (&["--role", "board_member", "--person", "Anna"], "leave --role out"),
        (&["--role", "board_member", "--name", " "], "--name is empty"),
    ] {
        let why = not_invited(&server, flags).await?;
        ensure!(why.contains(reason), "{flags:?}: {why}");
    }
    Ok(())
}

#[tokio::test]
async fn somebody_with_several_roles_chooses_and_changes() -> Result<()> {
    let server = Server::empty().await?;
    let mut anna = Newcomer::at(&server)?;
    anna.accept(&invite(&server, &ANNA).await?).await?;
    let said = invite(&server, &["--role", "association_analyst", "--person", "Anna"]).await?;
    ensure!(said.ends_with("/staff/sign-in"), "who has a way in needs no other: {said}");

    let mut anna = anna.elsewhere()?;
    let proven = anna.show_passkey().await?;
    assert_eq!(
        proven.roles.iter().map(|held| held.role).collect::<Vec<_>>(),
        [Role::BoardMember, Role::AssociationAnalyst]
    );
    anna.go_on_as(&proven, Role::BoardMember).await?;
    let roles: Proven = anna.get("staff/roles").await?.error_for_status()?.json().await?;
    assert_eq!(roles, proven);
    let other = json!({ "account": proven.roles[1].account });
    let changed: Account = anna.post("staff/roles", &other).await?.error_for_status()?.json().await?;
    assert_eq!(changed.role, Role::AssociationAnalyst);
    let now: Account = anna.get("session").await?.error_for_status()?.json().await?;
    assert_eq!(now, changed);
    // Nothing was proven anew: the time of the one before goes on, and changing to oneself begins no new one.
    let ends = "SELECT MAX(expires_at) || ' ' || MIN(expires_at) FROM sessions WHERE account IN ('{a}', '{b}')";
    let (a, b) = (proven.roles[0].account.to_string(), proven.roles[1].account.to_string());
    let ends = ask(server.place(), &ends.replace("{a}", &a).replace("{b}", &b)).await?;
    let (last, first) = ends.split_once(' ').context("two times")?;
    assert_eq!(last, first);
    assert_eq!(anna.post("staff/roles", &other).await?.status(), StatusCode::NOT_FOUND);

    invite(&server, &["--role", "board_member", "--name", "Bo"]).await.context("in the only association")?;
    let mut bo = Newcomer::at(&server)?;
    let link = invite(&server, &["--person", "Bo"]).await?;
    let (of_bo, _) = bo.accept(&link).await?;
    let not_mine = json!({ "account": of_bo.roles[0].account });
    assert_eq!(anna.post("staff/roles", &not_mine).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn who_is_dismissed_is_out_and_comes_in_no_way() -> Result<()> {
    let server = Server::empty().await?;
    let mut anna = Newcomer::at(&server)?;
    let (proven, recovery) = anna.accept(&invite(&server, &ANNA).await?).await?;
    anna.go_on_as(&proven, Role::BoardMember).await?;
    invite(&server, &["--role", "association_analyst", "--person", "Anna"]).await?;

    dismiss(&server, &["--person", "Anna", "--role", "board_member"]).await?;
    assert_eq!(anna.get("session").await?.status(), StatusCode::UNAUTHORIZED);
    let left = anna.show_passkey().await?;
    assert_eq!(left.roles.iter().map(|held| held.role).collect::<Vec<_>>(), [Role::AssociationAnalyst]);
    let closed = json!({ "account": proven.roles[0].account });
    assert_eq!(anna.post("staff/session", &closed).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let unused = invite(&server, &["--person", "Anna"]).await?;
    let left = anna.show_passkey().await?;
    dismiss(&server, &["--person", "Anna"]).await?;
    // Whoever had proven it a moment before comes in no more either.
    let open = json!({ "account": left.roles[0].account });
    assert_eq!(anna.post("staff/session", &open).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(anna.try_to_show_passkey().await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let code = anna.post("staff/recovery", &json!({ "secret": recovery })).await?;
    assert_eq!(code.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let link = anna.post("staff/invitation", &json!({ "secret": secret(&unused)? })).await?;
    assert_eq!(link.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn an_imported_supervisor_takes_over_what_the_import_left() -> Result<()> {
    let server = Server::demo().await?;
    let before = tests::client::Client::supervisor(&server, "H1").await?;
    let named: Vec<&str> = before.account.interventions.iter().map(|one| &*one.name).collect();
    let come = async |name: &str, interventions: &[&str]| {
        let named = interventions.iter().flat_map(|one| ["--intervention", one]);
        let flags: Vec<&str> = ["--role", "supervisor", "--name", name].into_iter().chain(named).collect();
        let mut person = Newcomer::at(&server)?;
        let (proven, _) = person.accept(&invite(&server, &flags).await?).await?;
        anyhow::Ok(person.go_on_as(&proven, Role::Supervisor).await?.id)
    };
    assert_eq!(come("H1", &named).await?, before.account.id);
    // A name opens nothing at a member that was not named.
    let other = tests::client::Client::supervisor(&server, "H2").await?.account;
    assert_ne!(come("H2", &[&*other.interventions[0].name]).await?, other.id);
    Ok(())
}

#[tokio::test]
async fn a_store_that_is_no_demonstration_has_no_links() -> Result<()> {
    let server = Server::empty().await?;
    invite(&server, &ANNA).await?;
    let mut command = program::command();
    let output = command.arg("link").arg("supervisor").args(server.place().flags()).output().await?;
    ensure!(!output.status.success());
    let said = String::from_utf8(output.stderr)?;
    ensure!(said.contains("is no demonstration"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_way_in_survives_a_backup_and_an_invitation_does_not() -> Result<()> {
    let mut server = Server::empty().await?;
    let mut anna = Newcomer::at(&server)?;
    anna.accept(&invite(&server, &ANNA).await?).await?;
    let unused = invite(&server, &["--role", "board_member", "--name", "Bo"]).await?;
    server.stop().await?;
    let file = server.data().join("all.backup").into_os_string();
    for command in [vec!["backup".into(), file.clone()], vec!["restore".into(), file, "--replace".into()]] {
        let output = program::run(&[command, server.place().flags()].concat()).await?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    server.start_again().await?;
    assert_eq!(&*anna.show_passkey().await?.name, "Anna");
    let asked = json!({ "secret": secret(&unused)? });
    assert_eq!(anna.post("staff/invitation", &asked).await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}
