//! What a report is about: a period, and one intervention or all.

use super::periods::{Kind, Offered, Side, offered};
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{month_and_year, typed};
use serde::Deserialize;
use shared::id::InterventionId;
use shared::report::saved::SaveReport;
use shared::time::{Date, Month};
use yew::prelude::*;

/// How many months back can be chosen.
const MONTHS_BACK: i32 = 60;
/// The entry of the list of periods that shows the lists of months.
const ANY_MONTHS: &str = "months";

/// What stands in the address where somebody comes from figures. What else does is left where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) struct InAddress {
    from: Month,
    to: Month,
    #[serde(default)]
    intervention: Option<InterventionId>,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    period: Offered,
    /// Whether the months are chosen one by one.
    by_months: bool,
    intervention: Option<InterventionId>,
}

impl Choice {
    /// What is there before anything was chosen.
    pub(super) fn first(side: Side, today: Date) -> Self {
        let this = today.month();
        let year = Offered { kind: Kind::Months, from: this.plus(-11), to: this };
        let period = offered(side, today).first().copied().unwrap_or(year);
        Self { period, by_months: false, intervention: None }
    }

    /// What is filled in by whoever comes from figures; what is there before anything was chosen where nothing is, or where
    /// no report is offered for it.
    pub(super) fn asked(side: Side, today: Date, asked: Option<InAddress>) -> Self {
        let first = Self::first(side, today);
        let Some(InAddress { from, to, intervention }) = asked.filter(|asked| asked.from <= asked.to) else {
            return first;
        };
        let known = offered(side, today).into_iter().find(|one| (one.from, one.to) == (from, to));
        match (known, side) {
            (Some(period), _) => Self { period, by_months: false, intervention },
            (None, Side::Inside) => {
                Self { period: Offered { kind: Kind::Months, from, to }, by_months: true, intervention }
            }
            (None, Side::Outside) => Self { intervention, ..first },
        }
    }

    /// As the addresses of reports take it.
    pub(super) fn query(&self, language: &str) -> String {
        let intervention = self.intervention.map(|id| format!("&intervention={id}")).unwrap_or_default();
        let Offered { from, to, .. } = self.period;
        format!("?from={from}&to={to}&language={language}{intervention}")
    }

    /// As it is sent to be saved.
    pub(super) const fn to_save(&self) -> SaveReport {
        SaveReport { from: self.period.from, to: self.period.to, intervention: self.intervention }
    }

    /// The name of a file that it becomes.
    pub(super) fn file(&self, what: &str, ending: &str) -> String {
        format!("{what}-{}-{}.{ending}", self.period.from, self.period.to)
    }
}

