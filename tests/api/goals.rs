//! The goal matrix: what is said twice is kept once, other numbers make a version, and small counts stay with who counted.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::goal_matrix::{GoalLine, GoalMatrix, SeenOutcome};
use shared::sync::wire::Problem;
use tests::behind::{ADMINISTRATOR, make_administrator};
use tests::client::Client;
use tests::random;
use tests::server::Server;
use tests::staff::{Newcomer, invite};
use uuid::Uuid;

fn goal(name: &str, n: Option<u64>, of: Option<u64>) -> Value {
    json!({
        "from": "2026-01-01", "to": "2026-12-31", "name": name, "indicator": "Andel till arbete eller studier",
        "unit": "percent", "aim": "at_least", "target_hundredths": 4_000, "n": n, "of": of,
    })
}

async fn say(client: &Client, goal: &Value) -> Result<(StatusCode, String)> {
    let request = client.http().put(client.address("/api/v1/administration/goals")).json(goal);
    let answer = request.send().await?;
    let status = answer.status();
    let code = if status.is_success() { String::new() } else { answer.json::<Problem>().await?.code.to_string() };
    Ok((status, code))
}

async fn matrix(client: &Client) -> Result<GoalMatrix> {
    Ok(client.get("/api/v1/goals").await?.error_for_status()?.json().await?)
}

fn named<'m>(matrix: &'m GoalMatrix, name: &str) -> Result<&'m GoalLine> {
    let mut found = matrix.goals.iter().filter(|goal| &*goal.name == name);
    let one = found.next().context("it is there")?;
    ensure!(found.next().is_none(), "{name} is there twice");
    Ok(one)
}

#[tokio::test]
async fn a_goal_is_said_once_and_its_outcome_is_a_new_version_of_it() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    for _ in 0..2 {
        assert_eq!(say(&analyst, &goal("Fler i arbete", None, None)).await?.0, StatusCode::NO_CONTENT);
    }
    assert_eq!(named(&matrix(&analyst).await?, "Fler i arbete")?.outcome, SeenOutcome::Open);
    assert_eq!(say(&analyst, &goal("Fler i arbete", Some(31), Some(80))).await?.0, StatusCode::NO_CONTENT);
    let found = matrix(&analyst).await?;
    ensure!(found.may_change);
    let SeenOutcome::Counted { n, of, whole_percent, .. } = named(&found, "Fler i arbete")?.outcome else {
        anyhow::bail!("{found:?}");
    };
    assert_eq!((n, of, whole_percent), (31, Some(80), Some(39)));
    // Each version is in the log of every member, and what was said twice is there once.
    make_administrator(&server).await?;
    let maja = Client::with_link(&server, &server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
    let log: Value = maja.get("/api/v1/audit?what=reference_changed").await?.json().await?;
    let about_goals = log["lines"].as_array().context("lines")?.iter().filter(|line| line["why"] == "goals").count();
    assert_eq!(about_goals, 2, "{log}");
    Ok(())
}

#[tokio::test]
async fn small_counts_of_a_goal_stay_with_who_counted_them() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    say(&analyst, &goal("Få", Some(3), Some(40))).await?;
    say(&analyst, &goal("Många", Some(31), Some(80))).await?;
    assert!(matches!(named(&matrix(&analyst).await?, "Få")?.outcome, SeenOutcome::Counted { n: 3, .. }));

    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let seen = matrix(&leader).await?;
    assert_eq!(named(&seen, "Få")?.outcome, SeenOutcome::Hidden);
    assert!(matches!(named(&seen, "Många")?.outcome, SeenOutcome::Counted { n: 31, .. }));
    ensure!(!seen.may_change);

    let flags = ["--role", "board-member", "--name", "Bo", "--association", "Centrala Östergötland"];
    let mut bo = Newcomer::at(&server)?;
    let (proven, _) = bo.accept(&invite(&server, &flags).await?).await?;
    bo.go_on_as(&proven, Role::BoardMember).await?;
    let answer = bo.http.get(format!("{}/api/v1/goals", server.named_origin())).send().await?;
    let seen: GoalMatrix = answer.error_for_status()?.json().await?;
    assert_eq!(named(&seen, "Få")?.outcome, SeenOutcome::Hidden);
    ensure!(!seen.may_change);
    Ok(())
}

