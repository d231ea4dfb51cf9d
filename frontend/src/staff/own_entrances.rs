//! Where somebody of the staff is signed in, and signing out.

use super::route::Route;
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{ActionKind, Heading, LinkAction, OwnEntrances, Shell, SignOut};
use yew::prelude::*;

#[component]
pub(super) fn OwnEntrancesPage() -> Html {
    let texts = use_phone().texts();
    use_screen(texts.my_sign_ins(), "own-entrances".into());
    let back = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::Home} /> };
    html! {
        <Shell navigation={back}>
            <Heading words={texts.my_sign_ins()} />
            <OwnEntrances />
            <SignOut<Route> home={Route::Home} />
        </Shell>
    }
}
