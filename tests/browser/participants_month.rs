//! The participant's month with the server gone: begun with a server, answered without one, sent after the browser
//! was closed and the server came back. Everything arrives once, and the leader's figures change.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::dashboard::MovementDashboard;
use shared::record::{Body, Record};
use tests::server::Server;

#[tokio::test]
async fn a_month_answered_without_a_server_arrives_once_in_chromium() -> Result<()> {
    answer_without_a_server(Engine::Chromium).await
}

#[tokio::test]
async fn a_month_answered_without_a_server_arrives_once_in_firefox() -> Result<()> {
    answer_without_a_server(Engine::Firefox).await
}

#[tokio::test]
async fn a_month_answered_without_a_server_arrives_once_in_webkit() -> Result<()> {
    answer_without_a_server(Engine::WebKit).await
}

async fn answer_without_a_server(engine: Engine) -> Result<()> {
    let mut server = house::open().await?;
    let before = house::dashboard(&server, Role::ProjectLeader).await?;
    let ratings_before = ratings(&server).await?.len();

    let browser = Browser::fresh(engine, Window::PHONE).await?;
    let month = browser.sign_in_as_participant(&server).await?;
    browser.press("Börja").await?;
    browser.answer(1, 4).await?;
    browser.answer(2, 4).await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;

    browser.come_back().await?;
    browser.see_question(3).await?;
    // WebKit keeps the store locked for good when a page is left while it reads.
    browser.see("Inget nät just nu").await?;
    browser.open(server.origin()).await?;
    browser.unlock().await?;
    browser.see("har svarat på 2 av 11. Svaren finns kvar.").await?;
    browser.press("Fortsätt").await?;
    browser.answer_highest_from(3).await?;
    browser.press("Skicka").await?;
    browser.see("Sparat på telefonen. Skickas när du har nät.").await?;
    browser.see_no("Mottaget").await?;

    let browser = browser.quit().await?.start().await?;
    browser.open(server.origin()).await?;
    browser.unlock().await?;
    browser.arrive_at(&month).await?;
    browser.see("Sparat på telefonen. Skickas när du har nät.").await?;
    browser.see("1 väntar på telefonen och skickas när du har nät.").await?;

    server.start_again().await?;
    browser.try_until_received().await?;
    browser.see("Mottaget").await?;
    browser.come_back().await?;
    browser.see("Allt är mottaget.").await?;

    let ratings = ratings(&server).await?;
    ensure!(ratings.len() == ratings_before + 1, "{} ratings became {}", ratings_before, ratings.len());
    let after = house::dashboard(&server, Role::ProjectLeader).await?;
    ensure!(mean_now(&after)? > mean_now(&before)?, "the highest answers do not raise the mean of the latest ratings");
    Ok(())
}

/// The most taps that a month may take after the sign-in.
const MOST_TAPS: u64 = 25;

#[tokio::test]
async fn a_whole_month_takes_few_taps() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_participant(&server).await?;
    let count = "window.taps = 0; document.addEventListener('click', () => { window.taps += 1; }, true); return 0;";
    let _: u64 = browser.ask(count, vec![]).await?;
    browser.press("Börja").await?;
    browser.answer_highest_from(1).await?;
    browser.press("Skicka").await?;
    browser.see("Mottaget").await?;
    let taps: u64 = browser.ask("return window.taps;", vec![]).await?;
    ensure!((2..=MOST_TAPS).contains(&taps), "{taps} taps");
    Ok(())
}

/// The participants' own ratings of this month that the supervisor may see.
async fn ratings(server: &Server) -> Result<Vec<Record>> {
    let this_month = tests::random::this_month();
    let is_rating = |record: &Record| record.month == this_month && matches!(record.body, Body::SelfAssessed { .. });
    Ok(house::records(server).await?.into_iter().filter(is_rating).collect())
}

/// The mean of the latest scores.
fn mean_now(dashboard: &MovementDashboard) -> Result<f64> {
    Ok(dashboard.rating.change.means.known().context("the leader sees the scores")?.after)
}
