//! Pictures of every screen: at 360 x 740 and at 1280 x 800, light and dark, the participant's in Arabic and in the
//! language with the longest words as well, and what is printed, page by page. `cargo xtask screens` writes them into `docs/screens`.

use crate::driving::{Browser, Engine, Window};
use crate::people::language::Language;
use crate::{house, leaders_walk, walks};
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::client::Client;
use tests::random;
use tests::server::Server;

/// The one screen of the participant that is shown in no language of its own: it asks for it.
const OF_NO_LANGUAGE: &str = "participant-first-language";
/// What the name of a screen ends with that is there once more with everything unfolded; it is not pictured again.
const UNFOLDED: &str = "-unfolded";
/// What people print.
const PRINTED: [&str; 11] = [
    "leader-dashboard",
    "leader-movement",
    "leader-before-and-after",
    "leader-together",
    "leader-response",
    "leader-effect",
    "leader-national-sheet",
    "analyst-dashboard",
    "analyst-goals",
    "supervisor-letter",
    "staff-recovery-code",
];
/// What README.md shows: as much as the window does.
const IN_README: [(&str, Window); 3] = [
    ("participant-question", Window::PHONE),
    ("supervisor-caseload", Window::PHONE),
    ("leader-dashboard", Window::DESK),
];
/// How large the windows are, and what they are called.
const WINDOWS: [(&str, Window); 2] = [("phone", Window::PHONE), ("desk", Window::DESK)];
/// Pages of a print that are kept.
const MOST_PAGES: &str = "3";
/// Dots an inch of a printed page.
const FINENESS: &str = "60";

/// Where pictures go.
struct Album(PathBuf);

impl Album {
    /// The folder that the environment names, from the root of the project; Cargo starts tests in their package.
    fn asked_for() -> Result<Option<Self>> {
        let Some(folder) = env::var_os("STEGVIS_SCREENS").map(PathBuf::from) else { return Ok(None) };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
        std::fs::create_dir_all(&folder)?;
        Ok(Some(Self(folder)))
    }

    /// The screen as it is, light and dark, in a window of each size.
    async fn take(&self, browser: &Browser, name: &str) -> Result<()> {
        if name.ends_with(UNFOLDED) {
            return Ok(());
        }
        for (of, window) in WINDOWS {
            browser.resize(window.width, window.height).await?;
            for scheme in ["light", "dark"] {
                browser.prefer_colours(scheme).await?;
                self.write(&format!("{name}-{of}-{scheme}"), &browser.whole_picture(window).await?)?;
            }
            browser.prefer_colours("light").await?;
        }
        if let Some((_, window)) = IN_README.iter().find(|(shown, _)| *shown == name) {
            browser.resize(window.width, window.height).await?;
            self.write(name, &browser.picture().await?)?;
        }
        if PRINTED.contains(&name) {
            self.write_pages(name, &browser.printed().await?)?;
        }
        Ok(())
    }

    /// Each page of a PDF.
    fn write_pages(&self, name: &str, pdf: &[u8]) -> Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), pdf)?;
        let mut pages = Command::new("pdftoppm");
        pages.args(["-png", "-r", FINENESS, "-l", MOST_PAGES]).arg(file.path());
        let made = pages.arg(self.0.join(format!("{name}-print"))).output();
        let made = made.context("pdftoppm is needed: sudo apt-get install poppler-utils")?;
        ensure!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
        Ok(())
    }

    fn write(&self, name: &str, picture: &[u8]) -> Result<()> {
        let file = self.0.join(format!("{name}.png"));
        std::fs::write(&file, picture).with_context(|| format!("could not write {}", file.display()))
    }
}

#[tokio::test]
async fn the_screens_can_be_pictured() -> Result<()> {
    let Some(album) = Album::asked_for()? else { return Ok(()) };
    let server = house::open().await?;
    let album = &album;
    let phone = async || Browser::fresh(Engine::Chromium, Window::PHONE).await;
    let desk = async || Browser::fresh(Engine::Chromium, Window::DESK).await;

    let languages = [Language::of("ar")?, Language::of("uk")?];
    let mut in_languages = async |browser: &Browser, name: &str| {
        album.take(browser, name).await?;
        browser.resize(Window::PHONE.width, Window::PHONE.height).await?;
        if name == OF_NO_LANGUAGE || name.ends_with(UNFOLDED) {
            return Ok(());
        }
        for language in &languages {
            browser.speak(language).await?;
            let picture = browser.whole_picture(Window::PHONE).await?;
            album.write(&format!("{name}-phone-light-{}", language.tag), &picture)?;
        }
        browser.speak(&Language::of("sv")?).await
    };
    let participants = phone().await?;
    walks::participants(&participants, &server, &mut in_languages).await?;
    walks::participants_without_a_network(&participants, &mut in_languages).await?;
    drop(participants);
    walks::participants_first_file_alone(&phone().await?, &server, &mut in_languages).await?;

    let mut on_both = async |browser: &Browser, name: &str| {
        album.take(browser, name).await?;
        browser.resize(Window::DESK.width, Window::DESK.height).await
    };
    walks::supervisors(&desk().await?, &server, &mut on_both).await?;
    walks::supervisors_stays(&desk().await?, &server, &mut on_both).await?;
    leaders_walk::plan_and_deviation(&desk().await?, &server, &mut on_both).await?;
    walks::dashboards(&desk().await?, &server, &mut on_both).await?;
    leaders_walk::leaders(&desk().await?, &server, &mut on_both).await?;
    leaders_walk::analysts(&desk().await?, &server, &mut on_both).await?;
    walks::association_administration(&desk().await?, &server, &mut on_both).await?;
    walks::member_administration(&desk().await?, &server, &mut on_both).await?;
    // Each of the two walks makes the administrator anew.
    walks::administrators(&desk().await?, &house::open().await?, &mut on_both).await?;
    leaders_walk::ways_in(&desk().await?, &server, &mut on_both).await?;
    annual_report(album, &server).await
}

/// The annual report of the last twelve months, as the leader takes it away.
async fn annual_report(album: &Album, server: &Server) -> Result<()> {
    let leader = Client::sign_in(server, Role::ProjectLeader).await?;
    let last = random::this_month().plus(-1);
    let asked = format!("/api/v1/reports/annual?from={}&to={last}&form=pdf", last.plus(-11));
    let pdf = leader.get(&asked).await?.error_for_status()?.bytes().await?;
    album.write_pages("report-annual", &pdf)
}
