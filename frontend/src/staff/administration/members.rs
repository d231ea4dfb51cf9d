//! The members of an association: a list, a form for each, and the invitation of the first administrator.

use super::invited::Invited;
use super::sending::use_sending;
use super::{Frame, changing, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::platform::entropy;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, EditLine};
use shared::administration::{FirstAdministrator, MemberLine, MemberOutline, Members, StaffInvitation};
use yew::prelude::*;

#[component]
pub(in crate::staff) fn MembersPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_fetched::<Members>("members");
    let open = use_state(|| None::<MemberLine>);
    let title = if open.is_some() { texts.member_title() } else { texts.members_title() };
    let screen = open.as_ref().map_or_else(|| "members".into(), |open| format!("member {}", open.id));
    use_screen(title.clone(), screen.into());
    let show = |line: MemberLine| {
        let open = open.setter();
        Callback::from(move |()| open.set(Some(line.clone())))
    };
    let close = {
        let (open, again) = (open.setter(), fetched.again.clone());
        Callback::from(move |()| {
            open.set(None);
            again.emit(());
        })
    };
    let shown = match (&fetched.value, &*open) {
        (None, _) => Html::default(),
        (Some(all), None) => html! {
            <>
                <p>{texts.members_words()}</p>
                <ul class="cases looked-after">{for all.members.iter().map(|line| row(&texts, line, &show))}</ul>
                <Action label={texts.members_new()} on_press={show(blank())} />
            </>
        },
        (Some(all), Some(line)) => {
            let is_new = all.members.iter().all(|known| known.id != line.id);
            html! { <MemberForm key={line.id.to_string()} line={line.clone()} {is_new} {close} /> }
        }
    };
    html! {
        <Frame {title} ready={fetched.value.is_some()} fault={fetched.fault} again={fetched.again}>{shown}</Frame>
    }
}

fn blank() -> MemberLine {
    let outline = MemberOutline { name: "".into(), closed: None };
    MemberLine { id: entropy::member_id(), outline, has_administrator: false, interventions: vec![] }
}

fn row(texts: &Texts, line: &MemberLine, show: &impl Fn(MemberLine) -> Callback<()>) -> Html {
    let runs = if line.interventions.is_empty() {
        texts.member_runs_nothing()
    } else {
        texts.member_runs(line.interventions.join(", "))
    };
    html! {
        <li>
            <div class="case">
                <span class="alias">{line.outline.name.to_string()}</span>
                <span class="own">{runs}</span>
                <span class="own">
                    {if line.has_administrator { texts.member_has_administrator() } else { texts.member_no_administrator() }}
                </span>
                if let Some(closed) = line.outline.closed {
                    <span class="need">{texts.member_closed()}{" "}{closed.to_string()}</span>
                }
            </div>
            <Action kind={ActionKind::Quiet} label={texts.admin_change(&line.outline.name)} on_press={show(line.clone())} />
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct MemberFormProps {
    line: MemberLine,
    is_new: bool,
    close: Callback<()>,
}

/// What is typed in the form.
#[derive(Debug, Clone, PartialEq, Default)]
struct Typed {
    name: String,
    closed: String,
    administrator: String,
}

#[component]
fn MemberForm(props: &MemberFormProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let id = props.line.id;
    let sending = use_sending();
    let typed = use_state(|| Typed {
        name: props.line.outline.name.to_string(),
        closed: props.line.outline.closed.map(|day| day.to_string()).unwrap_or_default(),
        administrator: String::new(),
    });
    let invited = use_state(|| None::<(AttrValue, Option<String>)>);
    let save = {
        let (phone, typed, sending, close) = (phone.clone(), typed.clone(), sending.clone(), props.close.clone());
        Callback::from(move |()| {
            let closed = if typed.closed.is_empty() { Ok(None) } else { typed.closed.parse().map(Some) };
            let Ok(closed) = closed else { return sending.refuse(phone.texts().admin_fault_day()) };
            let outline = MemberOutline { name: typed.name.clone().into(), closed };
            let (engine, close) = (phone.engine(), close.clone());
            let change = async move { engine.administer(&format!("members/{id}"), &outline).await };
            sending.send(change, move |()| {
                close.emit(());
                None
            });
        })
    };
    let invite = {
        let (phone, typed, sending, invited) = (phone.clone(), typed.clone(), sending.clone(), invited.setter());
        Callback::from(move |()| {
            let name = typed.administrator.clone();
            let (engine, invited, first) =
                (phone.engine(), invited.clone(), FirstAdministrator { name: name.clone().into() });
            let asked = async move {
                engine.have_done::<_, StaffInvitation>(&format!("members/{id}/administrator"), &first).await
            };
            sending.send(asked, move |made| {
                invited.set(Some((name.into(), made.link)));
                None
            });
        })
    };
    html! {
        <>
            <EditLine name="member-name" label={texts.admin_name()} value={typed.name.clone()}
                on_change={changing(&typed, |typed: &mut Typed, name| typed.name = name)} />
            if !props.is_new {
                <EditLine name="member-closed" day=true label={texts.member_closed()} hint={texts.member_closed_hint()}
                    value={typed.closed.clone()}
                    on_change={changing(&typed, |typed: &mut Typed, day| typed.closed = day)} />
            }
            <Action label={texts.admin_save()} on_press={save} busy={sending.is_busy()} />
            {sending.words()}
            if let Some((name, invitation)) = (*invited).clone() {
                <Invited {name} {invitation} />
            } else if !props.is_new && !props.line.has_administrator {
                <section>
                    <h2>{texts.member_invite()}</h2>
                    <EditLine name="member-administrator" label={texts.admin_name()} value={typed.administrator.clone()}
                        on_change={changing(&typed, |typed: &mut Typed, name| typed.administrator = name)} />
                    <Action kind={ActionKind::Beside} label={texts.member_invite()} on_press={invite} busy={sending.is_busy()} />
                </section>
            }
            <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={props.close.clone()} />
        </>
    }
}
