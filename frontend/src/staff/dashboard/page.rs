//! A page of figures: what is chosen, three sentences, and the sections. The figures come from the server as reports; the
//! last ones are kept on the device.

use super::export::Export;
use super::kept::Kept;
use super::looking::Looking;
use super::pages::{Page, tabs};
use super::selection::{Choices, Parts, use_choice};
use super::{before_page, fault_text, movement_page, response_page, scope, together_page};
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::places::Places;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell};
use shared::dashboard::{Audience, DashboardFigures};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(in crate::staff) struct FiguresPageProps {
    pub(in crate::staff) page: Page,
}

/// What is shown, and of which page it is.
type Shown = Option<(Page, Rc<Kept<DashboardFigures>>)>;

#[component]
pub(in crate::staff) fn FiguresPage(props: &FiguresPageProps) -> Html {
    let page = props.page;
    let phone = use_phone();
    let texts = phone.texts();
    let fault = use_state(|| None::<ServerFault>);
    let asked = use_state(|| 0_u32);
    let fetching = use_state(|| true);
    let shown: UseStateHandle<Shown> = use_state(|| None);
    use_screen(page.title(&texts), page.as_str().into());
    let (offer, choice, on_choice) = use_choice(&phone, Route::Figures { page });
    {
        let engine = phone.engine();
        let (fault, shown, fetching) = (fault.setter(), shown.setter(), fetching.setter());
        use_effect_with((page, choice.clone(), *asked), move |(page, choice, _)| {
            let (page, choice) = (*page, choice.clone());
            fetching.set(true);
            let name = format!("figures-{page}");
            spawn_local(async move {
                match engine.figures(&choice.asked(page.reports())).await {
                    Ok(figures) => {
                        let kept = Kept::now(&engine, &name, figures).await;
                        shown.set(Some((page, Rc::new(kept))));
                        fault.set(None);
                    }
                    Err(why) => {
                        if let Some(last) = Kept::last(&engine, &name).await {
                            shown.set(Some((page, Rc::new(last))));
                        }
                        fault.set(Some(why));
                    }
                }
                fetching.set(false);
            });
        });
    }
    let again = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(*asked + 1))
    };
    let of_page = (*shown).clone().filter(|(of, _)| *of == page).map(|(_, kept)| kept);
    let municipalities = of_page.as_ref().map(|kept| kept.figures.municipalities.clone()).unwrap_or_default();
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            {tabs(&texts, Some(page), &choice)}
            <Heading words={page.title(&texts)} />
            <Choices {offer} chosen={choice.clone()} {on_choice} parts={Parts::All { municipalities }} />
            if *fetching {
                <p role="status">{texts.dashboard_fetching()}</p>
            }
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}>
                    <p>{fault_text(&texts, fault)}</p>
                    <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={again.clone()} />
                </Notice>
            }
            if let Some(kept) = of_page {
                {figures(&texts, &phone, page, &kept)}
                <div class="after-list not-printed">
                    <Action kind={ActionKind::Quiet} label={texts.fetch_again()} on_press={again} />
                    <Export chosen={choice.clone()} />
                </div>
            }
        </Shell>
    }
}

fn figures(texts: &Texts, phone: &Phone, page: Page, kept: &Kept<DashboardFigures>) -> Html {
    let reference = phone.reference.clone();
    let shown = &kept.figures;
    let looking =
        Looking { texts, language: phone.language(), reference: reference.as_deref(), figures: &kept.figures };
    html! {
        <>
            {scope(texts, shown.period, &shown.interventions, shown.gender, shown.municipality.as_deref())}
            <p class="scope">{texts.figures_fetched(kept.fetched)}</p>
            if kept.figures.audience == Audience::Association {
                <Notice kind={NoticeKind::Calm}><p>{texts.dashboard_suppressed()}</p></Notice>
            }
            {match page {
                Page::Movement => movement_page::page(&looking),
                Page::BeforeAndAfter => before_page::page(&looking),
                Page::Together => together_page::page(&looking),
                Page::Response => response_page::page(&looking),
            }}
        </>
    }
}
