//! Row 30: the session ends while the phone has no network. What was saved is kept and told, and sent by whoever signs in
//! again.

use crate::app::{RECEIVED, SAVED, fresh_browser};
use crate::row::{Outcome, Row};
use anyhow::Result;
use shared::account::Role;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use tests::place::FILE;

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "30",
    injected: "the session ends while the phone has no network (Chromium)",
    run: |_| Box::pin(session_ends()),
}];

async fn session_ends() -> Result<Outcome> {
    let mut house = house_or_not_run!();
    let browser = fresh_browser().await?;
    browser.run_fast_clock().await?;
    browser.sign_in_as_participant(&house.server).await?;
    browser.press("Börja").await?;
    browser.answer_highest_from(1).await?;
    house.server.kill().await?;
    browser.press("Skicka").await?;
    browser.see(SAVED).await?;

    let file = SqliteConnectOptions::new().filename(house.server.data().join(FILE));
    file.connect().await?.execute("DELETE FROM sessions").await?;
    house.server.start_again().await?;
    browser.press_now_if_there("Försök nu").await?;
    browser.see("Du behöver logga in igen. 1 väntar på telefonen och är inte borta.").await?;
    browser.see_no(RECEIVED).await?;

    browser.sign_in(&house.server, Role::Participant).await?;
    browser.see("Se eller ändra svaren").await?;
    browser.try_until_received().await?;
    let mut tally = house.judge(1).await?;
    tally.times = 1;
    Ok(Outcome::Ran(tally))
}
