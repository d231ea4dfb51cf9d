//! Figures do not depend on how they came about: followed record by record, or read cold from the log.

use anyhow::Result;
use serde_json::Value;
use shared::account::Role;
use tests::client::Client;
use tests::records::{device, record, staff_assessed};
use tests::server::Server;

async fn figures(client: &Client) -> Result<Value> {
    Ok(client.get("/api/v1/dashboards/movement").await?.json().await?)
}

#[tokio::test]
async fn a_cold_start_gives_the_figures_that_were_followed() -> Result<()> {
    let mut server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    figures(&leader).await?;
    let device = device();
    let stay = supervisor.some_stay().await?;
    for value in [1, 5, 2] {
        let new = record(device, supervisor.account.id, stay, staff_assessed("energy", value));
        let step = shared::record::Body::StepRecorded { step: shared::bridge::StepRank(6) };
        let step = record(device, supervisor.account.id, stay, step);
        supervisor.push(device, &[new.write(), step.write()]).await?;
        figures(&leader).await?;
    }
    let followed = figures(&leader).await?;
    server.kill().await?;
    server.start_again().await?;
    assert_eq!(figures(&leader).await?, followed);
    Ok(())
}