/// The name of a period.
pub(super) fn period_name(texts: &Texts, period: Offered) -> AttrValue {
    let (from, to) = (month_and_year(texts, period.from), month_and_year(texts, period.to));
    match period.kind {
        Kind::Year => texts.reports_year(period.from.year()),
        Kind::MeasuringYear => texts.reports_measuring_year(from, to),
        Kind::Months => format!("{from} – {to}").into(),
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct ChoosingProps {
    pub(super) side: Side,
    pub(super) chosen: Choice,
    pub(super) on_choice: Callback<Choice>,
}

#[component]
pub(super) fn Choosing(props: &ChoosingProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let ChoosingProps { side, chosen, .. } = props;
    let today = clock::today();
    let periods = offered(*side, today);
    let options: Html = periods
        .iter()
        .enumerate()
        .map(|(number, one)| {
            let selected = !chosen.by_months && *one == chosen.period;
            html! { <option value={number.to_string()} {selected}>{period_name(&texts, *one)}</option> }
        })
        .collect();
    let on_period = on_select(props, move |choice, value| {
        choice.by_months = value == ANY_MONTHS;
        if let Some(period) = value.parse().ok().and_then(|number: usize| periods.get(number)) {
            choice.period = *period;
        }
    });
    let on_intervention = on_select(props, |choice, value| choice.intervention = InterventionId::parse(&value));
    let interventions = phone.account.as_ref().map(|account| account.interventions.clone()).unwrap_or_default();
    html! {
        <form class="choices-row">
            <label class="field"><span>{texts.choose_period()}</span>
                <select name="period" onchange={on_period}>
                    {options}
                    if *side == Side::Inside {
                        <option value={ANY_MONTHS} selected={chosen.by_months}>{texts.reports_any_months()}</option>
                    }
                </select></label>
            if chosen.by_months {
                {months(&texts, props, today)}
            }
            <label class="field"><span>{texts.choose_intervention()}</span>
                <select name="intervention" onchange={on_intervention}>
                    <option value="" selected={chosen.intervention.is_none()}>{texts.all_interventions()}</option>
                    {for interventions.iter().map(|one| html! {
                        <option value={one.id.to_string()} selected={chosen.intervention == Some(one.id)}>{one.name.to_string()}</option>
                    })}
                </select></label>
        </form>
    }
}

/// The lists of months.
fn months(texts: &Texts, props: &ChoosingProps, today: Date) -> Html {
    let options = |selected: Month| -> Html {
        let all = (0..MONTHS_BACK).map(|back| today.month().plus(-back));
        all.map(|month| {
            html! { <option value={month.to_string()} selected={month == selected}>{month_and_year(texts, month)}</option> }
        })
        .collect()
    };
    let from = on_select(props, |choice, value| {
        if let Ok(month) = value.parse() {
            let to = choice.period.to.max(month);
            choice.period = Offered { kind: Kind::Months, from: month, to };
        }
    });
    let to = on_select(props, |choice, value| {
        if let Ok(month) = value.parse() {
            let from = choice.period.from.min(month);
            choice.period = Offered { kind: Kind::Months, from, to: month };
        }
    });
    let Offered { from: first, to: last, .. } = props.chosen.period;
    html! {
        <>
            <label class="field"><span>{texts.choose_from()}</span>
                <select name="from" onchange={from}>{options(first)}</select></label>
            <label class="field"><span>{texts.choose_to()}</span>
                <select name="to" onchange={to}>{options(last.min(today.month()))}</select></label>
        </>
    }
}

/// Changes the choice by the value of a list.
fn on_select(props: &ChoosingProps, change: impl Fn(&mut Choice, String) + 'static) -> Callback<Event> {
    let (chosen, on_choice) = (props.chosen.clone(), props.on_choice.clone());
    Callback::from(move |event: Event| {
        let mut choice = chosen.clone();
        change(&mut choice, typed(&event));
        on_choice.emit(choice);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: &str, to: &str) -> Option<InAddress> {
        Some(InAddress { from: from.parse().ok()?, to: to.parse().ok()?, intervention: None })
    }

    fn chosen(side: Side, in_address: Option<InAddress>) -> (String, bool) {
        let today = "2026-11-28".parse().unwrap_or_else(|_| unreachable!("a day"));
        let choice = Choice::asked(side, today, in_address);
        (format!("{} {}", choice.period.from, choice.period.to), choice.by_months)
    }

    #[test]
    fn what_was_looked_at_is_filled_in() {
        assert_eq!(chosen(Side::Inside, asked("2025-01", "2025-12")), ("2025-01 2025-12".into(), false));
        assert_eq!(chosen(Side::Inside, asked("2025-12", "2026-11")), ("2025-12 2026-11".into(), true));
        assert_eq!(chosen(Side::Outside, asked("2025-01", "2025-12")), ("2025-01 2025-12".into(), false));
    }

    #[test]
    fn what_no_report_is_made_of_leaves_what_is_offered_first() {
        let first = chosen(Side::Outside, None);
        assert_eq!(chosen(Side::Outside, asked("2025-12", "2026-11")), first);
        assert_eq!(chosen(Side::Inside, asked("2026-11", "2025-12")), chosen(Side::Inside, None));
    }
}
