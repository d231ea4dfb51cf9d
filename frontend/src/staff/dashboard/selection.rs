//! What the leader looks at: from which month to which, one intervention or all.

use crate::phone::use_phone;
use crate::platform::clock;
use crate::widgets::month_and_year;
use shared::id::InterventionId;
use shared::time::Month;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// How many months back can be chosen.
const MONTHS_BACK: i32 = 36;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    from: Month,
    to: Month,
    intervention: Option<InterventionId>,
}

impl Choice {
    pub(super) fn year_to(month: Month) -> Self {
        Self { from: month.plus(-11), to: month, intervention: None }
    }

    /// As the address of the dashboard takes it.
    pub(super) fn query(&self) -> String {
        let intervention = self.intervention.map(|id| format!("&intervention={id}")).unwrap_or_default();
        format!("?from={}&to={}{intervention}", self.from, self.to)
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct ChoicesProps {
    pub(super) chosen: Choice,
    pub(super) on_choice: Callback<Choice>,
}

#[component]
pub(super) fn Choices(props: &ChoicesProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let chosen = &props.chosen;
    let this_month = clock::today().month();
    let months: Vec<Month> = (0..MONTHS_BACK).map(|back| this_month.plus(-back)).collect();
    let month_options = |selected: Month| {
        months
            .iter()
            .map(|month| {
                html! {
                    <option value={month.to_string()} selected={*month == selected}>{month_and_year(&texts, *month)}</option>
                }
            })
            .collect::<Html>()
    };
    let from = on_select(props, |choice, value| {
        if let Ok(month) = value.parse() {
            choice.from = month;
            choice.to = choice.to.max(month);
        }
    });
    let to = on_select(props, |choice, value| {
        if let Ok(month) = value.parse() {
            choice.to = month;
            choice.from = choice.from.min(month);
        }
    });
    let intervention = on_select(props, |choice, value| choice.intervention = InterventionId::parse(&value));
    let interventions = phone.account.as_ref().map(|account| account.interventions.clone()).unwrap_or_default();
    html! {
        <form class="choices-row">
            <label class="field"><span>{texts.choose_from()}</span>
                <select name="from" onchange={from}>{month_options(chosen.from)}</select></label>
            <label class="field"><span>{texts.choose_to()}</span>
                <select name="to" onchange={to}>{month_options(chosen.to)}</select></label>
            <label class="field"><span>{texts.choose_intervention()}</span>
                <select name="intervention" onchange={intervention}>
                    <option value="" selected={chosen.intervention.is_none()}>{texts.all_interventions()}</option>
                    {for interventions.iter().map(|one| html! {
                        <option value={one.id.to_string()} selected={chosen.intervention == Some(one.id)}>{one.name.to_string()}</option>
                    })}
                </select></label>
        </form>
    }
}

/// Changes the choice by the value of a list.
fn on_select(props: &ChoicesProps, change: impl Fn(&mut Choice, String) + 'static) -> Callback<Event> {
    let (chosen, on_choice) = (props.chosen.clone(), props.on_choice.clone());
    Callback::from(move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let mut choice = chosen.clone();
        change(&mut choice, select.map(|select| select.value()).unwrap_or_default());
        on_choice.emit(choice);
    })
}
