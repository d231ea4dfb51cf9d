//! Versions of bridges, code lists and questionnaires, association by association. It does not know what they say.

use crate::digest::sha256;
use crate::store::audit::note_for_all_of;
use crate::store::column::{read, signed};
use crate::store::sql::{self, Connection, Pool};
use crate::store::together::Together;
use crate::store::{AssociationRight, Store, StoreError};
use shared::administration::{EditionKind, EditionLine};
use shared::audit::{About, Reason, What};
use shared::code::Code;
use shared::id::AssociationId;
use shared::time::Instant;
use std::sync::Arc;

/// A version, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditionText {
    /// Of what kind of thing.
    pub(crate) kind: EditionKind,
    /// Of which one.
    pub(crate) id: Code,
    /// Which version.
    pub(crate) version: u32,
    /// What it says.
    pub(crate) text: String,
}

/// What became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edited {
    /// It is kept.
    New,
    /// The same one was kept before.
    Unchanged,
    /// Another one of that number was kept before, or a later one.
    Conflicting,
}

impl Store {
    /// Every version that was made for an association, the oldest of each thing first.
    pub(crate) async fn editions(&self, association: AssociationId) -> Result<Vec<EditionText>, StoreError> {
        self.editions_until(association, Instant(i64::MAX)).await
    }

    /// Those that had been made by some time.
    pub(crate) async fn editions_until(
        &self,
        association: AssociationId,
        until: Instant,
    ) -> Result<Vec<EditionText>, StoreError> {
        let rows: Vec<(String, String, i64, String)> = sql::query_as(
            "SELECT kind, id, version, text FROM editions WHERE association = $1 AND made_at <= $2
             ORDER BY kind, id, version",
        )
        .bind(association.to_string())
        .bind(until.0)
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        let edition = |(kind, id, version, text): (String, String, i64, String)| {
            let (kind, id, version) = named(&kind, &id, version)?;
            Ok(EditionText { kind, id, version, text })
        };
        rows.into_iter().map(edition).collect()
    }

    /// Which versions were made for an association, when and by whom, the newest first.
    pub(crate) async fn history_of_editions(&self, right: AssociationRight) -> Result<Vec<EditionLine>, StoreError> {
        let rows: Vec<(String, String, i64, i64, String)> = sql::query_as(
            "SELECT e.kind, e.id, e.version, e.made_at, a.name FROM editions e JOIN accounts a ON a.id = e.made_by
             WHERE e.association = $1 ORDER BY e.made_at DESC, e.kind, e.id, e.version DESC",
        )
        .bind(right.association().to_string())
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        let line = |(kind, id, version, made_at, made_by): (String, String, i64, i64, String)| {
            let (kind, id, version) = named(&kind, &id, version)?;
            Ok(EditionLine { kind, id, version, made_at: Instant(made_at), made_by: made_by.into() })
        };
        rows.into_iter().map(line).collect()
    }

    /// Whether anybody has ever been registered with a member of an association.
    pub(crate) async fn has_stays(&self, right: AssociationRight) -> Result<bool, StoreError> {
        let found: Option<i64> = sql::query_scalar(
            "SELECT CAST(1 AS BIGINT) FROM members m JOIN participations p ON p.member = m.id
             WHERE m.association = $1 LIMIT 1",
        )
        .bind(right.association().to_string())
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        Ok(found.is_some())
    }

    /// Keeps a version, unless it or a later one is there.
    pub(crate) async fn keep_edition(
        &self,
        right: AssociationRight,
        edition: EditionText,
        now: Instant,
    ) -> Result<Edited, StoreError> {
        self.writer
            .run(move |connection| {
                let edition = edition.clone();
                Box::pin(async move { keep(connection, right, &edition, now).await })
            })
            .await
    }

    /// How many versions of anything were brought or made. None is ever changed or taken away, so their number tells
    /// whether there is a new one.
    pub(crate) async fn count_of_editions(&self) -> Result<i64, StoreError> {
        self.counts_of_editions.ask(()).await
    }
}

/// Counts once for everybody who asks at the same time.
pub(in crate::store) fn counted_together(readers: Pool) -> Together<(), i64> {
    Together::start(move |questions: Arc<[()]>| {
        let readers = readers.clone();
        Box::pin(async move {
            let count =
                sql::query_scalar("SELECT (SELECT COUNT(*) FROM instruments) + (SELECT COUNT(*) FROM editions)");
            let count = count.fetch_one(&mut readers.acquire().await?).await?;
            Ok(vec![count; questions.len()])
        })
    })
}

fn named(kind: &str, id: &str, version: i64) -> Result<(EditionKind, Code, u32), StoreError> {
    let version = u32::try_from(version).map_err(|_| StoreError::Unreadable { column: "editions.version" })?;
    let kind = read("editions.kind", kind, EditionKind::parse)?;
    Ok((kind, read("editions.id", id, |text| Code::new(text).ok())?, version))
}

async fn keep(
    connection: &mut Connection,
    right: AssociationRight,
    edition: &EditionText,
    now: Instant,
) -> Result<Edited, StoreError> {
    let (association, digest) = (right.association(), sha256(edition.text.as_bytes()));
    let known: Option<(i64, String)> = sql::query_as(
        "SELECT version, digest FROM editions WHERE association = $1 AND kind = $2 AND id = $3 AND version >= $4
         ORDER BY version LIMIT 1",
    )
    .bind(association.to_string())
    .bind(edition.kind.as_str())
    .bind(edition.id.as_str())
    .bind(i64::from(edition.version))
    .fetch_optional(&mut *connection)
    .await?;
    match known {
        Some((version, known)) if version == i64::from(edition.version) && known == digest => Ok(Edited::Unchanged),
        Some(_) => Ok(Edited::Conflicting),
        None => {
            put(connection, right, edition, &digest, now).await?;
            let entry = right.did(What::ReferenceChanged).about(About::Association(association));
            note_for_all_of(connection, association, entry.because(reason(edition.kind)), now).await?;
            Ok(Edited::New)
        }
    }
}

const fn reason(kind: EditionKind) -> Reason {
    match kind {
        EditionKind::Bridge => Reason::Bridge,
        EditionKind::List => Reason::CodeList,
        EditionKind::Instrument => Reason::Instrument,
    }
}

async fn put(
    connection: &mut Connection,
    right: AssociationRight,
    edition: &EditionText,
    digest: &str,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO editions (association, kind, id, version, text, digest, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(right.association().to_string())
    .bind(edition.kind.as_str())
    .bind(edition.id.as_str())
    .bind(signed(u64::from(edition.version)))
    .bind(&edition.text)
    .bind(digest)
    .bind(right.account().to_string())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
