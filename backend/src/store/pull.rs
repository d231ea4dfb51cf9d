//! A pull: what a device has not seen yet, member by member, in the order in which it came to be allowed to see it.
//! `shared::sync::wire::Cursor` says what a cursor means; nothing is skipped, whatever the size of the pages.

use super::column::{read, signed, unsigned};
use super::sql::{self, Connection};
use super::{RecordsRight, Store, StoreError};
use crate::digest::sha256;
use serde_json::value::RawValue;
use shared::id::{MemberId, ParticipationId};
use shared::sync::paging::delivered;
use shared::sync::slice::holds;
use shared::sync::wire::{Cursor, Delivered, Page};
use shared::time::{Instant, Month};
use std::collections::{BTreeMap, BTreeSet};

/// What a device asks for.
pub(crate) struct Wanted {
    /// How far it has come; empty to begin anew.
    pub(crate) cursors: BTreeMap<MemberId, Cursor>,
    /// The most records that it wants; at least one is tried.
    pub(crate) limit: usize,
    /// The first month of the device's slice.
    pub(crate) held_from: Option<Month>,
}

/// A record is seen at the later of its own position and the one at which access was given. The first half finds what
/// was written since the cursor, by index; the second what access was given to since then. Both look at positions
/// alone, which are in the index: a record itself is read when it is known to be on the page. The joins say `CROSS`
/// since SQLite goes through those in the order written; else it would read the whole log.
const NEW_RECORDS: &str = "
    SELECT page.seen_at, page.position, r.received_at, r.participation, r.text, r.digest FROM (
        SELECT seen_at, position FROM (
            SELECT r.position AS seen_at, r.position
            FROM access a CROSS JOIN records r
            WHERE r.member = a.member AND r.participation = a.participation
            AND a.member = $1 AND a.account = $2 AND a.revoked IS NULL AND a.granted < $3 AND r.position >= $3
            UNION ALL
            SELECT CASE WHEN r.position > a.granted THEN r.position ELSE a.granted END AS seen_at, r.position
            FROM access a CROSS JOIN records r
            WHERE r.member = a.member AND r.participation = a.participation
            AND a.member = $1 AND a.account = $2 AND a.revoked IS NULL AND a.granted >= $3
        ) AS visible
        WHERE (seen_at, position) > ($3, $4)
        ORDER BY seen_at, position
        LIMIT $5
    ) AS page CROSS JOIN records r
    WHERE r.member = $1 AND r.position = page.position
    ORDER BY page.seen_at, page.position";

/// Participations to which access has ended.
const FORGET: &str =
    "SELECT participation FROM access WHERE member = $1 AND account = $2 AND revoked > $3 ORDER BY revoked";

/// Those of them that were erased.
const ERASED: &str = "
    SELECT e.participation FROM access a JOIN erased e ON e.member = a.member AND e.participation = a.participation
    WHERE a.member = $1 AND a.account = $2 AND e.position > $3 ORDER BY e.position";

impl Store {
    /// The pages that a device has not seen, all from one snapshot. Whose records are in them is noted before they are
    /// handed out.
    pub(crate) async fn pull(
        &self,
        right: RecordsRight,
        wanted: &Wanted,
        now: Instant,
    ) -> Result<Vec<Page>, StoreError> {
        let (pages, handed_out) = self.pages(&right, wanted).await?;
        self.note_reads(&right, handed_out, now).await?;
        Ok(pages)
    }

    async fn pages(&self, right: &RecordsRight, wanted: &Wanted) -> Result<(Vec<Page>, HandedOut), StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let mut left = delivered(wanted.limit);
        let (mut pages, mut handed_out) = (Vec::new(), HandedOut::new());
        for (member, head) in scopes(&mut snapshot, right).await? {
            let cursor = wanted.cursors.get(&member).copied().unwrap_or_default().within(head);
            let scope = Scope { member, head, cursor, held_from: wanted.held_from };
            let (page, taken) = scope.page(&mut snapshot, right, left, &mut handed_out).await?;
            left -= taken;
            pages.push(page);
        }
        Ok((pages, handed_out))
    }
}

