//! A field for a line of text.

use super::typed::typed;
use yew::prelude::*;

/// Properties of [`Field`].
#[derive(PartialEq, Properties)]
pub struct FieldProps {
    /// What belongs there.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What has been typed.
    pub typed: UseStateHandle<String>,
    /// Whether phones show the keyboard of capitals.
    #[prop_or_default]
    pub in_capitals: bool,
}

/// The field. What is typed is neither kept by the browser nor spelled anew.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let oninput = {
        let written = props.typed.setter();
        move |event: InputEvent| {
            written.set(typed(&event));
        }
    };
    html! {
        <label class="field line">
            <span>{&props.label}</span>
            if let Some(hint) = &props.hint {
                <span class="hint">{hint}</span>
            }
            <input
                type="text"
                autocomplete="off"
                autocapitalize={if props.in_capitals { "characters" } else { "none" }}
                spellcheck="false"
                dir={props.in_capitals.then_some("ltr")}
                value={(*props.typed).clone()}
                {oninput}
            />
        </label>
    }
}
