//! What research connects with the way to work, and the time to it, counted by hand over a few stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use shared::code::Code;
use shared::figures::{Came, Cohort, Facts, Figure, Measured, Period, Row, Selection, conditions, time_to_work};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::intervention::{Foci, InterventionFocus};
use shared::record::{Exit, Gender};
use shared::support::{Extent, Percent};
use shared::time::Date;
use uuid::Uuid;

/// A stay of a person: its days, what came of it, and what was so.
struct Told {
    person: u128,
    intervention: u128,
    days: (&'static str, Option<&'static str>),
    to: Option<&'static str>,
    changes: &'static [&'static str],
    outlook: &'static [(&'static str, i16)],
    steps: &'static [u8],
}

const STAY: Told =
    Told { person: 1, intervention: 0, days: ("2026-01-10", None), to: None, changes: &[], outlook: &[], steps: &[] };

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn intervention(number: u128) -> InterventionId {
    InterventionId::from_uuid(Uuid::from_u128(number))
}

fn cohort(told: &[Told]) -> Cohort {
    let mut cohort = Cohort::default();
    for (number, one) in (1_u128..).zip(told) {
        let started = day(one.days.0);
        let ended = one.days.1.map(day);
        let work = |code| Extent { code: Code::new(code).unwrap(), percent: Percent::FULL };
        let exit = ended.map(|ended| {
            let occupation_after = one.to.map(work).into_iter().collect();
            Box::new(Exit { ended, reason: None, support_after: vec![], occupation_after })
        });
        let measured = |(at, step): (usize, &u8)| Measured {
            month: started.month().plus(i32::try_from(at).unwrap()),
            step: Some(*step),
            score: None,
            ratings: Box::default(),
            staff_ratings: Box::default(),
            self_assessment: None,
            follow_up: Some(Came::OnTime),
            support: Box::default(),
        };
        let facts = Facts {
            participation: ParticipationId::from_uuid(Uuid::from_u128(number)),
            person: Some(PersonId::from_uuid(Uuid::from_u128(one.person))),
            intervention: intervention(one.intervention),
            gender: Gender::Woman,
            started,
            ended,
            enrolment: None,
            exit,
            supervisor_changes: one.changes.iter().map(|month| month.parse().unwrap()).collect(),
            outlook: one.outlook.iter().map(|(month, belief)| (month.parse().unwrap(), *belief)).collect(),
            deviations: Box::default(),
        };
        cohort.put(Row { facts, months: one.steps.iter().enumerate().map(measured).collect() });
    }
    cohort
}

fn year() -> Selection {
    Selection::new(Period::new(day("2026-01-01"), day("2026-12-31")).unwrap(), vec![])
}

