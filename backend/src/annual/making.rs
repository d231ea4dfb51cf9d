//! Making a report from beginning to end: how far everything went, the figures, and the file. The same for the command
//! line and for the server.

use super::basis::{Basis, Prices, numbered};
use super::file::FileError;
use super::gathered::{Asked, Gathered, gather};
use super::write::Made;
use crate::release::{Registry, ReleasingError};
use crate::report::SourcesError;
use crate::store::{FiguresRight, Followed, MemberInReport, ReleaseRight, StoreError};
use shared::economics::PriceList;
use shared::figures::{Cohort, Row};
use shared::fold::fold;
use shared::id::MemberId;
use shared::instrument::Instrument;
use shared::reference::Reference;
use shared::report::WholeReport;
use shared::time::Instant;
use std::collections::BTreeMap;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MakingError {
    /// It may not leave the member so.
    #[error(transparent)]
    Releasing(#[from] ReleasingError),
    /// What it is computed from.
    #[error(transparent)]
    Sources(#[from] SourcesError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The sheet for the national follow-up.
    #[error("the order of the national follow-up's columns cannot be read: {0}")]
    Columns(serde_json::Error),
    /// The definition of a saved report.
    #[error("a saved report cannot be read: {0}")]
    Saved(serde_json::Error),
    /// A questionnaire that is no longer there.
    #[error("the questionnaire of this report is not here any more; import it again")]
    NoInstrument,
}

/// What a report is made with.
pub(crate) struct Making<'a> {
    pub(crate) registry: Registry<'a>,
    pub(crate) right: FiguresRight,
    /// The right to have figures leave the members, where they are for somebody outside.
    pub(crate) release: Option<ReleaseRight>,
    pub(crate) reference: &'a Reference,
    pub(crate) instrument: &'a Instrument,
}

/// How far everything goes that a report is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AsOf {
    pub(crate) positions: Followed,
    pub(crate) prices: Prices,
    pub(crate) until: Instant,
}

/// A report that was made.
pub(crate) struct Report {
    pub(crate) gathered: Gathered,
    pub(crate) made: Made,
}

impl Making<'_> {
    /// The name of the association, and those of its members that run what is asked about.
    pub(crate) async fn members(
        &self,
        asked: &Asked,
    ) -> Result<(Box<str>, BTreeMap<MemberId, MemberInReport>), StoreError> {
        let (name, mut members) = self.registry.store.members_in_report(self.right).await?;
        members.retain(|_, member| {
            asked.is_all || asked.interventions.iter().any(|one| member.interventions.contains(&one.id))
        });
        Ok((name, members))
    }

    /// How far everything goes now.
    pub(crate) async fn now(&self, asked: &Asked) -> Result<AsOf, StoreError> {
        let (_, members) = self.members(asked).await?;
        let positions = self.registry.store.ends_of_logs(self.right, members.keys()).await?;
        Ok(AsOf { positions, prices: Prices::Newest, until: self.registry.clock.now() })
    }

    /// The participations of members as their logs were at a position.
    pub(crate) async fn cohort(&self, positions: &Followed) -> Result<Cohort, StoreError> {
        let mut cohort = Cohort::default();
        let take = |participation, known: &[_]| {
            if let Some(row) = Row::of(participation, &fold(known), Some(self.instrument)) {
                cohort.put(row);
            }
        };
        self.registry.store.participations_until(self.right, positions, take).await?;
        Ok(cohort)
    }

    /// Makes a report of a cohort that goes as far as is said.
    pub(crate) async fn make(
        &self,
        whole: WholeReport,
        asked: Asked,
        as_of: AsOf,
        cohort: &Cohort,
        program: Box<str>,
    ) -> Result<Report, MakingError> {
        let (association, members) = self.members(&asked).await?;
        let basis = Basis::read(self.registry.store, self.right, as_of.prices, as_of.until).await?;
        let sources = basis.sources(cohort, self.instrument, &self.reference.bridge);
        let period = asked.period;
        let gathered = gather(whole, asked, self.registry, self.release, &sources, as_of.until).await?;
        let prices = match self.release {
            // What was released earlier was made with the prices of then.
            Some(right) => match self.registry.store.prices_of_release(right, period).await? {
                Some((number, text)) => Some(numbered(number, &PriceList::read(&text).map_err(SourcesError::Prices)?)),
                None => basis.prices(),
            },
            None => basis.prices(),
        };
        let positions = members.iter().filter_map(|(id, member)| {
            let position = as_of.positions.get(id)?;
            Some((member.name.clone(), *position))
        });
        let made = Made {
            association,
            on: as_of.until.date(),
            positions: positions.collect(),
            prices,
            program,
            kinds: basis.kinds,
            costs: basis.costs,
        };
        Ok(Report { gathered, made })
    }
}

/// The version of this program. What follows the plus rises when a figure is defined anew, so that whoever makes a saved
/// report again is told why it differs.
pub(crate) fn program() -> Box<str> {
    concat!(env!("CARGO_PKG_VERSION"), "+figures.3").into()
}
