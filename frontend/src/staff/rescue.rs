//! A file that a participant's phone has saved because it cannot send: the supervisor hands it in.

use crate::phone::{Phone, use_phone};
use crate::platform::files;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::sealing::UnsentFile;
use shared::sync::Failure;
use shared::sync::wire::{Judged, PushResponse};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Folded words, and the field for the file.
#[component]
pub(super) fn HandIn() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let told = use_state(AttrValue::default);
    let onchange = {
        let (phone, told) = (phone.clone(), told.setter());
        move |event: Event| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let (Some(field), phone, told) = (field, phone.clone(), told.clone()) else { return };
            told.set(phone.texts().hand_in_working());
            spawn_local(async move {
                told.set(handed_in(&phone, files::chosen(&field).await).await);
                // So that the same file can be chosen once more.
                field.set_value("");
            });
        }
    };
    html! {
        <details class="rescue">
            <summary>{texts.hand_in_title()}</summary>
            <p>{texts.hand_in_words()}</p>
            <label class="field">
                <span>{texts.hand_in_file()}</span>
                <input type="file" accept=".json,application/json" {onchange} />
            </label>
            <p role="status">{(*told).clone()}</p>
        </details>
    }
}

/// What came of it, in words.
async fn handed_in(phone: &Phone, text: Option<String>) -> AttrValue {
    let texts = phone.texts();
    let Some(Ok(file)) = text.map(|text| UnsentFile::read(&text)) else { return texts.hand_in_not_one() };
    match phone.engine().hand_in(&file).await {
        Ok(answer) => counted(&texts, &answer),
        Err(ServerFault::Refused(_)) => texts.hand_in_not_one(),
        Err(ServerFault::Failed(Failure::SignedOut)) => texts.sync_signed_out(),
        Err(ServerFault::Failed(_)) => texts.hand_in_no_network(),
    }
}

fn counted(texts: &Texts, answer: &PushResponse) -> AttrValue {
    let count = |is: fn(&Judged) -> bool| answer.verdicts.iter().filter(|verdict| is(&verdict.judged)).count();
    let new = count(|judged| matches!(judged, Judged::Accepted { .. }));
    let known = count(|judged| matches!(judged, Judged::Duplicate { .. }));
    texts.hand_in_done(new, known, answer.verdicts.len() - new - known)
}
