//! A part of the follow-up: its values in a line, to be kept with one press, or its fields.

use super::Change;
use crate::phone::Phone;
use crate::staff::texts::StaffTexts as _;
use crate::state::{FollowUpDraft, Part, Settled};
use crate::texts::Texts;
use shared::reference::Reference;
use yew::prelude::*;

/// What the parts are drawn from.
pub(super) struct Sheet<'a> {
    pub(super) phone: &'a Phone,
    pub(super) texts: &'a Texts,
    pub(super) reference: &'a Reference,
    pub(super) form: &'a FollowUpDraft,
    /// As it was before anything was changed.
    pub(super) begun: &'a FollowUpDraft,
    pub(super) change: Change,
    pub(super) open: Callback<Part>,
}

/// The part's place in the page.
pub(super) const fn place(part: Part) -> &'static str {
    match part {
        Part::Activity => "part-activity",
        Part::Support => "part-support",
        Part::Step => "part-step",
        Part::Assessment => "part-assessment",
    }
}

impl Sheet<'_> {
    /// A part: `fields` where it is entered, else what `words` say of it and two buttons.
    pub(super) fn part(&self, part: Part, fields: Html, words: AttrValue) -> Html {
        let texts = self.texts;
        let title = match part {
            Part::Activity => texts.part_activity(),
            Part::Support => texts.support_label(),
            Part::Step => texts.step_label(),
            Part::Assessment => texts.assessment_label(),
        };
        let settled = self.form.settled.get(&part).copied();
        let named = html! { <span class="unseen">{format!(": {title}")}</span> };
        let keep = {
            let (change, begun) = (self.change.clone(), self.begun.clone());
            move |_: MouseEvent| {
                let begun = begun.clone();
                change.emit(Box::new(move |form| form.keep(part, &begun)));
            }
        };
        let kept = settled == Some(Settled::Kept);
        let keep = html! {
            <button type="button" class="chip" aria-pressed={kept.to_string()} onclick={keep}>{texts.keep_part()}{named.clone()}</button>
        };
        let shown = if settled == Some(Settled::Entered) {
            html! { <>{fields}if self.begun.knows(part) { <div class="chips">{keep}</div> }</> }
        } else {
            let open = self.open.reform(move |_: MouseEvent| part);
            html! {
                <>
                    <p class="was">{words}</p>
                    <div class="chips">
                        {keep}
                        <button type="button" class="chip" onclick={open}>{texts.change_part()}{named}</button>
                    </div>
                </>
            }
        };
        html! {
            <section id={place(part)} class={classes!("part", place(part))}>
                <h2>{title}</h2>
                {shown}
            </section>
        }
    }
}
