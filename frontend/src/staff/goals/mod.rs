//! The goal matrix: what was to be reached, and what was. The last one is kept on the device, to be read without a network;
//! who may say what the goals are does it here as well.

mod form;
mod matrix;
mod typed;

use super::administration::{Frame, fault_words};
use super::dashboard::Kept;
use crate::phone::{use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind};
use form::Form;
use shared::goal_matrix::{GoalLine, GoalMatrix};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Under which name the last matrix is kept.
const SEEN: &str = "goals-page";

/// What is being changed.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    /// A goal that nobody has set yet.
    New,
    /// Another outcome or target of one that is set.
    Old(GoalLine),
}

#[component]
pub(super) fn GoalsPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let (shown, fault, asked) =
        (use_state(|| None::<Rc<Kept<GoalMatrix>>>), use_state(|| None::<ServerFault>), use_state(|| 0_u32));
    let open = use_state(|| None::<Open>);
    let title = if open.is_some() { texts.goal_title() } else { texts.goals_title() };
    use_screen(title.clone(), if open.is_some() { "goal".into() } else { "goals".into() });
    {
        let (engine, shown, fault) = (phone.engine(), shown.setter(), fault.setter());
        use_effect_with(*asked, move |_| {
            spawn_local(async move {
                match engine.goals().await {
                    Ok(matrix) => {
                        shown.set(Some(Rc::new(Kept::now(&engine, SEEN, matrix).await)));
                        fault.set(None);
                    }
                    Err(why) => {
                        if let Some(last) = Kept::last(&engine, SEEN).await {
                            shown.set(Some(Rc::new(last)));
                        }
                        fault.set(Some(why));
                    }
                }
            });
        });
    }
    let again = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(*asked + 1))
    };
    let close = {
        let (open, again) = (open.setter(), again.clone());
        Callback::from(move |()| {
            open.set(None);
            again.emit(());
        })
    };
    let show = {
        let open = open.setter();
        Callback::from(move |what: Open| open.set(Some(what)))
    };
    let page = match (&*shown, &*open) {
        (None, _) => Html::default(),
        (Some(_), Some(open)) => html! { <Form open={open.clone()} {close} /> },
        (Some(kept), None) => html! {
            <>
                <p class="scope">{texts.figures_fetched(kept.fetched)}</p>
                {matrix::sentences(&texts, &kept.figures.goals)}
                {matrix::periods(&texts, &kept.figures, &show)}
                if kept.figures.may_change {
                    <Action label={texts.goals_new()} on_press={show.reform(|()| Open::New)} />
                }
            </>
        },
    };
    // Old figures are better than none, and are said to be old.
    let is_old = fault.is_some() && shown.is_some();
    let told = fault.as_ref().filter(|_| !is_old).cloned();
    html! {
        <Frame {title} ready={shown.is_some()} fault={told} again={again.clone()}>
            if let Some(fault) = fault.as_ref().filter(|_| is_old) {
                <Notice kind={NoticeKind::Fault}>
                    <p>{texts.goals_old(fault_words(&texts, fault))}</p>
                    <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={again} />
                </Notice>
            }
            {page}
        </Frame>
    }
}
