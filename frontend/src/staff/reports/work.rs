//! What a page of reports is doing, and what came of it: making takes a while, and whoever waits is told.

use crate::phone::Phone;
use crate::platform::files;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Notice, NoticeKind};
use shared::report::saved::MadeAgain;
use shared::sync::Failure;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Work {
    /// Nothing is asked for.
    #[default]
    Rest,
    /// The server makes it.
    Making,
    /// A file was handed to the browser.
    Offered(AttrValue),
    /// The browser did not take the file.
    NotTaken,
    /// It was saved.
    Saved,
    /// It was made again.
    Again(MadeAgain),
    /// It did not come.
    Fault(ServerFault),
}

impl Work {
    /// Whether something is under way.
    pub(super) fn is_making(&self) -> bool {
        *self == Self::Making
    }

    /// It in words, as soon as there is something to say.
    pub(super) fn words(&self, texts: &Texts) -> Html {
        let calm = |words: AttrValue| html! { <div role="status"><Notice kind={NoticeKind::Calm}><p>{words}</p></Notice></div> };
        let fault = |words: AttrValue| html! { <Notice kind={NoticeKind::Fault}><p>{words}</p></Notice> };
        match self {
            Self::Rest => html! { <div role="status"></div> },
            Self::Making => calm(texts.reports_making()),
            Self::Offered(name) => calm(texts.reports_offered(name)),
            Self::Saved => calm(texts.reports_was_saved()),
            Self::Again(made) => calm(again_words(texts, *made)),
            Self::NotTaken => fault(texts.reports_not_taken()),
            Self::Fault(ServerFault::Failed(Failure::SignedOut)) => fault(texts.sync_signed_out()),
            Self::Fault(ServerFault::Failed(_)) => fault(texts.reports_unreachable()),
            Self::Fault(ServerFault::Refused(_)) => fault(texts.reports_refused()),
        }
    }
}

/// What came of making a report again, and why it may differ.
fn again_words(texts: &Texts, made: MadeAgain) -> AttrValue {
    if made.is_same {
        return texts.reports_same();
    }
    let mut words = vec![texts.reports_differs()];
    if made.missing_records > 0 {
        words.push(texts.reports_missing_records(made.missing_records));
    }
    if made.lists_changed {
        words.push(texts.reports_lists_changed());
    }
    if made.program_changed {
        words.push(texts.reports_program_changed());
    }
    words.join(" ").into()
}

/// Fetches a file and hands it to the browser.
pub(super) fn fetch(phone: &Phone, work: &UseStateHandle<Work>, address: String, name: String) {
    if work.is_making() {
        return;
    }
    let (engine, work) = (phone.engine(), work.setter());
    work.set(Work::Making);
    spawn_local(async move {
        work.set(match engine.report_file(&address).await {
            Ok(content) if files::offer_bytes(&name, &content) => Work::Offered(name.into()),
            Ok(_) => Work::NotTaken,
            Err(fault) => Work::Fault(fault),
        });
    });
}
