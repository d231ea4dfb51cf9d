//! All that is kept of a participant, gathered in one snapshot.

use super::audit;
use super::column::read;
use super::right::OwnRecordRight;
use super::sql::{self, Connection};
use super::{Store, StoreError};
use serde_json::value::RawValue;
use shared::audit::{Reason, What};
use shared::id::{DeviceId, InterventionId, MemberId, ParticipationId};
use shared::own_record::{OwnDevice, OwnRecord, OwnStay};
use shared::sync::wire::Delivered;
use shared::time::Instant;

const STAYS: &str = "
    SELECT p.member, m.name, p.id, p.intervention, i.name
    FROM access a
    JOIN participations p ON p.member = a.member AND p.id = a.participation
    JOIN members m ON m.id = p.member
    JOIN interventions i ON i.member = p.member AND i.id = p.intervention
    WHERE a.account = $1 AND a.revoked IS NULL
    ORDER BY p.started, p.id";

const FOLLOWED_BY: &str = "
    SELECT c.name FROM access a JOIN accounts c ON c.id = a.account
    WHERE a.member = $1 AND a.participation = $2 AND a.account <> $3 AND a.revoked IS NULL
    ORDER BY c.name";

impl Store {
    /// Everything that is kept of the person whose account this is. That it was asked for is noted.
    pub(crate) async fn own_record(&self, right: OwnRecordRight, now: Instant) -> Result<OwnRecord, StoreError> {
        let noted = self.writer.run(move |connection| {
            Box::pin(async move {
                let entry = audit::done_by(connection, right.account(), What::RecordExported).await?;
                audit::note(connection, entry.because(Reason::OwnWish), now).await
            })
        });
        noted.await?;
        let mut snapshot = self.readers.snapshot().await?;
        let account = right.account();
        let name: String = sql::query_scalar("SELECT name FROM accounts WHERE id = $1")
            .bind(account.to_string())
            .fetch_one(&mut snapshot)
            .await?;
        let rows: Vec<(String, String, String, String, String)> =
            sql::query_as(STAYS).bind(account.to_string()).fetch_all(&mut snapshot).await?;
        let mut stays = Vec::with_capacity(rows.len());
        for (member, member_name, participation, intervention, intervention_name) in rows {
            let followed_by: Vec<String> = sql::query_scalar(FOLLOWED_BY)
                .bind(&member)
                .bind(&participation)
                .bind(account.to_string())
                .fetch_all(&mut snapshot)
                .await?;
            stays.push(OwnStay {
                records: records(&mut snapshot, &member, &participation).await?,
                participation: read("participations.id", &participation, ParticipationId::parse)?,
                member: read("participations.member", &member, MemberId::parse)?,
                member_name: member_name.into(),
                intervention: read("participations.intervention", &intervention, InterventionId::parse)?,
                intervention_name: intervention_name.into(),
                followed_by: followed_by.into_iter().map(Into::into).collect(),
            });
        }
        let devices = devices(&mut snapshot, &right).await?;
        let read_by = audit::readers(&mut snapshot, right, i64::MAX).await?;
        Ok(OwnRecord { made_at: now, account, name: name.into(), stays, read_by, devices })
    }
}

async fn records(connection: &mut Connection, member: &str, participation: &str) -> Result<Vec<Delivered>, StoreError> {
    let rows: Vec<(String, i64)> = sql::query_as(
        "SELECT text, received_at FROM records WHERE member = $1 AND participation = $2 ORDER BY position",
    )
    .bind(member)
    .bind(participation)
    .fetch_all(connection)
    .await?;
    let delivered = |(text, received_at): (String, i64)| {
        let record = RawValue::from_string(text).map_err(|_| StoreError::Unreadable { column: "records.text" })?;
        Ok(Delivered { received_at: Instant(received_at), record })
    };
    rows.into_iter().map(delivered).collect()
}

async fn devices(connection: &mut Connection, right: &OwnRecordRight) -> Result<Vec<OwnDevice>, StoreError> {
    let rows: Vec<(String, i64, i64, String)> =
        sql::query_as("SELECT device, first_at, at, app FROM contacts WHERE account = $1 ORDER BY first_at, device")
            .bind(right.account().to_string())
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|(device, first_at, last_at, app)| {
            let device = read("contacts.device", &device, DeviceId::parse)?;
            Ok(OwnDevice { device, first_at: Instant(first_at), last_at: Instant(last_at), app: app.into() })
        })
        .collect()
}
