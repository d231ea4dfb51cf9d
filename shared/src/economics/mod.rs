//! Effect on society: from a price list and states to money moved between accounts, and what follows from it.
//! This module knows no participation and no cohort: it is given states, what people lived on month by month
//! ([`crate::figures::lived_on`]), and scenarios that somebody wrote.
//!
//! | file | holds |
//! |---|---|
//! | [`account`](Account), [`ledger`](Ledger) | double entry; the fiscal reading and that of society, never added together |
//! | [`price_list`](PriceList), [`state`](State) | what a state of a person books a month |
//! | [`price_file`](PriceTrial) | a list as a file, and what it changes |
//! | [`effect`](effect_at_exit), [`realised`](realised()) | after minus before, at exit and month by month |
//! | [`counterfactual`](Counterfactual), [`present_value`](BenefitStream) | what is the intervention's own, and its worth today |
//! | [`scenario`](Scenario), [`parameter`](Parameter), [`outcome`](Outcome), [`uncertainty`](Calculation) | `calculate impact` |
//! | [`step_scenario`](step_scenario()) | a step towards work, as a scenario |
//!
//! **The law**: in every ledger the sum over the actors equals what society gains, since each flow has two ends.

mod account;
mod bounds;
mod counterfactual;
mod effect;
mod ledger;
mod outcome;
mod parameter;
mod present_value;
mod price_file;
mod price_list;
mod realised;
mod scenario;
mod state;
mod step_scenario;
mod uncertainty;

pub use crate::file_error::FileError;
pub use crate::support::State;
pub use account::{Account, Actor};
pub use bounds::OutOfBounds;
pub use counterfactual::Counterfactual;
pub(crate) use effect::AtExit;
pub use effect::{EffectAtExit, HORIZONS, Persistence, effect_at_exit};
pub use ledger::{Fiscal, Ledger, Society};
pub use outcome::{Outcome, break_even_successes};
pub use parameter::{Parameter, Range};
pub use present_value::{BenefitStream, Convention, Discounting, LONGEST_HORIZON, USUAL_RATE};
pub use price_file::{ChangedPrice, LARGEST_PRICE_FILE, PriceChanges, PriceFault, PriceFile, PriceTrial};
pub use price_list::{Flow, PriceList, PriceListDraft};
pub use realised::{Realised, realised, unpriced};
pub use scenario::{Scenario, ScenarioDraft};
pub use state::change;
pub use step_scenario::{StepScenario, step_scenario, value_of_work};
pub use uncertainty::{Bar, Calculation, Drawn, Interval, Kind};
