//! The attack on random tables of two and three dimensions, alone and linked.

use crate::attacker::Reader;
use crate::attacks::{Belief, Findings, Target, bounds, by_propagation, by_search};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use shared::suppression::{
    Audience, ByKey, CellKey, Count, Protected, Released, Statement, Table, primary_only, protect,
};
use std::collections::{BTreeMap, BTreeSet};

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

/// One count over dimensions, its innermost cells in the order of the last dimension first.
#[derive(Debug, Clone)]
struct Counted {
    dimensions: Vec<(&'static str, usize)>,
    cells: Vec<u32>,
    /// The margins published: a bit for each dimension kept.
    published: Vec<u32>,
}

impl Counted {
    fn place(&self, mut cell: usize) -> Vec<usize> {
        let mut place = vec![0; self.dimensions.len()];
        for (number, (_, size)) in self.dimensions.iter().enumerate().rev() {
            place[number] = cell % size;
            cell /= size;
        }
        place
    }

    fn key(&self, margin: u32, place: &[usize]) -> CellKey {
        let kept = self.dimensions.iter().enumerate().filter(|(number, _)| margin & (1 << number) != 0);
        let place: Vec<_> = kept.map(|(number, (name, _))| (*name, NAMES[place[number]])).collect();
        CellKey::new("people", "2024", &place)
    }

