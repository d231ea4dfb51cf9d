//! The phone as pages know it: what it holds, what it can do, and the texts of the chosen language.

use crate::engine::Engine;
use crate::platform::triggers;
use crate::state::{Opening, State};
use crate::texts::{Language, Texts};
use crate::widgets::{Foot, StoreFailure, SyncLine};
use crate::wording::{Wording, use_wording};
use shared::id::AccountId;
use std::ops::Deref;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

pub use crate::wording::use_screen;

/// What pages work with. Dereferences to the state.
#[derive(Clone)]
pub struct Phone {
    state: UseReducerHandle<State>,
    engine: Rc<Engine>,
    wording: Wording,
}

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && self.wording == other.wording
    }
}

impl Deref for Phone {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl Phone {
    /// The verbs.
    pub fn engine(&self) -> Rc<Engine> {
        Rc::clone(&self.engine)
    }

    /// The texts of the chosen language.
    pub fn texts(&self) -> Rc<Texts> {
        self.wording.texts()
    }

    /// Shows another language from now on.
    pub fn choose_language(&self) -> Callback<Language> {
        self.wording.choose_language()
    }

    /// The languages that there are to choose from.
    pub fn languages(&self) -> &'static [Language] {
        self.wording.languages()
    }

    /// The tag of the chosen language.
    pub fn language(&self) -> &'static str {
        self.wording.language()
    }

    /// Who uses this device, once signed in.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account.as_ref().map(|account| account.id)
    }
}

/// The phone, for a page inside [`PhoneProvider`].
#[hook]
pub fn use_phone() -> Phone {
    use_context::<Phone>().unwrap_or_else(|| unreachable!("every page stands inside PhoneProvider"))
}

/// What stands inside a provider.
#[derive(PartialEq, Properties)]
pub struct InsideProps {
    /// The app, or a part of it.
    pub children: Children,
}

/// Opens the store, begins to sync, and hands the phone to the pages. Stands inside
/// [`WordingProvider`](crate::wording::WordingProvider).
#[component]
pub fn PhoneProvider(props: &InsideProps) -> Html {
    let wording = use_wording();
    let state = use_reducer(State::default);
    let dispatch = state.dispatcher();
    let engine = use_memo((), move |()| Engine::new(dispatch));
    let engine: Rc<Engine> = Rc::clone(&engine);
    {
        let engine = Rc::clone(&engine);
        use_effect_with((), move |()| {
            let woken = Rc::clone(&engine);
            let triggers = triggers::listen(move |cause| woken.wake(cause));
            spawn_local(engine.start());
            move || drop(triggers)
        });
    }
    let foot = Foot(state.account.is_some().then_some(sync_line));
    let phone = Phone { state, engine, wording };
    html! {
        <ContextProvider<Phone> context={phone}>
            <ContextProvider<Foot> context={foot}>{for props.children.iter()}</ContextProvider<Foot>>
        </ContextProvider<Phone>>
    }
}

fn sync_line() -> Html {
    html! { <SyncLine /> }
}

/// Shows what stands inside once the store has been read, and says so where it cannot be.
#[component]
pub fn OnceOpen(props: &InsideProps) -> Html {
    match use_phone().opening {
        Opening::Opening => Html::default(),
        Opening::Failed(fault) => html! { <StoreFailure {fault} /> },
        Opening::Open => html! { {for props.children.iter()} },
    }
}
