//! The effect on society: read with its example prices said to be made up, and a scenario that says how uncertain it is.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;

#[tokio::test]
async fn a_leader_reads_the_effect_and_reckons_a_scenario_on_a_phone() -> Result<()> {
    scenario_is_reckoned(Window::PHONE).await
}

#[tokio::test]
async fn a_leader_reads_the_effect_and_reckons_a_scenario_at_the_desk() -> Result<()> {
    scenario_is_reckoned(Window::DESK).await
}

async fn scenario_is_reckoned(window: Window) -> Result<()> {
    let mut server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    browser.press("Samhällseffekt").await?;
    browser.arrive_at("Samhällseffekt").await?;
    browser.see("Prislistan är ett exempel.").await?;
    browser.see("Vem som får och vem som betalar").await?;
    browser.see("Vad det är värt i dag om det håller").await?;
    browser.see("Vad som har hänt, månad för månad").await?;
    browser.see("Saknar uppgift").await?;
    browser.see("Scenario: om stegen leder till arbete").await?;
    browser.see("Ett steg utan arbete har inget pris i kronor.").await?;
    looks_right(&browser, "effect").await?;

    browser.assume("Vad insatsen kostar, kronor", 0, "2 000 000").await?;
    browser.see("Utan spann går det inte att säga hur osäkert det är").await?;
    browser.assume("Andel som hade nått arbete ändå", 0, "30").await?;
    browser.assume("Andel som hade nått arbete ändå", 1, "10").await?;
    browser.see("Skriv både lägst och högst för: Andel som hade nått arbete ändå.").await?;
    browser.assume("Andel som hade nått arbete ändå", 2, "50").await?;
    browser.see("i 9 fall av 10 mellan").await?;
    browser.see("Vad som betyder mest").await?;
    looks_right(&browser, "scenario").await?;

    // Thirteen months are no year that has a name of its own, whenever this is run.
    let () = browser.ask(ONE_MONTH_MORE, vec![]).await?;
    browser.see("Vad som har hänt, månad för månad").await?;
    let looked_at: Vec<String> = browser.ask(CHOSEN_MONTHS, vec![]).await?;
    browser.press("Ta med som PDF, Excel eller CSV").await?;
    browser.arrive_at("Rapporter").await?;
    let filled_in: Vec<String> = browser.ask(CHOSEN_MONTHS, vec![]).await?;
    ensure!(filled_in == looked_at && looked_at.len() == 2, "{looked_at:?} became {filled_in:?}");
    browser.press("Samhällseffekt").await?;
    browser.arrive_at("Samhällseffekt").await?;
    browser.see("Vad som har hänt, månad för månad").await?;

    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    browser.press("Stegförflyttning").await?;
    browser.arrive_at("Stegförflyttning").await?;
    browser.press("Samhällseffekt").await?;
    browser.see("Om några visas nedan är de från förra gången.").await?;
    browser.see("i 9 fall av 10 mellan").await
}

/// Chooses the month before the one from which somebody looks; the newest stands first.
const ONE_MONTH_MORE: &str = "
    const list = document.querySelector('select[name=from]');
    list.selectedIndex += 1;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return null;";

/// The months from and to which somebody looks, as the lists say.
const CHOSEN_MONTHS: &str = "
    return ['from', 'to'].flatMap((name) => {
        const list = document.querySelector(`select[name=${name}]`);
        return list ? [list.value] : [];
    });";

/// Nothing keeps anybody out, in light and dark, and nothing is wider than the window.
async fn looks_right(browser: &Browser, name: &str) -> Result<()> {
    for colours in ["light", "dark"] {
        browser.prefer_colours(colours).await?;
        let faults = browser.inspect_with_axe().await?;
        ensure!(faults.is_empty(), "{name}, {colours}: {}", faults.join("\n"));
    }
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "{name} is wider than the window:\n{}", too_wide.join("\n"));
    Ok(())
}
