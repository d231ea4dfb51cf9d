//! A list of bands as an association chooses it: versioned data, read from a file and checked. It does not know what
//! is put into the bands.

use super::{Band, bands};
use crate::code::Code;
use crate::file_error::{FileError, read_json};
use serde::Deserialize;

/// Bands, each from its start to below the next one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandList {
    id: Code,
    version: u32,
    bands: Vec<Band>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    id: Code,
    version: u32,
    starts: Vec<u16>,
}

impl BandList {
    /// Reads a list and checks that its starts rise.
    ///
    /// # Errors
    /// Names line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        let draft: Draft = read_json(json)?;
        if draft.starts.is_empty() {
            return Err(FileError::field("starts", "there must be at least one"));
        }
        if let Some(place) = draft.starts.windows(2).position(|two| two[0] >= two[1]) {
            return Err(FileError::field(format!("starts[{}]", place + 1), "must be higher than the one before it"));
        }
        Ok(Self { id: draft.id, version: draft.version, bands: bands(&draft.starts) })
    }

    /// Its stable name.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// Raised with each change.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The bands, in rising order.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str) -> String {
        BandList::read(json).map_or_else(|error| error.to_string(), |list| format!("{:?}", list.bands()))
    }

    #[test]
    fn starts_that_do_not_rise_are_refused_with_their_place() {
        assert_eq!(
            said(r#"{"id":"age","version":1,"starts":[0,20,20]}"#),
            "starts[2]: must be higher than the one before it"
        );
        assert_eq!(said(r#"{"id":"age","version":1,"starts":[]}"#), "starts: there must be at least one");
    }

    #[test]
    fn a_field_of_another_kind_is_refused_with_its_line() {
        assert!(said("{\"id\":\"age\",\"version\":1,\n\"starts\":[-1]}").contains("line 2"));
    }

    #[test]
    fn each_band_ends_below_the_next() {
        assert_eq!(
            said(r#"{"id":"age","version":1,"starts":[0,20]}"#),
            "[Band { from: 0, to: Some(19) }, Band { from: 20, to: None }]"
        );
    }
}
