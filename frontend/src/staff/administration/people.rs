//! Who works for a member: a list, the invitation of somebody new, and a page for each.

use super::invited::Invited;
use super::person::PersonForm;
use super::sending::use_sending;
use super::words::role_name;
use super::{Frame, changing, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::platform::entropy;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, EditBox, EditChoice, EditLine};
use shared::account::{InterventionName, Role};
use shared::administration::{ImportedLine, NewPerson, People, PersonLine, StaffInvitation, WayIn};
use shared::id::{InterventionId, StaffId};
use shared::policy::is_for_interventions;
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

/// The roles that are a member's to give.
pub(super) const ROLES: [Role; 3] = [Role::Supervisor, Role::ProjectLeader, Role::MemberAdministrator];

/// What is open beside the list.
#[derive(Debug, Clone, PartialEq)]
enum Open {
    New(StaffId, Wanted),
    Known(StaffId),
}

/// What somebody new is to be.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    name: String,
    role: Role,
    interventions: BTreeSet<InterventionId>,
}

#[component]
pub(in crate::staff) fn PeoplePage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_fetched::<People>("people");
    let open = use_state(|| None::<Open>);
    let known = |id: StaffId| fetched.value.as_ref().and_then(|all| all.people.iter().find(|line| line.id == id));
    let (title, screen) = match &*open {
        None => (texts.people_title(), "people".to_owned()),
        Some(Open::New(id, _)) => (texts.people_new_title(), format!("new {id}")),
        Some(Open::Known(id)) => {
            (known(*id).map_or_else(|| texts.people_title(), |line| line.name.to_string().into()), id.to_string())
        }
    };
    use_screen(title.clone(), screen.into());
    let show = |new: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(Some(new.clone())))
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
        (Some(all), None) => listed(&texts, all, &show),
        (Some(all), Some(Open::New(id, wanted))) => html! {
            <NewPersonForm key={id.to_string()} id={*id} wanted={wanted.clone()} interventions={all.interventions.clone()} {close} />
        },
        (Some(all), Some(Open::Known(id))) => match known(*id) {
            Some(line) => html! {
                <PersonForm key={id.to_string()} line={line.clone()} all={Rc::clone(all)} again={fetched.again.clone()} {close} />
            },
            None => html! {
                <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={close} />
            },
        },
    };
    html! {
        <Frame {title} ready={fetched.value.is_some()} fault={fetched.fault.clone()} again={fetched.again.clone()}>{shown}</Frame>
    }
}

fn listed(texts: &Texts, all: &People, show: &impl Fn(Open) -> Callback<()>) -> Html {
    let blank = Wanted { name: String::new(), role: Role::Supervisor, interventions: BTreeSet::new() };
    html! {
        <>
            <p>{texts.people_words(&all.member)}</p>
            if all.people.is_empty() {
                <p>{texts.people_none()}</p>
            }
            <ul class="cases looked-after">{for all.people.iter().map(|line| row(texts, all, line, show))}</ul>
            <Action label={texts.people_new()} on_press={show(Open::New(entropy::staff_id(), blank))} />
            if !all.imported.is_empty() {
                <section>
                    <h2>{texts.people_imported()}</h2>
                    <p>{texts.people_imported_words()}</p>
                    <ul class="cases looked-after">{for all.imported.iter().map(|line| imported(texts, all, line, show))}</ul>
                </section>
            }
        </>
    }
}

/// The names of interventions, one after the other.
pub(super) fn names(all: &[InterventionName], wanted: &[InterventionId]) -> String {
    let named = all.iter().filter(|one| wanted.contains(&one.id)).map(|one| &*one.name);
    named.collect::<Vec<_>>().join(", ")
}

fn row(texts: &Texts, all: &People, line: &PersonLine, show: &impl Fn(Open) -> Callback<()>) -> Html {
    let name = if line.is_you { texts.people_you(&line.name) } else { line.name.to_string().into() };
    let roles = line.roles.iter().map(|held| {
        let places = names(&all.interventions, &held.interventions);
        let role = role_name(texts, held.role);
        if places.is_empty() { role.to_string() } else { format!("{role}: {places}") }
    });
    html! {
        <li>
            <div class="case">
                <span class="alias">{name}</span>
                {for roles.map(|words| html! { <span>{words}</span> })}
                <span class="own">{way_in_words(texts, line.way_in)}</span>
            </div>
            <Action kind={ActionKind::Quiet} label={texts.admin_change(&line.name)} on_press={show(Open::Known(line.id))} />
        </li>
    }
}

