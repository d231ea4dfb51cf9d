//! A page of figures: what is chosen, three sentences, and the sections. The figures come from the server as reports; the
//! last ones are kept on the device.

use super::export::Export;
use super::fetched::use_fetched;
use super::kept::Kept;
use super::looking::Looking;
use super::pages::{Page, tabs};
use super::selection::{Choices, use_choice};
use super::{before_page, movement_page, response_page, scope, together_page};
use crate::phone::{Phone, use_phone, use_screen};
use crate::staff::places::Places;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell};
use shared::dashboard::{Audience, DashboardFigures};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(in crate::staff) struct FiguresPageProps {
    pub(in crate::staff) page: Page,
}

#[component]
pub(in crate::staff) fn FiguresPage(props: &FiguresPageProps) -> Html {
    let page = props.page;
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(page.title(&texts), page.as_str().into());
    let (offer, choice, on_choice) = use_choice(&phone, Route::Figures { page });
    let name = format!("figures-{page}");
    let fetched = use_fetched(&phone, name, (page, choice.clone()), |engine, (page, choice)| async move {
        engine.figures(&choice.asked(page.reports())).await
    });
    let municipalities = fetched.shown.as_ref().map(|kept| kept.figures.municipalities.clone()).unwrap_or_default();
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            {tabs(&texts, Some(page), &choice)}
            <Heading words={page.title(&texts)} />
            <Choices {offer} chosen={choice.clone()} {on_choice} {municipalities} />
            {fetched.words(&texts)}
            if let Some(kept) = &fetched.shown {
                {figures(&texts, &phone, page, kept)}
                <div class="after-list not-printed">
                    <Action kind={ActionKind::Quiet} label={texts.fetch_again()} on_press={fetched.again.clone()} />
                    <Export chosen={choice} />
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
