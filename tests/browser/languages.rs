//! The app in the languages that participants choose: each by its own name before anything else, a month in it that fits a
//! small phone, and no other language's texts downloaded.

use crate::driving::{Browser, Engine, Window, until};
use crate::editions::Editions;
use crate::house;
use crate::people::invited::Inviting;
use crate::people::language::Language;
use crate::people::pin::PIN;
use anyhow::{Context, Result, ensure};
use shared::instrument::Instrument;
use tests::server::Server;

const INSTRUMENT: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");

/// A test for each language and browser.
macro_rules! months {
    ($($name:ident: $tag:literal in $($test:ident $engine:ident),+;)+) => {$(
        mod $name {
            $(
                #[tokio::test]
                async fn $test() -> anyhow::Result<()> {
                    super::answer_a_month($tag, crate::driving::Engine::$engine).await
                }
            )+
        }
    )+};
}

months! {
    a_month_in_swedish: "sv" in fits_chromium Chromium, fits_firefox Firefox, fits_webkit WebKit;
    a_month_in_easy_swedish: "sv-x-lattlast" in fits_chromium Chromium, fits_firefox Firefox, fits_webkit WebKit;
    a_month_in_english: "en" in fits_chromium Chromium, fits_firefox Firefox, fits_webkit WebKit;
    a_month_in_arabic: "ar" in fits_chromium Chromium, fits_firefox Firefox, fits_webkit WebKit;
    a_month_in_ukrainian: "uk" in fits_chromium Chromium, fits_firefox Firefox, fits_webkit WebKit;
    a_month_in_somali: "so" in fits_chromium Chromium, fits_firefox Firefox, fits_webkit WebKit;
}

/// From the invitation to the path: the server goes when the app is kept, and comes back when the answers are sent.
async fn answer_a_month(tag: &str, engine: Engine) -> Result<()> {
    let language = &Language::of(tag)?;
    let mut server = house::open().await?;
    let browser = Browser::fresh(engine, Window::PHONE).await?;
    let instrument = Instrument::read(INSTRUMENT)?;
    let mut faults = Vec::new();
    let mut look = async |screen: &str| -> Result<()> {
        browser.unfold_everything().await?;
        faults.extend(browser.too_wide().await?.into_iter().map(|fault| format!("{screen}: {fault}")));
        Ok(())
    };
    sign_in(&browser, &server, language, &mut look).await?;
    look("this month").await?;
    browser.is_kept_for_offline_use().await?;
    browser.keeps_texts_in(tag).await?;
    server.kill().await?;
    browser.press(language.text("begin")?).await?;
    for item in instrument.participant_items() {
        browser.arrive_at(item.question.in_language(&language.tag)).await?;
        browser.see(item.levels.values().next().context("levels")?.in_language(&language.tag)).await?;
        look(item.id.as_str()).await?;
        browser.see(item.help.as_ref().context("help")?.in_language(&language.tag)).await?;
        browser.press_level(browser.levels().await? - 1).await?;
    }
    browser.arrive_at(language.text("end_title")?).await?;
    look("the answers").await?;
    browser.press(language.text("send")?).await?;
    browser.arrive_at(language.text("receipt_title")?).await?;
    browser.see(language.text("passage_waiting")?).await?;
    look("the receipt of what waits").await?;
    server.start_again().await?;
    browser.try_until_there(language.text("sync_try_now")?, &language.parts("passage_received")?).await?;
    look("the receipt").await?;
    browser.press(language.text("to_my_path")?).await?;
    browser.arrive_at(language.text("my_path")?).await?;
    look("the path").await?;
    browser.press(language.text("back")?).await?;
    for screen in ["record_title", "meeting_title", "help_title", "settings_title"] {
        browser.press(language.text(screen)?).await?;
        browser.arrive_at(language.text(screen)?).await?;
        look(screen).await?;
        let beyond = match screen {
            "help_title" => Some("accessibility_title"),
            "settings_title" => Some("my_phone"),
            _ => None,
        };
        if let Some(beyond) = beyond {
            browser.press(language.text(beyond)?).await?;
            browser.arrive_at(language.text(beyond)?).await?;
            look(beyond).await?;
            browser.press(language.text("back")?).await?;
            browser.arrive_at(language.text(screen)?).await?;
        }
        browser.press(language.text("back")?).await?;
        browser.leave(language.text(screen)?).await?;
    }
    ensure!(faults.is_empty(), "wider than the window:\n{}", faults.join("\n"));
    Ok(())
}

