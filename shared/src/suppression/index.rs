//! What is worked out of a book again and again, kept beside it and brought up to date as it grows. It says nothing that the
//! book does not.

use super::book::Book;
use super::determined::Forms;

/// The ways through a book.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// The balances that each count is part of.
    pub(super) of_cells: Vec<Vec<usize>>,
    balances: usize,
    /// Every count as a sum of free ones, as far as was asked for.
    pub(super) forms: Forms,
}

impl Index {
    /// Takes in the counts and balances that the book has got since the last time.
    pub(super) fn take_in(&mut self, book: &Book) {
        self.of_cells.resize(book.cells.len(), Vec::new());
        for (number, balance) in book.balances.iter().enumerate().skip(self.balances) {
            for (cell, _) in balance.terms() {
                if self.of_cells[cell].last() != Some(&number) {
                    self.of_cells[cell].push(number);
                }
            }
        }
        self.balances = book.balances.len();
    }

    /// Brings the forms up to date.
    pub(super) fn take_in_forms(&mut self, book: &Book) {
        self.forms.take_in(book, &self.of_cells);
    }
}
