//! The attack on reports as they are shown, each count beside the figures that are made of it: shares, the probability of
//! improvement, mean changes where everybody moved by one at most, what an actor receives at known prices, and one group
//! that two reports count.

use crate::attacker::Reader;
use crate::attacks::{Belief, Target, bounds, by_propagation};
use crate::people::{Of, Office, Person, SUPPORTS, cohort_of, intervention, months_of_2024, person, seen};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use shared::figures::{Attended, Cohort, Counted};
use shared::report::ReportName;
use shared::report::release::ReleasedReport;
use shared::suppression::Count;
use std::collections::BTreeMap;

/// What a reader makes of counts by their name and of whom they are.
#[derive(Default)]
struct Spreadsheet {
    reader: Reader,
    cells: BTreeMap<(Of, &'static str), usize>,
    targets: Vec<Target>,
}

impl Spreadsheet {
    /// Enters a count: shown, hidden, or never said.
    fn count(&mut self, of: Of, name: &'static str, answer: Option<Count>, truth: i64) {
        let (low, high) = bounds(answer, Belief::AnyCount, 300);
        let cell = self.reader.count(low, high, truth);
        self.targets.push(Target { answer, truth, cell });
        self.cells.insert((of, name), cell);
    }

    /// What the reader knows to be the sum of something.
    fn known(&mut self, number: i64) -> usize {
        self.reader.count(number, number, number)
    }

