//! What an archive may take when it is unpacked. A few kilobytes can claim to be, or turn out to be, gigabytes: the
//! sizes that it states are checked first, and then whether they are true. It does not know what is in it.

use std::io::{self, Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::result::ZipError;

const MEGABYTE: u64 = 1024 * 1024;
/// The largest file.
const MOST_PACKED: u64 = 128 * MEGABYTE;
/// All parts together: a sheet with a million rows of ten cells stays below it.
const MOST_UNPACKED: u64 = 768 * MEGABYTE;
/// A part that is held in memory, as every part beside the sheets is.
const MOST_HELD: u64 = 64 * MEGABYTE;
/// How many times its size a part may grow. Sheets of a table grow ten to thirty times.
const MOST_GROWTH: u64 = 120;
/// Parts smaller than this may grow as they like.
const HARMLESS: u64 = MEGABYTE;
/// Parts of an archive.
const MOST_PARTS: usize = 2_000;
/// Where a workbook has its sheets, which are read as a stream.
const SHEETS: &str = "xl/worksheets/";

/// Why an archive is not unpacked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TooMuch {
    /// Not an archive, or not the whole of one.
    #[error("the workbook is damaged or was cut off ({0}); save it again as .xlsx, or as CSV UTF-8")]
    Damaged(#[from] ZipError),
    /// The file.
    #[error("the workbook cannot be read ({0})")]
    Unreadable(#[from] io::Error),
    /// The file's own size.
    #[error("the workbook has more than 128 MB; save it as CSV UTF-8, which may have up to 1,000 MB")]
    Packed,
    /// What it would take.
    #[error(
        "the workbook would take more than 768 MB when unpacked; save it as CSV UTF-8, which may have up to 1,000 MB"
    )]
    Unpacked,
    /// What one part of it would take in memory.
    #[error("the part “{0}” of the workbook would take more than 64 MB; save the first sheet as CSV UTF-8")]
    Part(String),
    /// A part that is out of proportion.
    #[error(
        "the part “{0}” of the workbook grows more than 120 times when unpacked, as in a file made to do harm; save the first sheet as CSV UTF-8"
    )]
    Growth(String),
    /// A part that is damaged, or larger than the archive says.
    #[error("the part “{name}” of the workbook cannot be unpacked ({cause}); nothing of the workbook was taken")]
    Untrue {
        /// Which part.
        name: String,
        /// What the unpacking says.
        cause: io::Error,
    },
    /// Too many parts.
    #[error("the workbook has more than 2,000 parts; save the first sheet as CSV UTF-8")]
    Parts,
}

/// Checks an archive without keeping any of it.
pub(super) fn check(file: &mut (impl Read + Seek)) -> Result<(), TooMuch> {
    if file.seek(SeekFrom::End(0))? > MOST_PACKED {
        return Err(TooMuch::Packed);
    }
    let mut archive = ZipArchive::new(file)?;
    if archive.len() > MOST_PARTS {
        return Err(TooMuch::Parts);
    }
    let mut whole = 0_u64;
    for number in 0..archive.len() {
        let part = archive.by_index_raw(number)?;
        whole = whole.saturating_add(part.size());
        check_stated(&part.name()?, part.compressed_size(), part.size())?;
    }
    if whole > MOST_UNPACKED {
        return Err(TooMuch::Unpacked);
    }
    (0..archive.len()).try_for_each(|number| check_true(&mut archive, number))
}

fn check_stated(name: &str, packed: u64, unpacked: u64) -> Result<(), TooMuch> {
    if unpacked > MOST_HELD && !name.starts_with(SHEETS) {
        return Err(TooMuch::Part(name.into()));
    }
    if unpacked > HARMLESS && unpacked / MOST_GROWTH > packed {
        return Err(TooMuch::Growth(name.into()));
    }
    Ok(())
}

/// Unpacks a part into nothing. A part that is larger than it says is given up at what it says.
fn check_true(archive: &mut ZipArchive<impl Read + Seek>, number: usize) -> Result<(), TooMuch> {
    let mut part = archive.by_index(number)?;
    let name = part.name()?.into_owned();
    io::copy(&mut part, &mut io::sink()).map(drop).map_err(|cause| TooMuch::Untrue { name, cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_grows_out_of_proportion_is_refused_by_what_it_states() {
        assert!(check_stated("xl/worksheets/sheet1.xml", 1_000_000, 30 * MEGABYTE).is_ok());
        assert!(matches!(check_stated("xl/worksheets/sheet1.xml", 4_000, 4 * MEGABYTE), Err(TooMuch::Growth(_))));
        assert!(matches!(check_stated("xl/sharedStrings.xml", 9_000_000, 65 * MEGABYTE), Err(TooMuch::Part(_))));
    }
}
