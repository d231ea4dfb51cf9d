//! The screen for a store that cannot be used: what that means, and the one thing to do.

use super::shell::Heading;
use crate::state::StoreFault;
use crate::texts::Texts;
use crate::wording::{use_screen, use_texts};
use yew::prelude::*;

/// Properties of [`StoreFailure`].
#[derive(PartialEq, Properties)]
pub struct StoreFailureProps {
    /// What went wrong.
    pub fault: StoreFault,
}

/// What went wrong with the device's store, and what to do.
pub fn store_fault_text(texts: &Texts, fault: StoreFault) -> AttrValue {
    match fault {
        StoreFault::Missing => texts.store_missing(),
        StoreFault::Full => texts.store_full(),
        StoreFault::Blocked => texts.store_blocked(),
        StoreFault::Broken => texts.store_broken(),
    }
}

/// The screen.
#[component]
pub fn StoreFailure(props: &StoreFailureProps) -> Html {
    let texts = use_texts();
    let title = texts.store_failed_title();
    use_screen(title.clone(), "store".into());
    html! {
        <main class="page">
            <Heading words={title} />
            <p>{store_fault_text(&texts, props.fault)}</p>
        </main>
    }
}
