//! What is known of what was put aside: from the server, kept on the device for when there is no network.

use crate::engine::Engine;
use crate::phone::use_phone;
use shared::id::ParticipationId;
use shared::quarantine::{Aside, Asides};
use shared::sync::Activity;
use std::collections::BTreeSet;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

const ASIDES: &str = "asides";

/// Asks the server, and keeps what it says; `None` where it could not be asked.
async fn fetch(engine: &Engine) -> Option<Asides> {
    let asides = engine.asides().await.ok()?;
    engine.keep_seen(ASIDES, &asides).await;
    Some(asides)
}

/// What there is to review, as it was last told; asked for anew when the screen is shown and sync has come to its end, and
/// whenever `again` changes.
#[hook]
pub(in crate::staff) fn use_asides(again: u32) -> Vec<Aside> {
    let phone = use_phone();
    let known = use_state(Vec::<Aside>::new);
    let (engine, setter) = (phone.engine(), known.setter());
    let is_in_touch = phone.activity == Some(Activity::UpToDate);
    use_effect_with((is_in_touch, again), move |(is_in_touch, _)| {
        let is_in_touch = *is_in_touch;
        spawn_local(async move {
            let fetched = if is_in_touch { fetch(&engine).await } else { None };
            let known = match fetched {
                Some(asides) => asides,
                None => engine.last_seen(ASIDES).await.unwrap_or_default(),
            };
            setter.set(known.entries);
        });
    });
    (*known).clone()
}

/// What there was to review when the server was last asked. Nothing is asked now.
#[hook]
pub(super) fn use_kept_asides() -> Vec<Aside> {
    let phone = use_phone();
    let known = use_state(Vec::<Aside>::new);
    let (engine, setter) = (phone.engine(), known.setter());
    use_effect_with((), move |()| {
        spawn_local(async move {
            let kept: Asides = engine.last_seen(ASIDES).await.unwrap_or_default();
            setter.set(kept.entries);
        });
    });
    (*known).clone()
}

/// Whom any of it is about.
pub(in crate::staff) fn about_whom(asides: &[Aside]) -> BTreeSet<ParticipationId> {
    asides.iter().filter_map(|aside| aside.participation).collect()
}
