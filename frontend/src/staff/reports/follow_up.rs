//! The sheet for the national follow-up: what its form asks, intervention by intervention, to copy from or to take away.

use super::choosing::{Choice, Choosing};
use super::side_of;
use super::work::{Work, fetch};
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::places::Places;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, Shell};
use shared::report::saved::FollowUpSheet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn FollowUpSheetPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.sheet_title(), "sheet".into());
    let side = side_of(phone.account.as_ref().map(|account| account.role));
    let choice = use_state(|| Choice::first(side, clock::today()));
    let work = use_state(Work::default);
    let sheet = use_state(|| None::<Rc<FollowUpSheet>>);
    let query = choice.query(phone.language());
    {
        let (engine, work, sheet) = (phone.engine(), work.setter(), sheet.setter());
        use_effect_with(query.clone(), move |query| {
            let query = query.clone();
            work.set(Work::Making);
            sheet.set(None);
            spawn_local(async move {
                match engine.follow_up_sheet(&query).await {
                    Ok(fetched) => {
                        sheet.set(Some(Rc::new(fetched)));
                        work.set(Work::Rest);
                    }
                    Err(fault) => work.set(Work::Fault(fault)),
                }
            });
        });
    }
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
            if let Some(sheet) = (*sheet).clone() {
                <p>{&sheet.about}</p>
                {for sheet.rows.iter().map(|row| one(&sheet.columns, row))}
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
