//! A supervisor's whole day on one device, with the server gone for half of it: ten follow-ups, somebody enrolled and invited,
//! somebody's end, something that was missing, and a month that a colleague had written as well. Nothing is lost, nothing is
//! there twice, and nothing on the way keeps anybody out.

use crate::driving::{Browser, Engine, Flaws, Window};
use crate::house;
use crate::people::colleague::FollowedByTwo;
use crate::people::forward;
use crate::people::supervisor::first_of_month;
use crate::walks::VERSIONS;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::account::Role;
use shared::figures::Period;
use shared::id::ParticipationId;
use shared::quarantine::Asides;
use shared::record::{Body, Record};
use shared::sync::Cause;
use std::collections::BTreeSet;
use tests::client::Client;
use tests::random;
use tests::records::followed_up;
use tests::server::Server;

const HOURS: &str = "Timmar i veckan i aktiviteter";
/// Somebody new, and somebody whom a colleague follows as well. They come last by alias, so that no “next” leads to them.
const NEW: &str = "Ängsblomma";
const OF_TWO: &str = "Östanvind";
/// How many follow-ups in a row are written without a server, and how many later with it.
const IN_A_ROW: usize = 5;
const LATER: usize = 3;
/// Those in a row, those later, the one of two supervisors and the first one of somebody new.
const FOLLOW_UPS: usize = IN_A_ROW + LATER + 2;
const WAITING: &str = "Sparat på telefonen. Skickas när du har nät.";

#[tokio::test]
async fn a_supervisors_day_on_a_phone_in_chromium() -> Result<()> {
    a_day(Engine::Chromium, Window::PHONE).await
}

#[tokio::test]
async fn a_supervisors_day_at_the_desk_in_chromium() -> Result<()> {
    a_day(Engine::Chromium, Window::DESK).await
}

#[tokio::test]
async fn a_supervisors_day_on_a_phone_in_webkit() -> Result<()> {
    a_day(Engine::WebKit, Window::PHONE).await
}

#[tokio::test]
async fn a_supervisors_day_at_the_desk_in_webkit() -> Result<()> {
    a_day(Engine::WebKit, Window::DESK).await
}

async fn a_day(engine: Engine, window: Window) -> Result<()> {
    let mut server = house::open_with_last_month().await?;
    let FollowedByTwo { stay: of_two, mut phone } = FollowedByTwo::enrolled(&server, OF_TWO).await?;
    let before = Evening::of(&server).await?;
    let [leaving, missing] = two_others(&before.records)?;
    let browser = Browser::fresh(engine, window).await?;
    let mut day = Day { browser: &browser, flaws: Flaws::default() };
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    day.look_at("caseload").await?;
    browser.is_kept_for_offline_use().await?;

    server.kill().await?;
    day.follow_up_in_a_row().await?;
    day.follow_up_with_hours(OF_TWO, "31").await?;
    day.enrol().await?;
    day.end_stay(&leaving).await?;
    day.note_what_is_missing(&missing).await?;
    let waiting = day.begin_again_without_a_server().await?;

    phone.save(of_two, followed_up(12));
    server.start_again().await?;
    phone.sync(Cause::Saved).await?;
    ensure!(phone.waiting() == 0, "the colleague's follow-up was not taken in");
    browser.try_until_received().await?;
    let received = before.arrived(&house::records(&server).await?).len();
    ensure!(received == waiting + 1, "{waiting} waited here and one with the colleague, and {received} came");

    day.choose_between_versions().await?;
    let came_in = day.invite(&server, NEW).await?;
    for _ in 0..LATER {
        browser.press_first_follow_up().await?;
        browser.save_unchanged().await?;
        browser.see("Mottaget").await?;
        browser.press("Till listan").await?;
        browser.arrive_at("Mina deltagare").await?;
    }
    browser.see(&format!("{FOLLOW_UPS} av ")).await?;
    browser.see("Allt är mottaget.").await?;
    drop(came_in);
    day.flaws.are_none()?;
    before.then(&Evening::of(&server).await?, of_two)
}

/// Two people whose aliases nobody else on the caseload has.
fn two_others(records: &[Record]) -> Result<[String; 2]> {
    let month = random::this_month();
    let open = forward::folded(records).into_values().filter(|one| one.is_open_in(month));
    let aliases: Vec<String> = open.filter_map(|one| Some(one.enrolment()?.alias.as_str().to_owned())).collect();
    let alone = |alias: &&String| **alias != OF_TWO && aliases.iter().filter(|one| one == alias).count() == 1;
    let mut alone = aliases.iter().filter(alone).cloned();
    alone
        .next()
        .zip(alone.next())
        .map(<[String; 2]>::from)
        .context("two on the caseload are called by no one else's alias")
}

