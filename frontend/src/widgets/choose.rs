//! Fields whose owner keeps what is in them: one of many in a list, and words of one's own on some lines.

use super::typed::typed;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Choose`].
#[derive(PartialEq, Properties)]
pub struct ChooseProps {
    /// What is asked.
    pub label: AttrValue,
    /// What the list says where nothing is chosen.
    pub nothing: AttrValue,
    /// What there is to choose from, each with its words.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// What has been chosen.
    pub chosen: Option<String>,
    /// Called with what is chosen; with an empty text for nothing.
    pub on_choice: Callback<String>,
}

/// One of many, or nothing.
#[component]
pub fn Choose(props: &ChooseProps) -> Html {
    let on_choice = props.on_choice.clone();
    let onchange = move |event: Event| {
        on_choice.emit(typed(&event));
    };
    let is_chosen = |value: &AttrValue| props.chosen.as_deref() == Some(value.as_str());
    let list = use_node_ref();
    // A list that somebody has used follows what its owner keeps only when it is told.
    let element = list.clone();
    use_effect_with((props.chosen.clone(), props.options.len()), move |(chosen, _)| {
        if let Some(list) = element.cast::<HtmlSelectElement>() {
            list.set_value(chosen.as_deref().unwrap_or_default());
        }
    });
    html! {
        <label class="field">
            <span>{&props.label}</span>
            <select ref={list} autocomplete="off" {onchange}>
                <option value="" selected={props.chosen.is_none()}>{&props.nothing}</option>
                {for props.options.iter().map(|(value, words)| html! {
                    <option key={value.to_string()} value={value.clone()} selected={is_chosen(value)}>{words}</option>
                })}
            </select>
        </label>
    }
}

/// Properties of [`Words`].
#[derive(PartialEq, Properties)]
pub struct WordsProps {
    /// What belongs there.
    pub label: AttrValue,
    /// More about it.
    pub hint: AttrValue,
    /// What has been written.
    pub written: String,
    /// How many lines are in sight.
    pub rows: u32,
    /// Called with what is written.
    pub on_type: Callback<String>,
}

/// Words of one's own. They are not kept by the browser.
#[component]
pub fn Words(props: &WordsProps) -> Html {
    let on_type = props.on_type.clone();
    let oninput = move |event: InputEvent| {
        on_type.emit(typed(&event));
    };
    html! {
        <label class="field">
            <span>{&props.label}</span>
            <textarea autocomplete="off" rows={props.rows.to_string()} value={props.written.clone()} {oninput} />
            <span class="hint">{&props.hint}</span>
        </label>
    }
}
