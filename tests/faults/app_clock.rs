//! Row 23: a phone whose clock is years off.

use crate::app::{RECEIVED, come_back, fresh_browser};
use crate::row::{Outcome, Row, Tally};
use anyhow::Result;

/// The years that the phone believes it is, and how long it is from then to now in days of the year 2026.
const YEARS: [i32; 2] = [2019, 2031];

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "23",
    injected: "the phone's clock says 2019, or 2031 (Chromium)",
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
        let house = house_or_not_run!();
        let browser = fresh_browser().await?;
        browser.before_every_page(&in_the_year(year)).await?;
        browser.sign_in_as_participant(&house.server).await?;
        let shown: i32 = browser.ask("return new Date().getFullYear();", vec![]).await?;
        tally.expect(shown == year);
        browser.press("Börja").await?;
        browser.answer_highest_from(1).await?;
        browser.press("Skicka").await?;
        browser.see(RECEIVED).await?;
        come_back(&browser, &house.server).await?;
        browser.see("Se eller ändra svaren").await?;
        tally += house.judge(1).await?;
        tally.times += 1;
    }
    Ok(Outcome::Ran(tally))
}
