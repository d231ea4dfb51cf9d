//! Deviations: a member's own list of them, what was released of it, and how far the association has come with that.

mod gathered;
mod released;

pub(crate) use gathered::SummaryFault;
pub(crate) use released::ProgressFault;

use super::StoreError;
use super::column::read;
use super::sql::{self, Connection};
use shared::deviation::Progress;
use shared::id::{AccountId, AssociationId, MemberId, ParticipationId, RecordId, SummaryId};
use shared::record::Note;
use shared::time::Instant;

/// Takes down that a record says of a deviation; what it says stays in the record.
pub(super) async fn take_down(
    connection: &mut Connection,
    member: MemberId,
    participation: ParticipationId,
    record: RecordId,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO deviations (member, participation, record) VALUES ($1, $2, $3)")
        .bind(member.to_string())
        .bind(participation.to_string())
        .bind(record.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// A step to be kept.
struct Step<'a> {
    number: i64,
    progress: Progress,
    words: Option<&'a Note>,
}

/// The last step of a summary: its number, how far, and in which words; `None` where there is no such summary.
async fn latest_of(
    connection: &mut Connection,
    association: AssociationId,
    summary: SummaryId,
) -> Result<Option<(i64, Progress, Option<String>)>, StoreError> {
    let row: Option<(i64, String, Option<String>)> = sql::query_as(
        "SELECT number, progress, words FROM deviation_steps
         WHERE association = $1 AND summary = $2 ORDER BY number DESC LIMIT 1",
    )
    .bind(association.to_string())
    .bind(summary.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|(number, progress, words)| {
        Ok((number, read("deviation_steps.progress", &progress, Progress::parse)?, words))
    })
    .transpose()
}

async fn add_step(
    connection: &mut Connection,
    (association, account): (AssociationId, AccountId),
    summary: SummaryId,
    step: Step<'_>,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO deviation_steps (association, summary, number, progress, on_day, words, account)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(association.to_string())
    .bind(summary.to_string())
    .bind(step.number)
    .bind(step.progress.as_str())
    .bind(now.date().to_string())
    .bind(step.words.map(Note::as_str))
    .bind(account.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
