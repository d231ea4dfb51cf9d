//! What is hidden from whom in one release.

use shared::suppression::{
    Audience, CellKey, Count, Protected, Released, Statement, StatementError, Table, TableError, protect,
};

fn key(name: &str) -> CellKey {
    CellKey::new(name, "2024", &[])
}

/// Women and men by two places.
fn by_place(cells: [[u32; 2]; 2]) -> Table {
    let mut table = Table::new("began", "2024").by("gender", &["woman", "man"]).by("place", &["north", "south"]);
    for (gender, counts) in ["woman", "man"].iter().zip(cells) {
        for (place, count) in ["north", "south"].iter().zip(counts) {
            table.add(&[gender, place], count).unwrap();
        }
    }
    table
}

fn all_margins(table: &Table) -> Statement {
    let mut statement = Statement::default();
    statement.table(table, &[&["gender", "place"], &["gender"], &["place"], &[]]).unwrap();
    statement
}

fn seen_by(audience: Audience, statement: &Statement) -> Protected {
    protect(statement, audience, &Released::default())
}

fn hidden(protected: &Protected) -> usize {
    protected.counts().values().filter(|count| **count == Count::Hidden).count()
}

#[test]
fn the_member_sees_every_count_and_nothing_is_remembered() {
    let protected = seen_by(Audience::Member, &all_margins(&by_place([[1, 2], [3, 0]])));
    assert_eq!(hidden(&protected), 0);
    assert_eq!(protected.released(), &Released::default());
}

#[test]
fn a_table_without_small_counts_is_shown_whole() {
    let statement = all_margins(&by_place([[5, 0], [17, 8]]));
    for audience in [Audience::Association, Audience::Public] {
        assert_eq!(hidden(&seen_by(audience, &statement)), 0);
    }
}

#[test]
fn a_small_count_takes_just_the_cheapest_others_with_it() {
    let table = by_place([[14, 2], [9, 11]]);
    let protected = seen_by(Audience::Association, &all_margins(&table));
    assert_eq!(hidden(&protected), 4, "{:?}", protected.counts());
    assert_eq!(protected.count(&table.key(&[("gender", "woman")])), Count::Shown(16));
    assert_eq!(protected.count(&table.key(&[])), Count::Shown(36));
}

#[test]
fn zero_is_shown_beside_small_counts() {
    let table = by_place([[3, 0], [20, 30]]);
    let protected = seen_by(Audience::Association, &all_margins(&table));
    assert_eq!(protected.count(&table.key(&[("gender", "woman"), ("place", "south")])), Count::Shown(0));
    assert_eq!(protected.count(&table.key(&[("gender", "woman")])), Count::Hidden);
}

#[test]
fn a_table_of_nobody_is_shown() {
    assert_eq!(hidden(&seen_by(Audience::Public, &all_margins(&by_place([[0, 0], [0, 0]])))), 0);
}

#[test]
fn the_few_who_are_in_the_whole_but_not_in_the_part_are_not_given_away() {
    let mut statement = Statement::default();
    statement.publish(key("took part"), 20).unwrap();
    statement.publish(key("began"), 18).unwrap();
    assert_eq!(hidden(&seen_by(Audience::Association, &statement)), 0);
    statement.part_of(&key("began"), &key("took part")).unwrap();
    assert_eq!(hidden(&seen_by(Audience::Association, &statement)), 1);
}

#[test]
fn what_lies_between_persons_and_participations_is_no_group() {
    let mut statement = Statement::default();
    statement.publish(key("participations"), 20).unwrap();
    statement.publish(key("persons"), 18).unwrap();
    statement.at_most(&key("persons"), &key("participations")).unwrap();
    assert_eq!(hidden(&seen_by(Audience::Association, &statement)), 0);
}

#[test]
fn tables_of_the_same_count_protect_each_other() {
    let mut by_step = Table::new("began", "2024").by("gender", &["woman", "man"]).by("moved", &["forward", "too few"]);
    for (gender, counts) in [("woman", [13, 3]), ("man", [12, 8])] {
        by_step.add(&[gender, "forward"], counts[0]).unwrap();
        by_step.add(&[gender, "too few"], counts[1]).unwrap();
    }
    let table = by_place([[8, 8], [10, 10]]);
    let mut statement = all_margins(&table);
    statement.table(&by_step, &[&["gender", "moved"]]).unwrap();
    let protected = seen_by(Audience::Association, &statement);
    let three = by_step.key(&[("gender", "woman"), ("moved", "too few")]);
    let other = by_step.key(&[("gender", "woman"), ("moved", "forward")]);
    let women = by_step.key(&[("gender", "woman")]);
    assert_eq!(women, table.key(&[("gender", "woman")]));
    assert_eq!(
        [&three, &other].map(|key| protected.count(key)),
        [Count::Hidden; 2],
        "women are shown by the other table"
    );
}

#[test]
fn the_same_statement_always_hides_the_same() {
    let statement = all_margins(&by_place([[4, 12], [6, 3]]));
    assert_eq!(seen_by(Audience::Association, &statement), seen_by(Audience::Public, &statement));
}

#[test]
fn a_count_stated_as_two_numbers_is_refused() {
    let mut statement = Statement::default();
    statement.publish(key("began"), 7).unwrap();
    let refused = statement.publish(key("began"), 8);
    assert_eq!(refused, Err(StatementError::TwoCounts { key: key("began"), first: 7, second: 8 }));
}

#[test]
fn a_sum_that_does_not_hold_is_refused() {
    let mut statement = Statement::default();
    statement.publish(key("all"), 9).unwrap();
    statement.publish(key("some"), 8).unwrap();
    let refused = statement.sum(&key("all"), &[key("some")]);
    assert_eq!(refused, Err(StatementError::Unbalanced { key: key("all"), left: 9, right: 8 }));
    assert!(statement.part_of(&key("all"), &key("some")).is_err());
}

#[test]
fn a_sum_of_what_was_not_stated_is_refused() {
    let refused = Statement::default().sum(&key("all"), &[]);
    assert_eq!(refused, Err(StatementError::UnknownCell(key("all"))));
}

#[test]
fn a_place_or_split_that_the_table_does_not_have_is_refused() {
    let mut table = by_place([[0; 2]; 2]);
    assert!(matches!(table.add(&["woman", "west"], 1), Err(TableError::UnknownPlace { .. })));
    assert!(matches!(table.add(&["woman"], 1), Err(TableError::UnknownPlace { .. })));
    let refused = Statement::default().table(&table, &[&["age"]]);
    assert!(matches!(refused, Err(StatementError::Table(TableError::UnknownDimension { .. }))));
}
