//! What was missing round somebody: noted by the supervisor past every browser, released by the leader, followed up by the
//! association's analyst.

use crate::house;
use crate::people::forward;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use shared::account::Role;
use shared::code::Code;
use shared::deviation::ReleasedDeviations;
use shared::id::RecordId;
use shared::record::{Body, Deviation, Note};
use shared::sync::wire::Judged;
use tests::client::Client;
use tests::random;
use tests::records::{device, record};
use tests::server::Server;

/// As the supervisor wrote it.
pub(crate) const NOTED: &str = "Tolken kom inte till tre möten i rad.";
/// As it leaves the member.
pub(crate) const RELEASED: &str = "Tolkar uteblir, så att möten får ställas in.";
/// What was done about it.
pub(crate) const DONE: &str = "Regionen har bytt tolkförmedling.";

/// A deviation round somebody who is where the demonstration's leader leads.
pub(crate) struct Missing {
    record: RecordId,
}

impl Missing {
    /// Notes it.
    pub(crate) async fn noted(server: &Server) -> Result<Self> {
        let supervisor = Client::sign_in(server, Role::Supervisor).await?;
        let leader = Client::sign_in(server, Role::ProjectLeader).await?;
        let led: Vec<_> = leader.account.interventions.iter().map(|one| one.id).collect();
        let month = random::this_month();
        let stays = forward::folded(&house::records(server).await?).into_iter();
        let found = stays.filter(|(_, one)| one.is_open_in(month)).find_map(|(stay, one)| {
            one.enrolment().filter(|enrolment| led.contains(&enrolment.intervention)).map(|_| stay)
        });
        let stay = found.context("nobody whom the supervisor follows is where the leader leads")?;
        let body = Body::DeviationNoted(Deviation {
            what: Note::new(NOTED)?,
            theme: Code::new("sprak")?,
            party: Some(Code::new("regionen")?),
        });
        let new = record(device(), supervisor.account.id, stay, body);
        let judged = supervisor.push(new.device, &[new.write()]).await?;
        ensure!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
        Ok(Self { record: new.id })
    }

    /// Has the leader release it in other words, and the analyst follow it up until it is changed.
    pub(crate) async fn is_released_and_changed(&self, server: &Server) -> Result<()> {
        let leader = Client::sign_in(server, Role::ProjectLeader).await?;
        let address = format!("/api/v1/deviations/summaries/{}", random::uuid());
        put(&leader, &address, &json!({"of": [self.record], "words": RELEASED})).await?;
        let analyst = Client::sign_in(server, Role::AssociationAnalyst).await?;
        let released = analyst.get("/api/v1/deviations/released").await?.error_for_status()?;
        let released: ReleasedDeviations = released.json().await?;
        let one = released.deviations.first().context("it was released")?;
        let address = format!("/api/v1/deviations/released/{}/progress", one.id);
        put(&analyst, &address, &json!({"progress": "changed", "words": DONE})).await
    }
}

/// Has the analyst set a goal for this year: so many of so many are to be in work or studies.
pub(crate) async fn set_goal(server: &Server, name: &str, outcome: Option<(u64, u64)>) -> Result<()> {
    let analyst = Client::sign_in(server, Role::AssociationAnalyst).await?;
    let year = random::this_month().year();
    let (n, of) = outcome.unzip();
    let goal = json!({
        "from": format!("{year}-01-01"), "to": format!("{year}-12-31"), "name": name,
        "indicator": "Andel till arbete eller studier", "unit": "percent", "aim": "at_least",
        "target_hundredths": 4_000, "n": n, "of": of,
    });
    put(&analyst, "/api/v1/administration/goals", &goal).await
}

async fn put(client: &Client, path: &str, body: &Value) -> Result<()> {
    let answer = client.http().put(client.address(path)).json(body).send().await?;
    let status = answer.status();
    ensure!(status.is_success(), "{path} was answered {status}: {}", answer.text().await?);
    Ok(())
}
