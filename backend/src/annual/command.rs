//! `stegvis report annual` and `stegvis report national-follow-up`.

use super::file::{FileForm, file};
use super::fill_in::{self, SheetForm};
use super::gathered::Asked;
use super::making::{AsOf, Making, MakingError, program};
use super::words::Language;
use crate::config::Form;
use shared::report::WholeReport;

/// In which form the command line wants a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// Which report.
    pub(crate) report: WholeReport,
    /// The form of the file.
    pub(crate) form: Form,
    /// The language.
    pub(crate) language: Language,
}

/// Makes a whole report as it is now; nothing where it does not come in that form.
pub(crate) async fn run(making: &Making<'_>, asked: Asked, written: Written) -> Result<Option<Vec<u8>>, MakingError> {
    let Written { report, form, language } = written;
    let as_of: AsOf = making.now(&asked).await?;
    let cohort = making.cohort(&as_of.positions).await?;
    let made = making.make(report, asked, as_of, &cohort, program()).await?;
    let (reference, instrument) = (making.reference, making.instrument);
    let whole = |form| file(&made.gathered, &made.made, (form, language), reference, instrument);
    let sheet = |form| fill_in::sheet_file(&made.gathered, &made.made, (form, language), reference, instrument);
    Ok(Some(match (report, form) {
        (WholeReport::Annual, Form::Pdf) => whole(FileForm::Pdf)?,
        (WholeReport::Annual, Form::Xlsx) => whole(FileForm::Xlsx)?,
        (WholeReport::Annual, Form::Csv) => whole(FileForm::Csv)?,
        (WholeReport::FollowUp, Form::Xlsx) => sheet(SheetForm::Xlsx)?,
        (WholeReport::FollowUp, Form::Csv) => sheet(SheetForm::Csv)?,
        (WholeReport::Annual, Form::Json) | (WholeReport::FollowUp, Form::Json | Form::Pdf) => return Ok(None),
    }))
}
