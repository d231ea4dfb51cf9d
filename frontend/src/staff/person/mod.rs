//! One person's page: sections that stand by themselves, each in its own file. A section knows no other.

mod agreed;
mod assessments;
mod months;
mod over_time;
mod standing;
mod to_do;

use super::nowhere;
use super::route::{Route, StayInAddress};
use super::sayings::Sayings;
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{ActionKind, Heading, LinkAction, Shell};
use shared::fold::Participation;
use shared::id::ParticipationId;
use shared::reference::Reference;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct PersonProps {
    pub(super) id: StayInAddress,
}

/// What every section is given.
#[derive(PartialEq, Properties)]
struct SectionProps {
    id: ParticipationId,
    folded: Rc<Participation>,
    reference: Rc<Reference>,
}

#[component]
pub(super) fn Person(props: &PersonProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.person_title(), props.id.to_string().into());
    let id = props.id.0;
    let folded = phone.people.get(&id).cloned();
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    html! {
        <Shell wide=true navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_caseload()} to={Route::Home} /> }}>
            <Heading words={enrolment.alias.as_str().to_owned()} />
            <standing::Standing {id} folded={folded.clone()} reference={reference.clone()} />
            <to_do::ToDo {id} folded={folded.clone()} reference={reference.clone()} />
            <agreed::Agreed {id} folded={folded.clone()} reference={reference.clone()} />
            <months::Months {id} folded={folded.clone()} reference={reference.clone()} />
            <agreed::Deviations {id} folded={folded.clone()} reference={reference.clone()} />
            <over_time::OverTime {id} folded={folded.clone()} {reference} />
            <Sayings {folded} />
        </Shell>
    }
}
