//! A scenario as a form: what is assumed, each number with the lowest and the highest that it may be, as typed. What follows
//! from it `shared::economics` reckons. Pure; it knows no browser and no clock.

use super::money::typed_number;
use serde::{Deserialize, Serialize};
use shared::economics::{Calculation, Convention, Parameter, Scenario, ScenarioDraft, USUAL_RATE};
use std::collections::BTreeMap;

/// The numbers that are asked for, in the order of the form.
pub(super) const ASKED: [Parameter; 9] = [
    Parameter::Cost,
    Parameter::Successes,
    Parameter::ValuePerSuccessPerYear,
    Parameter::HorizonMonths,
    Parameter::Deadweight,
    Parameter::Displacement,
    Parameter::AttributionToOthers,
    Parameter::DropOff,
    Parameter::Rate,
];

/// How many draws the interval is made of, and from where they begin: the same on every device.
const DRAWS: u32 = 10_000;
const SEED: u64 = 1;

/// How long an effect is taken to last where nothing else is said: the longest horizon but one of the tables.
const USUAL_MONTHS: &str = "60";

/// One number as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) value: String,
    pub(super) low: String,
    pub(super) high: String,
}

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Value,
    Low,
    High,
}

impl Typed {
    pub(super) fn part(&self, part: Part) -> &str {
        match part {
            Part::Value => &self.value,
            Part::Low => &self.low,
            Part::High => &self.high,
        }
    }

    fn part_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::Value => &mut self.value,
            Part::Low => &mut self.low,
            Part::High => &mut self.high,
        }
    }
}

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Form {
    typed: BTreeMap<String, Typed>,
    /// At which end of its year a benefit is discounted.
    pub(super) convention: Convention,
}

/// What is wrong, and with which number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormFault {
    /// It is no number, or none is there.
    NoNumber(Parameter),
    /// One end of its range is there without the other.
    HalfARange(Parameter),
    /// It cannot be so much or so little, or lies outside its own range.
    OutOfBounds(Parameter),
}

impl Form {
    /// What is known to begin with; the rest is zero, and is said to be an assumption.
    pub(super) fn begin(cost: Option<f64>, to_work: Option<u32>, value_a_year: Option<f64>) -> Self {
        let mut form = Self { typed: BTreeMap::new(), convention: Convention::default() };
        let whole = |number: f64| format!("{:.0}", number.max(0.0));
        form.set(Parameter::Cost, Part::Value, cost.map(whole).unwrap_or_default());
        form.set(Parameter::Successes, Part::Value, to_work.map(|count| count.to_string()).unwrap_or_default());
        form.set(Parameter::ValuePerSuccessPerYear, Part::Value, value_a_year.map(whole).unwrap_or_default());
        form.set(Parameter::HorizonMonths, Part::Value, USUAL_MONTHS.into());
        form.set(Parameter::Rate, Part::Value, format!("{}", (USUAL_RATE * 1e8).round() / 1e6).replace('.', ","));
        for share in
            [Parameter::Deadweight, Parameter::Displacement, Parameter::AttributionToOthers, Parameter::DropOff]
        {
            form.set(share, Part::Value, "0".into());
        }
        form
    }

    /// What is typed for a number.
    pub(super) fn get(&self, parameter: Parameter) -> Typed {
        self.typed.get(parameter.name()).cloned().unwrap_or_default()
    }

    /// Takes what is typed.
    pub(super) fn set(&mut self, parameter: Parameter, part: Part, typed: String) {
        *self.typed.entry(parameter.name().into()).or_default().part_mut(part) = typed;
    }

