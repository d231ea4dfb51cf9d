//! The end: what was answered, change anything, send. The draft goes only when the record is on the disk.

use super::answering::Answering;
use super::nowhere;
use super::route::{MonthInAddress, Route};
use crate::engine::Happening;
use crate::phone::{Phone, use_phone, use_screen};
use crate::state::StoreFault;
use crate::widgets::{
    Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, month_name, store_fault_text,
};
use shared::instrument::{Answer, Item};
use shared::record::Body;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct EndProps {
    pub(super) month: MonthInAddress,
}

#[component]
pub(super) fn End(props: &EndProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let fault = use_state(|| None::<StoreFault>);
    let busy = use_state(|| false);
    let month = props.month;
    use_screen(texts.end_title(), "end".into());
    let Some(answering) = Answering::of(&phone, month.0) else {
        // Just sent: the receipt is on its way in.
        return if *busy { Html::default() } else { nowhere() };
    };
    let send = {
        let (phone, answering, fault, busy) = (phone.clone(), answering.clone(), fault.setter(), busy.setter());
        Callback::from(move |()| {
            let Some(author) = phone.account_id() else { return };
            let key = answering.stay.key(month.0);
            let happening = happening(&phone, &answering, month);
            let (engine, fault, busy, navigator) = (phone.engine(), fault.clone(), busy.clone(), navigator.clone());
            busy.set(true);
            spawn_local(async move {
                match engine.save(author, vec![happening], Some(key)).await {
                    Ok(_) => navigator.iter().for_each(|navigator| navigator.replace(&Route::Receipt { month })),
                    Err(why) => {
                        fault.set(Some(why));
                        busy.set(false);
                    }
                }
            });
        })
    };
    let language = phone.language();
    let row = |(place, item): (usize, &Item)| {
        let to = Route::Question { month, number: place + 1 };
        let answer = match answering.answers.get(&item.id) {
            Some(answer) => answer_words(item, *answer, language, &texts.rather_not()),
            None => texts.not_answered().to_string(),
        };
        html! {
            <li>
                <Link<Route> {to}>
                    <span class="asked">{item.name.in_language(language).to_owned()}</span>
                    <span class="answer">{answer}</span>
                    <span class="change" aria-hidden="true">{texts.change()}</span>
                </Link<Route>>
            </li>
        }
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> }}>
            <Heading words={texts.end_title()} />
            <p>{texts.end_words(month_name(&texts, month.0))}</p>
            <ul class="answers">{for answering.instrument.participant_items().enumerate().map(row)}</ul>
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{store_fault_text(&texts, fault)}</p></Notice>
            }
            if answering.answers.is_empty() {
                <p>{texts.nothing_answered()}</p>
            } else {
                <div class="main-action"><Action label={texts.send()} on_press={send} busy={*busy} /></div>
            }
        </Shell>
    }
}

/// A first answer, or a correction of the one before.
fn happening(phone: &Phone, answering: &Answering, month: MonthInAddress) -> Happening {
    let body = Body::SelfAssessed { instrument: answering.instrument.reference(), answers: answering.answers.clone() };
    let folded = phone.people.get(&answering.stay.id);
    let before = folded.and_then(|folded| folded.months.get(&month.0)?.self_assessment.clone());
    let (body, seen) = match before {
        None => (body, vec![]),
        Some(held) => (Body::Corrected { target: held.record, replacement: Box::new(body) }, held.records().collect()),
    };
    Happening { participation: answering.stay.id, month: month.0, body, seen }
}

/// An answer in words: the level's where it has some, else the number.
pub(super) fn answer_words(item: &Item, answer: Answer, language: &str, rather_not: &str) -> String {
    match answer {
        Answer::RatherNot => rather_not.to_owned(),
        Answer::Rated(value) => match item.levels.get(&value) {
            Some(words) if item.scale.highest - item.scale.lowest < 7 => words.in_language(language).to_owned(),
            _ => format!("{value} ({}–{})", item.scale.lowest, item.scale.highest),
        },
    }
}
