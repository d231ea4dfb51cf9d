//! The pages do nothing that their own security policy forbids, and the console stays empty.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::walks;
use anyhow::{Result, ensure};

/// Notes each violation, across reloads.
const NOTE_VIOLATIONS: &str = "
    document.addEventListener('securitypolicyviolation', (event) => {
        const noted = JSON.parse(sessionStorage.getItem('violations') ?? '[]');
        noted.push(`${event.effectiveDirective}: ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
        sessionStorage.setItem('violations', JSON.stringify(noted));
    });";

const NOTED: &str = "return JSON.parse(sessionStorage.getItem('violations') ?? '[]');";

const BREAK_THE_POLICY: &str = "
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return window.ran ?? false;";

#[tokio::test]
async fn no_screen_breaks_the_security_policy_or_complains_on_the_console() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page(NOTE_VIOLATIONS).await?;
    let mut nothing = async |_: &Browser, _: &str| Ok(());
    walks::participants(&browser, &server, &mut nothing).await?;
    walks::supervisors(&browser, &server, &mut nothing).await?;
    walks::dashboards(&browser, &server, &mut nothing).await?;
    let noted: Vec<String> = browser.ask(NOTED, vec![]).await?;
    ensure!(noted.is_empty(), "the policy was broken:\n{}", noted.join("\n"));
    let said = browser.console().await?;
    ensure!(said.is_empty(), "the console said:\n{}", said.join("\n"));

    ensure!(!browser.ask::<bool>(BREAK_THE_POLICY, vec![]).await?, "an inline script runs");
    ensure!(browser.ask::<Vec<String>>(NOTED, vec![]).await?.len() == 1, "a violation goes unnoticed");
    Ok(())
}
