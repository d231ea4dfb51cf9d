//! Which figures that are no counts are shown: those of ten people or more, with the counts they depend on, and only
//! while no figure of fewer people follows from them. It does not know the figures themselves.
//!
//! Of a ledger, some amounts may be shown beside others that are hidden: an amount is hidden with the counts it is made
//! of, and each of those moves money between two accounts, so that what it moves cancels in every sum of those hidden.

use super::book::Balance;
use super::determined::Forms;
use super::key::{ByKey, CellKey, Keys};
use super::moves::Sums;
use super::protect::Count;
use super::released::Released;
use super::statement::{Measure, Statement};
use crate::figures::FEWEST_FOR_A_GROUP;
use crate::side_by_side;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Which figures are shown: the groups of each, by its name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ShownFigures(HashMap<String, Keys>);

impl ShownFigures {
    /// Whether a figure is shown of a group.
    pub(super) fn contains(&self, name: &str, n: &CellKey) -> bool {
        self.0.get(name).is_some_and(|groups| groups.contains(n))
    }

    fn insert(&mut self, name: &str, n: &CellKey) {
        match self.0.get_mut(name) {
            Some(groups) => drop(groups.insert(n.clone())),
            None => drop(self.0.insert(name.into(), Keys::from_iter([n.clone()]))),
        }
    }

    fn remove(&mut self, name: &str, n: &CellKey) {
        if let Some(groups) = self.0.get_mut(name) {
            groups.remove(n);
        }
    }

    /// Each with a group.
    fn iter(&self) -> impl Iterator<Item = (&str, &CellKey)> {
        self.0.iter().flat_map(|(name, groups)| groups.iter().map(move |n| (name.as_str(), n)))
    }
}

impl<'a> FromIterator<&'a Measure> for ShownFigures {
    fn from_iter<T: IntoIterator<Item = &'a Measure>>(measures: T) -> Self {
        let mut shown = Self::default();
        measures.into_iter().for_each(|measure| shown.insert(&measure.name, &measure.n));
        shown
    }
}

/// The names and groups of the figures that are shown, which the memory keeps.
///
/// A mean with its n is a sum, and sums add up as the counts do: what the mean of a group of fewer than ten would be
/// must not follow from shown ones. So figures of one name are hidden, the smallest group first, until in no balance
/// those not shown are together fewer than ten, and no group of fewer than ten is determined by all balances.
pub(super) fn shown_figures(statement: &Statement, released: &mut Released, counts: &ByKey<Count>) -> ShownFigures {
    let is_shown = |key: &CellKey| {
        let shown = counts.get(key).and_then(|count| count.shown());
        // A figure made of what has changed since would say what has changed.
        shown.is_some() && shown == statement.count(key).ok()
    };
    let may_be_shown = |measure: &&Measure| {
        let n = counts.get(&measure.n).and_then(|count| count.shown()).unwrap_or_default();
        n as usize >= FEWEST_FOR_A_GROUP && measure.depends_on.iter().chain([&measure.n]).all(is_shown)
    };
    let (own, derived): (Vec<&Measure>, Vec<&Measure>) =
        statement.measures.iter().filter(may_be_shown).partition(|measure| measure.has_own_values);
    let mut stated: BTreeMap<&str, Vec<&CellKey>> = BTreeMap::new();
    own.iter().for_each(|measure| stated.entry(&measure.name).or_default().push(&measure.n));
    // Figures of the same groups, as a mean and its spread are, are shown of the same of them.
    let mut names_of: BTreeMap<Groups, Vec<&str>> = BTreeMap::new();
    for (name, n) in stated {
        names_of.entry(Groups::of(name, &n, released)).or_default().push(name);
    }
    let families: Vec<(Groups, Vec<&str>)> = names_of.into_iter().collect();
    let mut index = std::mem::take(&mut released.index);
    if !families.is_empty() {
        index.take_in_forms(&released.book);
    }
    let shown_of = side_by_side::for_each(&families, |(groups, _)| {
        let family = Family { released, of_cells: &index.of_cells, forms: &index.forms, groups: groups.clone() };
        family.without_small_groups()
    });
    released.index = index;
    let mut shown = ShownFigures::default();
    for ((_, names), groups) in families.iter().zip(&shown_of) {
        names.iter().for_each(|name| groups.iter().for_each(|n| shown.insert(name, n)));
    }
    hide_what_ledgers_give_away(statement, &own, &mut shown);
    derived.iter().for_each(|measure| shown.insert(&measure.name, &measure.n));
    for (name, n) in shown.iter() {
        if let Some(number) = released.published.get(n).copied() {
            released.show(name, number);
        }
    }
    shown
}

