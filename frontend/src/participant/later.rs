//! The pages that the first answers can do without: they come in the program's second file, which is fetched as soon as the
//! first screen is shown. Until it is there, and where it could not be fetched, a page of it says so.

use super::route::Route;
use super::{first_use, help, meeting, my_path, my_phone, my_record, settings};
use crate::phone::{use_phone, use_screen};
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell};
use futures::future::LocalBoxFuture;
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A page of the second file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaterPage {
    MyRecord,
    MyPath,
    MyPhone,
    Meeting,
    Settings,
    HomeScreen,
    Accessibility,
}

/// The second file, once it is here.
#[derive(Clone, Copy)]
pub struct LaterPages {
    show: fn(LaterPage) -> Html,
}

impl LaterPages {
    /// What the second file holds. Whoever calls this puts it all in the same file as the call.
    pub fn all() -> Self {
        Self { show }
    }
}

fn show(page: LaterPage) -> Html {
    match page {
        LaterPage::MyRecord => html! { <my_record::MyRecord /> },
        LaterPage::MyPath => html! { <my_path::MyPath /> },
        LaterPage::MyPhone => html! { <my_phone::MyPhone /> },
        LaterPage::Meeting => html! { <meeting::Meeting /> },
        LaterPage::Settings => html! { <settings::Settings /> },
        LaterPage::HomeScreen => html! { <first_use::HomeScreen /> },
        LaterPage::Accessibility => html! { <help::Accessibility /> },
    }
}

/// The second file could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFetched;

/// Fetches the second file; once it is here, at once.
pub type FetchLater = fn() -> LocalBoxFuture<'static, Result<LaterPages, NotFetched>>;

thread_local! {
    static PAGES: Cell<Option<LaterPages>> = const { Cell::new(None) };
}

/// The way to the second file, as the program has it.
#[derive(Clone, Copy)]
pub(super) struct WayThere(pub(super) FetchLater);

impl PartialEq for WayThere {
    /// A program has one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Whether the pages are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coming {
    UnderWay,
    Here,
    NotFetched,
}

#[derive(Clone, PartialEq)]
struct Later {
    coming: UseStateHandle<Coming>,
    fetch: Callback<()>,
}

#[derive(PartialEq, Properties)]
pub(super) struct LaterProviderProps {
    pub(super) way_there: WayThere,
    pub(super) children: Children,
}

/// Fetches the second file once what stands inside is shown.
#[component]
pub(super) fn LaterProvider(props: &LaterProviderProps) -> Html {
    let coming = use_state(|| Coming::UnderWay);
    let fetch = {
        let (WayThere(fetch), coming) = (props.way_there, coming.setter());
        Callback::from(move |()| {
            let coming = coming.clone();
            coming.set(Coming::UnderWay);
            spawn_local(async move {
                coming.set(match fetch().await {
                    Ok(pages) => {
                        PAGES.set(Some(pages));
                        Coming::Here
                    }
                    Err(NotFetched) => Coming::NotFetched,
                });
            });
        })
    };
    {
        let fetch = fetch.clone();
        use_effect_with((), move |()| fetch.emit(()));
    }
    html! { <ContextProvider<Later> context={Later { coming, fetch }}>{for props.children.iter()}</ContextProvider<Later>> }
}

#[derive(PartialEq, Properties)]
pub(super) struct LaterScreenProps {
    pub(super) page: LaterPage,
}

/// A page of the second file, or that it is not here.
#[component]
pub(super) fn LaterScreen(props: &LaterScreenProps) -> Html {
    let later = use_context::<Later>();
    let coming = later.as_ref().map_or(Coming::UnderWay, |later| *later.coming);
    if let (Coming::Here, Some(pages)) = (coming, PAGES.get()) {
        return (pages.show)(props.page);
    }
    let again = later.map(|later| later.fetch).unwrap_or_default();
    html! { <NotHere is_fetching={coming == Coming::UnderWay} {again} /> }
}

#[derive(PartialEq, Properties)]
struct NotHereProps {
    is_fetching: bool,
    again: Callback<()>,
}

/// What is said in the place of a page that is not here: there is one thing to do.
#[component]
fn NotHere(props: &NotHereProps) -> Html {
    let texts = use_phone().texts();
    let title = if props.is_fetching { texts.later_fetching() } else { texts.later_title() };
    use_screen(title.clone(), if props.is_fetching { "later-fetching" } else { "later" }.into());
    let back = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> };
    html! {
        <Shell navigation={back}>
            <Heading words={title} />
            if !props.is_fetching {
                <Notice kind={NoticeKind::Calm}><p>{texts.later_words()}</p></Notice>
                <div class="main-action"><Action label={texts.later_again()} on_press={props.again.clone()} /></div>
            }
        </Shell>
    }
}
