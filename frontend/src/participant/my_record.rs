//! The own record: what is kept, who has read it, and the person's rights to it - to have it, to say that something is
//! not right, to withdraw consent, to have all of it erased. What cannot be undone is said before it is done, and takes
//! two presses.

use super::readable_record::readable;
use super::route::Route;
use super::stay::{Stay, last_stay, stays_with_consent};
use crate::engine::Happening;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::platform::files::{self, FileKind};
use crate::platform::server::ServerFault;
use crate::state::StoreFault;
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, month_after_day, store_fault_text,
};
use shared::account::Role;
use shared::audit::{Reader, Readers};
use shared::id::ParticipationId;
use shared::record::{Body, Note, TextFault};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Days of reading that are shown; the file has all of them.
const READERS_SHOWN: usize = 20;

/// What came of asking the server.
enum Fetched {
    Waiting,
    Here(Readers),
    NotNow,
}

#[component]
pub(super) fn MyRecord() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.record_title(), "my-record".into());
    let stay = last_stay(&phone);
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> }}>
            <Heading words={texts.record_title()} />
            <p>{texts.record_words()}</p>
            <h2>{texts.record_readers()}</h2>
            <ReadBy />
            <SaveRecord />
            <h2>{texts.record_rights()}</h2>
            if let Some(stay) = stay {
                if let Some(held) = &stay.folded.withdrawal {
                    <p role="status">{texts.consent_withdrawn_on(held.value.day(), month_after_day(&texts, held.value.month()))}</p>
                } else {
                    <Remark {stay} />
                    <Withdraw />
                }
            }
            <Erase />
        </Shell>
    }
}

/// Who was handed the record, day by day.
#[component]
fn ReadBy() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_state(|| Fetched::Waiting);
    {
        let (engine, fetched) = (phone.engine(), fetched.setter());
        use_effect_with((), move |()| {
            spawn_local(async move { fetched.set(engine.own_readers().await.map_or(Fetched::NotNow, Fetched::Here)) });
        });
    }
    let readers = match &*fetched {
        Fetched::Waiting => return html! { <p role="status">{texts.record_fetching()}</p> },
        Fetched::NotNow => return html! { <p role="status">{texts.record_needs_network()}</p> },
        Fetched::Here(Readers { readers }) if readers.is_empty() => return html! { <p>{texts.record_no_readers()}</p> },
        Fetched::Here(Readers { readers }) => readers,
    };
    let row = |reader: &Reader| {
        let (day, month) = (reader.day.day(), month_after_day(&texts, reader.day.month()));
        html! { <li>{texts.record_reader(&reader.name, role_name(&texts, reader.role), day, month)}</li> }
    };
    html! { <ul>{for readers.iter().take(READERS_SHOWN).map(row)}</ul> }
}

