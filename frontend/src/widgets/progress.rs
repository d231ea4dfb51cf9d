//! How far along something is, in words and as a bar.

use yew::prelude::*;

/// Properties of [`Progress`].
#[derive(PartialEq, Properties)]
pub struct ProgressProps {
    /// In words, such as "Question 3 of 11".
    pub words: AttrValue,
    /// How many are done.
    pub done: usize,
    /// Out of how many.
    pub of: usize,
}

/// Words and a bar. The bar says nothing that the words do not.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    html! {
        <div class="progress">
            <p>{&props.words}</p>
            <progress aria-hidden="true" value={props.done.to_string()} max={props.of.to_string()} />
        </div>
    }
}
