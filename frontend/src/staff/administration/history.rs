//! Which versions were made, when and by whom.

use super::words::list_name;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use shared::administration::{EditionKind, EditionLine};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct HistoryProps {
    pub(super) lines: Vec<EditionLine>,
}

/// The versions, the newest first; nothing where none was made.
#[component]
pub(super) fn History(props: &HistoryProps) -> Html {
    let texts = use_phone().texts();
    if props.lines.is_empty() {
        return Html::default();
    }
    let line = |line: &EditionLine| {
        let what = match line.kind {
            EditionKind::Bridge => texts.bridge_title(),
            EditionKind::List => list_name(&texts, &line.id),
            EditionKind::Instrument => line.id.to_string().into(),
        };
        html! { <li>{texts.history_line(what, line.version, &line.made_by, clock::date_of(line.made_at))}</li> }
    };
    html! {
        <section>
            <h2>{texts.history_title()}</h2>
            <ul>{for props.lines.iter().map(line)}</ul>
        </section>
    }
}
