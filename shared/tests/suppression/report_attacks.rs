//! The attack on reports as they are shown, each count beside the figures that are made of it: shares, the probability of
//! improvement, mean changes where everybody moved by one at most, and one group that two reports count.

use crate::attacker::Reader;
use crate::attacks::{Belief, Target, bounds, by_propagation};
use crate::people::{Of, Office, Person, cohort_of, intervention, months_of_2024, seen};
use crate::spreadsheet::{Spreadsheet, rounded, some_people, year_of};
use proptest::prelude::*;
use serde_json::Value;
use shared::figures::{Attended, Counted};
use shared::report::ReportName;
use shared::report::release::ReleasedReport;
use shared::suppression::Count;

/// Who rose, stayed and fell, by a change that `change` reads, in the figures at `path`.
fn ratings(people: &[Person], report: &ReleasedReport, path: &str, change: fn((i16, i16)) -> i16) -> Spreadsheet {
    let mut sheet = Spreadsheet::default();
    for of in Of::every() {
        let figures = of.figures(report);
        let figures = figures.pointer(path).unwrap_or(&Value::Null);
        let way = |so: fn(i16) -> bool| of.count(people, |one| one.rated.is_some_and(|both| so(change(both))));
        let ways: [(&'static str, i64); 4] = [
            ("n", way(|_| true)),
            ("higher", way(|by| by > 0)),
            ("same", way(|by| by == 0)),
            ("lower", way(|by| by < 0)),
        ];
        for (name, truth) in ways {
            sheet.count(of, name, Some(seen(&figures[name])), truth);
        }
        sheet.sum(of, &["n"], &["higher", "same", "lower"]);
        let Some(n) = figures["n"].as_f64() else { continue };
        if let Some(chance) = figures["probability_of_improvement"].as_f64() {
            let total = sheet.known(rounded(2.0 * chance * n));
            let [higher, same] = sheet.at(of, &["higher", "same"])[..] else { unreachable!("two") };
            sheet.reader.sum(&[total], &[higher, higher, same]);
        }
        // Whoever knows that nobody moved by more than one on an item.
        if !path.is_empty() {
            let number = |name: &str| figures[name].as_f64();
            let mean = number("mean_difference").or_else(|| Some(number("mean_post")? - number("mean_pre")?));
            if let Some(mean) = mean {
                let more = rounded(mean * n);
                let (gained, lost) = (sheet.known(more.max(0)), sheet.known((-more).max(0)));
                let [higher, lower] = sheet.at(of, &["higher", "lower"])[..] else { unreachable!("two") };
                sheet.reader.sum(&[higher, lost], &[lower, gained]);
            }
            if let Some((mean, sd)) = mean.zip(number("sd_difference")) {
                let moved = sheet.known(rounded((sd * sd).mul_add(n - 1.0, n * mean * mean)));
                let [higher, lower] = sheet.at(of, &["higher", "lower"])[..] else { unreachable!("two") };
                sheet.reader.sum(&[moved], &[higher, lower]);
            }
        }
    }
    sheet.add_up(&["n", "higher", "same", "lower"]);
    sheet
}

#[test]
fn no_figure_of_ratings_gives_away_how_many_rose_and_fell() {
    for people in some_people().take(4) {
        let report = year_of(ReportName::RatingChange, &cohort_of(&people));
        ratings(&people, &report, "", |(score, _)| score).is_safe().unwrap();
        ratings(&people, &report, "/items/everyday/change", |(_, item)| item).is_safe().unwrap();
    }
}

#[test]
fn three_who_fell_do_not_follow_from_the_probability_of_improvement() {
    let with = |rated: (i16, i16)| Person { rated: Some(rated), ..Person::unmoved() };
    let people: Vec<Person> = (0..30)
        .map(|number| {
            with(if number < 20 {
                (2, 1)
            } else if number < 23 {
                (-1, -1)
            } else {
                (0, 0)
            })
        })
        .collect();
    let figures = Of::All.figures(&year_of(ReportName::RatingChange, &cohort_of(&people)));
    assert_eq!((&figures["n"], &figures["lower"]), (&30.into(), &"hidden".into()));
    for name in ["probability_of_improvement", "rank_biserial", "sd_difference", "d_z", "g_z"] {
        assert_eq!(figures[name], "hidden", "{name}");
        assert_eq!(figures["items"]["everyday"]["change"][name], "hidden", "{name}");
    }
    assert_eq!(figures["items"]["everyday"]["change"]["mean_difference"], "hidden");
    assert!(figures["mean_difference"].is_f64(), "the mean change of the score says nothing of how many fell");
}

/// A count: its name, where the report has it if it has, and who is in it.
type CountedPeople = (&'static str, Option<&'static str>, fn(&Person) -> bool);

fn throughput(people: &[Person], report: &ReleasedReport) -> Spreadsheet {
    let mut sheet = Spreadsheet::default();
    let counts: [CountedPeople; 8] = [
        ("ended", Some("ended"), |_| true),
        ("work", Some("work"), |one| one.work),
        ("studies", Some("studies"), |one| one.studies),
        ("either", Some("work_or_studies"), |one| one.work || one.studies),
        ("work alone", None, |one| one.work && !one.studies),
        ("studies alone", None, |one| !one.work && one.studies),
        ("both", None, |one| one.work && one.studies),
        ("neither", None, |one| !one.work && !one.studies),
    ];
    for of in Of::every() {
        let figures = of.figures(report);
        for (name, path, so) in counts {
            let truth = of.count(people, |one| one.has_ended && so(one));
            let answer = path.map(|path| seen(&figures[path]));
            let share = figures["share_work_or_studies"].as_f64().zip(figures["ended"].as_f64());
            let answer = match (name, share) {
                ("either", Some((share, ended))) => Some(Count::Shown(u32::try_from(rounded(share * ended)).unwrap())),
                _ => answer,
            };
            sheet.count(of, name, answer, truth);
        }
        sheet.sum(of, &["work"], &["work alone", "both"]);
        sheet.sum(of, &["studies"], &["studies alone", "both"]);
        sheet.sum(of, &["either"], &["work alone", "studies alone", "both"]);
        sheet.sum(of, &["ended"], &["either", "neither"]);
    }
    sheet.add_up(&counts.map(|(name, ..)| name));
    sheet
}

#[test]
fn the_share_of_work_or_studies_does_not_say_how_many_did_both_or_neither() {
    for people in some_people() {
        let report = year_of(ReportName::Throughput, &cohort_of(&people));
        throughput(&people, &report).is_safe().unwrap();
    }
    let people: Vec<Person> = (0..40)
        .map(|number| Person { work: number < 20, studies: (20..38).contains(&number), ..Person::unmoved() })
        .collect();
    let report = year_of(ReportName::Throughput, &cohort_of(&people));
    throughput(&people, &report).is_safe().unwrap();
    let figures = Of::All.figures(&report);
    assert!(figures["share_work_or_studies"] == "hidden" || figures["ended"] == "hidden", "{figures}");
}

/// The baseline, and what came after it.
fn ways(one: &Person) -> (Option<u8>, Vec<u8>) {
    // Steps of January and February are a baseline; the first of them is.
    let first = one.steps.iter().take(2).position(Option::is_some);
    let baseline = first.and_then(|first| one.steps[first]);
    (baseline, first.map_or_else(Vec::new, |first| one.steps[first + 1..].iter().copied().flatten().collect()))
}

fn steps(people: &[Person], movement: &ReleasedReport, time: &ReleasedReport) -> Spreadsheet {
    let mut sheet = Spreadsheet::default();
    let is_later = |one: &Person| ways(one).0.is_some() && !ways(one).1.is_empty();
    let ever = |one: &Person| ways(one).1.iter().any(|step| ways(one).0.is_some_and(|from| *step > from));
    let last = |one: &Person| ways(one).0.zip(ways(one).1.last().copied()).map(|(from, to)| to.cmp(&from));
    for of in Of::every() {
        let (figures, time) = (of.figures(movement), of.figures(time));
        let mut enter = |name, answers: &[&Value], truth: i64| {
            let shown = answers.iter().map(|value| seen(value)).find(|answer| *answer != Count::Hidden);
            let answer = if answers.is_empty() { None } else { Some(shown.unwrap_or(Count::Hidden)) };
            sheet.count(of, name, answer, truth);
        };
        let total = &figures["total"];
        let moved = |way: std::cmp::Ordering| of.count(people, |one| last(one) == Some(way));
        enter("forward", &[&total["forward"]], moved(std::cmp::Ordering::Greater));
        enter("same", &[&total["same"]], moved(std::cmp::Ordering::Equal));
        enter("back", &[&total["back"]], moved(std::cmp::Ordering::Less));
        enter("later", &[&figures["n"], &time["n"]], of.count(people, is_later));
        enter("no later", &[&total["too_few"], &figures["missing"]], of.count(people, |one| !is_later(one)));
        enter("ever", &[&figures["ever_forward"], &time["events"]], of.count(people, ever));
        enter("fell back", &[], of.count(people, |one| ever(one) && last(one) != Some(std::cmp::Ordering::Greater)));
        enter("never", &[], of.count(people, |one| is_later(one) && !ever(one)));
        sheet.sum(of, &["later"], &["forward", "same", "back"]);
        sheet.sum(of, &["ever"], &["forward", "fell back"]);
        sheet.sum(of, &["later"], &["ever", "never"]);
    }
    sheet.add_up(&["forward", "same", "back", "later", "no later", "ever", "fell back", "never"]);
    sheet
}

#[test]
fn those_who_rose_and_fell_back_do_not_follow_from_two_reports() {
    let rise = |number: usize| -> Vec<Option<u8>> {
        let after = if number < 15 {
            [2, 3]
        } else if number < 17 {
            [3, 2]
        } else {
            [2, 2]
        };
        [2, after[0], after[1]].map(Some).into()
    };
    let concrete: Vec<Person> = (0..40).map(|number| Person { steps: rise(number), ..Person::unmoved() }).collect();
    // In the order of the pages and of the annual report; the other way round for one of them.
    let turned = (concrete.clone(), [1, 0]);
    for (people, order) in some_people().chain([concrete]).map(|people| (people, [0, 1])).chain([turned]) {
        let cohort = cohort_of(&people);
        {
            let mut office = Office::new(&cohort, &[]);
            let names = [ReportName::StepMovement, ReportName::TimeToStep];
            let mut reports = order.map(|place| office.releases(names[place], months_of_2024(1, 12)));
            if order[0] == 1 {
                reports.reverse();
            }
            steps(&people, &reports[0], &reports[1]).is_safe().unwrap();
        }
    }
}

/// Of how many people a figure is that is shown, and of how many those are in each split for whom it is not.
fn is_of_ten_or_more(shown: impl Fn(Of) -> bool, people: impl Fn(Of) -> i64) -> Result<(), TestCaseError> {
    for of in Of::every().filter(|of| shown(*of)) {
        let n = people(of);
        prop_assert!(n == 0 || n >= 10, "{of:?}: {n}");
    }
    for split in Of::splits().into_iter().filter(|_| shown(Of::All)) {
        let left: i64 = split.into_iter().filter(|of| !shown(*of)).map(&people).sum();
        prop_assert!(left == 0 || left >= 10, "what is shown of all and of the others tells of {left}");
    }
    Ok(())
}

#[test]
fn months_are_told_of_ten_people_or_more() {
    for people in some_people() {
        let cohort = cohort_of(&people);
        let (answers, moves) = (year_of(ReportName::Response, &cohort), year_of(ReportName::Transitions, &cohort));
        for path in ["/expected", "/self_assessments/known/successes", "/self_assessments/known/share"] {
            let shown = |of: Of| of.figures(&answers).pointer(path).is_some_and(Value::is_number);
            assert!(shown(Of::All), "{path} is told of all");
            is_of_ten_or_more(shown, |of| of.count(&people, |_| true)).unwrap();
        }
        for (from, to) in [(1, 1), (1, 2), (2, 2), (3, 3)] {
            let stood = |one: &Person| one.steps.windows(2).any(|two| two[0] == Some(from) && two[1].is_some());
            for kind in ["counts", "shares"] {
                let path = format!("/{kind}/{}/{}", from - 1, to - 1);
                let shown = |of: Of| of.figures(&moves).pointer(&path).is_some_and(Value::is_number);
                is_of_ten_or_more(shown, |of| of.count(&people, stood)).unwrap();
            }
        }
    }
}

#[test]
fn where_one_person_stood_all_year_is_not_told() {
    let stays: Vec<Option<u8>> = vec![Some(3); 12];
    let alone = |number: u128| Person { intervention: u128::from(number == 0), ..Person::unmoved() };
    let mut people: Vec<Person> = (0..30).map(alone).collect();
    people[0].steps = stays;
    let cohort = cohort_of(&people);
    let moves = Of::Intervention(1).figures(&year_of(ReportName::Transitions, &cohort));
    assert_eq!(moves["counts"][2][2], "hidden", "eleven months of one person");
    let answers = Of::Intervention(1).figures(&year_of(ReportName::Response, &cohort));
    assert_eq!(answers["expected"], "hidden", "eleven months of one person");
    assert_eq!(answers["follow_ups"]["known"]["share"], "hidden");
    let of_all = Of::All.figures(&year_of(ReportName::Response, &cohort));
    assert!(of_all["expected"].is_number(), "of thirty it is told");
}

#[test]
fn attendances_of_a_small_half_year_are_not_the_year_minus_the_other_half() {
    let held = |number: u128, on: &str, attendances: u32| Attended {
        intervention: intervention(number),
        held: on.parse().unwrap(),
        activity: "café".into(),
        counted: Counted::new(None, Some(attendances)).unwrap(),
    };
    let volumes = [held(0, "2024-03", 20), held(0, "2024-10-05", 3), held(1, "2024-02", 30), held(1, "2024-11", 40)];
    let cohort = cohort_of(&[]);
    let halves = [months_of_2024(1, 6), months_of_2024(7, 12), months_of_2024(1, 12)];
    for order in [[0, 1, 2], [2, 0, 1]] {
        let mut office = Office::new(&cohort, &volumes);
        let mut reports: Vec<(usize, ReleasedReport)> =
            order.map(|place| (place, office.releases(ReportName::Volume, halves[place]))).into();
        reports.sort_by_key(|(place, _)| *place);
        let mut reader = Reader::default();
        let mut targets = Vec::new();
        let mut rows = Vec::new();
        for truth in [[20, 30, 50], [3, 40, 43], [23, 70, 93]] {
            let (_, report) = &reports[rows.len()];
            let figures = report.figures(&[], &[]).unwrap();
            let interventions = &figures["interventions"];
            let paths = [&interventions["Drivbänk"], &interventions["Lotsen"], &figures["total"]];
            let cells: Vec<usize> = paths
                .iter()
                .zip(truth)
                .map(|(value, truth)| {
                    let answer = Some(seen(&value["attendances"]));
                    let (low, high) = bounds(answer, Belief::AnyCount, 300);
                    let cell = reader.count(low, high, truth);
                    targets.push(Target { answer, truth, cell });
                    cell
                })
                .collect();
            reader.sum(&cells[2..], &cells[..2]);
            rows.push(cells);
        }
        (0..3).for_each(|place| reader.sum(&[rows[2][place]], &[rows[0][place], rows[1][place]]));
        assert_eq!(by_propagation(&reader, &targets).narrowed, []);
    }
}

#[test]
fn what_may_still_be_entered_is_not_kept() {
    let people: Vec<Person> = (0..30).map(|_| Person::unmoved()).collect();
    let cohort = cohort_of(&people);
    let year = months_of_2024(1, 12);
    let mut office = Office::new(&cohort, &[]);
    office.prices = None;
    for name in [ReportName::Impact, ReportName::Volume, ReportName::Goals] {
        assert!(office.releases(name, year).is_of_nobody(), "{}", name.as_str());
    }
    assert!(!office.releases(ReportName::ParticipantFlow, year).is_of_nobody());
    assert!(!Office::new(&cohort, &[]).releases(ReportName::Impact, year).is_of_nobody());
    let held = Attended {
        intervention: intervention(0),
        held: "2024-03".parse().unwrap(),
        activity: "café".into(),
        counted: Counted::new(None, Some(20)).unwrap(),
    };
    assert!(!Office::new(&cohort, &[held]).releases(ReportName::Volume, year).is_of_nobody());
}
