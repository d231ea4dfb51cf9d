//! What is looked at: from which month to which, one intervention or all. Those outside the member choose among the
//! periods that figures leave it for.

use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::month_and_year;
use shared::dashboard::release_periods;
use shared::figures::Period;
use shared::id::InterventionId;
use shared::time::{Date, Month};
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

/// Which periods there are to choose among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// From any month to any other.
    AnyMonths,
    /// Those that figures leave the member for.
    Released,
}

impl Offer {
    /// What is shown before anything is chosen.
    pub(super) fn first(self, today: Date) -> Choice {
        let this_month = today.month();
        let year = Choice { from: this_month.plus(-11), to: this_month, intervention: None };
        match self {
            Self::AnyMonths => year,
            Self::Released => release_periods(today).first().map_or(year, Choice::of),
        }
    }
}

impl Choice {
    fn of(period: &Period) -> Self {
        Self { from: period.from().month(), to: period.to().month(), intervention: None }
    }

    /// As the address of the dashboard takes it.
    pub(super) fn query(&self) -> String {
        let intervention = self.intervention.map(|id| format!("&intervention={id}")).unwrap_or_default();
        format!("?from={}&to={}{intervention}", self.from, self.to)
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct ChoicesProps {
    pub(super) offer: Offer,
    pub(super) chosen: Choice,
    pub(super) on_choice: Callback<Choice>,
}

#[component]
pub(super) fn Choices(props: &ChoicesProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let chosen = &props.chosen;
    let today = clock::today();
    let this_month = today.month();
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
    let released = release_periods(today);
    let released_options = released.iter().enumerate().map(|(number, period)| {
        let one = Choice::of(period);
        let name = format!("{} – {}", month_and_year(&texts, one.from), month_and_year(&texts, one.to));
        let is_chosen = one.from == chosen.from && one.to == chosen.to;
        html! { <option value={number.to_string()} selected={is_chosen}>{name}</option> }
    });
    let released_options: Html = released_options.collect();
    let period = on_select(props, move |choice, value| {
        if let Some(period) = value.parse().ok().and_then(|number: usize| released.get(number)) {
            let Choice { from, to, .. } = Choice::of(period);
            (choice.from, choice.to) = (from, to);
        }
    });
    let intervention = on_select(props, |choice, value| choice.intervention = InterventionId::parse(&value));
    let interventions = phone.account.as_ref().map(|account| account.interventions.clone()).unwrap_or_default();
    html! {
        <form class="choices-row">
            if props.offer == Offer::AnyMonths {
                <label class="field"><span>{texts.choose_from()}</span>
                    <select name="from" onchange={from}>{month_options(chosen.from)}</select></label>
                <label class="field"><span>{texts.choose_to()}</span>
                    <select name="to" onchange={to}>{month_options(chosen.to)}</select></label>
            } else {
                <label class="field"><span>{texts.choose_period()}</span>
                    <select name="period" onchange={period}>{released_options}</select></label>
            }
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
