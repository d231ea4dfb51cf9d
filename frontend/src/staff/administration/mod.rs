//! Where a member's administrator looks after interventions and staff, and the association's analyst after members, the
//! bridge, lists and questionnaires. All of it is asked of the server, and nothing of it is kept on the device.

mod bridge;
mod bridge_draft;
mod bridge_review;
mod bridge_step;
mod costs;
mod history;
mod instruments;
mod interventions;
mod invited;
mod list;
mod list_draft;
mod lists;
mod members;
mod people;
mod person;
mod price_file;
mod prices;
mod sending;
mod words;

pub(super) use bridge::BridgePage;
pub(super) use costs::CostsPage;
pub(super) use instruments::InstrumentsPage;
pub(super) use interventions::InterventionsPage;
pub(super) use lists::ListsPage;
pub(super) use members::MembersPage;
pub(super) use people::PeoplePage;
pub(super) use prices::PricesPage;
pub(super) use sending::use_sending;
pub(super) use words::fault_words;

use super::places::Places;
use crate::phone::use_phone;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell};
use serde::de::DeserializeOwned;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What was asked of the server.
pub(super) struct Fetched<T: 'static> {
    /// It, once it has come; also while it is asked for anew.
    pub(super) value: Option<Rc<T>>,
    /// Why it did not come.
    pub(super) fault: Option<ServerFault>,
    /// Asks anew.
    pub(super) again: Callback<()>,
}

/// Asks the server how something stands.
#[hook]
pub(super) fn use_fetched<T: DeserializeOwned + 'static>(of: &'static str) -> Fetched<T> {
    let phone = use_phone();
    let (value, fault, asked) = (use_state(|| None::<Rc<T>>), use_state(|| None::<ServerFault>), use_state(|| 0_u32));
    {
        let (engine, value, fault) = (phone.engine(), value.setter(), fault.setter());
        use_effect_with(*asked, move |_| {
            spawn_local(async move {
                match engine.administered(of).await {
                    Ok(found) => {
                        value.set(Some(Rc::new(found)));
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
    Fetched { value: (*value).clone(), fault: (*fault).clone(), again }
}

#[derive(PartialEq, Properties)]
pub(super) struct FrameProps {
    pub(super) title: AttrValue,
    /// Whether what is shown has come.
    pub(super) ready: bool,
    pub(super) fault: Option<ServerFault>,
    pub(super) again: Callback<()>,
    pub(super) children: Children,
}

/// What stands round every screen here.
#[component]
pub(super) fn Frame(props: &FrameProps) -> Html {
    let texts = use_phone().texts();
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={props.title.clone()} />
            if let Some(fault) = &props.fault {
                <Notice kind={NoticeKind::Fault}>
                    <p>{fault_words(&texts, fault)}</p>
                    <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={props.again.clone()} />
                </Notice>
            } else if !props.ready {
                <p role="status">{texts.admin_fetching()}</p>
            }
            {for props.children.iter()}
        </Shell>
    }
}

/// Changes a value that a page keeps, by what was typed or chosen.
pub(super) fn changing<T: Clone + 'static, W: 'static>(
    kept: &UseStateHandle<T>,
    change: impl Fn(&mut T, W) + 'static,
) -> Callback<W> {
    let kept = kept.clone();
    Callback::from(move |what| {
        let mut new = (*kept).clone();
        change(&mut new, what);
        kept.set(new);
    })
}