/// The members in whose logs the account has, or had, something to see, and how far their logs go.
async fn scopes(connection: &mut Connection, right: &RecordsRight) -> Result<Vec<(MemberId, u64)>, StoreError> {
    let rows: Vec<(String, i64)> = sql::query_as(
        "SELECT member, position FROM positions
         WHERE member IN (SELECT member FROM access WHERE account = $1)
         ORDER BY member",
    )
    .bind(right.account().to_string())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|(member, head)| {
            Ok((read("positions.member", member, MemberId::parse)?, unsigned("positions.position", *head)?))
        })
        .collect()
}

/// One member's log, from a cursor on.
struct Scope {
    member: MemberId,
    head: u64,
    cursor: Cursor,
    held_from: Option<Month>,
}

impl Scope {
    /// The page, and how many records of the log it covers: those outside the slice are passed by.
    async fn page(
        &self,
        connection: &mut Connection,
        right: &RecordsRight,
        left: usize,
        handed_out: &mut HandedOut,
    ) -> Result<(Page, usize), StoreError> {
        let mut rows = self.rows(connection, right, left + 1).await?;
        let more = rows.len() > left;
        rows.truncate(left);
        let next = self.cursor.next(self.head, rows.last().map(|row| row.cursor), more);
        let forget = self.ended(connection, right, FORGET).await?;
        let erased = self.ended(connection, right, ERASED).await?;
        let taken = rows.len();
        rows.retain(|row| holds(self.held_from, row.delivered.record.get()));
        handed_out.extend(rows.iter().map(|row| (self.member, row.participation)));
        let records = rows.into_iter().map(|row| row.delivered).collect();
        Ok((Page { member: self.member, records, forget, erased, next, more }, taken))
    }

    async fn rows(
        &self,
        connection: &mut Connection,
        right: &RecordsRight,
        limit: usize,
    ) -> Result<Vec<Seen>, StoreError> {
        let rows: Vec<SeenColumns> = sql::query_as(NEW_RECORDS)
            .bind(self.member.to_string())
            .bind(right.account().to_string())
            .bind(signed(self.cursor.seen_at))
            .bind(signed(self.cursor.position))
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await?;
        rows.into_iter().map(Seen::read).collect()
    }

    /// Participations that one of [`FORGET`] and [`ERASED`] names since the cursor. On a page with more to come they may be
    /// named again on the next; to forget twice is to forget.
    async fn ended(
        &self,
        connection: &mut Connection,
        right: &RecordsRight,
        query: &'static str,
    ) -> Result<Vec<ParticipationId>, StoreError> {
        let rows: Vec<String> = sql::query_scalar(query)
            .bind(self.member.to_string())
            .bind(right.account().to_string())
            .bind(signed(self.cursor.seen_at))
            .fetch_all(connection)
            .await?;
        rows.iter().map(|text| read("access.participation", text, ParticipationId::parse)).collect()
    }
}

/// Whose records are handed out.
type HandedOut = BTreeSet<(MemberId, ParticipationId)>;

/// Where it is seen, position, when it was received, about whom, text, digest.
type SeenColumns = (i64, i64, i64, String, String, String);

/// A record, and where it stands for the one who asks.
struct Seen {
    cursor: Cursor,
    participation: ParticipationId,
    delivered: Delivered,
}

impl Seen {
    /// What was altered since it was received, by a fault of the disk, is handed out to nobody.
    fn read((seen_at, position, received_at, participation, text, digest): SeenColumns) -> Result<Self, StoreError> {
        if sha256(text.as_bytes()) != digest {
            return Err(StoreError::Unreadable { column: "records.text" });
        }
        let cursor =
            Cursor { seen_at: unsigned("access.granted", seen_at)?, position: unsigned("records.position", position)? };
        let record = RawValue::from_string(text).map_err(|_| StoreError::Unreadable { column: "records.text" })?;
        let participation = read("records.participation", &participation, ParticipationId::parse)?;
        Ok(Self { cursor, participation, delivered: Delivered { received_at: Instant(received_at), record } })
    }
}
