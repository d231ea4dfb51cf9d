//! Small-cell suppression: which counts of people, and which figures made of them, may leave the member.
//! A pure function of what a report states, who looks, and what was released before. It does not know what a report
//! looks like, where releases are kept, or who may ask.
//!
//! # What is promised
//!
//! Counts from 1 to 4 are hidden from the association and the public; 0 is shown. Further counts are hidden until a
//! reader of everything released, now and before, cannot narrow a hidden count: a small one can be anything from 1 to
//! 4 for all the reader knows, and so can a small count that was never published but follows from sums, such as those
//! who entered between two releases; another hidden count could be numbers at least 3 apart. For each of these there
//! is a *witness*, another table in whole numbers in which every sum holds and every shown count is the same; the
//! search for it may fail, which hides more, but a witness is checked. Where no choice is found safe, all counts that
//! hang together are hidden, zeros too ([`Protected::withheld`]).
//!
//! Figures that are no counts are hidden under ten people, with the counts they depend on, and where a figure of fewer
//! than ten would follow from others ([`Statement::derived`], [`Statement::of_values`]).
//!
//! # What a reader is taken to know
//!
//! Every shown count, of all releases to the association and the public together; every sum that was stated; that
//! people are whole numbers from zero up; and these rules, so that a hidden count is not zero. A small total of small
//! parts gives that much away: three hidden parts are at least three. Where hiding more cannot help against that
//! conclusion, or no witness is found, the promise is kept against readers who do not draw it. Small counts and those
//! hidden with them look alike.
//!
//! # Releases over time
//!
//! [`Released`] is the memory, kept by the caller in one transaction with what is sent. Counts are named by
//! [`CellKey`]s, and the same key is the same count in every table and release. The policy:
//!
//! - What was released is frozen: asked again, it is answered as it was, however the records have changed. What came
//!   or went since is a group of people itself, and protected as one wherever later tables touch it.
//! - Periods that overlap are tied by the counts they share, stated with [`Statement::imply`] and summed: a rolling
//!   year is the sum of its months; what is now plus who left is what was plus who entered ([`Statement::balance`]).
//!   A count that changed by a few since an overlapping release is then held back, or others in its place.
//! - So **calendar periods, released once and after the last day to answer, show most**. Each further overlapping
//!   release (rolling years every month, the year so far) hides more than the one before, and takes longer to compute.
//! - A sum that nobody states is not protected against. State every one that a reader could know.
//!
//! # How a report states its tables
//!
//! ```
//! use shared::suppression::{Audience, Count, Released, Statement, Table, protect};
//!
//! let mut began = Table::new("began", "2024").by("gender", &["woman", "man", "other"]).by("place", &["Kinda", "Ydre"]);
//! began.add(&["woman", "Kinda"], 14)?;
//! began.add(&["woman", "Ydre"], 2)?;
//! began.add(&["man", "Kinda"], 9)?;
//! began.add(&["man", "Ydre"], 11)?;
//! let mut statement = Statement::default();
//! statement.table(&began, &[&["gender", "place"], &["gender"], &["place"], &[]])?;
//! statement.derived("share of women", &began.key(&[]), &[began.key(&[("gender", "woman")])])?;
//!
//! let seen = protect(&statement, Audience::Association, &Released::default());
//! let at = |place: &[(&str, &str)]| seen.count(&began.key(place));
//! assert_eq!(at(&[("gender", "woman"), ("place", "Ydre")]), Count::Hidden);
//! assert_eq!(at(&[("gender", "woman"), ("place", "Kinda")]), Count::Hidden);
//! assert_eq!(at(&[("gender", "woman")]), Count::Shown(16));
//! # Ok::<(), shared::suppression::StatementError>(())
//! ```
//!
//! # What this does not protect against
//!
//! - Knowledge from outside: a supervisor who knows three of the four, a small town, a newspaper.
//! - Who all are the same: a shown 12 of 12 says of each of the twelve what they are (homogeneity), and a sum of money
//!   of which one person's is nearly all shows that person's (dominance). There are no rules for either here.
//! - A reader who runs this program over every table that could be and keeps those with the same gaps: which counts
//!   are hidden with the small ones depends on their size (minimality attack, Wong et al. 2007).
//! - Chances: that every number from 1 to 4 is possible does not make them equally likely.
//! - Figures whose name or group differ though the people are the same, and sums that were not stated.
//! - What leaves the member by other ways: files of individuals, screenshots, earlier systems.
//!
//! # Sources
//!
//! Hundepool et al., *Statistical Disclosure Control* (2012), chapter 4, for primary and secondary suppression, linked
//! tables and the audit of intervals; the files name the sources of their algorithms.

mod addition;
mod audience;
mod book;
mod counts;
mod determined;
mod index;
mod key;
mod measures;
mod moves;
mod protect;
mod released;
mod simplex;
mod statement;
mod table;
mod witnesses;

pub use addition::Addition;
pub use audience::Audience;
pub(crate) use key::Where;
pub use key::{ByKey, CellKey, Reckoned};
pub(crate) use protect::protect_after;
pub use protect::{Count, Protected, primary_only, protect};
pub(crate) use released::INTERVENTION;
pub use released::{Released, ReleasedError};
pub use statement::{Statement, StatementError};
pub use table::{Table, TableError};
