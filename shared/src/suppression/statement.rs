//! What a report means to publish: its counts, what else can be worked out from them, and the measures made of them.
//! It refuses counts that contradict each other; it does not decide what is hidden.

use super::key::{ByKey, CellKey};
use super::table::{Margin, Table, TableError};
use std::collections::{BTreeSet, HashSet};

/// The counts of one report and every relation between them that a reader may know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statement {
    pub(super) cells: ByKey<Stated>,
    pub(super) balances: HashSet<KeyBalance>,
    pub(super) measures: Vec<Measure>,
}

/// A count and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) count: u32,
    pub(super) role: Role,
}

/// What becomes of a count. In the order of what holds when one is stated twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The rest between two counts of different things, of which no group of people is made.
    Rest,
    /// A count of people that is not published, but that published ones could betray.
    Implied,
    /// A count of people that is published.
    Published,
}

/// The counts on the left add up to as much as those on the right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct KeyBalance {
    pub(super) left: Vec<CellKey>,
    pub(super) right: Vec<CellKey>,
}

/// A figure that is no count of people, such as a share or a mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) name: String,
    /// Of how many people it is a figure.
    pub(super) n: CellKey,
    pub(super) depends_on: Vec<CellKey>,
    /// Whether it is made of values that the counts do not hold, as a mean is.
    pub(super) has_own_values: bool,
    /// The ledger that it stands in, if it is money.
    pub(super) ledger: Option<String>,
}

