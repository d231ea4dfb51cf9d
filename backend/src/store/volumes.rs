//! What structural interventions counted, version by version. It does not know what is summed.

use super::column::read;
use super::organisation::{Setting, ensure};
use super::sql::{self, Connection};
use super::{EntryVerdict, FiguresRight, ImportRight, Keep, OperatorRight, Store, StoreError};
use shared::figures::{Attended, Counted};
use shared::id::{AssociationId, ImportId, InterventionId, MemberId};
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
    /// Takes rows in, in one transaction, as part of an import where that is one to be taken back.
    pub(crate) async fn bring_volumes(
        &self,
        _right: ImportRight,
        rows: Vec<VolumeRow>,
        keep: Keep,
        under: Option<ImportId>,
        now: Instant,
    ) -> Result<Vec<EntryVerdict>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    Keep::begin(connection).await?;
                    let mut verdicts = Vec::with_capacity(rows.len());
                    for row in &rows {
                        verdicts.push(bring(connection, row, under, now).await?);
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
        let is_there = |(_, _, _, occasions, attendances): &Stored| occasions.is_some() || attendances.is_some();
        rows.into_iter().filter(is_there).map(attended).collect()
    }
}

async fn bring(
    connection: &mut Connection,
    row: &VolumeRow,
    under: Option<ImportId>,
    now: Instant,
) -> Result<EntryVerdict, StoreError> {
    ensure(connection, &row.setting).await?;
    let Attended { intervention, held, activity, counted } = &row.attended;
    let key = [row.setting.member.id.to_string(), intervention.to_string(), held.to_string(), activity.to_string()];
    let numbers = (counted.occasions().map(i64::from), counted.attendances().map(i64::from));
    let [member, intervention, held, activity] = &key;
    let newest = newest(connection, &key).await?;
    if newest.is_some_and(|(_, occasions, attendances)| (occasions, attendances) == numbers) {
        return Ok(EntryVerdict::Unchanged);
    }
    let version = newest.map_or(1, |(version, ..)| version + 1);
    put(connection, &key, version, numbers, now).await?;
    if let Some(import) = under {
        sql::query(
            "INSERT INTO imported_volumes (member, import, intervention, held, activity, version)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(member)
        .bind(import.to_string())
        .bind(intervention)
        .bind(held)
        .bind(activity)
        .bind(version)
        .execute(connection)
        .await?;
    }
    Ok(EntryVerdict::Imported)
}

/// Member, intervention, when, and what kind of activity.
type Key = [String; 4];

/// Puts a version down. One without any number says that what was there has been taken back.
async fn put(
    connection: &mut Connection,
    [member, intervention, held, activity]: &Key,
    version: i64,
    (occasions, attendances): (Option<i64>, Option<i64>),
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO volumes (member, intervention, held, activity, version, occasions, attendances, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(member)
    .bind(intervention)
    .bind(held)
    .bind(activity)
    .bind(version)
    .bind(occasions)
    .bind(attendances)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

async fn newest(
    connection: &mut Connection,
    [member, intervention, held, activity]: &Key,
) -> Result<Option<Newest>, StoreError> {
    let newest = sql::query_as(NEWEST)
        .bind(member)
        .bind(intervention)
        .bind(held)
        .bind(activity)
        .fetch_optional(connection)
        .await?;
    Ok(newest)
}

/// What an import brought and what has not been taken back.
pub(super) struct Brought {
    /// The numbers that are still the newest, each with its version.
    untouched: Vec<(Key, i64)>,
    /// How many were put right since, by another file.
    pub(super) put_right: u64,
}

impl Brought {
    /// How many are still the newest.
    pub(super) fn untouched(&self) -> u64 {
        self.untouched.len() as u64
    }
}

/// Looks for what an import brought.
pub(super) async fn brought_by(
    connection: &mut Connection,
    member: MemberId,
    import: ImportId,
) -> Result<Brought, StoreError> {
    let rows: Vec<(String, String, String, i64)> = sql::query_as(
        "SELECT intervention, held, activity, version FROM imported_volumes WHERE member = $1 AND import = $2
         ORDER BY intervention, held, activity, version",
    )
    .bind(member.to_string())
    .bind(import.to_string())
    .fetch_all(&mut *connection)
    .await?;
    let mut brought = Brought { untouched: Vec::new(), put_right: 0 };
    for (intervention, held, activity, version) in rows {
        let key = [member.to_string(), intervention, held, activity];
        match newest(connection, &key).await? {
            Some((newest, ..)) if newest == version => brought.untouched.push((key, version)),
            _ => brought.put_right += 1,
        }
    }
    Ok(brought)
}

/// Takes back what nobody has put right: as a version that says what was so before, or that there is nothing.
pub(super) async fn take_back(
    connection: &mut Connection,
    import: ImportId,
    brought: &Brought,
    now: Instant,
) -> Result<(), StoreError> {
    for (key, version) in &brought.untouched {
        let [member, intervention, held, activity] = key;
        let before: Option<(Option<i64>, Option<i64>)> = sql::query_as(
            "SELECT occasions, attendances FROM volumes
             WHERE member = $1 AND intervention = $2 AND held = $3 AND activity = $4 AND version = $5",
        )
        .bind(member)
        .bind(intervention)
        .bind(held)
        .bind(activity)
        .bind(version - 1)
        .fetch_optional(&mut *connection)
        .await?;
        put(connection, key, version + 1, before.unwrap_or_default(), now).await?;
        sql::query(
            "DELETE FROM imported_volumes WHERE member = $1 AND import = $2 AND intervention = $3 AND held = $4
             AND activity = $5 AND version = $6",
        )
        .bind(member)
        .bind(import.to_string())
        .bind(intervention)
        .bind(held)
        .bind(activity)
        .bind(*version)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

fn count(column: &'static str, number: Option<i64>) -> Result<Option<u32>, StoreError> {
    number.map(|number| u32::try_from(number).map_err(|_| StoreError::Unreadable { column })).transpose()
}
