//! What is looked at: from which month to which, one intervention or all, one gender or municipality or all. It stands in
//! the address, as ids and public names, so that a page can be come back to. Those outside the member choose among the
//! periods that figures leave it for, and one part at a time.

use crate::phone::{Phone, use_phone};
use crate::platform::clock;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{month_and_year, typed};
use serde::{Deserialize, Serialize};
use shared::account::Role;
use shared::dashboard::release_periods;
use shared::figures::Period;
use shared::id::InterventionId;
use shared::record::Gender;
use shared::report::ReportName;
use shared::time::{Date, Month};
use yew::prelude::*;
use yew_router::prelude::*;

/// How many months back can be chosen.
const MONTHS_BACK: i32 = 36;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Choice {
    from: Month,
    to: Month,
    intervention: Option<InterventionId>,
    gender: Option<Gender>,
    municipality: Option<String>,
}

/// Which periods there are to choose among, and how many parts can be singled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// From any month to any other, and any parts together.
    AnyMonths,
    /// Those that figures leave the member for, and one part at a time.
    Released,
}

impl Offer {
    /// What is shown before anything is chosen.
    fn first(self, today: Date) -> Choice {
        let this_month = today.month();
        let year = Choice::between(this_month.plus(-11), this_month);
        match self {
            Self::AnyMonths => year,
            Self::Released => release_periods(today).first().map_or(year, Choice::of),
        }
    }
}

impl Choice {
    const fn between(from: Month, to: Month) -> Self {
        Self { from, to, intervention: None, gender: None, municipality: None }
    }

    fn of(period: &Period) -> Self {
        Self::between(period.from().month(), period.to().month())
    }

    /// As the addresses of the overview and of the effect take it.
    pub(super) fn query_of_part(&self) -> String {
        let intervention = self.intervention.map(|id| format!("&intervention={id}")).unwrap_or_default();
        let gender = self.gender.map(|gender| format!("&gender={}", gender.as_str())).unwrap_or_default();
        let encoded = |name: &String| String::from(js_sys::encode_uri_component(name));
        let municipality =
            self.municipality.as_ref().map(|name| format!("&municipality={}", encoded(name))).unwrap_or_default();
        format!("?from={}&to={}{intervention}{gender}{municipality}", self.from, self.to)
    }

    /// As the address of reports takes it.
    pub(super) fn asked(&self, reports: &[ReportName]) -> Vec<(&'static str, String)> {
        let names: Vec<&str> = reports.iter().map(|report| report.as_str()).collect();
        let always = [("reports", names.join(",")), ("from", self.from.to_string()), ("to", self.to.to_string())];
        let parts = [
            self.intervention.map(|id| ("intervention", id.to_string())),
            self.gender.map(|gender| ("gender", gender.as_str().to_owned())),
            self.municipality.clone().map(|name| ("municipality", name)),
        ];
        always.into_iter().chain(parts.into_iter().flatten()).collect()
    }

    /// Whether one gender or municipality is singled out.
    pub(super) const fn is_of_some_people(&self) -> bool {
        self.gender.is_some() || self.municipality.is_some()
    }

