//! What opens our reports and is not ours: poppler for the pages, and LibreOffice's spreadsheet, without its windows, for
//! the workbook.

use anyhow::{Context, Result};

use super::apt;

/// A package, and a program that it brings.
const POPPLER: (&str, &str) = ("poppler-utils", "pdftotext");
const LIBREOFFICE: (&str, &str) = ("libreoffice-calc-nogui", "soffice");

/// Installs what is missing.
pub(crate) fn ensure() -> Result<()> {
    apt::ensure_programs(&[POPPLER, LIBREOFFICE]).context("the tests open reports with poppler and LibreOffice")
}

/// The same for pages alone.
pub(crate) fn ensure_poppler() -> Result<()> {
    apt::ensure_programs(&[POPPLER]).context("pages are made pictures of by poppler")
}
