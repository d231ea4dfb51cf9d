//! What a supervisor's device is told so that somebody can be enrolled or handed over without a network: where they work,
//! who works there with them, and the municipalities. Nobody else's device is told.

use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::reference::MUNICIPALITY_LIST;
use shared::workplace::Workplace;
use std::collections::BTreeSet;
use tests::client::{Client, pull_request};
use tests::server::Server;

/// What is told with the last page.
async fn told(client: &Client) -> Result<Option<Vec<Workplace>>> {
    Ok(client.last_page().await?.workplaces)
}

#[tokio::test]
async fn a_supervisor_is_told_of_the_own_interventions_and_of_who_supervises_there() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let workplaces = told(&supervisor).await?.context("a supervisor is told")?;
    let named: BTreeSet<_> = workplaces.iter().map(|one| one.intervention).collect();
    assert_eq!(named, supervisor.account.interventions.iter().map(|one| one.id).collect());
    let me = supervisor.account.id;
    ensure!(workplaces.iter().all(|one| one.supervisors.iter().any(|somebody| somebody.account == me)));
    // Whoever is named works there: the same intervention is among theirs.
    for name in ["H1", "H3", "H4", "H5"] {
        let other = Client::supervisor(&server, name).await?;
        let theirs: BTreeSet<_> = other.account.interventions.iter().map(|one| one.id).collect();
        for workplace in &workplaces {
            let is_named = workplace.others(me).any(|one| one.account == other.account.id);
            assert_eq!(is_named, other.account.id != me && theirs.contains(&workplace.intervention), "{name}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn municipalities_are_sent_to_those_who_enrol_and_to_nobody_else() -> Result<()> {
    let server = Server::demo().await?;
    for (role, is_sent) in [(Role::Supervisor, true), (Role::Participant, false), (Role::ProjectLeader, false)] {
        let client = Client::sign_in(&server, role).await?;
        let answer = client.pull(&pull_request(5000)).await?;
        let reference = answer.reference.context("a device without reference data is sent it")?;
        let municipalities = reference.code_list(MUNICIPALITY_LIST).map(|list| list.entries.len());
        assert_eq!(municipalities, is_sent.then_some(290), "{role:?}");
        assert_eq!(told(&client).await?.is_some(), is_sent, "{role:?}");
    }
    Ok(())
}
