//! Row 26: the browser killed between a tap and what comes of it. What the screen showed as kept is there afterwards,
//! and what it did not is not shown as kept.

use crate::app::{come_back, fresh_browser};
use crate::driving::{Browser, until};
use crate::people::participant::QUESTIONS;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::{Context, Result};
use simulation::Dice;
use std::time::Duration;
use tests::server::Server;

/// In the short form so many questions are answered under the knife, and the others in peace.
const FEW: usize = 3;
/// The longest time from the tap to the kill, in milliseconds.
const LATEST: u64 = 25;

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "26",
    injected: "the browser killed -9 between a tap and its completion (Chromium)",
    run: |setting| Box::pin(kill_the_browser(setting)),
}];

async fn kill_the_browser(setting: Setting) -> Result<Outcome> {
    let house = house_or_not_run!();
    let mut dice = Dice::new(setting.seed);
    let mut tally = Tally::default();
    let mut browser = fresh_browser().await?;
    browser.sign_in_as_participant(&house.server).await?;
    browser.is_kept_for_offline_use().await?;
    // A browser writes the session's cookie down late: killed before that, it has the data and must sign in again.
    browser = browser.quit().await?.start().await?;
    come_back(&browser, &house.server).await?;
    browser.press("Börja").await?;
    let mut answered = 0;
    let mut taps = 0;
    while answered < QUESTIONS && (setting.is_long() || taps < FEW) {
        browser.see_question(answered + 1).await?;
        browser.press_level(1).await?;
        let next_is_shown = taps % FEW == FEW - 1 && answered + 1 < QUESTIONS;
        if next_is_shown {
            browser.see_question(answered + 2).await?;
        }
        browser = kill(browser, &mut dice, &house.server).await?;
        let kept = kept(&browser).await?;
        tally.expect(kept == answered + 1 || (kept == answered && !next_is_shown));
        browser.press(if kept == 0 { "Börja" } else { "Fortsätt" }).await?;
        answered = kept;
        taps += 1;
        tally.times += 1;
    }
    for number in answered + 1..=QUESTIONS {
        browser.answer(number, 1).await?;
    }
    browser.press("Skicka").await?;
    browser = kill(browser, &mut dice, &house.server).await?;
    if !is_sent(&browser).await? {
        browser.press("Fortsätt").await?;
        browser.press("Skicka").await?;
    }
    browser.try_until_received().await?;
    tally += house.judge(1).await?;
    tally.times += 1;
    Ok(Outcome::Ran(tally))
}

/// Kills the browser a moment after the tap, and comes back with the next one.
async fn kill(browser: Browser, dice: &mut Dice, server: &Server) -> Result<Browser> {
    tokio::time::sleep(Duration::from_millis(dice.below(LATEST))).await;
    let browser = browser.kill().start().await?;
    come_back(&browser, server).await?;
    Ok(browser)
}

/// How many answers the app has kept.
async fn kept(browser: &Browser) -> Result<usize> {
    let mut words = String::new();
    let kept = until("the app to say what it has kept", async || {
        words = browser.words().await?;
        Ok(kept_now(&words))
    });
    kept.await.with_context(|| format!("after a kill the screen showed: {words}"))
}

/// Whether the app shows the month as sent, and not as a draft with every answer.
async fn is_sent(browser: &Browser) -> Result<bool> {
    let look = async || {
        let words = browser.words().await?;
        let is_draft = kept_now(&words) == Some(QUESTIONS);
        Ok((is_draft || words.contains("Se eller ändra svaren")).then_some(!is_draft))
    };
    until("the app to say whether the month is sent", look).await
}

fn kept_now(words: &str) -> Option<usize> {
    if let Some((_, rest)) = words.split_once("har svarat på ") {
        return rest.split(' ').next()?.parse().ok();
    }
    words.contains("Det tar ungefär tre minuter").then_some(0)
}
