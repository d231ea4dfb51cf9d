//! Reports that can be made again: what is written down of one, and what came of making it once more. It does not know
//! where definitions are kept.

use super::basis::Prices;
use super::gathered::Asked;
use super::making::{AsOf, Making, MakingError, Report, program};
use crate::store::{DashboardRight, Followed};
use serde::{Deserialize, Serialize};
use shared::account::InterventionName;
use shared::figures::{Cohort, Period};
use shared::id::{InterventionId, MemberId};
use shared::instrument::InstrumentRef;
use shared::report::WholeReport;
use shared::report::saved::MadeAgain;
use shared::time::Instant;
use std::collections::BTreeMap;

/// What is written down of a report. No figure, and nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Definition {
    /// The days.
    pub(crate) period: Period,
    /// What it is about.
    interventions: Vec<InterventionId>,
    /// Whether they were all there are.
    is_all: bool,
    /// How far the logs went, and how many records they held up to there.
    logs: BTreeMap<MemberId, LogEnd>,
    /// The number of the price list, if there was one.
    prices: Option<i64>,
    /// When volumes and goals were read.
    until: Instant,
    /// The questionnaire of the ratings.
    pub(crate) instrument: InstrumentRef,
    /// The state of code lists, questions and bridge.
    lists: Box<str>,
    /// The version of the program.
    program: Box<str>,
}

/// How far a log went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct LogEnd {
    position: u64,
    records: u64,
}

impl Definition {
    /// Writes down what a report was made of.
    pub(crate) async fn of(
        making: &Making<'_>,
        asked: &Asked,
        as_of: &AsOf,
        report: &Report,
    ) -> Result<Self, MakingError> {
        let counts = making.registry.store.records_until(making.right, &as_of.positions).await?;
        let end = |(member, position): (&MemberId, &u64)| {
            let records = counts.get(member).copied().unwrap_or_default();
            (*member, LogEnd { position: *position, records })
        };
        Ok(Self {
            period: asked.period,
            interventions: asked.interventions.iter().map(|one| one.id).collect(),
            is_all: asked.is_all,
            logs: as_of.positions.iter().map(end).collect(),
            prices: report.made.prices.as_ref().map(|(number, _)| *number),
            until: as_of.until,
            instrument: making.instrument.reference(),
            lists: making.reference.version.0.clone(),
            program: program(),
        })
    }

    /// What it is about, as far as the reader sees it; nothing where some of it is not the reader's.
    pub(crate) fn within(&self, right: &DashboardRight) -> Option<Asked> {
        let named = |id: &InterventionId| right.interventions().iter().find(|one| one.id == *id).cloned();
        let interventions = self.interventions.iter().map(named).collect::<Option<Vec<InterventionName>>>()?;
        Some(Asked { period: self.period, interventions, is_all: self.is_all })
    }

    /// The version of the code lists, questions and bridge, and when it was the newest.
    pub(crate) fn lists(&self) -> (&str, Instant) {
        (&self.lists, self.until)
    }

    fn positions(&self) -> Followed {
        self.logs.iter().map(|(member, end)| (*member, end.position)).collect()
    }

    /// Makes the report again from what was there then.
    pub(crate) async fn again(&self, making: &Making<'_>, asked: Asked) -> Result<Report, MakingError> {
        let positions = self.positions();
        let cohort: Cohort = making.cohort(&positions).await?;
        let as_of = AsOf { positions, prices: Prices::Numbered(self.prices), until: self.until };
        making.make(WholeReport::Annual, asked, as_of, &cohort, program()).await
    }

    /// Whether the figures are those of before, and what can have changed them.
    pub(crate) async fn compare(
        &self,
        making: &Making<'_>,
        report: &Report,
        fingerprint: &str,
    ) -> Result<MadeAgain, MakingError> {
        let counts = making.registry.store.records_until(making.right, &self.positions()).await?;
        let missing = self
            .logs
            .iter()
            .map(|(member, end)| end.records.saturating_sub(counts.get(member).copied().unwrap_or_default()));
        Ok(MadeAgain {
            is_same: report.gathered.fingerprint() == fingerprint,
            missing_records: missing.sum(),
            lists_changed: *making.reference.version.0 != *self.lists,
            program_changed: *program() != *self.program,
        })
    }
}
