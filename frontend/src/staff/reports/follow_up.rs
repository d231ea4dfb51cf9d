//! The sheet for the national follow-up: what its form asks, intervention by intervention, to copy from or to take away.

use super::choosing::{Choice, Choosing};
use super::side_of;
use super::work::{Work, fetch};
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::dashboard::use_fetched;
use crate::staff::places::Places;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, Shell};
use yew::prelude::*;

#[component]
pub(in crate::staff) fn FollowUpSheetPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.sheet_title(), "sheet".into());
    let side = side_of(phone.account.as_ref().map(|account| account.role));
    let choice = use_state(|| Choice::first(side, clock::today()));
    let work = use_state(Work::default);
    let query = choice.query(phone.language());
    let fetched = use_fetched(&phone, "reports-sheet".into(), query.clone(), |engine, query| async move {
        engine.follow_up_sheet(&query).await
    });
    let on_choice = {
        let choice = choice.setter();
        Callback::from(move |chosen| choice.set(chosen))
    };
    let on_fetch = |form: &'static str| {
        let (phone, work, name) = (phone.clone(), work.clone(), choice.file("uppfoljning", form));
        let address = format!("/national-follow-up/file{query}&form={form}");
        Callback::from(move |()| fetch(&phone, &work, address.clone(), name.clone()))
    };
    let busy = work.is_making();
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.sheet_title()} />
            <p>{texts.sheet_words()}</p>
            <Choosing {side} chosen={(*choice).clone()} {on_choice} />
            <div class="buttons">
                <Action label={texts.reports_as_xlsx()} on_press={on_fetch("xlsx")} {busy} />
                <Action kind={ActionKind::Beside} label={texts.reports_as_csv()} on_press={on_fetch("csv")} {busy} />
            </div>
            {work.words(&texts)}
            {fetched.words(&texts)}
            if let Some(kept) = &fetched.shown {
                <p class="scope">{texts.figures_fetched(kept.fetched)}</p>
                <p>{&kept.figures.about}</p>
                {for kept.figures.rows.iter().map(|row| one(&kept.figures.columns, row))}
            }
        </Shell>
    }
}

/// An intervention with what is asked of it.
fn one(columns: &[String], row: &[String]) -> Html {
    let Some((name, cells)) = row.split_first() else { return Html::default() };
    let line = |(column, cell): (&String, &String)| {
        html! { <tr><th scope="row">{column}</th><td>{cell}</td></tr> }
    };
    html! {
        <table class="figures">
            <caption>{name}</caption>
            <tbody>{for columns.iter().skip(1).zip(cells).map(line)}</tbody>
        </table>
    }
}
