//! Attacks on what was released: for every hidden count, whether the reader can narrow it below one to four.

use crate::attacker::{Possible, Reader};
use shared::suppression::Count;

/// A count of people as the reader meets it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    /// What was released of it; nothing if it was never to be published.
    pub(crate) answer: Option<Count>,
    pub(crate) truth: i64,
    pub(crate) cell: usize,
}

/// What the reader makes of a hidden count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Belief {
    /// That it is zero or more.
    AnyCount,
    /// That it is one or more, since zeros are shown.
    ZerosAreShown,
}

/// The bounds a reader starts from.
pub(crate) fn bounds(answer: Option<Count>, belief: Belief, most: i64) -> (i64, i64) {
    match (answer, belief) {
        (Some(Count::Shown(count)), _) => (count.into(), count.into()),
        (Some(Count::Hidden), Belief::ZerosAreShown) => (1, most),
        (Some(Count::Hidden), Belief::AnyCount) | (None, _) => (0, most),
    }
}

/// What an attack found out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Findings {
    /// Counts that are narrower than they may be, each with its least and most.
    pub(crate) narrowed: Vec<(usize, i64, i64)>,
    /// Hidden counts attacked.
    pub(crate) attacked: usize,
    /// Searches given up.
    pub(crate) undecided: usize,
}

/// Narrows every count by passing bounds along the sums: what a reader with a spreadsheet does.
pub(crate) fn by_propagation(reader: &Reader, targets: &[Target]) -> Findings {
    let mut reader = reader.clone();
    assert!(reader.propagate(), "what was released contradicts itself");
    let mut findings = Findings::default();
    for target in targets {
        let (low, high) = reader.bounds[target.cell];
        judge(&mut findings, target, low, high);
    }
    findings
}

/// Tries every number in doubt against every table in whole numbers.
pub(crate) fn by_search(reader: &Reader, targets: &[Target], patience: usize) -> Findings {
    let mut reader = reader.clone();
    assert!(reader.propagate(), "what was released contradicts itself");
    let mut findings = Findings::default();
    for target in targets {
        let doubtful = if is_small(target.truth) { 1..=4 } else { (target.truth - 3).max(0)..=target.truth + 3 };
        let mut ask = |value: &i64| {
            let answer = reader.is_possible(target.cell, *value, patience);
            findings.undecided += usize::from(answer == Possible::Unknown);
            answer != Possible::No
        };
        let low = doubtful.clone().find(&mut ask).unwrap_or(target.truth);
        let high = doubtful.rev().find(&mut ask).unwrap_or(target.truth);
        judge(&mut findings, target, low, high);
    }
    findings
}

const fn is_small(count: i64) -> bool {
    matches!(count, 1..=4)
}

fn judge(findings: &mut Findings, target: &Target, low: i64, high: i64) {
    let is_narrowed = match (target.answer, is_small(target.truth)) {
        (Some(Count::Shown(_)), is_small) => is_small,
        (_, true) => low > 1 || high < 4,
        (Some(Count::Hidden), false) => high - low < 3,
        (None, false) => false,
    };
    findings.attacked += usize::from(!matches!(target.answer, Some(Count::Shown(_))));
    if is_narrowed {
        findings.narrowed.push((target.cell, low, high));
    }
}
