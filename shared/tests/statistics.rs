//! The published vectors, each a case with its tolerance, and the figures' own laws.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what fails here fails its test")]

use proptest::prelude::*;
use serde::Deserialize;
use shared::figures::{
    Cutoffs, Distribution, Figure, Followed, MeasurementError, Norm, Outcome, Picked, ReliableChange,
    ReliableChangeMethod, Transitions, Zeros, agreement, kaplan_meier, paired, paired_ratings, regression_to_the_mean,
    theil_sen, wilcoxon, wilson,
};
use shared::instrument::Direction;

/// The vectors are given to six decimals, some to four.
const TOLERANCE: f64 = 1e-6;
const FOUR_DECIMALS: f64 = 5e-5;

fn vectors(section: &str) -> Vec<serde_json::Value> {
    let all: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/statistics.json")).unwrap();
    all[section].as_array().unwrap().clone()
}

fn vector(section: &str, id: &str) -> serde_json::Value {
    vectors(section).into_iter().find(|one| one["id"] == id).unwrap()
}

#[track_caller]
fn close(value: f64, expected: &serde_json::Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap();
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
}

fn known<T>(figure: Figure<T>) -> T {
    match figure {
        Figure::Known(figure) => figure,
        Figure::TooFew { have, need } => panic!("too few: {have} of {need}"),
        Figure::Hidden => panic!("hidden"),
    }
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    Vec::<f64>::deserialize(value).unwrap()
}

fn pairs(case: &serde_json::Value) -> Vec<(f64, f64)> {
    numbers(&case["pre"]).into_iter().zip(numbers(&case["post"])).collect()
}

#[test]
fn the_worked_example_of_jacobson_and_truax() {
    let case = vector("reliable_change", "jacobson-truax-1991-arithmetic");
    let of = |name: &str| case[name].as_f64().unwrap();
    let error = MeasurementError::new(of("pre"), of("sd_pre"), of("reliability")).unwrap();
    close(error.sem, &case["expect"]["sem"], TOLERANCE);
    close(error.s_diff, &case["expect"]["s_diff"], TOLERANCE);
    let rc = error.rc(ReliableChangeMethod::JacobsonTruax, Direction::HigherIsBetter, of("pre"), of("post"));
    close(rc, &case["expect"]["rc"], TOLERANCE);
    let (cut, sd) = (&case["cutoffs"], case["cutoffs"]["sd"].as_f64().unwrap());
    let norm = |name: &str| Norm { mean: cut[name].as_f64().unwrap(), sd };
    let cutoffs = Cutoffs::between(norm("clinical_mean"), norm("functional_mean"), Direction::HigherIsBetter);
    close(cutoffs.a, &cut["a"], TOLERANCE);
    close(cutoffs.b, &cut["b"], TOLERANCE);
    close(cutoffs.c, &cut["c"], TOLERANCE);
}

/// Mean, standard deviation and error of measurement of a case at baseline.
fn error_of(case: &serde_json::Value) -> MeasurementError {
    let known = known(paired(&pairs(case)).unwrap());
    MeasurementError::new(known.mean_pre, known.sd_pre, case["reliability"].as_f64().unwrap()).unwrap()
}

#[test]
fn forty_patients_where_lower_is_better() {
    let case = vector("reliable_change", "bdi-40");
    let (error, direction) = (error_of(&case), Direction::LowerIsBetter);
    let counts = ReliableChange::count(&pairs(&case), &error, ReliableChangeMethod::JacobsonTruax, direction);
    assert_eq!(counts.improved, case["expect"]["improved_or_recovered"]);
    assert_eq!(counts.unchanged, case["expect"]["unchanged"]);
    assert_eq!(counts.deteriorated, case["expect"]["deteriorated"]);
    let functional: Norm = Norm::deserialize(&case["functional"]).unwrap();
    let cutoffs = Cutoffs::between(Norm { mean: error.mean_pre, sd: error.sd_pre }, functional, direction);
    close(cutoffs.c, &case["expect"]["cutoff_c"], FOUR_DECIMALS);
    let recovered = pairs(&case).into_iter().filter(|(pre, post)| {
        let rc = error.rc(ReliableChangeMethod::JacobsonTruax, direction, *pre, *post);
        Outcome::of(rc) == Outcome::Improved
            && !cutoffs.is_functional(*pre, direction)
            && cutoffs.is_functional(*post, direction)
    });
    assert_eq!(recovered.count(), 10);
}

