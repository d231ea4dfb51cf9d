//! Which shares and means are shown.

use shared::figures::Figure;
use shared::suppression::{Audience, CellKey, Count, Protected, Released, Statement, Table, protect};

const SHOWN: Figure<f64> = Figure::Known(0.5);

/// Persons by gender, each with a mean, and all of them.
fn means(year: &str, genders: &[(&str, u32)], released: &Released) -> (Table, Protected) {
    let names: Vec<&str> = genders.iter().map(|(name, _)| *name).collect();
    let mut table = Table::new("rated", year).by("gender", &names);
    genders.iter().for_each(|(name, count)| table.add(&[name], *count).unwrap());
    let mut statement = Statement::default();
    statement.table(&table, &[&["gender"], &[]]).unwrap();
    statement.of_values("mean change", &table.key(&[]), &[]).unwrap();
    names.iter().for_each(|name| statement.of_values("mean change", &table.key(&[("gender", name)]), &[]).unwrap());
    let protected = protect(&statement, Audience::Association, released);
    (table, protected)
}

fn is_shown(protected: &Protected, n: &CellKey) -> bool {
    protected.figure("mean change", n, SHOWN) == SHOWN
}

fn shown_of(genders: &[(&str, u32)]) -> (bool, Vec<bool>) {
    let (table, protected) = means("2024", genders, &Released::default());
    let of = |(name, _): &(&str, u32)| is_shown(&protected, &table.key(&[("gender", name)]));
    (is_shown(&protected, &table.key(&[])), genders.iter().map(of).collect())
}

#[test]
fn means_of_ten_or_more_are_shown() {
    assert_eq!(shown_of(&[("woman", 14), ("man", 10)]), (true, vec![true, true]));
}

#[test]
fn a_mean_of_fewer_than_ten_is_hidden_and_does_not_follow_from_the_total() {
    assert_eq!(shown_of(&[("woman", 14), ("man", 9)]), (true, vec![false, false]));
    assert_eq!(shown_of(&[("woman", 14), ("man", 30), ("other", 5)]), (true, vec![false, true, false]));
}

#[test]
fn two_small_groups_do_not_give_away_what_they_are_together() {
    assert_eq!(shown_of(&[("woman", 30), ("man", 12), ("other", 4), ("unknown", 0)]).1, [true, false, false, false]);
    assert_eq!(shown_of(&[("woman", 30), ("a", 5), ("b", 6)]), (true, vec![true, false, false]));
}

#[test]
fn a_share_is_shown_only_with_the_counts_that_make_it() {
    let mut statement = Statement::default();
    let mut movement = Table::new("measured", "2024").by("moved", &["forward", "same", "back"]);
    for (moved, count) in [("forward", 20), ("same", 15), ("back", 3)] {
        movement.add(&[moved], count).unwrap();
    }
    statement.table(&movement, &[&["moved"], &[]]).unwrap();
    let at = |moved| movement.key(&[("moved", moved)]);
    for moved in ["forward", "same", "back"] {
        statement.derived(moved, &movement.key(&[]), &[at(moved)]).unwrap();
    }
    let protected = protect(&statement, Audience::Public, &Released::default());
    for moved in ["forward", "same", "back"] {
        let is_shown = protected.figure(moved, &movement.key(&[]), SHOWN) == SHOWN;
        assert_eq!(is_shown, protected.count(&at(moved)) != Count::Hidden, "{moved}");
    }
    assert_eq!(protected.figure("back", &movement.key(&[]), SHOWN), Figure::Hidden);
    let member = protect(&statement, Audience::Member, &Released::default());
    assert_eq!(member.figure("back", &movement.key(&[]), SHOWN), SHOWN);
}

#[test]
fn a_share_of_fewer_than_ten_is_hidden_though_its_counts_are_shown() {
    let mut statement = Statement::default();
    let [n, forward] = ["measured", "forward"].map(|name| CellKey::new(name, "2024", &[]));
    statement.publish(n.clone(), 8).unwrap();
    statement.publish(forward.clone(), 8).unwrap();
    statement.derived("share", &n, std::slice::from_ref(&forward)).unwrap();
    let protected = protect(&statement, Audience::Public, &Released::default());
    assert_eq!(protected.count(&forward), Count::Shown(8));
    assert_eq!(protected.figure("share", &n, SHOWN), Figure::Hidden);
}

#[test]
fn what_was_not_stated_is_hidden() {
    let (table, protected) = means("2024", &[("woman", 14)], &Released::default());
    assert_eq!(protected.count(&CellKey::new("rated", "2025", &[])), Count::Hidden);
    assert_eq!(protected.figure("median", &table.key(&[]), SHOWN), Figure::Hidden);
}

#[test]
fn a_mean_is_held_back_when_a_few_have_come_since_it_was_released() {
    let (_, first) = means("2024", &[("woman", 14), ("man", 12)], &Released::default());
    let (table, again) = means("2024", &[("woman", 16), ("man", 12)], first.released());
    assert!(!is_shown(&again, &table.key(&[("gender", "woman")])));
    assert!(!is_shown(&again, &table.key(&[])));
}
