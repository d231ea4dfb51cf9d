//! The effect on society: three sentences, the two ledgers side by side and never added together, what it is worth over
//! years, and what it would be worth if a scenario holds. The figures come from the server ready made; the scenario is
//! reckoned here, by the same code as on the server.

mod ledgers;
mod money;
mod realised;
mod scenario;
mod scenario_form;
mod sentences;
mod steps;
mod worth;

use super::export::Export;
use super::fetched::use_fetched;
use super::kept::Kept;
use super::reading::Names;
use super::selection::{Choices, use_choice};
use super::{Places, scope};
use crate::phone::{use_phone, use_screen};
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell};
use scenario::ScenarioSection;
use shared::dashboard::Audience;
use shared::effect_dashboard::{EffectDashboard, PricesUsed, SeenEffect};
use shared::figures::Figure;
use std::rc::Rc;
use yew::prelude::*;

/// Under which name the last state is kept, to be read without a network.
const SEEN: &str = "effect-page";

#[component]
pub(in crate::staff) fn EffectPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.effect_title(), "effect".into());
    let (offer, choice, on_choice) = use_choice(&phone, Route::Effect);
    let fetched = use_fetched(&phone, SEEN.into(), choice.clone(), |engine, choice| async move {
        engine.effect(&choice.query_of_part()).await
    });
    let municipalities = fetched.shown.as_ref().map(|kept| kept.figures.municipalities.clone()).unwrap_or_default();
    let reference = phone.reference.clone();
    let names = Names { texts: &texts, reference: reference.as_deref(), language: phone.language() };
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.effect_title()} />
            <Choices {offer} chosen={choice.clone()} {on_choice} {municipalities} />
            {fetched.words(&texts)}
            if let Some(kept) = &fetched.shown {
                {figures(names, kept)}
                <ScenarioSection dashboard={Rc::new(kept.figures.clone())} />
                <div class="after-list not-printed">
                    <Action kind={ActionKind::Quiet} label={texts.fetch_again()} on_press={fetched.again.clone()} />
                    <Export chosen={choice} />
                </div>
            }
        </Shell>
    }
}

fn figures(names: Names<'_>, kept: &Kept<EffectDashboard>) -> Html {
    let (texts, dashboard) = (names.texts, &kept.figures);
    html! {
        <>
            {scope(texts, dashboard.period, &dashboard.interventions, dashboard.gender, dashboard.municipality.as_deref())}
            <p class="scope">{texts.figures_fetched(kept.fetched)}</p>
            if dashboard.audience == Audience::Association {
                <Notice kind={NoticeKind::Calm}><p>{texts.dashboard_suppressed()}</p></Notice>
            }
            {sentences::sentences(texts, dashboard)}
            {of_prices(names, dashboard)}
        </>
    }
}

/// What there is to show, and by which prices; where there is nothing, why.
fn of_prices(names: Names<'_>, dashboard: &EffectDashboard) -> Html {
    let texts = names.texts;
    let Some(prices) = &dashboard.prices else {
        return html! { <Notice kind={NoticeKind::Calm}><p>{texts.effect_no_prices()}</p></Notice> };
    };
    html! {
        <>
            if prices.is_example {
                <Notice kind={NoticeKind::Calm}><p>{texts.effect_example()}</p></Notice>
            }
            if let Some(Figure::Known(effect)) = &dashboard.effect {
                {known(names, effect)}
            }
            if let Some(realised) = &dashboard.realised {
                {realised::section(texts, realised)}
            }
            if let Some(steps) = &dashboard.steps {
                {steps::section(names, steps)}
            }
            <p class="method">{source(texts, prices)}</p>
        </>
    }
}

fn known(names: Names<'_>, effect: &SeenEffect) -> Html {
    html! {
        <>
            {ledgers::section(names, effect)}
            {worth::section(names.texts, effect)}
        </>
    }
}

fn source(texts: &Texts, prices: &PricesUsed) -> String {
    let source = prices.source.as_deref().unwrap_or_default();
    let rate = format!("{:.1}", prices.rate * 100.0).replace('.', ",");
    texts.effect_prices(prices.price_year, source, rate).to_string()
}
