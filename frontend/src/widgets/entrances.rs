//! Where somebody is signed in, and ending that: by itself for each place, and here.

use super::action::{Action, ActionKind};
use super::month::month_after_day;
use super::notice::{Notice, NoticeKind};
use crate::phone::{Phone, use_phone};
use crate::platform::{clock, settings};
use crate::texts::Texts;
use shared::entrance::Entrance;
use shared::sync::Cause;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

/// Since when, and when last, in words.
pub fn entrance_words(texts: &Texts, entrance: &Entrance) -> AttrValue {
    let (since, last) = (clock::date_of(entrance.since), clock::date_of(entrance.last_at));
    texts.entrance_times(
        since.day(),
        month_after_day(texts, since.month()),
        last.day(),
        month_after_day(texts, last.month()),
    )
}

/// What is known of the own entrances.
#[derive(Clone, PartialEq)]
enum Known {
    Asking,
    Told(Vec<Entrance>),
    NotNow,
}

async fn ask(phone: &Phone) -> Known {
    phone.engine().entrances().await.map_or(Known::NotNow, Known::Told)
}

/// The list of them, each with a way to end it.
#[component]
pub fn OwnEntrances() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let known = use_state(|| Known::Asking);
    {
        let (phone, known) = (phone.clone(), known.setter());
        use_effect_with((), move |()| spawn_local(async move { known.set(ask(&phone).await) }));
    }
    let end = |id: String| {
        let (phone, known) = (phone.clone(), known.setter());
        Callback::from(move |()| {
            let (phone, known, id) = (phone.clone(), known.clone(), id.clone());
            spawn_local(async move {
                let _ = phone.engine().end_entrance(&id).await;
                known.set(ask(&phone).await);
            });
        })
    };
    let row = |entrance: &Entrance| {
        let name = if entrance.is_this { texts.entrance_this() } else { texts.entrance_other() };
        html! {
            <li>
                <p><strong>{name}</strong><br />{entrance_words(&texts, entrance)}</p>
                if !entrance.is_this {
                    <Action kind={ActionKind::Beside} label={texts.entrance_end()} on_press={end(entrance.id.clone())} />
                }
            </li>
        }
    };
    html! {
        <section>
            <h2>{texts.entrances_title()}</h2>
            {match &*known {
                Known::Asking => html! { <p role="status">{texts.entrances_asking()}</p> },
                Known::NotNow => html! { <p role="status">{texts.entrances_not_now()}</p> },
                Known::Told(entrances) => html! { <ul class="entrances">{for entrances.iter().map(row)}</ul> },
            }}
        </section>
    }
}

/// Properties of [`SignOut`].
#[derive(PartialEq, Properties)]
pub struct SignOutProps<R: Routable + 'static> {
    /// Where to go afterwards.
    pub home: R,
}

/// Signing out here. What waits is told first, and stays, locked.
#[component]
pub fn SignOut<R: Routable + 'static>(props: &SignOutProps<R>) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let busy = use_state(|| false);
    let waiting = phone.waiting().count();
    let on_press = {
        let (engine, busy, home) = (phone.engine(), busy.clone(), props.home.clone());
        Callback::from(move |()| {
            if *busy {
                return;
            }
            busy.set(true);
            let (engine, home, navigator) = (engine.clone(), home.clone(), navigator.clone());
            spawn_local(async move {
                engine.sign_out().await;
                settings::explain_anew();
                navigator.iter().for_each(|navigator| navigator.replace(&home));
            });
        })
    };
    let send = {
        let engine = phone.engine();
        Callback::from(move |()| engine.wake(Cause::Online))
    };
    html! {
        <section>
            <h2>{texts.sign_out_title()}</h2>
            <p>{texts.sign_out_words()}</p>
            if waiting > 0 {
                <Notice kind={NoticeKind::Calm}>
                    <p role="status">{texts.sign_out_waiting(waiting)}</p>
                    <Action label={texts.sign_out_send_first()} on_press={send} />
                </Notice>
                <Action kind={ActionKind::Beside} label={texts.sign_out_anyway()} {on_press} busy={*busy} />
            } else {
                <Action kind={ActionKind::Beside} label={texts.sign_out()} {on_press} busy={*busy} />
            }
        </section>
    }
}
