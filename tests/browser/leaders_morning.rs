//! A leader's whole morning: the three sentences, every page of figures with the table beside its chart, other choices, the
//! effect with another assumption, what was missing released, the year's report taken away and saved; and then the server
//! gone, and everything that was seen still there with its day.

use crate::driving::{Browser, Engine, Flaws, Window};
use crate::house;
use crate::people::leader::{NOT_REACHED, PAGES, sentences};
use crate::people::missing::{Missing, NOTED, RELEASED, set_goal};
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::random;

#[tokio::test]
async fn a_leaders_morning_on_a_phone_in_chromium() -> Result<()> {
    a_morning(Engine::Chromium, Window::PHONE).await
}

#[tokio::test]
async fn a_leaders_morning_at_the_desk_in_chromium() -> Result<()> {
    a_morning(Engine::Chromium, Window::DESK).await
}

#[tokio::test]
async fn a_leaders_morning_on_a_phone_in_webkit() -> Result<()> {
    a_morning(Engine::WebKit, Window::PHONE).await
}

#[tokio::test]
async fn a_leaders_morning_at_the_desk_in_webkit() -> Result<()> {
    a_morning(Engine::WebKit, Window::DESK).await
}

async fn a_morning(engine: Engine, window: Window) -> Result<()> {
    let mut server = house::open().await?;
    Missing::noted(&server).await?;
    set_goal(&server, "Fler i arbete", Some((31, 80))).await?;
    let browser = Browser::fresh(engine, window).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    browser.oversee_saved_files_of_this_page().await?;
    let mut morning = Morning { browser: &browser, flaws: Flaws::default() };

    let said = sentences(&house::dashboard(&server, Role::ProjectLeader).await?)?;
    for sentence in &said {
        browser.see(sentence).await?;
    }
    morning.look_at("overview").await?;
    morning.read_every_page().await?;
    morning.choose_otherwise().await?;
    morning.reckon_a_scenario().await?;
    morning.read_goals().await?;
    morning.release_what_was_missing().await?;
    morning.take_the_report_away().await?;

    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    morning.read_again_without_a_server(&said).await?;
    morning.flaws.are_none()
}

/// That figures came today.
fn came_today() -> String {
    format!("Siffrorna hämtades {}", random::now().date())
}

/// A morning as it goes on.
struct Morning<'a> {
    browser: &'a Browser,
    flaws: Flaws,
}

impl Morning<'_> {
    async fn look_at(&mut self, name: &str) -> Result<()> {
        self.flaws.look_at(self.browser, &format!("morning-{name}")).await
    }

    async fn read_every_page(&mut self) -> Result<()> {
        for (page, seen) in PAGES {
            self.browser.go_to_page(page).await?;
            for words in seen {
                self.browser.see(words).await?;
            }
            self.browser.see(&came_today()).await?;
            self.browser.open_first_table().await?;
            self.look_at(&page.replace(' ', "-")).await?;
        }
        Ok(())
    }

    /// One gender and a shorter time, on every page from now on; and back to all.
    async fn choose_otherwise(&self) -> Result<()> {
        self.browser.go_to_page("Före och efter").await?;
        let before = self.browser.cells().await?;
        self.browser.select("gender", "Kvinnor").await?;
        self.browser.see(" Kvinnor.").await?;
        ensure!(self.browser.cells().await? != before, "a gender changes no number");
        self.browser.go_to_page("Svar").await?;
        self.browser.see(" Kvinnor.").await?;
        self.browser.select("gender", "Alla").await?;
        self.browser.see(&came_today()).await?;
        self.browser.go_to_overview().await
    }

    async fn reckon_a_scenario(&mut self) -> Result<()> {
        self.browser.go_to_page("Samhällseffekt").await?;
        self.browser.see("Prislistan är ett exempel.").await?;
        self.browser.see("Vem som får och vem som betalar").await?;
        self.browser.assume("Vad insatsen kostar, kronor", 0, "2 000 000").await?;
        for (field, percent) in ["30", "10", "50"].into_iter().enumerate() {
            self.browser.assume("Andel som hade nått arbete ändå", field, percent).await?;
        }
        self.browser.see("i 9 fall av 10 mellan").await?;
        self.look_at("effect").await
    }

    async fn read_goals(&mut self) -> Result<()> {
        self.browser.go_to_page("Mål").await?;
        for words in ["Fler i arbete", "minst 40 procent", "31 av 80", "39 procent", "Nästan nått"] {
            self.browser.see(words).await?;
        }
        self.look_at("goals").await
    }

    async fn release_what_was_missing(&mut self) -> Result<()> {
        self.browser.go_to_page("Glapp").await?;
        self.browser.see(NOTED).await?;
        self.browser.press_at(NOTED, &format!("//label[contains(normalize-space(.), \"{NOTED}\")]")).await?;
        self.browser.write("Text till förbundet", RELEASED).await?;
        self.browser.tick("Ingen kan kännas igen i texten").await?;
        self.look_at("missing").await?;
        self.browser.press("Lämna till förbundet: Språk och tolk").await?;
        self.browser.see("Lämnat till förbundet: lämnat").await
    }

    async fn take_the_report_away(&mut self) -> Result<()> {
        self.browser.go_to_page("Rapporter").await?;
        for (form, begins) in [("Hämta som PDF", "%PDF-1.7"), ("Hämta som Excel", "PK")] {
            self.browser.press(form).await?;
            self.browser.see("ligger bland det du har hämtat").await?;
            let file = self.browser.saved_bytes().await?;
            ensure!(file.starts_with(begins.as_bytes()) && file.len() > 10_000, "{form}: {} bytes", file.len());
        }
        self.browser.press("Spara rapporten").await?;
        self.browser.see("Rapporten är sparad.").await?;
        self.browser.see("Kontrollsumma").await?;
        self.look_at("reports").await
    }

    /// Begins the app again, and finds every page as it was last seen.
    async fn read_again_without_a_server(&mut self, said: &[String]) -> Result<()> {
        self.browser.go_to_page("Stegförflyttning").await?;
        self.browser.see(NOT_REACHED).await?;
        self.browser.come_back().await?;
        self.browser.arrive_at("Stegförflyttning").await?;
        self.browser.see(NOT_REACHED).await?;
        self.browser.see(&came_today()).await?;
        for sentence in said {
            self.browser.see(sentence).await?;
        }
        self.look_at("overview-without-a-server").await?;
        for (page, seen) in PAGES {
            self.browser.go_to_page(page).await?;
            let came = came_today();
            for words in seen.iter().copied().chain([NOT_REACHED, &*came]) {
                self.browser.see(words).await?;
            }
        }
        self.browser.go_to_page("Samhällseffekt").await?;
        for words in [NOT_REACHED, "i 9 fall av 10 mellan"] {
            self.browser.see(words).await?;
        }
        self.browser.go_to_page("Mål").await?;
        for words in ["31 av 80", "från förra gången", &came_today()] {
            self.browser.see(words).await?;
        }
        Ok(())
    }
}
