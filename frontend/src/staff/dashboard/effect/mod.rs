//! The effect on society: three sentences, the two ledgers side by side and never added together, what it is worth over
//! years, and what it would be worth if a scenario holds. The figures come from the server ready made; the scenario is
//! reckoned here, by the same code as on the server.

mod ledgers;
mod money;
mod scenario;
mod scenario_form;
mod sentences;
mod worth;

use super::selection::{Choices, Parts, use_choice};
use super::{Places, fault_text};
use crate::phone::{use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell, month_and_year};
use scenario::ScenarioSection;
use shared::dashboard::Audience;
use shared::economics::EffectAtExit;
use shared::effect_dashboard::{EffectDashboard, PricesUsed};
use shared::figures::Figure;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Under which name the last state is kept, to be read without a network.
const SEEN: &str = "effect";

#[component]
pub(in crate::staff) fn EffectPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fault = use_state(|| None::<ServerFault>);
    let asked = use_state(|| 0_u32);
    let fetching = use_state(|| true);
    let shown = use_state(|| None::<Rc<EffectDashboard>>);
    use_screen(texts.effect_title(), "effect".into());
    let (offer, choice, on_choice) = use_choice(&phone, Route::Effect);
    {
        let (engine, fault, shown) = (phone.engine(), fault.setter(), shown.setter());
        let fetching = fetching.setter();
        use_effect_with((choice.clone(), *asked), move |(choice, _)| {
            let query = choice.query();
            fetching.set(true);
            spawn_local(async move {
                match engine.effect(&query).await {
                    Ok(dashboard) => {
                        engine.keep_seen(SEEN, &dashboard).await;
                        shown.set(Some(Rc::new(dashboard)));
                        fault.set(None);
                    }
                    Err(why) => {
                        if let Some(last) = engine.last_seen(SEEN).await {
                            shown.set(Some(Rc::new(last)));
                        }
                        fault.set(Some(why));
                    }
                }
                fetching.set(false);
            });
        });
    }
    let again = Callback::from(move |()| asked.set(*asked + 1));
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.effect_title()} />
            <Choices {offer} chosen={choice} {on_choice} parts={Parts::Interventions} />
            if *fetching {
                <p role="status">{texts.dashboard_fetching()}</p>
            }
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}>
                    <p>{fault_text(&texts, fault)}</p>
                    <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={again.clone()} />
                </Notice>
            }
            if let Some(dashboard) = &*shown {
                {figures(&texts, dashboard)}
                <ScenarioSection dashboard={Rc::clone(dashboard)} />
                <Action kind={ActionKind::Quiet} label={texts.fetch_again()} on_press={again} />
            }
        </Shell>
    }
}

fn figures(texts: &Texts, dashboard: &EffectDashboard) -> Html {
    let period = dashboard.period;
    let (from, to) = (month_and_year(texts, period.from().month()), month_and_year(texts, period.to().month()));
    let names: Vec<&str> = dashboard.interventions.iter().map(|one| &*one.name).collect();
    html! {
        <>
            <p class="scope">{texts.dashboard_scope(from, to, names.join(", "))}</p>
            if dashboard.audience == Audience::Association {
                <Notice kind={NoticeKind::Calm}><p>{texts.dashboard_suppressed()}</p></Notice>
            }
            {sentences::sentences(texts, dashboard)}
            {of_prices(texts, dashboard)}
        </>
    }
}

/// What there is to show, and by which prices; where there is nothing, why.
fn of_prices(texts: &Texts, dashboard: &EffectDashboard) -> Html {
    let Some(prices) = &dashboard.prices else {
        return html! { <Notice kind={NoticeKind::Calm}><p>{texts.effect_no_prices()}</p></Notice> };
    };
    html! {
        <>
            if prices.is_example {
                <Notice kind={NoticeKind::Calm}><p>{texts.effect_example()}</p></Notice>
            }
            if let Some(Figure::Known(effect)) = &dashboard.effect {
                {known(texts, effect)}
            }
            <p class="method">{source(texts, prices)}</p>
        </>
    }
}

fn known(texts: &Texts, effect: &EffectAtExit) -> Html {
    html! {
        <>
            {ledgers::section(texts, effect)}
            {worth::section(texts, effect)}
        </>
    }
}

fn source(texts: &Texts, prices: &PricesUsed) -> String {
    let source = prices.source.as_deref().unwrap_or_default();
    let rate = format!("{:.1}", prices.rate * 100.0).replace('.', ",");
    texts.effect_prices(prices.price_year, source, rate).to_string()
}
