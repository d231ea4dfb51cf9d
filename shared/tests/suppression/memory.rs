//! What earlier releases do to later ones.

use shared::suppression::{Audience, CellKey, Count, Released, Statement, Table, protect};

fn began(period: &str) -> CellKey {
    CellKey::new("began", period, &[])
}

/// Publishes one count and gives the memory.
fn release(key: &CellKey, count: u32, released: &Released) -> (Count, Released) {
    let mut statement = Statement::default();
    statement.publish(key.clone(), count).unwrap();
    let protected = protect(&statement, Audience::Association, released);
    (protected.count(key), protected.released().clone())
}

/// Publishes the year so far, which is the year so far a month ago and those who began since.
fn year_so_far(month: &str, count: u32, before: (&str, u32), released: &Released) -> (Count, Released) {
    let mut statement = Statement::default();
    let (now, then, since) = (began(month), began(before.0), began(&format!("{} to {month}", before.0)));
    statement.publish(now.clone(), count).unwrap();
    statement.imply(then.clone(), before.1).unwrap();
    statement.imply(since.clone(), count - before.1).unwrap();
    statement.sum(&now, &[then, since]).unwrap();
    let protected = protect(&statement, Audience::Public, released);
    (protected.count(&now), protected.released().clone())
}

#[test]
fn a_count_that_grew_by_a_few_is_held_back_until_it_has_grown_by_more() {
    let (march, released) = release(&began("to March"), 20, &Released::default());
    let (april, released) = year_so_far("to April", 22, ("to March", 20), &released);
    let (may, released) = year_so_far("to May", 24, ("to April", 22), &released);
    let (june, _) = year_so_far("to June", 40, ("to May", 24), &released);
    assert_eq!([march, april, may], [Count::Shown(20), Count::Hidden, Count::Hidden]);
    assert_eq!(june, Count::Shown(40));
}

#[test]
fn what_was_released_is_answered_as_it_was() {
    let (_, released) = release(&began("2024"), 20, &Released::default());
    let (again, released) = release(&began("2024"), 21, &released);
    assert_eq!(again, Count::Shown(20));
    let (small, released) = release(&began("2025"), 4, &released);
    let (grown, _) = release(&began("2025"), 9, &released);
    assert_eq!([small, grown], [Count::Hidden; 2]);
}

#[test]
fn asking_twice_changes_nothing() {
    let (_, once) = release(&began("2024"), 20, &Released::default());
    let (_, twice) = release(&began("2024"), 20, &once);
    assert_eq!(once, twice);
}

#[test]
fn a_late_registration_does_not_follow_from_a_later_table() {
    let (total, released) = release(&began("2024"), 20, &Released::default());
    let mut by_gender = Table::new("began", "2024").by("gender", &["woman", "man"]);
    by_gender.add(&["woman"], 12).unwrap();
    by_gender.add(&["man"], 9).unwrap();
    let mut statement = Statement::default();
    statement.table(&by_gender, &[&["gender"]]).unwrap();
    let shown = |released: &Released| {
        let protected = protect(&statement, Audience::Association, released);
        protected.counts().values().filter(|count| **count != Count::Hidden).count()
    };
    assert_eq!(total, Count::Shown(20));
    assert_eq!(shown(&Released::default()), 2);
    assert_eq!(shown(&released), 1, "the 21st person began late");
}

#[test]
fn sums_that_come_too_late_are_told() {
    let (_, released) = release(&began("to March"), 20, &Released::default());
    let (_, released) = release(&began("to April"), 22, &released);
    let mut statement = Statement::default();
    let [march, april, between] = ["to March", "to April", "in April"].map(began);
    statement.imply(march.clone(), 20).unwrap();
    statement.imply(april.clone(), 22).unwrap();
    statement.imply(between.clone(), 2).unwrap();
    statement.sum(&april, &[march, between.clone()]).unwrap();
    assert_eq!(protect(&statement, Audience::Association, &released).betrayed_before(), [between]);
}

#[test]
fn the_memory_survives_being_stored() {
    let (_, released) = release(&began("to March"), 20, &Released::default());
    let (_, released) = year_so_far("to April", 22, ("to March", 20), &released);
    let stored = serde_json::to_string(&released).unwrap();
    assert_eq!(serde_json::from_str::<Released>(&stored).unwrap(), released);
}

#[test]
fn a_memory_that_cannot_be_true_is_refused() {
    let (_, released) = release(&began("to March"), 20, &Released::default());
    let (_, released) = year_so_far("to April", 22, ("to March", 20), &released);
    let stored = serde_json::to_string(&released).unwrap();
    for (from, to) in
        [("\"count\":20", "\"count\":19"), ("\"count\":20", "\"count\":3"), ("\"left\":[1]", "\"left\":[99]")]
    {
        assert!(stored.contains(from), "{stored}");
        assert!(serde_json::from_str::<Released>(&stored.replacen(from, to, 1)).is_err(), "{to}");
    }
}
