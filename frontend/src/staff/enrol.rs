//! Enrolling somebody: the form, kept at every change so that several can be unfinished at once, and those that are.

use super::aside::{anew_notice, use_anew};
use super::enrolment_fields::EnrolmentFields;
use super::enrolment_form::{Acquaintance, EnrolmentFault, EnrolmentForm, ReadBy};
use super::enrolment_words::{fault_words, store_words};
use super::route::{Route, StayInAddress};
use crate::engine::Happening;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::{clock, entropy};
use crate::staff::texts::StaffTexts as _;
use crate::state::{Draft, DraftKey, StoreFault};
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Shell, month_after_day};
use shared::id::{ParticipationId, PersonId};
use shared::record::Body;
use shared::time::Month;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct EnrolProps {
    /// The unfinished one to go on with; a new one otherwise.
    pub(super) id: Option<StayInAddress>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Default)]
struct Faults {
    form: Vec<EnrolmentFault>,
    store: Option<StoreFault>,
}

/// The forms that are not finished, the newest first.
fn unfinished(phone: &Phone) -> Vec<(DraftKey, EnrolmentForm, &Draft)> {
    let read = |draft: &'_ Draft| serde_json::from_str::<EnrolmentForm>(draft.form.as_deref()?).ok();
    let mut all: Vec<_> = phone.drafts.values().filter_map(|draft| Some((draft.key, read(draft)?, draft))).collect();
    all.sort_by_key(|(_, _, draft)| std::cmp::Reverse(draft.changed_at));
    all
}

/// Those whose stays this device holds, by what the supervisor calls them.
pub(super) fn acquaintances(phone: &Phone, month: Month) -> Vec<Acquaintance> {
    let mut known: BTreeMap<PersonId, Acquaintance> = BTreeMap::new();
    for folded in phone.people.values() {
        let Some(enrolment) = folded.enrolment() else { continue };
        let one = known
            .entry(enrolment.person)
            .or_insert_with(|| Acquaintance { newest: enrolment.clone(), takes_part_in: Vec::new() });
        if enrolment.started > one.newest.started {
            one.newest = enrolment.clone();
        }
        if folded.is_open_in(month) && folded.exit.is_none() {
            one.takes_part_in.push(enrolment.intervention);
        }
    }
    let mut all: Vec<Acquaintance> = known.into_values().collect();
    all.sort_by(|a, b| a.newest.alias.cmp(&b.newest.alias));
    all
}

