//! A follow-up that is not finished: kept on the device a moment after each change, and offered again.

use crate::phone::Phone;
use crate::platform::clock;
use crate::state::{Draft, DraftKey, FollowUpDraft};
use gloo_timers::callback::Timeout;
use shared::id::ParticipationId;
use shared::instrument::Answers;
use shared::time::Month;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long after a change it is kept, in milliseconds: not with each letter.
const AFTER: u32 = 300;

pub(super) const fn key_of(participation: ParticipationId, month: Month) -> DraftKey {
    DraftKey { participation, month }
}

/// What was kept of a month.
pub(super) fn kept_draft(phone: &Phone, id: ParticipationId, month: Month) -> Option<FollowUpDraft> {
    phone.drafts.get(&key_of(id, month))?.follow_up.clone()
}

/// Keeps a form whenever it has changed.
#[hook]
pub(super) fn use_kept(phone: &Phone, key: DraftKey, form: Option<FollowUpDraft>) {
    let engine = phone.engine();
    use_effect_with(form, move |form| {
        let later = form.clone().map(|form| {
            Timeout::new(AFTER, move || {
                let follow_up = Some(form);
                let draft = Draft { key, answers: Answers::new(), form: None, follow_up, changed_at: clock::now() };
                // Not kept means only that it is not there after a reload; it still stands on the screen.
                spawn_local(async move {
                    let _ = engine.keep_draft(draft).await;
                });
            })
        });
        move || drop(later)
    });
}

/// Forgets it: last time's values are offered again.
pub(super) fn forget_draft(phone: &Phone, id: ParticipationId, month: Month) -> Callback<()> {
    let engine = phone.engine();
    Callback::from(move |()| {
        let engine = engine.clone();
        // Not dropped means only that it is offered again.
        spawn_local(async move {
            let _ = engine.drop_draft(key_of(id, month)).await;
        });
    })
}
