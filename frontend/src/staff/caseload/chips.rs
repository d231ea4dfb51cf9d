//! Chips that narrow a list: each says how many it would leave, and is pressed again to be let go.

use yew::prelude::*;

/// One of them.
#[derive(Clone, PartialEq)]
pub(super) struct Chip {
    pub(super) name: AttrValue,
    pub(super) count: usize,
    pub(super) is_on: bool,
    pub(super) on_press: Callback<()>,
}

#[derive(PartialEq, Properties)]
pub(super) struct ChipsProps {
    /// What they narrow by.
    pub(super) label: AttrValue,
    pub(super) chips: Vec<Chip>,
}

/// The row. One that would leave nobody is not offered, unless it is on.
#[component]
pub(super) fn Chips(props: &ChipsProps) -> Html {
    let offered = props.chips.iter().filter(|chip| chip.count > 0 || chip.is_on);
    let chip = |chip: &Chip| {
        let onclick = chip.on_press.reform(|_| ());
        html! {
            <button type="button" class="chip" aria-pressed={chip.is_on.to_string()} {onclick}>
                {&chip.name}{" "}<span class="count">{chip.count}</span>
            </button>
        }
    };
    html! { <div class="chips" role="group" aria-label={&props.label}>{for offered.map(chip)}</div> }
}
