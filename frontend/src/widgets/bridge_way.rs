//! The bridge as a list of its steps, in the order of the way: parallel ones beside each other, each with its picture. It
//! says nothing about who stands where.

use super::pictogram::Pictogram;
use shared::bridge::{Bridge, StepRank};
use shared::code::Code;
use std::collections::BTreeMap;
use yew::prelude::*;

/// Properties of [`BridgeWay`].
#[derive(PartialEq, Properties)]
pub struct BridgeWayProps {
    /// The bridge.
    pub bridge: Bridge,
    /// By the code of a step, its picture.
    pub pictures: BTreeMap<Code, Code>,
    /// The language of the words.
    pub language: AttrValue,
}

/// The steps of a bridge.
#[component]
pub fn BridgeWay(props: &BridgeWayProps) -> Html {
    let BridgeWayProps { bridge, pictures, language } = props;
    let top = bridge.top().map_or(0, |rank| rank.0);
    let step = |code: &Code, name: &str| {
        let picture = pictures.get(code).map(|picture| AttrValue::from(picture.as_str().to_owned()));
        html! {
            <div class="way-step">
                if let Some(of) = picture {
                    <Pictogram {of} />
                }
                <span>{name.to_owned()}</span>
            </div>
        }
    };
    let rank = |rank: u8| {
        let steps = bridge.steps_of(StepRank(rank));
        html! { <li>{for steps.map(|one| step(&one.code, one.name.in_language(language)))}</li> }
    };
    html! { <ol class="way">{for (1..=top).map(rank)}</ol> }
}
