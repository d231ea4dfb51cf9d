//! Right after somebody was enrolled: where the record is, and what comes next.

use super::nowhere;
use super::route::{MonthInAddress, Route, StayInAddress};
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{ActionKind, Heading, LinkAction, PassageLine, Shell};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct EnrolledProps {
    pub(super) id: StayInAddress,
}

#[component]
pub(super) fn Enrolled(props: &EnrolledProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let id = props.id;
    use_screen(texts.enrolled_title(), format!("enrolled {id}").into());
    let Some(folded) = phone.people.get(&id.0) else { return nowhere() };
    let Some(start) = &folded.start else { return nowhere() };
    let passage = phone.record(start.record).map(|stored| stored.passage.clone());
    let month = MonthInAddress(clock::today().month());
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_caseload()} to={Route::Home} /> }}>
            <Heading words={texts.enrolled_title()} />
            if let Some(passage) = passage {
                <PassageLine {passage} />
            }
            {match folded.enrolment() {
                Some(enrolment) => html! {
                    <>
                        <p>{texts.enrolled_words(enrolment.alias.as_str())}</p>
                        <LinkAction<Route> label={texts.enrolled_invite()} to={Route::Invite { id }} />
                        <p class="hint">{texts.enrolled_invite_words()}</p>
                        <LinkAction<Route> kind={ActionKind::Beside} label={texts.enrolled_follow_up()} to={Route::FollowUp { id, month }} />
                        <LinkAction<Route> kind={ActionKind::Quiet} label={texts.enrolled_another()} to={Route::Enrol} />
                    </>
                },
                None => html! {
                    <>
                        <p>{texts.enrolled_anonymous()}</p>
                        <LinkAction<Route> kind={ActionKind::Beside} label={texts.enrolled_another()} to={Route::Enrol} />
                    </>
                },
            }}
        </Shell>
    }
}
