//! Handing a person over to another supervisor of the same intervention. Who works there is known since the last contact.

use super::aside::use_anew;
use super::enrolment_words::store_words;
use super::in_view_of::use_in_view_of;
use super::nowhere;
use super::route::{Route, StayInAddress};
use super::saving::{Saving, use_saving};
use crate::engine::Happening;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, SelectField, Shell};
use crate::workplaces::use_workplaces;
use shared::fold::Participation;
use shared::id::{AccountId, ParticipationId};
use shared::record::Body;
use shared::time::Date;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct HandOverProps {
    pub(super) id: StayInAddress,
}

/// The record of a change, which knows of those that were made in the same month.
fn change(participation: ParticipationId, folded: &Participation, to: AccountId, today: Date) -> Option<Happening> {
    let started = folded.enrolment()?.started;
    let month = today.month().max(started.month());
    let seen = folded.handed_over.iter().filter(|one| one.month == month).map(|one| one.record).collect();
    Some(Happening { participation, month, body: Body::SupervisorChanged { to }, seen })
}

#[component]
pub(super) fn HandOver(props: &HandOverProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let workplaces = use_workplaces();
    let chosen = use_state(|| None::<AccountId>);
    let is_missing = use_state(|| false);
    let id = props.id;
    let back = Route::Stay { id };
    let Saving { not_kept, save } = use_saving(back.clone());
    use_screen(texts.hand_over_title(), format!("hand over {id}").into());
    let anew = use_anew(id.0);
    // Who had been chosen, until somebody else is.
    let chosen_before = match anew {
        Some(Body::SupervisorChanged { to }) => Some(to),
        _ => None,
    };
    let to = (*chosen).or(chosen_before);
    let folded = use_in_view_of(phone.people.get(&id.0).cloned(), to.is_some());
    let (Some(folded), Some(me)) = (folded, phone.account_id()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let colleagues = workplaces.colleagues(enrolment.intervention, me);
    let save = {
        let (folded, is_missing) = (folded.clone(), is_missing.setter());
        Callback::from(move |()| {
            is_missing.set(to.is_none());
            let Some(to) = to else { return };
            change(id.0, &folded, to, clock::today()).into_iter().for_each(|happening| save.emit(happening));
        })
    };
    let on_choose = {
        let chosen = chosen.setter();
        Callback::from(move |to| chosen.set(to))
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={back} /> }}>
            <Heading words={texts.hand_over_title()} />
            <p>{texts.hand_over_words(enrolment.alias.as_str())}</p>
            {match colleagues {
                None => html! { <p>{texts.hand_over_not_known()}</p> },
                Some(there) if there.is_empty() => html! { <p>{texts.hand_over_alone()}</p> },
                Some(there) => html! {
                    <>
                        <SelectField<AccountId>
                            name="colleague"
                            label={texts.hand_over_to()}
                            nothing={texts.hand_over_nobody()}
                            options={there.iter().map(|one| (one.account, AttrValue::from(one.name.to_string()))).collect::<Vec<_>>()}
                            chosen={to}
                            {on_choose}
                        />
                        if *is_missing {
                            <Notice kind={NoticeKind::Fault}><p>{texts.hand_over_choose()}</p></Notice>
                        }
                        {store_words(&texts, not_kept)}
                        <div class="main-action"><Action label={texts.hand_over_go()} on_press={save} /></div>
                    </>
                },
            }}
        </Shell>
    }
}
