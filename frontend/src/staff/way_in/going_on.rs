//! Going on in a role: the verb behind the buttons with roles, and what comes of it.

use crate::engine::SignInFault;
use crate::phone::use_phone;
use crate::staff::route::Route;
use shared::id::AccountId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

/// From where somebody goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// From having proven who they are.
    Arrive,
    /// From another role.
    Change,
}

/// The verb, and how far it has come.
pub(super) struct GoingOn {
    /// Goes on as that account.
    pub(super) go_on: Callback<AccountId>,
    /// Whether it is under way.
    pub(super) busy: bool,
    /// Why it came to nothing.
    pub(super) fault: UseStateHandle<Option<SignInFault>>,
}

/// Goes on in a role, and home from there.
#[hook]
pub(super) fn use_going_on(step: Step) -> GoingOn {
    let phone = use_phone();
    let navigator = use_navigator();
    let busy = use_state(|| false);
    let fault = use_state(|| None::<SignInFault>);
    let go_on = {
        let (engine, busy, fault) = (phone.engine(), busy.setter(), fault.setter());
        Callback::from(move |account: AccountId| {
            let (engine, busy, fault, navigator) = (engine.clone(), busy.clone(), fault.clone(), navigator.clone());
            busy.set(true);
            fault.set(None);
            spawn_local(async move {
                let gone = match step {
                    Step::Arrive => engine.arrive(account).await,
                    Step::Change => engine.change_role(account).await,
                };
                match gone {
                    Ok(()) => navigator.iter().for_each(|navigator| navigator.replace(&Route::Home)),
                    Err(why) => fault.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    GoingOn { go_on, busy: *busy, fault }
}