/// The amounts of the actors of a ledger add up to that of society. So a group that is hidden in one amount to protect a
/// smaller one is hidden in all of them; and an amount that would be the only one hidden hides the others.
fn hide_what_ledgers_give_away(statement: &Statement, could_be_shown: &[&Measure], shown: &mut ShownFigures) {
    let mut withheld: HashSet<(&str, &CellKey)> = HashSet::new();
    for measure in could_be_shown {
        if let Some(ledger) = measure.ledger.as_deref()
            && !shown.contains(&measure.name, &measure.n)
        {
            withheld.insert((ledger, &measure.n));
        }
    }
    let mut hidden: HashMap<(&str, &CellKey), usize> = HashMap::new();
    let of_ledgers = || statement.measures.iter().filter_map(|one| Some((one, (one.ledger.as_deref()?, &one.n))));
    for (measure, place) in of_ledgers() {
        if !shown.contains(&measure.name, &measure.n) {
            *hidden.entry(place).or_default() += 1;
        }
    }
    withheld.extend(hidden.into_iter().filter(|(_, hidden)| *hidden == 1).map(|(place, _)| place));
    for (measure, place) in of_ledgers() {
        if withheld.contains(&place) {
            shown.remove(&measure.name, &measure.n);
        }
    }
}

/// Groups of which a figure is shown, by the numbers of their counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Groups {
    /// Those of which it was shown before, which cannot be taken back.
    before: BTreeSet<usize>,
    /// Those of which it may be shown now.
    now: BTreeSet<usize>,
    stated: BTreeSet<usize>,
}

impl Groups {
    /// Those of which a figure is stated, and of which it was shown before.
    fn of(name: &str, stated: &[&CellKey], released: &Released) -> Self {
        let stated: BTreeSet<usize> = stated.iter().filter_map(|key| released.published.get(*key).copied()).collect();
        let before = released.figures.get(name).cloned().unwrap_or_default();
        let now = stated.difference(&before).copied().collect();
        Self { before, now, stated }
    }
}

/// The groups of which one figure is shown.
struct Family<'a> {
    released: &'a Released,
    of_cells: &'a [Vec<usize>],
    forms: &'a Forms,
    groups: Groups,
}

impl Family<'_> {
    fn without_small_groups(mut self) -> Vec<CellKey> {
        while !self.groups.now.is_empty() {
            let hidden = self.narrow_balance().or_else(|| self.determined_group());
            let Some(hidden) = hidden else { break };
            self.groups.now.retain(|cell| !hidden.contains(cell));
        }
        let shown = self.groups.stated.iter().filter(|cell| self.is_shown(**cell));
        shown.map(|cell| self.released.book.cells[*cell].key.clone()).collect()
    }

    fn people(&self, cell: usize) -> usize {
        self.released.book.cells[cell].count as usize
    }

    fn is_shown(&self, cell: usize) -> bool {
        self.groups.before.contains(&cell) || self.groups.now.contains(&cell)
    }

    /// What to hide so that those not shown on one side of a sum are ten or more together.
    fn narrow_balance(&self) -> Option<Vec<usize>> {
        let smallest = |balance: &Balance| {
            let shown_now = balance.terms().map(|(cell, _)| cell).filter(|cell| self.groups.now.contains(cell));
            shown_now.min_by_key(|cell| (self.people(*cell), *cell))
        };
        // One side is shown as a whole, so that nothing is to be looked at but the sums of those that are shown.
        let shown = self.groups.before.union(&self.groups.now);
        let of_shown: BTreeSet<usize> = shown.flat_map(|cell| &self.of_cells[*cell]).copied().collect();
        let balances = of_shown.iter().map(|number| &self.released.book.balances[*number]);
        balances.filter(|balance| self.shows_a_small_group(balance)).find_map(smallest).map(|cell| vec![cell])
    }

    fn shows_a_small_group(&self, balance: &Balance) -> bool {
        let not_shown = |side: &[usize]| {
            side.iter().filter(|cell| !self.is_shown(**cell)).map(|cell| self.people(*cell)).sum::<usize>()
        };
        let is_small = |people: usize| (1..FEWEST_FOR_A_GROUP).contains(&people);
        match (not_shown(&balance.left), not_shown(&balance.right)) {
            (people, 0) | (0, people) => is_small(people),
            _ => false,
        }
    }

    /// What to hide so that some group of fewer than ten, which all sums together determine, no longer is.
    fn determined_group(&self) -> Option<Vec<usize>> {
        let book = &self.released.book;
        let freedom = |cell: usize| match self.people(cell) {
            0 => None,
            _ if self.groups.before.contains(&cell) => None,
            people if self.groups.now.contains(&cell) => Some(people as u32),
            _ => Some(0),
        };
        let is_small = |cell: &usize| !self.is_shown(*cell) && (1..FEWEST_FOR_A_GROUP).contains(&self.people(*cell));
        // Most often nothing is determined, and saying so is quick.
        let known: BTreeSet<usize> = self.groups.before.union(&self.groups.now).copied().collect();
        let small = self.forms.determined(&known, (0..book.cells.len()).filter(is_small));
        small
            .into_iter()
            .filter_map(|cell| Sums::new(book, self.of_cells).cheapest_change(freedom, cell))
            .map(|changed| changed.into_iter().filter(|cell| self.groups.now.contains(cell)).collect::<Vec<_>>())
            .find(|hidden| !hidden.is_empty())
    }
}
