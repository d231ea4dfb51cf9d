//! What a reader sees of the reports behind the effect page, read from the very figures that `stegvis report` writes: in
//! full for the member, as they were released for everybody else. A number that is not there is hidden.

use super::SeenLedger;
use crate::bridge::StepRank;
use crate::code::Code;
use crate::economics::{Kind, Society, StepScenario};
use crate::figures::{FEWEST_FOR_A_GROUP, Figure, Share};
use crate::time::Month;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What changed for people month by month against their own situation before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenRealised {
    /// Participations active in the period.
    pub participations: Option<u32>,
    /// Month by month, in order.
    pub months: Vec<SeenMonth>,
    /// The months of which society's gain is shown, together, and the actors whose is shown in each of them; none where no
    /// month's is.
    pub sum: Option<SeenLedger>,
    /// Codes that hold before or in a month and have no price: they count as nothing. Outside the member they are not told.
    #[serde(default)]
    pub unpriced: Vec<Code>,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenMonth {
    /// Which.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = String, example = "2026-01"))]
    pub month: Month,
    /// Participations whose state is known in the month and before.
    pub n: Option<u32>,
    /// Participations that went on in the month, and of which one of both is not known.
    pub missing: Option<u32>,
    /// What changed, in kronor of the month, as far as it may be seen.
    pub money: Figure<SeenLedger>,
}

/// Steps as scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenStepScenarios {
    /// What a year of full-time unsubsidised work is worth, in kronor.
    pub value_of_work: Society,
    /// Step by step, from the first.
    pub steps: Vec<SeenStepScenario>,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenStepScenario {
    /// Which.
    pub step: StepRank,
    /// Ended participations that had stood on it.
    pub n: Option<u32>,
    /// Those of them that ended with work.
    pub to_work: Option<u32>,
    /// What follows if those on it fare as those before them did.
    pub worth: Figure<StepScenario>,
}

fn count(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|count| u32::try_from(count).ok())
}

/// Too few where the count says so, else hidden.
fn untold<T>(n: Option<u32>) -> Figure<T> {
    match n.and_then(|n| usize::try_from(n).ok()) {
        Some(have) if have < FEWEST_FOR_A_GROUP => Figure::TooFew { have, need: FEWEST_FOR_A_GROUP },
        _ => Figure::Hidden,
    }
}

impl SeenRealised {
    /// The report's figures; `None` where there are none, since there are no prices.
    pub fn of_report(figures: &Value) -> Option<Self> {
        let months = figures["months"].as_object()?;
        let month = |(name, figures): (&String, &Value)| {
            let n = count(&figures["n"]);
            let money = SeenLedger::of_report(figures).map_or_else(|| untold(n), Figure::Known);
            Some(SeenMonth { month: name.parse().ok()?, n, missing: count(&figures["missing"]), money })
        };
        let mut months: Vec<SeenMonth> = months.iter().filter_map(month).collect();
        months.sort_by_key(|one| one.month);
        Some(Self {
            participations: count(&figures["participations"]),
            months,
            sum: SeenLedger::of_report(figures),
            unpriced: serde_json::from_value(figures["unpriced"].clone()).unwrap_or_default(),
        })
    }
}

impl SeenStepScenarios {
    /// The report's figures; `None` where there are none, since work has no price.
    pub fn of_report(figures: &Value) -> Option<Self> {
        let value_of_work = Society(figures["value_of_work_per_year"].as_f64()?);
        let step = |(rank, figures): (&String, &Value)| {
            let (n, to_work) = (count(&figures["n"]), count(&figures["to_work"]));
            let step = StepRank(rank.parse().ok()?);
            let worth = scenario(step, value_of_work, figures).map_or_else(|| untold(n), Figure::Known);
            Some(SeenStepScenario { step, n, to_work, worth })
        };
        let mut steps: Vec<SeenStepScenario> = figures["steps"].as_object()?.iter().filter_map(step).collect();
        steps.sort_by_key(|one| one.step);
        Some(Self { value_of_work, steps })
    }
}

fn scenario(step: StepRank, value_of_work: Society, figures: &Value) -> Option<StepScenario> {
    let kronor = |name: &str| figures[name].as_f64().map(Society);
    let interval = &figures["share_interval"];
    let probability = Share {
        successes: count(&figures["to_work"])?,
        n: count(&figures["n"])?,
        share: figures["share"].as_f64()?,
        low: interval[0].as_f64()?,
        high: interval[1].as_f64()?,
    };
    Some(StepScenario {
        kind: Kind::Scenario,
        step,
        probability,
        value_of_work,
        expected: kronor("expected_per_year")?,
        low: kronor("low_per_year")?,
        high: kronor("high_per_year")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_month_that_is_hidden_is_told_apart_from_one_with_too_few() {
        let figures = json!({
            "participations": 40,
            "months": {
                "2025-02": {"n": "hidden", "missing": "hidden", "fiscal": {"person": "hidden"}, "society": "hidden"},
                "2025-01": {"n": 7, "missing": 20},
            },
        });
        let seen = SeenRealised::of_report(&figures);
        let money = seen.as_ref().map(|seen| seen.months.iter().map(|one| one.money.clone()).collect::<Vec<_>>());
        assert_eq!(money, Some(vec![Figure::TooFew { have: 7, need: 10 }, Figure::Hidden]));
        assert_eq!(seen.and_then(|seen| seen.sum), None);
        assert_eq!(SeenRealised::of_report(&json!({})), None);
    }

    #[test]
    fn a_step_without_its_interval_has_no_worth() {
        let of = |interval: Value| {
            let step = json!({"n": 20, "to_work": 5, "share": 0.25, "share_interval": interval,
                "expected_per_year": 1.0, "low_per_year": 0.5, "high_per_year": 2.0});
            let figures = json!({"kind": "scenario", "value_of_work_per_year": 4.0, "steps": {"3": step}});
            SeenStepScenarios::of_report(&figures).and_then(|seen| seen.steps.first().map(|one| one.worth))
        };
        assert!(matches!(of(json!([0.1, 0.4])), Some(Figure::Known(known)) if known.expected == Society(1.0)));
        assert_eq!(of(json!(["hidden", "hidden"])), Some(Figure::Hidden));
    }
}
