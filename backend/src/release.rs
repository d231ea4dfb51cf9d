//! Figures on their way out of the member: answered from what was released, or released now and kept before anybody
//! sees them. What may leave is decided in `shared::report::release`. All money of a period leaves at the prices of one
//! list, so that whoever reads several reports knows which.

use crate::clock::Clock;
use crate::store::{Release, ReleaseRight, Store, StoreError};
use shared::economics::PriceList;
use shared::figures::{Period, PeriodError};
use shared::file_error::FileError;
use shared::id::InterventionId;
use shared::report::release::{NotReleased, ReleaseError, ReleasePeriod, ReleasePeriodError, ReleasedReport, release};
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
    let (report, _) =
        tokio::task::block_in_place(|| release(name, sources, whole_months, interventions, &[], &Released::default()))?;
    Ok(report.is_of_nobody().then_some(report))
}

/// What is released of a report for a period: kept before it is returned.
pub(crate) async fn released(
    store: &Store,
    right: ReleaseRight,
    name: ReportName,
    period: Period,
    interventions: &[InterventionId],
    sources: &Sources<'_>,
    clock: Clock,
) -> Result<ReleasedReport, ReleasingError> {
    for _ in 0..TRIES {
        if let Some(kept) = store.released(right, name.as_str(), period).await? {
            return Ok(serde_json::from_str(&kept)?);
        }
        let then = match name.is_of_money() {
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
        let memory = known.body.as_deref().map(serde_json::from_str::<Released>).transpose()?.unwrap_or_default();
        let whole_months = ReleasePeriod::new(period, now.date(), &earlier)?;
        // It takes a processor for a while: others go on beside it.
        let (report, memory) =
            tokio::task::block_in_place(|| release(name, sources, whole_months, interventions, &earlier, &memory))?;
        // What is not there yet may still be imported, and says nothing of anybody.
        if report.is_of_nobody() {
            return Ok(report);
        }
        let kept = Release {
            report: name.as_str(),
            period,
            body: serde_json::to_string(&report)?,
            memory: serde_json::to_string(&memory)?,
            made_from: known.version,
        };
        // Answered as it is read from now on: a number may lose its last digit in being written down.
        let as_kept = serde_json::from_str(&kept.body)?;
        if store.keep_release(right, kept, now).await? {
            return Ok(as_kept);
        }
    }
    Err(ReleasingError::Busy)
}
