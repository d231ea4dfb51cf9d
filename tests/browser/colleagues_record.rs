//! What a colleague's device sends while a form is open: it is not overwritten by somebody who never saw it, but stands
//! beside what was written, to choose between.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use crate::people::colleague::FollowedByTwo;
use crate::people::forward;
use crate::people::supervisor::first_of_month;
use crate::walks::VERSIONS;
use anyhow::{Context, Result, ensure};
use shared::code::Code;
use shared::fold::Participation;
use shared::id::{ParticipationId, RecordId};
use shared::record::{Body, Enrolment, Exit, Note, Plan, PlanStep, Record};
use shared::sync::Cause;
use tests::random;
use tests::records::followed_up;
use tests::server::Server;

const ALIAS: &str = "Östanvind";

/// Two desks at which the same person is written about.
struct Desks {
    server: Server,
    colleague: FollowedByTwo,
    browser: Browser,
}

impl Desks {
    async fn open() -> Result<Self> {
        let server = house::open().await?;
        let colleague = FollowedByTwo::enrolled(&server, ALIAS).await?;
        let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
        browser.sign_in_as_supervisor(&server).await?;
        browser.see("Allt är mottaget.").await?;
        Ok(Self { server, colleague, browser })
    }

    fn stay(&self) -> ParticipationId {
        self.colleague.stay
    }

    async fn enrolment(&self) -> Result<(RecordId, Enrolment)> {
        let found = house::records(&self.server).await?.into_iter().find_map(|record| match record {
            Record { id, participation, body: Body::Enrolled(enrolment), .. } if participation == self.stay() => {
                Some((id, enrolment))
            }
            _ => None,
        });
        found.context("the enrolment is there")
    }

    /// The colleague writes, and it comes in here while whatever is open stays open.
    async fn colleague_writes(&mut self, body: Body, seen: &[RecordId]) -> Result<()> {
        let id = self.colleague.phone.save_knowing(self.stay(), body, seen);
        self.colleague.phone.sync(Cause::Saved).await?;
        ensure!(self.colleague.phone.waiting() == 0, "the colleague's record was not taken in");
        until("the colleague's record to come in", async || {
            self.browser.ask::<()>("window.dispatchEvent(new Event('online'));", vec![]).await?;
            let kept = self.browser.written_on_the_device().await?.to_string();
            Ok(kept.contains(&id.to_string()).then_some(()))
        })
        .await
    }

    async fn to_the_stay(&self) -> Result<()> {
        self.browser.open_person(ALIAS).await?;
        self.browser.press("Deltagandet").await?;
        self.browser.arrive_at(&format!("{ALIAS}: deltagandet")).await
    }

    /// What the server makes of it all, once it has it.
    async fn folded(&self) -> Result<Participation> {
        self.browser.press("Mina deltagare").await?;
        self.browser.try_until_received().await?;
        let records = house::records(&self.server).await?;
        forward::folded(&records).remove(&self.stay()).context("the stay")
    }

