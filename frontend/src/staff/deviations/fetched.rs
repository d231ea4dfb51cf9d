//! The frame of a page of deviations that come from the server: asked for when the page is shown and whenever something
//! was done about one. The last ones are kept on the device, to be read without a network.

use crate::engine::Engine;
use crate::phone::{use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::dashboard::{self, use_fetched};
use crate::staff::places::Places;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Heading, Shell};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::reference::Reference;
use std::rc::Rc;
use yew::prelude::*;

/// What came, or why not.
pub(super) struct Fetched<T> {
    asked: dashboard::Fetched<T>,
    /// Asks once more.
    pub(super) again: Callback<()>,
}

/// Asks the server; what it answers is kept under a name.
#[hook]
pub(super) fn use_deviations<T, Ask, Answer>(name: &'static str, ask: Ask) -> Fetched<T>
where
    T: Serialize + DeserializeOwned + 'static,
    Ask: Fn(Rc<Engine>) -> Answer + 'static,
    Answer: Future<Output = Result<T, ServerFault>> + 'static,
{
    let phone = use_phone();
    use_screen(phone.texts().deviations_title(), "deviations".into());
    let asked = use_fetched(&phone, name.into(), (), move |engine, ()| ask(engine));
    let again = asked.again.clone();
    Fetched { asked, again }
}

impl<T> Fetched<T> {
    /// The page: its words, what went wrong, and what came, once there are the association's names for it.
    pub(super) fn page(
        &self,
        texts: &Texts,
        words: AttrValue,
        reference: Option<Rc<Reference>>,
        draw: impl FnOnce(&T, Rc<Reference>) -> Html,
    ) -> Html {
        html! {
            <Shell wide=true navigation={html! { <Places /> }}>
                <Heading words={texts.deviations_title()} />
                <p>{words}</p>
                {self.asked.words_of_a_list(texts)}
                if let Some((kept, reference)) = self.asked.shown.as_ref().zip(reference) {
                    <p class="scope">{texts.list_fetched(kept.fetched)}</p>
                    {draw(&kept.figures, reference)}
                }
            </Shell>
        }
    }
}
