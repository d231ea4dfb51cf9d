//! A new version of the app: it is fetched beside the running one, comes with the next start, never in mid-form, and
//! never in part.

use crate::driving::{Browser, Engine, Window};
use crate::editions::Editions;
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::links::new_link;
use tests::proxy::{Proxy, Weather};
use tests::server::Server;

const NEW: &str = "0123456789abcdef";

#[tokio::test]
async fn an_update_comes_with_the_next_start_in_chromium() -> Result<()> {
    update_at_the_next_start(Engine::Chromium).await
}

#[tokio::test]
async fn an_update_comes_with_the_next_start_in_firefox() -> Result<()> {
    update_at_the_next_start(Engine::Firefox).await
}

#[tokio::test]
async fn an_update_comes_with_the_next_start_in_webkit() -> Result<()> {
    update_at_the_next_start(Engine::WebKit).await
}

/// Begins a month with one version, and goes on with it while another is published.
async fn update_at_the_next_start(engine: Engine) -> Result<()> {
    let editions = Editions::of_built_app()?;
    let old = editions.version()?;
    let (mut server, browser) = in_mid_form(&editions, engine).await?;
    publish(&editions, &mut server).await?;

    // The app asks for the version, and fetches it; in mid-form it stays with its own, however often it is begun there.
    browser.come_back().await?;
    browser.see_question(2).await?;
    browser.fetches_update().await?;
    browser.come_back().await?;
    browser.see_question(2).await?;
    browser.see_no(NEW).await?;
    ensure!(browser.version().await? == old, "another version runs in mid-form");
    ensure!(browser.kept_versions().await?.len() == 2, "not both versions are kept");

    browser.open(server.origin()).await?;
    browser.starts_as(NEW).await?;
    browser.unlock().await?;
    browser.see("har svarat på 1 av 11. Svaren finns kvar.").await?;
    browser.see(&format!("Min väg {NEW}")).await?;
    browser.keeps_only(&format!("stegvis-participant-{NEW}")).await?;

    server.kill().await?;
    browser.come_back().await?;
    browser.see(&format!("Min väg {NEW}")).await?;
    browser.see("Inget nät just nu").await?;
    browser.press("Fortsätt").await?;
    browser.see_question(2).await?;
    browser.see(&format!("Hellre inte {NEW}")).await
}

#[tokio::test]
async fn an_update_comes_to_the_staffs_app_that_is_only_ever_loaded_again() -> Result<()> {
    let editions = Editions::of_built_app()?;
    let mut server = Server::demo_with_app(editions.folder()).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.is_kept_for_offline_use().await?;
    publish(&editions, &mut server).await?;
    browser.come_back().await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.fetches_update().await?;
    browser.see_no(NEW).await?;
    browser.starts_as(NEW).await?;
    browser.unlock().await?;
    browser.arrive_at(&format!("Mina deltagare {NEW}")).await
}

#[tokio::test]
async fn an_update_waits_for_every_page_that_is_open() -> Result<()> {
    let editions = Editions::of_built_app()?;
    let (_server, browser) = update_waits_beside_a_form(&editions).await?;
    browser.come_back().await?;
    browser.see("Svaren finns kvar.").await?;
    browser.see_no(NEW).await?;

    browser.show_first_page().await?;
    browser.see_question(2).await?;
    browser.close_page().await?;
    browser.starts_as(NEW).await?;
    browser.unlock().await?;
    browser.see(&format!("Min väg {NEW}")).await
}

/// A browser may have the new version take over although a page of the old one has been opened meanwhile.
#[tokio::test]
async fn a_page_of_an_older_version_goes_on_being_given_its_own_files() -> Result<()> {
    let editions = Editions::of_built_app()?;
    let (_server, browser) = update_waits_beside_a_form(&editions).await?;
    let take_over = "
        const { waiting } = await navigator.serviceWorker.ready;
        const tookOver = new Promise((then) => {
            waiting.onstatechange = () => waiting.state === 'activated' && then();
        });
        waiting.postMessage('take over');
        await tookOver;";
    browser.ask_later::<()>(take_over).await?;
    browser.come_back().await?;
    browser.see(&format!("Min väg {NEW}")).await?;

    // Texts that the server no longer has.
    browser.show_first_page().await?;
    browser.see_question(2).await?;
    browser.choose("English").await?;
    browser.see("Rather not").await?;
    browser.see_no(NEW).await
}

#[tokio::test]
async fn an_update_whose_file_is_missing_changes_nothing() -> Result<()> {
    give_up_half_an_update(|editions| editions.remove(&editions.texts_of("sv")?)).await
}

#[tokio::test]
async fn an_update_whose_file_is_corrupt_changes_nothing() -> Result<()> {
    give_up_half_an_update(|editions| editions.change(&editions.texts_of("sv")?, |texts| texts.replace("xx", "xy")))
        .await
}

