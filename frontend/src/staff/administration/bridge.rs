//! The bridge editor: the steps, how participants see them, and what a change means before it is saved.

use super::bridge_draft::Draft;
use super::bridge_review::sentences;
use super::bridge_step::{StepChange, StepFields};
use super::sending::use_sending;
use super::{Frame, changing, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, BridgeWay, EditLine, Notice, NoticeKind};
use shared::administration::Editions;
use shared::bridge::{BridgeFault, StepFault};
use shared::edition::BridgeEditionFault;
use std::rc::Rc;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn BridgePage() -> Html {
    let texts = use_phone().texts();
    let fetched = use_fetched::<Editions>("editions");
    use_screen(texts.bridge_title(), "bridge".into());
    let shown = fetched.value.as_ref().map(|editions| {
        html! { <Editor editions={Rc::clone(editions)} again={fetched.again.clone()} /> }
    });
    html! {
        <Frame title={texts.bridge_title()} ready={shown.is_some()} fault={fetched.fault} again={fetched.again}>
            {shown.unwrap_or_default()}
        </Frame>
    }
}

/// Where something is wrong: at a step, from 0, or at the name or the whole.
struct Fault {
    place: Option<usize>,
    words: AttrValue,
}

fn fault_of(texts: &Texts, fault: BridgeEditionFault) -> Fault {
    let at = |place, words| Fault { place, words };
    match fault {
        BridgeEditionFault::Bridge(BridgeFault::Nameless) => at(None, texts.bridge_fault_name()),
        BridgeEditionFault::Bridge(BridgeFault::NoSteps) => at(None, texts.bridge_fault_none()),
        BridgeEditionFault::Bridge(BridgeFault::Step { place, fault: StepFault::Nameless }) => {
            at(Some(place), texts.bridge_fault_name())
        }
        // The editor makes neither such codes nor such ranks, nor names a picture that there is not.
        BridgeEditionFault::Bridge(BridgeFault::Step { place, .. }) => at(Some(place), texts.admin_fault_name_taken()),
        BridgeEditionFault::Picture | BridgeEditionFault::NotTheNext => at(None, texts.admin_fault_changed_meanwhile()),
        BridgeEditionFault::TooMany => at(None, texts.bridge_fault_many()),
        BridgeEditionFault::TooLong { place } => at(place, texts.bridge_fault_name()),
        BridgeEditionFault::TooShort { top } => at(None, texts.bridge_fault_short(top.0)),
    }
}

#[derive(PartialEq, Properties)]
struct EditorProps {
    editions: Rc<Editions>,
    again: Callback<()>,
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let newest = &props.editions.bridge;
    let draft = use_state(|| Draft::of(newest));
    let reviewing = use_state(|| false);
    let moved = use_state(AttrValue::default);
    let sending = use_sending();
    let edition = draft.edition(&newest.bridge);
    let fault = edition.follows(&newest.bridge, props.editions.recorded).err().map(|fault| fault_of(&texts, fault));
    let is_changed = edition.bridge.steps != newest.bridge.steps
        || edition.bridge.name != newest.bridge.name
        || edition.pictures != newest.pictures;
    let change = |place: usize| {
        let (draft, reviewing, moved, sending, texts) =
            (draft.clone(), reviewing.setter(), moved.setter(), sending.clone(), Rc::clone(&texts));
        Callback::from(move |change: StepChange| {
            let mut new = (*draft).clone();
            let say = |to: usize| {
                let name = new.steps.get(place).map(|step| step.name.only_in("sv").to_owned()).unwrap_or_default();
                moved.set(texts.bridge_moved(name, to + 1));
            };
            match change {
                StepChange::Put(step) => new.steps[place] = step,
                StepChange::Up => {
                    say(place.saturating_sub(1));
                    new.swap(place, place.saturating_sub(1));
                }
                StepChange::Down => {
                    say(place + 1);
                    new.swap(place, place + 1);
                }
                StepChange::Remove => new.remove(place),
            }
            reviewing.set(false);
            sending.fall_silent();
            draft.set(new);
        })
    };
    let review = {
        let (reviewing, sending, texts) = (reviewing.setter(), sending.clone(), Rc::clone(&texts));
        let refusal = match &fault {
            Some(Fault { place: Some(place), words }) => {
                Some(format!("{}: {words}", texts.bridge_step(place + 1)).into())
            }
            Some(Fault { place: None, words }) => Some(words.clone()),
            None => (!is_changed).then(|| texts.bridge_unchanged()),
        };
        Callback::from(move |()| match refusal.clone() {
            Some(words) => {
                reviewing.set(false);
                sending.refuse(words);
            }
            None => {
                sending.fall_silent();
                reviewing.set(true);
            }
        })
    };
    let save = {
        let (phone, sending, edition, again) = (phone.clone(), sending.clone(), edition.clone(), props.again.clone());
        Callback::from(move |()| {
            let (engine, edition, again, texts) = (phone.engine(), edition.clone(), again.clone(), phone.texts());
            sending.send(async move { engine.administer("bridge", &edition).await }, move |()| {
                again.emit(());
                Some(texts.bridge_saved())
            });
        })
    };
    let step_fault =
        |place: usize| fault.as_ref().filter(|fault| fault.place == Some(place)).map(|fault| fault.words.clone());
    let last = draft.steps.len().saturating_sub(1);
    let fields = |(place, step): (usize, &super::bridge_draft::DraftStep)| {
        html! {
            <StepFields key={step.key.clone()} step={step.clone()} {place} is_last={place == last} fault={step_fault(place)}
                on_change={change(place)} />
        }
    };
    html! {
        <>
            <p>{texts.bridge_words(newest.bridge.version)}</p>
            <section>
                <h2>{texts.bridge_preview()}</h2>
                <BridgeWay bridge={edition.bridge.clone()} pictures={edition.pictures.clone()} language={phone.language()} />
            </section>
            <EditLine name="bridge-name" label={texts.bridge_name()} lang="sv" value={draft.name.only_in("sv").to_owned()}
                on_change={changing(&draft, |draft: &mut Draft, name: String| draft.name = draft.name.clone().with("sv", &name))} />
            <section>
                <h2>{texts.bridge_steps()}</h2>
                <ol class="edited-steps">{for draft.steps.iter().enumerate().map(fields)}</ol>
                <p role="status" class="unseen">{(*moved).clone()}</p>
                <Action kind={ActionKind::Beside} label={texts.bridge_add()}
                    on_press={changing(&draft, |draft: &mut Draft, ()| draft.add())} />
            </section>
            {sending.words()}
            if *reviewing && is_changed && fault.is_none() {
                <Notice kind={NoticeKind::Calm}>
                    <h2>{texts.bridge_review_title()}</h2>
                    <p>{texts.bridge_review_words()}</p>
                    <ul>{for sentences(&texts, &newest.bridge, &edition.bridge).into_iter().map(|words| html! { <li>{words}</li> })}</ul>
                    <Action label={texts.bridge_save(edition.bridge.version)} on_press={save} busy={sending.is_busy()} />
                </Notice>
            } else {
                <Action label={texts.bridge_review()} on_press={review} />
            }
        </>
    }
}
