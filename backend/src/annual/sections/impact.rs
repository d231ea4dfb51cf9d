//! The effect at exit: both ledgers, side by side and never added together.

use crate::annual::document::{Cell, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::words::{Words, fill};
use crate::annual::writing::{Writing, entries};
use serde_json::Value;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Impact);
    let has_figures = figures["per_month"].is_object();
    let shown = |key: &str| writing.shown(&Cell::count(&figures[key]));
    let counted = fill(&words.impact_counted, &[("n", &shown("n")), ("missing", &shown("missing"))]);
    let method = match figures["persistence"]["rate"].as_f64() {
        Some(rate) => {
            let rate = writing.shown(&Cell::Number(rate * 100.0, Unit::Decimals(1)));
            fill(&words.impact_method, &[("rate", &rate)])
        }
        None => words.impact_method_plain.to_string(),
    };
    Section {
        title: words.impact_title.to_string(),
        lead: words.impact_lead.to_string(),
        counted: has_figures.then_some(counted).into_iter().collect(),
        chart: None,
        tables: if has_figures { vec![table(writing, figures)] } else { Vec::new() },
        method,
    }
}

/// The actors by their names in reports, with their words.
pub(super) fn actors(words: &Words) -> [(&'static str, &str); 6] {
    [
        ("person", &words.actor_person),
        ("municipality", &words.actor_municipality),
        ("region", &words.actor_region),
        ("forsakringskassan", &words.actor_forsakringskassan),
        ("arbetsformedlingen", &words.actor_arbetsformedlingen),
        ("state", &words.actor_state),
    ]
}

fn table(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let mut horizons: Vec<u16> =
        entries(&figures["society_present_value"]).filter_map(|(years, _)| years.parse().ok()).collect();
    horizons.sort_unstable();
    let row = |(actor, name): (&str, &str)| {
        let at = |years: &u16| Cell::of(&figures["present_value"][years.to_string()][actor], Unit::Kronor);
        let per_month = Cell::of(&figures["per_month"][actor], Unit::Kronor);
        Row::new(name, std::iter::once(per_month).chain(horizons.iter().map(at)).collect())
    };
    let at = |years: &u16| Cell::of(&figures["society_present_value"][years.to_string()], Unit::Kronor);
    let per_month = Cell::of(&figures["society_per_month"], Unit::Kronor);
    let society = Row::new(&*words.society, std::iter::once(per_month).chain(horizons.iter().map(at)).collect());
    let years = horizons.iter().map(|years| fill(&words.years, &[("years", &years.to_string())]));
    Table {
        caption: words.impact_table.to_string(),
        columns: [words.payer.to_string(), words.per_month.to_string()].into_iter().chain(years).collect(),
        rows: actors(words).into_iter().map(row).chain([society]).collect(),
    }
}
