//! A report as tables in text: one file a table and one that says what they are, packed together. The same document gives
//! the same bytes.

use super::document::{Cell, Document, Table};
use super::writing::Writing;
use crate::report::protected;
use csv::WriterBuilder;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why there are none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TablesError {
    /// A table.
    #[error("a table cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The package.
    #[error("the tables cannot be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Writing.
    #[error("the tables cannot be packed: {0}")]
    Io(#[from] std::io::Error),
}

/// Writes the package.
pub(super) fn write(document: &Document, writing: &Writing<'_>) -> Result<Vec<u8>, TablesError> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of writing would make two packages of one report differ.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    package.start_file("00-om.csv", options)?;
    package.write_all(&about(document)?)?;
    let tables = document.sections.iter().flat_map(|section| &section.tables);
    for (number, table) in (1..).zip(tables) {
        package.start_file(format!("{number:02}-{}.csv", plain(&table.caption)), options)?;
        package.write_all(&one_table(table, writing)?)?;
    }
    Ok(package.finish()?.into_inner())
}

/// A caption as every machine takes it for a file's name.
fn plain(caption: &str) -> String {
    let caption = caption.to_lowercase();
    let letters = caption.chars().map(|letter| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        letter if letter.is_ascii_alphanumeric() => letter,
        _ => '-',
    });
    let name: String = letters.take(40).collect();
    name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn about(document: &Document) -> Result<Vec<u8>, csv::Error> {
    let mut table = WriterBuilder::new().from_writer(Vec::new());
    for (name, value) in &document.facts {
        table.write_record([name.as_bytes(), protected(value).as_bytes()])?;
    }
    let texts = document.sentences.iter().map(|text| (&document.title, text));
    let methods = document.sections.iter().map(|section| (&section.title, &section.method));
    let about = document.about.iter().map(|text| (&document.title, text));
    for (name, text) in texts.chain(methods).chain(about) {
        table.write_record([name.as_bytes(), protected(text).as_bytes()])?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

/// Writes one table: numbers with a point and in full precision, whatever the language.
pub(super) fn one_table(table: &Table, writing: &Writing<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut written = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    written.write_record(table.columns.iter().map(|name| protected(name).into_owned()))?;
    let mut heading = "";
    for row in &table.rows {
        if row.cells.is_empty() {
            heading = &row.name;
            continue;
        }
        let name =
            if row.is_part && !heading.is_empty() { format!("{heading}: {}", row.name) } else { row.name.clone() };
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Number(number, _) => number.to_string(),
            Cell::Missing => String::new(),
            other => protected(&writing.shown(other)).into_owned(),
        });
        written.write_record(std::iter::once(protected(&name).into_owned()).chain(cells))?;
    }
    written.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_becomes_a_name_of_plain_letters() {
        assert_eq!(plain("Försörjning efter, per kommun"), "forsorjning-efter-per-kommun");
    }
}
