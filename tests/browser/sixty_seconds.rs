//! A monthly follow-up takes sixty seconds: counted in taps and in keys, several people in a row with the server gone, and
//! what is half done survives a reload.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;
use shared::record::{Body, Record};

const MOST_TAPS: usize = 12;
const MOST_KEYS: usize = 40;

/// A finger that counts.
struct Finger<'a> {
    browser: &'a Browser,
    taps: usize,
}

impl Finger<'_> {
    async fn tap(&mut self, words: &str, path: &str) -> Result<()> {
        self.taps += 1;
        self.browser.press_at(words, path).await
    }

    async fn tap_button(&mut self, words: &str) -> Result<()> {
        let path = format!("//*[self::button or self::a or self::label][normalize-space(.)=\"{words}\"]");
        self.tap(words, &path).await
    }
}

#[tokio::test]
async fn a_follow_up_with_two_changes_takes_at_most_twelve_taps() -> Result<()> {
    let server = house::open_with_last_month().await?;
    let before = house::records(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    let mut finger = Finger { browser: &browser, taps: 0 };
    finger.tap("Följ upp", "(//main//li//a[starts-with(normalize-space(.), \"Följ upp\")])[1]").await?;
    finger.tap_button("Allt är oförändrat").await?;
    finger.tap_button("Ändra: Steg på bron").await?;
    finger.tap("ett annat steg", "(//section[@id=\"part-step\"]//label)[3]").await?;
    finger.tap_button("Ändra: Din bedömning").await?;
    let energy = "//*[@role=\"radiogroup\"][@aria-label=\"Hur mycket orkar personen en vanlig dag?\"]//label";
    finger.tap("en annan nivå", &format!("({energy})[4]")).await?;
    finger.tap_button("Spara").await?;
    browser.see("Sparat: ").await?;
    ensure!(finger.taps <= MOST_TAPS, "{} taps", finger.taps);
    browser.see("Mottaget").await?;
    saved_all(&before, &house::records(&server).await?)
}

/// A keyboard that counts.
struct Keys<'a> {
    browser: &'a Browser,
    pressed: usize,
}

impl Keys<'_> {
    async fn tab_to(&mut self, words: &str) -> Result<()> {
        self.pressed += self.browser.tabs_to(words).await?;
        self.browser.focus_is_in_sight().await
    }

    async fn enter(&mut self) -> Result<()> {
        self.pressed += 1;
        self.browser.enter().await
    }

    async fn tab(&mut self) -> Result<()> {
        self.pressed += 1;
        self.browser.tab().await
    }

    async fn write(&mut self, keys: &str) -> Result<()> {
        self.pressed += keys.chars().count();
        self.browser.type_keys(keys).await
    }
}

#[tokio::test]
async fn a_follow_up_with_two_changes_takes_at_most_forty_keys_and_no_finger_in_chromium() -> Result<()> {
    a_follow_up_by_keys(Engine::Chromium, Window::DESK).await
}

#[tokio::test]
async fn a_follow_up_with_two_changes_takes_at_most_forty_keys_and_no_finger_in_a_small_window() -> Result<()> {
    a_follow_up_by_keys(Engine::Chromium, Window::PHONE).await
}

#[tokio::test]
async fn a_follow_up_with_two_changes_takes_at_most_forty_keys_and_no_finger_in_webkit() -> Result<()> {
    a_follow_up_by_keys(Engine::WebKit, Window::DESK).await
}

async fn a_follow_up_by_keys(engine: Engine, window: Window) -> Result<()> {
    let server = house::open_with_last_month().await?;
    let before = house::records(&server).await?;
    let browser = Browser::fresh(engine, window).await?;
    browser.enter_by_keys(&server, &server.link(Role::Supervisor).await?).await?;
    browser.choose_pin_by_keys().await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see("Allt är mottaget.").await?;
    let mut keys = Keys { browser: &browser, pressed: 0 };
    keys.tab_to("Följ upp: ").await?;
    keys.enter().await?;
    browser.see("Här står det som gällde förra gången").await?;
    let form = browser.heading().await?;
    browser.arrive_at(&form).await?;
    keys.tab_to("Allt är oförändrat").await?;
    keys.enter().await?;
    keys.tab_to("Ändra: Timmar och aktiviteter").await?;
    keys.enter().await?;
    browser.see("Timmar i veckan i aktiviteter").await?;
    // What stood in the field is marked, so that writing replaces it.
    keys.write("37").await?;
    keys.tab_to("Ändra: Din bedömning").await?;
    keys.enter().await?;
    browser.see("Hoppa över det du inte vet.").await?;
    // The third domain, its fourth level, and Enter in a field saves.
    keys.tab().await?;
    keys.tab().await?;
    browser.focus_is_in_sight().await?;
    keys.write("4").await?;
    keys.enter().await?;
    browser.see("Sparat: ").await?;
    ensure!(keys.pressed <= MOST_KEYS, "{} keys", keys.pressed);
    browser.see("Mottaget").await?;
    saved_all(&before, &house::records(&server).await?)
}

/// A follow-up, a rating and a step, each once, of one person.
fn saved_all(before: &[Record], after: &[Record]) -> Result<()> {
    let new: Vec<&Record> = after.iter().filter(|record| !before.contains(record)).collect();
    ensure!(new.iter().all(|record| record.participation == new[0].participation));
    ensure!(new.iter().filter(|record| matches!(record.body, Body::FollowedUp(_))).count() == 1, "{new:?}");
    ensure!(new.iter().filter(|record| matches!(record.body, Body::StaffAssessed { .. })).count() == 1, "{new:?}");
    ensure!(new.iter().filter(|record| matches!(record.body, Body::StepRecorded { .. })).count() == 1, "{new:?}");
    Ok(())
}

#[tokio::test]
async fn three_people_are_followed_up_in_a_row_without_a_server_and_without_the_list() -> Result<()> {
    let mut server = house::open_with_last_month().await?;
    let before = house::records(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    browser.press_first_follow_up().await?;
    for number in 1..=3 {
        browser.save_unchanged().await?;
        browser.see("Sparat på telefonen. Skickas när du har nät.").await?;
        if number < 3 {
            browser.press_next().await?;
        }
    }
    browser.press("Till listan").await?;
    browser.arrive_at("Mina deltagare").await?;
    server.start_again().await?;
    browser.try_until_received().await?;
    let after = house::records(&server).await?;
    let follow_ups =
        after.iter().filter(|one| !before.contains(one) && matches!(one.body, Body::FollowedUp(_))).count();
    ensure!(follow_ups == 3, "{follow_ups} follow-ups");
    Ok(())
}

#[tokio::test]
async fn a_follow_up_that_is_half_done_is_there_after_a_reload_and_goes_when_it_is_saved() -> Result<()> {
    let server = house::open_with_last_month().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.press_first_person().await?;
    browser.press_follow_up().await?;
    browser.press("Allt är oförändrat").await?;
    browser.write("Anteckning", "Har träffat Karin på kontoret.").await?;
    browser.see("”Karin” ser ut som ett namn.").await?;
    browser.see("Utkastet är sparat här.").await?;
    browser.come_back().await?;
    browser.see("Det du skrev finns kvar.").await?;
    ensure!(browser.written("Anteckning").await? == "Har träffat Karin på kontoret.");
    browser.press("Spara").await?;
    browser.see("Mottaget").await?;
    browser.press_at("Till personen", "(//main//a)[last()]").await?;
    browser.press_follow_up().await?;
    browser.see_no("Det du skrev finns kvar.").await
}
