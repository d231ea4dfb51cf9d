//! Change of people measured twice: what the group's change amounts to, and whose is more than the error of
//! measurement.

use super::CalculateError;
use super::change_in_words::in_words;
use super::pairs::Pairs;
use crate::config::{Change, Shape};
use serde::Serialize;
use shared::figures::{
    Cutoffs, FEWEST_FOR_A_GROUP, Figure, MeasurementError, Norm, Outcome, Paired, ReliableChange, ReliableChangeMethod,
    Share, Wilcoxon, Zeros, paired, wilcoxon, wilson,
};
use shared::instrument::Direction;

/// The answer, by the names under which programs find it.
#[derive(Serialize)]
pub(super) struct Answer {
    pub(super) missing: usize,
    pub(super) direction: Direction,
    pub(super) reliability: f64,
    #[serde(flatten)]
    pub(super) paired: Paired,
    pub(super) sem: f64,
    pub(super) s_diff: f64,
    pub(super) reliable_change: Counts,
    pub(super) reliable_change_by_method: ByMethod,
    pub(super) shares: Shares,
    pub(super) cutoffs: Option<Cutoffs>,
    /// Reliably better, and past cutoff c.
    pub(super) recovered: Option<u32>,
    pub(super) wilcoxon: Tests,
    pub(super) method: &'static str,
    pub(super) notes: Vec<&'static str>,
}

/// Persons by reliable change; recovered ones are among the improved.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Counts {
    #[serde(flatten)]
    pub(super) change: ReliableChange,
    pub(super) recovered: Option<u32>,
}

/// By each of the three methods.
#[derive(Serialize)]
pub(super) struct ByMethod {
    pub(super) jacobson_truax: Counts,
    pub(super) gulliksen_lord_novick: Counts,
    pub(super) edwards_nunnally: Counts,
}

/// Shares with their Wilson intervals.
#[derive(Serialize)]
pub(super) struct Shares {
    pub(super) better: Option<Share>,
    pub(super) same: Option<Share>,
    pub(super) worse: Option<Share>,
    pub(super) reliably_improved: Option<Share>,
    pub(super) reliably_deteriorated: Option<Share>,
}

/// The signed-rank test with both ways of handling zeros; none where nobody changed.
#[derive(Serialize)]
pub(super) struct Tests {
    pub(super) pratt: Option<Tested>,
    pub(super) wilcox: Option<Tested>,
}

/// A test, and its probability without the continuity correction as well, which other programs print.
#[derive(Serialize)]
pub(super) struct Tested {
    #[serde(flatten)]
    pub(super) test: Wilcoxon,
    pub(super) statistic: f64,
    pub(super) p_two_sided_uncorrected: f64,
}

const METHOD: &str = "Reliable change: Jacobson and Truax 1991, beside Gulliksen-Lord-Novick and Edwards-Nunnally; \
     shares: Wilson 95 %; Wilcoxon signed rank: exact up to 25 pairs without ties, else normal with tie and continuity \
     correction";

/// What the command prints.
pub(super) fn answer(asked: &Change) -> Result<String, CalculateError> {
    let answer = Answer::of(asked, &Pairs::read(&asked.file)?)?;
    Ok(match asked.format {
        Shape::Json => serde_json::to_string_pretty(&answer)?,
        Shape::Text => in_words(&answer),
    })
}

