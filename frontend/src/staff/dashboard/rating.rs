//! The change of the self-rating: of the score with reliable change, and item by item.

use super::decimal;
use crate::texts::Texts;
use crate::widgets::{Dumbbell, Dumbbells, WideTable};
use shared::dashboard::MovementDashboard;
use shared::figures::{Figure, ItemChange, Paired};
use shared::instrument::{Instrument, Item};
use yew::prelude::*;

pub(super) fn section(
    texts: &Texts,
    dashboard: &MovementDashboard,
    instrument: Option<&Instrument>,
    language: &str,
) -> Html {
    let item = |change: &ItemChange| instrument.and_then(|instrument| instrument.item(&change.item)).cloned();
    let name = |change: &ItemChange| {
        item(change).map_or_else(|| change.item.to_string(), |item| item.name.in_language(language).to_owned())
    };
    let rows: Vec<Dumbbell> = dashboard
        .items
        .iter()
        .filter_map(|change| Some(dumbbell(name(change), &item(change)?, change.change.known()?)))
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

fn dumbbell(name: String, item: &Item, change: &Paired) -> Dumbbell {
    Dumbbell {
        name: name.into(),
        from: change.mean_pre,
        to: change.mean_post,
        lowest: f64::from(item.scale.lowest),
        highest: f64::from(item.scale.highest),
    }
}

fn score(texts: &Texts, dashboard: &MovementDashboard, language: &str) -> Html {
    let Figure::Known(score) = dashboard.rating.score else { return Html::default() };
    let (before, after) = (decimal(language, score.mean_pre), decimal(language, score.mean_post));
    html! {
        <>
            <p>{texts.rating_score(before, after, score.n)}</p>
            if let Some(reliable) = dashboard.rating.reliable_change {
                <p>{texts.rating_reliable(reliable.improved, reliable.unchanged, reliable.deteriorated, score.n)}</p>
            }
        </>
    }
}

fn table_row(texts: &Texts, name: String, change: &ItemChange, language: &str) -> Html {
    let missing = change.missing.map_or_else(|| texts.hidden_cell().to_string(), |missing| missing.to_string());
    let cells = match change.change {
        Figure::Known(known) => [
            known.higher.to_string(),
            known.same.to_string(),
            known.lower.to_string(),
            decimal(language, known.mean_pre),
            decimal(language, known.mean_post),
        ],
        Figure::TooFew { .. } => std::array::from_fn(|_| texts.no_value().to_string()),
        Figure::Hidden => std::array::from_fn(|_| texts.hidden_cell().to_string()),
    };
    html! {
        <tr>
            <th scope="row">{name}</th>
            {for cells.into_iter().map(|cell| html! { <td>{cell}</td> })}
            <td>{missing}</td>
        </tr>
    }
}
