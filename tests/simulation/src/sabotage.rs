//! Safeties that a test takes away, to see that the simulation finds what is lost then. A check that cannot fail is none.

/// What is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sabotage {
    /// Nothing.
    #[default]
    None,
    /// The server answers a push before its transaction is on disk.
    AnswerBeforeCommit,
    /// A device stores the cursor in a transaction of its own, before the records.
    CursorApart,
    /// The server numbers records when a transaction begins, so that a later number can be visible first.
    NumberBeforeCommit,
    /// A device takes any answer to a push for the answer to all of it.
    AnyAnswerWillDo,
}
