//! Reading stored text into values: the error names the table and the column.

use super::StoreError;

/// Reads a column's text with `parse`.
pub(super) fn read<T>(
    column: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    parse(text).ok_or(StoreError::Unreadable { column })
}

/// The same for a column that may hold nothing.
pub(super) fn optional<T>(
    column: &'static str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    text.map(|text| read(column, text, parse)).transpose()
}

/// Reads a count or a position, which is never negative.
pub(super) fn unsigned(column: &'static str, number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Unreadable { column })
}

/// Writes a count or a position. Beyond the column's range it stays at its end, which nothing reaches.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
