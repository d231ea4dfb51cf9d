//! The same association in a browser: a leader opens each page, and it is noted how soon its figures are drawn, how long
//! the page was busy without a pause at most, and how much came over the network for it.

use crate::association::Association;
use crate::driving::{Browser, Engine, Window};
use anyhow::Result;
use serde::Deserialize;
use serde_json::json;
use shared::account::Role;

/// Turns of each page.
const TURNS: usize = 5;
/// Where it begins, what is opened, and words that stand there when the figures do.
const PAGES: [(&str, &str, &str); 8] = [
    ("Mål", "Stegförflyttning", "personer deltog"),
    ("Stegförflyttning", "Förflyttning", "Från steg till steg"),
    ("Stegförflyttning", "Före och efter", "Försörjning före och efter"),
    ("Stegförflyttning", "Vad som hänger ihop", "Ingen lottades till sin grupp"),
    ("Stegförflyttning", "Svar", "Hur mycket som kom in"),
    ("Stegförflyttning", "Samhällseffekt", "Vem som får och vem som betalar"),
    ("Stegförflyttning", "Mål", "Mål 0"),
    ("Stegförflyttning", "Glapp", "Det fanns ingen plats på kursen"),
];

/// Notes every task of 50 ms and more.
const WATCH: &str = "
    window.tasks = [];
    const note = (list) => { for (const task of list.getEntries()) window.tasks.push([task.startTime, task.duration]); };
    new PerformanceObserver(note).observe({ type: 'longtask', buffered: true });";

/// Presses a link, and waits until words are drawn under the heading of that name.
const OPEN: &str = "
    const frame = () => new Promise((then) => requestAnimationFrame(then));
    const link = [...document.querySelectorAll('nav a')].find((link) => link.textContent.trim() === name);
    performance.clearResourceTimings();
    const began = performance.now();
    link.click();
    const is_there = () => document.querySelector('main h1')?.textContent === name
        && document.querySelector('main').textContent.includes(words);
    while (!is_there()) {
        if (performance.now() > began + 30000) throw new Error('nothing came of ' + name);
        await frame();
    }
    await frame();
    const drawn = performance.now() - began;
    // Tasks are told of a moment later.
    await new Promise((then) => setTimeout(then, 500));
    const answers = performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/'));
    const tasks = window.tasks.filter(([start]) => start >= began).map(([, duration]) => duration);
    return {
        drawn,
        longest: Math.max(0, ...tasks),
        asked: answers.length,
        bytes: answers.reduce((sum, one) => sum + one.transferSize, 0),
    };";

/// What came of opening a page.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Seen {
    drawn: f64,
    longest: f64,
    asked: f64,
    bytes: f64,
}

/// Goes to where a page is opened from. What is open has no link, and the overview has one of another name among its own
/// pages.
async fn go_to(browser: &Browser, place: &str) -> Result<()> {
    let heading: String = browser.ask("return document.querySelector('main h1')?.textContent ?? '';", vec![]).await?;
    if heading != place {
        let ways = [place, "Översikt"].map(|name| format!("//nav//a[normalize-space(.)=\"{name}\"]")).join(" | ");
        browser.press_at(place, &ways).await?;
    }
    browser.arrive_at(place).await
}

/// Prints a row for each page.
pub(crate) async fn measure(association: &Association) -> Result<()> {
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.before_every_page(WATCH).await?;
    browser.sign_in_to_dashboard(&association.server, Role::ProjectLeader).await?;
    println!(
        "\nin Chromium, as the leader; medians of {TURNS} turns; tasks of less than 50 ms are not told apart from none"
    );
    println!("{:<22} {:>10} {:>16} {:>9} {:>10}", "page", "drawn, ms", "longest task, ms", "requests", "bytes");
    for (from, page, words) in PAGES {
        let mut turns = Vec::new();
        for _ in 0..TURNS {
            go_to(&browser, from).await?;
            let call = format!("const [name, words] = {}; {OPEN}", json!([page, words]));
            turns.push(browser.ask_later::<Seen>(&call).await?);
        }
        let median = |of: fn(&Seen) -> f64| {
            let mut values: Vec<f64> = turns.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        println!(
            "{page:<22} {:>10.0} {:>16.0} {:>9.0} {:>10.0}",
            median(|seen| seen.drawn),
            median(|seen| seen.longest),
            median(|seen| seen.asked),
            median(|seen| seen.bytes)
        );
    }
    Ok(())
}
