//! What each number of the reports on the effect on society is; see [`super::layout`].

use super::layout::Leaf::{Count, Flows, Label, Share};
use super::layout::Tie::{Onward, PartOf, Parts};
use super::layout::{ENDED, Layout, PARTICIPATIONS, STARTED};

pub(super) const IMPACT: Layout = Layout {
    leaves: &[
        ("n", Count("priced")),
        ("missing", Count("not priced")),
        ("persistence/*", Label),
        ("per_month/{c}, present_value/*/{c}", Flows { n: "priced" }),
        ("society_per_month, society_present_value/*", Flows { n: "priced" }),
    ],
    ties: &[
        Parts { whole: ENDED, parts: &["priced", "not priced"] },
        PartOf { part: "support before: *", whole: ENDED },
        PartOf { part: "support after: *", whole: ENDED },
        PartOf { part: "occupation before: *", whole: ENDED },
        PartOf { part: "occupation after: *", whole: ENDED },
    ],
};

/// Every month has counts of its own: who went on in it is among those who took part in the period.
pub(super) const REALISED: Layout = Layout {
    leaves: &[
        ("participations", Count(PARTICIPATIONS)),
        ("months/{c}/n", Count("known in {c}")),
        ("months/{c}/missing", Count("not known in {c}")),
        ("months/{c}/fiscal/*, months/{c}/society", Flows { n: "known in {c}" }),
    ],
    ties: &[
        Parts { whole: "going on in {c}", parts: &["known in {c}", "not known in {c}"] },
        // What people live on, month by month and of those who leave: whoever knows the prices counts them by the money. Each
        // code hangs together with itself alone: tied to all who are known in a month, the codes of all months would be one
        // table, too large to be protected while somebody waits.
        PartOf { part: "leaving in {c}", whole: "in {c}" },
        Parts { whole: "leavers support, before: {c}", parts: &["leaving in * support, before: {c}"] },
        PartOf { part: "leavers support, before: {c}", whole: "support before: {c}" },
        Parts { whole: "leavers support, after: {c}", parts: &["leaving in * support, after: {c}"] },
        PartOf { part: "leavers support, after: {c}", whole: "support after: {c}" },
        Parts { whole: "leavers occupation, before: {c}", parts: &["leaving in * occupation, before: {c}"] },
        PartOf { part: "leavers occupation, before: {c}", whole: "occupation before: {c}" },
        Parts { whole: "leavers occupation, after: {c}", parts: &["leaving in * occupation, after: {c}"] },
        PartOf { part: "leavers occupation, after: {c}", whole: "occupation after: {c}" },
        PartOf { part: "going on in *", whole: PARTICIPATIONS },
        Parts { whole: STARTED, parts: &["began in *"] },
        Parts { whole: ENDED, parts: &["left in *"] },
        Onward { here: "going on in *", came: "began in *", left: "left in *" },
    ],
};

/// Prices are no secret, so that what a step is worth in a scenario says what its share says.
pub(super) const STEP_SCENARIO: Layout = Layout {
    leaves: &[
        ("kind, value_of_work_per_year", Label),
        ("steps/{c}/n", Count("stood on step {c}")),
        ("steps/{c}/to_work", Count("to work from step {c}")),
        (
            "steps/{c}/share|expected_per_year|low_per_year|high_per_year, steps/{c}/share_interval/*",
            Share { n: "stood on step {c}", of: &["to work from step {c}"] },
        ),
    ],
    ties: &[
        PartOf { part: "to work", whole: ENDED },
        PartOf { part: "stood on step *", whole: ENDED },
        PartOf { part: "to work from step *", whole: "to work" },
        Parts { whole: "stood on step {c}", parts: &["to work from step {c}", "elsewhere from step {c}"] },
    ],
};
