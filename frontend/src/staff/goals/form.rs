//! The form in which a goal is set, and its outcome told. What makes it the same goal is not changed in it: that would be
//! another goal.

use super::Open;
use super::typed::{Typed, Unread};
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::administration::{changing, use_sending};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, EditChoice, EditLine};
use shared::figures::{Aim, GoalUnit};
use shared::id::InterventionId;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct FormProps {
    pub(super) open: Open,
    pub(super) close: Callback<()>,
}

#[component]
pub(super) fn Form(props: &FormProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let sending = use_sending();
    let typed = use_state(|| match &props.open {
        Open::New => Typed::fresh(clock::today().month().year()),
        Open::Old(line) => Typed::of(line),
    });
    let save = {
        let (phone, typed, sending, close) = (phone.clone(), typed.clone(), sending.clone(), props.close.clone());
        Callback::from(move |()| {
            let form = match typed.form() {
                Ok(form) => form,
                Err(unread) => return sending.refuse(words_of(&phone.texts(), unread)),
            };
            let (engine, close) = (phone.engine(), close.clone());
            let change = async move { engine.administer("goals", &form).await };
            sending.send(change, move |()| {
                close.emit(());
                None
            });
        })
    };
    let identity = match &props.open {
        Open::New => identity(&texts, &typed, &interventions(&phone)),
        Open::Old(line) => html! {
            <p class="scope">{texts.goal_is(&line.name, &line.indicator, line.period.from(), line.period.to())}</p>
        },
    };
    html! {
        <>
            {identity}
            {numbers(&texts, &typed)}
            {sending.words()}
            <Action label={texts.admin_save()} on_press={save} busy={sending.is_busy()} />
            <Action kind={ActionKind::Quiet} label={texts.goals_back()} on_press={props.close.clone()} />
        </>
    }
}

fn words_of(texts: &Texts, unread: Unread) -> AttrValue {
    match unread {
        Unread::Day => texts.admin_fault_day(),
        Unread::Target => texts.goal_fault_target(),
        Unread::Count => texts.goal_fault_count(),
    }
}

fn interventions(phone: &crate::phone::Phone) -> Vec<(AttrValue, AttrValue)> {
    let own = phone.account.as_ref().map(|account| account.interventions.clone()).unwrap_or_default();
    let own = own.iter().map(|one| (one.id.to_string().into(), one.name.to_string().into()));
    std::iter::once((AttrValue::default(), phone.texts().goals_association())).chain(own).collect()
}

/// What makes it the goal that it is.
fn identity(texts: &Texts, typed: &UseStateHandle<Typed>, interventions: &[(AttrValue, AttrValue)]) -> Html {
    let chosen = typed.intervention.map(|id| id.to_string()).unwrap_or_default();
    html! {
        <>
            <EditLine name="goal-name" label={texts.goal_name()} hint={texts.goal_name_hint()} value={typed.name.clone()}
                on_change={changing(typed, |typed: &mut Typed, text: String| typed.name = text)} />
            <EditLine name="goal-indicator" label={texts.goal_indicator()} hint={texts.goal_indicator_hint()}
                value={typed.indicator.clone()}
                on_change={changing(typed, |typed: &mut Typed, text: String| typed.indicator = text)} />
            <EditChoice name="goal-intervention" label={texts.goals_of()} options={interventions.to_vec()} {chosen}
                on_change={changing(typed, |typed: &mut Typed, id: String| typed.intervention = InterventionId::parse(&id))} />
            <div class="edited-pair">
                <EditLine name="goal-from" day=true label={texts.goal_from()} value={typed.from.clone()}
                    on_change={changing(typed, |typed: &mut Typed, text: String| typed.from = text)} />
                <EditLine name="goal-to" day=true label={texts.goal_to()} value={typed.to.clone()}
                    on_change={changing(typed, |typed: &mut Typed, text: String| typed.to = text)} />
            </div>
        </>
    }
}

/// Target and outcome.
fn numbers(texts: &Texts, typed: &UseStateHandle<Typed>) -> Html {
    let units: Vec<(AttrValue, AttrValue)> =
        vec![("percent".into(), texts.goal_unit_percent()), ("count".into(), texts.goal_unit_count())];
    let aims: Vec<(AttrValue, AttrValue)> =
        vec![("at_least".into(), texts.goal_aim_at_least()), ("at_most".into(), texts.goal_aim_at_most())];
    let unit = if typed.unit == GoalUnit::Percent { "percent" } else { "count" };
    let aim = if typed.aim == Aim::AtLeast { "at_least" } else { "at_most" };
    html! {
        <>
            <EditChoice name="goal-unit" label={texts.goal_unit()} options={units} chosen={unit}
                on_change={changing(typed, |typed: &mut Typed, name: String| {
                    typed.unit = if name == "count" { GoalUnit::Count } else { GoalUnit::Percent };
                })} />
            <EditChoice name="goal-aim" label={texts.goal_aim()} options={aims} chosen={aim}
                on_change={changing(typed, |typed: &mut Typed, name: String| {
                    typed.aim = if name == "at_most" { Aim::AtMost } else { Aim::AtLeast };
                })} />
            <EditLine name="goal-target" label={texts.goals_target()} hint={texts.goal_target_hint()}
                value={typed.target.clone()}
                on_change={changing(typed, |typed: &mut Typed, text: String| typed.target = text)} />
            <div class="edited-pair">
                <EditLine name="goal-n" label={texts.goal_n()} hint={texts.goal_n_hint()} value={typed.n.clone()}
                    on_change={changing(typed, |typed: &mut Typed, text: String| typed.n = text)} />
                <EditLine name="goal-all" label={texts.goal_all()} hint={texts.goal_all_hint()} value={typed.of.clone()}
                    on_change={changing(typed, |typed: &mut Typed, text: String| typed.of = text)} />
            </div>
        </>
    }
}
