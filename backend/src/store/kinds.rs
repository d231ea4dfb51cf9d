//! What interventions work on and whom they are for, for whoever sees figures of them.

use super::column::read;
use super::sql;
use super::{FiguresRight, Store, StoreError};
use shared::id::InterventionId;
use shared::intervention::{InterventionFocus, Orientation};
use std::collections::BTreeMap;

/// What kind of intervention it is; what is not said is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kind {
    /// What it works on.
    pub(crate) focus: Option<InterventionFocus>,
    /// Whom it is for.
    pub(crate) orientation: Option<Orientation>,
}

const OF_THE_ASSOCIATION: &str = "
    SELECT i.id, i.focus, i.orientation
    FROM members m JOIN interventions i ON i.member = m.id
    WHERE m.association = $1";

impl Store {
    /// Those of an association.
    pub(crate) async fn kinds(&self, right: FiguresRight) -> Result<BTreeMap<InterventionId, Kind>, StoreError> {
        let rows: Vec<(String, String, Option<String>)> = sql::query_as(OF_THE_ASSOCIATION)
            .bind(right.association().to_string())
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        let one = |(id, focus, orientation): (String, String, Option<String>)| {
            let id = read("interventions.id", &id, InterventionId::parse)?;
            // Nothing said: people are registered in it, as in all that was made before it could be said.
            let orientation = orientation.as_deref().map_or(Some(Orientation::Individual), Orientation::parse);
            Ok((id, Kind { focus: InterventionFocus::parse(&focus), orientation }))
        };
        rows.into_iter().map(one).collect()
    }
}