/// Chooses the language before anything else, comes in by an invitation, reads what this is, and chooses a PIN; looks at each
/// screen.
async fn sign_in(
    browser: &Browser,
    server: &Server,
    language: &Language,
    look: &mut impl AsyncFnMut(&str) -> Result<()>,
) -> Result<()> {
    browser.open(&Inviting::at(server).await?.invite(0).await?.link).await?;
    browser.heading().await?;
    look("the first language").await?;
    browser.choose(language.text("_name")?).await?;
    browser.arrive_at(language.text("invited_title")?).await?;
    is_written_as_it_should_be(browser, language).await?;
    look("the invitation").await?;
    browser.press(language.text("invited_go")?).await?;
    be_introduced(browser, language, look).await
}

/// Reads what this is, and chooses a PIN; looks at each screen.
pub(crate) async fn be_introduced(
    browser: &Browser,
    language: &Language,
    look: &mut impl AsyncFnMut(&str) -> Result<()>,
) -> Result<()> {
    for (title, next) in [("first_what_title", "first_next"), ("first_consent_title", "first_take_part")] {
        browser.arrive_at(language.text(title)?).await?;
        look(title).await?;
        browser.press(language.text(next)?).await?;
    }
    browser.arrive_at(language.text("pin_choose_title")?).await?;
    look("the PIN").await?;
    browser.write(language.text("pin_label")?, PIN).await?;
    browser.write(language.text("pin_again")?, PIN).await?;
    browser.press(language.text("pin_keep")?).await?;
    browser.arrive_at(language.text("home_title")?).await?;
    look("the home screen").await?;
    browser.press(language.text("home_done")?).await?;
    browser.see(language.text("begin")?).await?;
    browser.see(language.text("not_reviewed")?).await
}

/// The page says its language and direction, and stands as that direction asks.
async fn is_written_as_it_should_be(browser: &Browser, language: &Language) -> Result<()> {
    let direction = language.text("_direction")?;
    let said = "return [document.documentElement.lang, document.documentElement.dir];";
    let said: Vec<String> = browser.ask(said, vec![]).await?;
    ensure!(said == [&*language.tag, direction], "the page says that it is in {said:?}");
    // The first letter says where a line begins, however much of the line the words fill.
    let heading = "
        const title = document.querySelector('main h1');
        const range = document.createRange();
        const text = document.createTreeWalker(title, NodeFilter.SHOW_TEXT).nextNode();
        range.setStart(text, 0);
        range.setEnd(text, 1);
        const [letter, box] = [range.getBoundingClientRect(), title.getBoundingClientRect()];
        return box.right - letter.right < letter.left - box.left;";
    until("the heading to stand on its side", async || {
        let is_on_the_right: bool = browser.ask(heading, vec![]).await?;
        Ok((is_on_the_right == (direction == "rtl")).then_some(()))
    })
    .await
}