pub(super) fn way_in_words(texts: &Texts, way_in: WayIn) -> AttrValue {
    match way_in {
        WayIn::Made => texts.person_way_made(),
        WayIn::Invited => texts.person_way_invited(),
        WayIn::None => texts.person_way_none(),
    }
}

fn imported(texts: &Texts, all: &People, line: &ImportedLine, show: &impl Fn(Open) -> Callback<()>) -> Html {
    let wanted = Wanted {
        name: line.name.to_string(),
        role: Role::Supervisor,
        interventions: line.interventions.iter().copied().collect(),
    };
    html! {
        <li>
            <div class="case">
                <span class="alias">{line.name.to_string()}</span>
                <span class="own">{names(&all.interventions, &line.interventions)}</span>
            </div>
            <Action kind={ActionKind::Quiet} label={texts.people_invite(&line.name)}
                on_press={show(Open::New(entropy::staff_id(), wanted))} />
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct NewPersonFormProps {
    id: StaffId,
    wanted: Wanted,
    interventions: Vec<InterventionName>,
    close: Callback<()>,
}

#[component]
fn NewPersonForm(props: &NewPersonFormProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let id = props.id;
    let sending = use_sending();
    let wanted = use_state(|| props.wanted.clone());
    let invited = use_state(|| None::<(AttrValue, Option<String>)>);
    let invite = {
        let (phone, wanted, sending, invited) = (phone.clone(), wanted.clone(), sending.clone(), invited.setter());
        Callback::from(move |()| {
            let Wanted { name, role, interventions } = (*wanted).clone();
            let interventions = if is_for_interventions(role) { interventions.into_iter().collect() } else { vec![] };
            let new = NewPerson { name: name.clone().into(), role, interventions };
            let (engine, invited) = (phone.engine(), invited.clone());
            let asked =
                async move { engine.administer_and_hear::<_, StaffInvitation>(&format!("people/{id}"), &new).await };
            sending.send(asked, move |made| {
                invited.set(Some((name.into(), made.link)));
                None
            });
        })
    };
    if let Some((name, invitation)) = (*invited).clone() {
        return html! {
            <>
                <Invited {name} {invitation} />
                <Action label={texts.admin_back_to_list()} on_press={props.close.clone()} />
            </>
        };
    }
    html! {
        <>
            <EditLine name="person-name" label={texts.admin_name()} value={wanted.name.clone()}
                on_change={changing(&wanted, |wanted: &mut Wanted, name| wanted.name = name)} />
            <EditChoice name="person-role" label={texts.person_role()} hint={texts.person_role_hint()}
                options={ROLES.map(|role| (AttrValue::from(role.as_str()), role_name(&texts, role))).to_vec()}
                chosen={wanted.role.as_str()}
                on_change={changing(&wanted, |wanted: &mut Wanted, name: String| wanted.role = Role::parse(&name).unwrap_or(wanted.role))} />
            if is_for_interventions(wanted.role) {
                <Duties interventions={props.interventions.clone()} chosen={wanted.interventions.clone()}
                    on_change={changing(&wanted, |wanted: &mut Wanted, chosen| wanted.interventions = chosen)} />
            }
            {sending.words()}
            <Action label={texts.people_new()} on_press={invite} busy={sending.is_busy()} />
            <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={props.close.clone()} />
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct DutiesProps {
    pub(super) interventions: Vec<InterventionName>,
    pub(super) chosen: BTreeSet<InterventionId>,
    pub(super) on_change: Callback<BTreeSet<InterventionId>>,
}

/// The interventions of a role, as boxes.
#[component]
pub(super) fn Duties(props: &DutiesProps) -> Html {
    let texts = use_phone().texts();
    let duty = |one: &InterventionName| {
        let (id, chosen, on_change) = (one.id, props.chosen.clone(), props.on_change.clone());
        let on_change = Callback::from(move |ticked: bool| {
            let mut chosen = chosen.clone();
            if ticked {
                chosen.insert(id)
            } else {
                chosen.remove(&id)
            };
            on_change.emit(chosen);
        });
        html! { <EditBox label={one.name.to_string()} ticked={props.chosen.contains(&one.id)} {on_change} /> }
    };
    html! {
        <fieldset>
            <legend>{texts.person_interventions()}</legend>
            {for props.interventions.iter().map(duty)}
        </fieldset>
    }
}
