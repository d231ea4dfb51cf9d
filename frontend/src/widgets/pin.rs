//! The PIN: choosing one after the first sign-in, and giving it at each start. Wrong ones are told calmly, with how long
//! to wait; nothing is ever lost by them.

use super::action::{Action, ActionKind};
use super::failure::store_fault_text;
use super::notice::{Notice, NoticeKind};
use super::shell::{Heading, Shell};
use super::typed::typed;
use crate::engine::UnlockFault;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::texts::Texts;
use gloo_timers::future::TimeoutFuture;
use shared::sealing::{PIN_DIGITS, Pin, Tries};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Properties of [`PinField`].
#[derive(PartialEq, Properties)]
struct PinFieldProps {
    label: AttrValue,
    /// What has been typed.
    typed: UseStateHandle<String>,
    /// What browsers that keep passwords are told it is.
    kept_as: AttrValue,
}

/// A field for six digits.
#[component]
fn PinField(props: &PinFieldProps) -> Html {
    let oninput = {
        let written = props.typed.setter();
        move |event: InputEvent| {
            written.set(typed(&event));
        }
    };
    html! {
        <label class="field pin">
            <span>{&props.label}</span>
            <input
                type="password"
                inputmode="numeric"
                maxlength={(PIN_DIGITS * 2).to_string()}
                autocomplete={&props.kept_as}
                value={(*props.typed).clone()}
                {oninput}
            />
        </label>
    }
}

/// For browsers that keep passwords: whose it is. The name says nothing of the person.
#[component]
fn WhoseItIs() -> Html {
    html! { <input type="text" autocomplete="username" value="Stegvis" readonly=true hidden=true /> }
}

/// What is wrong with a PIN that somebody wants to choose.
fn objection(texts: &Texts, typed: &str, again: &str) -> Result<Pin, AttrValue> {
    let pin = Pin::read(typed).ok_or_else(|| texts.pin_six_digits())?;
    if pin.is_easily_guessed() {
        return Err(texts.pin_easily_guessed());
    }
    if Pin::read(again).as_ref() != Some(&pin) {
        return Err(texts.pin_not_the_same());
    }
    Ok(pin)
}

/// Chooses the PIN, or that there is none because others use this device as well.
#[component]
pub fn ChoosePin() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let (typed, again) = (use_state(String::new), use_state(String::new));
    let fault = use_state(|| None::<AttrValue>);
    let busy = use_state(|| false);
    use_screen(texts.pin_choose_title(), "choose-pin".into());
    let keep = {
        let (engine, texts, typed, again) = (phone.engine(), texts.clone(), typed.clone(), again.clone());
        let (fault, busy) = (fault.clone(), busy.clone());
        Callback::from(move |()| {
            let pin = match objection(&texts, &typed, &again) {
                Ok(pin) if !*busy => pin,
                Ok(_) => return,
                Err(words) => return fault.set(Some(words)),
            };
            let (engine, texts, fault, busy) = (engine.clone(), texts.clone(), fault.setter(), busy.setter());
            fault.set(None);
            busy.set(true);
            spawn_local(async move {
                if let Err(why) = engine.choose_pin(&pin).await {
                    fault.set(Some(fault_text(&texts, why)));
                    busy.set(false);
                }
            });
        })
    };
    let keep_nothing = {
        let (engine, texts, fault, busy) = (phone.engine(), texts.clone(), fault.setter(), busy.clone());
        Callback::from(move |()| {
            if *busy {
                return;
            }
            let (engine, texts, fault) = (engine.clone(), texts.clone(), fault.clone());
            spawn_local(async move {
                if let Err(why) = engine.keep_nothing_readable().await {
                    fault.set(Some(fault_text(&texts, why)));
                }
            });
        })
    };
    let onsubmit = submitting(keep.clone());
    html! {
        <Shell>
            <Heading words={texts.pin_choose_title()} />
            <p>{texts.pin_choose_words()}</p>
            <form class="pin-form" {onsubmit}>
                <WhoseItIs />
                <PinField label={texts.pin_label()} {typed} kept_as="new-password" />
                <PinField label={texts.pin_again()} typed={again} kept_as="new-password" />
                <Told words={(*fault).clone()} />
                <div class="main-action">
                    <Action label={if *busy { texts.pin_working() } else { texts.pin_keep() }} on_press={keep} busy={*busy} />
                </div>
                <button type="submit" hidden=true></button>
            </form>
            <details>
                <summary>{texts.pin_shared_device()}</summary>
                <p>{texts.pin_shared_device_words()}</p>
                <Action kind={ActionKind::Beside} label={texts.pin_keep_nothing()} on_press={keep_nothing} />
            </details>
        </Shell>
    }
}

