//! A field for a line of text.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
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
        let typed = props.typed.setter();
        move |event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            typed.set(input.map(|input| input.value()).unwrap_or_default());
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