/// Why a report's counts cannot be true together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// One count was stated as two numbers.
    #[error("{key} was stated as {first} and as {second}")]
    TwoCounts {
        /// The count.
        key: CellKey,
        /// The number stated first.
        first: u32,
        /// The number stated then.
        second: u32,
    },
    /// A sum or a measure speaks of a count that was not stated before it.
    #[error("{0} was not stated")]
    UnknownCell(CellKey),
    /// A sum does not hold.
    #[error("{left} is not {right}, in the sum of {key}")]
    Unbalanced {
        /// The first count of the sum.
        key: CellKey,
        /// The sum of the left side.
        left: u64,
        /// The sum of the right side.
        right: u64,
    },
    /// The table has no such margin.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Statement {
    /// Publishes `margins` of a table, each by the dimensions it keeps: `&[&["gender"], &[]]` is a split by gender
    /// with the total. The margins that are not published, down to the innermost cells, are implied: readers know that
    /// they exist, and published ones can betray them.
    ///
    /// # Errors
    /// When the table is not split so, or another table stated one of its cells as another number.
    pub fn table(&mut self, table: &Table, margins: &[&[&str]]) -> Result<(), StatementError> {
        let published = margins.iter().map(|margin| table.margin(margin)).collect::<Result<BTreeSet<_>, _>>()?;
        let all = with_coarser(table.whole());
        for margin in &all {
            let role = if published.contains(margin) { Role::Published } else { Role::Implied };
            table.cells(margin).into_iter().try_for_each(|(key, count)| self.state(key, count, role))?;
        }
        for finer in &all {
            for dimension in finer {
                let margin = finer.iter().copied().filter(|kept| kept != dimension).collect();
                table.sums(&margin, *dimension).iter().try_for_each(|(total, parts)| self.sum(total, parts))?;
            }
        }
        Ok(())
    }

    /// Publishes one count of people.
    ///
    /// # Errors
    /// When it was stated as another number.
    pub fn publish(&mut self, key: CellKey, count: u32) -> Result<(), StatementError> {
        self.state(key, count, Role::Published)
    }

    /// States a count of people that is not published, for sums that readers know to hold: the starts of one month
    /// within a published year, those who entered between two releases.
    ///
    /// # Errors
    /// When it was stated as another number.
    pub fn imply(&mut self, key: CellKey, count: u32) -> Result<(), StatementError> {
        self.state(key, count, Role::Implied)
    }

    /// States that `total` is the sum of `parts`.
    ///
    /// # Errors
    /// When one of them was not stated, or the sum does not hold.
    pub fn sum(&mut self, total: &CellKey, parts: &[CellKey]) -> Result<(), StatementError> {
        self.balance(std::slice::from_ref(total), parts)
    }

    /// States that `left` and `right` add up to the same: what is now and who left, what was and who entered.
    ///
    /// # Errors
    /// When one of them was not stated, or the sums differ.
    pub fn balance(&mut self, left: &[CellKey], right: &[CellKey]) -> Result<(), StatementError> {
        let (on_left, on_right) = (self.total(left)?, self.total(right)?);
        let Some(key) = left.iter().chain(right).next() else { return Ok(()) };
        if on_left != on_right {
            return Err(StatementError::Unbalanced { key: key.clone(), left: on_left, right: on_right });
        }
        self.balances.insert(KeyBalance { left: left.to_vec(), right: right.to_vec() });
        Ok(())
    }

    /// States that `part` counts some of the people in `whole`, so that the others can be worked out: of 20 who took
    /// part and 18 who began, 2 had begun before.
    ///
    /// # Errors
    /// When one of them was not stated, or the part is greater than the whole.
    pub fn part_of(&mut self, part: &CellKey, whole: &CellKey) -> Result<(), StatementError> {
        self.no_more(part, whole, Role::Implied)
    }

    /// States that `fewer` can never exceed `more`, though what lies between them is no group of people: persons and
    /// their participations.
    ///
    /// # Errors
    /// When one of them was not stated, or the first is the greater.
    pub fn at_most(&mut self, fewer: &CellKey, more: &CellKey) -> Result<(), StatementError> {
        self.no_more(fewer, more, Role::Rest)
    }

    /// A figure that `counts` alone determine, such as a share: shown with them, when `n` is at least ten.
    ///
    /// # Errors
    /// When one of them was not stated.
    pub fn derived(&mut self, name: &str, n: &CellKey, counts: &[CellKey]) -> Result<(), StatementError> {
        self.measure(name, n, counts, None, false)
    }

    /// A figure of values that the `n` people each have, such as a mean or a median: shown with the counts it depends
    /// on, when `n` is at least ten and no figure of fewer people follows from it and others of the same name.
    ///
    /// # Errors
    /// When one of them was not stated.
    pub fn of_values(&mut self, name: &str, n: &CellKey, depends_on: &[CellKey]) -> Result<(), StatementError> {
        self.measure(name, n, depends_on, None, true)
    }

    /// An amount of a ledger, of values that the `n` people each have. All amounts of one ledger and the same people hang
    /// together, since those of the actors add up to that of society: no single one of them is hidden alone, and who may
    /// not be told of in one is told of in none.
    ///
    /// # Errors
    /// When one of them was not stated.
    pub fn flows(
        &mut self,
        name: &str,
        ledger: &str,
        n: &CellKey,
        depends_on: &[CellKey],
    ) -> Result<(), StatementError> {
        self.measure(name, n, depends_on, Some(ledger.into()), true)
    }

    fn measure(
        &mut self,
        name: &str,
        n: &CellKey,
        on: &[CellKey],
        ledger: Option<String>,
        has_own_values: bool,
    ) -> Result<(), StatementError> {
        on.iter().chain([n]).try_for_each(|key| self.count(key).map(drop))?;
        self.measures.push(Measure {
            name: name.into(),
            n: n.clone(),
            depends_on: on.to_vec(),
            has_own_values,
            ledger,
        });
        Ok(())
    }

    fn no_more(&mut self, fewer: &CellKey, more: &CellKey, role: Role) -> Result<(), StatementError> {
        let (few, many) = (self.count(fewer)?, self.count(more)?);
        let Some(between) = many.checked_sub(few) else {
            return Err(StatementError::Unbalanced { key: fewer.clone(), left: few.into(), right: many.into() });
        };
        let rest = more.without(fewer);
        self.state(rest.clone(), between, role)?;
        self.sum(more, &[fewer.clone(), rest])
    }

    fn state(&mut self, key: CellKey, count: u32, role: Role) -> Result<(), StatementError> {
        match self.cells.get_mut(&key) {
            Some(stated) if stated.count != count => {
                Err(StatementError::TwoCounts { key, first: stated.count, second: count })
            }
            Some(stated) => {
                stated.role = stated.role.max(role);
                Ok(())
            }
            None => {
                self.cells.insert(key, Stated { count, role });
                Ok(())
            }
        }
    }

    /// Whether a count was stated.
    pub fn has(&self, key: &CellKey) -> bool {
        self.cells.contains_key(key)
    }

    /// Every count, in the order of the keys.
    pub(super) fn in_order(&self) -> Vec<(&CellKey, Stated)> {
        let mut cells: Vec<(&CellKey, Stated)> = self.cells.iter().map(|(key, stated)| (key, *stated)).collect();
        cells.sort_unstable_by_key(|(key, _)| *key);
        cells
    }

    /// Every sum, in the order of its keys.
    pub(super) fn balances_in_order(&self) -> Vec<&KeyBalance> {
        let mut balances: Vec<&KeyBalance> = self.balances.iter().collect();
        balances.sort_unstable();
        balances
    }

    /// The counts that are published, with their numbers.
    pub(super) fn published(&self) -> impl Iterator<Item = (&CellKey, u32)> {
        let published = self.cells.iter().filter(|(_, stated)| stated.role == Role::Published);
        published.map(|(key, stated)| (key, stated.count))
    }

    pub(super) fn count(&self, key: &CellKey) -> Result<u32, StatementError> {
        self.cells.get(key).map(|stated| stated.count).ok_or_else(|| StatementError::UnknownCell(key.clone()))
    }

    fn total(&self, keys: &[CellKey]) -> Result<u64, StatementError> {
        keys.iter().map(|key| self.count(key).map(u64::from)).sum()
    }
}

/// A margin and every coarser one, down to the total.
fn with_coarser(margin: Margin) -> BTreeSet<Margin> {
    let mut waiting = vec![margin];
    let mut all = BTreeSet::new();
    while let Some(margin) = waiting.pop() {
        let without = |dimension: &usize| margin.iter().copied().filter(|kept| kept != dimension).collect();
        waiting.extend(margin.iter().map(without));
        all.insert(margin);
    }
    all
}
