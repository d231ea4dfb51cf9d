//! The chain of a scope: each row's hash covers what the row says and the hash of the row before it. So whoever has
//! followed a chain up to a hash knows every row before it. What follows the last signed head is known by nothing but
//! itself: rows that are cut off there are missed when the next head is made, not before.

use super::Entry;
use crate::time::Instant;
use sha2::{Digest, Sha256};
use std::fmt;

/// A row as it is kept. The words in it are not read: an unknown one is part of the chain as any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place, from 1 on.
    pub number: u64,
    /// When.
    pub at: Instant,
    /// Who.
    pub who: Box<str>,
    /// What.
    pub what: Box<str>,
    /// About what.
    pub about: Option<Box<str>>,
    /// Why.
    pub why: Option<Box<str>>,
    /// The hash of this row and all before it.
    pub hash: Box<str>,
}

impl Row {
    /// The row of an entry that follows the row of that number and hash; the first follows 0 and nothing.
    pub fn following(last: u64, hash: &str, entry: &Entry, at: Instant) -> Self {
        let mut row = Self {
            number: last.saturating_add(1),
            at,
            who: entry.who.to_string().into(),
            what: entry.what.as_str().into(),
            about: entry.about.map(|about| about.to_string().into()),
            why: entry.why.map(|why| why.as_str().into()),
            hash: Box::default(),
        };
        row.hash = row.hash_after(&entry.scope.to_string(), hash).into();
        row
    }

    /// The hash that the row must have in a scope after a row of that hash.
    fn hash_after(&self, scope: &str, previous: &str) -> String {
        let mut digest = Sha256::new_with_prefix(b"stegvis audit 1");
        let mut add = |field: Option<&[u8]>| {
            // What is absent differs from what is empty, and no field can run into the next.
            digest.update([u8::from(field.is_some())]);
            let field = field.unwrap_or_default();
            digest.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(field);
        };
        add(Some(previous.as_bytes()));
        add(Some(scope.as_bytes()));
        add(Some(&self.number.to_be_bytes()));
        add(Some(&self.at.0.to_be_bytes()));
        add(Some(self.who.as_bytes()));
        add(Some(self.what.as_bytes()));
        add(self.about.as_ref().map(|about| about.as_bytes()));
        add(self.why.as_ref().map(|why| why.as_bytes()));
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// How long a chain was at some time, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of its last row.
    pub number: u64,
    /// That row's hash.
    pub hash: Box<str>,
    /// When this was stated.
    pub at: Instant,
}

impl Head {
    /// The bytes that are signed for it.
    pub fn to_be_signed(&self, scope: &str) -> Vec<u8> {
        format!("stegvis audit head 1\n{scope}\n{}\n{}\n{}\n", self.number, self.hash, self.at.0).into_bytes()
    }
}

/// The first thing that is wrong with a chain, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// In whose log.
    pub scope: Box<str>,
    /// At which row.
    pub number: u64,
    /// What.
    pub what: WhatIsWrong,
}

/// What can be wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatIsWrong {
    /// The row is not there, and a later one is.
    Missing,
    /// The row does not have the hash that follows from it and the row before it.
    Altered,
    /// The chain was written anew: a head that was signed says otherwise.
    NotAsSigned,
    /// The row is not there, nor is any later one, and a signed head knows of it.
    CutOff,
    /// The signature of the head at this row does not hold.
    HeadForged,
    /// The head at this row is signed by a key that is not at hand.
    HeadOfAnotherKey,
}

impl fmt::Display for ChainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scope, number, what } = self;
        let said = match what {
            WhatIsWrong::Missing => "is missing: it was removed",
            WhatIsWrong::Altered => "does not follow from the row before it: one of the two was altered or moved",
            WhatIsWrong::NotAsSigned => "is not the row that was signed for: the log was written anew up to it",
            WhatIsWrong::CutOff => "was signed for and is missing: the end of the log was removed",
            WhatIsWrong::HeadForged => "has a head whose signature does not hold: the head was altered",
            WhatIsWrong::HeadOfAnotherKey => "has a head signed by a key that is not at hand: name it with --signed-by",
        };
        write!(f, "{scope}: row {number} {said}")
    }
}

/// A chain that is followed row by row, so that a log of any length needs no memory.
#[derive(Debug, Clone)]
pub struct Chain<'h> {
    scope: &'h str,
    heads: &'h [Head],
    last: u64,
    hash: Box<str>,
}

impl<'h> Chain<'h> {
    /// The beginning of a scope's chain, of which these heads, in the order of their numbers, are known to be true.
    pub fn new(scope: &'h str, heads: &'h [Head]) -> Self {
        Self { scope, heads, last: 0, hash: Box::default() }
    }

    /// The same from a head on that is known to be true: what stands before it is not followed.
    pub fn from_head(scope: &'h str, head: &Head, heads: &'h [Head]) -> Self {
        Self { scope, heads, last: head.number, hash: head.hash.clone() }
    }

    /// The number of the last row, and its hash.
    pub fn end(&self) -> (u64, &str) {
        (self.last, &self.hash)
    }

