//! The projection that dashboards are computed from: columns in memory, following the logs by position as any device
//! does. It promises that a look sees one snapshot, and the same as a cold reading of the logs would give.

use crate::store::{DashboardRight, Followed, OperatorRight, Store, StoreError};
use shared::figures::{Cohort, Row};
use shared::fold::fold;
use shared::id::AssociationId;
use shared::instrument::{Instrument, InstrumentRef};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock};

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
}

impl Projection {
    /// The columns as of now, still while they are looked at.
    pub(crate) async fn look(
        &self,
        store: &Store,
        right: &DashboardRight,
        instrument: &Instrument,
    ) -> Result<OwnedRwLockReadGuard<Columns>, StoreError> {
        let columns = self.associations.lock().await.entry(right.association()).or_default().clone();
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
