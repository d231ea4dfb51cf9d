//! A board member's whole evening: only what was released, small groups hidden just as `stegvis report` hides them, goals with
//! what came of them, what was missing and is changed, a report; and nowhere who anybody is.

use crate::driving::{Browser, Engine, Flaws, Window};
use crate::house;
use crate::people::leader::PAGES;
use crate::people::missing::{DONE, Missing, NOTED, RELEASED, set_goal};
use anyhow::{Context, Result, ensure};
use calamine::{Reader, Xlsx};
use serde_json::Value;
use shared::account::Role;
use shared::dashboard::MovementDashboard;
use shared::figures::Period;
use std::collections::BTreeSet;
use std::io::Cursor;
use tests::client::Client;
use tests::server::Server;
use tests::staff;

/// Who sits on the board.
const NAME: &str = "Bo";
const HIDDEN: &str = "visas inte";
const SUPPRESSED: &str = "Små antal (1–4) visas inte";
/// Everybody whom the demonstration is about.
const PEOPLE: &str = include_str!("../../assets/demonstration/participations.csv");

#[tokio::test]
async fn a_boards_evening_on_a_phone_in_chromium() -> Result<()> {
    an_evening(Engine::Chromium, Window::PHONE).await
}

#[tokio::test]
async fn a_boards_evening_at_the_desk_in_chromium() -> Result<()> {
    an_evening(Engine::Chromium, Window::DESK).await
}

#[tokio::test]
async fn a_boards_evening_on_a_phone_in_webkit() -> Result<()> {
    an_evening(Engine::WebKit, Window::PHONE).await
}

#[tokio::test]
async fn a_boards_evening_at_the_desk_in_webkit() -> Result<()> {
    an_evening(Engine::WebKit, Window::DESK).await
}

async fn an_evening(engine: Engine, window: Window) -> Result<()> {
    let server = house::open().await?;
    Missing::noted(&server).await?.is_released_and_changed(&server).await?;
    for (name, outcome) in
        [("Fler i arbete", Some((31, 80))), ("Färre avbrott", Some((3, 40))), ("Fler i studier", None)]
    {
        set_goal(&server, name, outcome).await?;
    }
    let flags = ["--role", "board-member", "--name", NAME, "--association", house::ASSOCIATION];
    staff::invite(&server, &flags).await?;
    let browser = Browser::fresh(engine, window).await?;
    browser.open(&server.link_for(Role::BoardMember, NAME).await?).await?;
    browser.enter_with_open_link().await?;
    browser.arrive_at("Stegförflyttning").await?;
    browser.oversee_saved_files_of_this_page().await?;
    let mut evening =
        Evening { browser: &browser, flaws: Flaws::default(), identities: Identities::of(&server).await? };

    browser.see(SUPPRESSED).await?;
    figures_are_the_reports(&browser, &server).await?;
    evening.look_at("overview").await?;
    evening.read_every_page().await?;
    evening.read_effect_goals_and_what_was_missing().await?;
    evening.read_a_report().await?;
    evening.flaws.are_none()
}

/// Every count of the overview is what the command line tells the association, and hidden where that hides it. Something is
/// hidden that the member sees: otherwise this would show nothing.
async fn figures_are_the_reports(browser: &Browser, server: &Server) -> Result<()> {
    let board = Client::with_link(server, &server.link_for(Role::BoardMember, NAME).await?).await?;
    let seen: MovementDashboard = board.get("/api/v1/dashboards/movement").await?.error_for_status()?.json().await?;
    let shown = browser.cells().await?;
    let mut hidden_and_small = 0;
    for row in rows(server, seen.period).await? {
        let cells: Vec<String> =
            [row.name.to_owned()].into_iter().chain(row.association.iter().map(in_words)).collect();
        ensure!(shown.contains(&cells), "no row {cells:?} in {shown:#?}");
        let beside = row.association.iter().zip(&row.member);
        for (association, member) in beside {
            let is_small = member.as_u64().is_some_and(|count| (1..=4).contains(&count));
            ensure!(association == member || association == "hidden", "{}: {association} for {member}", row.name);
            ensure!(!is_small || association == "hidden", "{}: {member} left the member", row.name);
            hidden_and_small += usize::from(is_small);
        }
    }
    ensure!(hidden_and_small > 0, "no count is small: this test shows nothing");
    Ok(())
}

/// A row of counts, as the command line tells it to either audience.
struct Row {
    name: &'static str,
    association: Vec<Value>,
    member: Vec<Value>,
}

async fn rows(server: &Server, period: Period) -> Result<Vec<Row>> {
    let of_gender = ["woman", "man", "other", "total"];
    let of_steps = ["forward", "same", "back", "too_few"];
    let mut rows = Vec::new();
    for (report, columns, lines) in [
        (
            "participant-flow",
            of_gender,
            [("Deltaganden", "participations_identified"), ("Började", "started"), ("Slutade", "ended")],
        ),
        ("step-movement", of_steps, [("Alla", "total"), ("Kvinnor", "woman"), ("Män", "man")]),
    ] {
        let association = house::report(server, report, period, "association").await?;
        let member = house::report(server, report, period, "member").await?;
        let counts = |figures: &Value, line: &str| columns.map(|column| figures[line][column].clone()).to_vec();
        rows.extend(lines.map(|(name, line)| Row {
            name,
            association: counts(&association, line),
            member: counts(&member, line),
        }));
    }
    Ok(rows)
}