#[component]
pub(super) fn Enrol(props: &EnrolProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let today = clock::today();
    // Of a new one: its ids are the same for as long as the screen is shown.
    let fresh = use_memo((), |()| (entropy::participation_id(), entropy::person_id()));
    let stay: ParticipationId = props.id.map_or(fresh.0, |id| id.0);
    let edited = use_state(|| None::<EnrolmentForm>);
    let faults = use_state(Faults::default);
    let keeping = use_memo((), |()| RefCell::new(None::<Draft>));
    let is_keeping = use_memo((), |()| Cell::new(false));
    use_screen(texts.enrol_title(), format!("enrol {stay}").into());
    let anew = use_anew(stay);
    let unfinished = unfinished(&phone);
    let kept = unfinished.iter().find(|(key, _, _)| key.participation == stay);
    let key = kept.map_or(DraftKey { participation: stay, month: today.month() }, |(key, _, _)| *key);
    let known = acquaintances(&phone, today.month());
    let held = || match &anew {
        Some(Body::Enrolled(held)) => Some(EnrolmentForm::anew(held, &known)),
        _ => None,
    };
    let form = (*edited).clone().or_else(|| kept.map(|(_, form, _)| form.clone())).or_else(held).unwrap_or_default();
    let on_change = {
        let (phone, edited, faults) = (phone.clone(), edited.setter(), faults.setter());
        let (keeping, is_keeping) = (Rc::clone(&keeping), Rc::clone(&is_keeping));
        Callback::from(move |form: EnrolmentForm| {
            edited.set(Some(form.clone()));
            let draft = Draft {
                key,
                answers: Default::default(),
                follow_up: None,
                form: serde_json::to_string(&form).ok(),
                changed_at: clock::now(),
            };
            // While one state is on its way to the disk, only the newest of those that come after it waits.
            if keeping.borrow_mut().replace(draft).is_some() || is_keeping.replace(true) {
                return;
            }
            let (engine, faults) = (phone.engine(), faults.clone());
            let (keeping, is_keeping) = (Rc::clone(&keeping), Rc::clone(&is_keeping));
            spawn_local(async move {
                while let Some(draft) = keeping.take() {
                    if let Err(why) = engine.keep_draft(draft).await {
                        faults.set(Faults { store: Some(why), ..Faults::default() });
                    }
                }
                is_keeping.set(false);
            });
        })
    };
    let save = {
        let (phone, faults, form, known) = (phone.clone(), faults.setter(), form.clone(), known.clone());
        let (person, keeping) = (fresh.1, Rc::clone(&keeping));
        Callback::from(move |()| {
            let (Some(author), Some(reference)) = (phone.account_id(), phone.reference.clone()) else { return };
            let by = ReadBy {
                today,
                reference: &reference,
                acquaintances: &known,
                person,
                supervisor: Some(author),
                corrects: None,
            };
            let (body, month) = match form.read(&by) {
                Ok(read) => read,
                Err(form) => return faults.set(Faults { form, store: None }),
            };
            let happening = Happening { participation: stay, month, body, seen: Vec::new() };
            // The record takes the draft's place: none may be kept after it.
            keeping.take();
            let (engine, faults, navigator) = (phone.engine(), faults.clone(), navigator.clone());
            spawn_local(async move {
                match engine.save(author, vec![happening], Some(key)).await {
                    Ok(_) => {
                        let enrolled = Route::Enrolled { id: StayInAddress(stay) };
                        navigator.iter().for_each(|navigator| navigator.replace(&enrolled));
                    }
                    Err(why) => faults.set(Faults { store: Some(why), form: Vec::new() }),
                }
            });
        })
    };
    let others: Vec<_> = unfinished.iter().filter(|(key, _, _)| key.participation != stay).collect();
    let is_begun = kept.is_some();
    let is_kept = kept.is_some_and(|(_, kept, _)| *kept == form);
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_caseload()} to={Route::Home} /> }}>
            <Heading words={texts.enrol_title()} />
            <p>{texts.enrol_words()}</p>
            {anew_notice(&phone, anew.as_ref())}
            if !others.is_empty() && props.id.is_none() {
                <section class="unfinished">
                    <h2>{texts.enrol_unfinished()}</h2>
                    {for others.iter().map(|(key, form, draft)| unfinished_link(&phone, *key, form, draft))}
                </section>
            }
            <EnrolmentFields {form} {known} {on_change} corrects=false />
            <p class="hint" role="status">{is_kept.then(|| texts.enrol_kept())}</p>
            {fault_words(&texts, &faults.form)}
            {store_words(&texts, faults.store)}
            <div class="main-action"><Action label={texts.enrol_save()} on_press={save} /></div>
            if is_begun {
                <Discard key_of_draft={key} />
            }
        </Shell>
    }
}

fn unfinished_link(phone: &Phone, key: DraftKey, form: &EnrolmentForm, draft: &Draft) -> Html {
    let texts = phone.texts();
    let at = clock::date_of(draft.changed_at);
    let alias = if form.alias.trim().is_empty() { texts.enrol_without_alias() } else { form.alias.clone().into() };
    let label = texts.enrol_go_on(alias, at.day(), month_after_day(&texts, at.month()));
    let to = Route::GoOnEnrolling { id: StayInAddress(key.participation) };
    html! { <LinkAction<Route> kind={ActionKind::Beside} {label} {to} /> }
}

#[derive(PartialEq, Properties)]
struct DiscardProps {
    key_of_draft: DraftKey,
}

/// Throwing an unfinished one away, asked once.
#[component]
fn Discard(props: &DiscardProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let on_press = {
        let (phone, key) = (phone.clone(), props.key_of_draft);
        Callback::from(move |()| {
            let (engine, navigator) = (phone.engine(), navigator.clone());
            spawn_local(async move {
                if engine.drop_draft(key).await.is_ok() {
                    navigator.iter().for_each(|navigator| navigator.push(&Route::Home));
                }
            });
        })
    };
    html! {
        <details>
            <summary>{texts.enrol_discard()}</summary>
            <p>{texts.enrol_discard_words()}</p>
            <Action kind={ActionKind::Beside} label={texts.enrol_discard_go()} {on_press} />
        </details>
    }
}

/// In the caseload: the way here, and how many are not finished.
#[component]
pub(super) fn EnrolWay() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let count = unfinished(&phone).len();
    html! {
        <div class="to-do">
            <LinkAction<Route> kind={ActionKind::Beside} label={texts.enrol_title()} to={Route::Enrol} />
            if count > 0 {
                <p class="hint">{texts.enrol_unfinished_count(count)}</p>
            }
        </div>
    }
}
