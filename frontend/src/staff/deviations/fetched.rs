//! The frame of a page of deviations that come from the server: asked for when the page is shown and whenever something
//! was done about one.

use super::fault_text;
use crate::engine::Engine;
use crate::phone::{use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::places::Places;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell};
use shared::reference::Reference;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What came, or why not.
pub(super) struct Fetched<T> {
    came: Option<Rc<T>>,
    fault: Option<ServerFault>,
    /// Asks once more.
    pub(super) again: Callback<()>,
}

/// Asks the server.
#[hook]
pub(super) fn use_fetched<T, Ask, Answer>(ask: Ask) -> Fetched<T>
where
    T: 'static,
    Ask: Fn(Rc<Engine>) -> Answer + 'static,
    Answer: Future<Output = Result<T, ServerFault>> + 'static,
{
    let phone = use_phone();
    let asked = use_state(|| 0_u32);
    let fault = use_state(|| None::<ServerFault>);
    let came = use_state(|| None::<Rc<T>>);
    use_screen(phone.texts().deviations_title(), "deviations".into());
    {
        let (engine, fault, came) = (phone.engine(), fault.setter(), came.setter());
        use_effect_with(*asked, move |_| {
            let answer = ask(engine);
            spawn_local(async move {
                match answer.await {
                    Ok(answer) => {
                        came.set(Some(Rc::new(answer)));
                        fault.set(None);
                    }
                    Err(why) => fault.set(Some(why)),
                }
            });
        });
    }
    let again = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(*asked + 1))
    };
    Fetched { came: (*came).clone(), fault: (*fault).clone(), again }
}

impl<T> Fetched<T> {
    /// The page: its words, what went wrong, and what came, once there are the association's names for it.
    pub(super) fn page(
        &self,
        texts: &Texts,
        words: AttrValue,
        reference: Option<Rc<Reference>>,
        draw: impl FnOnce(&Rc<T>, Rc<Reference>) -> Html,
    ) -> Html {
        html! {
            <Shell wide=true navigation={html! { <Places /> }}>
                <Heading words={texts.deviations_title()} />
                <p>{words}</p>
                if let Some(fault) = &self.fault {
                    <Notice kind={NoticeKind::Fault}>
                        <p>{fault_text(texts, fault)}</p>
                        <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={self.again.clone()} />
                    </Notice>
                }
                {match (&self.came, reference) {
                    (Some(came), Some(reference)) => draw(came, reference),
                    _ if self.fault.is_none() => html! { <p role="status">{texts.fetching()}</p> },
                    _ => Html::default(),
                }}
            </Shell>
        }
    }
}
