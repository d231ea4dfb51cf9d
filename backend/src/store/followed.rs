//! Following the logs: a participation's records together, as folds need them, and which participations have changed
//! since a position. It does not know what is made of them.

use super::column::{read, signed, unsigned};
use super::sql::{self, Connection};
use super::{FiguresRight, OperatorRight, Store, StoreError};
use futures::{Stream, TryStreamExt};
use shared::fold::Known;
use shared::id::{AssociationId, MemberId, ParticipationId};
use shared::record::Record;
use shared::time::Instant;
use std::collections::BTreeMap;

/// How far somebody has followed the logs of an association's members.
pub(crate) type Followed = BTreeMap<MemberId, u64>;

/// One row a participation, since a row is handed from the database's thread to another: with one a record, that takes
/// longer than the reading. In which order the records come does not matter to a fold.
const EVERY: &str = "
    SELECT participation, string_agg(CAST(received_at AS TEXT) || ' ' || text, $2) FROM records
    WHERE member = $1 GROUP BY participation ORDER BY participation";
/// The same for participations of which something is new.
const CHANGED_SINCE: &str = "
    SELECT participation, string_agg(CAST(received_at AS TEXT) || ' ' || text, $2) FROM records
    WHERE member = $1 AND participation IN
    (SELECT participation FROM records WHERE member = $1 AND position > $3)
    GROUP BY participation ORDER BY participation";
/// The same as of a position.
const UNTIL: &str = "
    SELECT participation, string_agg(CAST(received_at AS TEXT) || ' ' || text, $2) FROM records
    WHERE member = $1 AND position <= $3 GROUP BY participation ORDER BY participation";
/// Stands between two records: no JSON holds this character as it is.
const BETWEEN: &str = "\u{1e}";

impl Store {
    /// Hands over every participation that changed since, with all its records (none where it was erased), and says how
    /// far that goes. All of it
    /// is one snapshot.
    pub(crate) async fn changed_since(
        &self,
        right: FiguresRight,
        followed: &Followed,
        take: impl FnMut(ParticipationId, &[Known]) + Send,
    ) -> Result<Followed, StoreError> {
        self.follow(right.association(), followed, take).await
    }

    /// How far the logs of an association's members go.
    pub(crate) async fn heads(&self, right: FiguresRight) -> Result<Followed, StoreError> {
        let mut connection = self.readers.acquire().await?;
        Ok(heads_of(&mut connection, right.association()).await?.into_iter().collect())
    }

    /// Hands over every participation of an association.
    pub(crate) async fn every_participation(
        &self,
        _right: OperatorRight,
        association: AssociationId,
        take: impl FnMut(ParticipationId, &[Known]) + Send,
    ) -> Result<(), StoreError> {
        self.follow(association, &Followed::new(), take).await.map(drop)
    }

    /// Hands over every participation of members as their logs were at a position. What was erased since is not there.
    pub(crate) async fn participations_until(
        &self,
        _right: FiguresRight,
        positions: &Followed,
        mut take: impl FnMut(ParticipationId, &[Known]) + Send,
    ) -> Result<(), StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        for (member, position) in positions {
            let query = sql::query_as(UNTIL).bind(member.to_string()).bind(BETWEEN).bind(signed(*position));
            each(&mut query.fetch(&mut snapshot), &mut take).await?;
        }
        Ok(())
    }

    async fn follow(
        &self,
        association: AssociationId,
        followed: &Followed,
        mut take: impl FnMut(ParticipationId, &[Known]) + Send,
    ) -> Result<Followed, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let mut heads = Followed::new();
        for (member, head) in heads_of(&mut snapshot, association).await? {
            let since = followed.get(&member).copied().unwrap_or(0);
            if head > since {
                hand_over(&mut snapshot, member, since, &mut take).await?;
            }
            heads.insert(member, head);
        }
        Ok(heads)
    }
}

/// Every record of a participation, in the order of the log.
pub(super) async fn records_of(
    connection: &mut Connection,
    member: MemberId,
    participation: ParticipationId,
) -> Result<Vec<Known>, StoreError> {
    let rows: Vec<(String, i64)> = sql::query_as(
        "SELECT text, received_at FROM records WHERE member = $1 AND participation = $2 ORDER BY position",
    )
    .bind(member.to_string())
    .bind(participation.to_string())
    .fetch_all(connection)
    .await?;
    Ok(rows.iter().filter_map(|(text, received_at)| known(text, *received_at)).collect())
}

async fn heads_of(connection: &mut Connection, association: AssociationId) -> Result<Vec<(MemberId, u64)>, StoreError> {
    let rows: Vec<(String, i64)> = sql::query_as(
        "SELECT p.member, p.position FROM members m JOIN positions p ON p.member = m.id WHERE m.association = $1",
    )
    .bind(association.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|(member, position)| {
            Ok((read("positions.member", member, MemberId::parse)?, unsigned("positions.position", *position)?))
        })
        .collect()
}

/// Reads row by row, so that memory holds one participation at a time however many there are.
pub(super) async fn hand_over(
    connection: &mut Connection,
    member: MemberId,
    since: u64,
    take: &mut (impl FnMut(ParticipationId, &[Known]) + Send),
) -> Result<(), StoreError> {
    let query = match since {
        0 => sql::query_as::<(String, String)>(EVERY).bind(member.to_string()).bind(BETWEEN),
        since => sql::query_as(CHANGED_SINCE).bind(member.to_string()).bind(BETWEEN).bind(signed(since)),
    };
    let mut rows = query.fetch(connection);
    each(&mut rows, take).await?;
    drop(rows);
    if since > 0 {
        for participation in erased_since(connection, member, since).await? {
            take(participation, &[]);
        }
    }
    Ok(())
}

/// Hands over the participations of an answer.
async fn each(
    rows: &mut (impl Stream<Item = Result<(String, String), sqlx::Error>> + Unpin + Send),
    take: &mut (impl FnMut(ParticipationId, &[Known]) + Send),
) -> Result<(), StoreError> {
    while let Some((participation, records)) = rows.try_next().await? {
        let participation = read("records.participation", &participation, ParticipationId::parse)?;
        let together = records.split(BETWEEN).map(received).collect::<Result<Vec<_>, _>>()?;
        take(participation, &together.into_iter().flatten().collect::<Vec<_>>());
    }
    Ok(())
}

/// Participations of which nothing is left since a position: whoever counted them counts them out.
async fn erased_since(
    connection: &mut Connection,
    member: MemberId,
    since: u64,
) -> Result<Vec<ParticipationId>, StoreError> {
    let rows: Vec<String> =
        sql::query_scalar("SELECT participation FROM erased WHERE member = $1 AND position > $2 ORDER BY position")
            .bind(member.to_string())
            .bind(signed(since))
            .fetch_all(connection)
            .await?;
    rows.iter().map(|text| read("erased.participation", text, ParticipationId::parse)).collect()
}

/// A record as it stands between two others: when it came, and its text.
fn received(record: &str) -> Result<Option<Known>, StoreError> {
    let read = record.split_once(' ').and_then(|(received_at, text)| Some((received_at.parse().ok()?, text)));
    let (received_at, text) = read.ok_or(StoreError::Unreadable { column: "records.received_at" })?;
    Ok(known(text, received_at))
}

/// A record that this version cannot read was taken in by a newer one, which will count it.
fn known(text: &str, received_at: i64) -> Option<Known> {
    match Record::read(text) {
        Ok(record) => Some(Known { record, received_at: Some(Instant(received_at)) }),
        Err(_) => {
            tracing::warn!("a record in the log cannot be read by this version; it is left out");
            None
        }
    }
}
