//! Pictures of the screens, for the documentation and for whoever wants to see what the app looks like:
//! `STEGVIS_SCREENS=docs/screens cargo xtask test browser` writes them.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::language::Language;
use crate::walks;
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The screens that are pictured.
const PICTURED: [&str; 41] = [
    "participant-first-what",
    "participant-first-consent",
    "participant-home-screen",
    "participant-meeting",
    "participant-settings",
    "participant-help",
    "participant-accessibility",
    "participant-choose-pin",
    "participant-give-pin",
    "participant-this-month",
    "participant-question",
    "participant-question-of-eleven",
    "participant-answers",
    "participant-receipt",
    "participant-path",
    "participant-record",
    "supervisor-caseload",
    "supervisor-person",
    "supervisor-invite",
    "supervisor-follow-up",
    "supervisor-enrol-anonymous",
    "supervisor-enrol",
    "supervisor-enrol-unfinished",
    "supervisor-stay",
    "supervisor-correct",
    "supervisor-exit",
    "supervisor-hand-over",
    "supervisor-ended",
    "leader-dashboard",
    "leader-movement",
    "leader-before-and-after",
    "leader-together",
    "leader-response",
    "analyst-dashboard",
    "analyst-movement",
    "administrator-interventions",
    "administrator-people",
    "administrator-person",
    "analyst-members",
    "analyst-bridge",
    "analyst-list",
];

#[tokio::test]
async fn the_screens_can_be_pictured() -> Result<()> {
    let Some(folder) = env::var_os("STEGVIS_SCREENS").map(PathBuf::from) else { return Ok(()) };
    // Cargo starts tests in their package; the folder is named from the root of the project.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    std::fs::create_dir_all(&folder)?;

    let server = house::open().await?;
    let mut on_a_phone = async |browser: &Browser, name: &str| write(browser, &folder, name).await;
    let phone = async || Browser::fresh(Engine::Chromium, Window::PHONE).await;
    let languages = [Language::of("ar")?, Language::with_the_longest_words()?];
    let mut in_languages = async |browser: &Browser, name: &str| {
        write(browser, &folder, name).await?;
        if !PICTURED.contains(&name) {
            return Ok(());
        }
        for language in &languages {
            browser.speak(language).await?;
            write_as(browser, &folder, &format!("{name}-{}", language.tag)).await?;
        }
        browser.speak(&Language::of("sv")?).await
    };
    walks::participants(&phone().await?, &server, &mut in_languages).await?;
    walks::supervisors(&phone().await?, &server, &mut on_a_phone).await?;

    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    let mut at_the_desk = async |browser: &Browser, name: &str| {
        write(browser, &folder, name).await?;
        browser.resize(360, 740).await?;
        write(browser, &folder, &format!("{name}-phone")).await?;
        browser.resize(1280, 800).await
    };
    walks::supervisors_stays(&desk, &server, &mut at_the_desk).await?;
    walks::dashboards(&desk, &server, &mut at_the_desk).await?;
    walks::association_administration(&desk, &server, &mut at_the_desk).await?;
    walks::member_administration(&desk, &server, &mut at_the_desk).await
}

async fn write(browser: &Browser, folder: &Path, name: &str) -> Result<()> {
    if !PICTURED.contains(&name.trim_end_matches("-phone")) {
        return Ok(());
    }
    write_as(browser, folder, name).await
}

async fn write_as(browser: &Browser, folder: &Path, name: &str) -> Result<()> {
    let file = folder.join(format!("{name}.png"));
    std::fs::write(&file, browser.picture().await?).with_context(|| format!("could not write {}", file.display()))
}
