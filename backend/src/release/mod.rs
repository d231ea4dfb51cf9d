//! Figures on their way out of the member: answered from what was released, or released now and kept before anybody
//! sees them. What may leave is decided in [`shared::report::release`]. All money of a period leaves at the prices of one
//! list, so that whoever reads several reports knows which.

mod memories;

pub(crate) use memories::{Memories, Remembered};

use crate::clock::Clock;
use crate::store::{Release, ReleaseRight, Store, StoreError};
use memories::Unread;
use shared::economics::PriceList;
use shared::figures::{Period, PeriodError};
use shared::file_error::FileError;
use shared::id::InterventionId;
use shared::report::release::{
    NotReleased, ReleaseError, ReleasePeriod, ReleasePeriodError, ReleasedReport, Releasing,
};
use shared::report::{ReportName, Sources};
use shared::suppression::{Released, ReleasedError};
use shared::time::{Instant, TimeError};
use std::sync::Arc;

/// How often a release is made anew because another was kept meanwhile.
const TRIES: usize = 5;

/// Why figures do not leave.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReleasingError {
    /// Not this period.
    #[error(transparent)]
    Period(#[from] ReleasePeriodError),
    /// Not these figures.
    #[error(transparent)]
    Figures(#[from] ReleaseError),
    /// Not this part.
    #[error(transparent)]
    Part(#[from] NotReleased),
    /// What is kept cannot be read.
    #[error("what was released before cannot be read ({0}); nothing is released until it can, restore a backup")]
    Kept(#[from] serde_json::Error),
    /// What is kept cannot be true.
    #[error("{0}; nothing is released until that is put right, restore a backup")]
    KeptWrong(#[from] ReleasedError),
    /// What is kept has days that are none.
    #[error("what was released before has a wrong date ({0}); nothing is released until that is put right")]
    KeptDate(#[from] TimeError),
    /// What is kept has a period that is none.
    #[error("what was released before has a wrong period ({0}); nothing is released until that is put right")]
    KeptPeriod(#[from] PeriodError),
    /// A fault of this program.
    #[error("the report {0} was not among those that were asked for")]
    NotAsked(&'static str),
    /// Others release at the same time, again and again.
    #[error("other figures of the association are being released just now; ask again")]
    Busy,
    /// The prices of what was released cannot be read.
    #[error("the price list by which figures were released before cannot be read: {0}")]
    Prices(#[from] FileError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where releases are kept, and what of them this process remembers.
#[derive(Clone, Copy)]
pub(crate) struct Registry<'a> {
    pub(crate) store: &'a Store,
    pub(crate) memories: &'a Memories,
    pub(crate) clock: Clock,
}

impl Registry<'_> {
    /// What has left the members so far.
    pub(crate) async fn remembered(self, right: ReleaseRight) -> Result<Arc<Remembered>, ReleasingError> {
        self.memories.look(self.store, right, self.clock.now()).await
    }
}

/// What was to be said of a report at a time, when it was released only after that, since before nobody was counted in it or
/// there was nothing to reckon by: as the sources of then have it. `None` where it had been released by then.
pub(crate) async fn before_its_release(
    store: &Store,
    right: ReleaseRight,
    name: ReportName,
    period: Period,
    interventions: &[InterventionId],
    sources: &Sources<'_>,
    then: Instant,
) -> Result<Option<ReleasedReport>, ReleasingError> {
    if store.when_released(right, name.as_str(), period).await?.is_none_or(|at| at <= then) {
        return Ok(None);
    }
    let whole_months = ReleasePeriod::new(period, then.date(), &[])?;
    // Of nobody nothing has to be protected, and whatever counts somebody is answered as it was released.
    let (report, _) = tokio::task::block_in_place(|| {
        Releasing::new(sources, whole_months, interventions, &[]).release(name, Released::default())
    })?;
    Ok(report.is_of_nobody().then_some(report))
}

/// What is released of some reports for a period.
#[derive(Debug)]
pub(crate) struct Releases(Vec<(ReportName, ReleasedReport)>);

impl Releases {
    /// One of those that were asked for.
    ///
    /// # Errors
    /// When it was not.
    pub(crate) fn of(&self, name: ReportName) -> Result<&ReleasedReport, ReleasingError> {
        let found = self.0.iter().find(|(one, _)| *one == name);
        found.map(|(_, report)| report).ok_or(ReleasingError::NotAsked(name.as_str()))
    }

    /// Each with its name, in the order in which they were asked for.
    pub(crate) fn each(&self) -> impl Iterator<Item = (ReportName, &ReleasedReport)> {
        self.0.iter().map(|(name, report)| (*name, report))
    }
}

/// What is released of reports for a period. What was not released before is protected one after the other, and kept
/// together, before any of it is returned.
pub(crate) async fn released(
    registry: Registry<'_>,
    right: ReleaseRight,
    names: &[ReportName],
    period: Period,
    interventions: &[InterventionId],
    sources: &Sources<'_>,
) -> Result<Releases, ReleasingError> {
    let Registry { store, memories, clock } = registry;
    for _ in 0..TRIES {
        let mut reports = Vec::with_capacity(names.len());
        for name in names {
            let kept = store.released(right, name.as_str(), period).await?;
            reports.push((*name, kept.as_deref().map(serde_json::from_str).transpose()?));
        }
        if let Some(reports) = all_of(&reports) {
            return Ok(Releases(reports));
        }
        let then = match names.iter().any(|name| name.is_of_money()) {
            true => {
                store.prices_of_release(right, period).await?.map(|(_, text)| PriceList::read(&text)).transpose()?
            }
            false => None,
        };
        let sources = &Sources { prices: then.as_ref().or(sources.prices), ..*sources };
        let memory = memories.take(store, right).await?;
        let mut earlier = Vec::with_capacity(memory.newer.periods.len());
        for (first, last) in &memory.newer.periods {
            earlier.push(Period::new(first.parse()?, last.parse()?)?);
        }
        let made_from = memory.newer.version;
        let now = clock.now();
        let whole_months = ReleasePeriod::new(period, now.date(), &earlier)?;
        // It takes the processors for a while: others go on beside it.
        let Made { bodies, mut released } = tokio::task::block_in_place(|| {
            let releasing = Releasing::new(sources, whole_months, interventions, &earlier);
            make(&mut reports, &releasing, memory)
        })?;
        let Some(reports) = all_of(&reports) else { continue };
        // What is not there yet may still be imported, and says nothing of anybody.
        if bodies.is_empty() {
            memories.put(right, Remembered::at(made_from, released), now);
            return Ok(Releases(reports));
        }
        let addition = serde_json::to_string(&released.take_addition())?;
        let kept = Release { period, bodies, addition, made_from };
        if store.keep_release(right, kept, now).await? {
            memories.put(right, Remembered::at(made_from + 1, released), now);
            return Ok(Releases(reports));
        }
    }
    Err(ReleasingError::Busy)
}

/// All of them, where each is there.
fn all_of(reports: &[(ReportName, Option<ReleasedReport>)]) -> Option<Vec<(ReportName, ReleasedReport)>> {
    reports.iter().map(|(name, report)| Some((*name, report.clone()?))).collect()
}

/// What came of releasing reports, none of it kept yet.
struct Made {
    /// Each by the name of its report.
    bodies: Vec<(&'static str, String)>,
    /// The memory after all of them.
    released: Released,
}

/// Makes those that are not there. A memory that has to be read takes as long as protecting a report: it is read while the
/// first is counted.
fn make(
    reports: &mut [(ReportName, Option<ReleasedReport>)],
    releasing: &Releasing<'_>,
    memory: Unread,
) -> Result<Made, ReleasingError> {
    let missing: Vec<ReportName> =
        reports.iter().filter(|(_, report)| report.is_none()).map(|(name, _)| *name).collect();
    let (made, released) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| memory.read());
        releasing.release_all(&missing, || {
            let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok::<_, ReleasingError>(read?.released)
        })
    })?;
    let mut bodies = Vec::new();
    let not_there = reports.iter_mut().filter(|(_, report)| report.is_none());
    for ((name, report), made) in not_there.zip(made) {
        if made.is_of_nobody() {
            *report = Some(made);
            continue;
        }
        let body = serde_json::to_string(&made)?;
        // Answered as it is read from now on: a number may lose its last digit in being written down.
        *report = Some(serde_json::from_str(&body)?);
        bodies.push((name.as_str(), body));
    }
    Ok(Made { bodies, released })
}
