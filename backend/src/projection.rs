//! The projection that dashboards are computed from: columns in memory, following the logs by position as any device
//! does. It promises that a look sees one snapshot, and the same as a cold reading of the logs would give.

use crate::store::{DashboardRight, Followed, OperatorRight, Store, StoreError};
use shared::figures::{Cohort, Row};
use shared::fold::fold;
use shared::id::AssociationId;
use shared::instrument::Instrument;
use shared::reference::Reference;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock};

/// Every association's columns.
pub(crate) struct Projection {
    reference: Arc<Reference>,
    associations: Mutex<HashMap<AssociationId, Arc<RwLock<Columns>>>>,
}

/// One association's columns, and how far they follow the logs.
#[derive(Default)]
pub(crate) struct Columns {
    /// The participations.
    pub(crate) cohort: Cohort,
    followed: Followed,
}

impl Projection {
    /// An empty projection: it reads what it is asked for.
    pub(crate) fn new(reference: Arc<Reference>) -> Self {
        Self { reference, associations: Mutex::default() }
    }

    /// The columns as of now, still while they are looked at.
    pub(crate) async fn look(
        &self,
        store: &Store,
        right: &DashboardRight,
    ) -> Result<OwnedRwLockReadGuard<Columns>, StoreError> {
        let columns = self.associations.lock().await.entry(right.association()).or_default().clone();
        let mut writing = columns.write_owned().await;
        let Columns { cohort, followed } = &mut *writing;
        let instrument = self.reference.monthly();
        *followed = store
            .changed_since(right, followed, |participation, known| {
                match Row::of(participation, &fold(known), instrument) {
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
