//! What releases add to the memory of all of them, as it is kept: release by release, so that keeping one costs what is new
//! in it, however much was released before. It does not know where it is kept.

use super::book::{Balance, Cell, Supposition, Witness};
use super::key::CellKey;
use super::released::{Released, ReleasedError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What has come to the memory since something was kept of it last, to be kept after that. Counts are spoken of by their
/// numbers, which go on from what was kept before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    book: Entries,
    /// The groups of which a figure is shown, by its name.
    #[serde(default)]
    shown: BTreeMap<String, Vec<usize>>,
    /// The same as it was kept until 2026, with the keys of the groups.
    #[serde(default, skip_serializing)]
    figures: Vec<(String, CellKey)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entries {
    cells: Vec<Cell>,
    balances: Vec<Balance>,
    /// Counts kept before that readers can narrow since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    narrowed: Vec<usize>,
    /// By their numbers, from the first that was not kept before; some were given to one that did not stay.
    witnesses: Vec<Option<Witness>>,
    /// Witnesses kept before that have not stayed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gone: Vec<usize>,
}

/// How far a memory is kept, and what of that has changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    cells: usize,
    balances: usize,
    /// The number from which on no witness is kept.
    witnesses: usize,
    /// The witnesses that are kept.
    there: BTreeSet<usize>,
    /// The counts that are kept as ones that readers can narrow.
    narrowed: BTreeSet<usize>,
    /// The groups of figures that are not kept.
    pub(super) shown: Vec<(String, usize)>,
}

impl Addition {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        let Entries { cells, balances, narrowed, witnesses, gone } = &self.book;
        cells.is_empty()
            && balances.is_empty()
            && narrowed.is_empty()
            && witnesses.is_empty()
            && gone.is_empty()
            && self.shown.is_empty()
    }
}

impl Released {
    /// What has come to it since this was asked last, or since it was read. Whoever asks keeps it, or keeps nothing of the
    /// memory.
    pub fn take_addition(&mut self) -> Addition {
        let Self { book, kept, .. } = self;
        let there: BTreeSet<usize> = book.witnesses.numbers().collect();
        let mut shown = BTreeMap::<String, Vec<usize>>::new();
        for (name, number) in std::mem::take(&mut kept.shown) {
            shown.entry(name).or_default().push(number);
        }
        let addition = Addition {
            book: Entries {
                cells: book.cells[kept.cells..].to_vec(),
                balances: book.balances[kept.balances..].to_vec(),
                witnesses: (kept.witnesses..book.witnesses.next())
                    .map(|number| book.witnesses.get(number).cloned())
                    .collect(),
                gone: kept.there.difference(&there).copied().collect(),
                narrowed: book.narrowed().filter(|cell| *cell < kept.cells && !kept.narrowed.contains(cell)).collect(),
            },
            shown,
            figures: Vec::new(),
        };
        self.all_is_kept();
        addition
    }

    /// Takes in what was kept, one addition after the other.
    ///
    /// # Errors
    /// When it cannot have come to this memory: nothing may be released then.
    pub fn take_in(&mut self, addition: Addition) -> Result<(), ReleasedError> {
        let Addition { book: entries, shown, figures } = addition;
        for cell in entries.cells {
            self.number(cell)?;
        }
        for number in entries.narrowed {
            let cell = self.book.cells.get_mut(number).ok_or(ReleasedError::UnknownCell(number))?;
            cell.kept_from = Supposition::Anything;
        }
        for balance in entries.balances {
            self.balance(balance)?;
        }
        entries.gone.into_iter().for_each(|number| drop(self.book.witnesses.remove(number)));
        self.index.take_in(&self.book);
        for witness in entries.witnesses {
            match witness {
                Some(witness) => self.witness(witness)?,
                None => self.book.witnesses.skip(),
            }
        }
        for (name, n) in figures {
            let number = self.published.get(&n).copied().ok_or(ReleasedError::UnknownGroup(n))?;
            self.figures.entry(name).or_default().insert(number);
        }
        for (name, numbers) in shown {
            if let Some(number) = numbers.iter().find(|number| **number >= self.book.cells.len()) {
                return Err(ReleasedError::UnknownCell(*number));
            }
            self.figures.entry(name).or_default().extend(numbers);
        }
        self.all_is_kept();
        Ok(())
    }

    fn all_is_kept(&mut self) {
        let book = &self.book;
        self.kept = Kept {
            cells: book.cells.len(),
            balances: book.balances.len(),
            witnesses: book.witnesses.next(),
            there: book.witnesses.numbers().collect(),
            narrowed: book.narrowed().collect(),
            shown: Vec::new(),
        };
    }
}
