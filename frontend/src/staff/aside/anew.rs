//! A record that was put aside, written anew: the form opens with what that record held. Which one, the address says; what
//! it held is on this device, or in what the server told of it.

use super::known::use_kept_asides;
use crate::phone::{Phone, use_phone};
use crate::platform::clock;
use crate::staff::route::{MonthInAddress, Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Notice, NoticeKind};
use serde::{Deserialize, Serialize};
use shared::code::Code;
use shared::id::{ParticipationId, RecordId};
use shared::record::{Body, Record};
use shared::reference::{
    ACTIVITY_LIST, EDUCATION_LIST, EXIT_REASON_LIST, OCCUPATION_LIST, PARTY_LIST, Reference, SUPPORT_LIST,
};
use shared::support::Extent;
use shared::sync::intake::said;
use yew::prelude::*;
use yew_router::prelude::*;

/// In the address of a form: the record that is written anew.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Anew {
    anew: RecordId,
}

/// The form in which a record is written anew; `None` for what staff do not write.
fn form_of(phone: &Phone, record: &Record) -> Option<Route> {
    let id = StayInAddress(record.participation);
    let is_followed = phone.people.contains_key(&record.participation);
    match said(&record.body) {
        Body::Enrolled(_) if is_followed => Some(Route::Correct { id }),
        // The stay was never taken in: the same one is tried again, and what was written of it can be judged again.
        Body::Enrolled(_) => Some(Route::GoOnEnrolling { id }),
        _ if !is_followed => None,
        Body::FollowedUp(_) | Body::StaffAssessed { .. } | Body::StepRecorded { .. } => {
            let month = record.month.min(clock::today().month());
            Some(Route::FollowUp { id, month: MonthInAddress(month) })
        }
        Body::Exited(_) => Some(Route::Exit { id }),
        Body::PlanAgreed(_) => Some(Route::Plan { id }),
        Body::DeviationNoted(_) => Some(Route::NoteDeviation { id }),
        Body::SupervisorChanged { .. } => Some(Route::HandOver { id }),
        _ => None,
    }
}

/// The way to that form.
pub(super) fn way(phone: &Phone, record: &Record) -> Html {
    let Some(to) = form_of(phone, record) else { return Html::default() };
    html! {
        <Link<Route, Anew> {to} query={Anew { anew: record.id }} classes={classes!("action", "beside")}>
            {phone.texts().aside_correct()}
        </Link<Route, Anew>>
    }
}

/// What the record said that is written anew about a stay, where the address names one.
#[hook]
pub(in crate::staff) fn use_anew(about: ParticipationId) -> Option<Body> {
    let phone = use_phone();
    let asides = use_kept_asides();
    let Anew { anew } = use_location()?.query::<Anew>().ok()?;
    let on_device = phone.refused().map(|stored| stored.text.as_str());
    let from_server = asides.iter().filter_map(|aside| aside.text.as_deref());
    let mut records = on_device.chain(from_server).filter_map(|text| Record::read(text).ok());
    let record = records.find(|record| record.id == anew && record.participation == about)?;
    choosable(said(&record.body).clone(), phone.reference.as_deref()?)
}

/// What a form can hold of it: codes that are in no list have no field, and would be refused again unseen. `None` where
/// nothing is left.
fn choosable(mut body: Body, reference: &Reference) -> Option<Body> {
    let is_there = |list: &str, code: &Code| reference.code_list(list).is_none_or(|list| list.entry(code).is_some());
    let keep = |list: &str, extents: &mut Vec<Extent>| extents.retain(|one| is_there(list, &one.code));
    match &mut body {
        Body::FollowedUp(held) => {
            held.activities.retain(|code| is_there(ACTIVITY_LIST, code));
            keep(SUPPORT_LIST, &mut held.support);
        }
        Body::StepRecorded { step } => {
            reference.bridge.step(*step)?;
        }
        Body::Enrolled(held) => {
            held.education.take_if(|code| !is_there(EDUCATION_LIST, code));
            keep(SUPPORT_LIST, &mut held.support_before);
            keep(OCCUPATION_LIST, &mut held.occupation_before);
        }
        Body::Exited(held) => {
            held.reason.take_if(|code| !is_there(EXIT_REASON_LIST, code));
            keep(SUPPORT_LIST, &mut held.support_after);
            keep(OCCUPATION_LIST, &mut held.occupation_after);
        }
        Body::PlanAgreed(plan) => plan.steps.retain(|step| is_there(PARTY_LIST, &step.who)),
        Body::DeviationNoted(held) => {
            held.party.take_if(|code| !is_there(PARTY_LIST, code));
        }
        _ => {}
    }
    Some(body)
}

/// Says why the fields are filled.
pub(in crate::staff) fn notice(phone: &Phone, anew: Option<&Body>) -> Html {
    anew.map_or_else(Html::default, |_| {
        html! { <Notice kind={NoticeKind::Calm}><p>{phone.texts().anew_words()}</p></Notice> }
    })
}
