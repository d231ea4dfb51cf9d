//! The figures of a page on their way: fetched for what is chosen, kept on the device, and the last ones where there is no
//! network. Every page of figures, deviations and reports does it so.

use super::fault_text;
use super::kept::Kept;
use crate::engine::Engine;
use crate::phone::Phone;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What there is to show, and what is being done about it.
pub(in crate::staff) struct Fetched<T> {
    /// The newest figures that there are.
    pub(in crate::staff) shown: Option<Rc<Kept<T>>>,
    fault: Option<ServerFault>,
    is_fetching: bool,
    /// Asks again.
    pub(in crate::staff) again: Callback<()>,
}

/// Fetches figures of a name whenever something else is chosen, or they are asked for again.
#[hook]
pub(in crate::staff) fn use_fetched<C, T, F, G>(phone: &Phone, name: String, chosen: C, fetch: G) -> Fetched<T>
where
    G: Fn(Rc<Engine>, C) -> F + 'static,
    C: Clone + PartialEq + 'static,
    T: Serialize + DeserializeOwned + 'static,
    F: Future<Output = Result<T, ServerFault>> + 'static,
{
    let fault = use_state(|| None::<ServerFault>);
    let asked = use_state(|| 0_u32);
    let fetching = use_state(|| true);
    // With their name: a page that is gone to shows none of the page before.
    let shown = use_state(|| None::<(String, Rc<Kept<T>>)>);
    {
        let engine = phone.engine();
        let (fault, shown, fetching) = (fault.setter(), shown.setter(), fetching.setter());
        use_effect_with((name.clone(), chosen, *asked), move |(name, chosen, _)| {
            let (name, figures) = (name.clone(), fetch(Rc::clone(&engine), chosen.clone()));
            fetching.set(true);
            spawn_local(async move {
                match figures.await {
                    Ok(figures) => {
                        let kept = Kept::now(&engine, &name, figures).await;
                        shown.set(Some((name, Rc::new(kept))));
                        fault.set(None);
                    }
                    Err(why) => {
                        if let Some(last) = Kept::last(&engine, &name).await {
                            shown.set(Some((name, Rc::new(last))));
                        }
                        fault.set(Some(why));
                    }
                }
                fetching.set(false);
            });
        });
    }
    let again = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(*asked + 1))
    };
    let of_name = (*shown).clone().filter(|(of, _)| *of == name).map(|(_, kept)| kept);
    Fetched { shown: of_name, fault: (*fault).clone(), is_fetching: *fetching, again }
}

impl<T> Fetched<T> {
    /// That they are on their way, or why they are not.
    pub(in crate::staff) fn words(&self, texts: &Texts) -> Html {
        self.said(texts, texts.dashboard_fetching(), texts.dashboard_unreachable())
    }

    /// The same of a list.
    pub(in crate::staff) fn words_of_a_list(&self, texts: &Texts) -> Html {
        self.said(texts, texts.list_fetching(), texts.list_unreachable())
    }

    fn said(&self, texts: &Texts, fetching: AttrValue, unreachable: AttrValue) -> Html {
        html! {
            <>
                if self.is_fetching {
                    <p role="status">{fetching}</p>
                }
                if let Some(fault) = &self.fault {
                    <Notice kind={NoticeKind::Fault}>
                        <p>{fault_text(texts, fault, unreachable)}</p>
                        <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={self.again.clone()} />
                    </Notice>
                }
            </>
        }
    }
}
