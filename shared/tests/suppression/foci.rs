//! What interventions that work on the same have together gives none of them away, in whichever order the reports leave.

use crate::released_reports::reference_of_tests;
use serde_json::Value;
use shared::figures::{Cohort, Facts, Period, Row};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::intervention::{Foci, InterventionFocus};
use shared::record::Gender;
use shared::report::release::{ReleasePeriod, ReleasedReport, Releasing};
use shared::report::{ReportName, Sources};
use shared::suppression::Released;
use shared::time::Month;
use uuid::Uuid;

/// Two interventions for jobs, one of them small, and one for health.
const INTERVENTIONS: [(u128, InterventionFocus, u128); 3] =
    [(1, InterventionFocus::Job, 3), (2, InterventionFocus::Job, 20), (3, InterventionFocus::Health, 15)];

fn year() -> Period {
    Period::new("2023-01-01".parse().unwrap(), "2023-12-31".parse().unwrap()).unwrap()
}

fn intervention(number: u128) -> InterventionId {
    InterventionId::from_uuid(Uuid::from_u128(number))
}

fn cohort() -> Cohort {
    let mut cohort = Cohort::default();
    for (number, _, people) in INTERVENTIONS {
        for one in 0..people {
            let facts = Facts {
                participation: ParticipationId::from_uuid(Uuid::from_u128(1000 * number + one)),
                person: Some(PersonId::from_uuid(Uuid::from_u128(1000 * number + one))),
                intervention: intervention(number),
                gender: Gender::Woman,
                started: Month::new(2023, 2).unwrap().first_day(),
                ended: None,
                enrolment: None,
                exit: None,
                supervisor_changes: Box::default(),
                outlook: Box::default(),
                deviations: Box::default(),
            };
            cohort.put(Row { facts, months: Vec::new() });
        }
    }
    cohort
}

/// The reports in the order in which they leave.
fn released(names: &[ReportName]) -> Vec<ReleasedReport> {
    let cohort = cohort();
    let (instrument, bridge) = reference_of_tests();
    let foci: Foci = INTERVENTIONS.map(|(number, focus, _)| (intervention(number), focus)).into();
    let sources = Sources {
        cohort: &cohort,
        instrument: &instrument,
        bridge: &bridge,
        prices: None,
        ages: &[],
        months_in_support: &[],
        volumes: &[],
        goals: &[],
        interventions: &[],
        foci: &foci,
    };
    let all = INTERVENTIONS.map(|(number, ..)| intervention(number));
    let (mut memory, mut earlier, mut reports) = (Released::default(), Vec::new(), Vec::new());
    for name in names {
        let period = ReleasePeriod::new(year(), "2030-01-01".parse().unwrap(), &earlier).unwrap();
        let (report, after) = Releasing::new(&sources, period, &all, &earlier).release(*name, memory).unwrap();
        memory = after;
        earlier = vec![year()];
        reports.push(report);
    }
    reports
}

/// What a reader knows of everybody, of each intervention and of each focus; `None` where it is hidden.
fn seen(flow: &ReleasedReport, conditions: &ReleasedReport) -> (Option<u64>, [Option<u64>; 3], [Option<u64>; 2]) {
    let of = |value: &Value| value.as_u64();
    let participations = |figures: Value| of(&figures["participations_identified"]["total"]);
    let by_intervention =
        INTERVENTIONS.map(|(number, ..)| participations(flow.figures(&[intervention(number)], &[]).unwrap()));
    let focus = conditions.figures(&[], &[]).unwrap()["by"]["focus"].clone();
    let all = participations(flow.figures(&[], &[]).unwrap());
    (all, by_intervention, [of(&focus["job"]["n"]), of(&focus["health"]["n"])])
}

/// Whether the three can be worked out: as what is left of those for jobs, or of all.
fn is_given_away((all, of, focus): (Option<u64>, [Option<u64>; 3], [Option<u64>; 2])) -> bool {
    let [small, large, health] = of;
    let job = focus[0].or_else(|| Some(all? - focus[1].or(health)?));
    small.is_some() || job.zip(large).is_some()
}

#[test]
fn a_small_intervention_is_not_what_its_focus_leaves_when_the_others_are_known() {
    for names in
        [[ReportName::ParticipantFlow, ReportName::Conditions], [ReportName::Conditions, ReportName::ParticipantFlow]]
    {
        let reports = released(&names);
        let place = |name| names.iter().position(|one| *one == name).unwrap();
        let flow = &reports[place(ReportName::ParticipantFlow)];
        let found = seen(flow, &reports[place(ReportName::Conditions)]);
        assert_eq!(found.0, Some(38), "all are told");
        assert!(!is_given_away(found), "{names:?}: {found:?}");
    }
}
