//! What a report is computed from: the association's participations, volumes and goals, its newest prices, the bands.

use crate::association_choice::listed;
use crate::projection;
use crate::store::{OperatorRight, Store, StoreError};
use shared::account::InterventionName;
use shared::economics::PriceList;
use shared::figures::{Attended, BandList, Cohort, Goal};
use shared::file_error::FileError;
use shared::id::AssociationId;
use shared::instrument::Instrument;
use shared::intervention::Foci;
use shared::reference::Reference;
use shared::report;
use std::collections::BTreeSet;

const AGES: &str = include_str!("../../../assets/codes/age-bands.json");
const MONTHS_IN_SUPPORT: &str = include_str!("../../../assets/codes/support-time-bands.json");

/// Why the sources of a report are not to be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourcesError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A built-in file.
    #[error("a built-in list of bands is wrong: {0}")]
    Bands(FileError),
    /// A stored price list, which was checked when it was imported.
    #[error("the association's price list cannot be read by this program ({0}); import it again")]
    Prices(FileError),
    /// A fault of the build.
    #[error("this program was built without a questionnaire")]
    NoInstrument,
    /// An instrument that was never imported.
    #[error("there is no instrument “{name}” here; there is {there}; import its file with `stegvis import instrument`")]
    NoSuchInstrument {
        /// What was asked for.
        name: String,
        /// The ids there are.
        there: String,
    },
}

/// The bands of ages and of months in public support that ship with the program.
pub(crate) fn bands() -> Result<(BandList, BandList), SourcesError> {
    let read = |json| BandList::read(json).map_err(SourcesError::Bands);
    Ok((read(AGES)?, read(MONTHS_IN_SUPPORT)?))
}

/// The sources, held while a report is computed.
pub(super) struct Held<'r> {
    cohort: Cohort,
    prices: Option<PriceList>,
    ages: BandList,
    months_in_support: BandList,
    volumes: Vec<Attended>,
    goals: Vec<Goal>,
    interventions: Vec<InterventionName>,
    foci: Foci,
    instrument: &'r Instrument,
    reference: &'r Reference,
}

impl<'r> Held<'r> {
    /// Reads an association's participations anew, from the first record to the last.
    pub(super) async fn read(
        store: &Store,
        right: OperatorRight,
        association: AssociationId,
        reference: &'r Reference,
        instrument: Option<&str>,
    ) -> Result<Self, SourcesError> {
        let instrument = self::instrument(reference, instrument)?;
        let prices = store.newest_prices(right, association).await?;
        let (ages, months_in_support) = bands()?;
        Ok(Self {
            cohort: projection::cold(store, right, association, instrument).await?,
            prices: prices.as_deref().map(PriceList::read).transpose().map_err(SourcesError::Prices)?,
            ages,
            months_in_support,
            volumes: store.volumes(right, association).await?,
            goals: store.goals(right, association).await?,
            interventions: store.interventions(right, association).await?,
            foci: store.foci(right.figures(association)).await?,
            instrument,
            reference,
        })
    }

    pub(super) fn as_sources(&self) -> report::Sources<'_> {
        report::Sources {
            cohort: &self.cohort,
            instrument: self.instrument,
            bridge: &self.reference.bridge,
            prices: self.prices.as_ref(),
            ages: self.ages.bands(),
            months_in_support: self.months_in_support.bands(),
            volumes: &self.volumes,
            goals: &self.goals,
            interventions: &self.interventions,
            foci: &self.foci,
        }
    }
}

/// The instrument of that id, or the monthly one.
pub(super) fn instrument<'r>(reference: &'r Reference, name: Option<&str>) -> Result<&'r Instrument, SourcesError> {
    match name {
        None => reference.monthly().ok_or(SourcesError::NoInstrument),
        Some(name) => newest(reference, name),
    }
}

/// The newest version of the instrument of that id.
fn newest<'r>(reference: &'r Reference, name: &str) -> Result<&'r Instrument, SourcesError> {
    let ids: BTreeSet<&str> = reference.instruments.iter().map(|one| one.id.as_str()).collect();
    let versions = reference.instruments.iter().filter(|one| one.id.as_str() == name);
    versions
        .max_by_key(|one| one.version)
        .ok_or_else(|| SourcesError::NoSuchInstrument { name: name.into(), there: listed(ids.into_iter()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_that_ship_with_the_program_keep_their_rules() -> Result<(), FileError> {
        assert_eq!(BandList::read(AGES)?.id().as_str(), "age");
        assert_eq!(BandList::read(MONTHS_IN_SUPPORT)?.id().as_str(), "months_in_support_before");
        Ok(())
    }
}