fn role_name(texts: &Texts, role: Role) -> AttrValue {
    match role {
        Role::Supervisor => texts.reader_supervisor(),
        Role::ProjectLeader => texts.reader_leader(),
        _ => texts.reader_staff(),
    }
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saving {
    No,
    UnderWay,
    Done,
    NeedsNetwork,
    NotTaken,
}

/// The record as a file, for people and for programs.
#[component]
fn SaveRecord() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let saving = use_state(|| Saving::No);
    let save = |readable_by_people: bool| {
        let (phone, saving) = (phone.clone(), saving.setter());
        Callback::from(move |()| {
            let (phone, saving) = (phone.clone(), saving.clone());
            saving.set(Saving::UnderWay);
            spawn_local(async move {
                let Ok(record) = phone.engine().own_record().await else { return saving.set(Saving::NeedsNetwork) };
                let (kind, ending, text) = if readable_by_people {
                    (FileKind::Html, "html", readable(&phone, &record))
                } else {
                    // What was read as JSON can be written as JSON.
                    (FileKind::Json, "json", serde_json::to_string_pretty(&record).unwrap_or_default())
                };
                let name = format!("stegvis-{}.{ending}", clock::today());
                saving.set(if files::offer(&name, kind, &text) { Saving::Done } else { Saving::NotTaken });
            });
        })
    };
    let busy = *saving == Saving::UnderWay;
    html! {
        <>
            <Action kind={ActionKind::Beside} label={texts.record_save_readable()} on_press={save(true)} {busy} />
            <Action kind={ActionKind::Beside} label={texts.record_save_data()} on_press={save(false)} {busy} />
            <p role="status">{match *saving {
                Saving::No => AttrValue::default(),
                Saving::UnderWay => texts.record_fetching(),
                Saving::Done => texts.record_saved(),
                Saving::NeedsNetwork => texts.record_needs_network(),
                Saving::NotTaken => texts.rescue_not_saved(),
            }}</p>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct StayProps {
    stay: Stay,
}

/// What became of something that was to be saved.
#[derive(Clone, PartialEq)]
enum Said {
    Nothing,
    Saved,
    Text(TextFault),
    Store(StoreFault),
}

/// Saves what the person says about stays, of all of them or of none; `said` hears what became of it.
fn say(phone: &Phone, stays: Vec<ParticipationId>, body: &Body, said: UseStateSetter<Said>) {
    let Some(author) = phone.account_id() else { return };
    let month = clock::today().month();
    let about = |participation| Happening { participation, month, body: body.clone(), seen: Vec::new() };
    let happenings = stays.into_iter().map(about).collect();
    let engine = phone.engine();
    spawn_local(async move {
        said.set(match engine.save(author, happenings, None).await {
            Ok(_) => Said::Saved,
            Err(fault) => Said::Store(fault),
        });
    });
}

fn said_words(texts: &Texts, said: &Said, saved: AttrValue) -> Html {
    match said {
        Said::Nothing => Html::default(),
        Said::Saved => html! { <p role="status">{saved}</p> },
        Said::Text(_) => html! { <Notice kind={NoticeKind::Fault}><p>{texts.refused_text()}</p></Notice> },
        Said::Store(fault) => {
            html! { <Notice kind={NoticeKind::Fault}><p>{store_fault_text(texts, *fault)}</p></Notice> }
        }
    }
}

/// To say that something in the record is not right: it stands beside it, and the supervisor reads it.
#[component]
fn Remark(props: &StayProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let field = use_node_ref();
    let said = use_state(|| Said::Nothing);
    let on_press = {
        let (phone, stay, field, said) = (phone.clone(), props.stay.clone(), field.clone(), said.setter());
        Callback::from(move |()| {
            let Some(area) = field.cast::<HtmlTextAreaElement>() else { return };
            match Note::new(&area.value()) {
                Ok(note) => {
                    say(&phone, vec![stay.id], &Body::Remarked { note }, said.clone());
                    area.set_value("");
                }
                Err(fault) => said.set(Said::Text(fault)),
            }
        })
    };
    html! {
        <details>
            <summary>{texts.record_wrong()}</summary>
            <label class="field">
                <span>{texts.record_wrong_words()}</span>
                <textarea autocomplete="off" name="remark" rows="4" ref={field} />
            </label>
            {said_words(&texts, &said, texts.record_wrong_saved())}
            <Action kind={ActionKind::Beside} label={texts.save()} {on_press} />
        </details>
    }
}

/// To withdraw consent: every registration ends at once.
#[component]
fn Withdraw() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let said = use_state(|| Said::Nothing);
    let on_press = {
        let (phone, said) = (phone.clone(), said.setter());
        Callback::from(move |()| {
            let stays = stays_with_consent(&phone);
            say(&phone, stays, &Body::ConsentWithdrawn { on: clock::today() }, said.clone());
        })
    };
    html! {
        <details>
            <summary>{texts.record_withdraw()}</summary>
            <p>{texts.record_withdraw_words()}</p>
            {said_words(&texts, &said, texts.record_withdrawn())}
            <Action kind={ActionKind::Beside} label={texts.record_withdraw_go()} {on_press} />
        </details>
    }
}

/// How far somebody has come with having everything erased.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Erasing {
    No,
    Asked,
    UnderWay,
    Done,
    NotNow,
}

/// To have everything erased. It cannot be undone, so it is asked twice.
#[component]
fn Erase() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let erasing = use_state(|| Erasing::No);
    let ask = {
        let erasing = erasing.setter();
        Callback::from(move |()| erasing.set(Erasing::Asked))
    };
    let go = {
        let (engine, erasing) = (phone.engine(), erasing.setter());
        Callback::from(move |()| {
            let (engine, erasing) = (engine.clone(), erasing.clone());
            erasing.set(Erasing::UnderWay);
            spawn_local(async move {
                erasing.set(match engine.erase_everything().await {
                    Ok(()) => Erasing::Done,
                    Err(ServerFault::Failed(_) | ServerFault::Refused(_)) => Erasing::NotNow,
                });
            });
        })
    };
    let leave = {
        let erasing = erasing.setter();
        Callback::from(move |()| erasing.set(Erasing::No))
    };
    html! {
        <details>
            <summary>{texts.record_erase()}</summary>
            <p>{texts.record_erase_words()}</p>
            {match *erasing {
                Erasing::No => html! { <Action kind={ActionKind::Beside} label={texts.record_erase_ask()} on_press={ask} /> },
                Erasing::Asked | Erasing::UnderWay => html! {
                    <>
                        <p role="status">{texts.record_erase_sure()}</p>
                        <Action kind={ActionKind::Beside} label={texts.record_erase_go()} on_press={go} busy={*erasing == Erasing::UnderWay} />
                        <Action kind={ActionKind::Quiet} label={texts.record_erase_leave()} on_press={leave} />
                    </>
                },
                Erasing::Done => html! { <p role="status">{texts.record_erased()}</p> },
                Erasing::NotNow => html! {
                    <>
                        <Notice kind={NoticeKind::Fault}><p>{texts.record_erase_not_now()}</p></Notice>
                        <Action kind={ActionKind::Beside} label={texts.record_erase_ask()} on_press={ask} />
                    </>
                },
            }}
        </details>
    }
}
