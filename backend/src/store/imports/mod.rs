//! Files that were taken in for a member on the screen: which ones, what each has brought, and what a member calls its
//! own. How rows are judged is not known here: see [`super::import`].

mod names;
mod undo;

pub(crate) use names::MemberNames;
pub(super) use undo::{again, is_taken_back};

use super::audit::note;
use super::column::{read, signed, unsigned};
use super::right::Author;
use super::sql::{self, Connection};
use super::{MemberRight, Store, StoreError};
use shared::audit::{About, Reason, What};
use shared::id::{ImportId, MemberId};
use shared::import::{FileKind, ImportLine, Imports, Undone, Verdict};
use shared::record::Record;
use shared::time::Instant;

/// How many files are listed.
const LISTED: i64 = 200;

/// A file that is about to be taken in.
#[derive(Debug, Clone)]
pub(crate) struct NewImport {
    /// Under what id, which whoever asks has made.
    pub(crate) id: ImportId,
    /// What it holds.
    pub(crate) kind: FileKind,
    /// What it is called.
    pub(crate) name: Box<str>,
    /// The SHA-256 of its bytes.
    pub(crate) digest: String,
}

/// Whether a file can be taken in under its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begun {
    /// It can: for the first time, or going on where it broke off.
    Yes,
    /// Another file was taken in under this id, or this one was taken back.
    AnotherFile,
}

/// A row of the list.
#[derive(sqlx::FromRow)]
struct Line {
    id: String,
    kind: String,
    name: String,
    digest: String,
    by_name: String,
    began: i64,
    finished: Option<i64>,
    imported: i64,
    unchanged: i64,
    refused: i64,
    undone: Option<i64>,
    undone_by_name: Option<String>,
    left_alone: Option<i64>,
}

impl Store {
    /// The files that were taken in, the newest first.
    pub(crate) async fn imports(&self, right: MemberRight) -> Result<Imports, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let member: String = sql::query_scalar("SELECT name FROM members WHERE id = $1")
            .bind(right.member().to_string())
            .fetch_one(&mut *connection)
            .await?;
        let lines: Vec<Line> = sql::query_as(
            "SELECT i.id, i.kind, i.name, i.digest, a.name AS by_name, i.began, i.finished, i.imported, i.unchanged,
                    i.refused, i.undone, u.name AS undone_by_name, i.left_alone
             FROM imports i JOIN accounts a ON a.id = i.account LEFT JOIN accounts u ON u.id = i.undone_by
             WHERE i.member = $1 ORDER BY i.began DESC, i.id DESC LIMIT $2",
        )
        .bind(right.member().to_string())
        .bind(LISTED)
        .fetch_all(connection)
        .await?;
        let imports = lines.into_iter().map(Line::read).collect::<Result<_, _>>()?;
        Ok(Imports { member: member.into(), imports })
    }

    /// When a file with these bytes was taken in for a member, if it was and has not been taken back.
    pub(crate) async fn taken_before(&self, right: MemberRight, digest: &str) -> Result<Option<Instant>, StoreError> {
        let began: Option<i64> = sql::query_scalar(
            "SELECT MAX(began) FROM imports
             WHERE member = $1 AND digest = $2 AND finished IS NOT NULL AND undone IS NULL",
        )
        .bind(right.member().to_string())
        .bind(digest)
        .fetch_one(&mut self.readers.acquire().await?)
        .await?;
        Ok(began.map(Instant))
    }

    /// Begins to take a file in, or goes on with it. That it was begun is noted before anything is taken in.
    pub(crate) async fn begin_import(
        &self,
        right: MemberRight,
        new: NewImport,
        now: Instant,
    ) -> Result<Begun, StoreError> {
        self.writer
            .run(move |connection| {
                let new = new.clone();
                Box::pin(async move { begin(connection, right, &new, now).await })
            })
            .await
    }

    /// Says that a file came to its end.
    pub(crate) async fn finish_import(
        &self,
        right: MemberRight,
        import: ImportId,
        verdict: &Verdict,
        now: Instant,
    ) -> Result<(), StoreError> {
        let Verdict { imported, unchanged, refused, .. } = *verdict;
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    // What came in before it broke off is known already when it goes on, and is no less this file's.
                    sql::query(
                        "UPDATE imports SET finished = $3, imported = CASE WHEN finished IS NULL THEN $4 ELSE imported END,
                         unchanged = CASE WHEN finished IS NULL THEN $5 ELSE unchanged END, refused = $6
                         WHERE member = $1 AND id = $2",
                    )
                    .bind(right.member().to_string())
                    .bind(import.to_string())
                    .bind(now.0)
                    .bind(signed(imported))
                    .bind(signed(unchanged))
                    .bind(signed(refused))
                    .execute(connection)
                    .await?;
                    Ok(())
                })
            })
            .await
    }
}