#[tokio::test]
async fn only_the_languages_that_were_shown_are_downloaded_and_kept() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let arabic = Language::of("ar")?;
    browser.open(server.origin()).await?;
    browser.heading().await?;
    let shown_first: String = browser.ask("return document.documentElement.lang;", vec![]).await?;
    browser.choose(arabic.text("_name")?).await?;
    browser.arrive_at(arabic.text("welcome_title")?).await?;
    browser.is_kept_for_offline_use().await?;
    browser.keeps_texts_in("ar").await?;
    let mut shown = vec!["ar".to_owned(), shown_first];
    shown.sort();
    shown.dedup();
    ensure!(
        browser.kept_languages().await? == shown,
        "{shown:?} were shown, {:?} kept",
        browser.kept_languages().await?
    );
    let asked = "
        const names = performance.getEntriesByType('resource').map(({ name }) => /\\/files\\/(.+)-[0-9a-f]{16}\\.json$/.exec(name));
        return [...new Set(names.filter(Boolean).map((found) => found[1]))].sort();";
    let asked: Vec<String> = browser.ask(asked, vec![]).await?;
    ensure!(asked == shown, "{shown:?} were shown, and {asked:?} asked for");
    Ok(())
}

#[tokio::test]
async fn a_language_that_is_not_there_is_told_and_the_old_one_stays() -> Result<()> {
    let mut server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let (arabic, ukrainian) = (Language::of("ar")?, Language::of("uk")?);
    browser.open(server.origin()).await?;
    browser.choose(arabic.text("_name")?).await?;
    browser.arrive_at(arabic.text("welcome_title")?).await?;
    browser.is_kept_for_offline_use().await?;
    browser.keeps_texts_in("ar").await?;
    server.kill().await?;
    for _ in 0..2 {
        browser.choose(ukrainian.text("_name")?).await?;
        browser.see(arabic.part("language_not_here")?).await?;
        browser.see(arabic.text("welcome_title")?).await?;
        shows_in_list(&browser, &arabic).await?;
    }
    browser.reload().await?;
    browser.arrive_at(arabic.text("welcome_title")?).await?;
    server.start_again().await?;
    browser.choose(ukrainian.text("_name")?).await?;
    browser.see(ukrainian.text("welcome_title")?).await?;
    browser.keeps_texts_in("uk").await?;
    server.kill().await?;
    browser.reload().await?;
    browser.arrive_at(ukrainian.text("welcome_title")?).await?;
    browser.choose(arabic.text("_name")?).await?;
    browser.see(arabic.text("welcome_title")?).await?;
    shows_in_list(&browser, &arabic).await?;
    browser.choose(ukrainian.text("_name")?).await?;
    browser.see(ukrainian.text("welcome_title")?).await
}

/// The list of languages shows the one that the page is in.
async fn shows_in_list(browser: &Browser, language: &Language) -> Result<()> {
    let shown = "return document.querySelector('header select').selectedOptions[0].textContent;";
    until("the list to show the page's language", async || {
        Ok((browser.ask::<String>(shown, vec![]).await? == language.text("_name")?).then_some(()))
    })
    .await
}

#[tokio::test]
async fn an_update_keeps_the_languages_in_use_for_use_without_a_network() -> Result<()> {
    const NEW: &str = "0123456789abcdef";
    let editions = Editions::of_built_app()?;
    let mut server = Server::demo_with_app(editions.folder()).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let arabic = Language::of("ar")?;
    sign_in(&browser, &server, &arabic, &mut async |_: &str| Ok(())).await?;
    browser.is_kept_for_offline_use().await?;
    browser.keeps_texts_in("ar").await?;
    editions.publish(NEW)?;
    server.stop().await?;
    server.start_again().await?;
    ensure!(browser.look_for_update().await?, "the new version does not come");
    browser.starts_as(NEW).await?;
    server.kill().await?;
    browser.reload().await?;
    browser.arrive_at(arabic.text("pin_give_title")?).await?;
    browser.write(arabic.text("pin_label")?, PIN).await?;
    browser.press(arabic.text("pin_open")?).await?;
    browser.see(&format!("{} {NEW}", arabic.text("to_my_path")?)).await?;
    ensure!(!browser.kept_languages().await?.contains(&"sv".to_owned()), "Swedish was never shown, and is kept");
    Ok(())
}
