//! What a report is computed from beside the participations: prices, bands, volumes, goals, as they were at some time.

use crate::report::{SourcesError, bands};
use crate::store::{FiguresRight, Kind, Store};
use shared::account::InterventionName;
use shared::bridge::Bridge;
use shared::cost::KnownCosts;
use shared::economics::PriceList;
use shared::figures::{Attended, BandList, Cohort, Goal};
use shared::id::InterventionId;
use shared::instrument::Instrument;
use shared::intervention::Foci;
use shared::report::Sources;
use shared::time::Instant;
use std::collections::BTreeMap;

/// The number of a price list, and what it says of itself.
pub(super) fn numbered(number: i64, list: &PriceList) -> (i64, Box<str>) {
    (number, list.draft().note.as_deref().unwrap_or_default().into())
}

/// Which price list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prices {
    /// The newest.
    Newest,
    /// The one of this number, if any was there.
    Numbered(Option<i64>),
}

/// It.
pub(crate) struct Basis {
    prices: Option<(i64, PriceList)>,
    ages: BandList,
    months_in_support: BandList,
    volumes: Vec<Attended>,
    goals: Vec<Goal>,
    /// Every intervention of the association.
    interventions: Vec<InterventionName>,
    foci: Foci,
    /// Of what kind they are.
    pub(super) kinds: BTreeMap<InterventionId, Kind>,
    /// What they cost, as it is known now.
    pub(super) costs: KnownCosts,
}

impl Basis {
    /// Reads it as it was at some time.
    pub(crate) async fn read(
        store: &Store,
        right: FiguresRight,
        prices: Prices,
        until: Instant,
    ) -> Result<Self, SourcesError> {
        let prices = match prices {
            Prices::Newest => store.prices_now(right).await?,
            Prices::Numbered(None) => None,
            Prices::Numbered(Some(number)) => store.prices_of(right, number).await?.map(|text| (number, text)),
        };
        let (ages, months_in_support) = bands()?;
        let read = |(number, text): (i64, String)| PriceList::read(&text).map(|list| (number, list));
        Ok(Self {
            prices: prices.map(read).transpose().map_err(SourcesError::Prices)?,
            ages,
            months_in_support,
            volumes: store.volumes_until(right, until).await?,
            goals: store.goals_until(right, until).await?,
            interventions: store.interventions_for(right).await?,
            foci: store.foci(right).await?,
            kinds: store.kinds(right).await?,
            costs: store.costs(right).await?,
        })
    }

    /// The number of the price list, and what it says of itself.
    pub(crate) fn prices(&self) -> Option<(i64, Box<str>)> {
        self.prices.as_ref().map(|(number, list)| numbered(*number, list))
    }

    /// With participations.
    pub(crate) fn sources<'a>(
        &'a self,
        cohort: &'a Cohort,
        instrument: &'a Instrument,
        bridge: &'a Bridge,
    ) -> Sources<'a> {
        Sources {
            cohort,
            instrument,
            bridge,
            prices: self.prices.as_ref().map(|(_, list)| list),
            ages: self.ages.bands(),
            months_in_support: self.months_in_support.bands(),
            volumes: &self.volumes,
            goals: &self.goals,
            interventions: &self.interventions,
            foci: &self.foci,
        }
    }
}
