//! Somebody who works for a member: the roles, for which interventions, a new way in, and the end.

use super::invited::Invited;
use super::people::{Duties, ROLES, way_in_words};
use super::sending::{Sending, use_sending};
use super::words::role_name;
use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind};
use shared::account::Role;
use shared::administration::{People, PersonLine, Responsibilities, RoleLine, StaffInvitation};
use shared::id::{InterventionId, StaffId};
use shared::policy::is_for_interventions;
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct PersonFormProps {
    pub(super) line: PersonLine,
    pub(super) all: Rc<People>,
    pub(super) again: Callback<()>,
    pub(super) close: Callback<()>,
}

#[component]
pub(super) fn PersonForm(props: &PersonFormProps) -> Html {
    let texts = use_phone().texts();
    let PersonFormProps { line, all, again, close } = props;
    let sending = use_sending();
    let role = |held: &RoleLine| {
        html! {
            <RoleSection key={held.role.as_str()} id={line.id} held={held.clone()} is_held=true is_you={line.is_you}
                all={Rc::clone(all)} sending={Shared(sending.clone())} again={again.clone()} />
        }
    };
    // Nobody gives themselves a role.
    let others = ROLES.iter().filter(|role| !line.is_you && line.roles.iter().all(|held| held.role != **role));
    let other = |role: &Role| {
        let held = RoleLine { role: *role, interventions: vec![], follows: 0 };
        html! {
            <details key={role.as_str()}>
                <summary>{texts.person_give_title()}{": "}{role_name(&texts, *role)}</summary>
                <RoleSection id={line.id} {held} is_held=false is_you={line.is_you}
                    all={Rc::clone(all)} sending={Shared(sending.clone())} again={again.clone()} />
            </details>
        }
    };
    html! {
        <>
            <p>{way_in_words(&texts, line.way_in)}</p>
            if line.works_elsewhere {
                <p>{texts.person_elsewhere()}</p>
            }
            {sending.words()}
            {for line.roles.iter().map(role)}
            {for others.map(other)}
            <WayInSection line={line.clone()} sending={Shared(sending.clone())} />
            if !line.is_you {
                <EndSection line={line.clone()} sending={Shared(sending.clone())} close={close.clone()} />
            }
            <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={close.clone()} />
        </>
    }
}

/// The one way to send changes from this page, which draws anew what became of them.
#[derive(Clone)]
struct Shared(Sending);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_busy() == other.0.is_busy()
    }
}

#[derive(PartialEq, Properties)]
struct RoleSectionProps {
    id: StaffId,
    held: RoleLine,
    is_held: bool,
    is_you: bool,
    all: Rc<People>,
    sending: Shared,
    again: Callback<()>,
}

/// A role: its interventions, and its end.
#[component]
fn RoleSection(props: &RoleSectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let RoleSectionProps { id, held, is_held, is_you, all, sending: Shared(sending), again } = props;
    let (id, role) = (*id, held.role);
    let chosen = use_state(|| held.interventions.iter().copied().collect::<BTreeSet<InterventionId>>());
    let path = format!("people/{id}/roles/{}", role.as_str());
    let give = {
        let (phone, chosen, sending, again) = (phone.clone(), chosen.clone(), sending.clone(), again.clone());
        let path = path.clone();
        Callback::from(move |()| {
            let (engine, path, again, texts) = (phone.engine(), path.clone(), again.clone(), phone.texts());
            let duties = Responsibilities { interventions: chosen.iter().copied().collect() };
            let change = async move { engine.administer(&path, &duties).await };
            sending.send(change, move |()| {
                again.emit(());
                Some(texts.admin_saved())
            });
        })
    };
    let take = {
        let (phone, sending, again) = (phone.clone(), sending.clone(), again.clone());
        Callback::from(move |()| {
            let (engine, path, again, texts) = (phone.engine(), path.clone(), again.clone(), phone.texts());
            sending.send(async move { engine.end_administered(&path).await }, move |()| {
                again.emit(());
                Some(texts.admin_saved())
            });
        })
    };
    let on_change = {
        let chosen = chosen.setter();
        Callback::from(move |new| chosen.set(new))
    };
    let for_interventions = is_for_interventions(role);
    html! {
        <section class="edited">
            <h2>{role_name(&texts, role)}</h2>
            if for_interventions {
                <Duties interventions={all.interventions.clone()} chosen={(*chosen).clone()} {on_change} />
            }
            if held.follows > 0 {
                <p>{texts.person_follows(held.follows)}</p>
            }
            if !is_held {
                <Action kind={ActionKind::Beside} label={texts.person_give()} on_press={give} busy={sending.is_busy()} />
            } else if for_interventions {
                <Action kind={ActionKind::Beside} label={texts.admin_save()} on_press={give} busy={sending.is_busy()} />
            }
            if *is_held && !(*is_you && role == Role::MemberAdministrator) {
                <details>
                    <summary>{texts.person_take()}</summary>
                    <p>{texts.person_take_words()}</p>
                    if held.follows > 0 {
                        <p><strong>{texts.person_take_follows(held.follows)}</strong></p>
                    }
                    <Action kind={ActionKind::Beside} label={texts.person_take()} on_press={take} busy={sending.is_busy()} />
                </details>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct WayInSectionProps {
    line: PersonLine,
    sending: Shared,
}

/// A new way in, for somebody who has lost every other.
#[component]
fn WayInSection(props: &WayInSectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let WayInSectionProps { line, sending: Shared(sending) } = props;
    let made = use_state(|| None::<Option<String>>);
    let on_press = {
        let (phone, sending, made, id) = (phone.clone(), sending.clone(), made.setter(), line.id);
        Callback::from(move |()| {
            let (engine, made) = (phone.engine(), made.clone());
            let asked =
                async move { engine.have_done::<_, StaffInvitation>(&format!("people/{id}/invitation"), &()).await };
            sending.send(asked, move |invitation| {
                made.set(Some(invitation.link));
                None
            });
        })
    };
    if let Some(invitation) = (*made).clone() {
        return html! { <Invited name={line.name.to_string()} {invitation} /> };
    }
    html! {
        <details>
            <summary>{texts.person_again()}</summary>
            if line.works_elsewhere {
                <p>{texts.admin_fault_elsewhere()}</p>
            } else {
                <p>{texts.person_again_words()}</p>
                <Action kind={ActionKind::Beside} label={texts.person_again_make()} {on_press} busy={sending.is_busy()} />
            }
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct EndSectionProps {
    line: PersonLine,
    sending: Shared,
    close: Callback<()>,
}

/// The end of all that somebody does for the member.
#[component]
fn EndSection(props: &EndSectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let EndSectionProps { line, sending: Shared(sending), close } = props;
    let follows: u32 = line.roles.iter().map(|held| held.follows).sum();
    let on_press = {
        let (phone, sending, close, id) = (phone.clone(), sending.clone(), close.clone(), line.id);
        Callback::from(move |()| {
            let (engine, close) = (phone.engine(), close.clone());
            sending.send(async move { engine.end_administered(&format!("people/{id}")).await }, move |()| {
                close.emit(());
                None
            });
        })
    };
    html! {
        <details>
            <summary>{texts.person_end()}</summary>
            <p>{texts.person_end_words()}</p>
            if follows > 0 {
                <p><strong>{texts.person_take_follows(follows)}</strong></p>
            }
            <Action kind={ActionKind::Beside} label={texts.person_end_go(&line.name)} {on_press} busy={sending.is_busy()} />
        </details>
    }
}