#[test]
fn thirty_couples_where_higher_is_better() {
    let case = vector("reliable_change", "das-30");
    let (expect, error) = (&case["expect"], error_of(&case));
    let statistics = known(paired(&pairs(&case)).unwrap());
    close(statistics.mean_pre, &expect["mean_pre"], TOLERANCE);
    close(statistics.sd_pre, &expect["sd_pre"], TOLERANCE);
    close(error.sem, &expect["sem"], TOLERANCE);
    close(error.s_diff, &expect["s_diff"], TOLERANCE);
    close(statistics.mean_difference, &expect["mean_difference"], TOLERANCE);
    close(statistics.sd_difference, &expect["sd_difference"], TOLERANCE);
    close(statistics.d_z.unwrap(), &expect["d_z"], TOLERANCE);
    close(statistics.probability_of_improvement, &expect["probability_of_improvement"], TOLERANCE);
    close(statistics.rank_biserial.unwrap(), &expect["rank_biserial"], TOLERANCE);
    let direction = Direction::HigherIsBetter;
    let counts = ReliableChange::count(&pairs(&case), &error, ReliableChangeMethod::JacobsonTruax, direction);
    assert_eq!(counts.improved, expect["improved"]);
    assert_eq!(counts.unchanged, expect["unchanged"]);
    assert_eq!(counts.deteriorated, expect["deteriorated"]);
}

#[test]
fn nine_pairs_are_tested_exactly() {
    let case = vector("paired", "effectsize-9");
    let differences: Vec<f64> = pairs(&case).iter().map(|(pre, post)| post - pre).collect();
    let test = known(wilcoxon(&differences, Zeros::Pratt, true));
    assert_eq!(test.distribution, Distribution::Exact);
    close(test.w_plus, &case["expect"]["w_plus"], TOLERANCE);
    close(test.w_minus, &case["expect"]["w_minus"], TOLERANCE);
    close(test.p_two_sided, &case["expect"]["p_two_sided_exact"], TOLERANCE);
    let statistics = known(paired(&pairs(&case)).unwrap());
    close(statistics.rank_biserial.unwrap(), &case["expect"]["rank_biserial"], FOUR_DECIMALS);
}

#[test]
fn zeros_are_handled_as_stated() {
    let case = vector("paired", "zero-handling-8");
    let differences: Vec<f64> = pairs(&case).iter().map(|(pre, post)| post - pre).collect();
    for (handling, name) in [(Zeros::Wilcox, "wilcox"), (Zeros::Pratt, "pratt")] {
        let test = known(wilcoxon(&differences, handling, false));
        close(test.statistic(), &case["expect"][format!("statistic_{name}")], TOLERANCE);
        close(test.p_two_sided, &case["expect"][format!("p_normal_{name}")], TOLERANCE);
    }
}

#[test]
fn wilsons_interval() {
    let case = vector("proportion", "wilson-18-40");
    let share = known(wilson(18, 40));
    close(share.share, &case["expect"]["share"], TOLERANCE);
    close(share.low, &case["expect"]["low"], FOUR_DECIMALS);
    close(share.high, &case["expect"]["high"], FOUR_DECIMALS);
}

#[test]
fn a_slope_over_a_missing_month() {
    let case = vector("slope", "missing-month");
    let points: Vec<(f64, f64)> = numbers(&case["months"]).into_iter().zip(numbers(&case["values"])).collect();
    close(known(theil_sen(&points)), &case["expect"]["theil_sen"], TOLERANCE);
    assert_eq!(theil_sen(&points[..2]), Figure::TooFew { have: 2, need: 3 });
}

