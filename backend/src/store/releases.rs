//! What figures have left the member, and the memory that protects the next ones. It does not know what is in either.

use super::audit;
use super::right::ReleaseRight;
use super::sql::{self, Connection};
use super::{Store, StoreError};
use shared::audit::{About, Entry, Scope, What};
use shared::figures::Period;
use shared::id::AssociationId;
use shared::report::ReportName;
use shared::time::{Date, Instant};

/// What is remembered of an association's releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReleaseMemory {
    /// Rises with every release.
    pub(crate) version: i64,
    /// What was added to the memory after the version that was asked for, the oldest first.
    pub(crate) additions: Vec<String>,
    /// The first and last day of every release, as text.
    pub(crate) periods: Vec<(String, String)>,
}

/// A release to be kept.
#[derive(Debug, Clone)]
pub(crate) struct Release {
    /// Which days.
    pub(crate) period: Period,
    /// What left, by the report's name.
    pub(crate) bodies: Vec<(&'static str, String)>,
    /// What it adds to the memory.
    pub(crate) addition: String,
    /// The version of the memory that it was made from.
    pub(crate) made_from: i64,
}

impl Store {
    /// What was released of a report for a period.
    pub(crate) async fn released(
        &self,
        right: ReleaseRight,
        report: &str,
        period: Period,
    ) -> Result<Option<String>, StoreError> {
        let (first, last) = days(period);
        let body = sql::query_scalar(
            "SELECT body FROM releases WHERE association = $1 AND report = $2 AND first_day = $3 AND last_day = $4",
        )
        .bind(right.association().to_string())
        .bind(report)
        .bind(first)
        .bind(last)
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        Ok(body)
    }

    /// When a report was released for a period, if it was.
    pub(crate) async fn when_released(
        &self,
        right: ReleaseRight,
        report: &str,
        period: Period,
    ) -> Result<Option<Instant>, StoreError> {
        let (first, last) = days(period);
        let at: Option<i64> = sql::query_scalar(
            "SELECT released_at FROM releases
             WHERE association = $1 AND report = $2 AND first_day = $3 AND last_day = $4",
        )
        .bind(right.association().to_string())
        .bind(report)
        .bind(first)
        .bind(last)
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        Ok(at.map(Instant))
    }

    /// What is remembered of everything that was released, as far as it was added after a version; zero comes before the
    /// first.
    pub(crate) async fn release_memory(&self, right: ReleaseRight, after: i64) -> Result<ReleaseMemory, StoreError> {
        let association = right.association();
        let mut connection = self.readers.snapshot().await?;
        let version = version(&mut connection, association).await?;
        let additions = sql::query_scalar(
            "SELECT body FROM release_additions WHERE association = $1 AND version > $2 ORDER BY version",
        )
        .bind(association.to_string())
        .bind(after)
        .fetch_all(&mut connection)
        .await?;
        let periods = sql::query_as(
            "SELECT DISTINCT first_day, last_day FROM releases WHERE association = $1 ORDER BY first_day, last_day",
        )
        .bind(association.to_string())
        .fetch_all(&mut connection)
        .await?;
        Ok(ReleaseMemory { version, additions, periods })
    }

    /// Keeps a release with its memory; `false` when another was kept since the memory was read, and nothing is.
    pub(crate) async fn keep_release(
        &self,
        right: ReleaseRight,
        release: Release,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let association = right.association();
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    if version(connection, association).await? != release.made_from {
                        return Ok(false);
                    }
                    put(connection, association, &release, now).await?;
                    for (report, _) in &release.bodies {
                        let entry = Entry::new(Scope::Association(association), right.who(), What::Released);
                        let about = ReportName::parse(report).map(About::Report);
                        audit::note_for_all_of(connection, association, Entry { about, ..entry }, now).await?;
                    }
                    Ok(true)
                })
            })
            .await
    }
}

/// The newest version of an association's memory.
async fn version(connection: &mut Connection, association: AssociationId) -> Result<i64, StoreError> {
    let version = sql::query_scalar("SELECT COALESCE(MAX(version), 0) FROM release_additions WHERE association = $1")
        .bind(association.to_string())
        .fetch_one(connection)
        .await?;
    Ok(version)
}

async fn put(
    connection: &mut Connection,
    association: AssociationId,
    release: &Release,
    now: Instant,
) -> Result<(), StoreError> {
    let (first, last) = days(release.period);
    for (report, body) in &release.bodies {
        sql::query(
            "INSERT INTO releases (association, report, first_day, last_day, body, released_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(association.to_string())
        .bind(*report)
        .bind(first.as_str())
        .bind(last.as_str())
        .bind(body.as_str())
        .bind(now.0)
        .execute(&mut *connection)
        .await?;
    }
    sql::query("INSERT INTO release_additions (association, version, body) VALUES ($1, $2, $3)")
        .bind(association.to_string())
        .bind(release.made_from + 1)
        .bind(release.addition.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn days(period: Period) -> (String, String) {
    let text = |day: Date| day.to_string();
    (text(period.from()), text(period.to()))
}
