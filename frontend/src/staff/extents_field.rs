//! A field for extents: the entries of a code list to tick, each with its per cent.

use super::typed_extents::TypedExtents;
use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::typed;
use shared::code::{CodeList, Entry};
use shared::time::Date;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ExtentsFieldProps {
    /// The field's name in its form; no other on the screen has it.
    pub(super) name: &'static str,
    pub(super) label: AttrValue,
    #[prop_or_default]
    pub(super) hint: Option<AttrValue>,
    pub(super) list: Option<CodeList>,
    /// On which day the entries must be valid.
    pub(super) on: Date,
    pub(super) chosen: TypedExtents,
    pub(super) on_change: Callback<TypedExtents>,
}

/// The entries of the list that may be chosen on that day, and those that are.
#[component]
pub(super) fn ExtentsField(props: &ExtentsFieldProps) -> Html {
    let entries = props.list.iter().flat_map(|list| &list.entries);
    let offered = entries.filter(|entry| entry.is_offered_on(props.on) || props.chosen.contains_key(&entry.code));
    html! {
        <fieldset>
            <legend>{&props.label}</legend>
            if let Some(hint) = &props.hint {
                <p class="hint">{hint}</p>
            }
            {for offered.map(|entry| html! {
                <Row
                    name={props.name}
                    entry={entry.clone()}
                    chosen={props.chosen.clone()}
                    on_change={props.on_change.clone()}
                />
            })}
        </fieldset>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    name: &'static str,
    entry: Entry,
    chosen: TypedExtents,
    on_change: Callback<TypedExtents>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let RowProps { name, entry, chosen, on_change } = props;
    let words = entry.name.in_language(phone.language()).to_owned();
    let percent = chosen.get(&entry.code);
    let onclick = {
        let (mut changed, on_change) = (chosen.clone(), on_change.clone());
        if changed.remove(&entry.code).is_none() {
            changed.insert(entry.code.clone(), String::new());
        }
        move |_| on_change.emit(changed.clone())
    };
    let oninput = {
        let (chosen, on_change, code) = (chosen.clone(), on_change.clone(), entry.code.clone());
        move |event: InputEvent| {
            let mut changed = chosen.clone();
            changed.insert(code.clone(), typed(&event));
            on_change.emit(changed);
        }
    };
    html! {
        <div class="option">
            <label class="tick">
                <input
                    type="checkbox"
                    autocomplete="off"
                    name={format!("{name}-{}", entry.code)}
                    checked={percent.is_some()}
                    {onclick}
                />
                <span>{&words}</span>
            </label>
            if let Some(percent) = percent.filter(|_| !entry.exclusive) {
                <label class="percent">
                    <input type="text" inputmode="numeric" autocomplete="off" placeholder="100" value={percent.clone()} {oninput}
                        aria-label={texts.percent_of(words.clone())} />
                    <span>{"%"}</span>
                </label>
            }
        </div>
    }
}