    /// From the list, both versions stand side by side, and none is lost.
    async fn shows_both(&self, mine: &str, theirs: &str) -> Result<()> {
        self.browser.press_until(VERSIONS, "Samma uppgift har skrivits på två ställen.").await?;
        for words in ["Version 1", "Version 2", "Skriven av dig", "Skriven av någon annan", mine, theirs] {
            self.browser.see(words).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_correction_of_an_enrolment_leaves_what_came_in_meanwhile_to_choose() -> Result<()> {
    let mut desks = Desks::open().await?;
    desks.to_the_stay().await?;
    desks.browser.press("Rätta registreringen").await?;
    desks.browser.arrive_at("Rätta registreringen").await?;
    desks.browser.write("Födelseår", "1985").await?;
    let (target, enrolment) = desks.enrolment().await?;
    let replacement = Box::new(Body::Enrolled(Enrolment { birth_year: Some(1979), ..enrolment }));
    desks.colleague_writes(Body::Corrected { target, replacement }, &[target]).await?;
    desks.browser.press("Spara rättelsen").await?;
    desks.browser.arrive_at(&format!("{ALIAS}: deltagandet")).await?;
    desks.browser.press("Tillbaka").await?;
    desks.browser.arrive_at(ALIAS).await?;
    let start = desks.folded().await?.start.context("a start")?;
    ensure!(start.rivals.len() == 1, "{start:?}");
    desks.shows_both("1985", "1979").await
}

#[tokio::test]
async fn an_end_leaves_the_end_that_came_in_meanwhile_to_choose() -> Result<()> {
    let mut desks = Desks::open().await?;
    desks.to_the_stay().await?;
    desks.browser.press("Avsluta deltagandet").await?;
    desks.browser.arrive_at("Avsluta deltagandet").await?;
    desks.browser.set_day("ended", &first_of_month()).await?;
    desks.browser.tick("Flytt").await?;
    let exit = Exit {
        ended: random::this_month().first_day(),
        reason: Code::new("sjukdom").ok(),
        support_after: Vec::new(),
        occupation_after: Vec::new(),
    };
    desks.colleague_writes(Body::Exited(exit), &[]).await?;
    desks.browser.press("Avsluta deltagandet").await?;
    desks.browser.see("Slutade").await?;
    desks.browser.see("Allt är mottaget.").await?;
    let records = house::records(&desks.server).await?;
    let exit = forward::folded(&records).remove(&desks.stay()).and_then(|stay| stay.exit).context("an end")?;
    ensure!(exit.rivals.len() == 1, "{exit:?}");
    Ok(())
}

#[tokio::test]
async fn a_follow_up_that_is_a_draft_leaves_the_one_that_came_in_meanwhile_to_choose() -> Result<()> {
    let mut desks = Desks::open().await?;
    desks.browser.begin_follow_up(ALIAS).await?;
    desks.browser.change_part("Timmar och aktiviteter").await?;
    desks.browser.write("Timmar i veckan i aktiviteter", "31").await?;
    desks.browser.see("Utkastet är sparat här.").await?;
    desks.colleague_writes(followed_up(12), &[]).await?;
    // The draft is gone on with after the app was closed, and still knows nothing of the other.
    desks.browser.come_back().await?;
    desks.browser.see("Du har börjat på den här uppföljningen.").await?;
    desks.browser.press("Spara").await?;
    desks.browser.see("Sparat: ").await?;
    desks.browser.press("Till listan").await?;
    desks.browser.try_until_received().await?;
    let records = house::records(&desks.server).await?;
    let folded = forward::folded(&records).remove(&desks.stay()).context("the stay")?;
    let held =
        folded.months.get(&random::this_month()).and_then(|view| view.follow_up.clone()).context("a follow-up")?;
    ensure!(held.rivals.len() == 1, "{held:?}");
    desks.shows_both("31", "12").await
}

#[tokio::test]
async fn a_plan_leaves_the_plan_that_came_in_meanwhile_to_choose() -> Result<()> {
    let mut desks = Desks::open().await?;
    desks.browser.open_person(ALIAS).await?;
    desks.browser.press("Gör en plan").await?;
    desks.browser.arrive_at(&format!("Plan för {ALIAS}")).await?;
    desks.browser.write("Vad ska göras?", "Besöka verkstaden").await?;
    desks.browser.choose("Kommunen").await?;
    let step = PlanStep { what: Note::new("Ringa läkaren")?, who: Code::new("deltagaren")?, by: None, done: false };
    desks.colleague_writes(Body::PlanAgreed(Plan { steps: vec![step] }), &[]).await?;
    desks.browser.press("Spara").await?;
    desks.browser.arrive_at(ALIAS).await?;
    desks.browser.see("Planen har ändrats på två ställen samtidigt.").await?;
    let plan = desks.folded().await?.plan.context("a plan")?;
    ensure!(plan.rivals.len() == 1, "{plan:?}");
    desks.shows_both("Besöka verkstaden", "Ringa läkaren").await
}
