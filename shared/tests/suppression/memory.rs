//! What earlier releases do to later ones.

use shared::suppression::{Audience, CellKey, Count, Released, ReleasedError, Statement, Table, protect};

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

/// A memory of three releases, as it is kept at once.
fn three_releases() -> (Released, String) {
    let (_, released) = release(&began("to March"), 20, &Released::default());
    let (_, released) = year_so_far("to April", 22, ("to March", 20), &released);
    let mut by_gender = Table::new("began", "2024").by("gender", &["woman", "man"]);
    by_gender.add(&["woman"], 12).unwrap();
    by_gender.add(&["man"], 14).unwrap();
    let mut statement = Statement::default();
    statement.table(&by_gender, &[&["gender"], &[]]).unwrap();
    statement.of_values("mean", &by_gender.key(&[]), &[]).unwrap();
    statement.of_values("mean", &by_gender.key(&[("gender", "woman")]), &[]).unwrap();
    let released = protect(&statement, Audience::Association, &released).released().clone();
    let kept = serde_json::to_string(&released.clone().take_addition()).unwrap();
    (released, kept)
}

/// A memory as it is read.
fn read(kept: &[String]) -> Result<Released, ReleasedError> {
    let mut memory = Released::default();
    for one in kept {
        memory.take_in(serde_json::from_str(one).unwrap())?;
    }
    Ok(memory)
}

#[test]
fn the_memory_survives_being_stored() {
    let (released, kept) = three_releases();
    assert_eq!(read(&[kept]).unwrap(), released);
}

#[test]
fn what_a_release_adds_is_kept_after_what_was_kept_before() {
    let (mut memory, mut kept) = (Released::default(), Vec::new());
    let mut so_far = 20;
    for (before, month, new) in
        [("none", "to March", 20), ("to March", "to April", 2), ("to April", "to May", 2), ("to May", "to June", 16)]
    {
        memory = match before {
            "none" => release(&began(month), new, &memory).1,
            _ => year_so_far(month, so_far + new, (before, so_far), &memory).1,
        };
        so_far += if before == "none" { 0 } else { new };
        kept.push(serde_json::to_string(&memory.take_addition()).unwrap());
        assert_eq!(read(&kept).unwrap(), memory, "{month}");
        assert!(memory.take_addition().is_empty(), "{month}");
    }
    assert!(kept[3].contains("to June"), "{}", kept[3]);
    assert!(!kept[3].contains("to March"), "kept before: {}", kept[3]);
}

#[test]
fn a_memory_of_2026_is_read() {
    let (released, _) = three_releases();
    let old = include_str!("memory-of-2026.json");
    assert_eq!(read(&[old.into()]).unwrap(), released);
}

#[test]
fn a_memory_that_cannot_be_true_is_refused() {
    let (_, kept) = three_releases();
    for (from, to) in [
        ("\"count\":20", "\"count\":19"),
        ("\"count\":20", "\"count\":3"),
        ("\"left\":[1]", "\"left\":[99]"),
        ("\"mean\":[", "\"mean\":[99,"),
        ("\"changes\":{", "\"changes\":{\"99\":1,"),
    ] {
        assert!(kept.contains(from), "{kept}");
        assert!(read(&[kept.replacen(from, to, 1)]).is_err(), "{to}");
    }
}
