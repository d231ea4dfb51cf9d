//! A phone that was lost, lent or shared: what lies on its disk tells nobody anything, a wrong PIN destroys nothing, what
//! waits is sent all the same, and the next person sees nothing of the one before.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use crate::people::pin::PIN;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::record::Body;
use std::path::{Path, PathBuf};
use tests::server::Server;

const NOTE: &str = "Vill pröva tisdagar på lagret";

/// Keeps the secret that goes with everything that reads.
const OVERHEAR: &str = "
    const usual = window.fetch;
    window.fetch = (request, ...rest) => {
        window.overheard = request.headers?.get('x-stegvis-reading') ?? window.overheard;
        return usual(request, ...rest);
    };";

/// A row of letters and digits from this length on is something locked, and no text.
const LOCKED_ROW: usize = 64;

/// Written at a moment when the program is there to be asked for no more.
const SAVED: &str = "Sparat på telefonen. Skickas när du har nät.";

#[tokio::test]
async fn nothing_in_the_browsers_files_tells_who_or_what() -> Result<()> {
    let mut server = house::open().await?;
    let aliases: Vec<String> = house::records(&server).await?.iter().filter_map(alias).collect();
    ensure!(aliases.len() > 10, "the supervisor follows {} people", aliases.len());
    let link = server.link(Role::Supervisor).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page(OVERHEAR).await?;
    browser.open(&link).await?;
    browser.enter_with_open_link().await?;
    browser.see("Allt är mottaget.").await?;
    browser.is_kept_for_offline_use().await?;
    let session = browser.cookie("stegvis").await?;
    let reading: String = browser.ask("return window.overheard;", vec![]).await?;
    server.kill().await?;
    browser.press_first_person().await?;
    browser.press_follow_up().await?;
    browser.write("Timmar i veckan i aktiviteter", "7").await?;
    browser.write("Anteckning", NOTE).await?;
    browser.press("Spara").await?;
    browser.see(SAVED).await?;

    let profile = browser.quit().await?;
    let files = files(&profile.folder())?;
    // What is in the clear is found: so the look at the files sees the store.
    let in_the_clear = found("\"sealed\"", &files);
    ensure!(!in_the_clear.is_empty(), "the store is not among {} files", files.len());
    let mut told = Vec::new();
    let kinds = ["followed_up", "self_assessed", "enrolled"].map(str::to_owned);
    // The link is in the browser's history, and opens nothing any more.
    let secrets = [NOTE.to_owned(), session, reading, PIN.to_owned()];
    for text in aliases.iter().chain(&kinds).chain(&secrets) {
        // The app's own program names the kinds of records, and is everybody's.
        let places = found(text, &files).into_iter().filter(|path| !(kinds.contains(text) && is_the_app(path)));
        told.extend(places.map(|path| format!("“{text}” in {}", path.display())));
    }
    ensure!(told.is_empty(), "the browser's files tell:\n{}", told.join("\n"));
    Ok(())
}

fn alias(record: &shared::record::Record) -> Option<String> {
    match &record.body {
        Body::Enrolled(enrolment) => Some(enrolment.alias.as_str().to_owned()),
        _ => None,
    }
}

/// Every file under a folder, with its bytes.
fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path, bytes));
        }
    }
    Ok(found)
}

/// The files that hold a text, in any of the ways in which browsers write texts.
fn found(text: &str, files: &[(PathBuf, Vec<u8>)]) -> Vec<PathBuf> {
    let narrow = text.as_bytes().to_vec();
    let latin: Option<Vec<u8>> = text.chars().map(|one| u8::try_from(u32::from(one)).ok()).collect();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ways: Vec<Vec<u8>> = [Some(narrow), latin, Some(wide)].into_iter().flatten().collect();
    let holds = |bytes: &[u8]| ways.iter().any(|way| says(bytes, way));
    files.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path.clone()).collect()
}

/// Whether bytes hold a text other than by chance. What is locked is written as letters and digits without a break, and in
/// the hundreds of thousands of those that a phone keeps a name of four letters comes up now and then; words, and what
/// browsers write round them, are broken by other signs much sooner.
fn says(bytes: &[u8], text: &[u8]) -> bool {
    let is_of_a_row = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(*byte);
    let windows = bytes.windows(text.len()).enumerate();
    let mut places = windows.filter(|(_, window)| *window == text).map(|(place, _)| place);
    places.any(|place| {
        let before = bytes[..place].iter().rev().take_while(is_of_a_row).count();
        let after = bytes[place + text.len()..].iter().take_while(is_of_a_row).count();
        before + after < LOCKED_ROW
    })
}

