//! What a member runs: a list, and a form for each.

use super::sending::use_sending;
use super::words::{focus_name, orientation_name};
use super::{Frame, changing, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::platform::{clock, entropy};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, EditChoice, EditLine};
use shared::administration::{InterventionLine, Interventions};
use shared::id::InterventionId;
use shared::intervention::{Admission, InterventionFocus, Orientation, Outline};
use std::rc::Rc;
use yew::prelude::*;

/// What is being changed.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    id: InterventionId,
    outline: Outline,
    has_stays: bool,
}

#[component]
pub(in crate::staff) fn InterventionsPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_fetched::<Interventions>("interventions");
    let open = use_state(|| None::<Open>);
    let title = if open.is_some() { texts.intervention_title() } else { texts.interventions_title() };
    let screen = open.as_ref().map_or_else(|| "interventions".into(), |open| format!("intervention {}", open.id));
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
    let listed = |all: &Rc<Interventions>| {
        let fresh = Open { id: entropy::intervention_id(), outline: blank(), has_stays: false };
        html! {
            <>
                <p>{texts.interventions_words(&all.member)}</p>
                if all.interventions.is_empty() {
                    <p>{texts.interventions_none()}</p>
                }
                <ul class="cases looked-after">{for all.interventions.iter().map(|line| row(&texts, all, line, &show))}</ul>
                <Action label={texts.interventions_new()} on_press={show(fresh)} />
            </>
        }
    };
    let shown = match (&fetched.value, &*open) {
        (None, _) => Html::default(),
        (Some(all), None) => listed(all),
        (Some(all), Some(open)) => html! {
            <InterventionForm key={open.id.to_string()} open={open.clone()} all={Rc::clone(all)} {close} />
        },
    };
    html! {
        <Frame {title} ready={fetched.value.is_some()} fault={fetched.fault} again={fetched.again}>{shown}</Frame>
    }
}

fn blank() -> Outline {
    let (focus, orientation) = (InterventionFocus::Job, Orientation::Individual);
    Outline { name: "".into(), focus, orientation, part_of: None, starts: None, ends: None }
}

fn row(texts: &Texts, all: &Interventions, line: &InterventionLine, show: &impl Fn(Open) -> Callback<()>) -> Html {
    let outline = &line.outline;
    let whole = all.interventions.iter().find(|other| Some(other.id) == outline.part_of);
    let today = clock::today();
    let admission = Admission::of(Orientation::Individual, outline.starts, outline.ends);
    let open = Open { id: line.id, outline: outline.clone(), has_stays: line.has_stays };
    let separated = [focus_name(texts, outline.focus), orientation_name(texts, outline.orientation)].join(" · ");
    html! {
        <li>
            <div class="case">
                <span class="alias">{outline.name.to_string()}</span>
                <span class="own">{separated}</span>
                if let Some(whole) = whole {
                    <span class="own">{texts.intervention_part_of()}{": "}{whole.outline.name.to_string()}</span>
                }
                if !admission.admits(today, today) {
                    <span class="need">
                        {if outline.starts.is_some_and(|starts| starts > today) {
                            texts.intervention_not_begun()
                        } else {
                            texts.intervention_closed()
                        }}
                    </span>
                }
            </div>
            <Action kind={ActionKind::Quiet} label={texts.admin_change(&outline.name)} on_press={show(open)} />
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct InterventionFormProps {
    open: Open,
    all: Rc<Interventions>,
    close: Callback<()>,
}

/// What is typed in the form.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    outline: Outline,
    starts: String,
    ends: String,
}

#[component]
fn InterventionForm(props: &InterventionFormProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let Open { id, has_stays, .. } = props.open;
    let sending = use_sending();
    let typed = use_state(|| {
        let outline = props.open.outline.clone();
        let day = |day: Option<shared::time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Typed { starts: day(outline.starts), ends: day(outline.ends), outline }
    });
    let save = {
        let (phone, typed, sending, close) = (phone.clone(), typed.clone(), sending.clone(), props.close.clone());
        Callback::from(move |()| {
            let texts = phone.texts();
            let day = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
            let (Ok(starts), Ok(ends)) = (day(&typed.starts), day(&typed.ends)) else {
                return sending.refuse(texts.admin_fault_day());
            };
            let outline = Outline { starts, ends, ..typed.outline.clone() };
            let (engine, close) = (phone.engine(), close.clone());
            let change = async move { engine.administer(&format!("interventions/{id}"), &outline).await };
            sending.send(change, move |()| {
                close.emit(());
                None
            });
        })
    };
    let focuses = InterventionFocus::ALL.iter().map(|focus| (focus.as_str().into(), focus_name(&texts, *focus)));
    let orientations = Orientation::ALL.iter().filter(|one| !has_stays || **one == Orientation::Individual);
    let orientations = orientations.map(|one| (one.as_str().into(), orientation_name(&texts, *one)));
    let wholes = props.all.interventions.iter().filter(|other| other.id != id);
    let wholes = wholes.map(|other| (other.id.to_string().into(), other.outline.name.to_string().into()));
    let wholes = std::iter::once((AttrValue::default(), texts.admin_none())).chain(wholes);
    let whole = typed.outline.part_of.map(|id| id.to_string()).unwrap_or_default();
    let about_orientation =
        if has_stays { texts.admin_fault_has_stays() } else { texts.intervention_orientation_hint() };
    html! {
        <>
            <EditLine name="intervention-name" label={texts.admin_name()} value={typed.outline.name.to_string()}
                on_change={changing(&typed, |typed: &mut Typed, name: String| typed.outline.name = name.into())} />
            <EditChoice name="intervention-focus" label={texts.intervention_focus()}
                options={focuses.collect::<Vec<_>>()} chosen={typed.outline.focus.as_str()}
                on_change={changing(&typed, |typed: &mut Typed, name: String| {
                    typed.outline.focus = InterventionFocus::parse(&name).unwrap_or(typed.outline.focus);
                })} />
            <EditChoice name="intervention-orientation" label={texts.intervention_orientation()}
                hint={about_orientation}
                options={orientations.collect::<Vec<_>>()} chosen={typed.outline.orientation.as_str()}
                on_change={changing(&typed, |typed: &mut Typed, name: String| {
                    typed.outline.orientation = Orientation::parse(&name).unwrap_or(typed.outline.orientation);
                })} />
            <EditChoice name="intervention-whole" label={texts.intervention_part_of()}
                options={wholes.collect::<Vec<_>>()} chosen={whole}
                on_change={changing(&typed, |typed: &mut Typed, id: String| typed.outline.part_of = InterventionId::parse(&id))} />
            <div class="edited-pair">
                <EditLine name="intervention-starts" day=true label={texts.intervention_starts()} hint={texts.admin_day_hint()}
                    value={typed.starts.clone()}
                    on_change={changing(&typed, |typed: &mut Typed, day: String| typed.starts = day)} />
                <EditLine name="intervention-ends" day=true label={texts.intervention_ends()} hint={texts.intervention_ends_hint()}
                    value={typed.ends.clone()}
                    on_change={changing(&typed, |typed: &mut Typed, day: String| typed.ends = day)} />
            </div>
            {sending.words()}
            <Action label={texts.admin_save()} on_press={save} busy={sending.is_busy()} />
            <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={props.close.clone()} />
        </>
    }
}