impl Answer {
    fn of(asked: &Change, pairs: &Pairs) -> Result<Self, CalculateError> {
        let (direction, reliability, complete) = (asked.direction, asked.reliability, &pairs.complete[..]);
        let Figure::Known(mut paired) = paired(complete)? else {
            return Err(CalculateError::TooFew { file: asked.file.clone(), have: complete.len() });
        };
        let error = MeasurementError::new(paired.mean_pre, paired.sd_pre, reliability)?;
        let clinical = Norm { mean: paired.mean_pre, sd: paired.sd_pre };
        let cutoffs = functional(asked)?.map(|functional| Cutoffs::between(clinical, functional, direction));
        let notes = notes(&paired, direction);
        if direction == Direction::LowerIsBetter {
            paired.probability_of_improvement = 1.0 - paired.probability_of_improvement;
        }
        let by = |method| Counts::of(complete, &error, method, direction, cutoffs.as_ref());
        let main = by(ReliableChangeMethod::JacobsonTruax);
        Ok(Self {
            missing: pairs.missing,
            direction,
            reliability,
            sem: error.sem,
            s_diff: error.s_diff,
            reliable_change: main,
            reliable_change_by_method: ByMethod {
                jacobson_truax: main,
                gulliksen_lord_novick: by(ReliableChangeMethod::GulliksenLordNovick),
                edwards_nunnally: by(ReliableChangeMethod::EdwardsNunnally),
            },
            shares: Shares::of(&paired, &main.change, direction),
            recovered: main.recovered,
            cutoffs,
            wilcoxon: Tests::of(complete),
            paired,
            method: METHOD,
            notes,
        })
    }
}

fn functional(asked: &Change) -> Result<Option<Norm>, CalculateError> {
    let Some((mean, sd)) = asked.functional_mean.zip(asked.functional_sd) else { return Ok(None) };
    let makes_sense = mean.is_finite() && sd.is_finite() && sd > 0.0;
    makes_sense.then_some(Some(Norm { mean, sd })).ok_or(CalculateError::Functional)
}

fn notes(paired: &Paired, direction: Direction) -> Vec<&'static str> {
    let mut notes = vec!["Part of a change for the better would come anyway: people start when things are bad."];
    if paired.n < FEWEST_FOR_A_GROUP {
        notes.push("Fewer than 10 pairs: too few to say anything about a group.");
    }
    if direction == Direction::LowerIsBetter {
        notes.push("Differences are post minus pre, so that a negative one is better here.");
    }
    notes
}

impl Counts {
    fn of(
        pairs: &[(f64, f64)],
        error: &MeasurementError,
        method: ReliableChangeMethod,
        direction: Direction,
        cutoffs: Option<&Cutoffs>,
    ) -> Self {
        let recovered = |cutoffs: &Cutoffs, (pre, post): (f64, f64)| {
            Outcome::of(error.rc(method, direction, pre, post)) == Outcome::Improved
                && !cutoffs.is_functional(pre, direction)
                && cutoffs.is_functional(post, direction)
        };
        Self {
            change: ReliableChange::count(pairs, error, method, direction),
            recovered: cutoffs.map(|cutoffs| count(pairs.iter().filter(|pair| recovered(cutoffs, **pair)).count())),
        }
    }
}

impl Shares {
    fn of(paired: &Paired, change: &ReliableChange, direction: Direction) -> Self {
        let n = count(paired.n);
        let share = |successes| wilson(successes, n).known().copied();
        let (better, worse) = match direction {
            Direction::HigherIsBetter => (paired.higher, paired.lower),
            Direction::LowerIsBetter => (paired.lower, paired.higher),
        };
        Self {
            better: share(count(better)),
            same: share(count(paired.same)),
            worse: share(count(worse)),
            reliably_improved: share(change.improved),
            reliably_deteriorated: share(change.deteriorated),
        }
    }
}

impl Tests {
    fn of(pairs: &[(f64, f64)]) -> Self {
        let differences: Vec<f64> = pairs.iter().map(|(pre, post)| post - pre).collect();
        let test = |zeros| {
            let test = *wilcoxon(&differences, zeros, true).known()?;
            let uncorrected = wilcoxon(&differences, zeros, false).known()?.p_two_sided;
            Some(Tested { test, statistic: test.statistic(), p_two_sided_uncorrected: uncorrected })
        };
        Self { pratt: test(Zeros::Pratt), wilcox: test(Zeros::Wilcox) }
    }
}

/// No file has as many rows as would not fit.
fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
