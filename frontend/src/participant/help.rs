//! Help: whom to ask, what to do when something is the matter with the phone, and where to turn when it is urgent, since
//! nobody reads what is answered here at once. And the accessibility statement that Swedish law asks for.

use super::route::Route;
use crate::widgets::{ActionKind, Heading, LinkAction, Shell};
use crate::wording::{use_screen, use_texts};
use yew::prelude::*;

/// Where whoever is not content with an answer about accessibility can complain: the Swedish Agency for Digital
/// Government, by the law on the accessibility of digital public services (2018:1937).
const COMPLAINTS: &str = "https://www.digg.se/tdosanmalan";

#[component]
pub(super) fn Help() -> Html {
    let texts = use_texts();
    use_screen(texts.help_title(), "help".into());
    let part = |title: AttrValue, words: AttrValue| html! { <><h2>{title}</h2><p>{words}</p></> };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> }}>
            <Heading words={texts.help_title()} />
            {part(texts.help_urgent_title(), texts.help_urgent_words())}
            <a class="action beside" href="tel:112">{texts.help_call("112")}</a>
            <a class="action beside" href="tel:1177">{texts.help_call("1177")}</a>
            {part(texts.help_supervisor_title(), texts.help_supervisor_words())}
            {part(texts.help_network_title(), texts.help_network_words())}
            {part(texts.help_pin_title(), texts.help_pin_words())}
            {part(texts.help_phone_title(), texts.help_phone_words())}
            {part(texts.help_month_title(), texts.help_month_words())}
            <LinkAction<Route> kind={ActionKind::Quiet} label={texts.accessibility_title()} to={Route::Accessibility} />
        </Shell>
    }
}

#[component]
pub(super) fn Accessibility() -> Html {
    let texts = use_texts();
    use_screen(texts.accessibility_title(), "accessibility".into());
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::Help} /> }}>
            <Heading words={texts.accessibility_title()} />
            <p>{texts.accessibility_words()}</p>
            <h2>{texts.accessibility_known()}</h2>
            <ul>
                <li>{texts.accessibility_known_untried()}</li>
                <li>{texts.accessibility_known_languages()}</li>
                <li>{texts.accessibility_known_voices()}</li>
            </ul>
            <h2>{texts.accessibility_report()}</h2>
            <p>{texts.accessibility_report_words()}</p>
            <p>{texts.accessibility_complain()}</p>
            <a class="action quiet" href={COMPLAINTS} rel="noreferrer">{texts.accessibility_complain_go()}</a>
            <h2>{texts.accessibility_how()}</h2>
            <p>{texts.accessibility_how_words()}</p>
        </Shell>
    }
}
