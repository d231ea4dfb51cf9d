//! What was released to an association of its members' deviations, and what became of it. Nothing here leads back to a stay.

use super::{Step, add_step, latest_of};
use crate::store::audit::note;
use crate::store::column::{optional, read};
use crate::store::sql::{self, Connection};
use crate::store::{AssociationRight, ReleasedDeviationsRight, Store, StoreError};
use shared::audit::{About, What};
use shared::code::Code;
use shared::deviation::{NewProgress, Progress, ProgressStep, ReleasedDeviation, ReleasedDeviations};
use shared::id::{AssociationId, SummaryId};
use shared::record::Note;
use shared::time::Instant;
use std::collections::BTreeMap;

/// Why nothing is said of how far a deviation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProgressFault {
    /// It was not released to this association.
    NotHere,
}

impl Store {
    /// Everything that was released, the newest first.
    pub(crate) async fn released_deviations(
        &self,
        right: ReleasedDeviationsRight,
    ) -> Result<ReleasedDeviations, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let association = right.association();
        let mut steps = steps_of(&mut snapshot, association).await?;
        let rows: Vec<(String, String, Option<String>, String)> = sql::query_as(
            "SELECT id, theme, party, words FROM deviation_summaries WHERE association = $1 ORDER BY id DESC",
        )
        .bind(association.to_string())
        .fetch_all(&mut snapshot)
        .await?;
        let mut deviations = Vec::with_capacity(rows.len());
        for (id, theme, party, words) in rows {
            let code = |text: &str| Code::new(text).ok();
            deviations.push(ReleasedDeviation {
                steps: steps.remove(&id).unwrap_or_default(),
                id: read("deviation_summaries.id", &id, SummaryId::parse)?,
                theme: read("deviation_summaries.theme", &theme, code)?,
                party: optional("deviation_summaries.party", party.as_deref(), code)?,
                words: read("deviation_summaries.words", &words, |text| Note::new(text).ok())?,
            });
        }
        Ok(ReleasedDeviations { deviations })
    }

    /// Says how far a deviation has come. Said twice, it is said once.
    pub(crate) async fn follow_up_deviation(
        &self,
        right: AssociationRight,
        summary: SummaryId,
        new: NewProgress,
        now: Instant,
    ) -> Result<Result<(), ProgressFault>, StoreError> {
        self.writer
            .run(move |connection| {
                let new = new.clone();
                Box::pin(async move { follow_up(connection, right, summary, &new, now).await })
            })
            .await
    }
}

async fn steps_of(
    connection: &mut Connection,
    association: AssociationId,
) -> Result<BTreeMap<String, Vec<ProgressStep>>, StoreError> {
    let rows: Vec<(String, String, String, Option<String>)> = sql::query_as(
        "SELECT summary, progress, on_day, words FROM deviation_steps WHERE association = $1 ORDER BY summary, number",
    )
    .bind(association.to_string())
    .fetch_all(connection)
    .await?;
    let mut steps: BTreeMap<String, Vec<ProgressStep>> = BTreeMap::new();
    for (summary, progress, on, words) in rows {
        steps.entry(summary).or_default().push(ProgressStep {
            progress: read("deviation_steps.progress", &progress, Progress::parse)?,
            on: read("deviation_steps.on_day", &on, |text| text.parse().ok())?,
            words: optional("deviation_steps.words", words.as_deref(), |text| Note::new(text).ok())?,
        });
    }
    Ok(steps)
}

async fn follow_up(
    connection: &mut Connection,
    right: AssociationRight,
    summary: SummaryId,
    new: &NewProgress,
    now: Instant,
) -> Result<Result<(), ProgressFault>, StoreError> {
    let Some((number, progress, words)) = latest_of(connection, right.association(), summary).await? else {
        return Ok(Err(ProgressFault::NotHere));
    };
    if progress == new.progress && words.as_deref() == new.words.as_ref().map(Note::as_str) {
        return Ok(Ok(()));
    }
    let step = Step { number: number + 1, progress: new.progress, words: new.words.as_ref() };
    add_step(connection, (right.association(), right.account()), summary, step, now).await?;
    note(connection, right.did(What::DeviationFollowedUp).about(About::Summary(summary)), now).await?;
    Ok(Ok(()))
}
