//! The steps of a plan as they are read: what, who, by when, and what has been done.

use super::month_and_year;
use crate::phone::use_phone;
use shared::record::{Plan, PlanStep};
use shared::reference::{PARTY_LIST, Reference};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`PlanSteps`].
#[derive(PartialEq, Properties)]
pub struct PlanStepsProps {
    /// What was agreed.
    pub plan: Plan,
    /// What the parties are called.
    pub reference: Rc<Reference>,
}

/// The steps, in the order in which they were agreed.
#[component]
pub fn PlanSteps(props: &PlanStepsProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let step = |step: &PlanStep| {
        let who = props.reference.name_of(PARTY_LIST, &step.who, phone.language()).to_owned();
        html! {
            <li>
                {step.what.as_str().to_owned()}
                <span class="hint">
                    {format!(" – {who}")}
                    if step.done {
                        {format!(". {}", texts.plan_done())}
                    } else if let Some(month) = step.by {
                        {format!(". {}", texts.plan_by(month_and_year(&texts, month)))}
                    }
                </span>
            </li>
        }
    };
    html! { <ol class="plan">{for props.plan.steps.iter().map(step)}</ol> }
}
