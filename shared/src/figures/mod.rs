//! The figures: from folds to columns, and from columns to every number on a dashboard or in a report.
//! Each figure says what it counts, how many, how many are missing. Too few cases is an answer, never a NaN or a zero.

mod agreement;
mod background;
mod band_list;
mod climb;
mod cohort;
mod conditions;
mod deviations;
mod exits;
mod flow;
mod full_year;
mod goals;
mod leaves;
mod lived_on;
mod month_columns;
mod outline;
mod paired;
mod period;
mod rating_change;
mod regression_to_the_mean;
mod reliable_change;
mod response;
mod share;
mod step_movement;
mod step_to_work;
mod support;
mod support_runs;
mod survival;
mod tally;
mod transitions;
mod trend;
mod volume;
mod whole_percent;
mod wilcoxon;

pub use agreement::{Agreement, agreement};
pub(crate) use background::background_of;
pub use background::{Background, Band, background, bands};
pub use band_list::BandList;
pub use cohort::{Cohort, Facts, Measured, Row, Selection, Stay};
pub(crate) use conditions::UNKNOWN as UNKNOWN_CONDITION;
pub use conditions::{Conditions, Group, Groups, conditions};
pub use deviations::{Deviations, deviations};
pub use exits::{Days, Exits, Throughput, exits, throughput};
pub(crate) use exits::{ExitCounts, ThroughputCounts};
pub use flow::{ByGender, CameAndWent, Flow, FlowByMonth, TakingPart, flow, flow_by_month, taking_part};
pub use full_year::{FullYear, FullYearRow, full_years};
pub use goals::{
    Aim, Goal, GoalCounts, GoalStatus, GoalUnit, Measure, MeasureError, NotATarget, Reached, Target, goals,
};
pub(crate) use leaves::{AddsUp, Leaf};
pub(crate) use lived_on::LivedOnOf;
pub use lived_on::{HeldAs, Holds, LivedOn, LivedOnMonth, LivedOnTally, lived_on};
pub use month_columns::{Came, Months};
pub use paired::{Paired, PairedError, paired, paired_ratings};
pub use period::{Period, PeriodError};
pub(crate) use rating_change::RatingCounts;
pub use rating_change::{Directions, ItemChange, RatingChange, RatingChanges, rating_change};
pub use regression_to_the_mean::{ExpectedRise, Picked, PickedFault, regression_to_the_mean};
pub use reliable_change::{
    Cutoffs, MeasurementError, MeasurementErrorFault, Norm, Outcome, RELIABLE, ReliableChange, ReliableChangeMethod,
};
pub(crate) use response::ResponseCounts;
pub use response::{Response, response};
pub use share::{Share, wilson};
pub(crate) use step_movement::StepTally;
pub use step_movement::{Movement, StepMovement, step_movement};
pub(crate) use step_to_work::StoodOn;
pub use step_to_work::{StepToWork, steps_to_work};
pub use support::{
    BeforeAfter, Changes, SupportAfter, occupation_change, support_after_by_municipality, support_change,
};
pub(crate) use support::{occupation_changes, support_after, support_changes};
pub(crate) use survival::SurvivalTally;
pub use survival::{CurvePoint, Followed, Survival, kaplan_meier, time_to_first_step, time_to_work};
pub use tally::{RatingGroup, Tally};
pub(crate) use transitions::TransitionTally;
pub use transitions::{Transitions, transitions};
pub use trend::theil_sen;
pub use volume::{Attended, Counted, NothingCounted, Volume, VolumeOfOne, VolumeSum, WhenHeld, volume};
pub use whole_percent::whole_percent;
pub use wilcoxon::{Distribution, Wilcoxon, Zeros, wilcoxon};

use serde::{Deserialize, Serialize};

/// Under this many cases, no statistics of a group are given.
pub const FEWEST_FOR_A_GROUP: usize = 10;

/// A figure, or the answer that there are too few cases for it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Figure<T> {
    /// The figure.
    Known(T),
    /// Too few cases.
    TooFew {
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Kept from this audience, since a small cell could be seen in it.
    Hidden,
}

impl<T> Figure<T> {
    /// The figure, if there are enough cases.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(figure) => Some(figure),
            Self::TooFew { .. } | Self::Hidden => None,
        }
    }
}