    /// With one part alone, where no more may be singled out.
    fn only(&mut self, offer: Offer, part: Part) {
        if offer == Offer::AnyMonths {
            return;
        }
        if part != Part::Intervention {
            self.intervention = None;
        }
        if part != Part::Gender {
            self.gender = None;
        }
        if part != Part::Municipality {
            self.municipality = None;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Intervention,
    Gender,
    Municipality,
}

/// What is chosen in the address of a page, and how to choose something else.
#[hook]
pub(super) fn use_choice(phone: &Phone, here: Route) -> (Offer, Choice, Callback<Choice>) {
    let role = phone.account.as_ref().map(|account| account.role);
    let offer = if role == Some(Role::ProjectLeader) { Offer::AnyMonths } else { Offer::Released };
    let in_address = use_location().and_then(|location| location.query::<Choice>().ok());
    let choice = in_address.unwrap_or_else(|| offer.first(clock::today()));
    let navigator = use_navigator();
    let on_choice = Callback::from(move |chosen: Choice| {
        if let Some(navigator) = &navigator {
            // A choice is always one of texts and numbers, which an address can hold.
            let _ = navigator.replace_with_query(&here, &chosen);
        }
    });
    (offer, choice, on_choice)
}

#[derive(PartialEq, Properties)]
pub(super) struct ChoicesProps {
    pub(super) offer: Offer,
    pub(super) chosen: Choice,
    pub(super) on_choice: Callback<Choice>,
    /// The municipalities that can be singled out.
    pub(super) municipalities: Vec<String>,
}

#[component]
pub(super) fn Choices(props: &ChoicesProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let offer = props.offer;
    let intervention = on_select(props, move |choice, value| {
        choice.intervention = InterventionId::parse(&value);
        choice.only(offer, Part::Intervention);
    });
    let interventions = phone.account.as_ref().map(|account| account.interventions.clone()).unwrap_or_default();
    let chosen = &props.chosen;
    html! {
        <form class="choices-row">
            {periods(&texts, props)}
            <label class="field"><span>{texts.choose_intervention()}</span>
                <select name="intervention" onchange={intervention}>
                    <option value="" selected={chosen.intervention.is_none()}>{texts.all_interventions()}</option>
                    {for interventions.iter().map(|one| html! {
                        <option value={one.id.to_string()} selected={chosen.intervention == Some(one.id)}>{one.name.to_string()}</option>
                    })}
                </select></label>
            {people(&texts, props, &props.municipalities)}
        </form>
    }
}

fn periods(texts: &Texts, props: &ChoicesProps) -> Html {
    let today = clock::today();
    match props.offer {
        Offer::AnyMonths => months(texts, props, today),
        Offer::Released => released(texts, props, today),
    }
}

fn months(texts: &Texts, props: &ChoicesProps, today: Date) -> Html {
    let chosen = &props.chosen;
    let this_month = today.month();
    let months: Vec<Month> = (0..MONTHS_BACK).map(|back| this_month.plus(-back)).collect();
    let option = |month: &Month, selected: Month| {
        html! { <option value={month.to_string()} selected={*month == selected}>{month_and_year(texts, *month)}</option> }
    };
    let options = |selected: Month| months.iter().map(|month| option(month, selected)).collect::<Html>();
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
    html! {
        <>
            <label class="field"><span>{texts.choose_from()}</span>
                <select name="from" onchange={from}>{options(chosen.from)}</select></label>
            <label class="field"><span>{texts.choose_to()}</span>
                <select name="to" onchange={to}>{options(chosen.to)}</select></label>
        </>
    }
}

fn released(texts: &Texts, props: &ChoicesProps, today: Date) -> Html {
    let chosen = &props.chosen;
    let released = release_periods(today);
    let option = |(number, period): (usize, &Period)| {
        let one = Choice::of(period);
        let name = format!("{} – {}", month_and_year(texts, one.from), month_and_year(texts, one.to));
        let is_chosen = one.from == chosen.from && one.to == chosen.to;
        html! { <option value={number.to_string()} selected={is_chosen}>{name}</option> }
    };
    let options: Html = released.iter().enumerate().map(option).collect();
    let period = on_select(props, move |choice, value| {
        if let Some(period) = value.parse().ok().and_then(|number: usize| released.get(number)) {
            let Choice { from, to, .. } = Choice::of(period);
            (choice.from, choice.to) = (from, to);
        }
    });
    html! {
        <label class="field"><span>{texts.choose_period()}</span>
            <select name="period" onchange={period}>{options}</select></label>
    }
}

fn people(texts: &Texts, props: &ChoicesProps, municipalities: &[String]) -> Html {
    let (offer, chosen) = (props.offer, &props.chosen);
    let gender = on_select(props, move |choice, value| {
        choice.gender = Gender::ALL.into_iter().find(|gender| gender.as_str() == value);
        choice.only(offer, Part::Gender);
    });
    let municipality = on_select(props, move |choice, value| {
        choice.municipality = Some(value).filter(|name| !name.is_empty());
        choice.only(offer, Part::Municipality);
    });
    let genders = [
        (Gender::Woman, texts.gender_woman()),
        (Gender::Man, texts.gender_man()),
        (Gender::Other, texts.gender_other()),
    ];
    // What is chosen stays in the list, also while it is not known what there is.
    let chosen_one = chosen.municipality.iter().filter(|name| !municipalities.contains(name));
    html! {
        <>
            <label class="field"><span>{texts.choose_gender()}</span>
                <select name="gender" onchange={gender}>
                    <option value="" selected={chosen.gender.is_none()}>{texts.all()}</option>
                    {for genders.iter().map(|(gender, name)| html! {
                        <option value={gender.as_str()} selected={chosen.gender == Some(*gender)}>{name}</option>
                    })}
                </select></label>
            <label class="field"><span>{texts.municipality()}</span>
                <select name="municipality" onchange={municipality}>
                    <option value="" selected={chosen.municipality.is_none()}>{texts.all_municipalities()}</option>
                    {for municipalities.iter().chain(chosen_one).map(|name| html! {
                        <option value={name.clone()} selected={chosen.municipality.as_ref() == Some(name)}>{name}</option>
                    })}
                </select></label>
        </>
    }
}

/// Changes the choice by the value of a list.
fn on_select(props: &ChoicesProps, change: impl Fn(&mut Choice, String) + 'static) -> Callback<Event> {
    let (chosen, on_choice) = (props.chosen.clone(), props.on_choice.clone());
    Callback::from(move |event: Event| {
        let mut choice = chosen.clone();
        change(&mut choice, typed(&event));
        on_choice.emit(choice);
    })
}
