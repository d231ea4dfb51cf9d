//! The movement dashboard as the server answers it and the page draws it: for the member from the columns, for those
//! outside from what was released. It decides nothing about what may leave; that is [`crate::report::release`].

mod answer;

pub use answer::DashboardFigures;

use crate::account::InterventionName;
use crate::code::Code;
use crate::figures::{
    ByGender, Cohort, Directions, Figure, Movement, Paired, Period, RatingChanges, Selection, Share, StepMovement,
    flow, step_movement,
};
use crate::instrument::{Instrument, InstrumentRef};
use crate::month_window::MonthWindow;
use crate::record::Gender;
use crate::time::{Date, Month};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use crate::suppression::Audience;

/// The movement dashboard of one selection. A count that is not there is hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct MovementDashboard {
    /// The days it covers.
    pub period: Period,
    /// The interventions it covers.
    pub interventions: Vec<InterventionName>,
    /// The gender it is of, where one was singled out.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// The municipality of residence it is of, where one was singled out.
    #[serde(default)]
    pub municipality: Option<String>,
    /// The municipalities that can be singled out.
    #[serde(default)]
    pub municipalities: Vec<String>,
    /// Who it was made for.
    pub audience: Audience,
    /// People through the bridge.
    pub flow: Vec<FlowRow>,
    /// Forward, same, back.
    pub steps: SeenSteps,
    /// The instrument of the ratings.
    pub instrument: InstrumentRef,
    /// Change of the score.
    pub rating: SeenRating,
    /// Change item by item.
    pub items: Vec<SeenItem>,
}

/// One row of the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FlowRow {
    /// What it counts.
    pub counts: FlowCount,
    /// The counts.
    pub seen: SeenByGender,
}

/// What a row of the flow counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlowCount {
    /// Participations of identified people.
    ParticipationsIdentified,
    /// Participations that began.
    Started,
    /// Participations that ended.
    Ended,
    /// Persons.
    UniquePersons,
    /// Anonymous participations.
    Anonymous,
}

impl FlowCount {
    /// In the order of the table.
    pub const ALL: [Self; 5] =
        [Self::ParticipationsIdentified, Self::Started, Self::Ended, Self::UniquePersons, Self::Anonymous];

    /// The name of the same count in the report of participant flow.
    const fn in_report(self) -> &'static str {
        match self {
            Self::ParticipationsIdentified => "participations_identified",
            Self::Started => "started",
            Self::Ended => "ended",
            Self::UniquePersons => "unique_persons",
            Self::Anonymous => "anonymous",
        }
    }
}

/// A count by gender, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenByGender {
    /// Women.
    pub woman: Option<u32>,
    /// Men.
    pub man: Option<u32>,
    /// Other, or not stated.
    pub other: Option<u32>,
    /// All of them.
    pub total: Option<u32>,
}

/// Steps of a group, as far as they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenMovement {
    /// Higher than at the start.
    pub forward: Option<u32>,
    /// The same.
    pub same: Option<u32>,
    /// Lower.
    pub back: Option<u32>,
    /// Without a later step.
    pub too_few: Option<u32>,
}

/// Step movement, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenSteps {
    /// Women.
    pub woman: SeenMovement,
    /// Men.
    pub man: SeenMovement,
    /// Other, or not stated.
    pub other: SeenMovement,
    /// All of them.
    pub total: SeenMovement,
    /// Higher than at the start in some month.
    pub ever_forward: Option<u32>,
    /// The share that moved forward among those measured.
    pub share_forward: Figure<Share>,
}

/// How a group's rating changed, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenChange {
    /// Rated twice.
    pub n: Option<u32>,
    /// Not rated twice.
    pub missing: Option<u32>,
    /// Higher than at first.
    pub higher: Option<u32>,
    /// The same.
    pub same: Option<u32>,
    /// Lower.
    pub lower: Option<u32>,
    /// The means, of ten or more.
    pub means: Figure<Means>,
}

/// Mean ratings of those rated twice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Means {
    /// At first.
    pub before: f64,
    /// At last.
    pub after: f64,
}

/// How the score changed, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenRating {
    /// The change.
    pub change: SeenChange,
    /// Reliable change, where the instrument's reliability is known and there are enough cases.
    pub reliable: Option<SeenReliable>,
    /// The reliability that was used.
    pub reliability: Option<f64>,
}

