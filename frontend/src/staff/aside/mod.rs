//! The screen of what was put aside: why, what it says beside what is recorded, and what can be done about it.

mod anew;
mod entry;
mod known;

pub(super) use anew::{notice as anew_notice, use_anew};
pub(super) use known::{about_whom, use_asides};

use super::places::Places;
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::state::Passage;
use crate::widgets::{Heading, Shell};
use entry::Entry;
use shared::quarantine::Aside;
use shared::record::{Glimpse, Refusal};
use yew::prelude::*;

/// One record, from the server's list or from this device alone.
#[derive(Clone, PartialEq)]
struct Shown {
    /// The server's, where it has told.
    aside: Option<Aside>,
    text: Option<String>,
    refusal: Refusal,
}

#[component]
pub(super) fn AsidePage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let changes = use_state(|| 0);
    let asides = use_asides(*changes);
    use_screen(texts.aside_title(), "aside".into());
    let listed: Vec<_> = asides.iter().filter_map(|aside| Glimpse::id_in(aside.text.as_deref()?)).collect();
    // What this device made and the server has not listed: it is shown until there is a network to decide on it.
    let only_here = phone.refused().filter_map(|stored| {
        let record = stored.read().filter(|record| !listed.contains(&record.id))?;
        let Passage::Refused(refusal) = &stored.passage else { return None };
        let followed = phone.people.contains_key(&record.participation);
        Some(Shown { aside: None, text: followed.then(|| stored.text.clone()), refusal: refusal.clone() })
    });
    let from_server = asides.iter().map(|aside| Shown {
        text: aside.text.as_deref().map(str::to_owned),
        refusal: aside.refusal.clone(),
        aside: Some(aside.clone()),
    });
    let shown: Vec<Shown> = from_server.chain(only_here).collect();
    let on_change = {
        let changes = changes.clone();
        Callback::from(move |()| changes.set(*changes + 1))
    };
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.aside_title()} />
            if shown.is_empty() {
                <p>{texts.aside_none()}</p>
            } else {
                <p>{texts.aside_words()}</p>
            }
            {for shown.into_iter().map(|shown| {
                let key = shown.aside.as_ref().map(|aside| aside.key.digest.to_string()).or(shown.text.clone());
                html! { <Entry key={key.unwrap_or_default()} {shown} on_change={on_change.clone()} /> }
            })}
        </Shell>
    }
}
