//! What each number is in the report of what research connects with the way to work, and how it hangs together with those
//! of other reports.

use super::layout::Leaf::{Count, With};
use super::layout::Tie::{PartOf, Parts};
use super::layout::{BACK, ENDED, FORWARD, Layout, NO_LATER_STEP, PARTICIPATIONS, SAME_STEP, TO_WORK_OR_STUDIES};

/// Every participation is in exactly one group of each condition. The first category is the condition, the second the
/// group; the totals are those of other reports, and so is what is told of interventions that work on the same: it hangs
/// together with what other reports tell of each of them.
pub(super) const CONDITIONS: Layout = Layout {
    leaves: &[
        ("total/n", Count(PARTICIPATIONS)),
        ("total/forward", Count(FORWARD)),
        ("total/same", Count(SAME_STEP)),
        ("total/back", Count(BACK)),
        ("total/too_few", Count(NO_LATER_STEP)),
        ("total/ended", Count(ENDED)),
        ("total/work_or_studies", Count(TO_WORK_OR_STUDIES)),
        ("total/share_forward, total/share_forward_interval/*", With(&[FORWARD, SAME_STEP, BACK])),
        ("total/share_work_or_studies, total/share_work_or_studies_interval/*", With(&[ENDED, TO_WORK_OR_STUDIES])),
        ("by/focus/{f}/n", Count(PARTICIPATIONS)),
        ("by/focus/{f}/forward", Count(FORWARD)),
        ("by/focus/{f}/same", Count(SAME_STEP)),
        ("by/focus/{f}/back", Count(BACK)),
        ("by/focus/{f}/too_few", Count(NO_LATER_STEP)),
        ("by/focus/{f}/ended", Count(ENDED)),
        ("by/focus/{f}/work_or_studies", Count(TO_WORK_OR_STUDIES)),
        ("by/focus/{f}/share_forward, by/focus/{f}/share_forward_interval/*", With(&[FORWARD, SAME_STEP, BACK])),
        (
            "by/focus/{f}/share_work_or_studies, by/focus/{f}/share_work_or_studies_interval/*",
            With(&[ENDED, TO_WORK_OR_STUDIES]),
        ),
        ("by/{c}/{c}/n", Count("of {c}: {c}")),
        ("by/{c}/{c}/forward", Count("forward of {c}: {c}")),
        ("by/{c}/{c}/same", Count("same step of {c}: {c}")),
        ("by/{c}/{c}/back", Count("back of {c}: {c}")),
        ("by/{c}/{c}/too_few", Count("no later step of {c}: {c}")),
        ("by/{c}/{c}/ended", Count("ended of {c}: {c}")),
        ("by/{c}/{c}/work_or_studies", Count("to work or studies of {c}: {c}")),
        (
            "by/{c}/{c}/share_forward, by/{c}/{c}/share_forward_interval/*",
            With(&["forward of {c}: {c}", "same step of {c}: {c}", "back of {c}: {c}"]),
        ),
        (
            "by/{c}/{c}/share_work_or_studies, by/{c}/{c}/share_work_or_studies_interval/*",
            With(&["ended of {c}: {c}", "to work or studies of {c}: {c}"]),
        ),
    ],
    ties: &[
        Parts { whole: PARTICIPATIONS, parts: &[FORWARD, SAME_STEP, BACK, NO_LATER_STEP] },
        PartOf { part: TO_WORK_OR_STUDIES, whole: ENDED },
        Parts { whole: PARTICIPATIONS, parts: &["of supervisor_changes: *"] },
        Parts { whole: PARTICIPATIONS, parts: &["of outlook: *"] },
        Parts { whole: PARTICIPATIONS, parts: &["of parallel: *"] },
        Parts { whole: PARTICIPATIONS, parts: &["of before: *"] },
        Parts { whole: FORWARD, parts: &["forward of supervisor_changes: *"] },
        Parts { whole: FORWARD, parts: &["forward of outlook: *"] },
        Parts { whole: FORWARD, parts: &["forward of parallel: *"] },
        Parts { whole: FORWARD, parts: &["forward of before: *"] },
        Parts { whole: SAME_STEP, parts: &["same step of supervisor_changes: *"] },
        Parts { whole: SAME_STEP, parts: &["same step of outlook: *"] },
        Parts { whole: SAME_STEP, parts: &["same step of parallel: *"] },
        Parts { whole: SAME_STEP, parts: &["same step of before: *"] },
        Parts { whole: BACK, parts: &["back of supervisor_changes: *"] },
        Parts { whole: BACK, parts: &["back of outlook: *"] },
        Parts { whole: BACK, parts: &["back of parallel: *"] },
        Parts { whole: BACK, parts: &["back of before: *"] },
        Parts { whole: NO_LATER_STEP, parts: &["no later step of supervisor_changes: *"] },
        Parts { whole: NO_LATER_STEP, parts: &["no later step of outlook: *"] },
        Parts { whole: NO_LATER_STEP, parts: &["no later step of parallel: *"] },
        Parts { whole: NO_LATER_STEP, parts: &["no later step of before: *"] },
        Parts { whole: ENDED, parts: &["ended of supervisor_changes: *"] },
        Parts { whole: ENDED, parts: &["ended of outlook: *"] },
        Parts { whole: ENDED, parts: &["ended of parallel: *"] },
        Parts { whole: ENDED, parts: &["ended of before: *"] },
        Parts { whole: TO_WORK_OR_STUDIES, parts: &["to work or studies of supervisor_changes: *"] },
        Parts { whole: TO_WORK_OR_STUDIES, parts: &["to work or studies of outlook: *"] },
        Parts { whole: TO_WORK_OR_STUDIES, parts: &["to work or studies of parallel: *"] },
        Parts { whole: TO_WORK_OR_STUDIES, parts: &["to work or studies of before: *"] },
        Parts {
            whole: "of {c}",
            parts: &["forward of {c}", "same step of {c}", "back of {c}", "no later step of {c}"],
        },
        Parts { whole: "ended of {c}", parts: &["to work or studies of {c}", "neither of {c}"] },
        Parts { whole: "of {c}", parts: &["ended of {c}", "going on of {c}"] },
    ],
};
