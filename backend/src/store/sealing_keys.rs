//! The keys of sealing and locking as the store has them. What they are for is in `shared::sealing`.

use super::column::read;
use super::sql;
use super::{Session, Store, StoreError};
use shared::id::SealingKeyId;
use shared::sealing::{OpeningKey, Secret32};
use shared::time::Instant;

impl Store {
    /// The keys that open what phones have sealed, the newest first. Where there is none yet, `first` becomes one, unless
    /// another process was quicker.
    pub(crate) async fn opening_keys(&self, first: OpeningKey, now: Instant) -> Result<Vec<OpeningKey>, StoreError> {
        let found = self.stored_opening_keys().await?;
        if !found.is_empty() {
            return Ok(found);
        }
        self.writer
            .run(move |connection| {
                let first = first.clone();
                Box::pin(async move {
                    sql::query(
                        "INSERT INTO sealing_keys (number, id, private, made_at) VALUES (1, $1, $2, $3)
                         ON CONFLICT (number) DO NOTHING",
                    )
                    .bind(first.id().to_string())
                    .bind(first.private().reveal())
                    .bind(now.0)
                    .execute(connection)
                    .await?;
                    Ok(())
                })
            })
            .await?;
        self.stored_opening_keys().await
    }

    async fn stored_opening_keys(&self) -> Result<Vec<OpeningKey>, StoreError> {
        let rows: Vec<(String, String)> = sql::query_as("SELECT id, private FROM sealing_keys ORDER BY number DESC")
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        let key = |(id, private): (String, String)| {
            let id = read("sealing_keys.id", &id, SealingKeyId::parse)?;
            let private = Secret32::parse(&private);
            let private = private.ok_or(StoreError::Unreadable { column: "sealing_keys.private" })?;
            Ok(OpeningKey::stored(id, private))
        };
        rows.into_iter().map(key).collect()
    }

    /// The server's half of the lock of an account's phones; `fresh` becomes it at the first sign-in.
    pub(crate) async fn recovery(&self, session: &Session, fresh: Secret32) -> Result<Secret32, StoreError> {
        let account = session.account.to_string();
        let stored: String = self
            .writer
            .run(move |connection| {
                let (account, fresh) = (account.clone(), fresh.reveal());
                Box::pin(async move {
                    sql::query(
                        "INSERT INTO account_keys (account, recovery) VALUES ($1, $2) ON CONFLICT (account) DO NOTHING",
                    )
                    .bind(&account)
                    .bind(fresh)
                    .execute(&mut *connection)
                    .await?;
                    let stored = sql::query_scalar("SELECT recovery FROM account_keys WHERE account = $1");
                    Ok(stored.bind(account).fetch_one(connection).await?)
                })
            })
            .await?;
        Secret32::parse(&stored).ok_or(StoreError::Unreadable { column: "account_keys.recovery" })
    }
}
