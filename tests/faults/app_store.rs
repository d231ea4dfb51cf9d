//! Rows 27 and 28: the app's store closed under it, and emptied.

use crate::app::{ALL_RECEIVED, RECEIVED, come_back, fresh_browser};
use crate::driving::Browser;
use crate::row::{Outcome, Row, Tally};
use anyhow::Result;

pub(crate) const ROWS: [Row; 2] = [
    Row {
        number: "27",
        injected: "the store's connection closed under the app (Chromium)",
        run: |_| Box::pin(closed_under_the_app()),
    },
    Row { number: "28", injected: "everything that the app stored is gone (Chromium)", run: |_| Box::pin(emptied()) },
];

const REMEMBER_CONNECTIONS: &str = "{
    const usual = IDBFactory.prototype.open;
    window.connections = [];
    IDBFactory.prototype.open = function (...given) {
        const request = usual.apply(this, given);
        request.addEventListener('success', () => window.connections.push(request.result));
        return request;
    }; }";

const CLOSE_CONNECTIONS: &str = "
    const open = window.connections.splice(0);
    open.forEach((connection) => connection.close());
    return open.length;";

async fn close(browser: &Browser, tally: &mut Tally) -> Result<()> {
    let closed: usize = browser.ask(CLOSE_CONNECTIONS, vec![]).await?;
    tally.times += u64::try_from(closed)?;
    Ok(())
}

async fn closed_under_the_app() -> Result<Outcome> {
    let house = house_or_not_run!();
    let mut tally = Tally::default();
    let browser = fresh_browser().await?;
    browser.before_every_page(REMEMBER_CONNECTIONS).await?;
    browser.sign_in_as_participant(&house.server).await?;
    browser.see(ALL_RECEIVED).await?;
    browser.press("Börja").await?;
    browser.answer(1, 1).await?;
    close(&browser, &mut tally).await?;
    browser.answer(2, 1).await?;
    come_back(&browser, &house.server).await?;
    browser.see("har svarat på 2 av 11. Svaren finns kvar.").await?;
    browser.press("Fortsätt").await?;
    for number in 3..=crate::people::participant::QUESTIONS {
        browser.answer(number, 1).await?;
    }
    close(&browser, &mut tally).await?;
    browser.press("Skicka").await?;
    browser.see(RECEIVED).await?;
    tally += house.judge(1).await?;
    Ok(Outcome::Ran(tally))
}

/// Back with a new link, the person finds the month answered, and is no second person.
async fn emptied() -> Result<Outcome> {
    let house = house_or_not_run!();
    let browser = fresh_browser().await?;
    browser.sign_in_as_participant(&house.server).await?;
    browser.press("Börja").await?;
    browser.answer_highest_from(1).await?;
    browser.press("Skicka").await?;
    browser.see(RECEIVED).await?;
    browser.empty_storage(house.server.origin()).await?;
    browser.sign_in(&house.server, shared::account::Role::Participant).await?;
    browser.see("Se eller ändra svaren").await?;
    browser.see(ALL_RECEIVED).await?;
    let mut tally = house.judge(1).await?;
    tally.times = 1;
    Ok(Outcome::Ran(tally))
}
