//! After a follow-up: where it is now, and straight on to the next person.

use crate::contacts::use_contacts;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::caseload::{cases, next_to_follow_up};
use crate::staff::route::{MonthInAddress, Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::state::Passage;
use crate::widgets::{ActionKind, Heading, LinkAction, PassageLine, Shell, month_name};
use shared::id::ParticipationId;
use shared::time::Month;
use std::collections::BTreeSet;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct SavedProps {
    pub(super) id: ParticipationId,
    pub(super) month: Month,
}

#[component]
pub(super) fn Saved(props: &SavedProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let contacts = use_contacts();
    let this_month = clock::today().month();
    let cases = cases(&phone, contacts.as_ref(), &BTreeSet::new(), this_month);
    let next = next_to_follow_up(&cases, (props.id, props.month), this_month);
    let folded = phone.people.get(&props.id);
    let alias = folded.and_then(|folded| Some(folded.enrolment()?.alias.as_str().to_owned())).unwrap_or_default();
    let view = folded.and_then(|folded| folded.months.get(&props.month));
    let records = view.into_iter().flat_map(|view| {
        [
            view.follow_up.as_ref().map(|held| held.record),
            view.staff_assessment.as_ref().map(|held| held.record),
            view.step.as_ref().map(|held| held.record),
        ]
    });
    let passages: Vec<&Passage> = records.flatten().filter_map(|id| Some(&phone.record(id)?.passage)).collect();
    let passage = passages.iter().find(|passage| ***passage == Passage::Waiting).or(passages.first());
    html! {
        <Shell>
            <Heading words={texts.saved_for(&alias, month_name(&texts, props.month))} />
            {for passage.map(|passage| html! { <PassageLine passage={(*passage).clone()} /> })}
            if let Some((alias, id, month)) = next {
                <LinkAction<Route>
                    label={texts.next_person(alias, month_name(&texts, month))}
                    to={Route::FollowUp { id: StayInAddress(id), month: MonthInAddress(month) }}
                />
            } else {
                <p>{texts.no_next_person()}</p>
            }
            <LinkAction<Route> kind={ActionKind::Beside} label={texts.to_the_list()} to={Route::Home} />
            <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_person(alias)} to={Route::Person { id: StayInAddress(props.id) }} />
        </Shell>
    }
}
