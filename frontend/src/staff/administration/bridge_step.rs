//! A step of the bridge as it is edited: its words, its picture, its place.

use super::bridge_draft::DraftStep;
use super::words::picture_name;
use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, EditBox, EditChoice, EditLine, Pictogram};
use shared::code::Code;
use shared::edition::PICTURES;
use yew::prelude::*;

/// The other languages that participants read, each by its own name.
const LANGUAGES: [(&str, &str); 4] =
    [("sv-x-lattlast", "Lättläst svenska"), ("ar", "العربية"), ("uk", "Українська"), ("so", "Soomaali")];

/// What is done to a step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StepChange {
    Put(DraftStep),
    Up,
    Down,
    Remove,
}

#[derive(PartialEq, Properties)]
pub(super) struct StepFieldsProps {
    pub(super) step: DraftStep,
    /// From 0.
    pub(super) place: usize,
    pub(super) is_last: bool,
    pub(super) fault: Option<AttrValue>,
    pub(super) on_change: Callback<StepChange>,
}

#[component]
pub(super) fn StepFields(props: &StepFieldsProps) -> Html {
    let texts = use_phone().texts();
    let StepFieldsProps { step, place, is_last, fault, on_change } = props;
    let key = &step.key;
    let put = |change: fn(DraftStep, String) -> DraftStep| {
        let (on_change, step) = (on_change.clone(), step.clone());
        Callback::from(move |text: String| on_change.emit(StepChange::Put(change(step.clone(), text))))
    };
    let worded = |language: &'static str| {
        let (on_change, step) = (on_change.clone(), step.clone());
        Callback::from(move |text: String| {
            let name = step.name.clone().with(language, &text);
            on_change.emit(StepChange::Put(DraftStep { name, ..step.clone() }));
        })
    };
    let press = |change: StepChange| {
        let on_change = on_change.clone();
        Callback::from(move |()| on_change.emit(change.clone()))
    };
    let called = step.name.only_in("sv");
    let called = if called.is_empty() { texts.bridge_new_step() } else { called.to_owned().into() };
    let pictures = PICTURES.iter().map(|name| (AttrValue::from(*name), picture_name(&texts, name)));
    let pictures = std::iter::once((AttrValue::default(), texts.bridge_no_picture())).chain(pictures);
    let picture = AttrValue::from(step.picture.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default());
    let parallel = {
        let (on_change, step) = (on_change.clone(), step.clone());
        Callback::from(move |parallel| on_change.emit(StepChange::Put(DraftStep { parallel, ..step.clone() })))
    };
    let other = |(tag, own_name): (&'static str, &'static str)| {
        html! {
            <EditLine name={format!("{key}-{tag}")} label={texts.bridge_step_in(place + 1, own_name)} lang={tag}
                value={step.name.only_in(tag).to_owned()} on_change={worded(tag)} />
        }
    };
    html! {
        <li class="edited">
            <h3>{texts.bridge_step(place + 1)}{": "}{&called}</h3>
            <div class="edited-pair">
                <EditLine name={format!("{key}-sv")} label={texts.bridge_step_sv(place + 1)} lang="sv" fault={fault.clone()}
                    value={step.name.only_in("sv").to_owned()} on_change={worded("sv")} />
                <EditLine name={format!("{key}-en")} label={texts.bridge_step_en(place + 1)} lang="en"
                    value={step.name.only_in("en").to_owned()} on_change={worded("en")} />
            </div>
            <details>
                <summary>{texts.bridge_step_more()}</summary>
                <p class="hint">{texts.bridge_language_missing()}</p>
                {for LANGUAGES.into_iter().map(other)}
            </details>
            <div class="way-step">
                <EditChoice name={format!("{key}-picture")} label={texts.bridge_picture(place + 1)}
                    options={pictures.collect::<Vec<_>>()} chosen={picture.clone()}
                    on_change={put(|step, name| DraftStep { picture: Code::new(&name).ok(), ..step })} />
                <Pictogram of={picture} />
            </div>
            if *place > 0 {
                <EditBox label={texts.bridge_parallel()} ticked={step.parallel} on_change={parallel} />
            }
            <div class="actions-row">
                if *place > 0 {
                    <Action kind={ActionKind::Quiet} label={texts.bridge_up(&called)} on_press={press(StepChange::Up)} />
                }
                if !is_last {
                    <Action kind={ActionKind::Quiet} label={texts.bridge_down(&called)} on_press={press(StepChange::Down)} />
                }
                <Action kind={ActionKind::Quiet} label={texts.bridge_remove(&called)} on_press={press(StepChange::Remove)} />
            </div>
        </li>
    }
}
