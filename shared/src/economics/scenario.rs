//! Scenarios: what an intervention would be worth, if what the writer assumes holds.
//! This file reads and checks the assumptions; it does not know how they are reckoned with.

use super::counterfactual::Counterfactual;
use super::parameter::{Parameter, Range, read_ranges};
use super::present_value::{BenefitStream, Convention, Discounting, USUAL_RATE};
use crate::file_error::{FileError, read_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A scenario as written, before its rules are checked. Money in any one unit; rates and shares from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioDraft {
    /// What the intervention costs.
    pub cost: f64,
    /// How many reach the goal; else `persons` and `share` say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successes: Option<f64>,
    /// How many take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<f64>,
    /// The share of them that reaches the goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// What one success is worth a year.
    pub value_per_success_per_year: f64,
    /// For how many months a success lasts.
    pub horizon_months: f64,
    /// The discount rate a year.
    #[serde(default = "usual_rate")]
    pub rate: f64,
    /// At which end of its year a benefit is discounted.
    #[serde(default)]
    pub convention: Convention,
    /// The share that would have come anyway.
    #[serde(default)]
    pub deadweight: f64,
    /// The share that pushed an equal effect out elsewhere.
    #[serde(default)]
    pub displacement: f64,
    /// The share that is due to others.
    #[serde(default)]
    pub attribution_to_others: f64,
    /// The share that is lost from each year to the next.
    #[serde(default)]
    pub drop_off: f64,
    /// Low and high of the uncertain ones, by the name of the field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "read_ranges")]
    pub ranges: BTreeMap<Parameter, Range>,
    /// How many draws the interval is made of.
    #[serde(default = "usual_draws")]
    pub draws: u32,
    /// From where the draws begin: the same seed gives the same interval.
    #[serde(default = "usual_seed")]
    pub seed: u64,
}

const fn usual_rate() -> f64 {
    USUAL_RATE
}

const fn usual_draws() -> u32 {
    10_000
}

const fn usual_seed() -> u64 {
    1
}

/// A scenario that keeps its rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ScenarioDraft", into = "ScenarioDraft")]
pub struct Scenario {
    draft: ScenarioDraft,
}

impl Scenario {
    /// Reads a scenario and checks its rules.
    ///
    /// # Errors
    /// Names field, line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        read_json::<ScenarioDraft>(json)?.try_into()
    }

    /// What is assumed, with what was left out filled in.
    pub const fn draft(&self) -> &ScenarioDraft {
        &self.draft
    }

    /// The numbers to reckon with.
    pub(super) const fn assumptions(&self) -> Assumptions {
        Assumptions::of(&self.draft)
    }
}

impl TryFrom<ScenarioDraft> for Scenario {
    type Error = FileError;

    fn try_from(draft: ScenarioDraft) -> Result<Self, FileError> {
        let assumptions = Assumptions::of(&draft);
        check_who_succeeds(&draft)?;
        for parameter in Parameter::ALL {
            if let Some(value) = assumptions.get(parameter) {
                parameter.check(value).map_err(|error| FileError::field(parameter.name(), error.to_string()))?;
            }
        }
        for (parameter, range) in &draft.ranges {
            check_range(*parameter, *range, assumptions.get(*parameter))
                .map_err(|what| FileError::field(format!("ranges.{}", parameter.name()), what))?;
        }
        check_not_more_successes_than_persons(&draft)?;
        if !(100..=1_000_000).contains(&draft.draws) {
            return Err(FileError::field("draws", format!("{} is not a number from 100 to 1000000", draft.draws)));
        }
        Ok(Self { draft })
    }
}

impl From<Scenario> for ScenarioDraft {
    fn from(scenario: Scenario) -> Self {
        scenario.draft
    }
}

