//! What the effect is worth today over some years, actor by actor, if it lasts as stated.

use super::ledgers::name;
use super::money::kronor_or_hidden;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::WideTable;
use shared::economics::Actor;
use shared::effect_dashboard::SeenEffect;
use yew::prelude::*;

pub(super) fn section(texts: &Texts, effect: &SeenEffect) -> Html {
    let cells = |of: &dyn Fn(u16) -> Option<f64>| {
        effect
            .present_value
            .keys()
            .map(|years| html! { <td>{kronor_or_hidden(texts, of(*years))}</td> })
            .collect::<Html>()
    };
    let of_actor = |actor: Actor| {
        let value = move |years: u16| effect.present_value.get(&years).and_then(|worth| worth.of(actor));
        html! { <tr><th scope="row">{name(texts, actor)}</th>{cells(&value)}</tr> }
    };
    let of_society = |years: u16| effect.society_present_value.get(&years).map(|worth| worth.kronor());
    html! {
        <section>
            <h2>{texts.worth_title()}</h2>
            <WideTable name={texts.worth_title()}>
                <thead><tr>
                    <th scope="col">{texts.ledger_who()}</th>
                    {for effect.present_value.keys().map(|years| html! { <th scope="col">{texts.worth_years(*years)}</th> })}
                </tr></thead>
                <tbody>
                    {for Actor::ALL.into_iter().map(of_actor)}
                    <tr><th scope="row">{texts.ledger_society_gains()}</th>{cells(&of_society)}</tr>
                </tbody>
            </WideTable>
            <p class="method">{texts.worth_method()}</p>
        </section>
    }
}
