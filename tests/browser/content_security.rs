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

/// Each of them is stopped, with an error or without, and noted.
const BREAK_THE_POLICY: &str = "
    const attempts = [
        () => {
            const style = document.createElement('style');
            style.textContent = 'body { color: red }';
            document.head.append(style);
        },
        () => { document.createElement('div').innerHTML = '<b>text that became markup</b>'; },
        () => { new Worker('/api/openapi.json'); },
        () => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
        },
    ];
    for (const attempt of attempts) {
        try { attempt(); } catch { /* as it should */ }
    }
    return window.ran ?? false;";

/// A script that is not the app's own is run by nobody.
const RUN_A_FOREIGN_SCRIPT: &str = "
    try { new Worker('/api/openapi.json'); return 'run'; } catch (error) { return error.constructor.name; }";

#[tokio::test]
async fn no_screen_breaks_the_security_policy_or_complains_on_the_console() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page(NOTE_VIOLATIONS).await?;
    let mut nothing = async |_: &Browser, _: &str| Ok(());
    walks::participants(&browser, &server, &mut nothing).await?;
    walks::supervisors(&browser, &server, &mut nothing).await?;
    walks::dashboards(&browser, &server, &mut nothing).await?;
    walks::administrators(&browser, &server, &mut nothing).await?;
    let noted: Vec<String> = browser.ask(NOTED, vec![]).await?;
    ensure!(noted.is_empty(), "the policy was broken:\n{}", noted.join("\n"));
    // The walk tries an invitation that is none, and the browser says on its own account that it was refused.
    let (refused, said): (Vec<String>, Vec<String>) =
        browser.console().await?.into_iter().partition(|line| line.contains("/api/v1/invitations/accept - "));
    ensure!(refused.len() == 1 && refused[0].contains("401"), "{refused:?}");
    ensure!(said.is_empty(), "the console said:\n{}", said.join("\n"));

    ensure!(!browser.ask::<bool>(BREAK_THE_POLICY, vec![]).await?, "an inline script runs");
    let noted: Vec<String> = browser.ask(NOTED, vec![]).await?;
    for directive in ["style-src-elem", "require-trusted-types-for"] {
        ensure!(noted.iter().any(|one| one.starts_with(directive)), "{directive} goes unnoticed: {noted:?}");
    }
    let ran: String = browser.ask(RUN_A_FOREIGN_SCRIPT, vec![]).await?;
    ensure!(ran == "TypeError", "a worker of somebody else's came of it: {ran}");
    Ok(())
}