#[test]
fn transition_shares() {
    let case = vector("transitions", "cav");
    let counts: Vec<Vec<u32>> = Deserialize::deserialize(&case["counts"]).unwrap();
    let transitions = Transitions::of_counts(counts, Vec::new());
    for (row, expected) in transitions.shares.iter().zip(case["expect"].as_array().unwrap()) {
        for (share, expected) in row.as_ref().unwrap().iter().zip(expected.as_array().unwrap()) {
            close(*share, expected, FOUR_DECIMALS);
        }
    }
    assert_eq!(Transitions::of_counts(vec![vec![0, 0]], vec![0]).shares, [None]);
}

#[test]
fn the_rise_of_a_group_picked_for_low_values() {
    let case = vector("regression_to_the_mean", "barnett-2005");
    let picked = |correlation| Picked { mean: 60.0, sd: 15.0, cutoff: 40.0, correlation, baselines: 1 };
    let rise = regression_to_the_mean(&picked(0.5)).unwrap();
    close(rise.z, &case["expect"]["z"], TOLERANCE);
    close(rise.c, &case["expect"]["c"], TOLERANCE);
    close(rise.rise, &case["expect"]["rho_0.5"], 5e-4);
    close(regression_to_the_mean(&picked(0.8)).unwrap().rise, &case["expect"]["rho_0.8"], 5e-4);
    assert!(regression_to_the_mean(&picked(1.5)).is_err());
}

#[test]
fn a_survival_curve_counts_those_still_followed() {
    let at = |months, happened| Followed { months, happened };
    // Six followed: events at 1, 3, 3; censored at 2, 4, 5.
    let followed = [at(1, true), at(2, false), at(3, true), at(3, true), at(4, false), at(5, false)];
    let survival = known(kaplan_meier(&followed));
    let curve: Vec<(u16, u32)> = survival.curve.iter().map(|point| (point.month, point.at_risk)).collect();
    assert_eq!(curve, [(1, 6), (3, 4)]);
    assert!((survival.curve[1].survival - 5.0 / 6.0 * 0.5).abs() < 1e-12);
    assert_eq!(survival.median_months, Some(3));
    assert_eq!(known(kaplan_meier(&[at(4, false)])).median_months, None);
    assert_eq!(kaplan_meier(&[]), Figure::TooFew { have: 0, need: 1 });
}

#[test]
fn kappa_is_one_for_perfect_agreement_and_knows_the_published_table() {
    assert_eq!(known(agreement(&[(1, 1), (3, 3), (5, 5)])).weighted_kappa, Some(1.0));
    // Computed by hand from the definition: observed 3/4, expected by chance 17/8.
    let mixed = known(agreement(&[(1, 2), (2, 2), (3, 2), (4, 5)]));
    assert!((mixed.weighted_kappa.unwrap() - (1.0 - 0.75 / (1.25 + 1.6875 + 0.0625))).abs() < 1e-12);
    assert!((mixed.mean_difference - 0.25).abs() < 1e-12);
    assert_eq!(known(agreement(&[(2, 2), (2, 2)])).weighted_kappa, None);
}

#[test]
fn what_is_no_number_is_refused_and_too_few_is_an_answer() {
    assert!(paired(&[(1.0, 2.0), (f64::NAN, 1.0)]).is_err());
    assert_eq!(paired(&[(1.0, 2.0)]).unwrap(), Figure::TooFew { have: 1, need: 2 });
    assert_eq!(wilson(0, 0), Figure::TooFew { have: 0, need: 1 });
    assert_eq!(wilcoxon(&[0.0, 0.0], Zeros::Pratt, true), Figure::TooFew { have: 0, need: 1 });
}

fn some_pairs() -> impl Strategy<Value = Vec<(i8, i8)>> {
    prop::collection::vec((1_i8..6, 1_i8..6), 2..40)
}

fn as_numbers(pairs: &[(i8, i8)]) -> Vec<(f64, f64)> {
    pairs.iter().map(|(pre, post)| (f64::from(*pre), f64::from(*post))).collect()
}