#[tokio::test]
async fn an_update_whose_page_is_of_another_version_changes_nothing() -> Result<()> {
    give_up_half_an_update(|editions| editions.change("index.html", |page| page.replace("Stegvis", "Annat"))).await
}

/// Publishes a version that is spoilt, and later the same one whole.
async fn give_up_half_an_update(spoil: impl FnOnce(&Editions) -> Result<()>) -> Result<()> {
    let editions = Editions::of_built_app()?;
    let old = editions.version()?;
    let (mut server, browser) = in_mid_form(&editions, Engine::Chromium).await?;
    editions.publish(NEW)?;
    let whole = editions.copy()?;
    spoil(&editions)?;
    start_anew(&mut server).await?;
    ensure!(!browser.look_for_update().await?, "half a version waits");
    goes_on_whole(&browser, &mut server, &old).await?;

    editions.put(&whole)?;
    server.start_again().await?;
    ensure!(browser.look_for_update().await?, "the version does not come when it is whole");
    browser.starts_as(NEW).await?;
    browser.unlock().await?;
    browser.see(&format!("Min väg {NEW}")).await
}

#[tokio::test]
async fn an_update_that_is_cut_off_changes_nothing() -> Result<()> {
    let editions = Editions::of_built_app()?;
    let old = editions.version()?;
    let mut server = Server::demo_with_app(editions.folder()).await?;
    let proxy = Proxy::before(server.address()).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(&new_link(server.place(), proxy.origin(), Role::Participant, None).await?).await?;
    browser.enter_with_open_link().await?;
    browser.see("Det tar ungefär tre minuter").await?;
    browser.is_kept_for_offline_use().await?;
    editions.publish(NEW)?;
    start_anew(&mut server).await?;

    // The worker's own file comes whole, and the texts that it asks for do not.
    proxy.set(Weather::CutOnTheWayBack(100 * 1024));
    ensure!(!browser.look_for_update().await?, "half a version waits");
    browser.come_back().await?;
    browser.see("Det tar ungefär tre minuter").await?;
    browser.see_no(NEW).await?;
    ensure!(browser.kept_versions().await? == [format!("stegvis-participant-{old}")], "half a version is kept");

    proxy.set(Weather::Fair);
    ensure!(browser.look_for_update().await?, "the version does not come over a network that is whole");
    browser.starts_as(NEW).await?;
    browser.unlock().await?;
    browser.see(&format!("Min väg {NEW}")).await
}

/// The old version is what starts, with and without a server, and all that is kept.
async fn goes_on_whole(browser: &Browser, server: &mut Server, old: &str) -> Result<()> {
    for is_there in [true, false] {
        if !is_there {
            server.kill().await?;
        }
        browser.open(server.origin()).await?;
        browser.unlock().await?;
        browser.see("har svarat på 1 av 11. Svaren finns kvar.").await?;
        browser.see_no(NEW).await?;
        ensure!(browser.version().await? == old, "another version runs");
        ensure!(
            browser.kept_versions().await? == [format!("stegvis-participant-{old}")],
            "not the old version alone is kept"
        );
    }
    browser.see("Inget nät just nu").await
}

/// A phone on which the app is kept, with the first question answered and the second on the screen.
async fn in_mid_form(editions: &Editions, engine: Engine) -> Result<(Server, Browser)> {
    let server = Server::demo_with_app(editions.folder()).await?;
    let browser = Browser::fresh(engine, Window::PHONE).await?;
    browser.sign_in_as_participant(&server).await?;
    browser.is_kept_for_offline_use().await?;
    browser.keeps_texts_in("sv").await?;
    browser.press("Börja").await?;
    browser.answer(1, 3).await?;
    Ok((server, browser))
}

/// A phone with a form on one page, and on the screen another page that has fetched a new version.
async fn update_waits_beside_a_form(editions: &Editions) -> Result<(Server, Browser)> {
    let (mut server, browser) = in_mid_form(editions, Engine::Chromium).await?;
    // So that the texts in another language are kept, too.
    browser.choose("English").await?;
    browser.see("Rather not").await?;
    browser.keeps_texts_in("en").await?;
    browser.choose("Svenska").await?;
    browser.see_question(2).await?;
    publish(editions, &mut server).await?;
    browser.open_beside(server.origin()).await?;
    browser.unlock().await?;
    browser.see("Svaren finns kvar.").await?;
    browser.fetches_update().await?;
    Ok((server, browser))
}

/// Publishes the new version, and has the server serve it.
async fn publish(editions: &Editions, server: &mut Server) -> Result<()> {
    editions.publish(NEW)?;
    start_anew(server).await
}

async fn start_anew(server: &mut Server) -> Result<()> {
    server.stop().await?;
    server.start_again().await
}
