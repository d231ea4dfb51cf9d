//! Before the next meeting: the person's own words, kept locked on this phone alone until the person chooses to show them
//! to the supervisor.

use super::route::Route;
use super::stay::stay_in;
use crate::engine::Happening;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::state::StoreFault;
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, month_and_year, store_fault_text,
};
use shared::record::{Body, Note, TextFault};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// What became of the words.
#[derive(Clone, PartialEq)]
enum Became {
    /// Nothing yet.
    Nothing,
    /// They are on this phone.
    Kept,
    /// They are on their way to the supervisor.
    Shown,
    /// They cannot be shown as they are.
    Text(TextFault),
    /// The device could not keep them.
    Store(StoreFault),
}

fn became_words(texts: &Texts, became: &Became) -> Html {
    match became {
        Became::Nothing => Html::default(),
        Became::Kept => html! { <p>{texts.meeting_kept()}</p> },
        Became::Shown => html! { <p>{texts.meeting_shown()}</p> },
        Became::Text(_) => html! { <Notice kind={NoticeKind::Fault}><p>{texts.refused_text()}</p></Notice> },
        Became::Store(fault) => {
            html! { <Notice kind={NoticeKind::Fault}><p>{store_fault_text(texts, *fault)}</p></Notice> }
        }
    }
}

#[component]
pub(super) fn Meeting() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let words = use_state(String::new);
    let became = use_state(|| Became::Nothing);
    use_screen(texts.meeting_title(), "meeting".into());
    {
        let (engine, words) = (phone.engine(), words.setter());
        use_effect_with((), move |()| {
            spawn_local(async move { words.set(engine.own_words().await) });
        });
    }
    let oninput = {
        let words = words.setter();
        move |event: InputEvent| {
            let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
            words.set(area.map(|area| area.value()).unwrap_or_default());
        }
    };
    let keep = {
        let (engine, words, became) = (phone.engine(), words.clone(), became.setter());
        Callback::from(move |()| {
            let (engine, words, became) = (engine.clone(), (*words).clone(), became.clone());
            spawn_local(async move {
                became.set(match engine.keep_own_words(&words).await {
                    Ok(()) => Became::Kept,
                    Err(fault) => Became::Store(fault),
                });
            });
        })
    };
    let stay = stay_in(&phone, clock::today().month());
    let show = {
        let (phone, stay, words, became) = (phone.clone(), stay.clone(), words.clone(), became.setter());
        Callback::from(move |()| {
            let (Some(author), Some(stay)) = (phone.account_id(), stay.as_ref()) else { return };
            let note = match Note::new(&words) {
                Ok(note) => note,
                Err(fault) => return became.set(Became::Text(fault)),
            };
            let body = Body::WantsToSay { note };
            let happening = Happening { participation: stay.id, month: clock::today().month(), body, seen: Vec::new() };
            let (engine, words, became) = (phone.engine(), words.setter(), became.clone());
            spawn_local(async move {
                match engine.save(author, vec![happening], None).await {
                    Ok(_) => {
                        words.set(String::new());
                        became.set(engine.keep_own_words("").await.map_or_else(Became::Store, |()| Became::Shown));
                    }
                    Err(fault) => became.set(Became::Store(fault)),
                }
            });
        })
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> }}>
            <Heading words={texts.meeting_title()} />
            <p>{texts.meeting_words()}</p>
            <label class="field">
                <span>{texts.meeting_label()}</span>
                <textarea autocomplete="off" name="own-words" rows="5" value={(*words).clone()} {oninput} />
            </label>
            <div role="status">{became_words(&texts, &became)}</div>
            <Action label={texts.meeting_keep()} on_press={keep} />
            if stay.is_some() {
                <Action kind={ActionKind::Beside} label={texts.meeting_show()} on_press={show} />
            }
            if let Some(stay) = stay.filter(|stay| !stay.folded.wants_to_say.is_empty()) {
                <h2>{texts.meeting_shown_before()}</h2>
                <ul>
                    {for stay.folded.wants_to_say.iter().rev().map(|said| html! {
                        <li>{said.note.as_str().to_owned()}{" ("}{month_and_year(&texts, said.month)}{")"}</li>
                    })}
                </ul>
            }
        </Shell>
    }
}
