//! The program's second file, as the first knows it: everything behind the first screens. It is fetched as soon as one of them
//! is shown; whatever is asked of it before waits for it.

use super::entering::{Asked, Entering};
use super::not_here::NotHere;
use super::route::Route;
use super::screens::{Screens, ScreensProps};
use crate::engine::SignInFault;
use crate::platform::page;
use futures::future::LocalBoxFuture;
use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The second file, once it is here.
#[derive(Clone, Copy)]
pub struct LaterPages {
    show: fn(ScreensProps) -> Html,
}

impl PartialEq for LaterPages {
    /// A program has one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl LaterPages {
    /// What the second file holds. Whoever calls this puts it all in the same file as the call.
    pub fn all() -> Self {
        Self { show: |props| html! { <Screens ..props /> } }
    }
}

/// The second file could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFetched;

/// Fetches the second file; once it is here, at once.
pub type FetchLater = fn() -> LocalBoxFuture<'static, Result<LaterPages, NotFetched>>;

/// The way to the second file, as the program has it.
#[derive(Clone, Copy)]
pub(super) struct WayThere(pub(super) FetchLater);

impl PartialEq for WayThere {
    /// A program has one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Whether the second file is here.
#[derive(Clone, Copy, PartialEq)]
enum Coming {
    NotBegun,
    UnderWay,
    Here(LaterPages),
    NotFetched,
}

/// What first screens know of the second file.
#[derive(Clone, PartialEq)]
pub(super) struct Later {
    coming: UseStateHandle<Coming>,
    entering: UseStateHandle<Option<Entering>>,
    fetch: Callback<()>,
}

impl Later {
    pub(super) fn is_here(&self) -> bool {
        matches!(*self.coming, Coming::Here(_))
    }

    pub(super) fn is_under_way(&self) -> bool {
        matches!(*self.coming, Coming::NotBegun | Coming::UnderWay)
    }

    /// A first screen is shown: now the network is free for the second file.
    pub(super) fn begin(&self) {
        if *self.coming == Coming::NotBegun {
            self.fetch.emit(());
        }
    }

    /// Has somebody let in who was invited, once the second file is here. Where it could not be fetched, it is fetched again,
    /// and the answer is that there is no way to the server where it still cannot be.
    pub(super) fn enter(&self, asked: Asked, on_answer: Callback<Result<(), SignInFault>>) {
        if *self.coming == Coming::NotFetched {
            self.fetch.emit(());
        }
        self.entering.set(Some(Entering::new(asked, on_answer)));
    }
}

/// The second file, for a screen inside [`LaterProvider`].
#[hook]
pub(super) fn use_later() -> Later {
    use_context::<Later>().unwrap_or_else(|| unreachable!("every screen stands inside LaterProvider"))
}

#[derive(PartialEq, Properties)]
pub(super) struct LaterProviderProps {
    pub(super) way_there: WayThere,
    pub(super) children: Children,
}

/// Fetches the second file: at once where it is on the device, else when it is told to begin; and again where there was no
/// network and there is one.
#[component]
pub(super) fn LaterProvider(props: &LaterProviderProps) -> Html {
    let coming = use_state(|| Coming::NotBegun);
    let entering = use_state(|| None::<Entering>);
    let fetch = {
        let (WayThere(fetch), coming) = (props.way_there, coming.setter());
        Callback::from(move |()| {
            let coming = coming.clone();
            coming.set(Coming::UnderWay);
            spawn_local(async move {
                coming.set(fetch().await.map_or(Coming::NotFetched, Coming::Here));
            });
        })
    };
    {
        let fetch = fetch.clone();
        use_effect_with((), move |()| {
            if page::is_kept() {
                fetch.emit(());
            }
        });
    }
    {
        let fetch = fetch.clone();
        use_effect_with(*coming == Coming::NotFetched, move |is_missing| {
            let again = move |_: &Event| fetch.emit(());
            let online = is_missing.then(|| EventListener::new(&gloo_utils::window(), "online", again));
            move || drop(online)
        });
    }
    use_effect_with((*coming, (*entering).clone()), |(coming, entering)| {
        if let (Coming::NotFetched, Some(entering)) = (coming, entering)
            && entering.take().is_some()
        {
            entering.answer(Err(SignInFault::Server));
        }
    });
    let later = Later { coming, entering, fetch };
    html! { <ContextProvider<Later> context={later}>{for props.children.iter()}</ContextProvider<Later>> }
}

#[derive(PartialEq, Properties)]
pub(super) struct LaterScreensProps {
    /// What is to be shown of the second file, if anything.
    pub(super) route: Option<Route>,
}

/// A screen of the second file, or that it is not here. What that file does beside its screens goes on whatever is shown.
#[component]
pub(super) fn LaterScreens(props: &LaterScreensProps) -> Html {
    let later = use_later();
    match (*later.coming, props.route.clone()) {
        (Coming::Here(pages), route) => (pages.show)(ScreensProps { route, entering: (*later.entering).clone() }),
        (_, Some(route)) => {
            html! { <NotHere {route} is_fetching={later.is_under_way()} again={later.fetch} /> }
        }
        (_, None) => Html::default(),
    }
}
