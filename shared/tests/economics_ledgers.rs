//! Both ledgers: the law that transfers cancel, and the published cohort's effect at exit.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use shared::code::{Code, CodeList};
use shared::economics::{
    Account, Convention, Flow, Ledger, Persistence, PriceList, PriceListDraft, Society, State, change, effect_at_exit,
};
use shared::figures::Figure;
use shared::support::{Extent, Percent};

const EXAMPLE: &str = include_str!("../../assets/prices/example.json");
/// Support and occupation before and after of the 61 participations of the synthetic cohort that ended in 2019.
const ENDED: &str = include_str!("data/ended-2019.csv");

fn example() -> PriceList {
    PriceList::read(EXAMPLE).unwrap()
}

fn extent(text: &str) -> Extent {
    let (code, percent) = text.split_once(':').unwrap_or((text, "100"));
    Extent { code: Code::new(code).unwrap(), percent: Percent::new(percent.parse().unwrap()).unwrap() }
}

fn extents(cell: &str) -> Vec<Extent> {
    cell.split('|').filter(|text| !text.is_empty()).map(extent).collect()
}

fn persistence(prices: &PriceList) -> Persistence {
    Persistence::unchanged(prices.discounting(Convention::EndOfYear))
}

#[test]
fn the_effect_at_exit_of_the_published_cohort_is_as_computed_elsewhere() {
    let rows: Vec<Vec<Vec<Extent>>> =
        ENDED.lines().skip(1).map(|line| line.split(',').map(extents).collect()).collect();
    let stays = rows.iter().map(|row| (State::new(&row[0], &row[2]), State::new(&row[1], &row[3])));
    let prices = example();
    let figure = effect_at_exit(stays, &prices, persistence(&prices));
    let effect = figure.known().unwrap();
    assert_eq!((effect.n, effect.missing), (61, 0));
    let fiscal = serde_json::to_value(effect.per_month).unwrap();
    let expected = serde_json::json!({
        "person": 248_525.0, "municipality": 28_225.0, "region": 44_550.0, "forsakringskassan": 162_800.0,
        "arbetsformedlingen": -99_900.0, "state": 329_126.5,
    });
    assert_eq!(fiscal, expected);
    assert_eq!(effect.society_per_month, Society(713_326.5));
    for (years, expected) in [(1, 8_270_452.17), (3, 23_981_782.82), (5, 38_648_478.10)] {
        let found = effect.society_present_value[&years].kronor();
        assert!((found - expected).abs() < 0.005_001, "{years} years: {found}");
    }
    assert!(effect.unpriced.contains(&Code::new("ingen_offentlig_forsorjning").unwrap()));
    assert!(!effect.unpriced.contains(&Code::new("work").unwrap()));
}

#[test]
fn an_effect_that_fades_is_worth_less_the_longer_the_horizon() {
    let (before, none) = (extents("forsorjningsstod"), extents("ingen_offentlig_forsorjning"));
    let stays = || std::iter::repeat_n((State::of_support(&before), State::of_support(&none)), 10);
    let prices = example();
    let discounting = prices.discounting(Convention::EndOfYear);
    let lasting = effect_at_exit(stays(), &prices, Persistence::unchanged(discounting));
    let fading = effect_at_exit(stays(), &prices, Persistence::fading(0.1, discounting).unwrap());
    let worth = |figure: &Figure<shared::economics::EffectAtExit>, years| {
        figure.known().unwrap().society_present_value[&years].kronor()
    };
    assert_eq!(worth(&lasting, 1), worth(&fading, 1));
    assert!(worth(&fading, 10) < worth(&lasting, 10));
    assert!(Persistence::fading(1.1, discounting).is_err());
}

#[test]
fn a_stay_without_a_recorded_state_is_missing_and_not_without_money() {
    let known = extents("sjukpenning");
    let stay = (State::new(&known, &[]), State::new(&known, &[]));
    let unknown = (State::new(&known, &[]), State::new(&[], &[]));
    let prices = example();
    let nine = std::iter::repeat_n(stay, 9).chain([unknown]);
    assert_eq!(effect_at_exit(nine, &prices, persistence(&prices)), Figure::TooFew { have: 9, need: 10 });
    let ten = std::iter::repeat_n(stay, 10).chain([unknown]);
    let figure = effect_at_exit(ten, &prices, persistence(&prices));
    assert_eq!(figure.known().map(|effect| (effect.n, effect.missing)), Some((10, 1)));
    assert_eq!(figure.known().map(|effect| effect.society_per_month), Some(Society(0.0)));
}

