//! What is told of a phone's last contact: calmly to the supervisor, and to the person on the next phone.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Context, Result};
use shared::account::Role;
use shared::sync::Waiting;
use shared::sync::wire::PullRequest;
use tests::client::{Client, pull_request};

#[tokio::test]
async fn a_supervisor_sees_what_waited_on_a_phone_and_the_person_is_told_on_the_next() -> Result<()> {
    let server = house::open().await?;
    let person = Client::sign_in(&server, Role::Participant).await?;
    let enrolment = person.some_enrolment().await?;
    let shared::record::Body::Enrolled(enrolled) = &enrolment.body else { anyhow::bail!("no enrolment") };
    let alias = enrolled.alias.as_str().to_owned();

    let supervisor = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    supervisor.sign_in_as_supervisor(&server).await?;
    supervisor.see("Allt är mottaget.").await?;
    supervisor.press_at(&alias, &format!("//a[*[normalize-space(.)=\"{alias}\"]]")).await?;
    supervisor.arrive_at(&alias).await?;
    // What asked for the alias above said nothing of what waits.
    supervisor.see("Telefonen: senaste kontakten").await?;
    supervisor.see_no("väntade").await?;

    let waiting = Some(Waiting { records: 2, since: None });
    let before = person.pull(&PullRequest { waiting, ..pull_request(500) }).await?;
    let day = before.now.context("the server says what time it is")?.date().day();
    supervisor.come_back().await?;
    supervisor.see(&format!("Telefonen: 2 svar väntade på att skickas vid senaste kontakten {day} ")).await?;

    let next = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    next.sign_in_as_participant(&server).await?;
    next.see(&format!("senast hade kontakt, den {day} ")).await?;
    next.see("väntade 2 svar på att skickas.").await?;
    next.press("Jag förstår").await?;
    next.see("Börja").await?;
    next.come_back().await?;
    next.see("Allt är mottaget.").await?;
    next.see_no("väntade 2 svar").await
}
