//! Figures on their way out of the member: answered from what was released, or released now and kept before anybody
//! sees them. What may leave is decided in [`shared::report::release`]. All money of a period leaves at the prices of one
//! list, so that whoever reads several reports knows which.

use crate::clock::Clock;
use crate::store::{Release, ReleaseRight, Store, StoreError};
use shared::economics::PriceList;
use shared::figures::{Period, PeriodError};
use shared::file_error::FileError;
use shared::id::InterventionId;
use shared::report::release::{
    NotReleased, ReleaseError, ReleasePeriod, ReleasePeriodError, ReleasedReport, Releasing,
};
use shared::report::{ReportName, Sources};
use shared::suppression::Released;
use shared::time::{Instant, TimeError};

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

/// What has left the members so far.
pub(crate) async fn remembered(store: &Store, right: ReleaseRight) -> Result<Released, ReleasingError> {
    let known = store.release_memory(right).await?;
    Ok(known.body.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default())
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
    store: &Store,
    right: ReleaseRight,
    names: &[ReportName],
    period: Period,
    interventions: &[InterventionId],
    sources: &Sources<'_>,
    clock: Clock,
) -> Result<Releases, ReleasingError> {
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
        let known = store.release_memory(right).await?;
        let mut earlier = Vec::with_capacity(known.periods.len());
        for (first, last) in &known.periods {
            earlier.push(Period::new(first.parse()?, last.parse()?)?);
        }
        let now = clock.now();
        let whole_months = ReleasePeriod::new(period, now.date(), &earlier)?;
        // It takes the processors for a while: others go on beside it.
        let made = tokio::task::block_in_place(|| {
            let releasing = Releasing::new(sources, whole_months, interventions, &earlier);
            make(&mut reports, &releasing, known.body.as_deref())
        })?;
        let Some(reports) = all_of(&reports) else { continue };
        // What is not there yet may still be imported, and says nothing of anybody.
        if made.bodies.is_empty() {
            return Ok(Releases(reports));
        }
        let kept = Release { period, bodies: made.bodies, memory: made.memory, made_from: known.version };
        if store.keep_release(right, kept, now).await? {
            return Ok(Releases(reports));
        }
    }
    Err(ReleasingError::Busy)
}

/// All of them, where each is there.
fn all_of(reports: &[(ReportName, Option<ReleasedReport>)]) -> Option<Vec<(ReportName, ReleasedReport)>> {
    reports.iter().map(|(name, report)| Some((*name, report.clone()?))).collect()
}

/// What is to be kept of reports that are released now.
struct ToKeep {
    /// Each by the name of its report.
    bodies: Vec<(&'static str, String)>,
    /// The memory after all of them.
    memory: String,
}

/// Makes those that are not there. Reading the memory takes as long as protecting a report, and so does writing it: both are
/// done beside the rest.
fn make(
    reports: &mut [(ReportName, Option<ReleasedReport>)],
    releasing: &Releasing<'_>,
    kept: Option<&str>,
) -> Result<ToKeep, ReleasingError> {
    let missing: Vec<ReportName> =
        reports.iter().filter(|(_, report)| report.is_none()).map(|(name, _)| *name).collect();
    let (made, memory) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| kept.map(serde_json::from_str::<Released>).transpose());
        releasing.release_all(&missing, || {
            let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok::<_, ReleasingError>(read?.unwrap_or_default())
        })
    })?;
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| serde_json::to_string(&memory));
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
        let memory = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(ToKeep { bodies, memory })
    })
}
