//! Fields of what is edited in lists, each with its own fault beside it: a line or a day, one of several in a list, a box.
//! They keep nothing; whoever shows them does.

use super::typed::typed;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`EditLine`].
#[derive(PartialEq, Properties)]
pub struct EditLineProps {
    /// The field's own name on the screen.
    pub name: AttrValue,
    /// What belongs there.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What stands there.
    pub value: AttrValue,
    /// Called with what is typed.
    pub on_change: Callback<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub fault: Option<AttrValue>,
    /// Whether it is a day.
    #[prop_or_default]
    pub day: bool,
    /// The language that belongs there, where it is not the page's.
    #[prop_or_default]
    pub lang: Option<AttrValue>,
}

/// A line of text, or a day.
#[component]
pub fn EditLine(props: &EditLineProps) -> Html {
    let on_change = props.on_change.clone();
    let oninput = move |event: InputEvent| {
        on_change.emit(typed(&event));
    };
    let name = &props.name;
    let about = About { name, hint: props.hint.as_ref(), fault: props.fault.as_ref() };
    html! {
        <div class={classes!("field", props.day.then_some("short"))}>
            <label for={name.clone()}>{&props.label}</label>
            {about.words()}
            <input
                id={name.clone()}
                type={if props.day { "date" } else { "text" }}
                autocomplete="off"
                lang={props.lang.clone()}
                dir={props.lang.is_some().then_some("auto")}
                aria-invalid={props.fault.is_some().then_some("true")}
                aria-describedby={about.ids()}
                value={props.value.clone()}
                {oninput}
            />
        </div>
    }
}

/// What is said about a field, below its label.
#[derive(Clone, Copy)]
struct About<'a> {
    name: &'a AttrValue,
    hint: Option<&'a AttrValue>,
    fault: Option<&'a AttrValue>,
}

impl About<'_> {
    fn ids(self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let fault = self.fault.map(|_| format!("{}-fault", self.name));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn words(self) -> Html {
        html! {
            <>
                if let Some(hint) = self.hint {
                    <span id={format!("{}-hint", self.name)} class="hint">{hint}</span>
                }
                if let Some(fault) = self.fault {
                    <span id={format!("{}-fault", self.name)} class="field-fault">{fault}</span>
                }
            </>
        }
    }
}

/// Properties of [`EditChoice`].
#[derive(PartialEq, Properties)]
pub struct EditChoiceProps {
    /// The field's own name on the screen.
    pub name: AttrValue,
    /// What is chosen.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// By their stable names, what there is to choose from, in words.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// The stable name of what is chosen.
    pub chosen: AttrValue,
    /// Called with the stable name of what is chosen.
    pub on_change: Callback<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub fault: Option<AttrValue>,
}

/// One of several.
#[component]
pub fn EditChoice(props: &EditChoiceProps) -> Html {
    let on_change = props.on_change.clone();
    let onchange = move |event: Event| {
        on_change.emit(typed(&event));
    };
    let option = |(value, words): &(AttrValue, AttrValue)| {
        html! { <option value={value.clone()} selected={*value == props.chosen}>{words}</option> }
    };
    let name = &props.name;
    let about = About { name, hint: props.hint.as_ref(), fault: props.fault.as_ref() };
    html! {
        <div class="field">
            <label for={name.clone()}>{&props.label}</label>
            {about.words()}
            <select id={name.clone()} autocomplete="off" aria-describedby={about.ids()} {onchange}>
                {for props.options.iter().map(option)}
            </select>
        </div>
    }
}

/// Properties of [`EditBox`].
#[derive(PartialEq, Properties)]
pub struct EditBoxProps {
    /// What it says.
    pub label: AttrValue,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Called with whether it is to be.
    pub on_change: Callback<bool>,
}

/// A box to tick.
#[component]
pub fn EditBox(props: &EditBoxProps) -> Html {
    let on_change = props.on_change.clone();
    let onchange = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        on_change.emit(input.is_some_and(|input| input.checked()));
    };
    html! {
        <label class="tick">
            <input type="checkbox" checked={props.ticked} {onchange} />
            <span>{&props.label}</span>
        </label>
    }
}