/// A day as it goes on.
struct Day<'a> {
    browser: &'a Browser,
    flaws: Flaws,
}

impl Day<'_> {
    async fn look_at(&mut self, name: &str) -> Result<()> {
        self.flaws.look_at(self.browser, &format!("day-{name}")).await
    }

    async fn follow_up_in_a_row(&mut self) -> Result<()> {
        self.browser.press_first_follow_up().await?;
        self.look_at("follow-up").await?;
        for number in 1..=IN_A_ROW {
            self.browser.save_unchanged().await?;
            self.browser.see(WAITING).await?;
            if number < IN_A_ROW {
                self.browser.press_next().await?;
            }
        }
        self.look_at("saved").await?;
        self.to_the_list("Till listan").await
    }

    async fn to_the_list(&self, way: &str) -> Result<()> {
        self.browser.press(way).await?;
        self.browser.arrive_at("Mina deltagare").await
    }

    async fn follow_up_with_hours(&self, alias: &str, hours: &str) -> Result<()> {
        self.browser.begin_follow_up(alias).await?;
        self.browser.change_part("Timmar och aktiviteter").await?;
        self.browser.write(HOURS, hours).await?;
        self.browser.press("Spara").await?;
        self.browser.see("Sparat: ").await?;
        self.browser.see(WAITING).await?;
        self.to_the_list("Till listan").await
    }

    async fn enrol(&mut self) -> Result<()> {
        self.browser.begin_enrolment(NEW).await?;
        self.browser.fill_in_all_of_enrolment().await?;
        self.look_at("enrolment").await?;
        self.browser.press("Spara registreringen").await?;
        self.browser.arrive_at("Registreringen är sparad").await?;
        self.browser.see(WAITING).await?;
        self.look_at("enrolled").await?;
        self.browser.press("Gör första uppföljningen nu").await?;
        self.browser.write(HOURS, "10").await?;
        self.browser.press("Spara").await?;
        self.browser.see("Sparat: ").await?;
        self.browser.see(WAITING).await?;
        self.to_the_list("Till listan").await
    }

    async fn end_stay(&mut self, alias: &str) -> Result<()> {
        self.browser.open_person(alias).await?;
        self.look_at("person").await?;
        self.browser.press("Deltagandet").await?;
        self.browser.arrive_at(&format!("{alias}: deltagandet")).await?;
        self.look_at("stay").await?;
        self.browser.press("Avsluta deltagandet").await?;
        self.browser.arrive_at("Avsluta deltagandet").await?;
        self.browser.set_day("ended", &first_of_month()).await?;
        self.browser.tick("Flytt").await?;
        self.look_at("exit").await?;
        self.browser.press("Avsluta deltagandet").await?;
        self.browser.see("Slutade").await?;
        self.browser.press("Tillbaka").await?;
        self.browser.arrive_at(alias).await?;
        self.to_the_list("Mina deltagare").await
    }

    async fn note_what_is_missing(&mut self, alias: &str) -> Result<()> {
        self.browser.open_person(alias).await?;
        self.browser.press("Anteckna ett glapp").await?;
        self.browser.write("Vad saknades?", "Bussen går inte före klockan nio.").await?;
        self.browser.tick("Språk och tolk").await?;
        self.look_at("deviation").await?;
        self.browser.press("Spara").await?;
        self.browser.arrive_at(alias).await?;
        self.browser.see("Bussen går inte före klockan nio.").await?;
        self.to_the_list("Mina deltagare").await
    }

    /// Starts the app again and finds everything in it. Returns how many records wait.
    async fn begin_again_without_a_server(&mut self) -> Result<usize> {
        self.browser.come_back().await?;
        self.browser.arrive_at("Mina deltagare").await?;
        self.browser.see(&format!("{} av ", FOLLOW_UPS - LATER)).await?;
        self.browser.see(NEW).await?;
        self.look_at("caseload-without-a-server").await?;
        self.browser.see(" väntar på telefonen och skickas när du har nät.").await?;
        let number: Option<String> =
            self.browser.ask("return document.querySelector('.sync-line').dataset.waiting;", vec![]).await?;
        let number = number.context("how many wait is told")?;
        number.parse().with_context(|| format!("{number} is no number"))
    }

    async fn choose_between_versions(&mut self) -> Result<()> {
        self.browser.press_until(VERSIONS, "Samma uppgift har skrivits på två ställen.").await?;
        self.browser.arrive_at(&format!("{OF_TWO}: två versioner")).await?;
        for words in ["Version 1", "Version 2", "12", "31", "(olika)", "Skriven av dig", "Skriven av någon annan"] {
            self.browser.see(words).await?;
        }
        self.look_at("versions").await?;
        let heads = "return [...document.querySelectorAll('th[scope=col]')].map((head) => head.textContent);";
        let heads: Vec<String> = self.browser.ask(heads, vec![]).await?;
        let mine = heads.iter().position(|head| head.contains("Skriven av dig")).context("a version is the own")?;
        self.browser.press(&format!("Välj version {mine}")).await?;
        self.browser.see("Det finns inget att välja mellan.").await?;
        self.browser.see("Allt är mottaget.").await?;
        self.browser.press("Tillbaka").await?;
        self.browser.arrive_at(OF_TWO).await?;
        self.to_the_list("Mina deltagare").await?;
        self.browser.see_no("Två versioner att välja mellan").await
    }

    /// Shows somebody the code, by which they come in on a phone of their own.
    async fn invite(&mut self, server: &Server, alias: &str) -> Result<Browser> {
        self.browser.open_person(alias).await?;
        self.browser.press("Bjud in till appen").await?;
        self.browser.see(&format!("Inbjudan gäller {alias}.")).await?;
        self.browser.see("Ingen telefon är inloggad.").await?;
        self.browser.press("Visa en inbjudan").await?;
        let code = self.browser.shown_code().await?;
        self.look_at("invitation").await?;
        let phone = Browser::fresh(self.browser.engine(), Window::PHONE).await?;
        phone.come_in_by_code(server.origin(), &code).await?;
        phone.see("Allt är mottaget.").await?;
        self.flaws.look_at(&phone, "day-participant").await?;
        self.browser.see("Klart. Personen kom in").await?;
        self.browser.press("Tillbaka").await?;
        self.browser.arrive_at(alias).await?;
        self.to_the_list("Mina deltagare").await?;
        Ok(phone)
    }
}

