//! The files that were taken in, and taking one back as a whole.

use super::super::administration::use_sending;
use super::words::kind_name;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind};
use shared::import::{ImportLine, Imports, UndoRequest, Undoing};
use std::rc::Rc;
use yew::prelude::*;

/// How much of a digest is read by somebody who compares two.
const SHOWN: usize = 16;

#[derive(PartialEq, Properties)]
pub(super) struct ListedProps {
    pub(super) all: Rc<Imports>,
    pub(super) again: Callback<()>,
}

/// The files, the newest first.
#[component]
pub(super) fn Listed(props: &ListedProps) -> Html {
    let texts = use_phone().texts();
    html! {
        <section>
            <h2>{texts.files_listed_title()}</h2>
            if props.all.imports.is_empty() {
                <p>{texts.files_listed_none()}</p>
            } else {
                <ul class="cases looked-after">
                    {for props.all.imports.iter().map(|line| html! {
                        <li key={line.id.to_string()}><One line={line.clone()} again={props.again.clone()} /></li>
                    })}
                </ul>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct OneProps {
    line: ImportLine,
    again: Callback<()>,
}

/// What is asked before a file is taken back.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asked {
    Nothing,
    Whether,
    WhetherTheRest { worked_on: u64, by_later_file: u64, of: u64 },
}

#[component]
fn One(props: &OneProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let sending = use_sending();
    let asked = use_state(|| Asked::Nothing);
    let line = &props.line;
    let ask = |what: Asked| {
        let (asked, sending) = (asked.setter(), sending.clone());
        Callback::from(move |()| {
            sending.fall_silent();
            asked.set(what);
        })
    };
    let undo = |leave_worked_on: bool| {
        let (phone, sending, asked, again, id) =
            (phone.clone(), sending.clone(), asked.setter(), props.again.clone(), line.id);
        Callback::from(move |()| {
            let (engine, texts, asked, again) = (phone.engine(), phone.texts(), asked.clone(), again.clone());
            let request = UndoRequest { leave_worked_on };
            let undone = async move { engine.have_done::<_, Undoing>(&format!("imports/{id}/undo"), &request).await };
            sending.send(undone, move |undoing| match undoing {
                Undoing::Done(_) => {
                    asked.set(Asked::Nothing);
                    again.emit(());
                    Some(texts.files_undone_now())
                }
                Undoing::WorkedOn { worked_on, by_later_file, of } => {
                    asked.set(Asked::WhetherTheRest { worked_on, by_later_file, of });
                    None
                }
            });
        })
    };
    let keep =
        html! { <Action kind={ActionKind::Quiet} label={texts.files_undo_not()} on_press={ask(Asked::Nothing)} /> };
    let question = match *asked {
        Asked::Nothing if line.undone.as_ref().is_none_or(|undone| undone.left > 0) => html! {
            <Action kind={ActionKind::Quiet} label={texts.files_undo(&line.name)} on_press={ask(Asked::Whether)} />
        },
        Asked::Nothing => Html::default(),
        Asked::Whether => html! {
            <Notice kind={NoticeKind::Calm}>
                <p>{texts.files_undo_words()}</p>
                <Action kind={ActionKind::Beside} label={texts.files_undo_go()} on_press={undo(false)} busy={sending.is_busy()} />
                {keep}
            </Notice>
        },
        Asked::WhetherTheRest { worked_on, by_later_file, of } => html! {
            <Notice kind={NoticeKind::Calm}>
                <p role="alert">{texts.files_worked_on(worked_on, of)}</p>
                if by_later_file > 0 {
                    <p>{texts.files_by_later_file(by_later_file)}</p>
                }
                if worked_on < of {
                    <p>{texts.files_undo_rest_words()}</p>
                    <Action kind={ActionKind::Beside} label={texts.files_undo_rest(of - worked_on)} on_press={undo(true)} busy={sending.is_busy()} />
                }
                {keep}
            </Notice>
        },
    };
    html! {
        <>
            <div class="case">
                <span class="alias">{line.name.to_string()}</span>
                <span>{texts.files_line(kind_name(&texts, line.kind), clock::date_of(line.began), &line.by)}</span>
                <span>{texts.files_line_counts(line.imported, line.unchanged, line.refused)}</span>
                {for state(&texts, line).map(|words| html! { <span>{words}</span> })}
                <span class="own">{texts.files_line_digest(line.digest.chars().take(SHOWN).collect::<String>())}</span>
            </div>
            {question}
            {sending.words()}
        </>
    }
}

/// What there is to say of a file beside its counts.
fn state(texts: &Texts, line: &ImportLine) -> Option<AttrValue> {
    match &line.undone {
        Some(undone) if undone.left > 0 => {
            Some(texts.files_undone_in_part(clock::date_of(undone.at), &undone.by, undone.left))
        }
        Some(undone) => Some(texts.files_undone(clock::date_of(undone.at), &undone.by)),
        None => (!line.finished).then(|| texts.files_unfinished()),
    }
}
