//! The reminder that the server sends to this phone: a switch, where the browser can be woken. The browser is asked for its
//! permission at a press and never before.

use crate::phone::use_phone;
use crate::platform::push::{PushState, Words};
use crate::platform::{push, server::ServerFault};
use crate::texts::Texts;
use shared::sync::Failure;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How it stands, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    NotYet,
    As(PushState),
}

/// What came of the last press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Done,
    NoNetwork,
    NotPossible,
}

#[component]
pub(super) fn PhoneReminder() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let known = use_state(|| Known::NotYet);
    let pressed = use_state(|| Pressed::Done);
    {
        let (engine, known, texts) = (phone.engine(), known.setter(), texts.clone());
        use_effect_with(phone.language(), move |_| {
            spawn_local(async move {
                let state = engine.phone_reminder().await;
                if state == PushState::On {
                    keep_words(&texts).await;
                }
                known.set(Known::As(state));
            });
        });
    }
    let Known::As(state) = *known else { return Html::default() };
    let onclick = {
        let (engine, known, pressed, texts) = (phone.engine(), known.setter(), pressed.setter(), texts.clone());
        Callback::from(move |_: MouseEvent| {
            let (engine, known, pressed, texts) = (engine.clone(), known.clone(), pressed.clone(), texts.clone());
            spawn_local(async move {
                let done = if state == PushState::On {
                    engine.stop_phone_reminder().await
                } else if push::ask().await {
                    keep_words(&texts).await;
                    engine.start_phone_reminder().await
                } else {
                    Ok(())
                };
                pressed.set(match done {
                    Ok(()) => Pressed::Done,
                    Err(ServerFault::Failed(Failure::Unreachable)) => Pressed::NoNetwork,
                    Err(_) => Pressed::NotPossible,
                });
                known.set(Known::As(engine.phone_reminder().await));
            });
        })
    };
    let is_on = state == PushState::On;
    html! {
        <section aria-labelledby="phone-reminder">
            <h3 id="phone-reminder">{texts.push_title()}</h3>
            if matches!(state, PushState::Off | PushState::On) {
                <p>{texts.push_words()}</p>
                <button type="button" class="choice" role="switch" aria-checked={if is_on { "true" } else { "false" }} {onclick}>
                    <span>{texts.push_switch()}</span>
                    <span class="state" aria-hidden="true">{if is_on { texts.is_on() } else { texts.is_off() }}</span>
                </button>
            } else {
                <p>{if state == PushState::Refused { texts.push_refused() } else { texts.push_impossible() }}</p>
            }
            <p role="status">{match *pressed {
                Pressed::Done => AttrValue::default(),
                Pressed::NoNetwork => texts.push_no_network(),
                Pressed::NotPossible => texts.push_not_done(),
            }}</p>
        </section>
    }
}

/// The words of the reminder in the calendar: they name neither programme nor content.
async fn keep_words(texts: &Texts) {
    let (title, language) = (texts.reminder_summary(), texts.language());
    // Without them the phone shows a sign.
    let _ = push::keep_words(&Words { title: &title, lang: language.tag, dir: language.direction }).await;
}