#[test]
fn a_name_is_found_where_it_is_written_and_not_where_it_came_up_by_chance() {
    let row = |before: usize, after: usize| format!("{}Harr{}", "a7/".repeat(before), "Q+x".repeat(after));
    for written in ["{\"alias\":\"Harr\",\"gender\"", "o\"\u{5}alias\"\u{4}Harr\"\u{6}gender", "Harr", "aHarrb"] {
        assert!(says(written.as_bytes(), b"Harr"), "{written}");
    }
    for by_chance in [row(100, 100), row(0, 100), row(100, 0)] {
        assert!(!says(by_chance.as_bytes(), b"Harr"), "{by_chance}");
    }
    assert!(says(format!("{}, Harr", row(100, 100)).as_bytes(), b"Harr"), "one of two is written");
}

/// Whether the app's files are kept there.
fn is_the_app(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "CacheStorage" || part.as_os_str() == "Code Cache")
}

#[tokio::test]
async fn a_wrong_pin_makes_waits_and_destroys_nothing_and_a_new_link_makes_a_new_pin() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_participant(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.press("Börja").await?;
    browser.answer(1, 4).await?;
    browser.reload().await?;
    for _ in 0..2 {
        browser.try_wrong_pin("314159").await?;
        browser.see("Det var inte rätt kod. Inget är borta. Försök igen.").await?;
    }
    browser.try_wrong_pin("314159").await?;
    browser.see("Vänta en liten stund").await?;
    // Neither the right PIN nor a new start goes past the wait.
    browser.try_wrong_pin(PIN).await?;
    browser.reload().await?;
    browser.arrive_at("Skriv din kod").await?;
    browser.see("Vänta en liten stund").await?;

    browser.open(&server.link(Role::Participant).await?).await?;
    browser.see("Logga in").await?;
    browser.press("Fortsätt").await?;
    browser.choose_pin().await?;
    browser.see("har svarat på 1 av 11. Svaren finns kvar.").await?;
    browser.come_back().await?;
    browser.see("har svarat på 1 av 11. Svaren finns kvar.").await
}

#[tokio::test]
async fn what_waits_is_sent_by_a_phone_that_nobody_has_unlocked() -> Result<()> {
    let mut server = house::open().await?;
    let before = house::records(&server).await?.len();
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_participant(&server).await?;
    browser.is_kept_for_offline_use().await?;
    browser.press("Börja").await?;
    browser.answer_highest_from(1).await?;
    server.kill().await?;
    browser.press("Skicka").await?;
    browser.see(SAVED).await?;
    let browser = browser.quit().await?.start().await?;
    server.start_again().await?;
    browser.open(server.origin()).await?;
    browser.arrive_at("Skriv din kod").await?;
    until("the record to arrive", async || Ok((house::records(&server).await?.len() == before + 1).then_some(())))
        .await?;
    browser.unlock().await?;
    browser.see("Mottaget").await
}

#[tokio::test]
async fn the_next_person_on_the_same_phone_sees_nothing_of_the_one_before() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    let first: String = house::records(&server).await?.iter().find_map(alias).context("somebody is followed")?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.see("Logga in").await?;
    browser.press("Fortsätt").await?;
    browser.choose_pin().await?;
    browser.see("Det tar ungefär tre minuter").await?;
    browser.see_no(&first).await?;
    browser.open(&format!("{}/staff", server.origin())).await?;
    // The staff's page asks for the PIN of whoever signed in last, and then has nothing for a participant.
    browser.unlock().await?;
    browser.see_no("Mina deltagare").await
}

#[tokio::test]
async fn on_a_shared_phone_one_goes_on_without_a_pin() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.knock_with_open_link().await?;
    browser.be_introduced().await?;
    browser.arrive_at("Välj en kod").await?;
    browser.unfold_everything().await?;
    browser.press("Fortsätt utan kod").await?;
    browser.leave_home_screen().await?;
    browser.see("Det tar ungefär tre minuter").await?;
    // Only a new link opens it again: the next person at this device may be another.
    browser.reload().await?;
    browser.see("sparas inget läsbart").await?;
    browser.see_no("Det tar ungefär tre minuter").await?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.see("Logga in").await?;
    browser.press("Fortsätt").await?;
    browser.see("Det tar ungefär tre minuter").await
}

#[tokio::test]
async fn a_pin_that_is_easily_guessed_or_not_repeated_is_not_taken() -> Result<()> {
    let server: Server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.knock_with_open_link().await?;
    browser.be_introduced().await?;
    browser.arrive_at("Välj en kod").await?;
    for (first, again, words) in [
        ("12345", "12345", "Koden ska ha sex siffror."),
        ("123456", "123456", "Den koden är lätt att gissa."),
        (PIN, "271829", "Koderna är inte lika."),
    ] {
        browser.write("Kod med sex siffror", first).await?;
        browser.write("Samma kod en gång till", again).await?;
        browser.press("Spara koden").await?;
        browser.see(words).await?;
    }
    browser.choose_pin().await?;
    browser.leave_home_screen().await?;
    browser.see("Det tar ungefär tre minuter").await
}
