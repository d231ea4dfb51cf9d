//! The questionnaires of an association: which there are, under which terms and how far reviewed; and a file of another one,
//! checked before it is taken in.

use super::sending::use_sending;
use super::{Frame, use_fetched};
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::files;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, Notice, NoticeKind};
use shared::administration::{Editions, InstrumentFile, InstrumentLine};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn InstrumentsPage() -> Html {
    let texts = use_phone().texts();
    let fetched = use_fetched::<Editions>("editions");
    use_screen(texts.questionnaires_title(), "questionnaires".into());
    let listed = fetched.value.as_ref().map(|all| {
        html! {
            <>
                <p>{texts.questionnaires_words()}</p>
                <ul class="cases looked-after">{for all.instruments.iter().map(|line| row(&texts, line))}</ul>
                <Bring again={fetched.again.clone()} />
            </>
        }
    });
    html! {
        <Frame title={texts.questionnaires_title()} ready={listed.is_some()} fault={fetched.fault.clone()}
            again={fetched.again.clone()}>
            {listed.unwrap_or_default()}
        </Frame>
    }
}

fn row(texts: &Texts, line: &InstrumentLine) -> Html {
    let reviewed: Vec<&str> = line.reviewed.iter().filter(|(_, is)| **is).map(|(language, _)| &**language).collect();
    html! {
        <li>
            <div class="case">
                <span class="alias">{line.id.to_string()}</span>
                <span>{texts.questionnaire_version(line.version, line.questions)}</span>
                <span class="own">{texts.questionnaire_licence(&line.licence)}</span>
                <span class="own">
                    {if reviewed.is_empty() {
                        texts.questionnaire_reviewed_none()
                    } else {
                        texts.questionnaire_reviewed(reviewed.join(", "))
                    }}
                </span>
            </div>
        </li>
    }
}

/// What the check of a file has said.
#[derive(Debug, Clone, PartialEq)]
enum Checked {
    Well { text: String, line: InstrumentLine },
    Wrong(String),
    There,
    NotNow(ServerFault),
}

async fn check(phone: &Phone, text: String) -> Checked {
    let file = InstrumentFile { text: text.clone(), check_only: true };
    match phone.engine().have_done::<_, InstrumentLine>("instruments", &file).await {
        Ok(line) => Checked::Well { text, line },
        Err(ServerFault::Refused(problem)) if problem.code == "breaks_a_rule" => Checked::Wrong(problem.message),
        Err(ServerFault::Refused(problem)) if problem.code == "changed_meanwhile" => Checked::There,
        Err(fault) => Checked::NotNow(fault),
    }
}

#[derive(PartialEq, Properties)]
struct BringProps {
    again: Callback<()>,
}

/// The field for a file, what its check says, and taking it in.
#[component]
fn Bring(props: &BringProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let checked = use_state(|| None::<Checked>);
    let sending = use_sending();
    let onchange = {
        let (phone, checked, sending) = (phone.clone(), checked.setter(), sending.clone());
        move |event: Event| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let (Some(field), phone, checked) = (field, phone.clone(), checked.clone()) else { return };
            sending.fall_silent();
            spawn_local(async move {
                let Some(text) = files::chosen(&field).await else { return };
                checked.set(Some(check(&phone, text).await));
                // So that the same file can be chosen once more.
                field.set_value("");
            });
        }
    };
    let take = |text: &str| {
        let file = InstrumentFile { text: text.to_owned(), check_only: false };
        let (phone, sending, checked, again) = (phone.clone(), sending.clone(), checked.setter(), props.again.clone());
        Callback::from(move |()| {
            let (engine, file, texts) = (phone.engine(), file.clone(), phone.texts());
            let (checked, again) = (checked.clone(), again.clone());
            let taken = async move { engine.have_done::<_, InstrumentLine>("instruments", &file).await };
            sending.send(taken, move |_| {
                checked.set(None);
                again.emit(());
                Some(texts.questionnaire_taken())
            });
        })
    };
    html! {
        <section>
            <label class="field">
                <span>{texts.questionnaire_file()}</span>
                <input type="file" accept=".json,application/json" {onchange} />
            </label>
            <div role="status">
                {match &*checked {
                    None => Html::default(),
                    Some(Checked::Well { line, .. }) => html! {
                        <p>{texts.questionnaire_checked(&line.id, line.version, line.questions)}</p>
                    },
                    Some(Checked::Wrong(what)) => html! {
                        <Notice kind={NoticeKind::Calm}>
                            <p>{texts.questionnaire_fault()}</p>
                            <p lang="en">{what}</p>
                        </Notice>
                    },
                    Some(Checked::There) => html! {
                        <Notice kind={NoticeKind::Calm}><p>{texts.questionnaire_there()}</p></Notice>
                    },
                    Some(Checked::NotNow(fault)) => html! {
                        <Notice kind={NoticeKind::Fault}><p>{super::words::fault_words(&texts, fault)}</p></Notice>
                    },
                }}
            </div>
            if let Some(Checked::Well { text, .. }) = &*checked {
                <Action label={texts.questionnaire_take()} on_press={take(text)} busy={sending.is_busy()} />
            }
            {sending.words()}
        </section>
    }
}
