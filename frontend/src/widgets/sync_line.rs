//! Honest words about where what was saved is: on this device, on its way, received, or refused and why.

use super::failure::store_fault_text;
use super::month::month_after_day;
use super::rescue::SaveUnsent;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::state::{Passage, StoreFault};
use crate::texts::Texts;
use shared::record::Refusal;
use shared::sync::{Activity, Cause};
use yew::prelude::*;

/// In sum: what waits, and what sync does.
#[component]
pub fn SyncLine() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let waiting = phone.waiting().count();
    let words = match (phone.activity, waiting) {
        (Some(Activity::StoreFailed), _) => store_fault_text(&texts, StoreFault::Broken),
        (Some(Activity::SignedOut), 0) => texts.sync_signed_out(),
        (Some(Activity::SignedOut), count) => texts.sync_signed_out_waiting(count),
        (Some(Activity::Outdated), _) => texts.sync_outdated(),
        (Some(Activity::Working) | None, 0) => texts.sync_working(),
        (Some(Activity::Working) | None, count) => texts.sync_sending(count),
        (Some(Activity::UpToDate), 0) => texts.sync_up_to_date(),
        (Some(Activity::Offline), 0) => texts.sync_offline(),
        (Some(Activity::Offline), count) => texts.sync_offline_waiting(count),
        (Some(Activity::Delayed | Activity::UpToDate), count) => texts.sync_delayed(count),
    };
    let stuck = matches!(phone.activity, Some(Activity::Offline | Activity::Delayed));
    let cannot_send = stuck || matches!(phone.activity, Some(Activity::SignedOut | Activity::Outdated));
    let since = phone.waits_since().filter(|_| cannot_send).map(clock::date_of);
    let engine = phone.engine();
    let retry = move |_| engine.wake(Cause::Online);
    html! {
        <div class="sync-line" data-waiting={waiting.to_string()}>
            <p role="status">
                {words}
                if let Some(since) = since {
                    {" "}{texts.sync_since(since.day(), month_after_day(&texts, since.month()))}
                }
            </p>
            if stuck && waiting > 0 {
                <button type="button" class="action quiet" onclick={retry}>{texts.sync_try_now()}</button>
            }
            if cannot_send && waiting > 0 {
                <SaveUnsent />
            }
        </div>
    }
}

/// Properties of [`PassageLine`].
#[derive(PartialEq, Properties)]
pub struct PassageLineProps {
    /// Where the record is.
    pub passage: Passage,
}

/// Of one record: where it is on its way.
#[component]
pub fn PassageLine(props: &PassageLineProps) -> Html {
    let texts = use_phone().texts();
    let (class, words) = match &props.passage {
        Passage::Waiting => ("passage waiting", texts.passage_waiting()),
        Passage::Received(at) => ("passage received", texts.passage_received(clock::time_of_day(*at))),
        Passage::Refused(refusal) => ("passage refused", refusal_text(&texts, refusal)),
        Passage::Gone => ("passage refused", texts.passage_gone()),
    };
    html! { <p {class} role="status">{words}</p> }
}

/// Why a record was put aside, in words for the person. It is kept, on the device and on the server.
pub fn refusal_text(texts: &Texts, refusal: &Refusal) -> AttrValue {
    match refusal {
        Refusal::FutureMonth { month } => texts.refused_future_month(month),
        Refusal::BeforeStart { month, start } => texts.refused_before_start(month, start),
        Refusal::ConsentWithdrawn => texts.refused_withdrawn(),
        Refusal::NotYours | Refusal::NotYourRole | Refusal::OtherAuthor | Refusal::OtherDevice => {
            texts.refused_not_yours()
        }
        Refusal::UnknownItem { .. } | Refusal::OffScale { .. } | Refusal::UnknownInstrument { .. } => {
            texts.refused_answers()
        }
        Refusal::Sealed { .. } => texts.refused_sealed(),
        Refusal::Text { .. } => texts.refused_text(),
        Refusal::UnknownKind | Refusal::Unreadable { .. } => texts.refused_version(),
        _ => texts.refused_other(),
    }
}
