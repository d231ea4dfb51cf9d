//! The first screen: the month, how long it takes, one button, what waits, and the own path below.

use super::my_path::{PathOfStay, StayProps};
use super::route::{MonthInAddress, Route};
use super::stay::{Stay, first_open, stay_in};
use crate::contacts::LostPerhapsNotice;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::state::Passage;
use crate::texts::Texts;
use crate::widgets::{
    ActionKind, Heading, LinkAction, Notice, NoticeKind, PassageLine, PlanSteps, Shell, month_after_day,
    month_and_year, month_name, refusal_text,
};
use shared::month_window::MonthWindow;
use shared::sync::Activity;
use shared::time::Month;
use yew::prelude::*;

#[component]
pub(super) fn ThisMonth() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let month = clock::today().month();
    let title = month_and_year(&texts, month);
    let stay = stay_in(&phone, month);
    use_screen(texts.this_month_title(), if stay.is_some() { "this-month" } else { "fetching" }.into());
    let Some(stay) = stay else {
        // Where everything has come and there is nothing, there is nothing to wait for.
        let is_fetching = phone.people.is_empty() && phone.activity != Some(Activity::UpToDate);
        let words = if is_fetching { texts.fetching() } else { texts.no_stay() };
        return html! {
            <Shell>
                <Heading words={title} />
                <p>{words}</p>
                {elsewhere(&texts)}
            </Shell>
        };
    };
    let last = month.plus(-1);
    let late = MonthWindow::of(last, clock::today()) == MonthWindow::Late
        && stay.folded.is_open_in(last)
        && stay.answered(&phone, last).is_none();
    html! {
        <Shell>
            <Heading words={title} />
            {for phone.refused().filter_map(|stored| match &stored.passage {
                Passage::Refused(refusal) => Some(html! {
                    <Notice kind={NoticeKind::Calm}><p>{refusal_text(&texts, refusal)}</p></Notice>
                }),
                _ => None,
            })}
            <LostPerhapsNotice />
            {invitation(&phone, &stay, month)}
            if late {
                <Notice kind={NoticeKind::Calm}>
                    <p>{texts.last_month_open(month_name(&texts, last))}</p>
                    <LinkAction<Route>
                        kind={ActionKind::Beside}
                        label={texts.answer_for(month_name(&texts, last))}
                        to={Route::Question { month: MonthInAddress(last), number: 1 }}
                    />
                </Notice>
            }
            <Agreed stay={stay.clone()} />
            <PathOfStay {stay} />
            <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_my_path()} to={Route::MyPath} />
            {elsewhere(&texts)}
        </Shell>
    }
}

/// What was agreed to do next, where something was.
#[component]
fn Agreed(props: &StayProps) -> Html {
    let phone = use_phone();
    let (Some(held), Some(reference)) = (&props.stay.folded.plan, phone.reference.clone()) else {
        return Html::default();
    };
    html! {
        <section>
            <h2>{phone.texts().plan_title()}</h2>
            <PlanSteps plan={held.value.clone()} {reference} />
        </section>
    }
}

/// The ways to the other screens.
fn elsewhere(texts: &Texts) -> Html {
    let to = |label, to| html! { <LinkAction<Route> kind={ActionKind::Quiet} {label} {to} /> };
    html! {
        <nav class="elsewhere" aria-label={texts.elsewhere()}>
            {to(texts.meeting_title(), Route::Meeting)}
            {to(texts.record_title(), Route::MyRecord)}
            {to(texts.settings_title(), Route::Settings)}
            {to(texts.help_title(), Route::Help)}
        </nav>
    }
}

/// What there is to do this month, and the one button for it.
fn invitation(phone: &Phone, stay: &Stay, month: Month) -> Html {
    let texts = phone.texts();
    let address = MonthInAddress(month);
    let Some(instrument) = phone.reference.as_ref().and_then(|reference| reference.monthly()) else {
        return html! { <p>{texts.fetching()}</p> };
    };
    let question = |number| Route::Question { month: address, number };
    let count = instrument.participant_items().count();
    if let Some(draft) = phone.drafts.get(&stay.key(month)) {
        let to = first_open(instrument, &draft.answers).map_or(Route::End { month: address }, question);
        let date = draft.changed_at.date();
        return html! {
            <>
                <p>{texts.draft_waits(date.day(), month_after_day(&texts, date.month()), draft.answers.len(), count)}</p>
                <LinkAction<Route> label={texts.go_on()} {to} />
            </>
        };
    }
    match stay.answered(phone, month) {
        Some((_, passage)) => html! {
            <>
                <p>{texts.answered(month_name(&texts, month))}</p>
                <PassageLine passage={passage.clone()} />
                <LinkAction<Route> kind={ActionKind::Beside} label={texts.change_answers()} to={Route::End { month: address }} />
            </>
        },
        None => html! {
            <>
                <p>{texts.how_long(count)}</p>
                <LinkAction<Route> label={texts.begin()} to={question(1)} />
            </>
        },
    }
}