    fn at(&self, of: Of, names: &[&'static str]) -> Vec<usize> {
        names.iter().map(|name| self.cells[&(of, *name)]).collect()
    }

    fn sum(&mut self, of: Of, whole: &[&'static str], parts: &[&'static str]) {
        let (whole, parts) = (self.at(of, whole), self.at(of, parts));
        self.reader.sum(&whole, &parts);
    }

    /// The parts of each split add up to all.
    fn add_up(&mut self, names: &[&'static str]) {
        for name in names {
            for split in Of::splits() {
                let parts: Vec<usize> = split.into_iter().map(|of| self.cells[&(of, *name)]).collect();
                self.reader.sum(&[self.cells[&(Of::All, *name)]], &parts);
            }
        }
    }

    fn is_safe(&self) -> Result<(), TestCaseError> {
        // Of small groups alone: what is told of fewer than ten is hidden where it is no small count as well.
        let small: Vec<Target> = self.targets.iter().filter(|target| matches!(target.truth, 1..=4)).copied().collect();
        let narrowed = by_propagation(&self.reader, &small).narrowed;
        let name = |cell: usize| self.cells.iter().find(|(_, at)| **at == cell).map(|(name, _)| *name);
        let told: Vec<_> = narrowed.iter().map(|(cell, low, high)| (name(*cell), low, high)).collect();
        prop_assert!(told.is_empty(), "{told:?}");
        Ok(())
    }
}

fn some_people() -> impl Iterator<Item = Vec<Person>> {
    let mut runner = TestRunner::deterministic();
    let people = prop::collection::vec(person(), 24..60);
    (0..8).map(move |_| people.new_tree(&mut runner).unwrap().current())
}

fn year_of(name: ReportName, cohort: &Cohort) -> ReleasedReport {
    Office::new(cohort, &[]).releases(name, months_of_2024(1, 12))
}

fn rounded(number: f64) -> i64 {
    number.round() as i64
}

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

/// Where a report has what each actor gained; a month's stands beside the month that everybody ends in.
fn gained(figures: &Value) -> &Value {
    let month = &figures["months"]["2024-11"]["fiscal"];
    if month.is_null() { &figures["per_month"] } else { month }
}

fn supports(people: &[Person], change: &ReleasedReport, impact: &ReleasedReport) -> Spreadsheet {
    const NAMES: [[&str; 2]; 3] = [
        ["sjukpenning before", "sjukpenning after"],
        ["försörjning before", "försörjning after"],
        ["a-kassa before", "a-kassa after"],
    ];
    // Who pays what a person lives on loses by it.
    const PAYERS: [&str; 3] = ["forsakringskassan", "municipality", "arbetsformedlingen"];
    let mut sheet = Spreadsheet::default();
    for of in Of::every() {
        let (figures, effect) = (of.figures(change), of.figures(impact));
        for (number, [before, after]) in NAMES.into_iter().enumerate() {
            let row = &figures[SUPPORTS[number]];
            let truth = |so: fn(&Person) -> usize| of.count(people, |one| one.has_ended && so(one) == number);
            sheet.count(of, before, Some(seen(&row["before"])), truth(|one| one.support.0));
            sheet.count(of, after, Some(seen(&row["after"])), truth(|one| one.support.1));
            if let Some(amount) = gained(&effect)[PAYERS[number]].as_f64() {
                let fewer = rounded(amount / 1000.0);
                let (less, more) = (sheet.known(fewer.max(0)), sheet.known((-fewer).max(0)));
                let [was, is] = sheet.at(of, &[before, after])[..] else { unreachable!("two") };
                sheet.reader.sum(&[was, more], &[is, less]);
            }
        }
    }
    sheet.add_up(&NAMES.concat());
    sheet
}

#[test]
fn what_an_actor_gains_at_known_prices_does_not_say_how_many_live_on_something() {
    let lives = |number: usize| Person {
        support: (usize::from(number >= 20), if number < 6 { 0 } else { 1 }),
        ..Person::unmoved()
    };
    let mut concrete: Vec<Person> = (0..40).map(lives).collect();
    // Three lived on what seven live on.
    (0..3).for_each(|number| concrete[number].support.0 = 2);
    (20..27).for_each(|number| concrete[number].support.1 = 2);
    for effect in [ReportName::Impact, ReportName::Realised] {
        let mut shown = 0;
        for people in some_people().chain([concrete.clone()]) {
            let cohort = cohort_of(&people);
            for is_first in [false, true] {
                let mut office = Office::new(&cohort, &[]);
                let names =
                    if is_first { [effect, ReportName::SupportChange] } else { [ReportName::SupportChange, effect] };
                let mut reports = names.map(|name| office.releases(name, months_of_2024(1, 12)));
                if is_first {
                    reports.reverse();
                }
                let [change, money] = reports;
                supports(&people, &change, &money).is_safe().unwrap();
                let figures = Of::All.figures(&money);
                let actors = gained(&figures).as_object();
                shown += actors.map_or(0, |actors| actors.values().filter(|one| one.is_number()).count());
            }
        }
        assert!(shown > 20, "hardly an amount of {} is shown: {shown}", effect.as_str());
    }
}

/// The amounts of a ledger: those of the actors, and that of society.
fn ledgers(figures: &Value) -> Vec<(String, Vec<Value>)> {
    let of = |fiscal: &Value, society: &Value| -> Vec<Value> {
        let actors = fiscal.as_object().into_iter().flatten().map(|(_, amount)| amount.clone());
        actors.chain([society.clone()]).collect()
    };
    let mut all = vec![("a month".into(), of(&figures["per_month"], &figures["society_per_month"]))];
    let years = figures["present_value"].as_object().into_iter().flatten();
    all.extend(
        years.map(|(years, fiscal)| (years.clone(), of(fiscal, &figures["society_present_value"][years.as_str()]))),
    );
    let months = figures["months"].as_object().into_iter().flatten();
    all.extend(months.map(|(month, figures)| (month.clone(), of(&figures["fiscal"], &figures["society"]))));
    all
}

#[test]
fn no_amount_is_hidden_alone_among_those_that_add_up_to_what_society_gains() {
    let (mut beside, mut told) = (0, 0);
    for people in some_people() {
        let cohort = cohort_of(&people);
        for effect in [ReportName::Impact, ReportName::Realised] {
            let report = year_of(effect, &cohort);
            for of in Of::every() {
                // A month in which nobody was known has no actors.
                for (ledger, amounts) in ledgers(&of.figures(&report)).into_iter().filter(|(_, of)| of.len() > 1) {
                    let hidden = amounts.iter().filter(|one| **one == "hidden").count();
                    assert_ne!(hidden, 1, "{of:?}, {ledger}: {amounts:?}");
                    told += amounts.iter().filter(|one| one.is_number()).count();
                    beside += usize::from(hidden > 0 && amounts.iter().any(Value::is_number));
                }
            }
        }
    }
    assert!(told > 100 && beside > 0, "{told} amounts are told, some of them beside hidden ones {beside} times");
}

#[test]
fn what_two_who_live_on_something_else_move_is_hidden_and_the_rest_is_told() {
    let lives = |number: usize| Person { support: (if number < 2 { 2 } else { 0 }, 1), ..Person::unmoved() };
    let people: Vec<Person> = (0..40).map(lives).collect();
    let cohort = cohort_of(&people);
    for effect in [ReportName::Impact, ReportName::Realised] {
        let figures = Of::All.figures(&year_of(effect, &cohort));
        let society = if effect == ReportName::Impact {
            &figures["society_per_month"]
        } else {
            &figures["months"]["2024-11"]["society"]
        };
        let of = |actor: &str| gained(&figures)[actor].clone();
        // Unemployment insurance pays the two, and nobody after.
        assert_eq!([of("arbetsformedlingen"), of("person")], ["hidden", "hidden"], "{}", effect.as_str());
        assert_eq!([of("municipality"), society.clone()], [-40_000.0, -40_000.0], "{}", effect.as_str());
    }
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
