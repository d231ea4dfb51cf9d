//! Coming in anew with the recovery code: it allows one new passkey, and another code takes its place.

use super::recovery_code::RecoveryCode;
use super::words::fault_words;
use super::{Fault, make_passkey};
use crate::phone::{use_phone, use_screen};
use crate::platform::way_in::Allowance;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, typed};
use shared::recovery_code::RecoveryCode as Code;
use shared::way_in::PasskeyMade;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A field for the code.
#[component]
pub(in crate::staff) fn RecoverPage() -> Html {
    let texts = use_phone().texts();
    let written = use_state(String::new);
    let not_a_code = use_state(|| false);
    let fault = use_state(|| None::<Fault>);
    let busy = use_state(|| false);
    let made = use_state(|| None::<PasskeyMade>);
    use_screen(texts.way_in_recover_title(), "way-in-recover".into());
    if let Some(made) = (*made).clone() {
        return html! { <RecoveryCode {made} /> };
    }
    let oninput = {
        let written = written.setter();
        move |event: InputEvent| {
            written.set(typed(&event));
        }
    };
    let on_press = {
        let (written, not_a_code) = (written.clone(), not_a_code.setter());
        let (fault, busy, made) = (fault.setter(), busy.setter(), made.setter());
        Callback::from(move |()| {
            let code = Code::read(&written);
            not_a_code.set(code.is_none());
            fault.set(None);
            let Some(code) = code else { return };
            let (fault, busy, made) = (fault.clone(), busy.clone(), made.clone());
            busy.set(true);
            spawn_local(async move {
                match make_passkey(Allowance::Recovery, code.reveal()).await {
                    Ok(new) => made.set(Some(new)),
                    Err(why) => fault.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    html! {
        <Shell>
            <Heading words={texts.way_in_recover_title()} />
            <p>{texts.way_in_recover_words()}</p>
            if *not_a_code {
                <Notice kind={NoticeKind::Fault}><p>{texts.way_in_not_a_code()}</p></Notice>
            }
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_words(&texts, fault)}</p></Notice>
            }
            <label class="field">
                <span>{texts.way_in_code_label()}</span>
                <textarea
                    rows="3" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    value={(*written).clone()} {oninput}
                />
            </label>
            <div class="main-action">
                <Action label={texts.way_in_make()} {on_press} busy={*busy} />
                <LinkAction<Route> kind={ActionKind::Quiet} to={Route::SignIn} label={texts.back()} />
            </div>
        </Shell>
    }
}