fn check_who_succeeds(draft: &ScenarioDraft) -> Result<(), FileError> {
    match (draft.successes, draft.persons, draft.share) {
        (Some(_), _, None) | (None, Some(_), Some(_)) => Ok(()),
        (Some(_), _, Some(_)) => Err(FileError::field("share", "leave it out where successes are given")),
        (None, Some(_), None) => Err(FileError::field("share", "is missing; or give successes")),
        (None, None, Some(_)) => Err(FileError::field("persons", "is missing; or give successes instead of share")),
        (None, None, None) => Err(FileError::field("successes", "is missing; or give persons and share")),
    }
}

fn check_range(parameter: Parameter, [low, high]: Range, value: Option<f64>) -> Result<(), String> {
    let Some(value) = value else { return Err("there is no such field in this scenario".into()) };
    for end in [low, high] {
        parameter.check(end).map_err(|error| error.to_string())?;
    }
    if !(low..=high).contains(&value) {
        return Err(format!("from {low} to {high} does not hold {value}, the field's own value"));
    }
    Ok(())
}

/// Also at the ends of the ranges, so that no draw has more successes than persons.
fn check_not_more_successes_than_persons(draft: &ScenarioDraft) -> Result<(), FileError> {
    let (Some(successes), Some(persons)) = (draft.successes, draft.persons) else { return Ok(()) };
    let most = draft.ranges.get(&Parameter::Successes).map_or(successes, |range| range[1]);
    let fewest = draft.ranges.get(&Parameter::Persons).map_or(persons, |range| range[0]);
    if most > fewest {
        return Err(FileError::field("successes", format!("up to {most} of {fewest} persons")));
    }
    Ok(())
}

/// The numbers of a scenario, of which one or the other is varied. They have all been checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assumptions {
    pub(super) cost: f64,
    pub(super) persons: Option<f64>,
    successes: Option<f64>,
    share: Option<f64>,
    value: f64,
    months: f64,
    discounting: Discounting,
    chain: Counterfactual,
}

impl Assumptions {
    const fn of(draft: &ScenarioDraft) -> Self {
        Self {
            cost: draft.cost,
            persons: draft.persons,
            successes: draft.successes,
            share: draft.share,
            value: draft.value_per_success_per_year,
            months: draft.horizon_months,
            discounting: Discounting { rate: draft.rate, convention: draft.convention },
            chain: Counterfactual {
                deadweight: draft.deadweight,
                displacement: draft.displacement,
                attribution_to_others: draft.attribution_to_others,
                drop_off: draft.drop_off,
            },
        }
    }

    /// How many reach the goal.
    pub(super) fn successes(&self) -> f64 {
        self.successes.or_else(|| Some(self.persons? * self.share?)).unwrap_or(0.0)
    }

    /// The own benefit of so many successes.
    pub(super) fn stream(&self, successes: f64) -> BenefitStream {
        let per_year = successes * self.value * self.chain.share();
        BenefitStream { per_year, months: self.months, drop_off: self.chain.drop_off }
    }

    pub(super) const fn discounting(&self) -> Discounting {
        self.discounting
    }

    pub(super) fn get(mut self, parameter: Parameter) -> Option<f64> {
        self.slot(parameter).copied()
    }

    /// The same with another value of one parameter; unchanged where the scenario has no such field.
    pub(super) fn with(mut self, parameter: Parameter, value: f64) -> Self {
        if let Some(slot) = self.slot(parameter) {
            *slot = value;
        }
        self
    }

    fn slot(&mut self, parameter: Parameter) -> Option<&mut f64> {
        match parameter {
            Parameter::Cost => Some(&mut self.cost),
            Parameter::Successes => self.successes.as_mut(),
            Parameter::Persons => self.persons.as_mut(),
            Parameter::Share => self.share.as_mut(),
            Parameter::ValuePerSuccessPerYear => Some(&mut self.value),
            Parameter::HorizonMonths => Some(&mut self.months),
            Parameter::Rate => Some(&mut self.discounting.rate),
            Parameter::Deadweight => Some(&mut self.chain.deadweight),
            Parameter::Displacement => Some(&mut self.chain.displacement),
            Parameter::AttributionToOthers => Some(&mut self.chain.attribution_to_others),
            Parameter::DropOff => Some(&mut self.chain.drop_off),
        }
    }
}
