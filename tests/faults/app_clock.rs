//! Row 23: a phone whose clock is set years off while a form is open, and put right again. No answer is gone, and none
//! is counted for another month.

use crate::app::{ALL_RECEIVED, RECEIVED, come_back, fresh_browser};
use crate::row::{Outcome, Row, Tally};
use anyhow::Result;

/// The years that the phone believes it is.
const YEARS: [i32; 2] = [2019, 2031];

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "23",
    injected: "the phone's clock jumps to 2019, or to 2031, in mid-form, and back (Chromium)",
    run: |_| Box::pin(another_year()),
}];

/// Shifts every way of asking a page for the time.
fn in_the_year(year: i32) -> String {
    format!(
        "{{ const usual = Date; const now = usual.now.bind(usual); const here = new usual(now());
        const shift = new usual(here).setFullYear({year}) - here.getTime();
        window.Date = class extends usual {{
            constructor(...given) {{ if (given.length) super(...given); else super(now() + shift); }}
            static now() {{ return now() + shift; }}
        }}; }}"
    )
}

async fn another_year() -> Result<Outcome> {
    let mut tally = Tally::default();
    for year in YEARS {
        let mut house = house_or_not_run!();
        let browser = fresh_browser().await?;
        browser.sign_in_as_participant(&house.server).await?;
        browser.see(ALL_RECEIVED).await?;
        browser.press("Börja").await?;
        for number in 1..=5 {
            browser.answer(number, 1).await?;
        }
        house.server.kill().await?;
        browser.ask::<()>(&in_the_year(year), vec![]).await?;
        let shown: i32 = browser.ask("return new Date().getFullYear();", vec![]).await?;
        tally.expect(shown == year);
        // Which month it is, the app asks the phone; what was answered before stays with the month that it is about.
        browser.press_level(1).await?;
        house.server.start_again().await?;
        come_back(&browser, &house.server).await?;
        browser.see("Svaren finns kvar.").await?;
        let words = browser.words().await?;
        tally.expect(["på 5 av 11", "på 6 av 11"].iter().any(|kept| words.contains(kept)));
        browser.press("Fortsätt").await?;
        browser.answer_highest_from(if words.contains("på 5 av 11") { 6 } else { 7 }).await?;
        browser.press("Skicka").await?;
        browser.see(RECEIVED).await?;
        tally += house.judge(1).await?;
        tally.times += 1;
    }
    Ok(Outcome::Ran(tally))
}