/// Properties of screens for somebody who comes back.
#[derive(PartialEq, Properties)]
pub struct ComeBackProps {
    /// Other ways in.
    #[prop_or_default]
    pub way_in: Html,
}

/// Opens the store by the PIN.
#[component]
pub fn GivePin(props: &ComeBackProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let typed = use_state(String::new);
    let fault = use_state(|| None::<UnlockFault>);
    let busy = use_state(|| false);
    use_screen(texts.pin_give_title(), "give-pin".into());
    {
        // Whoever closed the app in the middle of a wait finds it here again.
        let (engine, fault) = (phone.engine(), fault.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let tries = engine.tries().await;
                if tries.wait(clock::now()) > 0 {
                    fault.set(Some(UnlockFault::TooSoon(tries)));
                }
            });
        });
    }
    let open = {
        let (engine, typed, fault, busy) = (phone.engine(), typed.clone(), fault.clone(), busy.clone());
        Callback::from(move |()| {
            let Some(pin) = Pin::read(&typed).filter(|_| !*busy) else { return };
            let (engine, typed, fault, busy) = (engine.clone(), typed.setter(), fault.setter(), busy.setter());
            busy.set(true);
            spawn_local(async move {
                if let Err(why) = engine.unlock(&pin).await {
                    fault.set(Some(why));
                    typed.set(String::new());
                    busy.set(false);
                }
            });
        })
    };
    let onsubmit = submitting(open.clone());
    html! {
        <Shell>
            <Heading words={texts.pin_give_title()} />
            <p>{texts.pin_give_words()}</p>
            <form class="pin-form" {onsubmit}>
                <WhoseItIs />
                <PinField label={texts.pin_label()} {typed} kept_as="current-password" />
                {match *fault {
                    Some(UnlockFault::WrongPin(tries) | UnlockFault::TooSoon(tries)) => html! { <Wait {tries} /> },
                    Some(why) => html! { <Told words={Some(fault_text(&texts, why))} /> },
                    None => Html::default(),
                }}
                <div class="main-action">
                    <Action label={if *busy { texts.pin_working() } else { texts.pin_open() }} on_press={open} busy={*busy} />
                </div>
                <button type="submit" hidden=true></button>
            </form>
            <details>
                <summary>{texts.pin_forgotten()}</summary>
                <p>{texts.pin_forgotten_words()}</p>
                {props.way_in.clone()}
            </details>
        </Shell>
    }
}

/// For a device on which nothing opens the store: only a new sign-in does.
#[component]
pub fn SignInAgain(props: &ComeBackProps) -> Html {
    let texts = use_phone().texts();
    use_screen(texts.welcome_title(), "sign-in-again".into());
    html! {
        <Shell>
            <Heading words={texts.welcome_title()} />
            <p>{texts.sign_in_each_time()}</p>
            {props.way_in.clone()}
        </Shell>
    }
}

/// A wrong PIN, and how long to wait for the next try; the words change while the wait runs down.
#[component]
fn Wait(props: &WaitProps) -> Html {
    let texts = use_phone().texts();
    let ticks = use_state(|| 0_u32);
    let left = props.tries.wait(clock::now());
    {
        let ticks = ticks.clone();
        use_effect_with((*ticks, props.tries), move |_| {
            if left > 0 {
                spawn_local(async move {
                    TimeoutFuture::new(SECOND).await;
                    ticks.set(*ticks + 1);
                });
            }
        });
    }
    let minute = i64::from(MINUTE);
    let words = match left {
        0 => texts.pin_wrong(),
        left if left > minute => texts.pin_wait_minutes((left + minute - 1) / minute),
        _ => texts.pin_wait(),
    };
    html! { <Told words={Some(words)} /> }
}

/// In milliseconds.
const SECOND: u32 = 1000;
const MINUTE: u32 = 60 * SECOND;

#[derive(PartialEq, Properties)]
struct WaitProps {
    tries: Tries,
}

#[derive(PartialEq, Properties)]
struct ToldProps {
    words: Option<AttrValue>,
}

/// What went wrong, told at once to those who do not see it.
#[component]
fn Told(props: &ToldProps) -> Html {
    html! {
        <div role="alert">
            if let Some(words) = &props.words {
                <Notice kind={NoticeKind::Calm}><p>{words}</p></Notice>
            }
        </div>
    }
}

fn submitting(press: Callback<()>) -> Callback<SubmitEvent> {
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        press.emit(());
    })
}

fn fault_text(texts: &Texts, fault: UnlockFault) -> AttrValue {
    match fault {
        UnlockFault::WrongPin(_) => texts.pin_wrong(),
        UnlockFault::TooSoon(_) => texts.pin_wait(),
        UnlockFault::NoKey => texts.pin_no_key(),
        UnlockFault::Store(fault) => store_fault_text(texts, fault),
    }
}