proptest! {
    #[test]
    fn shares_lie_between_nothing_and_all(successes in 0_u32..500, more in 0_u32..500) {
        prop_assume!(successes + more > 0);
        let share = known(wilson(successes, successes + more));
        prop_assert!(0.0 <= share.low && share.low <= share.share && share.share <= share.high && share.high <= 1.0);
    }

    #[test]
    fn reordering_the_pairs_changes_no_figure((pairs, shuffled) in some_pairs().prop_flat_map(|pairs| {
        (Just(pairs.clone()), Just(pairs).prop_shuffle())
    })) {
        let (a, b) = (known(paired(&as_numbers(&pairs)).unwrap()), known(paired(&as_numbers(&shuffled)).unwrap()));
        prop_assert_eq!((a.n, a.higher, a.same, a.lower), (b.n, b.higher, b.same, b.lower));
        prop_assert!((a.mean_difference - b.mean_difference).abs() < 1e-12);
        prop_assert_eq!(a.rank_biserial, b.rank_biserial);
    }

    #[test]
    fn turning_the_pairs_round_turns_every_figure_round(pairs in some_pairs()) {
        let turned: Vec<(i8, i8)> = pairs.iter().map(|(pre, post)| (*post, *pre)).collect();
        let (a, b) = (known(paired(&as_numbers(&pairs)).unwrap()), known(paired(&as_numbers(&turned)).unwrap()));
        prop_assert!((a.mean_difference + b.mean_difference).abs() < 1e-12);
        prop_assert!((a.probability_of_improvement + b.probability_of_improvement - 1.0).abs() < 1e-12);
        prop_assert_eq!(a.rank_biserial.map(|r| -r), b.rank_biserial.map(|r| if r == 0.0 { -0.0 } else { r }));
    }

    #[test]
    fn the_exact_and_the_normal_test_tell_the_same_story(seed in prop::collection::vec(-100_i16..100, 12..25)) {
        // Distinct absolute values, no zeros: the exact distribution applies.
        let differences: Vec<f64> =
            seed.iter().enumerate().map(|(place, d)| (place as f64 * 200.0 + 150.0 + f64::from(*d)) * if *d < 0 { -1.0 } else { 1.0 }).collect();
        let exact = known(wilcoxon(&differences, Zeros::Wilcox, true));
        prop_assert_eq!(exact.distribution, Distribution::Exact);
        prop_assert!((0.0..=1.0).contains(&exact.p_two_sided));
        let n = differences.len() as f64;
        prop_assert!((exact.w_plus + exact.w_minus - n * (n + 1.0) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn counting_differences_gives_what_sorting_them_gives(pairs in some_pairs()) {
        let ratings: Vec<(i16, i16)> = pairs.iter().map(|(pre, post)| (i16::from(*pre), i16::from(*post))).collect();
        let (sorted, counted) = (known(paired(&as_numbers(&pairs)).unwrap()), known(paired_ratings(&ratings)));
        prop_assert_eq!((sorted.n, sorted.higher, sorted.same, sorted.lower), (counted.n, counted.higher, counted.same, counted.lower));
        prop_assert_eq!(sorted.rank_biserial, counted.rank_biserial);
        for (a, b) in [(sorted.mean_pre, counted.mean_pre), (sorted.sd_pre, counted.sd_pre), (sorted.sd_difference, counted.sd_difference)] {
            prop_assert!((a - b).abs() < 1e-12, "{} {}", a, b);
        }
    }

    #[test]
    fn survival_never_rises_and_its_interval_holds_it(
        followed in prop::collection::vec((0_u16..36, any::<bool>()), 1..60)
    ) {
        let followed: Vec<Followed> = followed.into_iter().map(|(months, happened)| Followed { months, happened }).collect();
        let curve = known(kaplan_meier(&followed)).curve;
        prop_assert!(curve.windows(2).all(|two| two[1].survival <= two[0].survival));
        prop_assert!(curve.iter().all(|p| p.low <= p.survival + 1e-12 && p.survival <= p.high + 1e-12));
    }
}