    /// Reckons the scenario through.
    pub(super) fn calculate(&self) -> Result<Calculation, FormFault> {
        let value = |parameter| {
            self.number(parameter, Part::Value).and_then(|value| value.ok_or(FormFault::NoNumber(parameter)))
        };
        let mut ranges = BTreeMap::new();
        for parameter in ASKED {
            match (self.number(parameter, Part::Low)?, self.number(parameter, Part::High)?) {
                (None, None) => {}
                (Some(low), Some(high)) => drop(ranges.insert(parameter, [low, high])),
                _ => return Err(FormFault::HalfARange(parameter)),
            }
        }
        let draft = ScenarioDraft {
            cost: value(Parameter::Cost)?,
            successes: Some(value(Parameter::Successes)?),
            persons: None,
            share: None,
            value_per_success_per_year: value(Parameter::ValuePerSuccessPerYear)?,
            horizon_months: value(Parameter::HorizonMonths)?,
            rate: value(Parameter::Rate)?,
            convention: self.convention,
            deadweight: value(Parameter::Deadweight)?,
            displacement: value(Parameter::Displacement)?,
            attribution_to_others: value(Parameter::AttributionToOthers)?,
            drop_off: value(Parameter::DropOff)?,
            ranges,
            draws: DRAWS,
            seed: SEED,
        };
        Scenario::try_from(draft).map(|scenario| scenario.calculate()).map_err(|fault| {
            let text = fault.to_string();
            let named = ASKED.into_iter().find(|one| text.contains(one.name()));
            FormFault::OutOfBounds(named.unwrap_or(Parameter::Cost))
        })
    }

    /// A number in its own unit: shares are typed in per cent.
    fn number(&self, parameter: Parameter, part: Part) -> Result<Option<f64>, FormFault> {
        let typed = self.get(parameter);
        let text = typed.part(part).trim();
        if text.is_empty() {
            return Ok(None);
        }
        let number = typed_number(text).ok_or(FormFault::NoNumber(parameter))?;
        Ok(Some(if is_in_percent(parameter) { number / 100.0 } else { number }))
    }
}

/// Whether a number is typed in per cent.
pub(super) const fn is_in_percent(parameter: Parameter) -> bool {
    matches!(
        parameter,
        Parameter::Rate
            | Parameter::Share
            | Parameter::Deadweight
            | Parameter::Displacement
            | Parameter::AttributionToOthers
            | Parameter::DropOff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form::begin(Some(1_000_000.0), Some(10), Some(200_000.0))
    }

    #[test]
    fn what_is_known_makes_a_scenario_without_an_interval() {
        let found = form().calculate().map(|found| (found.outcome.successes, found.interval.is_none()));
        assert_eq!(found, Ok((10.0, true)));
    }

    #[test]
    fn a_range_gives_a_bar_and_the_same_interval_each_time() {
        let mut form = form();
        form.set(Parameter::Deadweight, Part::Value, "30".into());
        form.set(Parameter::Deadweight, Part::Low, "10".into());
        form.set(Parameter::Deadweight, Part::High, "50".into());
        let [first, second] = [form.calculate(), form.calculate()];
        assert_eq!(first, second);
        let found = first.unwrap_or_else(|fault| unreachable!("{fault:?}"));
        assert_eq!(found.sensitivity.len(), 1);
        let [low, high] = found.interval.map(|interval| interval.percent_90).unwrap_or_default();
        assert!(low < found.outcome.npv && found.outcome.npv < high);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let with = |parameter, part, typed: &str| {
            let mut form = form();
            form.set(parameter, part, typed.into());
            form.calculate().err()
        };
        assert_eq!(with(Parameter::Cost, Part::Value, "mycket"), Some(FormFault::NoNumber(Parameter::Cost)));
        assert_eq!(with(Parameter::Cost, Part::Value, ""), Some(FormFault::NoNumber(Parameter::Cost)));
        assert_eq!(with(Parameter::DropOff, Part::Low, "5"), Some(FormFault::HalfARange(Parameter::DropOff)));
        assert_eq!(
            with(Parameter::Deadweight, Part::Value, "130"),
            Some(FormFault::OutOfBounds(Parameter::Deadweight))
        );
    }
}
