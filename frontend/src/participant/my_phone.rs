//! My phone: where I am signed in, and signing out.

use super::route::Route;
use crate::phone::{use_phone, use_screen};
use crate::widgets::{ActionKind, Heading, LinkAction, OwnEntrances, Shell, SignOut};
use yew::prelude::*;

#[component]
pub(super) fn MyPhone() -> Html {
    let texts = use_phone().texts();
    use_screen(texts.my_phone(), "my-phone".into());
    let back = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::Settings} /> };
    html! {
        <Shell navigation={back}>
            <Heading words={texts.my_phone()} />
            <OwnEntrances />
            <SignOut<Route> home={Route::ThisMonth} />
        </Shell>
    }
}