#[test]
fn half_a_state_is_not_compared_with_a_whole_one() {
    let (sick, work) = (extents("sjukpenning"), extents("work:50"));
    let prices = example();
    // Support left blank at the exit has not ended.
    assert_eq!(change(&State::new(&sick, &work), &State::new(&[], &work), &prices), None);
    // Work that nobody recorded before has not begun.
    let only_after = change(&State::new(&sick, &[]), &State::new(&sick, &work), &prices);
    assert_eq!(only_after, Some(Ledger::default()));
    let twelve = || std::iter::repeat_n((State::new(&sick, &work), State::new(&[], &work)), 12);
    assert_eq!(effect_at_exit(twelve(), &prices, persistence(&prices)), Figure::TooFew { have: 0, need: 10 });
}

#[test]
fn half_a_benefit_costs_half() {
    let (half, whole) = (extents("forsorjningsstod:50"), extents("forsorjningsstod"));
    let prices = example();
    let month = |extents| State::of_support(extents).month(&prices);
    assert_eq!(month(&half).balance(Account::Municipality), -4_850.0);
    assert_eq!(month(&whole).balance(Account::Municipality), -9_700.0);
}

#[test]
fn work_that_was_not_asked_for_has_not_ended() {
    let (support, work) = (extents("forsorjningsstod"), extents("work:50"));
    let prices = example();
    let ledger = change(&State::new(&support, &work), &State::of_support(&support), &prices).unwrap();
    assert_eq!(ledger, Ledger::default());
    assert_eq!(change(&State::new(&[], &work), &State::of_support(&support), &prices), None);
}

#[test]
fn the_example_prices_what_associations_record() {
    let list = |json| serde_json::from_str::<CodeList>(json).unwrap();
    let support = list(include_str!("../../assets/codes/support.json"));
    let occupation = list(include_str!("../../assets/codes/occupation.json"));
    assert_eq!(example().check_codes(&[&support, &occupation]), Ok(()));
    let error = example().check_codes(&[&support]).unwrap_err().to_string();
    assert!(error.starts_with("flows[13].when: “work”"), "{error}");
}

fn any_account() -> impl Strategy<Value = Account> {
    proptest::sample::select(Account::ALL.to_vec())
}

fn any_flow() -> impl Strategy<Value = Flow> {
    let ends = (any_account(), any_account()).prop_filter("a flow has two ends", |(from, to)| from != to);
    ("[a-e]", "[a-z]{8}", ends, 0.0..100_000.0).prop_map(|(when, item, (from, to), amount)| Flow {
        when: Code::new(&when).unwrap(),
        item: item.into(),
        from,
        to,
        amount,
        source: None,
    })
}

prop_compose! {
    fn any_extents()(extents in proptest::collection::vec(("[a-f]", 0_u16..=100), 0..4)) -> Vec<Extent> {
        let extent = |(code, percent): (String, u16)|
            Extent { code: Code::new(&code).unwrap(), percent: Percent::new(percent).unwrap() };
        extents.into_iter().map(extent).collect()
    }
}

/// The sum over the actors equals society, but for the rounding of a few hundred additions of up to 100,000 kronor.
fn the_law_holds(fiscal: f64, society: f64) -> bool {
    (fiscal - society).abs() < 1e-6
}

proptest! {
    #[test]
    fn the_sum_over_the_actors_is_what_society_gains(
        flows in proptest::collection::vec(any_flow(), 1..20),
        stays in proptest::collection::vec((any_extents(), any_extents(), any_extents(), any_extents()), 10..30),
    ) {
        let draft = PriceListDraft {
            id: None, version: None, price_year: 2025, rate: None, source: None, note: None, flows,
        };
        let Ok(prices) = PriceList::try_from(draft) else { return Ok(()) };
        for (support, occupation, ..) in &stays {
            let month = State::new(support, occupation).month(&prices);
            prop_assert!(the_law_holds(month.fiscal().sum(), month.society().kronor()));
            let sum: f64 = Account::ALL.into_iter().map(|account| month.balance(account)).sum();
            prop_assert!(the_law_holds(sum, 0.0));
        }
        let pairs = stays.iter().map(|(a, b, c, d)| (State::new(a, b), State::new(c, d)));
        if let Figure::Known(effect) = effect_at_exit(pairs, &prices, persistence(&prices)) {
            prop_assert!(the_law_holds(effect.per_month.sum(), effect.society_per_month.kronor()));
            for (years, society) in &effect.society_present_value {
                prop_assert!(the_law_holds(effect.present_value[years].sum() / 1e3, society.kronor() / 1e3));
            }
        }
    }
}
