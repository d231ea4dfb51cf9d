//! The tables that SQL makes, with their columns and keys: as much of the language as the migrations use.

use anyhow::{Context, Result, ensure};

/// A table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// Names and types.
    pub(crate) columns: Vec<(String, String)>,
    /// The columns of each primary and unique key.
    pub(crate) keys: Vec<Vec<String>>,
    /// The own columns of each reference, and the table referred to.
    pub(crate) references: Vec<(Vec<String>, String)>,
}

/// An index beside the keys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
}

/// The tables and indexes that a text makes.
pub(crate) fn made(sql: &str) -> Result<(Vec<Table>, Vec<Index>)> {
    let (mut tables, mut indexes) = (Vec::new(), Vec::new());
    for statement in sql.split(';') {
        let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(rest) = statement.strip_prefix("CREATE TABLE ") {
            tables.push(table(rest.trim_start_matches("IF NOT EXISTS ")).with_context(|| statement.clone())?);
        } else if statement.starts_with("CREATE INDEX ") || statement.starts_with("CREATE UNIQUE INDEX ") {
            indexes.push(index(&statement).with_context(|| statement.clone())?);
        }
    }
    Ok((tables, indexes))
}

fn table(text: &str) -> Result<Table> {
    let (name, body) = text.split_once('(').context("a table has columns")?;
    let body = body.trim_end().strip_suffix(')').context("the columns end")?;
    let mut table = Table { name: name.trim().to_owned(), ..Table::default() };
    for part in parts(body) {
        let part = part.trim();
        if part.starts_with("PRIMARY KEY") || part.starts_with("UNIQUE") {
            table.keys.push(bracketed(part)?);
        } else if part.starts_with("FOREIGN KEY") {
            table.references.push((bracketed(part)?, referred(part)?));
        } else if !part.starts_with("CHECK") && !part.starts_with("CONSTRAINT") {
            column(&mut table, part)?;
        } else {
            ensure!(part.starts_with("CHECK"), "give keys no names: `{part}`");
        }
    }
    Ok(table)
}

fn column(table: &mut Table, part: &str) -> Result<()> {
    let mut words = part.split(' ');
    let name = words.next().context("a column has a name")?.to_owned();
    let kind = words.next().context("a column has a type")?.to_owned();
    if part.contains("PRIMARY KEY") || part.contains(" UNIQUE") {
        table.keys.push(vec![name.clone()]);
    }
    if part.contains("REFERENCES") {
        table.references.push((vec![name.clone()], referred(part)?));
    }
    table.columns.push((name, kind));
    Ok(())
}

fn index(statement: &str) -> Result<Index> {
    let (head, _) = statement.split_once('(').context("an index has columns")?;
    let (head, table) = head.split_once(" ON ").context("an index has a table")?;
    let name = head.rsplit(' ').next().context("an index has a name")?;
    Ok(Index { name: name.to_owned(), table: table.trim().to_owned(), columns: bracketed(statement)? })
}

fn bracketed(part: &str) -> Result<Vec<String>> {
    let (_, rest) = part.split_once('(').context("a key has columns")?;
    let (columns, _) = rest.split_once(')').context("the columns end")?;
    Ok(columns.split(',').map(|column| column.trim().to_owned()).collect())
}

fn referred(part: &str) -> Result<String> {
    let (_, rest) = part.split_once("REFERENCES ").context("a reference leads somewhere")?;
    Ok(rest.split([' ', '(']).next().unwrap_or_default().to_owned())
}

/// Splits at the commas that stand outside brackets.
fn parts(body: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for one in body.chars() {
        depth += i32::from(one == '(') - i32::from(one == ')');
        match (one, depth, parts.last_mut()) {
            (',', 0, _) => parts.push(String::new()),
            (_, _, Some(part)) => part.push(one),
            _ => {}
        }
    }
    parts
}
