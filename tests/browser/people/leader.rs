//! Those who look at dashboards.

use crate::driving::Browser;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::dashboard::{FlowCount, MovementDashboard};
use tests::server::Server;

/// The pages beside the overview, and what each of them says.
pub(crate) const PAGES: [(&str, &[&str]); 4] = [
    ("Förflyttning", &["Från steg till steg"]),
    ("Före och efter", &["Försörjning före och efter", "Kön", "Ålder vid starten", "år"]),
    ("Vad som hänger ihop", &["Ingen lottades till sin grupp", "Vad insatsen arbetar med", "BIP"]),
    ("Svar", &["Hur mycket som kom in", "Hur mycket som kom i tid"]),
];
/// What is said where the figures are those of last time.
pub(crate) const NOT_REACHED: &str =
    "Det gick inte att hämta nya siffror. Om några visas nedan är de från förra gången.";

const WRITE_ASSUMPTION: &str = "
    const [words, place, typed] = arguments;
    const group = [...document.querySelectorAll('fieldset')]
        .find((group) => group.querySelector('legend').textContent === words);
    const input = group.querySelectorAll('input')[place];
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, typed);
    input.dispatchEvent(new Event('input', { bubbles: true }));";

/// The three sentences that begin the overview, as the screen words them for whom nothing is hidden.
pub(crate) fn sentences(dashboard: &MovementDashboard) -> Result<[String; 3]> {
    Ok([people(dashboard)?, movement(dashboard)?, rating(dashboard)?])
}

fn people(dashboard: &MovementDashboard) -> Result<String> {
    let total = |counts| {
        let row = dashboard.flow.iter().find(|row| row.counts == counts);
        row.and_then(|row| row.seen.total)
    };
    let persons = total(FlowCount::UniquePersons).context("persons are counted")?;
    let stays = total(FlowCount::ParticipationsIdentified).context("stays are counted")?;
    Ok(format!("{persons} personer deltog, i sammanlagt {stays} deltaganden."))
}

fn movement(dashboard: &MovementDashboard) -> Result<String> {
    let share = dashboard.steps.share_forward.known().context("there is a share")?;
    let (forward, n) = (share.successes, share.n);
    let percent = (share.share * 100.0).round();
    Ok(format!("{forward} av {n} deltaganden tog steg framåt på bron: {percent} procent (95 % intervall"))
}

fn rating(dashboard: &MovementDashboard) -> Result<String> {
    let change = dashboard.rating.change;
    let counts = [change.higher, change.n, change.same, change.lower].map(|count| count.context("the leader sees all"));
    let [higher, n, same, lower] = counts;
    let (higher, n, same, lower) = (higher?, n?, same?, lower?);
    Ok(format!("{higher} av {n} skattade sig högre än i början, {same} lika och {lower} lägre."))
}

impl Browser {
    /// Signs in as somebody who looks at dashboards and waits for the figures.
    pub(crate) async fn sign_in_to_dashboard(&self, server: &Server, role: Role) -> Result<()> {
        self.sign_in(server, role).await?;
        self.arrive_at("Stegförflyttning").await?;
        self.see("personer deltog").await
    }

    /// Every row of every table, cell by cell.
    pub(crate) async fn cells(&self) -> Result<Vec<Vec<String>>> {
        let rows = "return [...document.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));";
        self.ask(rows, vec![]).await
    }
    /// Goes to a page of the desk.
    pub(crate) async fn go_to_page(&self, page: &str) -> Result<()> {
        self.press(page).await?;
        self.arrive_at(page).await
    }

    /// Goes from a page of figures to the overview.
    pub(crate) async fn go_to_overview(&self) -> Result<()> {
        self.press("Översikt").await?;
        self.arrive_at("Stegförflyttning").await
    }

    /// Opens the table beside the first chart of the page, which has numbers in it.
    pub(crate) async fn open_first_table(&self) -> Result<()> {
        self.press("Siffrorna i en tabell").await?;
        let rows = "return [...document.querySelectorAll('main details[open] tbody tr')].map((row) => row.innerText);";
        let rows: Vec<String> = self.ask(rows, vec![]).await?;
        ensure!(rows.iter().any(|row| row.contains(|sign: char| sign.is_ascii_digit())), "no numbers: {rows:?}");
        Ok(())
    }

    /// Writes one of the three numbers of an assumption of the scenario.
    pub(crate) async fn assume(&self, assumption: &str, field: usize, typed: &str) -> Result<()> {
        self.ask(WRITE_ASSUMPTION, vec![assumption.into(), field.into(), typed.into()]).await
    }
}
