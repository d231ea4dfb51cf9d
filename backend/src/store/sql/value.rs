//! A value of a column. The house's tables know two types, `TEXT` and `BIGINT`, which both databases read alike.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, ColumnIndex, Decode, FromRow, Row, Type, TypeInfo};

/// A value that is bound to a statement, or read without knowing the column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Value {
    /// `TEXT`.
    Text(Option<String>),
    /// `BIGINT`.
    Number(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

/// A whole row, its columns by name and in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct AnyRow(pub(in crate::store) Vec<(String, Value)>);

impl FromRow<'_, SqliteRow> for AnyRow {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        read(row, |column| column.type_info().name() == "INTEGER" || column.type_info().name() == "BIGINT")
    }
}

impl FromRow<'_, PgRow> for AnyRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        read(row, |column| column.type_info().name() == "INT8")
    }
}

fn read<R: Row>(
    row: &R,
    is_number: impl Fn(&<R::Database as sqlx::Database>::Column) -> bool,
) -> Result<AnyRow, sqlx::Error>
where
    usize: ColumnIndex<R>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
{
    let cell = |column: &<R::Database as sqlx::Database>::Column| {
        let value = if is_number(column) {
            Value::Number(row.try_get(column.ordinal())?)
        } else {
            Value::Text(row.try_get(column.ordinal())?)
        };
        Ok((column.name().to_owned(), value))
    };
    row.columns().iter().map(cell).collect()
}

impl FromIterator<(String, Value)> for AnyRow {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(cells: I) -> Self {
        Self(cells.into_iter().collect())
    }
}