/// Reliable change, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenReliable {
    /// Better.
    pub improved: Option<u32>,
    /// Neither.
    pub unchanged: Option<u32>,
    /// Worse.
    pub deteriorated: Option<u32>,
}

/// How an item changed, as far as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SeenItem {
    /// Which item.
    pub item: Code,
    /// The change.
    pub change: SeenChange,
}

/// The figures of the reports that the dashboard is drawn from, as they were released.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleasedFigures {
    /// Of participant flow.
    pub flow: Value,
    /// Of step movement.
    pub steps: Value,
    /// Of rating change.
    pub rating: Value,
}

impl MovementDashboard {
    /// The dashboard for the member: everything.
    pub fn for_member(
        cohort: &Cohort,
        selection: &Selection,
        instrument: &Instrument,
        interventions: Vec<InterventionName>,
    ) -> Self {
        let flow = flow(cohort, selection);
        let row = |counts, table| FlowRow { counts, seen: SeenByGender::of(table) };
        let changes = RatingChanges::of(cohort, selection, instrument);
        let rating = changes.score();
        Self {
            period: selection.period,
            interventions,
            gender: selection.gender,
            municipality: selection.municipality.clone(),
            municipalities: Vec::new(),
            audience: Audience::Member,
            flow: vec![
                row(FlowCount::ParticipationsIdentified, flow.participations_identified),
                row(FlowCount::Started, flow.started),
                row(FlowCount::Ended, flow.ended),
                row(FlowCount::UniquePersons, flow.unique_persons),
                row(FlowCount::Anonymous, flow.anonymous),
            ],
            steps: SeenSteps::of(&step_movement(cohort, selection)),
            instrument: instrument.reference(),
            rating: SeenRating {
                change: SeenChange::of(changes.score_directions(), &rating.score),
                reliable: rating.reliable_change.map(|reliable| SeenReliable {
                    improved: Some(reliable.improved),
                    unchanged: Some(reliable.unchanged),
                    deteriorated: Some(reliable.deteriorated),
                }),
                reliability: rating.reliability,
            },
            items: changes
                .items()
                .zip(changes.item_directions())
                .map(|(item, (_, directions))| SeenItem {
                    item: item.item,
                    change: SeenChange::of(directions, &item.change),
                })
                .collect(),
        }
    }

    /// The dashboard for those outside the member: what was released, and nothing else.
    pub fn released(
        figures: &ReleasedFigures,
        period: Period,
        instrument: &Instrument,
        interventions: Vec<InterventionName>,
    ) -> Self {
        let ReleasedFigures { flow, steps, rating } = figures;
        let row = |counts: FlowCount| FlowRow { counts, seen: SeenByGender::released(&flow[counts.in_report()]) };
        let reliable = &rating["reliable_change"];
        let item = |item: &crate::instrument::Item| {
            let found = &rating["items"][item.id.as_str()];
            SeenItem { item: item.id.clone(), change: SeenChange::released(&found["change"], &found["missing"]) }
        };
        Self {
            period,
            interventions,
            gender: None,
            municipality: None,
            municipalities: Vec::new(),
            audience: Audience::Association,
            flow: FlowCount::ALL.map(row).to_vec(),
            steps: SeenSteps::of_report(steps),
            instrument: instrument.reference(),
            rating: SeenRating {
                change: SeenChange::released(rating, &rating["missing"]),
                reliable: reliable.is_object().then(|| SeenReliable {
                    improved: count(&reliable["improved"]),
                    unchanged: count(&reliable["unchanged"]),
                    deteriorated: count(&reliable["deteriorated"]),
                }),
                reliability: instrument.reliability,
            },
            items: instrument.participant_items().map(item).collect(),
        }
    }
}

/// A released count; anything else is hidden.
fn count(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|count| u32::try_from(count).ok())
}

impl SeenByGender {
    const fn of(counts: ByGender) -> Self {
        let ByGender { woman, man, other, total } = counts;
        Self { woman: Some(woman), man: Some(man), other: Some(other), total: Some(total) }
    }

    fn released(counts: &Value) -> Self {
        let of = |name: &str| count(&counts[name]);
        Self { woman: of("woman"), man: of("man"), other: of("other"), total: of("total") }
    }
}

impl SeenMovement {
    const fn of(moved: &Movement) -> Self {
        let Movement { forward, same, back, too_few } = *moved;
        Self { forward: Some(forward), same: Some(same), back: Some(back), too_few: Some(too_few) }
    }

