//! The last contact of each device, and who is told of it. Nothing is decided by what a device says of itself.

use super::column::{read, signed, unsigned};
use super::sql::{self, Connection};
use super::{RecordsRight, SendRight, Store, StoreError};
use shared::account::Role;
use shared::id::{DeviceId, ParticipationId};
use shared::sync::{Contact, LostPerhaps, Noted, TOLD_FOR, Waiting};
use shared::time::Instant;
use std::collections::BTreeMap;

/// The most devices of an account whose contacts are kept: whoever invents devices fills nothing up.
const MOST_DEVICES: i64 = 8;

impl Store {
    /// Writes down a contact, where it is news.
    pub(crate) async fn note_contact(
        &self,
        right: SendRight,
        device: DeviceId,
        noted: Noted,
    ) -> Result<(), StoreError> {
        let before = last(&mut self.readers.acquire().await?, &right, device).await?;
        if !noted.is_news(before.as_ref()) {
            return Ok(());
        }
        self.writer
            .run(move |connection| Box::pin(async move { write(connection, &right, device, &noted).await }))
            .await
    }

    /// When the participants that somebody follows were last in touch.
    pub(crate) async fn contacts(&self, right: &RecordsRight) -> Result<Vec<Contact>, StoreError> {
        let rows: Vec<(String, i64, Option<i64>, i64)> = sql::query_as(
            "SELECT theirs.participation, c.at, c.waiting,
                (SELECT COUNT(*) FROM push_subscriptions s WHERE s.association = person.association AND s.account = person.id)
             FROM access mine
             JOIN access theirs ON theirs.member = mine.member AND theirs.participation = mine.participation
             JOIN accounts person ON person.id = theirs.account
             JOIN contacts c ON c.association = person.association AND c.account = person.id
             WHERE mine.account = $1 AND mine.revoked IS NULL AND theirs.revoked IS NULL AND person.role = $2
             ORDER BY c.at",
        )
        .bind(right.account().to_string())
        .bind(Role::Participant.as_str())
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        // Of several devices the one that was in touch last speaks for the person.
        let mut latest = BTreeMap::new();
        for (participation, at, waiting, phones) in rows {
            let participation = read("access.participation", &participation, ParticipationId::parse)?;
            let waiting = waiting.map(|waiting| unsigned("contacts.waiting", waiting)).transpose()?;
            let reminded = Some(phones > 0);
            latest.insert(participation, Contact { participation, at: Instant(at), waiting, reminded });
        }
        Ok(latest.into_values().collect())
    }

    /// What waited on another device when this one came in its place, as long as that is news to the person.
    pub(crate) async fn lost_perhaps(
        &self,
        right: &RecordsRight,
        device: DeviceId,
        now: Instant,
    ) -> Result<Option<LostPerhaps>, StoreError> {
        let row: Option<(i64, i64)> = sql::query_as(
            "SELECT other.at, other.waiting
             FROM contacts mine JOIN contacts other
                ON other.association = mine.association AND other.account = mine.account
             WHERE mine.association = $1 AND mine.account = $2 AND mine.device = $3 AND mine.first_at > $4
                AND other.device <> mine.device AND other.at <= mine.first_at AND other.waiting > 0
             ORDER BY other.at DESC LIMIT 1",
        )
        .bind(right.association().to_string())
        .bind(right.account().to_string())
        .bind(device.to_string())
        .bind(now.plus(-TOLD_FOR).0)
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        row.map(|(at, waiting)| Ok(LostPerhaps { at: Instant(at), waiting: unsigned("contacts.waiting", waiting)? }))
            .transpose()
    }
}

/// When, with which app, how many waited, since when.
type Row = (i64, String, Option<i64>, Option<i64>);

async fn last(connection: &mut Connection, right: &SendRight, device: DeviceId) -> Result<Option<Noted>, StoreError> {
    let row: Option<Row> = sql::query_as(
        "SELECT at, app, waiting, waiting_since FROM contacts
         WHERE association = $1 AND account = $2 AND device = $3",
    )
    .bind(right.association().to_string())
    .bind(right.account().to_string())
    .bind(device.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|(at, app, waiting, since)| {
        let waiting = waiting
            .map(|records| Ok(Waiting { records: unsigned("contacts.waiting", records)?, since: since.map(Instant) }))
            .transpose();
        waiting.map(|waiting| Noted { at: Instant(at), app, waiting })
    })
    .transpose()
}

async fn write(
    connection: &mut Connection,
    right: &SendRight,
    device: DeviceId,
    noted: &Noted,
) -> Result<(), StoreError> {
    let (association, account) = (right.association().to_string(), right.account().to_string());
    sql::query(
        "INSERT INTO contacts (association, account, device, first_at, at, app, waiting, waiting_since)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7)
         ON CONFLICT (association, account, device) DO UPDATE SET
            at = excluded.at, app = excluded.app, waiting = excluded.waiting, waiting_since = excluded.waiting_since",
    )
    .bind(&association)
    .bind(&account)
    .bind(device.to_string())
    .bind(noted.at.0)
    .bind(&noted.app)
    .bind(noted.waiting.map(|waiting| signed(waiting.records)))
    .bind(noted.waiting.and_then(|waiting| waiting.since).map(|since| since.0))
    .execute(&mut *connection)
    .await?;
    sql::query(
        "DELETE FROM contacts WHERE association = $1 AND account = $2 AND device NOT IN
         (SELECT device FROM contacts WHERE association = $1 AND account = $2 ORDER BY at DESC LIMIT $3)",
    )
    .bind(&association)
    .bind(&account)
    .bind(MOST_DEVICES)
    .execute(connection)
    .await?;
    Ok(())
}
