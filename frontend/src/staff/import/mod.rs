//! Where a member's administrator takes in files: one is chosen, its columns are looked at, it is tried, and then taken in.
//! Below stand those that were taken in, each of which can be taken back. Nothing of a file is kept on the device.

mod columns;
mod listed;
mod picked;
mod verdict;
mod words;

use super::administration::{Fetched, Frame, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind};
use columns::Columns;
use listed::Listed;
use picked::{Pick, Picked};
use shared::import::{Imports, Verdict};
use std::rc::Rc;
use verdict::{TakenIn, Tried};
use yew::prelude::*;

/// How far somebody has come with a file.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    /// None is chosen.
    None,
    /// It is chosen, and what its columns are for is asked.
    Columns(Rc<Picked>),
    /// It was tried.
    Tried(Rc<Picked>, Rc<Verdict>),
    /// It is taken in.
    TakenIn(Rc<Picked>, Rc<Verdict>),
}

impl Stage {
    const fn screen(&self) -> &'static str {
        match self {
            Self::None => "files",
            Self::Columns(_) => "columns",
            Self::Tried(..) => "tried",
            Self::TakenIn(..) => "taken in",
        }
    }
}

#[component]
pub(super) fn FilesPage() -> Html {
    let texts = use_phone().texts();
    let fetched: Fetched<Imports> = use_fetched("imports");
    let stage = use_state(|| Stage::None);
    let title = match &*stage {
        Stage::None => texts.files_title(),
        Stage::Columns(_) => texts.files_columns_title(),
        Stage::Tried(..) => texts.files_tried_title(),
        Stage::TakenIn(..) => texts.files_taken_in_title(),
    };
    use_screen(title.clone(), stage.screen().into());
    let go = {
        let stage = stage.setter();
        Callback::from(move |to: Stage| stage.set(to))
    };
    let again = fetched.again.clone();
    let leave = {
        let (go, again) = (go.clone(), again.clone());
        Callback::from(move |()| {
            go.emit(Stage::None);
            again.emit(());
        })
    };
    let to_list = html! { <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={leave} /> };
    let shown = match (&*stage, &fetched.value) {
        (_, None) => Html::default(),
        (Stage::None, Some(all)) => html! {
            <>
                <p>{texts.files_words(&all.member)}</p>
                <Pick on_picked={go.reform(|picked| Stage::Columns(Rc::new(picked)))} />
                <Listed all={Rc::clone(all)} {again} />
            </>
        },
        (Stage::Columns(picked), Some(_)) => html! {
            <>
                <Columns picked={Rc::clone(picked)} {go} />
                {to_list}
            </>
        },
        (Stage::Tried(picked, verdict), Some(_)) => html! {
            <>
                <Tried picked={Rc::clone(picked)} verdict={Rc::clone(verdict)} {go} />
                {to_list}
            </>
        },
        (Stage::TakenIn(picked, verdict), Some(_)) => html! {
            <>
                <TakenIn picked={Rc::clone(picked)} verdict={Rc::clone(verdict)} />
                {to_list}
            </>
        },
    };
    html! {
        <Frame {title} ready={fetched.value.is_some()} fault={fetched.fault.clone()} again={fetched.again.clone()}>{shown}</Frame>
    }
}
