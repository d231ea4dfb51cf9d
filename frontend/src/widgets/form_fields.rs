//! Fields of a form whose owner keeps what is in them: a line, a day, one of several, one of many. What is typed is neither
//! kept by the browser nor spelled anew.

use super::typed::typed;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`TextField`].
#[derive(PartialEq, Properties)]
pub struct TextFieldProps {
    /// The field's name in its form; no other on the screen has it.
    pub name: &'static str,
    /// What belongs there.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What has been typed.
    pub value: AttrValue,
    /// Called with what is typed.
    pub on_type: Callback<String>,
    /// Whether a number belongs there.
    #[prop_or_default]
    pub numeric: bool,
    /// What is suggested while somebody types.
    #[prop_or_default]
    pub suggestions: Vec<AttrValue>,
}

/// A line of text.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let on_type = props.on_type.clone();
    let oninput = move |event: InputEvent| on_type.emit(typed(&event));
    let (hint_id, list_id) = (format!("{}-hint", props.name), format!("{}-list", props.name));
    let suggests = !props.suggestions.is_empty();
    html! {
        <div class={classes!("field", props.numeric.then_some("short"))}>
            <label for={props.name}>{&props.label}</label>
            if let Some(hint) = &props.hint {
                <span id={hint_id.clone()} class="hint">{hint}</span>
            }
            <input
                id={props.name}
                name={props.name}
                type="text"
                inputmode={props.numeric.then_some("numeric")}
                autocomplete="off"
                spellcheck="false"
                maxlength="60"
                aria-describedby={props.hint.is_some().then_some(hint_id)}
                list={suggests.then(|| list_id.clone())}
                value={props.value.clone()}
                {oninput}
            />
            if suggests {
                <datalist id={list_id}>{for props.suggestions.iter().map(|one| html! { <option value={one.clone()} /> })}</datalist>
            }
        </div>
    }
}

/// Properties of [`DateField`].
#[derive(PartialEq, Properties)]
pub struct DateFieldProps {
    /// The field's name in its form; no other on the screen has it.
    pub name: &'static str,
    /// What belongs there.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// The day as it is written: year, month and day with hyphens between.
    pub value: AttrValue,
    /// Called with what is chosen or typed.
    pub on_type: Callback<String>,
    /// The first day that can be chosen.
    #[prop_or_default]
    pub earliest: Option<AttrValue>,
    /// The last day that can be chosen.
    #[prop_or_default]
    pub latest: Option<AttrValue>,
}

/// A day. A browser without a calendar of its own takes it as text.
#[component]
pub fn DateField(props: &DateFieldProps) -> Html {
    let on_type = props.on_type.clone();
    let oninput = move |event: InputEvent| on_type.emit(typed(&event));
    let hint_id = format!("{}-hint", props.name);
    html! {
        <div class="field short day">
            <label for={props.name}>{&props.label}</label>
            if let Some(hint) = &props.hint {
                <span id={hint_id.clone()} class="hint">{hint}</span>
            }
            <input
                id={props.name}
                name={props.name}
                type="date"
                autocomplete="off"
                placeholder="2026-01-31"
                min={props.earliest.clone()}
                max={props.latest.clone()}
                aria-describedby={props.hint.is_some().then_some(hint_id)}
                value={props.value.clone()}
                {oninput}
            />
        </div>
    }
}

/// Properties of [`ChoiceField`].
#[derive(PartialEq, Properties)]
pub struct ChoiceFieldProps<T: PartialEq> {
    /// The field's name in its form; no other on the screen has it.
    pub name: &'static str,
    /// What is asked.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What there is to choose from, in words.
    pub options: Vec<(T, AttrValue)>,
    /// What has been chosen.
    pub chosen: Option<T>,
    /// Called with what is chosen.
    pub on_choose: Callback<T>,
}

/// One of several, all in sight.
#[component]
pub fn ChoiceField<T: PartialEq + Clone + 'static>(props: &ChoiceFieldProps<T>) -> Html {
    let option = |(place, (value, words)): (usize, &(T, AttrValue))| {
        let checked = props.chosen.as_ref() == Some(value);
        let onclick = {
            let (on_choose, value) = (props.on_choose.clone(), value.clone());
            move |_| on_choose.emit(value.clone())
        };
        html! {
            <label class="tick">
                <input type="radio" autocomplete="off" name={props.name} value={place.to_string()} {checked} {onclick} />
                <span>{words}</span>
            </label>
        }
    };
    html! {
        <fieldset>
            <legend>{&props.label}</legend>
            if let Some(hint) = &props.hint {
                <p class="hint">{hint}</p>
            }
            {for props.options.iter().enumerate().map(option)}
        </fieldset>
    }
}

/// Properties of [`SelectField`].
#[derive(PartialEq, Properties)]
pub struct SelectFieldProps<T: PartialEq> {
    /// The field's name in its form; no other on the screen has it.
    pub name: &'static str,
    /// What belongs there.
    pub label: AttrValue,
    /// More about it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What the list says where nothing is chosen.
    pub nothing: AttrValue,
    /// What there is to choose from, in words.
    pub options: Vec<(T, AttrValue)>,
    /// What has been chosen.
    pub chosen: Option<T>,
    /// Called with what is chosen.
    pub on_choose: Callback<Option<T>>,
}

/// One of many, or nothing.
#[component]
pub fn SelectField<T: PartialEq + Clone + 'static>(props: &SelectFieldProps<T>) -> Html {
    let list = use_node_ref();
    let place = props.options.iter().position(|(value, _)| props.chosen.as_ref() == Some(value));
    let shown = place.map(|place| place.to_string()).unwrap_or_default();
    // The options may come after the choice: the list is told again which one it is.
    let element = list.clone();
    use_effect_with((shown.clone(), props.options.len()), move |(shown, _)| {
        if let Some(list) = element.cast::<HtmlSelectElement>() {
            list.set_value(shown);
        }
    });
    let onchange = {
        let (options, on_choose) = (props.options.clone(), props.on_choose.clone());
        move |event: Event| {
            let place = typed(&event).parse::<usize>().ok();
            on_choose.emit(place.and_then(|place| options.get(place)).map(|(value, _)| value.clone()));
        }
    };
    let hint_id = format!("{}-hint", props.name);
    html! {
        <div class="field">
            <label for={props.name}>{&props.label}</label>
            if let Some(hint) = &props.hint {
                <span id={hint_id.clone()} class="hint">{hint}</span>
            }
            <select
                ref={list}
                id={props.name}
                name={props.name}
                autocomplete="off"
                aria-describedby={props.hint.is_some().then_some(hint_id)}
                {onchange}
            >
                <option value="" selected={shown.is_empty()}>{&props.nothing}</option>
                {for props.options.iter().enumerate().map(|(at, (_, words))| html! {
                    <option value={at.to_string()} selected={place == Some(at)}>{words}</option>
                })}
            </select>
        </div>
    }
}
