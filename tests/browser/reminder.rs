//! The reminder on the phone: switched on at a press, shown in words that name neither programme nor content, off after
//! signing out. The push is delivered by Chromium's own tools: no browser's maker takes part.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use crate::people::invited::Inviting;
use anyhow::{Result, ensure};
use serde_json::Value;

/// A browser that no maker's push service knows: its subscription is at an address of the test's own.
const SUBSCRIBES_BY_ITSELF: &str = "
    const encoded = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
    let subscription = null;
    const made = async () => {
        const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
        const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
        const keys = { p256dh: encoded(point), auth: encoded(crypto.getRandomValues(new Uint8Array(16))) };
        const toJSON = () => ({ endpoint: 'https://push.example/phone', expirationTime: null, keys });
        const unsubscribe = async () => { subscription = null; return true; };
        return Object.assign(Object.create(PushSubscription.prototype), { toJSON, unsubscribe });
    };
    PushManager.prototype.getSubscription = async () => subscription;
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
        if (!userVisibleOnly || applicationServerKey.byteLength !== 65) throw new Error('no browser takes this');
        subscription = await made();
        return subscription;
    };";

/// What the notifications that are on the screen say.
const SHOWN: &str = "
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, lang, data, icon }) => ({ title, body, lang, data, icon }));";

/// Opens the settings and waits for the switch.
async fn open_the_switch(phone: &Browser) -> Result<()> {
    phone.press("Inställningar").await?;
    phone.arrive_at("Inställningar").await?;
    phone.see("Påminn mig på telefonen").await
}

const SWITCH: &str = "//button[@role=\"switch\"][contains(normalize-space(.), \"Påminn mig på telefonen\")]";

async fn is_on(phone: &Browser, wanted: bool) -> Result<()> {
    until("the switch", async || {
        let found = "const all = [...document.querySelectorAll('button[role=switch]')];
            return all.find((one) => one.textContent.includes('Påminn mig'))?.getAttribute('aria-checked') ?? '';";
        Ok((phone.ask::<String>(found, vec![]).await? == wanted.to_string()).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_reminder_is_switched_on_names_nothing_and_ends_with_the_sign_out() -> Result<()> {
    let server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.let_notify(server.origin()).await?;
    phone.before_every_page(SUBSCRIBES_BY_ITSELF).await?;
    phone.come_in_anew(&inviting.invite(0).await?.link).await?;
    phone.see("Allt är mottaget.").await?;
    phone.is_kept_for_offline_use().await?;
    open_the_switch(&phone).await?;
    is_on(&phone, false).await?;
    phone.press_at("the switch", SWITCH).await?;
    is_on(&phone, true).await?;

    // Chromium's tools deliver none while they are getting to know the worker, and do not say so. However often it is
    // delivered, one notification stands there.
    let shown = until("a notification", async || {
        phone.deliver_push(server.origin()).await?;
        let shown: Vec<Value> = phone.ask_later(SHOWN).await?;
        Ok((!shown.is_empty()).then_some(shown))
    })
    .await?;
    ensure!(shown.len() == 1 && shown[0]["title"] == "Tre minuter för mig", "{shown:?}");
    ensure!(shown[0]["body"] == "" && shown[0]["icon"] == "" && shown[0]["lang"] == "sv", "{shown:?}");
    ensure!(!serde_json::to_string(&shown)?.to_lowercase().contains("stegvis"), "{shown:?}");

    // Off, on again, and off by itself when the person signs out.
    phone.press_at("the switch", SWITCH).await?;
    is_on(&phone, false).await?;
    phone.press_at("the switch", SWITCH).await?;
    is_on(&phone, true).await?;
    phone.press("Tillbaka").await?;
    phone.open_my_phone().await?;
    phone.press("Logga ut").await?;
    phone.arrive_at("Välkommen till Stegvis").await?;
    let left = "return (await (await navigator.serviceWorker.ready).pushManager.getSubscription()) !== null;";
    ensure!(!phone.ask_later::<bool>(left).await?);
    Ok(())
}
