//! What a step towards work may be worth. **A step without a job has no published value in kronor, and none is made up
//! here**: the association's own share to work after the step, times the value of work, labelled as a scenario.

use super::ledger::Society;
use super::price_list::PriceList;
use super::uncertainty::Kind;
use crate::bridge::StepRank;
use crate::code::Code;
use crate::figures::{FEWEST_FOR_A_GROUP, Figure, Share};
use crate::reference::UNSUBSIDISED_WORK;
use serde::{Deserialize, Serialize};

/// The value of having reached a step, if those on it now fare as those before them did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct StepScenario {
    /// That it is a scenario.
    pub kind: Kind,
    /// Which step.
    pub step: StepRank,
    /// P(work | step): the share to work of the association's own participations on that step, its n and interval.
    pub probability: Share,
    /// What one person's work is worth, in kronor.
    pub value_of_work: Society,
    /// Share x value of work, in kronor for each person on the step.
    pub expected: Society,
    /// The same at the lower end of the share's interval.
    pub low: Society,
    /// The same at the upper end.
    pub high: Society,
}

/// What a year of full-time work without subsidy is worth to society, in kronor; `None` where the list has no price for it.
/// Not discounted: it is one year.
pub fn value_of_work(prices: &PriceList) -> Option<Society> {
    let work = Code::new(UNSUBSIDISED_WORK).ok()?;
    prices.month_of(&work).map(|month| month.society().times(12.0))
}

/// P(work | step) x value of work. Too few under ten participations on the step; hidden where the share is.
pub fn step_scenario(step: StepRank, to_work: Figure<Share>, value_of_work: Society) -> Figure<StepScenario> {
    let probability = match to_work {
        Figure::Known(share) => share,
        Figure::TooFew { have, .. } => return Figure::TooFew { have, need: FEWEST_FOR_A_GROUP },
        Figure::Hidden => return Figure::Hidden,
    };
    let have = usize::try_from(probability.n).unwrap_or(usize::MAX);
    if have < FEWEST_FOR_A_GROUP {
        return Figure::TooFew { have, need: FEWEST_FOR_A_GROUP };
    }
    Figure::Known(StepScenario {
        kind: Kind::Scenario,
        step,
        probability,
        value_of_work,
        expected: value_of_work.times(probability.share),
        low: value_of_work.times(probability.low),
        high: value_of_work.times(probability.high),
    })
}
