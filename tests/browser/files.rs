//! A member's administrator takes in a file: it is picked, a column is mapped, it is tried and told what is wrong, the list
//! of that is taken away, the good rows come in, and the whole file is taken back.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;
use std::fmt::Write as _;
use tests::behind::{ADMINISTRATOR, ask, make_administrator};
use tests::server::Server;

/// Keeps what the page offers to be saved where the test can read it.
const WATCH_WHAT_IS_SAVED: &str = "
    window.saved = null;
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make(blob); };";

/// Three rows, of which the last cannot come in, and a column whose heading is nearly that of what it is for.
pub(crate) const FILE: &str = "\
Insats;Deltagande;Deltagare;kon;Född;Startdatum;Handledare
Nya verkstan;a1;Asp;kvinna;1980;2025-01-15;Nilla
Nya verkstan;a2;Björk;man;1990;2025-02-01;Nilla
Nya verkstan;a3;Alm;kvinnna;1970;2025-03-01;Nilla
";

/// The option of a column's list.
fn option(column: &str, words: &str) -> String {
    format!("//label[starts-with(normalize-space(.), \"{column}\")]//option[normalize-space(.)=\"{words}\"]")
}

async fn sign_in(desk: &Browser, server: &Server) -> Result<()> {
    make_administrator(server).await?;
    desk.open(&server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
    desk.enter_with_open_link().await?;
    desk.arrive_at("Loggen").await?;
    desk.press("Läs in filer").await?;
    desk.arrive_at("Läs in filer").await
}

async fn takes_a_file_in_and_back(engine: Engine) -> Result<()> {
    let server = house::open().await?;
    let desk = Browser::fresh(engine, Window::DESK).await?;
    sign_in(&desk, &server).await?;
    desk.see("Inga filer är inlästa än.").await?;
    let file = server.place().folder().join("deltaganden.csv");
    std::fs::write(&file, FILE)?;
    desk.choose_file("Fil att läsa in", &file).await?;
    desk.arrive_at("Filens kolumner").await?;
    desk.see("3 rader i deltaganden.csv.").await?;
    desk.see("kon (till exempel kvinna, man, kvinnna). Förslag: kontrollera.").await?;
    desk.press_at("Födelseår", &option("Född", "Födelseår")).await?;
    // A column that is needed and is not chosen is asked for, and cannot be gone on without.
    desk.press_at("Läs inte in", &option("Startdatum", "Läs inte in")).await?;
    desk.see("Det här saknas: Första dagen.").await?;
    desk.see_no("Prova filen").await?;
    desk.press_at("Första dagen", &option("Startdatum", "Första dagen")).await?;
    desk.press("Prova filen").await?;
    desk.arrive_at("Så skulle det gå").await?;
    for words in [
        "2 rader är nya.",
        "1 rad går inte att läsa in.",
        "Insatser som inte finns än och läggs till: Nya verkstan.",
        "”kvinnna” går inte att använda här.",
        "Skriv kvinna, man eller annat.",
    ] {
        desk.see(words).await?;
    }
    let count = "SELECT CAST(COUNT(*) AS TEXT) FROM imports";
    assert_eq!(ask(server.place(), count).await?, "0", "nothing is taken in by trying");
    desk.ask::<()>(WATCH_WHAT_IS_SAVED, vec![]).await?;
    desk.press("Ladda ner listan").await?;
    let saved =
        until("the list is offered", async || desk.ask::<Option<String>>("return window.saved;", vec![]).await).await?;
    ensure!(saved.contains("\"4\";\"kon\";\"”kvinnna” går inte att använda här.\""), "{saved}");

    desk.press("Läs in 2 rader").await?;
    desk.arrive_at("Filen är inläst").await?;
    desk.press("Till listan").await?;
    desk.arrive_at("Läs in filer").await?;
    desk.see("deltaganden.csv").await?;
    desk.see("2 nya, 0 fanns redan, 1 gick inte att läsa in").await?;
    let born = "SELECT CAST(COUNT(*) AS TEXT) FROM records WHERE text LIKE '%\"birth_year\":1980%Asp%' OR text LIKE '%Asp%\"birth_year\":1980%'";
    assert_eq!(ask(server.place(), born).await?, "1", "the column that was chosen is the one that was read");

    desk.press("Ta tillbaka deltaganden.csv").await?;
    desk.see("Siffrorna blir som om filen aldrig lästs in.").await?;
    desk.press("Ta tillbaka hela filen").await?;
    desk.see(&format!("av {ADMINISTRATOR}.")).await?;
    desk.see_no("Ta tillbaka deltaganden.csv").await
}

#[tokio::test]
async fn a_file_is_mapped_tried_taken_in_and_taken_back() -> Result<()> {
    takes_a_file_in_and_back(Engine::Chromium).await
}

#[tokio::test]
async fn so_it_is_on_webkit() -> Result<()> {
    takes_a_file_in_and_back(Engine::WebKit).await
}

#[tokio::test]
async fn a_long_file_says_how_far_it_is_and_the_page_goes_on() -> Result<()> {
    let server = house::open().await?;
    let desk = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    sign_in(&desk, &server).await?;
    let mut text = String::from("Insats,Deltagande,Deltagare,Kön,Startdatum\n");
    for number in 0..5_000 {
        writeln!(text, "Nya verkstan,r{number},Person {number},man,2025-01-15")?;
    }
    let file = server.place().folder().join("lang.csv");
    std::fs::write(&file, text)?;
    desk.choose_file("Fil att läsa in", &file).await?;
    desk.arrive_at("Filens kolumner").await?;
    // The longest that the page did not draw, and what the bar has said.
    desk.ask::<()>(
        "window.said = new Set(); window.longest = 0; let before = performance.now();
         const look = () => {
             const now = performance.now(); window.longest = Math.max(window.longest, now - before); before = now;
             const bar = document.querySelector('.progress p'); if (bar) window.said.add(bar.textContent);
             requestAnimationFrame(look);
         };
         look();",
        vec![],
    )
    .await?;
    desk.press("Prova filen").await?;
    // Longer than anything else may take: every row is judged on a machine that has other work.
    for _ in 0..5 {
        if desk.arrive_at("Så skulle det gå").await.is_ok() {
            break;
        }
    }
    desk.arrive_at("Så skulle det gå").await?;
    desk.see("5000 rader är nya.").await?;
    let said: usize = desk.ask("return window.said.size;", vec![]).await?;
    ensure!(said >= 3, "the bar stood still: it said {said} things");
    let longest: f64 = desk.ask("return window.longest;", vec![]).await?;
    ensure!(longest < 2_000.0, "the page stood still for {longest} ms");
    Ok(())
}
