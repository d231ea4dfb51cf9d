//! Signing out: at once where all is sent; with what waits told, kept and sent later where it is not.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::invited::Inviting;
use anyhow::{Result, ensure};
use tests::server::Server;

#[tokio::test]
async fn who_signs_out_leaves_nothing_to_be_seen_and_comes_back_by_an_invitation_only() -> Result<()> {
    let server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.come_in_anew(&inviting.invite(0).await?.link).await?;
    phone.see("Allt är mottaget.").await?;
    phone.open_my_phone().await?;
    phone.press("Logga ut").await?;
    phone.arrive_at("Välkommen till Stegvis").await?;
    phone.reload().await?;
    phone.see("Välkommen till Stegvis").await?;
    phone.see_no("Skriv din kod").await?;
    let keys = "return (await indexedDB.databases()).length > 0 && (await (await fetch('/api/v1/session')).status);";
    ensure!(phone.ask_later::<u16>(keys).await? == 401);
    // The PIN that was chosen before opens the store again, after a new invitation.
    phone.come_in(&inviting.invite(0).await?.link).await?;
    phone.see("Det tar ungefär tre minuter").await
}

/// Comes in, answers the month, and has the answer wait, since the server is gone; then looks where to sign out.
async fn with_an_answer_that_waits(phone: &Browser, inviting: &Inviting, server: &mut Server) -> Result<()> {
    phone.come_in_anew(&inviting.invite(0).await?.link).await?;
    phone.see("Allt är mottaget.").await?;
    phone.press("Börja").await?;
    phone.answer_highest_from(1).await?;
    server.kill().await?;
    phone.press("Skicka").await?;
    phone.see("Sparat på telefonen. Skickas när du har nät.").await?;
    phone.press("Min väg").await?;
    phone.press("Tillbaka").await?;
    phone.open_my_phone().await?;
    phone.see("1 väntar på att skickas.").await
}

#[tokio::test]
async fn what_waits_is_told_before_signing_out_kept_and_sent_after_the_next_sign_in() -> Result<()> {
    let mut server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let before = house::records(&server).await?.len();
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    with_an_answer_that_waits(&phone, &inviting, &mut server).await?;
    phone.press("Skicka först").await?;
    phone.see("1 väntar på att skickas.").await?;
    phone.press("Logga ut ändå").await?;
    phone.arrive_at("Välkommen till Stegvis").await?;

    server.start_again().await?;
    ensure!(house::records(&server).await?.len() == before, "nothing was sent by a phone that was signed out");
    phone.come_in(&inviting.invite(0).await?.link).await?;
    phone.see("Allt är mottaget.").await?;
    ensure!(house::records(&server).await?.len() == before + 1);
    Ok(())
}

#[tokio::test]
async fn what_waits_is_sent_first_where_there_is_a_network() -> Result<()> {
    let mut server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    with_an_answer_that_waits(&phone, &inviting, &mut server).await?;
    server.start_again().await?;
    phone.press_until("//button[normalize-space(.)=\"Skicka först\"]", "Allt är mottaget.").await?;
    phone.press("Logga ut").await?;
    phone.arrive_at("Välkommen till Stegvis").await
}

#[tokio::test]
async fn staff_sign_out_and_see_where_else_they_are() -> Result<()> {
    let server = house::open().await?;
    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in_as_supervisor(&server).await?;
    let elsewhere = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    elsewhere.sign_in_as_supervisor(&server).await?;
    desk.press("Mina inloggningar").await?;
    desk.arrive_at("Mina inloggningar").await?;
    desk.see("En annan telefon eller dator").await?;
    desk.press("Logga ut där").await?;
    desk.see("Den här telefonen eller datorn").await?;
    elsewhere.come_back().await?;
    elsewhere.see("Du behöver logga in igen.").await?;
    desk.press("Logga ut").await?;
    desk.arrive_at("Logga in").await
}
