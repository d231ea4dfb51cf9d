//! What each number of each report is: a count of people, a figure made of counts or of values, or a word that says
//! nothing of anybody. A number that is not named here never leaves the member.

use super::super::ReportName;
use super::effect_layout::{IMPACT, REALISED, STEP_SCENARIO};
use crate::instrument::Direction;

/// What stands at a place in a report.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf {
    /// A count, by its name. `{c}` takes what `{c}` stood for in the path, one after the other.
    Count(&'static str),
    /// A count that is only told of groups of ten or more people, and where that of fewer does not follow from those of
    /// others: who rose and who fell, or in how many months something was so.
    Within {
        /// The count.
        count: &'static str,
        /// The group.
        n: &'static str,
    },
    /// A figure that such counts determine.
    ShareWithin { n: &'static str, of: &'static [&'static str] },
    /// One count minus another.
    Change { after: &'static str, before: &'static str },
    /// A figure that counts determine, of `n` people.
    Share { n: &'static str, of: &'static [&'static str] },
    /// A figure of values that `n` people each have, which may say more than that of the counts in `of`.
    Values { n: &'static str, of: &'static [&'static str] },
    /// What an actor receives more than before, or society where no actor is named, of `n` people: a sum of what each code
    /// is priced at, so that whoever knows the prices may solve it for the counts of the codes.
    Flows { n: &'static str },
    /// What counts say in other words: shown when those of them that there are are shown.
    With(&'static [&'static str]),
    /// A word or setting.
    Label,
    /// Never shown outside, and said to be hidden.
    Withheld,
}

/// How counts hang together. `*` stands for anything, and `{c}` for the same category on both sides.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tie {
    /// Everybody in the whole is in exactly one part.
    Parts { whole: &'static str, parts: &'static [&'static str] },
    /// The part is some of the whole, and the others are people as well.
    PartOf { part: &'static str, whole: &'static str },
    /// Never more than, though what lies between is nobody.
    AtMost { fewer: &'static str, more: &'static str },
    /// From each category to the next one in order: who is here now and did not come was here before and did not leave.
    Onward { here: &'static str, came: &'static str, left: &'static str },
}

/// A report's numbers and how they hang together. In a path `{g}` is a gender or the total, `{m}` a municipality, `{c}`
/// a category, `*` anything and `a|b` a or b; a comma parts whole paths. The first rule that fits holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) leaves: &'static [(&'static str, Leaf)],
    pub(super) ties: &'static [Tie],
}

use Leaf::{Change, Count, Label, Share, ShareWithin, Values, With, Withheld, Within};
use Tie::{AtMost, PartOf, Parts};

/// Counts that every report states, shown or not, since other reports show them.
pub(super) const PARTICIPATIONS: &str = "participations";
pub(super) const STARTED: &str = "started";
pub(super) const ENDED: &str = "ended";
pub(super) const ANONYMOUS: &str = "anonymous";
pub(super) const FORWARD: &str = "forward";
pub(super) const SAME_STEP: &str = "same step";
pub(super) const BACK: &str = "back";
pub(super) const NO_LATER_STEP: &str = "no later step";
pub(super) const TO_WORK_OR_STUDIES: &str = "to work or studies";

/// What is told of interventions that work on the same, together. Each report of single interventions that has one of
/// them states it, shown or not.
pub(super) const BY_FOCUS: [&str; 7] =
    [PARTICIPATIONS, ENDED, FORWARD, SAME_STEP, BACK, NO_LATER_STEP, TO_WORK_OR_STUDIES];

/// How the counts that every report states hang together.
pub(super) const FRAME: &[Tie] =
    &[PartOf { part: STARTED, whole: PARTICIPATIONS }, PartOf { part: ENDED, whole: PARTICIPATIONS }];

/// The layout of a report.
pub(super) const fn layout(name: ReportName) -> Layout {
    match name {
        ReportName::ParticipantFlow => FLOW,
        ReportName::Throughput => THROUGHPUT,
        ReportName::SupportChange => SUPPORT,
        ReportName::SupportAfterByMunicipality => SUPPORT_AFTER,
        ReportName::OccupationChange => OCCUPATION,
        ReportName::Background => BACKGROUND,
        ReportName::Exits => EXITS,
        ReportName::StepMovement => STEPS,
        ReportName::Transitions => TRANSITIONS,
        ReportName::TimeToStep => TIME_TO_STEP,
        ReportName::TimeToWork => TIME_TO_WORK,
        ReportName::Conditions => super::layout_of_conditions::CONDITIONS,
        ReportName::RatingChange => RATINGS,
        ReportName::Response => RESPONSE,
        ReportName::Deviations => DEVIATIONS,
        ReportName::Impact => IMPACT,
        ReportName::Realised => REALISED,
        ReportName::StepScenario => STEP_SCENARIO,
        ReportName::Volume => VOLUME,
        ReportName::Goals => GOALS,
    }
}

/// Whoever changed reliably for the better rose, or fell where lower is better.
pub(super) const fn reliable_ties(direction: Direction) -> [Tie; 2] {
    let (better, worse) = match direction {
        Direction::HigherIsBetter => ("rated higher", "rated lower"),
        Direction::LowerIsBetter => ("rated lower", "rated higher"),
    };
    [PartOf { part: "reliably improved", whole: better }, PartOf { part: "reliably deteriorated", whole: worse }]
}

/// Whether a report is also released for single interventions.
pub(super) const fn is_by_intervention(name: ReportName) -> bool {
    !matches!(name, ReportName::SupportAfterByMunicipality | ReportName::Conditions | ReportName::Deviations)
}

/// Whether a report is released by gender and the other splits. Volumes and goals are known by none of them, and nearly
/// every count of a condition and of a deviation's theme would be small in its parts.
pub(super) const fn is_split(name: ReportName) -> bool {
    !matches!(name, ReportName::Volume | ReportName::Goals | ReportName::Conditions | ReportName::Deviations)
}

/// Occasions are no people; attendances are, though nobody knows whose.
const VOLUME: Layout = Layout {
    leaves: &[
        ("total/occasions, interventions/*/occasions, interventions/*/activities/*/occasions", Label),
        ("total/attendances", Count("attendances")),
        ("interventions/{c}/attendances", Count("attendances: {c}")),
        ("interventions/{c}/activities/{c}/attendances", Count("attendances by activity: {c}: {c}")),
    ],
    ties: &[
        Parts { whole: "attendances", parts: &["attendances: *"] },
        Parts { whole: "attendances: {c}", parts: &["attendances by activity: {c}: *"] },
    ],
};

/// The association sets its goals and says what came of them; what is counted in them may be people.
const GOALS: Layout = Layout {
    leaves: &[
        (
            "total/goals|met|near|missed|open, association/goals|met|near|missed|open, \
             interventions/*/goals|met|near|missed|open",
            Label,
        ),
        (
            "association/rows/*/goal|indicator|from|to|unit|direction|target, \
             interventions/*/rows/*/goal|indicator|from|to|unit|direction|target",
            Label,
        ),
        ("association/rows/{c}/n", Count("goal {c}, n")),
        ("association/rows/{c}/of", Count("goal {c}, of")),
        ("association/rows/{c}/outcome|whole_percent|status", With(&["goal {c}, n", "goal {c}, of"])),
        ("interventions/{c}/rows/{c}/n", Count("goal of {c} {c}, n")),
        ("interventions/{c}/rows/{c}/of", Count("goal of {c} {c}, of")),
        (
            "interventions/{c}/rows/{c}/outcome|whole_percent|status",
            With(&["goal of {c} {c}, n", "goal of {c} {c}, of"]),
        ),
    ],
    // The others of all are people as well; those of an intervention's goal are `goal of …`.
    ties: &[PartOf { part: "goal {c}, n", whole: "goal {c}, of" }],
};

const FLOW: Layout = Layout {
    leaves: &[
        ("participations_identified/{g}", Count(PARTICIPATIONS)),
        ("started/{g}", Count(STARTED)),
        ("ended/{g}", Count(ENDED)),
        ("anonymous/{g}", Count(ANONYMOUS)),
        ("unique_persons/{g}", Count("persons")),
    ],
    ties: &[AtMost { fewer: "persons", more: PARTICIPATIONS }],
};

const THROUGHPUT: Layout = Layout {
    leaves: &[
        ("participations", Count(PARTICIPATIONS)),
        ("ended", Count(ENDED)),
        ("work", Count("to work")),
        ("studies", Count("to studies")),
        ("work_or_studies", Count("to work or studies")),
        ("started_or_increased", Count("more work or studies")),
        ("occupation_missing", Count("occupation not recorded")),
        ("counts_by_gender/participations/{g}", Count(PARTICIPATIONS)),
        ("counts_by_gender/ended/{g}", Count(ENDED)),
        ("counts_by_gender/work/{g}", Count("to work")),
        ("counts_by_gender/studies/{g}", Count("to studies")),
        ("counts_by_gender/work_or_studies/{g}", Count("to work or studies")),
        ("counts_by_gender/started_or_increased/{g}", Count("more work or studies")),
        ("counts_by_gender/occupation_missing/{g}", Count("occupation not recorded")),
        ("share_work_or_studies, share_work_or_studies_interval/*", Share { n: ENDED, of: &[TO_WORK_OR_STUDIES] }),
    ],
    ties: &[
        PartOf { part: "to work", whole: ENDED },
        PartOf { part: "to studies", whole: ENDED },
        PartOf { part: TO_WORK_OR_STUDIES, whole: ENDED },
        // Whoever did both is counted twice in work and studies, and once in either.
        Parts { whole: "to work", parts: &["to work alone", "to work and studies"] },
        Parts { whole: "to studies", parts: &["to studies alone", "to work and studies"] },
        Parts { whole: TO_WORK_OR_STUDIES, parts: &["to work alone", "to studies alone", "to work and studies"] },
        PartOf { part: "more work or studies", whole: ENDED },
        PartOf { part: "more work or studies", whole: "to work or studies" },
        Parts { whole: ENDED, parts: &["more work or studies", "no more work or studies", "occupation not recorded"] },
    ],
};

const SUPPORT: Layout = Layout {
    leaves: &[
        ("{c}/before", Count("support before: {c}")),
        ("{c}/after", Count("support after: {c}")),
        ("{c}/change", Change { after: "support after: {c}", before: "support before: {c}" }),
        ("{c}/counts_by_gender/before/{g}", Count("support before: {c}")),
        ("{c}/counts_by_gender/after/{g}", Count("support after: {c}")),
    ],
    ties: &[PartOf { part: "support before: *", whole: ENDED }, PartOf { part: "support after: *", whole: ENDED }],
};

const SUPPORT_AFTER: Layout = Layout {
    leaves: &[("{m}/{c}", Count("support after: {c}"))],
    ties: &[PartOf { part: "support after: *", whole: ENDED }],
};

const OCCUPATION: Layout = Layout {
    leaves: &[
        ("started_or_increased/{g}", Count("more work or studies")),
        ("{c}/before", Count("occupation before: {c}")),
        ("{c}/after", Count("occupation after: {c}")),
        ("{c}/change", Change { after: "occupation after: {c}", before: "occupation before: {c}" }),
        ("{c}/counts_by_gender/before/{g}", Count("occupation before: {c}")),
        ("{c}/counts_by_gender/after/{g}", Count("occupation after: {c}")),
    ],
    ties: &[
        PartOf { part: "more work or studies", whole: ENDED },
        PartOf { part: "occupation before: *", whole: ENDED },
        PartOf { part: "occupation after: *", whole: ENDED },
    ],
};

const BACKGROUND: Layout = Layout {
    leaves: &[
        ("gender/{g}", Count(PARTICIPATIONS)),
        ("age/{c}/{g}", Count("age: {c}")),
        ("education/{c}/{g}", Count("education: {c}")),
        ("months_in_support_before/{c}/{g}", Count("months in support: {c}")),
    ],
    ties: &[
        Parts { whole: PARTICIPATIONS, parts: &["age: *"] },
        Parts { whole: PARTICIPATIONS, parts: &["education: *"] },
        Parts { whole: PARTICIPATIONS, parts: &["months in support: *"] },
    ],
};

const EXITS: Layout = Layout {
    leaves: &[
        ("n, days_in_intervention/n", Count(ENDED)),
        ("reasons/{c}/{g}", Count("exit reason: {c}")),
        ("mean|median|lower_quartile|upper_quartile, days_in_intervention/*", Values { n: ENDED, of: &[] }),
    ],
    ties: &[Parts { whole: ENDED, parts: &["exit reason: *"] }],
};

const STEPS: Layout = Layout {
    leaves: &[
        ("{g}/forward", Count(FORWARD)),
        ("{g}/same", Count(SAME_STEP)),
        ("{g}/back", Count(BACK)),
        ("{g}/too_few", Count(NO_LATER_STEP)),
        ("missing", Count(NO_LATER_STEP)),
        ("n", Count("later step")),
        ("ever_forward", Count("ever forward")),
        ("share_forward, share_forward_interval/*", Share { n: "later step", of: &[FORWARD] }),
        ("share_forward_worst_case", Share { n: PARTICIPATIONS, of: &[FORWARD, NO_LATER_STEP] }),
    ],
    ties: &[
        Parts { whole: PARTICIPATIONS, parts: &["later step", NO_LATER_STEP] },
        Parts { whole: PARTICIPATIONS, parts: &[FORWARD, SAME_STEP, BACK, NO_LATER_STEP] },
        Parts { whole: "later step", parts: &[FORWARD, SAME_STEP, BACK] },
        PartOf { part: FORWARD, whole: "ever forward" },
        PartOf { part: "ever forward", whole: "later step" },
    ],
};

/// Months, which people have: some are told where ten people or more have them. Somebody who stood on a step may have
/// stood on others as well.
const TRANSITIONS: Layout = Layout {
    leaves: &[
        ("people/{c}", Count("people from step {c}")),
        ("months/{c}", Within { count: "months from step {c}", n: "people from step {c}" }),
        ("counts/{c}/{c}", Within { count: "months from step {c} to {c}", n: "people from step {c}" }),
        (
            "shares/{c}/{c}",
            ShareWithin { n: "people from step {c}", of: &["months from step {c}", "months from step {c} to {c}"] },
        ),
    ],
    ties: &[
        PartOf { part: "people from step *", whole: PARTICIPATIONS },
        Parts { whole: "months from step {c}", parts: &["months from step {c} to *"] },
    ],
};

/// Whoever rose before the latest step stood higher at some time: the same group as in step movement.
const TIME_TO_STEP: Layout = Layout {
    leaves: &[
        ("n", Count("later step")),
        ("events", Count("ever forward")),
        ("median_months, median_interval/*", Values { n: "later step", of: &[] }),
        // Each drop of the curve is somebody's month.
        ("curve, curve_in_full", Withheld),
    ],
    ties: &[
        Parts { whole: PARTICIPATIONS, parts: &["later step", "no later step"] },
        PartOf { part: "ever forward", whole: "later step" },
    ],
};

const TIME_TO_WORK: Layout = Layout {
    leaves: &[
        ("n", Count(PARTICIPATIONS)),
        ("events", Count("to work")),
        ("median_months, median_interval/*", Values { n: PARTICIPATIONS, of: &[] }),
        // Each drop of the curve is somebody's month.
        ("curve, curve_in_full", Withheld),
    ],
    ties: &[PartOf { part: "to work", whole: ENDED }],
};

/// Who rose, stayed and fell.
const DIRECTIONS: &[&str] = &["rated higher", "rated the same", "rated lower"];
const ITEM_DIRECTIONS: &[&str] = &["item rated higher: {c}", "item rated the same: {c}", "item rated lower: {c}"];

const RATINGS: Layout = Layout {
    leaves: &[
        ("n", Count("rated twice")),
        ("missing", Count("not rated twice")),
        ("higher", Within { count: "rated higher", n: "rated twice" }),
        ("same", Within { count: "rated the same", n: "rated twice" }),
        ("lower", Within { count: "rated lower", n: "rated twice" }),
        ("instrument|score|reliability", Label),
        ("items/{c}/missing", Count("item not rated twice: {c}")),
        ("items/{c}/change/n", Count("item rated twice: {c}")),
        ("items/{c}/change/higher", Within { count: "item rated higher: {c}", n: "item rated twice: {c}" }),
        ("items/{c}/change/same", Within { count: "item rated the same: {c}", n: "item rated twice: {c}" }),
        ("items/{c}/change/lower", Within { count: "item rated lower: {c}", n: "item rated twice: {c}" }),
        ("items/{c}/change/mean_pre|sd_pre", Values { n: "item rated twice: {c}", of: &[] }),
        // Most move by one on an item: how many rose and fell follows from any two of these.
        (
            "items/{c}/change/mean_post|mean_difference|sd_difference|d_z|g_z|rank_biserial",
            Values { n: "item rated twice: {c}", of: ITEM_DIRECTIONS },
        ),
        (
            "items/{c}/change/probability_of_improvement",
            ShareWithin { n: "item rated twice: {c}", of: ITEM_DIRECTIONS },
        ),
        ("reliable_change/improved", Within { count: "reliably improved", n: "rated twice" }),
        ("reliable_change/unchanged", Within { count: "not reliably changed", n: "rated twice" }),
        ("reliable_change/deteriorated", Within { count: "reliably deteriorated", n: "rated twice" }),
        ("mean_pre|sd_pre|mean_post|mean_difference", Values { n: "rated twice", of: &[] }),
        ("sd_difference|d_z|g_z|rank_biserial", Values { n: "rated twice", of: DIRECTIONS }),
        ("probability_of_improvement", ShareWithin { n: "rated twice", of: DIRECTIONS }),
    ],
    ties: &[
        Parts { whole: PARTICIPATIONS, parts: &["rated twice", "not rated twice"] },
        Parts { whole: "rated twice", parts: &["rated higher", "rated the same", "rated lower"] },
        Parts { whole: "rated twice", parts: &["reliably improved", "not reliably changed", "reliably deteriorated"] },
        Parts { whole: PARTICIPATIONS, parts: &["item rated twice: {c}", "item not rated twice: {c}"] },
        Parts {
            whole: "item rated twice: {c}",
            parts: &["item rated higher: {c}", "item rated the same: {c}", "item rated lower: {c}"],
        },
    ],
};

/// Months, which people have.
const RESPONSE: Layout = Layout {
    leaves: &[
        ("participations", Count(PARTICIPATIONS)),
        ("expected", Within { count: "months", n: PARTICIPATIONS }),
        ("self_assessments/known/successes", Within { count: "months rated", n: PARTICIPATIONS }),
        ("self_assessments|follow_ups/known/n", Within { count: "months", n: PARTICIPATIONS }),
        ("self_assessments/known/share|low|high", ShareWithin { n: PARTICIPATIONS, of: &["months", "months rated"] }),
        ("follow_ups/known/successes", Within { count: "months followed up", n: PARTICIPATIONS }),
        ("follow_ups/known/share|low|high", ShareWithin { n: PARTICIPATIONS, of: &["months", "months followed up"] }),
        ("self_assessments_on_time/known/successes", Within { count: "months rated on time", n: PARTICIPATIONS }),
        ("self_assessments_on_time/known/n", Within { count: "months rated on a day", n: PARTICIPATIONS }),
        (
            "self_assessments_on_time/known/share|low|high",
            ShareWithin { n: PARTICIPATIONS, of: &["months rated on a day", "months rated on time"] },
        ),
        ("self_assessments_without_day", Within { count: "months rated without a day", n: PARTICIPATIONS }),
        ("follow_ups_on_time/known/successes", Within { count: "months followed up on time", n: PARTICIPATIONS }),
        ("follow_ups_on_time/known/n", Within { count: "months followed up on a day", n: PARTICIPATIONS }),
        (
            "follow_ups_on_time/known/share|low|high",
            ShareWithin { n: PARTICIPATIONS, of: &["months followed up on a day", "months followed up on time"] },
        ),
        ("follow_ups_without_day", Within { count: "months followed up without a day", n: PARTICIPATIONS }),
    ],
    ties: &[
        PartOf { part: "months rated", whole: "months" },
        PartOf { part: "months followed up", whole: "months" },
        Parts { whole: "months rated", parts: &["months rated on a day", "months rated without a day"] },
        PartOf { part: "months rated on time", whole: "months rated on a day" },
        Parts {
            whole: "months followed up",
            parts: &["months followed up on a day", "months followed up without a day"],
        },
        PartOf { part: "months followed up on time", whole: "months followed up on a day" },
    ],
};

/// A deviation is somebody's: few of a theme lead to few people.
const DEVIATIONS: Layout = Layout {
    leaves: &[
        ("noted", Count("deviations")),
        ("participations", Count("with deviations")),
        ("themes/{c}", Count("deviations: {c}")),
    ],
    ties: &[
        Parts { whole: "deviations", parts: &["deviations: *"] },
        AtMost { fewer: "with deviations", more: "deviations" },
    ],
};

/// How a count may be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Adds {
    /// Over genders, municipalities and interventions.
    Everywhere,
    /// Over genders and interventions; by municipality it is not told.
    NotOverMunicipalities,
    /// Over genders only: a person may take part in two interventions.
    OverGenders,
    /// Not at all: it is judged anew in each group.
    Nowhere,
}

/// How a count adds up.
pub(super) fn adds(measure: &str) -> Adds {
    match measure {
        "persons" => Adds::OverGenders,
        // Of so many months and codes nearly every count would be small in a municipality.
        name if ["in ", "leaving in ", "leavers "].iter().any(|start| name.starts_with(start)) => {
            Adds::NotOverMunicipalities
        }
        name if name.starts_with("attendances") || name.starts_with("goal") => Adds::Nowhere,
        "reliably improved" | "not reliably changed" | "reliably deteriorated" => Adds::Nowhere,
        _ => Adds::Everywhere,
    }
}

/// Whether a count of a period is the sum of those of its months: what happened on a day that lies in one of them.
pub(super) fn adds_over_time(measure: &str) -> bool {
    let sums = [
        "deviations: ",
        "support before: ",
        "support after: ",
        "occupation before: ",
        "occupation after: ",
        "exit reason: ",
        "stood on step ",
        "to work from step ",
        "elsewhere from step ",
    ];
    let at_end =
        ["to work", "to studies", TO_WORK_OR_STUDIES, "to work alone", "to studies alone", "to work and studies"];
    // Attendances are counted in whole months or on days, and those of months that lie partly outside are left out alike.
    [STARTED, ENDED, "more work or studies", "occupation not recorded", "priced", "not priced", "deviations"]
        .contains(&measure)
        || measure.starts_with("attendances")
        || at_end.contains(&measure)
        || sums.iter().any(|start| measure.starts_with(start))
}
