//! Reports that were saved, and that one was taken away. It does not know what a definition says.

use super::audit::{done_by, note};
use super::column::read;
use super::right::ReportRight;
use super::sql;
use super::{DashboardRight, Store, StoreError};
use shared::audit::{About, What};
use shared::id::SavedReportId;
use shared::report::WholeReport;
use shared::time::Instant;

/// A report as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptReport {
    /// Which one.
    pub(crate) id: SavedReportId,
    /// What it is about and how far everything went.
    pub(crate) definition: String,
    /// Of its figures.
    pub(crate) fingerprint: String,
    /// When.
    pub(crate) saved_at: Instant,
}

/// A row of the table.
type Stored = (String, String, String, i64);

impl Store {
    /// Keeps a report, and notes it.
    pub(crate) async fn save_report(&self, right: &ReportRight, report: KeptReport) -> Result<(), StoreError> {
        let (association, account) = (right.dashboards.association(), right.account);
        let audience = audience(right);
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query(
                        "INSERT INTO saved_reports (association, id, audience, definition, fingerprint, saved_by, saved_at)
                         VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    )
                    .bind(association.to_string())
                    .bind(report.id.to_string())
                    .bind(audience)
                    .bind(report.definition.as_str())
                    .bind(report.fingerprint.as_str())
                    .bind(account.to_string())
                    .bind(report.saved_at.0)
                    .execute(connection)
                    .await?;
                    let entry = done_by(connection, account, What::Reported).await?;
                    note(connection, entry.about(About::WholeReport(WholeReport::Annual)), report.saved_at).await
                })
            })
            .await
    }

    /// Notes that a report is taken away, before it is.
    pub(crate) async fn note_report(
        &self,
        right: &ReportRight,
        report: WholeReport,
        now: Instant,
    ) -> Result<(), StoreError> {
        let account = right.account;
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let entry = done_by(connection, account, What::Reported).await?;
                    note(connection, entry.about(About::WholeReport(report)), now).await
                })
            })
            .await
    }

    /// The saved reports of an association for whoever is on the same side of what is hidden, the last one first. Which of
    /// them are about what the reader may see is in their definitions.
    pub(crate) async fn saved_reports(&self, right: &ReportRight) -> Result<Vec<KeptReport>, StoreError> {
        let rows: Vec<Stored> = sql::query_as(
            "SELECT id, definition, fingerprint, saved_at FROM saved_reports
             WHERE association = $1 AND audience = $2 ORDER BY saved_at DESC, id",
        )
        .bind(right.dashboards.association().to_string())
        .bind(audience(right))
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        rows.into_iter().map(kept).collect()
    }
}

const fn audience(right: &ReportRight) -> &'static str {
    match right.dashboards {
        DashboardRight::Interventions { .. } => "member",
        DashboardRight::Aggregates { .. } => "association",
    }
}

fn kept((id, definition, fingerprint, saved_at): Stored) -> Result<KeptReport, StoreError> {
    let id = read("saved_reports.id", &id, SavedReportId::parse)?;
    Ok(KeptReport { id, definition, fingerprint, saved_at: Instant(saved_at) })
}
