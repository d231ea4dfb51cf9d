//! What was refused, kept as it came: a person's words are never thrown away because a program did not take them.

use super::StoreError;
use super::sql::{self, Connection};
use shared::id::DeviceId;
use shared::record::Refusal;
use shared::time::Instant;

/// Puts a text aside with its reason.
pub(super) async fn put_aside(
    connection: &mut Connection,
    device: DeviceId,
    digest: &str,
    text: &str,
    refusal: &Refusal,
    now: Instant,
) -> Result<(), StoreError> {
    let refusal = serde_json::to_string(refusal)
        .map_err(|cause| StoreError::Unwritable { column: "quarantine.refusal", cause })?;
    sql::query(
        "INSERT INTO quarantine (device, digest, text, refusal, received_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (device, digest) DO NOTHING",
    )
    .bind(device.to_string())
    .bind(digest)
    .bind(text)
    .bind(refusal)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
