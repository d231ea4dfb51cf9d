//! The change of the self-rating: of the score with reliable change, and item by item.

use super::{decimal, seen};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Dumbbell, Dumbbells, WideTable};
use shared::dashboard::{Means, MovementDashboard, SeenItem};
use shared::figures::Figure;
use shared::instrument::{Instrument, Item};
use yew::prelude::*;

pub(super) fn section(
    texts: &Texts,
    dashboard: &MovementDashboard,
    instrument: Option<&Instrument>,
    language: &str,
) -> Html {
    let item = |change: &SeenItem| instrument.and_then(|instrument| instrument.item(&change.item)).cloned();
    let name = |change: &SeenItem| {
        item(change).map_or_else(|| change.item.to_string(), |item| item.name.in_language(language).to_owned())
    };
    let rows: Vec<Dumbbell> = dashboard
        .items
        .iter()
        .filter_map(|change| Some(dumbbell(name(change), &item(change)?, change.change.means.known()?)))
        .collect();
    html! {
        <section>
            <h2>{texts.rating_title()}</h2>
            {score(texts, dashboard, language)}
            if !rows.is_empty() {
                <Dumbbells words={texts.rating_words()} from={texts.rating_first()} to={texts.rating_last()} {rows} />
            }
            <WideTable name={texts.rating_title()}>
                <thead><tr>
                    <th scope="col">{texts.assessed_what()}</th><th scope="col">{texts.rating_higher()}</th>
                    <th scope="col">{texts.rating_same()}</th><th scope="col">{texts.rating_lower()}</th>
                    <th scope="col">{texts.rating_first()}</th><th scope="col">{texts.rating_last()}</th>
                    <th scope="col">{texts.rating_missing()}</th>
                </tr></thead>
                <tbody>{for dashboard.items.iter().map(|change| table_row(texts, name(change), change, language))}</tbody>
            </WideTable>
            <p class="method">{texts.rating_method()}</p>
        </section>
    }
}

fn dumbbell(name: String, item: &Item, means: &Means) -> Dumbbell {
    Dumbbell {
        name: name.into(),
        from: means.before,
        to: means.after,
        lowest: f64::from(item.scale.lowest),
        highest: f64::from(item.scale.highest),
    }
}

fn score(texts: &Texts, dashboard: &MovementDashboard, language: &str) -> Html {
    let change = &dashboard.rating.change;
    let (Figure::Known(means), Some(n)) = (change.means, change.n) else { return Html::default() };
    let (before, after) = (decimal(language, means.before), decimal(language, means.after));
    let reliable = dashboard.rating.reliable;
    let reliable = reliable.and_then(|all| Some((all.improved?, all.unchanged?, all.deteriorated?)));
    html! {
        <>
            <p>{texts.rating_score(before, after, n)}</p>
            if let Some((improved, unchanged, deteriorated)) = reliable {
                <p>{texts.rating_reliable(improved, unchanged, deteriorated, n)}</p>
            }
        </>
    }
}

fn table_row(texts: &Texts, name: String, item: &SeenItem, language: &str) -> Html {
    let change = &item.change;
    let means = match change.means {
        Figure::Known(means) => [decimal(language, means.before), decimal(language, means.after)],
        Figure::TooFew { .. } => std::array::from_fn(|_| texts.no_value().to_string()),
        Figure::Hidden => std::array::from_fn(|_| texts.hidden_cell().to_string()),
    };
    let counts = [change.higher, change.same, change.lower].map(|count| seen(texts, count));
    html! {
        <tr>
            <th scope="row">{name}</th>
            {for counts.into_iter().chain(means).map(|cell| html! { <td>{cell}</td> })}
            <td>{seen(texts, change.missing)}</td>
        </tr>
    }
}
