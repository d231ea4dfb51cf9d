//! Saving one thing that happened, and going on to another page when it is on the disk: what forms about a stay have in
//! common.

use crate::engine::Happening;
use crate::phone::use_phone;
use crate::staff::route::Route;
use crate::state::StoreFault;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

/// How saving goes.
pub(super) struct Saving {
    /// What kept it from being saved, the last time it was tried.
    pub(super) not_kept: Option<StoreFault>,
    /// Saves what happened, as its author whoever is signed in.
    pub(super) save: Callback<Happening>,
}

/// Saves, and then goes to `then`.
#[hook]
pub(super) fn use_saving(then: Route) -> Saving {
    let phone = use_phone();
    let navigator = use_navigator();
    let not_kept = use_state(|| None::<StoreFault>);
    let save = {
        let not_kept = not_kept.setter();
        Callback::from(move |happening: Happening| {
            let Some(author) = phone.account_id() else { return };
            let (engine, not_kept) = (phone.engine(), not_kept.clone());
            let (navigator, then) = (navigator.clone(), then.clone());
            spawn_local(async move {
                match engine.save(author, vec![happening], None).await {
                    Ok(_) => navigator.iter().for_each(|navigator| navigator.push(&then)),
                    Err(why) => not_kept.set(Some(why)),
                }
            });
        })
    };
    Saving { not_kept: *not_kept, save }
}