#[tokio::test]
async fn a_leader_sees_in_full_what_the_own_intervention_reached_and_nothing_of_others() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let own = leader.account.interventions.first().context("the leader leads something")?.id.uuid();
    let other = led_by_nobody(&server).await?;
    for (name, intervention) in [("Eget", own), ("Annat", other)] {
        let mut goal = goal(name, Some(3), Some(40));
        goal["intervention"] = json!(intervention);
        assert_eq!(say(&analyst, &goal).await?.0, StatusCode::NO_CONTENT);
    }
    let seen = matrix(&leader).await?;
    assert!(matches!(named(&seen, "Eget")?.outcome, SeenOutcome::Counted { n: 3, .. }));
    ensure!(seen.goals.iter().all(|goal| &*goal.name != "Annat"), "{seen:?}");
    Ok(())
}

/// An intervention that the member has just begun to run.
async fn led_by_nobody(server: &Server) -> Result<Uuid> {
    make_administrator(server).await?;
    let link = server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?;
    let maja = Client::with_link(server, &link).await?;
    let id = random::uuid();
    let address = maja.address(&format!("/api/v1/administration/interventions/{id}"));
    let outline = json!({"name": "Verkstan", "focus": "job", "orientation": "individual"});
    maja.http().put(address).json(&outline).send().await?.error_for_status()?;
    Ok(id)
}

#[tokio::test]
async fn a_goal_that_breaks_a_rule_or_is_of_nothing_here_is_not_kept() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let broken = [goal(" ", None, None), goal("Fel", Some(3), None), goal("Fel", Some(3), Some(2))];
    for broken in broken {
        assert_eq!(say(&analyst, &broken).await?, (StatusCode::UNPROCESSABLE_ENTITY, "breaks_a_rule".into()));
    }
    let mut nowhere = goal("Fel", None, None);
    nowhere["intervention"] = json!(random::uuid());
    assert_eq!(say(&analyst, &nowhere).await?, (StatusCode::NOT_FOUND, "not_here".into()));
    ensure!(matrix(&analyst).await?.goals.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_board_cannot_take_what_one_intervention_reached_from_what_all_reached() -> Result<()> {
    let server = Server::demo().await?;
    let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
    let intervention = analyst.account.interventions.first().context("the association has some")?.id;
    let of = |mut goal: Value, id: Option<Value>| {
        (goal["unit"], goal["of"]) = (json!("count"), Value::Null);
        goal["target_hundredths"] = json!(1_000);
        if let Some(id) = id {
            goal["intervention"] = id;
        }
        goal
    };
    // Nine of all, six of them in one intervention: three elsewhere.
    say(&analyst, &of(goal("Till arbete", Some(9), None), None)).await?;
    say(&analyst, &of(goal("Till arbete", Some(6), None), Some(json!(intervention)))).await?;
    say(&analyst, &of(goal("Till studier", Some(6), None), Some(json!(intervention)))).await?;
    let flags = ["--role", "board-member", "--name", "Bo", "--association", "Centrala Östergötland"];
    let mut bo = Newcomer::at(&server)?;
    let (proven, _) = bo.accept(&invite(&server, &flags).await?).await?;
    bo.go_on_as(&proven, Role::BoardMember).await?;
    let answer = bo.http.get(format!("{}/api/v1/goals", server.named_origin())).send().await?;
    let seen: GoalMatrix = answer.error_for_status()?.json().await?;
    let shown = |name: &str| {
        let of_name = seen.goals.iter().filter(|goal| &*goal.name == name);
        of_name.filter(|goal| matches!(goal.outcome, SeenOutcome::Counted { .. })).count()
    };
    assert_eq!((shown("Till arbete"), shown("Till studier")), (1, 1), "{seen:?}");
    let whole = matrix(&analyst).await?;
    ensure!(whole.goals.iter().all(|goal| matches!(goal.outcome, SeenOutcome::Counted { .. })), "{whole:?}");
    Ok(())
}
