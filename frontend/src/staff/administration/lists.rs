//! The code lists of an association: which there are, and the editor of each.

use super::history::History;
use super::list::ListEditor;
use super::words::list_name;
use super::{Frame, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind};
use shared::administration::Editions;
use shared::code::{Code, CodeList};
use std::rc::Rc;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn ListsPage() -> Html {
    let texts = use_phone().texts();
    let fetched = use_fetched::<Editions>("editions");
    let open = use_state(|| None::<Code>);
    let title = open.as_ref().map_or_else(|| texts.lists_title(), |id| list_name(&texts, id));
    let screen = open.as_ref().map_or_else(|| "lists".into(), |id| format!("list {id}"));
    use_screen(title.clone(), screen.into());
    let show = |id: Option<Code>| {
        let open = open.setter();
        Callback::from(move |()| open.set(id.clone()))
    };
    let row = |list: &CodeList| {
        let name = list_name(&texts, &list.id);
        html! {
            <li>
                <div class="case">
                    <span class="alias">{&name}</span>
                    <span class="own">{texts.list_version(list.version, list.entries.len())}</span>
                </div>
                <Action kind={ActionKind::Quiet} label={texts.admin_change(&name)} on_press={show(Some(list.id.clone()))} />
            </li>
        }
    };
    let listed = |all: &Editions| {
        html! {
            <>
                <p>{texts.lists_words()}</p>
                <ul class="cases looked-after">{for all.lists.iter().map(row)}</ul>
                <History lines={all.history.clone()} />
            </>
        }
    };
    let chosen = |all: &Rc<Editions>, id: &Code| all.lists.iter().find(|list| list.id == *id).cloned();
    let shown = match (&fetched.value, &*open) {
        (None, _) => Html::default(),
        (Some(all), None) => listed(all),
        (Some(all), Some(id)) => match chosen(all, id) {
            Some(list) => html! {
                <ListEditor key={id.to_string()} {list} again={fetched.again.clone()} close={show(None)} />
            },
            None => listed(all),
        },
    };
    html! {
        <Frame {title} ready={fetched.value.is_some()} fault={fetched.fault.clone()} again={fetched.again.clone()}>{shown}</Frame>
    }
}