fn in_words(count: &Value) -> String {
    if count == "hidden" { HIDDEN.to_owned() } else { count.to_string() }
}

/// What says who somebody is.
struct Identities {
    /// What supervisors call people: words of nature, so whole words only.
    aliases: BTreeSet<&'static str>,
    /// Ids of stays, and what was noted about one.
    texts: Vec<String>,
}

impl Identities {
    async fn of(server: &Server) -> Result<Self> {
        let mut lines = PEOPLE.lines().map(|line| line.split(','));
        let place = lines.next().and_then(|mut names| names.position(|name| name == "participant"));
        let place = place.context("the file says what people are called")?;
        let aliases: BTreeSet<&str> =
            lines.filter_map(|mut cells| cells.nth(place)).filter(|it| !it.is_empty()).collect();
        ensure!(aliases.len() > 20, "{aliases:?}");
        let records = house::records(server).await?;
        let stays: BTreeSet<String> = records.iter().map(|record| record.participation.to_string()).collect();
        Ok(Self { aliases, texts: stays.into_iter().chain([NOTED.to_owned()]).collect() })
    }

    fn are_not_in(&self, text: &str, page: &str) -> Result<()> {
        let words: BTreeSet<&str> = text.split(|sign: char| !sign.is_alphanumeric()).collect();
        let named: Vec<_> = self.aliases.intersection(&words).collect();
        ensure!(named.is_empty(), "{page} says {named:?}");
        let found = self.texts.iter().find(|one| text.contains(&***one));
        ensure!(found.is_none(), "{page} says {found:?}");
        Ok(())
    }
}

/// All that the page holds, shown or not.
const HOLDS: &str = "
    const told = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].map((one) => one.value));
    return [location.href, document.title, document.body.textContent, ...told].join(' ');";

/// An evening as it goes on.
struct Evening<'a> {
    browser: &'a Browser,
    flaws: Flaws,
    identities: Identities,
}

impl Evening<'_> {
    async fn look_at(&mut self, name: &str) -> Result<()> {
        let held: String = self.browser.ask(HOLDS, vec![]).await?;
        self.identities.are_not_in(&held, name)?;
        self.flaws.look_at(self.browser, &format!("evening-{name}")).await
    }

    async fn read_every_page(&mut self) -> Result<()> {
        let mut hidden = 0;
        for (page, seen) in PAGES {
            self.browser.go_to_page(page).await?;
            for words in seen {
                self.browser.see(words).await?;
            }
            self.browser.see(SUPPRESSED).await?;
            hidden += self.browser.cells().await?.iter().flatten().filter(|cell| *cell == HIDDEN).count();
            self.look_at(&page.replace(' ', "-")).await?;
        }
        ensure!(hidden > 0, "nothing is hidden on any page");
        self.browser.go_to_overview().await
    }

    async fn read_effect_goals_and_what_was_missing(&mut self) -> Result<()> {
        self.browser.go_to_page("Samhällseffekt").await?;
        self.browser.see(SUPPRESSED).await?;
        self.look_at("effect").await?;

        self.browser.go_to_page("Mål").await?;
        for words in ["minst 40 procent", "31 av 80", "39 procent", "Nästan nått", "Inget utfall än", HIDDEN] {
            self.browser.see(words).await?;
        }
        self.browser.see_no("3 av 40").await?;
        self.browser.see_no("Nytt mål").await?;
        self.look_at("goals").await?;

        self.browser.go_to_page("Glapp").await?;
        for words in [RELEASED, &format!("Förändrat: {DONE}"), "Språk och tolk, Regionen"] {
            self.browser.see(words).await?;
        }
        self.browser.see_no("Följ upp").await?;
        self.look_at("missing").await
    }

    async fn read_a_report(&mut self) -> Result<()> {
        self.browser.go_to_page("Rapporter").await?;
        self.browser.see(SUPPRESSED).await?;
        self.look_at("reports").await?;
        self.browser.press("Hämta som PDF").await?;
        self.browser.see("ligger bland det du har hämtat").await?;
        ensure!(self.browser.saved_bytes().await?.starts_with(b"%PDF-1.7"), "the file is no PDF");
        self.browser.press("Hämta som Excel").await?;
        let read = in_workbook(self.browser.saved_bytes().await?)?;
        ensure!(read.contains(HIDDEN) && read.contains("Deltaganden"), "that is no released report: {read}");
        self.identities.are_not_in(&read, "the workbook")
    }
}

/// Every cell of a workbook.
fn in_workbook(bytes: Vec<u8>) -> Result<String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes))?;
    let sheets = workbook.worksheets();
    let cells = sheets.iter().flat_map(|(name, sheet)| {
        let cells = sheet.used_cells().map(|(_, _, cell)| cell.to_string());
        [name.clone()].into_iter().chain(cells)
    });
    Ok(cells.collect::<Vec<_>>().join(" "))
}
