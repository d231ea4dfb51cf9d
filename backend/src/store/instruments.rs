//! Questionnaires as they came, each version for good: answers refer to it.

use super::price_lists::Brought;
use super::sql::{self, Connection};
use super::{Keep, OperatorRight, Store, StoreError};
use crate::digest::sha256;
use shared::instrument::InstrumentRef;
use shared::time::Instant;

impl Store {
    /// Takes a version of a questionnaire in.
    pub(crate) async fn bring_instrument(
        &self,
        _right: OperatorRight,
        instrument: InstrumentRef,
        text: String,
        keep: Keep,
        now: Instant,
    ) -> Result<Brought, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    match known(connection, &instrument).await? {
                        Some(known) if known == text => Ok(Brought::Unchanged),
                        Some(_) => Ok(Brought::Conflicting),
                        None => {
                            if keep == Keep::ForGood {
                                put(connection, &instrument, &text, now).await?;
                            }
                            Ok(Brought::New)
                        }
                    }
                })
            })
            .await
    }

    /// Every version of every questionnaire that was brought.
    pub(crate) async fn instruments(&self) -> Result<Vec<String>, StoreError> {
        self.instruments_until(Instant(i64::MAX)).await
    }

    /// Those that had been brought by some time.
    pub(crate) async fn instruments_until(&self, until: Instant) -> Result<Vec<String>, StoreError> {
        Ok(sql::query_scalar("SELECT text FROM instruments WHERE taken_at <= $1 ORDER BY id, version")
            .bind(until.0)
            .fetch_all(&mut self.readers.acquire().await?)
            .await?)
    }
}

async fn known(connection: &mut Connection, instrument: &InstrumentRef) -> Result<Option<String>, StoreError> {
    let text = sql::query_scalar("SELECT text FROM instruments WHERE id = $1 AND version = $2")
        .bind(instrument.id.as_str())
        .bind(i64::from(instrument.version))
        .fetch_optional(connection)
        .await?;
    Ok(text)
}

async fn put(
    connection: &mut Connection,
    instrument: &InstrumentRef,
    text: &str,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO instruments (id, version, text, digest, taken_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(instrument.id.as_str())
        .bind(i64::from(instrument.version))
        .bind(text)
        .bind(sha256(text.as_bytes()))
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}
