//! What is wrong with an enrolment, or with the end of a stay, in words.

use super::enrolment_form::EnrolmentFault;
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::texts::Texts;
use crate::widgets::{Notice, NoticeKind, store_fault_text};
use yew::prelude::*;

fn words(texts: &Texts, fault: EnrolmentFault) -> AttrValue {
    match fault {
        EnrolmentFault::Consent => texts.enrol_fault_consent(),
        EnrolmentFault::ConsentDay => texts.enrol_fault_consent_day(),
        EnrolmentFault::Alias => texts.enrol_fault_alias(),
        EnrolmentFault::PersonalNumber => texts.enrol_fault_personal_number(),
        EnrolmentFault::Gender => texts.enrol_fault_gender(),
        EnrolmentFault::BirthYear => texts.enrol_fault_birth_year(),
        EnrolmentFault::Municipality => texts.enrol_fault_municipality(),
        EnrolmentFault::Intervention => texts.enrol_fault_intervention(),
        EnrolmentFault::ThereAlready => texts.enrol_fault_there_already(),
        EnrolmentFault::Started => texts.enrol_fault_started(),
        EnrolmentFault::StartedAfterEnd => texts.enrol_fault_started_after_end(),
        EnrolmentFault::StartYear => texts.enrol_fault_start_year(),
        EnrolmentFault::Percent => texts.enrol_fault_percent(),
        EnrolmentFault::Excludes => texts.enrol_fault_excludes(),
        EnrolmentFault::Months => texts.enrol_fault_months(),
    }
}

/// All that has to be put right, at once.
pub(super) fn fault_words(texts: &Texts, faults: &[EnrolmentFault]) -> Html {
    listed(texts, faults.iter().map(|fault| words(texts, *fault)).collect())
}

/// The same of words that are there already.
pub(super) fn listed(texts: &Texts, faults: Vec<AttrValue>) -> Html {
    if faults.is_empty() {
        return Html::default();
    }
    html! {
        <Notice kind={NoticeKind::Fault}>
            <p>{texts.enrol_faults()}</p>
            <ul>{for faults.into_iter().map(|words| html! { <li>{words}</li> })}</ul>
        </Notice>
    }
}

/// That nothing was saved, and why.
pub(super) fn store_words(texts: &Texts, fault: Option<StoreFault>) -> Html {
    fault.map_or_else(Html::default, |fault| {
        html! { <Notice kind={NoticeKind::Fault}><p>{store_fault_text(texts, fault)}</p></Notice> }
    })
}
