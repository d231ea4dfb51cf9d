//! Reports: a whole one of a period as a file, those that were saved, and the sheet for the national follow-up. The
//! server makes them; this page computes nothing.

mod choosing;
mod follow_up;
mod periods;
mod saved;
mod work;

pub(super) use follow_up::FollowUpSheetPage;

use super::places::Places;
use super::route::Route;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell};
use choosing::{Choice, Choosing, InAddress};
use periods::Side;
use saved::Saved;
use shared::account::Role;
use wasm_bindgen_futures::spawn_local;
use work::{Work, fetch};
use yew::prelude::*;
use yew_router::prelude::*;

/// The side that whoever is signed in is on.
fn side_of(role: Option<Role>) -> Side {
    if role == Some(Role::ProjectLeader) { Side::Inside } else { Side::Outside }
}

/// The forms that a report comes in: as the address names it, and how the file's name ends.
const FORMS: [(&str, &str); 3] = [("pdf", "pdf"), ("xlsx", "xlsx"), ("csv", "zip")];

#[component]
pub(super) fn Reports() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.reports_title(), "reports".into());
    let side = side_of(phone.account.as_ref().map(|account| account.role));
    let in_address = use_location().and_then(|location| location.query::<InAddress>().ok());
    let choice = use_state(|| Choice::asked(side, clock::today(), in_address));
    let work = use_state(Work::default);
    // Raised whenever another report was saved, so that the list is fetched again.
    let saved = use_state(|| 0_u32);
    let on_choice = {
        let choice = choice.setter();
        Callback::from(move |chosen| choice.set(chosen))
    };
    let on_fetch = |(form, ending): (&'static str, &'static str)| {
        let (phone, work, choice) = (phone.clone(), work.clone(), (*choice).clone());
        Callback::from(move |()| {
            let query = choice.query(phone.language());
            fetch(&phone, &work, format!("/annual{query}&form={form}"), choice.file("stegvis", ending));
        })
    };
    let on_save = {
        let (phone, work, choice, saved) = (phone.clone(), work.clone(), (*choice).clone(), saved.clone());
        Callback::from(move |()| {
            let (engine, work, request, saved) = (phone.engine(), work.setter(), choice.to_save(), saved.clone());
            work.set(Work::Making);
            spawn_local(async move {
                work.set(match engine.save_report(&request).await {
                    Ok(_) => {
                        saved.set(*saved + 1);
                        Work::Saved
                    }
                    Err(fault) => Work::Fault(fault),
                });
            });
        })
    };
    let busy = work.is_making();
    let [pdf, xlsx, csv] = FORMS.map(on_fetch);
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.reports_title()} />
            <p>{texts.reports_words()}</p>
            if side == Side::Outside {
                <Notice kind={NoticeKind::Calm}><p>{texts.dashboard_suppressed()}</p></Notice>
            }
            <Choosing {side} chosen={(*choice).clone()} {on_choice} />
            <div class="buttons">
                <Action label={texts.reports_as_pdf()} on_press={pdf} {busy} />
                <Action kind={ActionKind::Beside} label={texts.reports_as_xlsx()} on_press={xlsx} {busy} />
                <Action kind={ActionKind::Beside} label={texts.reports_as_csv()} on_press={csv} {busy} />
                <Action kind={ActionKind::Beside} label={texts.reports_save()} on_press={on_save} {busy} />
            </div>
            {work.words(&texts)}
            <Saved changed={*saved} />
            <h2>{texts.sheet_title()}</h2>
            <p>{texts.sheet_words()}</p>
            <LinkAction<Route> to={Route::NationalFollowUp} label={texts.sheet_open()} kind={ActionKind::Quiet} />
        </Shell>
    }
}
