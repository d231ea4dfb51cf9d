//! What the server knows of devices' last contacts, as it was last told: kept in the device's store, shown calmly.

use crate::engine::Engine;
use crate::phone::use_phone;
use crate::texts::Texts;
use crate::widgets::month_after_day;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::ParticipationId;
use shared::sync::wire::PullResponse;
use shared::sync::{Contact, LostPerhaps};
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

const CONTACTS: &str = "contacts";
const LOST_PERHAPS: &str = "lost-perhaps";
const UNDERSTOOD: &str = "lost-perhaps-understood";

/// Keeps what an answer says of contacts. What it does not speak of stays as it was.
pub async fn keep(engine: &Engine, answer: &PullResponse) {
    if let Some(contacts) = &answer.contacts {
        engine.keep_seen(CONTACTS, contacts).await;
    }
    if let Some(lost) = &answer.lost_perhaps {
        engine.keep_seen(LOST_PERHAPS, lost).await;
    }
}

/// What was last kept under a name; looked up again whenever sync does something else.
#[hook]
pub(crate) fn use_kept<T: Serialize + DeserializeOwned + 'static>(name: &'static str) -> UseStateHandle<Option<T>> {
    let phone = use_phone();
    let kept = use_state(|| None::<T>);
    let (engine, setter) = (phone.engine(), kept.setter());
    use_effect_with(phone.activity, move |_| {
        spawn_local(async move { setter.set(engine.last_seen(name).await) });
    });
    kept
}

/// When the people that somebody follows were last in touch; `None` until the server has said so.
#[hook]
pub fn use_contacts() -> Option<Vec<Contact>> {
    (*use_kept::<Vec<Contact>>(CONTACTS)).clone()
}

/// How it stands with a person's phone, in words; nothing where the server does not say.
pub fn contact_words(texts: &Texts, contacts: Option<&Vec<Contact>>, person: ParticipationId) -> Option<AttrValue> {
    let found = contacts?.iter().find(|contact| contact.participation == person);
    let Some(contact) = found else { return Some(texts.contact_none()) };
    let (day, month) = day_and_month(texts, contact.at);
    Some(match contact.waiting {
        None => texts.contact_seen(day, month),
        Some(0) => texts.contact_clear(day, month),
        Some(count) => texts.contact_waiting(count, day, month),
    })
}

/// The same, only where something waited.
pub fn waiting_words(texts: &Texts, contacts: Option<&Vec<Contact>>, person: ParticipationId) -> Option<AttrValue> {
    let found = contacts?.iter().find(|contact| contact.participation == person)?;
    contact_words(texts, contacts, person).filter(|_| found.waiting.is_some_and(|count| count > 0))
}

/// Whether a person is reminded on a phone; `None` where the server does not say.
pub fn is_reminded(contacts: Option<&Vec<Contact>>, person: ParticipationId) -> Option<bool> {
    contacts?.iter().find(|contact| contact.participation == person)?.reminded
}

fn day_and_month(texts: &Texts, at: Instant) -> (u8, AttrValue) {
    let date = at.date();
    (date.day(), month_after_day(texts, date.month()))
}

/// Tells a person, until they have understood, what may be lost with the phone or browser that they had before.
#[component]
pub fn LostPerhapsNotice() -> Html {
    use crate::widgets::{Action, ActionKind, Notice, NoticeKind};
    let phone = use_phone();
    let texts = phone.texts();
    let lost = use_kept::<LostPerhaps>(LOST_PERHAPS);
    let understood = use_kept::<LostPerhaps>(UNDERSTOOD);
    let Some(told) = (*lost).filter(|lost| *understood != Some(*lost)) else { return Html::default() };
    let (day, month) = day_and_month(&texts, told.at);
    let on_press = {
        let (engine, understood) = (phone.engine(), understood.setter());
        Callback::from(move |()| {
            let (engine, understood) = (engine.clone(), understood.clone());
            spawn_local(async move {
                engine.keep_seen(UNDERSTOOD, &told).await;
                understood.set(Some(told));
            });
        })
    };
    html! {
        <Notice kind={NoticeKind::Calm}>
            <p>{texts.lost_perhaps(day, month, told.waiting)}</p>
            <Action label={texts.lost_understood()} kind={ActionKind::Beside} {on_press} />
        </Notice>
    }
}
