//! Rows 24 and 35: two phones that do not know of each other, and two tabs that do.

use crate::app::{ALL_RECEIVED, RECEIVED, SAVED, come_back, fresh_browser};
use crate::driving::Browser;
use crate::row::{Outcome, Row, Tally};
use anyhow::Result;

pub(crate) const ROWS: [Row; 2] = [
    Row {
        number: "24",
        injected: "two phones of one person rate one month without a network (Chromium)",
        run: |_| Box::pin(two_phones()),
    },
    Row { number: "35", injected: "two tabs send what waits at once (Chromium)", run: |_| Box::pin(two_tabs()) },
];

/// Answers the month with the place of the level.
async fn answer(browser: &Browser, place: usize) -> Result<()> {
    browser.press("Börja").await?;
    for number in 1..=crate::people::participant::QUESTIONS {
        browser.answer(number, place).await?;
    }
    browser.press("Skicka").await?;
    browser.see(SAVED).await
}

async fn two_phones() -> Result<Outcome> {
    let mut house = house_or_not_run!();
    let phones = [fresh_browser().await?, fresh_browser().await?];
    for phone in &phones {
        phone.sign_in_as_participant(&house.server).await?;
        phone.see(ALL_RECEIVED).await?;
    }
    house.server.kill().await?;
    for (phone, place) in phones.iter().zip([0, 2]) {
        answer(phone, place).await?;
    }
    house.server.start_again().await?;
    for phone in &phones {
        phone.try_until_received().await?;
        phone.see(RECEIVED).await?;
    }
    let mut tally = house.judge(2).await?;
    let mut shown = Vec::new();
    for phone in &phones {
        come_back(phone, &house.server).await?;
        phone.see(ALL_RECEIVED).await?;
        phone.press("Se eller ändra svaren").await?;
        phone.arrive_at("Dina svar").await?;
        // Not while one of them asks the server and says so.
        phone.see(ALL_RECEIVED).await?;
        shown.push(phone.words().await?);
    }
    tally.expect(shown[0] == shown[1]);
    tally.times = 1;
    Ok(Outcome::Ran(tally))
}

async fn two_tabs() -> Result<Outcome> {
    let mut house = house_or_not_run!();
    let browser = fresh_browser().await?;
    browser.sign_in_as_participant(&house.server).await?;
    browser.is_kept_for_offline_use().await?;
    let mut other = browser.open_beside(house.server.origin()).await?;
    browser.unlock().await?;
    browser.see(ALL_RECEIVED).await?;
    house.server.kill().await?;
    other = browser.go_to(other).await?;
    answer(&browser, 1).await?;
    house.server.start_again().await?;
    let mut tally = Tally::default();
    // Either may be the one that sends; both must come to say so.
    for _ in 0..6 {
        browser.press_now_if_there("Försök nu").await?;
        other = browser.go_to(other).await?;
    }
    for _ in 0..2 {
        browser.try_until_received().await?;
        other = browser.go_to(other).await?;
    }
    drop(other);
    tally += house.judge(1).await?;
    tally.times = 1;
    Ok(Outcome::Ran(tally))
}
