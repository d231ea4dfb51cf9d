//! The movement dashboard: the answer in words first, then pictures with their tables. The figures come from the
//! server ready made; this page computes none.

mod before_page;
mod effect;
mod export;
mod fetched;
mod flow;
mod kept;
mod looking;
mod movement_page;
mod page;
mod pages;
mod rating;
mod reading;
mod response_page;
mod selection;
mod sentences;
mod steps;
mod times;
mod together_page;

pub(super) use page::FiguresPage;
pub(super) use pages::Page;

use super::places::Places;
use super::route::Route;
use crate::phone::{use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell, month_and_year};
pub(super) use effect::EffectPage;
use export::Export;
pub(super) use fetched::{Fetched, use_fetched};
pub(super) use kept::Kept;
use pages::tabs;
use selection::{Choices, use_choice};
use shared::account::InterventionName;
use shared::dashboard::{Audience, MovementDashboard};
use shared::figures::Period;
use shared::record::Gender;
use shared::sync::Failure;
use yew::prelude::*;

/// Under which name the last dashboard is kept, to be read without a network.
const SEEN: &str = "movement";

#[component]
pub(super) fn Dashboard() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.dashboard_title(), "dashboard".into());
    let (offer, choice, on_choice) = use_choice(&phone, Route::Home);
    let fetched = use_fetched(&phone, SEEN.into(), choice.clone(), |engine, choice| async move {
        engine.movement(&choice.query_of_part()).await
    });
    let municipalities = fetched.shown.as_ref().map(|kept| kept.figures.municipalities.clone()).unwrap_or_default();
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            {tabs(&texts, None, &choice)}
            <Heading words={texts.dashboard_title()} />
            <Choices {offer} chosen={choice.clone()} {on_choice} {municipalities} />
            {fetched.words(&texts)}
            if let Some(kept) = &fetched.shown {
                {figures(&texts, &phone, kept)}
                <div class="after-list not-printed">
                    <Action kind={ActionKind::Quiet} label={texts.fetch_again()} on_press={fetched.again.clone()} />
                    <Export chosen={choice} />
                </div>
            }
        </Shell>
    }
}

fn fault_text(texts: &Texts, fault: &ServerFault, unreachable: AttrValue) -> AttrValue {
    match fault {
        ServerFault::Failed(Failure::SignedOut) => texts.sync_signed_out(),
        ServerFault::Failed(_) => unreachable,
        ServerFault::Refused(_) => texts.dashboard_refused(),
    }
}

fn figures(texts: &Texts, phone: &crate::phone::Phone, kept: &Kept<MovementDashboard>) -> Html {
    let dashboard = &kept.figures;
    let reference = phone.reference.clone();
    let instrument = reference.as_ref().and_then(|reference| reference.instrument(&dashboard.instrument));
    html! {
        <>
            {scope(texts, dashboard.period, &dashboard.interventions, dashboard.gender, dashboard.municipality.as_deref())}
            <p class="scope">{texts.figures_fetched(kept.fetched)}</p>
            if dashboard.audience == Audience::Association {
                <Notice kind={NoticeKind::Calm}><p>{texts.dashboard_suppressed()}</p></Notice>
            }
            {sentences::sentences(texts, dashboard)}
            {flow::section(texts, dashboard)}
            {steps::section(texts, dashboard)}
            {rating::section(texts, dashboard, instrument, phone.language())}
        </>
    }
}

/// Of whom figures are, and from when to when.
fn scope(
    texts: &Texts,
    period: Period,
    interventions: &[InterventionName],
    gender: Option<Gender>,
    municipality: Option<&str>,
) -> Html {
    let (from, to) = (month_and_year(texts, period.from().month()), month_and_year(texts, period.to().month()));
    let names: Vec<&str> = interventions.iter().map(|one| &*one.name).collect();
    let gender = gender.map(|gender| match gender {
        Gender::Woman => texts.gender_woman(),
        Gender::Man => texts.gender_man(),
        Gender::Other => texts.gender_other(),
    });
    let parts: Vec<AttrValue> = gender.into_iter().chain(municipality.map(|name| name.to_owned().into())).collect();
    html! {
        <p class="scope">
            {texts.dashboard_scope(from, to, names.join(", "))}
            if !parts.is_empty() {
                {format!(" {}.", parts.iter().map(|part| &**part).collect::<Vec<_>>().join(", "))}
            }
        </p>
    }
}

/// A count, or that it is hidden.
fn seen(texts: &Texts, count: Option<u32>) -> String {
    count.map_or_else(|| texts.hidden_cell().to_string(), |count| count.to_string())
}

/// Half-up rounding to whole per cent, for the screen; files carry full precision.
fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0 + 1e-9).round())
}

/// Two decimals with the language's own decimal sign.
fn decimal(language: &str, number: f64) -> String {
    let text = format!("{number:.2}");
    if language == "en" { text } else { text.replace('.', ",") }
}
