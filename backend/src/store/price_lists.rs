//! Price lists as they came, association by association. It does not know what a price is.

use super::audit::note_for_all_of;
use super::sql::{self, Connection};
use super::{AssociationRight, FiguresRight, Keep, OperatorRight, ReleaseRight, Store, StoreError};
use crate::digest::sha256;
use shared::audit::{About, What};
use shared::figures::Period;
use shared::id::AssociationId;
use shared::report::ReportName;
use shared::time::Instant;

/// What became of reference data that was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brought {
    /// It is the newest now.
    New,
    /// It was the newest already.
    Unchanged,
    /// The same version was brought before with other content, which is kept.
    Conflicting,
}

impl Store {
    /// Makes a list the newest of an association.
    pub(crate) async fn bring_prices(
        &self,
        _right: OperatorRight,
        association: AssociationId,
        text: String,
        keep: Keep,
        now: Instant,
    ) -> Result<Brought, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let newest = newest(connection, association).await?;
                    if newest.as_ref().is_some_and(|(_, known)| *known == text) {
                        return Ok(Brought::Unchanged);
                    }
                    let position = newest.map_or(1, |(position, _)| position + 1);
                    if keep == Keep::ForGood {
                        put(connection, association, position, &text, now).await?;
                    }
                    Ok(Brought::New)
                })
            })
            .await
    }

    /// The newest list of an association, for whoever keeps it.
    pub(crate) async fn prices_of_association(&self, right: AssociationRight) -> Result<Option<String>, StoreError> {
        let newest = newest(&mut self.readers.acquire().await?, right.association()).await?;
        Ok(newest.map(|(_, text)| text))
    }

    /// Makes a list the newest of an association, by whoever keeps it.
    pub(crate) async fn keep_prices(
        &self,
        right: AssociationRight,
        text: String,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let association = right.association();
                    let newest = newest(connection, association).await?;
                    // Said twice is said once.
                    if newest.as_ref().is_some_and(|(_, known)| *known == text) {
                        return Ok(());
                    }
                    put(connection, association, newest.map_or(1, |(position, _)| position + 1), &text, now).await?;
                    let entry = right.did(What::PricesChanged).about(About::Association(association));
                    note_for_all_of(connection, association, entry, now).await
                })
            })
            .await
    }

    /// The newest list of an association.
    pub(crate) async fn newest_prices(
        &self,
        _right: OperatorRight,
        association: AssociationId,
    ) -> Result<Option<String>, StoreError> {
        let newest = newest(&mut self.readers.acquire().await?, association).await?;
        Ok(newest.map(|(_, text)| text))
    }

    /// The newest list of an association, and its number.
    pub(crate) async fn prices_now(&self, right: FiguresRight) -> Result<Option<(i64, String)>, StoreError> {
        newest(&mut self.readers.acquire().await?, right.association()).await
    }

    /// The list, with its number, by which the money of a period was released: all of it by that of the first report;
    /// `None` where there was none.
    pub(crate) async fn prices_of_release(
        &self,
        right: ReleaseRight,
        period: Period,
    ) -> Result<Option<(i64, String)>, StoreError> {
        let newest_then = sql::query_as(
            "SELECT position, text FROM price_lists WHERE association = $1 AND taken_at <= \
             (SELECT MIN(released_at) FROM releases \
              WHERE association = $1 AND report IN ($2, $3, $4) AND first_day = $5 AND last_day = $6) \
             ORDER BY position DESC LIMIT 1",
        )
        .bind(right.association().to_string())
        .bind(ReportName::Impact.as_str())
        .bind(ReportName::Realised.as_str())
        .bind(ReportName::StepScenario.as_str())
        .bind(period.from().to_string())
        .bind(period.to().to_string())
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        Ok(newest_then)
    }

    /// The list of that number.
    pub(crate) async fn prices_of(&self, right: FiguresRight, number: i64) -> Result<Option<String>, StoreError> {
        let text = sql::query_scalar("SELECT text FROM price_lists WHERE association = $1 AND position = $2")
            .bind(right.association().to_string())
            .bind(number)
            .fetch_optional(&mut self.readers.acquire().await?)
            .await?;
        Ok(text)
    }
}

async fn newest(connection: &mut Connection, association: AssociationId) -> Result<Option<(i64, String)>, StoreError> {
    let row =
        sql::query_as("SELECT position, text FROM price_lists WHERE association = $1 ORDER BY position DESC LIMIT 1")
            .bind(association.to_string())
            .fetch_optional(connection)
            .await?;
    Ok(row)
}

async fn put(
    connection: &mut Connection,
    association: AssociationId,
    position: i64,
    text: &str,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO price_lists (association, position, text, digest, taken_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(association.to_string())
        .bind(position)
        .bind(text)
        .bind(sha256(text.as_bytes()))
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}