    fn state(&self, statement: &mut Statement) {
        let mut table = Table::new("people", "2024");
        for (name, size) in &self.dimensions {
            table = table.by(name, &NAMES[..*size]);
        }
        for (cell, people) in self.cells.iter().enumerate() {
            let place: Vec<&str> = self.place(cell).into_iter().map(|category| NAMES[category]).collect();
            table.add(&place, *people).unwrap();
        }
        let kept = |margin: &u32| -> Vec<&str> {
            let dimensions = self.dimensions.iter().enumerate();
            dimensions.filter(|(number, _)| margin & (1 << number) != 0).map(|(_, (name, _))| *name).collect()
        };
        let margins: Vec<Vec<&str>> = self.published.iter().map(kept).collect();
        statement.table(&table, &margins.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
    }

    /// Every margin's cells with the innermost cells they sum.
    fn sums(&self) -> BTreeMap<(u32, CellKey), Vec<usize>> {
        let mut sums = BTreeMap::<_, Vec<usize>>::new();
        for margin in 0..1 << self.dimensions.len() {
            for cell in 0..self.cells.len() {
                sums.entry((margin, self.key(margin, &self.place(cell)))).or_default().push(cell);
            }
        }
        sums
    }
}

/// What the reader sees and knows of the tables.
fn read(tables: &[Counted], seen: &ByKey<Count>, belief: Belief) -> (Reader, Vec<Target>) {
    let mut reader = Reader::default();
    let mut targets = Vec::new();
    let mut numbers = BTreeMap::<CellKey, usize>::new();
    let most = i64::from(tables[0].cells.iter().sum::<u32>()) + 8;
    for table in tables {
        let innermost = (1 << table.dimensions.len()) - 1;
        let mut enter = |key: CellKey, truth: u32| {
            *numbers.entry(key.clone()).or_insert_with(|| {
                let (answer, truth) = (seen.get(&key).copied(), i64::from(truth));
                let (low, high) = bounds(answer, belief, most);
                let cell = reader.count(low, high, truth);
                targets.push(Target { answer, truth, cell });
                cell
            })
        };
        let inner: Vec<usize> = (0..table.cells.len())
            .map(|cell| enter(table.key(innermost, &table.place(cell)), table.cells[cell]))
            .collect();
        let sums: Vec<(usize, Vec<usize>)> = table
            .sums()
            .into_iter()
            .filter(|((margin, _), _)| *margin != innermost)
            .map(|((_, key), parts)| (enter(key, parts.iter().map(|part| table.cells[*part]).sum()), parts))
            .collect();
        for (total, parts) in sums {
            reader.sum(&[total], &parts.into_iter().map(|part| inner[part]).collect::<Vec<_>>());
        }
    }
    (reader, targets)
}

fn protected(tables: &[Counted]) -> Protected {
    let mut statement = Statement::default();
    tables.iter().for_each(|table| table.state(&mut statement));
    protect(&statement, Audience::Association, &Released::default())
}

fn attack(tables: &[Counted], seen: &ByKey<Count>, belief: Belief) -> Findings {
    let (reader, targets) = read(tables, seen, belief);
    let mut findings = by_search(&reader, &targets, 60);
    findings.narrowed.extend(by_propagation(&reader, &targets).narrowed);
    findings
}

/// Mostly small numbers, as in the tables of a small association.
fn people() -> impl Strategy<Value = u32> {
    prop_oneof![2 => Just(0), 4 => 1..=4_u32, 4 => 5..=12_u32, 2 => 13..=40_u32]
}

/// All margins, or any choice of them.
fn margins(dimensions: usize) -> impl Strategy<Value = Vec<u32>> {
    let all: Vec<u32> = (0..1 << dimensions).collect();
    let count = all.len();
    prop_oneof![2 => Just(all.clone()), 1 => proptest::sample::subsequence(all, 1..=count)]
}

fn counted(dimensions: Vec<(&'static str, usize)>) -> impl Strategy<Value = Counted> {
    let size = dimensions.iter().map(|(_, size)| size).product::<usize>();
    let cells = proptest::collection::vec(people(), size);
    (cells, margins(dimensions.len())).prop_map(move |(cells, published)| Counted {
        dimensions: dimensions.clone(),
        cells,
        published,
    })
}

fn flat() -> impl Strategy<Value = Vec<Counted>> {
    (2..=3_usize, 2..=5_usize)
        .prop_flat_map(|(g, c)| counted(vec![("gender", g), ("category", c)]))
        .prop_map(|t| vec![t])
}

fn cubic() -> impl Strategy<Value = Vec<Counted>> {
    (2..=3_usize, 2..=3_usize, 2..=3_usize)
        .prop_flat_map(|(g, c, i)| counted(vec![("gender", g), ("category", c), ("intervention", i)]))
        .prop_map(|table| vec![table])
}

/// The same people by gender and category, and by gender and municipality.
fn linked() -> impl Strategy<Value = Vec<Counted>> {
    flat().prop_flat_map(|tables| {
        let first = tables[0].clone();
        let (genders, parts) = (first.dimensions[0].1, first.dimensions[1].1);
        let by_gender: Vec<u32> = first.cells.chunks(parts).map(|chunk| chunk.iter().sum()).collect();
        let shares = proptest::collection::vec((0..=100_u32, 0..=100_u32), genders);
        (Just(first), shares, margins(2)).prop_map(move |(first, shares, published)| {
            let split = |(all, (x, y)): (&u32, &(u32, u32))| {
                let a = all * x / 100;
                let b = (all - a) * y / 100;
                [a, b, all - a - b]
            };
            let cells = by_gender.iter().zip(&shares).flat_map(split).collect();
            let dimensions = vec![("gender", genders), ("municipality", 3)];
            vec![first, Counted { dimensions, cells, published }]
        })
    })
}

/// The same with everything hidden but zeros: what even that cannot keep from a reader.
fn all_hidden(seen: &ByKey<Count>) -> ByKey<Count> {
    let hide = |count: Count| if count == Count::Shown(0) { count } else { Count::Hidden };
    seen.iter().map(|(key, count)| (key.clone(), hide(*count))).collect()
}

fn nothing_is_narrowed(tables: &[Counted]) -> Result<(), TestCaseError> {
    let protected = protected(tables);
    prop_assert!(protected.betrayed_before().is_empty());
    let narrowed = attack(tables, protected.counts(), Belief::AnyCount).narrowed;
    prop_assert!(narrowed.is_empty(), "{:?} in {:?}", narrowed, protected.counts());
    if protected.withheld().next().is_none() {
        let given_away = attack(tables, &all_hidden(protected.counts()), Belief::ZerosAreShown).narrowed;
        let given_away: BTreeSet<usize> = given_away.into_iter().map(|(cell, _, _)| cell).collect();
        let mut narrowed = attack(tables, protected.counts(), Belief::ZerosAreShown).narrowed;
        narrowed.retain(|(cell, _, _)| !given_away.contains(cell));
        prop_assert!(narrowed.is_empty(), "{:?} in {:?}", narrowed, protected.counts());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_hidden_count_of_a_flat_table_can_be_narrowed(tables in flat()) {
        nothing_is_narrowed(&tables)?;
    }

    #[test]
    fn no_hidden_count_of_linked_tables_can_be_narrowed(tables in linked()) {
        nothing_is_narrowed(&tables)?;
    }

    #[test]
    fn no_hidden_count_of_a_table_of_three_dimensions_can_be_narrowed(tables in cubic()) {
        nothing_is_narrowed(&tables)?;
    }
}

#[test]
fn without_complements_the_attack_succeeds() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut broken = 0;
    for _ in 0..50 {
        let tables = flat().new_tree(&mut runner).unwrap().current();
        let mut statement = Statement::default();
        tables.iter().for_each(|table| table.state(&mut statement));
        let (reader, targets) = read(&tables, &primary_only(&statement), Belief::AnyCount);
        broken += usize::from(!by_propagation(&reader, &targets).narrowed.is_empty());
    }
    assert!(broken >= 25, "only {broken} of 50 tables were broken into");
}