    /// Follows the next row.
    pub fn follow(&mut self, row: &Row) -> Result<(), ChainFault> {
        let expected = self.last.saturating_add(1);
        if row.number > expected {
            return Err(self.fault(expected, WhatIsWrong::Missing));
        }
        if row.number < expected || row.hash_after(self.scope, &self.hash) != *row.hash {
            return Err(self.fault(row.number, WhatIsWrong::Altered));
        }
        while let Some((head, later)) = self.heads.split_first()
            && head.number <= row.number
        {
            if head.number < row.number || head.hash != row.hash {
                return Err(self.fault(head.number, WhatIsWrong::NotAsSigned));
            }
            self.heads = later;
        }
        self.last = row.number;
        self.hash.clone_from(&row.hash);
        Ok(())
    }

    /// Ends the chain: no head may know of more than was followed.
    pub fn finish(self) -> Result<(), ChainFault> {
        match self.heads {
            [] => Ok(()),
            _ => Err(self.fault(self.last.saturating_add(1), WhatIsWrong::CutOff)),
        }
    }

    /// That the row which should come next cannot even be read.
    pub fn unreadable(&self) -> ChainFault {
        self.fault(self.last.saturating_add(1), WhatIsWrong::Altered)
    }

    fn fault(&self, number: u64, what: WhatIsWrong) -> ChainFault {
        ChainFault { scope: self.scope.into(), number, what }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Scope, What, Who};
    use super::*;

    const SCOPE: &str = "installation";

    fn log(length: u64) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for second in 0..length {
            let what = if second % 2 == 0 { What::SignedIn } else { What::RecordRead };
            let entry = Entry::new(Scope::Installation, Who::CommandLine, what);
            let (last, hash) = rows.last().map_or((0, ""), |row| (row.number, &*row.hash));
            rows.push(Row::following(last, hash, &entry, Instant(i64::try_from(second).unwrap_or_default() * 1000)));
        }
        rows
    }

    fn head(row: &Row) -> Head {
        Head { number: row.number, hash: row.hash.clone(), at: row.at }
    }

    fn check(rows: &[Row], heads: &[Head]) -> Result<(), (u64, WhatIsWrong)> {
        let mut chain = Chain::new(SCOPE, heads);
        rows.iter()
            .try_for_each(|row| chain.follow(row))
            .and_then(|()| chain.finish())
            .map_err(|fault| (fault.number, fault.what))
    }

    #[test]
    fn a_log_that_nobody_touched_is_whole() {
        let rows = log(9);
        let heads = [head(&rows[3]), head(&rows[8])];
        assert_eq!(check(&rows, &heads), Ok(()));
        assert_eq!(check(&[], &[]), Ok(()));
    }

    #[test]
    fn any_byte_that_is_changed_is_found_at_its_row() {
        type Change = fn(&mut Row);
        let changes: [Change; 6] = [
            |row| row.at = row.at.plus(1),
            |row| row.who = "nobody".into(),
            |row| row.what = "signed_iN".into(),
            |row| row.about = Some(Box::default()),
            |row| row.why = Some("late".into()),
            |row| row.hash = row.hash.replacen(|_| true, "g", 1).into(),
        ];
        for change in changes {
            for place in 0..5 {
                let mut rows = log(5);
                change(&mut rows[place]);
                assert_eq!(check(&rows, &[]), Err((rows[place].number, WhatIsWrong::Altered)));
            }
        }
    }

    #[test]
    fn a_row_that_is_removed_or_moved_is_found() {
        for place in 0..4 {
            let mut rows = log(5);
            let removed = rows.remove(place);
            assert_eq!(check(&rows, &[]), Err((removed.number, WhatIsWrong::Missing)));

            let mut rows = log(5);
            let (one, other) = (rows[place].number, rows[place + 1].number);
            rows.swap(place, place + 1);
            (rows[place].number, rows[place + 1].number) = (one, other);
            assert_eq!(check(&rows, &[]), Err((one, WhatIsWrong::Altered)));
        }
    }

    #[test]
    fn a_log_that_is_written_anew_or_cut_off_is_found_by_a_head() {
        let rows = log(9);
        let heads = [head(&rows[3]), head(&rows[8])];
        assert_eq!(check(&rows[..8], &heads), Err((9, WhatIsWrong::CutOff)));
        assert_eq!(check(&[], &heads), Err((1, WhatIsWrong::CutOff)));
        let mut anew: Vec<Row> = Vec::new();
        for row in &rows {
            let entry = Entry::new(Scope::Installation, Who::Nobody, What::SignedIn);
            let (last, hash) = anew.last().map_or((0, ""), |row: &Row| (row.number, &*row.hash));
            anew.push(Row::following(last, hash, &entry, row.at));
        }
        assert_eq!(check(&anew, &[]), Ok(()));
        assert_eq!(check(&anew, &heads), Err((4, WhatIsWrong::NotAsSigned)));
    }

    #[test]
    fn a_row_of_another_scope_does_not_fit() {
        let rows = log(1);
        let mut chain = Chain::new("association:x", &[]);
        assert!(chain.follow(&rows[0]).is_err());
    }

    #[test]
    fn the_first_hash_is_the_one_that_is_written_down() {
        // Whoever changes how hashes are made breaks every log that there is.
        assert_eq!(&*log(1)[0].hash, "319ac94a7b3092f1b2ce3e31b10fd27a8534f5bb04655799932bf3241475788a");
    }
}
