//! The participant's way in: an invitation that was opened, a code that is typed, or a one-time link. Nothing is used up
//! before somebody presses.

use super::entering::Asked;
use super::later::{Later, use_later};
use super::route::Route;
use crate::engine::SignInFault;
use crate::platform::page;
use crate::texts::Texts;
use crate::widgets::{Action, Field, Heading, Notice, NoticeKind, Shell, store_fault_text};
use crate::wording::{use_screen, use_texts};
use shared::invitation::{By, Proof, ShortCode};
use std::rc::Rc;
use yew::prelude::*;
use yew_router::prelude::*;

/// Whether the address brings something else than an invitation: a one-time link.
pub(super) fn is_link() -> bool {
    page::fragment().is_some_and(|fragment| By::in_fragment(&fragment).is_none())
}

/// The screen for the invitation that the address brings, or for a code.
#[component]
pub(super) fn WayIn() -> Html {
    let invitation = use_memo((), |()| {
        let fragment = page::fragment()?;
        By::in_fragment(&fragment).map(|(by, secret)| (by, secret.to_owned()))
    });
    // Before the second file is here nobody can come in, and whoever loads the page again has the invitation still.
    let later = use_later();
    let is_to_be_taken = invitation.is_some() && later.is_here();
    use_effect_with(is_to_be_taken, |is_to_be_taken| {
        if *is_to_be_taken {
            page::take_secret();
        }
    });
    match &*invitation {
        Some((by, secret)) => html! { <Invited by={*by} secret={secret.clone()} /> },
        None => html! { <TypeCode /> },
    }
}

/// Accepting, as the screens do it.
#[derive(Clone)]
struct Accepting {
    later: Later,
    texts: Rc<Texts>,
    navigator: Option<Navigator>,
    fault: UseStateSetter<Option<AttrValue>>,
    busy: UseStateHandle<bool>,
}

#[hook]
fn use_accepting(fault: UseStateSetter<Option<AttrValue>>) -> Accepting {
    let busy = use_state(|| false);
    Accepting { later: use_later(), texts: use_texts(), navigator: use_navigator(), fault, busy }
}

impl Accepting {
    fn accept(&self, proof: Proof, words: &str) {
        if *self.busy {
            return;
        }
        let words = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        let said = words.is_some();
        let Self { later, texts, navigator, fault, busy } = self.clone();
        busy.set(true);
        fault.set(None);
        let on_answer = Callback::from(move |answer: Result<(), SignInFault>| {
            match answer {
                Ok(()) => navigator.iter().for_each(|navigator| navigator.replace(&Route::ThisMonth)),
                Err(why) => fault.set(Some(fault_text(&texts, &why, said))),
            }
            busy.set(false);
        });
        later.enter(Asked { proof, words }, on_answer);
    }

    /// What there is to wait for, while somebody waits.
    fn awaited(&self) -> Html {
        let is_awaited = *self.busy && self.later.is_under_way();
        html! { <div role="status">if is_awaited { <p>{self.texts.later_fetching()}</p> }</div> }
    }
}

fn fault_text(texts: &Texts, fault: &SignInFault, said_words: bool) -> AttrValue {
    match fault {
        SignInFault::Link if said_words => texts.invited_refused_words(),
        SignInFault::Link => texts.invited_refused(),
        SignInFault::TooOften => texts.invited_too_often(),
        SignInFault::Server => texts.invited_no_network(),
        SignInFault::Store(fault) => store_fault_text(texts, *fault),
    }
}

#[derive(PartialEq, Properties)]
struct InvitedProps {
    by: By,
    secret: String,
}

/// An invitation that was opened.
#[component]
fn Invited(props: &InvitedProps) -> Html {
    let texts = use_texts();
    let fault = use_state(|| None::<AttrValue>);
    let words = use_state(String::new);
    let accepting = use_accepting(fault.setter());
    use_screen(texts.invited_title(), "invited".into());
    let on_press = {
        let (accepting, words, secret) = (accepting.clone(), words.clone(), props.secret.clone());
        let (texts, fault, by) = (texts.clone(), fault.setter(), props.by);
        Callback::from(move |()| match by {
            By::Letter if words.trim().is_empty() => fault.set(Some(texts.invited_words_missing())),
            By::Letter | By::Screen => accepting.accept(Proof::Secret(secret.clone()), &words),
        })
    };
    html! {
        <Shell>
            <Heading words={texts.invited_title()} />
            <p>{texts.invited_words()}</p>
            <p>{texts.invited_others()}</p>
            if props.by == By::Letter {
                <Field label={texts.invited_spoken()} hint={texts.invited_spoken_hint()} typed={words} />
            }
            <Refused words={(*fault).clone()} />
            {accepting.awaited()}
            <div class="main-action"><Action label={texts.invited_go()} {on_press} busy={*accepting.busy} /></div>
        </Shell>
    }
}

/// A code, for whom the picture cannot be read.
#[component]
fn TypeCode() -> Html {
    let texts = use_texts();
    let fault = use_state(|| None::<AttrValue>);
    let (code, words) = (use_state(String::new), use_state(String::new));
    let accepting = use_accepting(fault.setter());
    use_screen(texts.code_title(), "code".into());
    let on_press = {
        let (accepting, texts, fault) = (accepting.clone(), texts.clone(), fault.setter());
        let (code, words) = (code.clone(), words.clone());
        Callback::from(move |()| match ShortCode::read(&code) {
            Some(code) => accepting.accept(Proof::Code(code.plain().to_owned()), &words),
            None => fault.set(Some(texts.code_malformed())),
        })
    };
    let onsubmit = {
        let on_press = on_press.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_press.emit(());
        })
    };
    html! {
        <Shell>
            <Heading words={texts.code_title()} />
            <p>{texts.code_words()}</p>
            <form class="pin-form" {onsubmit}>
                <Field label={texts.code_label()} typed={code} in_capitals=true />
                <details>
                    <summary>{texts.code_letter()}</summary>
                    <Field label={texts.invited_spoken()} hint={texts.invited_spoken_hint()} typed={words} />
                </details>
                <p>{texts.invited_others()}</p>
                <Refused words={(*fault).clone()} />
                {accepting.awaited()}
                <div class="main-action"><Action label={texts.code_go()} {on_press} busy={*accepting.busy} /></div>
                <button type="submit" hidden=true></button>
            </form>
        </Shell>
    }
}

#[derive(PartialEq, Properties)]
struct RefusedProps {
    words: Option<AttrValue>,
}

/// Why somebody is not in yet, told at once to those who do not see it. It is no fault of the app.
#[component]
fn Refused(props: &RefusedProps) -> Html {
    html! {
        <div role="alert">
            if let Some(words) = &props.words {
                <Notice kind={NoticeKind::Calm}><p>{words}</p></Notice>
            }
        </div>
    }
}
