//! Dashboards: three sentences first, every figure the server's own, new figures when asked for, and the last ones
//! readable when the server is gone.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::forward::{self, Person};
use crate::people::leader::{NOT_REACHED, sentences};
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::dashboard::{FlowCount, FlowRow, MovementDashboard, SeenItem, SeenMovement};
use shared::record::Body;
use shared::sync::Cause;
use tests::client::Client;
use tests::phone::Phone;
use tests::server::Server;

#[tokio::test]
async fn the_leaders_figures_are_the_servers_and_change_when_a_step_arrives_at_the_desk() -> Result<()> {
    figures_change(Window::DESK).await
}

#[tokio::test]
async fn the_leaders_figures_are_the_servers_and_change_when_a_step_arrives_on_a_phone() -> Result<()> {
    figures_change(Window::PHONE).await
}

async fn figures_change(window: Window) -> Result<()> {
    let mut server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    let before = house::dashboard(&server, Role::ProjectLeader).await?;
    see_figures(&browser, &before).await?;
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "wider than the window:\n{}", too_wide.join("\n"));

    take_a_step_forward(&server).await?;
    browser.press("Hämta nya siffror").await?;
    let after = house::dashboard(&server, Role::ProjectLeader).await?;
    ensure!(sentences(&after)?[1] != sentences(&before)?[1], "a step forward changes nothing");
    see_figures(&browser, &after).await?;

    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    browser.press("Hämta nya siffror").await?;
    browser.see(NOT_REACHED).await?;
    see_figures(&browser, &after).await?;
    browser.come_back().await?;
    browser.see(NOT_REACHED).await?;
    see_figures(&browser, &after).await
}

#[tokio::test]
async fn the_analyst_is_told_why_small_cells_are_not_shown() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_to_dashboard(&server, Role::AssociationAnalyst).await?;
    browser.see("Små antal (1–4) visas inte").await?;
    let dashboard = house::dashboard(&server, Role::AssociationAnalyst).await?;
    let of_flow = |row: &FlowRow| [row.seen.woman, row.seen.man, row.seen.other, row.seen.total];
    let of_steps = |moved: SeenMovement| [moved.forward, moved.same, moved.back, moved.too_few];
    let of_item = |item: &SeenItem| [item.change.higher, item.change.same, item.change.lower, item.change.missing];
    let steps = dashboard.steps;
    let flow = dashboard.flow.iter().flat_map(of_flow);
    let steps = [steps.total, steps.woman, steps.man, steps.other].into_iter().flat_map(of_steps);
    let every = flow.chain(steps).chain(dashboard.items.iter().flat_map(of_item));
    let hidden = every.filter(Option::is_none).count();
    ensure!(hidden > 0, "nothing is hidden in the demonstration: this test shows nothing");
    let shown = browser.cells().await?.iter().flatten().filter(|cell| *cell == "visas inte").count();
    ensure!(shown >= hidden, "{hidden} counts are hidden, and {shown} cells say so");
    Ok(())
}

/// Waits for the three sentences, and then finds each count of the tables.
async fn see_figures(browser: &Browser, dashboard: &MovementDashboard) -> Result<()> {
    for sentence in sentences(dashboard)? {
        browser.see(&sentence).await?;
    }
    let rows = browser.cells().await?;
    for expected in counts(dashboard)? {
        ensure!(rows.contains(&expected), "no row {expected:?} in {rows:#?}");
    }
    Ok(())
}

/// Rows of the tables, as the screen words them.
fn counts(dashboard: &MovementDashboard) -> Result<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    for row in &dashboard.flow {
        let name = match row.counts {
            FlowCount::ParticipationsIdentified => "Deltaganden",
            FlowCount::Started => "Började",
            FlowCount::Ended => "Slutade",
            FlowCount::UniquePersons => "Personer",
            FlowCount::Anonymous => "Anonyma deltaganden",
        };
        let seen = row.seen;
        rows.push(cells(name, &[seen.woman, seen.man, seen.other, seen.total])?);
    }
    let steps = dashboard.steps;
    for (name, moved) in [("Alla", steps.total), ("Kvinnor", steps.woman), ("Män", steps.man)] {
        rows.push(cells(name, &[moved.forward, moved.same, moved.back, moved.too_few])?);
    }
    Ok(rows)
}

fn cells(name: &str, counts: &[Option<u32>]) -> Result<Vec<String>> {
    let mut cells = vec![name.to_owned()];
    for count in counts {
        cells.push(count.context("the leader sees every count")?.to_string());
    }
    Ok(cells)
}

async fn take_a_step_forward(server: &Server) -> Result<()> {
    let supervisor = Client::sign_in(server, Role::Supervisor).await?;
    let Person { stay, next_step, .. } = forward::somebody_who_has_not_moved(&supervisor.records().await?)?;
    let mut phone = Phone::of(&supervisor)?;
    phone.save(stay, Body::StepRecorded { step: next_step.rank });
    phone.sync(Cause::Saved).await?;
    ensure!(phone.waiting() == 0, "the step was not taken in");
    Ok(())
}
