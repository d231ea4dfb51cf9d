//! Where a person stands: since when, on which step, and how it is with the phone.

use super::SectionProps;
use crate::contacts::{contact_words, is_reminded, use_contacts};
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::month_name;
use yew::prelude::*;

/// In a few lines under the name.
#[component]
pub(super) fn Standing(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let contacts = use_contacts();
    let folded = &props.folded;
    let Some(started) = folded.enrolment().map(|enrolment| enrolment.started) else { return Html::default() };
    let step = folded.step_at(clock::today().month()).and_then(|rank| props.reference.bridge.step(rank));
    html! {
        <>
            <p>{texts.person_since(month_name(&texts, started.month()), started.month().year())}</p>
            if let Some(step) = step {
                <p>{texts.person_step(step.name.in_language(phone.language()))}</p>
            }
            if let Some(words) = contact_words(&texts, contacts.as_ref(), props.id) {
                <p class="hint">{words}</p>
            }
            if let Some(is_on) = is_reminded(contacts.as_ref(), props.id) {
                <p class="hint">{if is_on { texts.reminder_on() } else { texts.reminder_off() }}</p>
            }
        </>
    }
}
