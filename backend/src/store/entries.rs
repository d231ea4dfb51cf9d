//! What becomes of rows that are numbers of an association, and no records of anybody.

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryVerdict {
    /// It is the newest now.
    Imported,
    /// It was the newest already.
    Unchanged,
    /// There is no intervention of that name in the association.
    NoSuchIntervention,
    /// Two members run one of that name.
    SeveralInterventions,
}
