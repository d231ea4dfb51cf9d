//! The effect on society as the server answers it and the page draws it: for the member from the columns, for those outside
//! from what was released. Both ledgers are in it, and nothing that adds them together. It decides nothing about what may
//! leave; that is [`crate::report::release`].

mod seen;
mod seen_money;

pub use seen::{SeenMonth, SeenRealised, SeenStepScenario, SeenStepScenarios};
pub use seen_money::{SeenEffect, SeenFiscal, SeenLedger};

use crate::account::InterventionName;
use crate::dashboard::Audience;
use crate::economics::PriceList;
use crate::figures::{Figure, Period, Selection, throughput};
use crate::record::Gender;
use crate::report::{ReportName, Sources, for_member};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The id of the price list that ships with the product: made-up amounts.
const EXAMPLE: &str = "example";

/// The effect of one selection. A count that is not there is hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct EffectDashboard {
    /// The days it covers.
    pub period: Period,
    /// The interventions it covers.
    pub interventions: Vec<InterventionName>,
    /// The gender it is of, where one was singled out.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// The municipality of residence it is of, where one was singled out.
    #[serde(default)]
    pub municipality: Option<String>,
    /// The municipalities that can be singled out.
    #[serde(default)]
    pub municipalities: Vec<String>,
    /// Who it was made for.
    pub audience: Audience,
    /// The prices that were used; none where the association has entered none.
    pub prices: Option<PricesUsed>,
    /// The effect at exit, as far as it may be seen; none without prices.
    pub effect: Option<Figure<SeenEffect>>,
    /// Stays that ended in the period.
    pub ended: Option<u32>,
    /// Those of them that ended with work, subsidised or not.
    pub to_work: Option<u32>,
    /// What the interventions cost in the period, in kronor, where that is known for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// What changed month by month; none without prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realised: Option<SeenRealised>,
    /// What a step would be worth in a scenario; none without a price for work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<SeenStepScenarios>,
}

/// The figures of the reports that the dashboard is drawn from, as they were released; nothing of one that is not made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReleasedEffect {
    /// Of the effect at exit.
    pub impact: Value,
    /// Of what stays led to.
    pub throughput: Value,
    /// Of the realised effect.
    pub realised: Value,
    /// Of steps as scenarios.
    pub steps: Value,
}

/// What a price list says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PricesUsed {
    /// The year of the prices.
    pub price_year: u16,
    /// Raised with each change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Where the amounts come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<str>>,
    /// The rate at which later years are discounted.
    pub rate: f64,
    /// Whether it is the list that ships as an example: its amounts are made up.
    pub is_example: bool,
}

impl PricesUsed {
    /// What is told of a list.
    pub fn of(prices: &PriceList) -> Self {
        let draft = prices.draft();
        Self {
            price_year: draft.price_year,
            version: draft.version,
            source: draft.source.clone(),
            rate: prices.discounting(crate::economics::Convention::EndOfYear).rate(),
            is_example: draft.id.as_ref().is_some_and(|id| id.as_str() == EXAMPLE),
        }
    }
}

impl EffectDashboard {
    /// The dashboard for the member: everything.
    pub fn for_member(
        sources: &Sources<'_>,
        selection: &Selection,
        interventions: Vec<InterventionName>,
        cost: Option<f64>,
    ) -> Self {
        let led_to = throughput(sources.cohort, selection);
        let figures_of = |name| for_member(name, sources, selection, &[]).figures;
        Self {
            period: selection.period,
            interventions,
            gender: selection.gender,
            municipality: selection.municipality.clone(),
            municipalities: Vec::new(),
            audience: Audience::Member,
            prices: sources.prices.map(PricesUsed::of),
            effect: sources.prices.map(|_| SeenEffect::of_report(&figures_of(ReportName::Impact))),
            ended: Some(led_to.ended.total),
            to_work: Some(led_to.work.total),
            cost,
            realised: SeenRealised::of_report(&figures_of(ReportName::Realised)),
            steps: SeenStepScenarios::of_report(&figures_of(ReportName::StepScenario)),
        }
    }

    /// The dashboard for those outside the member: what was released of its reports.
    pub fn released(
        figures: &ReleasedEffect,
        period: Period,
        interventions: Vec<InterventionName>,
        prices: Option<&PriceList>,
        cost: Option<f64>,
    ) -> Self {
        let count = |value: &Value| value.as_u64().and_then(|count| u32::try_from(count).ok());
        Self {
            period,
            interventions,
            gender: None,
            municipality: None,
            municipalities: Vec::new(),
            audience: Audience::Association,
            prices: prices.map(PricesUsed::of),
            effect: prices.map(|_| SeenEffect::of_report(&figures.impact)),
            ended: count(&figures.throughput["ended"]),
            to_work: count(&figures.throughput["work"]),
            cost,
            realised: SeenRealised::of_report(&figures.realised),
            steps: SeenStepScenarios::of_report(&figures.steps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_ships_is_told_to_be_an_example() {
        let shipped = PriceList::read(include_str!("../../assets/prices/example.json"));
        let used = shipped.as_ref().map(PricesUsed::of);
        assert!(used.is_ok_and(|used| used.is_example && used.rate == 0.035));
    }
}
