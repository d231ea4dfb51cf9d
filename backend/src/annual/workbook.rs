//! A report as a workbook: what is in it, one sheet a table, how it was counted. Numbers stay numbers in full precision;
//! every text is written as a text, so that none can be a formula.

use super::document::{Cell, Document, Table, Unit};
use super::words::Words;
use super::writing::Writing;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use shared::time::Date;

/// The most characters of a sheet's name.
const LONGEST_NAME: usize = 31;

/// Writes the workbook.
pub(super) fn write(document: &Document, on: Date, writing: &Writing<'_>) -> Result<Vec<u8>, XlsxError> {
    let words = writing.words;
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(on.month().year(), on.month().number(), on.day())?;
    let properties = DocProperties::new().set_title(&document.title).set_author("Stegvis").set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let looks = Looks::new();
    let tables: Vec<(String, &Table, &str)> = document
        .sections
        .iter()
        .flat_map(|section| section.tables.iter().map(move |table| (table, &*section.title)))
        .enumerate()
        .map(|(number, (table, section))| (name_of(number + 1, &table.caption), table, section))
        .collect();
    contents(workbook.add_worksheet(), document, &tables, &looks, words)?;
    for (name, table, section) in &tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        one_table(sheet, table, section, &looks, writing)?;
    }
    methods(workbook.add_worksheet(), document, &looks, words)?;
    workbook.save_to_buffer()
}

/// Sheets are numbered, so that no two have one name. Some characters are not allowed in it.
fn name_of(number: usize, caption: &str) -> String {
    let allowed = caption.chars().filter(|one| !matches!(one, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    let name: String = format!("{number} ").chars().chain(allowed).take(LONGEST_NAME).collect();
    name.trim_end().to_owned()
}

struct Looks {
    title: Format,
    head: Format,
    heading: Format,
    text: Format,
    link: Format,
    quiet: Format,
}

impl Looks {
    fn new() -> Self {
        let wraps = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Bottom)
                .set_border_bottom(FormatBorder::Thin),
            heading: Format::new().set_bold(),
            text: wraps,
            link: Format::new().set_font_color("0B5D5E").set_underline(rust_xlsxwriter::FormatUnderline::Single),
            quiet: Format::new().set_font_color("4F5F62").set_align(FormatAlign::Right),
        }
    }

    fn number(unit: Unit) -> Format {
        Format::new().set_num_format(match unit {
            Unit::Count | Unit::Kronor | Unit::Decimals(0) => "#,##0",
            Unit::Share => "0%",
            Unit::Decimals(1) => "#,##0.0",
            Unit::Decimals(_) => "#,##0.00",
        })
    }
}

fn contents(
    sheet: &mut Worksheet,
    document: &Document,
    tables: &[(String, &Table, &str)],
    looks: &Looks,
    words: &Words,
) -> Result<(), XlsxError> {
    sheet.set_name(&*words.sheet_contents)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, &document.title, &looks.title)?;
    let mut row = 2;
    for (name, value) in &document.facts {
        sheet.write_string_with_format(row, 0, name, &looks.heading)?;
        sheet.write_string_with_format(row, 1, value, &looks.text)?;
        row += 1;
    }
    row += 1;
    for sentence in &document.sentences {
        sheet.write_string_with_format(row, 1, sentence, &looks.text)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, &*words.column_sheet, &looks.head)?;
    sheet.write_string_with_format(row, 1, &*words.column_table, &looks.head)?;
    for (name, table, section) in tables {
        row += 1;
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url_with_format(row, 0, link, &looks.link)?;
        sheet.write_string_with_format(row, 1, format!("{section}: {}", table.caption), &looks.text)?;
    }
    Ok(())
}

fn one_table(
    sheet: &mut Worksheet,
    table: &Table,
    section: &str,
    looks: &Looks,
    writing: &Writing<'_>,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, format!("{section}: {}", table.caption), &looks.heading)?;
    sheet.set_column_width(0, 38)?;
    for (column, name) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(2, column, name, &looks.head)?;
        if column > 0 {
            sheet.set_column_width(column, 14)?;
        }
    }
    for (row, line) in (3..).zip(&table.rows) {
        let name = if line.is_part { format!("  {}", line.name) } else { line.name.clone() };
        match line.cells.is_empty() {
            true => sheet.write_string_with_format(row, 0, name, &looks.heading)?,
            false => sheet.write_string(row, 0, name)?,
        };
        for (column, cell) in (1..).zip(&line.cells) {
            match cell {
                Cell::Number(number, unit) => {
                    sheet.write_number_with_format(row, column, *number, &Looks::number(*unit))?;
                }
                Cell::Missing => {}
                other => {
                    sheet.write_string_with_format(row, column, writing.shown(other), &looks.quiet)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(3, 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn methods(sheet: &mut Worksheet, document: &Document, looks: &Looks, words: &Words) -> Result<(), XlsxError> {
    sheet.set_name(&*words.sheet_methods)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 100)?;
    let mut row = 0;
    for section in &document.sections {
        let texts = [&section.lead].into_iter().chain(&section.counted).chain([&section.method]);
        for (place, text) in texts.enumerate() {
            if place == 0 {
                sheet.write_string_with_format(row, 0, &section.title, &looks.heading)?;
            }
            sheet.write_string_with_format(row, 1, text, &looks.text)?;
            row += 1;
        }
    }
    sheet.write_string_with_format(row, 0, &*words.chapter_methods, &looks.heading)?;
    for text in &document.about {
        sheet.write_string_with_format(row, 1, text, &looks.text)?;
        row += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_a_name_that_every_program_takes() {
        assert_eq!(name_of(3, "Från: steg/steg"), "3 Från stegsteg");
        assert_eq!(name_of(12, &"å".repeat(50)).chars().count(), LONGEST_NAME);
    }
}
