//! Money of which some parts may be hidden: what is not there may not be seen. It decides nothing about what may be seen.

use crate::code::Code;
use crate::economics::{Actor, Persistence, Society};
use crate::figures::Figure;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What each actor gained, in kronor; an actor that is not there is hidden.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, f64>))]
pub struct SeenFiscal(BTreeMap<Actor, f64>);

impl SeenFiscal {
    fn of_report(figures: &Value) -> Self {
        let told = |actor: Actor| Some((actor, figures[actor.as_str()].as_f64()?));
        Self(Actor::ALL.into_iter().filter_map(told).collect())
    }

    /// The part of one actor, if it may be seen.
    pub fn of(&self, actor: Actor) -> Option<f64> {
        self.0.get(&actor).copied()
    }

    /// The sum over the actors, if each may be seen.
    pub fn sum(&self) -> Option<f64> {
        Actor::ALL.into_iter().map(|actor| self.of(actor)).sum()
    }

    /// The actors whose part may not be seen.
    pub fn hidden(&self) -> impl Iterator<Item = Actor> {
        Actor::ALL.into_iter().filter(|actor| !self.0.contains_key(actor))
    }
}

/// The two ledgers of some time: the same money, seen from two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenLedger {
    /// The fiscal ledger.
    pub fiscal: SeenFiscal,
    /// The ledger of society.
    #[serde(default)]
    pub society: Option<Society>,
}

impl SeenLedger {
    /// The ledgers that stand in figures; `None` where nothing of them may be seen.
    pub(super) fn of_report(figures: &Value) -> Option<Self> {
        let ledger = Self {
            fiscal: SeenFiscal::of_report(&figures["fiscal"]),
            society: figures["society"].as_f64().map(Society),
        };
        (ledger.society.is_some() || ledger.fiscal.hidden().count() < Actor::ALL.len()).then_some(ledger)
    }
}

/// The effect at exit, as far as it may be seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenEffect {
    /// Participations that are counted.
    pub n: usize,
    /// Participations left out, since what the person lived on before or after is not recorded.
    #[serde(default)]
    pub missing: Option<usize>,
    /// The fiscal ledger: kronor a month, actor by actor.
    pub per_month: SeenFiscal,
    /// The ledger of society: kronor a month.
    #[serde(default)]
    pub society_per_month: Option<Society>,
    /// The fiscal ledger's present values, by horizon in years.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, SeenFiscal>))]
    pub present_value: BTreeMap<u16, SeenFiscal>,
    /// The present values of society, by horizon in years; those that are not there are hidden.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, Society>))]
    pub society_present_value: BTreeMap<u16, Society>,
    /// What the present values take for granted.
    pub persistence: Persistence,
    /// Codes that hold before or after and have no price: they count as nothing. Outside the member they are not told.
    #[serde(default)]
    pub unpriced: BTreeSet<Code>,
}

impl SeenEffect {
    /// The report's figures: how few there are, what may be seen of the effect, or that nothing of it may.
    pub(super) fn of_report(figures: &Value) -> Figure<Self> {
        let count = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
        let too_few = &figures["too_few"];
        if let (Some(have), Some(need)) = (count(&too_few["have"]), count(&too_few["need"])) {
            return Figure::TooFew { have, need };
        }
        let by_years = |name: &str| -> Vec<(u16, &Value)> {
            let years = figures[name].as_object().into_iter().flatten();
            years.filter_map(|(years, value)| Some((years.parse().ok()?, value))).collect()
        };
        let seen = || {
            let society = |(years, value): (u16, &Value)| Some((years, Society(value.as_f64()?)));
            Some(Self {
                n: count(&figures["n"])?,
                missing: count(&figures["missing"]),
                per_month: SeenFiscal::of_report(&figures["per_month"]),
                society_per_month: figures["society_per_month"].as_f64().map(Society),
                present_value: by_years("present_value")
                    .into_iter()
                    .map(|(years, value)| (years, SeenFiscal::of_report(value)))
                    .collect(),
                society_present_value: by_years("society_present_value").into_iter().filter_map(society).collect(),
                persistence: serde_json::from_value(figures["persistence"].clone()).ok()?,
                unpriced: serde_json::from_value(figures["unpriced"].clone()).unwrap_or_default(),
            })
        };
        let says_something =
            |seen: &Self| seen.society_per_month.is_some() || seen.per_month.hidden().count() < Actor::ALL.len();
        seen().filter(says_something).map_or(Figure::Hidden, Figure::Known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(per_month: Value, society: Value) -> Figure<SeenEffect> {
        SeenEffect::of_report(&json!({
            "n": 12, "missing": "hidden", "per_month": per_month, "society_per_month": society,
            "present_value": {"1": {"state": 120.0}}, "society_present_value": {"1": "hidden"},
            "persistence": {"drop_off": 0.0, "rate": 0.035, "convention": "end_of_year"},
        }))
    }

    #[test]
    fn an_effect_of_which_a_part_is_hidden_shows_the_others() {
        let found = of(json!({"person": "hidden", "state": 10.0}), json!(7.5));
        let Figure::Known(seen) = &found else { unreachable!("{found:?}") };
        assert_eq!((seen.per_month.of(Actor::State), seen.per_month.of(Actor::Person)), (Some(10.0), None));
        assert_eq!((seen.per_month.sum(), seen.society_per_month), (None, Some(Society(7.5))));
        assert_eq!(seen.per_month.hidden().count(), 5);
        assert_eq!((seen.missing, seen.society_present_value.len()), (None, 0));
    }

    #[test]
    fn an_effect_of_which_all_is_hidden_is_hidden_and_of_few_is_told_to_be_of_few() {
        assert_eq!(of(json!({"person": "hidden"}), json!("hidden")), Figure::Hidden);
        let few = SeenEffect::of_report(&json!({"too_few": {"have": 3, "need": 10}}));
        assert_eq!(few, Figure::TooFew { have: 3, need: 10 });
        assert_eq!(SeenEffect::of_report(&json!({})), Figure::Hidden);
    }
}