/// What the server has: the records, and the month's flow as `stegvis report` counts it.
struct Evening {
    records: Vec<Record>,
    flow: Value,
}

impl Evening {
    async fn of(server: &Server) -> Result<Self> {
        let supervisor = Client::sign_in(server, Role::Supervisor).await?;
        let asides: Asides = supervisor.get("/api/v1/quarantine").await?.error_for_status()?.json().await?;
        ensure!(asides.entries.is_empty(), "something was put aside: {asides:?}");
        let month = random::this_month();
        let flow =
            house::report(server, "participant-flow", Period::new(month.first_day(), month.last_day())?, "member");
        Ok(Self { records: supervisor.records().await?, flow: flow.await? })
    }

    fn arrived<'r>(&self, records: &'r [Record]) -> Vec<&'r Record> {
        let known: BTreeSet<_> = self.records.iter().map(|record| record.id).collect();
        records.iter().filter(|record| !known.contains(&record.id)).collect()
    }

    /// Between the two lies exactly what the day was.
    fn then(&self, after: &Self, of_two: ParticipationId) -> Result<()> {
        let new = self.arrived(&after.records);
        let ids: BTreeSet<_> = new.iter().map(|record| record.id).collect();
        ensure!(ids.len() == new.len(), "a record is there twice");
        let count = |is: fn(&Body) -> bool| new.iter().filter(|record| is(&record.body)).count();
        // The colleague's is one more.
        let follow_ups = count(|body| matches!(body, Body::FollowedUp(_)));
        ensure!(follow_ups == FOLLOW_UPS + 1, "{follow_ups} follow-ups");
        let followed_up = new.iter().filter(|record| matches!(record.body, Body::FollowedUp(_)));
        let stays: BTreeSet<_> = followed_up.map(|record| record.participation).collect();
        ensure!(stays.len() == FOLLOW_UPS, "somebody was followed up twice: {stays:?}");
        for (what, found) in [
            ("enrolment", count(|body| matches!(body, Body::Enrolled(one) if one.alias.as_str() == NEW))),
            ("any enrolment", count(|body| matches!(body, Body::Enrolled(_)))),
            ("exit", count(|body| matches!(body, Body::Exited(_)))),
            ("deviation", count(|body| matches!(body, Body::DeviationNoted(_)))),
            ("decision", count(|body| matches!(body, Body::Corrected { .. }))),
        ] {
            ensure!(found == 1, "{what}: {found}");
        }
        let folded = forward::folded(&after.records).remove(&of_two).context("the stay")?;
        let view = folded.months.get(&random::this_month()).context("the month")?;
        let held = view.follow_up.as_ref().context("a follow-up")?;
        let hours = held.value.hours.map(|hours| hours.get());
        ensure!(held.rivals.is_empty() && hours == Some(31), "the chosen one does not hold: {held:?}");
        for (figure, more) in [("started", 1), ("ended", 1), ("participations_identified", 1)] {
            let total = |flow: &Value| flow[figure]["total"].as_u64().context("a count");
            let (was, is) = (total(&self.flow)?, total(&after.flow)?);
            ensure!(is == was + more, "{figure} was {was} and is {is}");
        }
        Ok(())
    }
}