impl Line {
    fn read(self) -> Result<ImportLine, StoreError> {
        let undone = self.undone.map(|at| {
            let left = unsigned("imports.left_alone", self.left_alone.unwrap_or_default())?;
            Ok::<_, StoreError>(Undone { at: Instant(at), by: self.undone_by_name.unwrap_or_default().into(), left })
        });
        Ok(ImportLine {
            id: read("imports.id", &self.id, ImportId::parse)?,
            kind: read("imports.kind", &self.kind, FileKind::parse)?,
            name: self.name.into(),
            digest: self.digest.into(),
            by: self.by_name.into(),
            began: Instant(self.began),
            finished: self.finished.is_some(),
            imported: unsigned("imports.imported", self.imported)?,
            unchanged: unsigned("imports.unchanged", self.unchanged)?,
            refused: unsigned("imports.refused", self.refused)?,
            undone: undone.transpose()?,
        })
    }
}

async fn begin(
    connection: &mut Connection,
    right: MemberRight,
    new: &NewImport,
    now: Instant,
) -> Result<Begun, StoreError> {
    let there: Option<(String, String, Option<i64>)> =
        sql::query_as("SELECT kind, digest, undone FROM imports WHERE member = $1 AND id = $2")
            .bind(right.member().to_string())
            .bind(new.id.to_string())
            .fetch_optional(&mut *connection)
            .await?;
    if let Some((kind, digest, undone)) = there {
        let is_same = kind == new.kind.as_str() && digest == new.digest && undone.is_none();
        return Ok(if is_same { Begun::Yes } else { Begun::AnotherFile });
    }
    sql::query(
        "INSERT INTO imports (member, id, kind, name, digest, account, began, imported, unchanged, refused)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0)",
    )
    .bind(right.member().to_string())
    .bind(new.id.to_string())
    .bind(new.kind.as_str())
    .bind(&*new.name)
    .bind(&new.digest)
    .bind(right.account().to_string())
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    let entry = right.did(What::Imported).about(About::Import(new.id)).because(kind_in_the_log(new.kind));
    note(connection, entry, now).await?;
    Ok(Begun::Yes)
}

const fn kind_in_the_log(kind: FileKind) -> Reason {
    match kind {
        FileKind::Participations => Reason::Participations,
        FileKind::Measurements => Reason::Measurements,
        FileKind::Steps => Reason::Steps,
        FileKind::Volume => Reason::Volume,
        FileKind::Goals => Reason::Goals,
    }
}

/// Writes down that a record, which is in the log now, came by an import.
pub(super) async fn brought(
    connection: &mut Connection,
    import: ImportId,
    author: &Author,
    record: &Record,
) -> Result<(), StoreError> {
    let Some(member): Option<MemberId> = author.within else { return Ok(()) };
    sql::query(
        "INSERT INTO imported_records (member, import, position, participation)
         SELECT member, CAST($3 AS TEXT), position, participation FROM records WHERE member = $1 AND id = $2",
    )
    .bind(member.to_string())
    .bind(record.id.to_string())
    .bind(import.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