/// The name of the one group of a condition that somebody is in.
fn only<'a>(groups: &shared::figures::Groups, all: &'a [&'a str]) -> Vec<&'a str> {
    all.iter().copied().filter(|name| groups.get(*name).is_some_and(|group| group.n > 0)).collect()
}

#[test]
fn a_belief_is_low_up_to_two_and_high_from_four() {
    let all = ["low", "middle", "high", "unknown"];
    let stated: [(&'static [(&str, i16)], &str); 5] = [
        (&[("2026-02", 1)], "low"),
        (&[("2026-02", 2)], "low"),
        (&[("2026-02", 3)], "middle"),
        (&[("2026-02", 4)], "high"),
        (&[], "unknown"),
    ];
    for (outlook, group) in stated {
        let found = conditions(&cohort(&[Told { outlook, ..STAY }]), &year(), &Foci::new());
        assert_eq!(only(&found.outlook, &all), [group]);
    }
}

#[test]
fn what_was_believed_and_who_took_over_before_and_after_the_period_is_not_of_it() {
    let one = Told {
        days: ("2025-01-10", None),
        changes: &["2025-03", "2025-12", "2026-01", "2027-01"],
        outlook: &[("2025-12", 1), ("2026-03", 5), ("2026-04", 3)],
        ..STAY
    };
    let groups = |from: &str, to: &str| {
        let selection = Selection::new(Period::new(day(from), day(to)).unwrap(), vec![]);
        let found = conditions(&cohort(std::slice::from_ref(&one)), &selection, &Foci::new());
        let changes = only(&found.supervisor_changes, &["none", "one", "several"]).first().copied();
        (changes, only(&found.outlook, &["low", "middle", "high", "unknown"]).first().copied())
    };
    assert_eq!(groups("2026-01-01", "2026-12-31"), (Some("one"), Some("high")));
    assert_eq!(groups("2025-01-01", "2025-12-31"), (Some("several"), Some("low")));
    assert_eq!(groups("2026-04-01", "2026-12-31"), (Some("none"), Some("middle")));
    assert_eq!(groups("2026-05-01", "2026-12-31"), (Some("none"), Some("unknown")));
}

#[test]
fn stays_are_counted_by_what_their_intervention_works_on() {
    // Two interventions for jobs, one for health, and one of which nobody has said it.
    let foci: Foci = [(1, InterventionFocus::Job), (2, InterventionFocus::Job), (3, InterventionFocus::Health)]
        .map(|(number, focus)| (intervention(number), focus))
        .into();
    let stay = |person, intervention, steps, to| Told {
        person,
        intervention,
        steps,
        to,
        days: ("2026-01-10", Some("2026-06-30")),
        ..STAY
    };
    let mut told: Vec<Told> = (1..=8).map(|person| stay(person, 1, &[2, 3][..], Some("work"))).collect();
    told.extend((9..=12).map(|person| stay(person, 2, &[2, 2][..], None)));
    // The same person is in two interventions, and is counted in each.
    told.extend([stay(12, 3, &[3, 2][..], Some("studies")), stay(13, 4, &[1, 2][..], None)]);
    let found = conditions(&cohort(&told), &year(), &foci);
    let counts = |name: &str| {
        found.focus.get(name).map(|group| (group.n, group.moved.forward, group.moved.same, group.moved.back))
    };
    assert_eq!([counts("job"), counts("health")], [Some((12, 8, 4, 0)), Some((1, 0, 0, 1))]);
    assert_eq!([counts("unknown"), counts("skills")], [Some((1, 1, 0, 0)), None]);
    let job = found.focus["job"];
    assert_eq!((job.ended, job.work_or_studies), (12, 8));
    // 8 of 12, with Wilson's interval: (8 + 1.96²/2) / (12 + 1.96²) ∓ what belongs to it.
    let Figure::Known(share) = job.share_forward else { unreachable!("there are twelve") };
    assert!((share.low - 0.390_622).abs() < 1e-6 && (share.high - 0.861_880).abs() < 1e-6, "{share:?}");
    assert!(matches!(found.focus["health"].share_forward, Figure::TooFew { have: 1, need: 10 }));
    assert_eq!(found.focus.values().map(|group| group.n).sum::<u32>(), found.total.n);
}

#[test]
fn changes_of_supervisor_are_none_one_or_several() {
    let changes: [&'static [&str]; 4] =
        [&[], &["2026-02"], &["2026-02", "2026-02"], &["2026-02", "2026-03", "2026-04", "2026-06", "2026-12"]];
    let told = [1, 2, 3, 4].map(|person| Told { changes: changes[person - 1], person: person as u128, ..STAY });
    let found = conditions(&cohort(&told), &year(), &Foci::new());
    let n = |name: &str| found.supervisor_changes.get(name).map(|group| group.n);
    assert_eq!((n("none"), n("one"), n("several"), found.total.n), (Some(1), Some(1), Some(2), 4));
}

#[test]
fn stays_are_parallel_when_they_share_a_day_of_the_period() {
    let first = || Told { days: ("2025-06-01", Some("2026-03-31")), ..STAY };
    let groups = |second| {
        let found = conditions(&cohort(&[first(), Told { days: second, ..STAY }]), &year(), &Foci::new());
        ["alone", "parallel"].map(|name| found.parallel.get(name).map_or(0, |group| group.n))
    };
    assert_eq!(groups(("2026-03-31", None)), [0, 2]);
    assert_eq!(groups(("2026-04-01", None)), [2, 0]);
    // They met before the period alone: the later one is over by then.
    assert_eq!(groups(("2025-07-01", Some("2025-12-31"))), [1, 0]);
    let strangers = conditions(&cohort(&[first(), Told { person: 2, ..STAY }]), &year(), &Foci::new());
    assert_eq!(strangers.parallel.get("alone").map(|group| group.n), Some(2));
}

#[test]
fn more_than_a_month_between_two_stays_is_a_gap() {
    let before = |ended, started| {
        let told = [Told { days: ("2025-06-01", Some(ended)), ..STAY }, Told { days: (started, None), ..STAY }];
        let found = conditions(&cohort(&told), &year(), &Foci::new());
        only(&found.before, &["without_gap", "after_gap"]).first().copied()
    };
    assert_eq!(before("2026-01-01", "2026-02-01"), Some("without_gap"));
    assert_eq!(before("2026-01-01", "2026-02-02"), Some("after_gap"));
    assert_eq!(before("2026-03-01", "2026-02-02"), Some("without_gap"), "the earlier one went on");
}

#[test]
fn groups_say_how_they_moved_and_shares_take_ten() {
    let told: Vec<Told> = (1..=10)
        .map(|person| {
            let steps: &'static [u8] = if person <= 6 { &[2, 2, 3] } else { &[2, 2, 2] };
            Told {
                person,
                steps,
                days: ("2026-01-10", Some("2026-06-30")),
                to: (person <= 4).then_some("work"),
                ..STAY
            }
        })
        .collect();
    let group = conditions(&cohort(&told), &year(), &Foci::new()).total;
    assert_eq!((group.moved.forward, group.moved.same, group.ended, group.work_or_studies), (6, 4, 10, 4));
    let share = |figure: Figure<shared::figures::Share>| figure.known().map(|share| (share.successes, share.n));
    assert_eq!((share(group.share_forward), share(group.share_work_or_studies)), (Some((6, 10)), Some((4, 10))));
    let nine = conditions(&cohort(&told[..9]), &year(), &Foci::new()).total;
    assert!(matches!(nine.share_forward, Figure::TooFew { have: 9, need: 10 }));
}

#[test]
fn time_to_work_counts_who_goes_on_as_long_as_they_were_there() {
    let stays = [
        Told { person: 1, days: ("2026-01-10", Some("2026-04-30")), to: Some("work"), ..STAY },
        Told { person: 2, days: ("2026-01-10", Some("2026-03-31")), to: Some("studies"), ..STAY },
        Told { person: 3, days: ("2026-01-10", None), ..STAY },
        Told { person: 4, days: ("2026-01-10", Some("2026-06-30")), to: Some("subsidised_work"), ..STAY },
    ];
    let Figure::Known(found) = time_to_work(&cohort(&stays), &year()) else { unreachable!("four are followed") };
    assert_eq!((found.n, found.events), (4, 2));
    let curve: Vec<(u16, u32, u32)> = found.curve.iter().map(|at| (at.month, at.at_risk, at.events)).collect();
    // One was left out of the count after two months, when studies began.
    assert_eq!(curve, [(3, 3, 1), (5, 2, 1)]);
    assert!((found.curve[0].survival - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(found.median_months, Some(5));
}
