//! How the app is here: language, size of the text, reading aloud, a reminder in the phone's own calendar. Each choice holds
//! at once and is kept on this device alone.

use super::phone_reminder::PhoneReminder;
use super::route::Route;
use crate::phone::{use_phone, use_screen};
use crate::platform::files::{self, FileKind};
use crate::platform::settings::{self, TextSize};
use crate::platform::{clock, entropy, page};
use crate::texts::{Language, Texts};
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Shell};
use shared::reminder::{LAST_DAY, Reminder};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The day that is offered: late enough to look back on the month, early enough for the month's own time.
const OFFERED_DAY: u8 = 25;

#[component]
pub(super) fn Settings() -> Html {
    let texts = use_phone().texts();
    use_screen(texts.settings_title(), "settings".into());
    let back = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> };
    let to = |label, to| html! { <LinkAction<Route> kind={ActionKind::Beside} {label} {to} /> };
    html! {
        <Shell navigation={back}>
            <Heading words={texts.settings_title()} />
            <Languages />
            <TextSizes />
            <Sound />
            <h2>{texts.reminder_title()}</h2>
            <MonthlyReminder />
            <PhoneReminder />
            <h2>{texts.settings_more()}</h2>
            {to(texts.home_title(), Route::HomeScreen)}
            {to(texts.my_phone(), Route::MyPhone)}
            {to(texts.accessibility_title(), Route::Accessibility)}
        </Shell>
    }
}

#[component]
fn Languages() -> Html {
    let phone = use_phone();
    let one = |language: &Language| {
        let (choose, language) = (phone.choose_language(), *language);
        let pressed = if language.tag == phone.language() { "true" } else { "false" };
        let onclick = move |_| choose.emit(language);
        html! {
            <button type="button" class="choice" lang={language.tag} dir={language.direction} aria-pressed={pressed} {onclick}>
                <span>{language.name}</span>
            </button>
        }
    };
    html! {
        <section aria-labelledby="languages">
            <h2 id="languages">{phone.texts().choose_language()}</h2>
            <div class="choices">{for phone.languages().iter().map(one)}</div>
        </section>
    }
}

fn size_name(texts: &Texts, size: TextSize) -> AttrValue {
    match size {
        TextSize::Usual => texts.size_usual(),
        TextSize::Large => texts.size_large(),
        TextSize::Largest => texts.size_largest(),
    }
}

#[component]
fn TextSizes() -> Html {
    let texts = use_phone().texts();
    let chosen = use_state(settings::text_size);
    let one = |size: TextSize| {
        let chosen_now = chosen.setter();
        let onclick = move |_| {
            settings::keep_text_size(size);
            page::set_text_size(size.as_str());
            chosen_now.set(size);
        };
        let pressed = if *chosen == size { "true" } else { "false" };
        html! {
            <button type="button" class={format!("choice size-{}", size.as_str())} aria-pressed={pressed} {onclick}>
                <span>{size_name(&texts, size)}</span>
            </button>
        }
    };
    html! {
        <section aria-labelledby="sizes">
            <h2 id="sizes">{texts.size_title()}</h2>
            <div class="choices">{for TextSize::ALL.into_iter().map(one)}</div>
        </section>
    }
}

#[component]
fn Sound() -> Html {
    let texts = use_phone().texts();
    let is_on = use_state(settings::is_sound_on);
    let onclick = {
        let (now, is_on) = (*is_on, is_on.setter());
        move |_| {
            settings::keep_sound(!now);
            is_on.set(!now);
        }
    };
    html! {
        <section aria-labelledby="sound">
            <h2 id="sound">{texts.sound_title()}</h2>
            <p>{texts.sound_words()}</p>
            <button type="button" class="choice" role="switch" aria-checked={if *is_on { "true" } else { "false" }} {onclick}>
                <span>{texts.sound_buttons()}</span>
                <span class="state" aria-hidden="true">{if *is_on { texts.is_on() } else { texts.is_off() }}</span>
            </button>
        </section>
    }
}

/// What became of the calendar file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offered {
    No,
    Taken,
    NotTaken,
}

/// A reminder in the phone's own calendar, which needs no permission and tells nobody.
#[component]
pub(super) fn MonthlyReminder() -> Html {
    let texts = use_phone().texts();
    let day = use_state(|| OFFERED_DAY);
    let offered = use_state(|| Offered::No);
    let onchange = {
        let day = day.setter();
        move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(chosen) = select.and_then(|select| select.value().parse().ok()) {
                day.set(chosen);
            }
        }
    };
    let on_press = {
        let (texts, day, offered) = (texts.clone(), *day, offered.setter());
        Callback::from(move |()| {
            let Some(reminder) = Reminder::on(day) else { return };
            let first = reminder.first_month(clock::today());
            let uid = entropy::record_id().to_string();
            let file = reminder.calendar_file(first, &texts.reminder_summary(), &uid, clock::now());
            let taken = files::offer("calendar.ics", FileKind::Calendar, &file);
            offered.set(if taken { Offered::Taken } else { Offered::NotTaken });
        })
    };
    let one = |number: u8| html! { <option value={number.to_string()} selected={number == *day}>{number}</option> };
    html! {
        <>
            <p>{texts.reminder_words()}</p>
            <label class="field">
                <span>{texts.reminder_day()}</span>
                <select {onchange}>{for (1..=LAST_DAY).map(one)}</select>
            </label>
            <Action kind={ActionKind::Beside} label={texts.reminder_go()} {on_press} />
            <p role="status">{match *offered {
                Offered::No => AttrValue::default(),
                Offered::Taken => texts.reminder_taken(),
                Offered::NotTaken => texts.rescue_not_saved(),
            }}</p>
        </>
    }
}