    fn released(moved: &Value) -> Self {
        let of = |name: &str| count(&moved[name]);
        Self { forward: of("forward"), same: of("same"), back: of("back"), too_few: of("too_few") }
    }
}

impl SeenSteps {
    const fn of(steps: &StepMovement) -> Self {
        Self {
            woman: SeenMovement::of(&steps.woman),
            man: SeenMovement::of(&steps.man),
            other: SeenMovement::of(&steps.other),
            total: SeenMovement::of(&steps.total),
            ever_forward: Some(steps.ever_forward),
            share_forward: steps.share_forward,
        }
    }

    /// Step movement as its report has it, of the member or as it was released.
    pub fn of_report(steps: &Value) -> Self {
        let of = |name: &str| SeenMovement::released(&steps[name]);
        let interval = &steps["share_forward_interval"];
        let share = (|| {
            Some(Share {
                successes: count(&steps["total"]["forward"])?,
                n: count(&steps["n"])?,
                share: steps["share_forward"].as_f64()?,
                low: interval[0].as_f64()?,
                high: interval[1].as_f64()?,
            })
        })();
        Self {
            woman: of("woman"),
            man: of("man"),
            other: of("other"),
            total: of("total"),
            ever_forward: count(&steps["ever_forward"]),
            share_forward: share.map_or(Figure::Hidden, Figure::Known),
        }
    }
}

impl SeenChange {
    fn of(directions: Directions, pairs: &Figure<Paired>) -> Self {
        let Directions { higher, same, lower, missing } = directions;
        Self {
            n: Some(directions.pairs()),
            missing: Some(missing),
            higher: Some(higher),
            same: Some(same),
            lower: Some(lower),
            means: match pairs {
                Figure::Known(pairs) => Figure::Known(Means { before: pairs.mean_pre, after: pairs.mean_post }),
                Figure::TooFew { have, need } => Figure::TooFew { have: *have, need: *need },
                Figure::Hidden => Figure::Hidden,
            },
        }
    }

    fn released(change: &Value, missing: &Value) -> Self {
        let of = |name: &str| count(&change[name]);
        let means = change["mean_pre"].as_f64().zip(change["mean_post"].as_f64());
        Self {
            n: of("n"),
            missing: count(missing),
            higher: of("higher"),
            same: of("same"),
            lower: of("lower"),
            means: means.map_or(Figure::Hidden, |(before, after)| Figure::Known(Means { before, after })),
        }
    }
}

/// The periods that those outside the member choose among: the calendar years and half-years that can no longer be
/// answered, the last ones first. They hold each other or are apart, so that any may be released after any other.
pub fn release_periods(today: Date) -> Vec<Period> {
    const YEARS_BACK: u16 = 3;
    let mut periods = Vec::new();
    let this_year = today.month().year();
    for year in (this_year.saturating_sub(YEARS_BACK)..=this_year).rev() {
        for (first, last) in [(7, 12), (1, 6), (1, 12)] {
            let period = Month::new(year, first).zip(Month::new(year, last)).and_then(|(first, last)| {
                (MonthWindow::of(last, today) == MonthWindow::Closed)
                    .then(|| Period::new(first.first_day(), last.last_day()).ok())
                    .flatten()
            });
            periods.extend(period);
        }
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(today: &str) -> Vec<String> {
        let today = today.parse().unwrap_or_else(|_| unreachable!("a day"));
        release_periods(today).iter().map(|period| format!("{}..{}", period.from(), period.to())).collect()
    }

    #[test]
    fn a_half_year_can_be_chosen_when_its_last_month_is_closed() {
        assert_eq!(periods("2026-07-10")[0], "2025-07-01..2025-12-31");
        assert_eq!(periods("2026-07-11")[..2], ["2026-01-01..2026-06-30", "2025-07-01..2025-12-31"]);
        assert_eq!(
            periods("2027-01-11")[..3],
            ["2026-07-01..2026-12-31", "2026-01-01..2026-06-30", "2026-01-01..2026-12-31"]
        );
    }

    #[test]
    fn what_is_hidden_is_not_there() {
        let seen =
            SeenByGender::released(&serde_json::json!({"woman": 12, "man": "hidden", "other": 0, "total": "hidden"}));
        assert_eq!(seen, SeenByGender { woman: Some(12), man: None, other: Some(0), total: None });
        assert_eq!(SeenMovement::released(&Value::Null), SeenMovement::default());
    }
}
