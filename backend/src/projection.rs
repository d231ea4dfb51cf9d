//! The projection that dashboards are computed from: columns in memory, following the logs by position as any device
//! does. It promises that a look sees one snapshot, and the same as a cold reading of the logs would give. A server reads
//! ahead, so that nobody who opens a dashboard waits for all of a log to be read.

use crate::reference::{Current, ReferenceError};
use crate::store::{FiguresRight, Followed, OperatorRight, Store, StoreError};
use shared::figures::{Cohort, Row};
use shared::fold::fold;
use shared::id::AssociationId;
use shared::instrument::{Instrument, InstrumentRef};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock};

/// How often the server follows the logs while nobody looks: what a large import brought is then read before somebody
/// waits for it.
const READS_AHEAD_EVERY: Duration = Duration::from_secs(60);

/// Every association's columns. Empty at first: it reads what it is asked for.
#[derive(Default)]
pub(crate) struct Projection {
    associations: Mutex<HashMap<AssociationId, Arc<RwLock<Columns>>>>,
}

/// One association's columns, and how far they follow the logs.
#[derive(Default)]
pub(crate) struct Columns {
    /// The participations.
    pub(crate) cohort: Cohort,
    followed: Followed,
    /// The questionnaire whose answers are in the columns. A newer one, brought meanwhile, begins them anew.
    instrument: Option<InstrumentRef>,
}

impl Columns {
    /// How far they follow the logs.
    pub(crate) const fn followed(&self) -> &Followed {
        &self.followed
    }

    /// Whether they follow the logs up to there.
    fn holds(&self, heads: &Followed) -> bool {
        heads.iter().all(|(member, head)| self.followed.get(member).is_some_and(|followed| followed >= head))
    }
}

impl Projection {
    /// The columns as of now, still while they are looked at.
    pub(crate) async fn look(
        &self,
        store: &Store,
        right: FiguresRight,
        instrument: &Instrument,
    ) -> Result<OwnedRwLockReadGuard<Columns>, StoreError> {
        let columns = self.associations.lock().await.entry(right.association()).or_default().clone();
        // Most often nothing is new: then those who look do not wait for each other.
        let heads = store.heads(right).await?;
        let reading = columns.clone().read_owned().await;
        if reading.instrument == Some(instrument.reference()) && reading.holds(&heads) {
            return Ok(reading);
        }
        drop(reading);
        let mut writing = columns.write_owned().await;
        if writing.instrument != Some(instrument.reference()) {
            *writing = Columns { instrument: Some(instrument.reference()), ..Columns::default() };
        }
        let Columns { cohort, followed, .. } = &mut *writing;
        *followed = store
            .changed_since(right, followed, |participation, known| {
                match Row::of(participation, &fold(known), Some(instrument)) {
                    Some(row) => cohort.put(row),
                    None => cohort.remove(participation),
                }
            })
            .await?;
        Ok(writing.downgrade())
    }

    /// Follows the logs of every association, until it is dropped.
    pub(crate) async fn read_ahead(&self, store: &Store, reference: &Current) {
        loop {
            if let Err(error) = self.read_all(store, reference).await {
                tracing::warn!(%error, "the columns of the dashboards could not be read ahead");
            }
            tokio::time::sleep(READS_AHEAD_EVERY).await;
        }
    }

    async fn read_all(&self, store: &Store, reference: &Current) -> Result<(), ReferenceError> {
        let right = OperatorRight::at_the_machine();
        for association in store.associations(right).await? {
            let reference = reference.now(store, association.id).await?;
            if let Some(instrument) = reference.monthly() {
                self.look(store, right.figures(association.id), instrument).await?;
            }
        }
        Ok(())
    }
}

/// An association's participations, read anew for one look.
pub(crate) async fn cold(
    store: &Store,
    right: OperatorRight,
    association: AssociationId,
    instrument: &Instrument,
) -> Result<Cohort, StoreError> {
    let mut cohort = Cohort::default();
    store
        .every_participation(right, association, |participation, known| {
            if let Some(row) = Row::of(participation, &fold(known), Some(instrument)) {
                cohort.put(row);
            }
        })
        .await?;
    Ok(cohort)
}
