//! What the participant wants to say, and says of the own record, for the person's page.

use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::month_and_year;
use shared::fold::Participation;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct SayingsProps {
    pub(super) folded: Rc<Participation>,
}

/// In the participant's own words.
#[component]
pub(super) fn Sayings(props: &SayingsProps) -> Html {
    let texts = use_phone().texts();
    let folded = &props.folded;
    html! {
        <>
            if !folded.wants_to_say.is_empty() {
                <h2>{texts.wants_to_say()}</h2>
                {for folded.wants_to_say.iter().rev().map(|said| html! {
                    <blockquote>
                        <p>{said.note.as_str().to_owned()}</p>
                        <p class="hint">{month_and_year(&texts, said.month)}</p>
                    </blockquote>
                })}
            }
            if !folded.remarks.is_empty() {
                <h2>{texts.remark_from_participant()}</h2>
                {for folded.remarks.iter().map(|remark| html! { <blockquote><p>{remark.note.as_str().to_owned()}</p></blockquote> })}
            }
        </>
    }
}
