//! What structural interventions counted, version by version. It does not know what is summed.

use super::column::read;
use super::organisation::{Setting, ensure};
use super::sql::{self, Connection};
use super::{EntryVerdict, FiguresRight, Keep, OperatorRight, Store, StoreError};
use shared::figures::{Attended, Counted};
use shared::id::{AssociationId, InterventionId};
use shared::time::Instant;

/// One row of numbers, and where it belongs.
#[derive(Debug, Clone)]
pub(crate) struct VolumeRow {
    /// What must be there before it.
    pub(crate) setting: Setting,
    /// The numbers.
    pub(crate) attended: Attended,
}

const NEWEST: &str = "
    SELECT version, occasions, attendances FROM volumes
    WHERE member = $1 AND intervention = $2 AND held = $3 AND activity = $4
    ORDER BY version DESC LIMIT 1";

const OF_THE_ASSOCIATION: &str = "
    SELECT v.intervention, v.held, v.activity, v.occasions, v.attendances
    FROM members m JOIN volumes v ON v.member = m.id
    WHERE m.association = $1 AND v.taken_at <= $2 AND NOT EXISTS
    (SELECT 1 FROM volumes n WHERE n.member = v.member AND n.intervention = v.intervention
     AND n.held = v.held AND n.activity = v.activity AND n.version > v.version AND n.taken_at <= $2)
    ORDER BY v.member, v.intervention, v.held, v.activity";

/// A row of [`OF_THE_ASSOCIATION`].
type Stored = (String, String, String, Option<i64>, Option<i64>);

/// A row of [`NEWEST`].
type Newest = (i64, Option<i64>, Option<i64>);

impl Store {
    /// Takes rows in, in one transaction.
    pub(crate) async fn bring_volumes(
        &self,
        _right: OperatorRight,
        rows: Vec<VolumeRow>,
        keep: Keep,
        now: Instant,
    ) -> Result<Vec<EntryVerdict>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    Keep::begin(connection).await?;
                    let mut verdicts = Vec::with_capacity(rows.len());
                    for row in &rows {
                        verdicts.push(bring(connection, row, now).await?);
                    }
                    keep.end(connection).await?;
                    Ok(verdicts)
                })
            })
            .await
    }

    /// The newest version of everything that an association's structural interventions counted.
    pub(crate) async fn volumes(
        &self,
        right: OperatorRight,
        association: AssociationId,
    ) -> Result<Vec<Attended>, StoreError> {
        self.volumes_until(right.figures(association), Instant(i64::MAX)).await
    }

    /// The same as it was at some time.
    pub(crate) async fn volumes_until(&self, right: FiguresRight, until: Instant) -> Result<Vec<Attended>, StoreError> {
        let rows: Vec<Stored> = sql::query_as(OF_THE_ASSOCIATION)
            .bind(right.association().to_string())
            .bind(until.0)
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        let attended = |(intervention, held, activity, occasions, attendances): Stored| {
            let counted =
                Counted::new(count("volumes.occasions", occasions)?, count("volumes.attendances", attendances)?);
            Ok(Attended {
                intervention: read("volumes.intervention", &intervention, InterventionId::parse)?,
                held: read("volumes.held", &held, |text| text.parse().ok())?,
                activity: activity.into(),
                counted: counted.map_err(|_| StoreError::Unreadable { column: "volumes.occasions" })?,
            })
        };
        rows.into_iter().map(attended).collect()
    }
}

async fn bring(connection: &mut Connection, row: &VolumeRow, now: Instant) -> Result<EntryVerdict, StoreError> {
    ensure(connection, &row.setting).await?;
    let Attended { intervention, held, activity, counted } = &row.attended;
    let key = [row.setting.member.id.to_string(), intervention.to_string(), held.to_string(), activity.to_string()];
    let numbers = (counted.occasions().map(i64::from), counted.attendances().map(i64::from));
    let [member, intervention, held, activity] = &key;
    let newest: Option<Newest> = sql::query_as(NEWEST)
        .bind(member)
        .bind(intervention)
        .bind(held)
        .bind(activity)
        .fetch_optional(connection)
        .await?;
    if newest.is_some_and(|(_, occasions, attendances)| (occasions, attendances) == numbers) {
        return Ok(EntryVerdict::Unchanged);
    }
    sql::query(
        "INSERT INTO volumes (member, intervention, held, activity, version, occasions, attendances, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(member)
    .bind(intervention)
    .bind(held)
    .bind(activity)
    .bind(newest.map_or(1, |(version, ..)| version + 1))
    .bind(numbers.0)
    .bind(numbers.1)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(EntryVerdict::Imported)
}

fn count(column: &'static str, number: Option<i64>) -> Result<Option<u32>, StoreError> {
    number.map(|number| u32::try_from(number).map_err(|_| StoreError::Unreadable { column })).transpose()
}
