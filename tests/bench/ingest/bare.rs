//! A bare loop of inserts into SQLite: the server's library, settings and table, and nothing else. It reads nothing,
//! judges nothing and answers nobody.

use crate::disk;
use crate::texts::{Author, Text};
use anyhow::{Result, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Executor, SqliteConnection};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TABLES: [&str; 2] =
    [include_str!("../../../migrations/0002_organisation.sql"), include_str!("../../../migrations/0005_log.sql")];
const MEMBER: &str = "00000000-0000-0004-0000-000000000001";

/// A database with the table of the log.
pub(crate) struct Bare {
    connection: SqliteConnection,
    position: i64,
    _folder: TempDir,
}

/// A row, every value as it is bound.
struct Row {
    id: String,
    device: String,
    sequence: i64,
    author: String,
    participation: String,
    text: String,
    digest: String,
}

impl Row {
    fn of(record: &Text, author: &Author) -> Self {
        let id = record.id.to_string();
        Self {
            // As long as a digest, and as far from any order; to compute it is not part of inserting.
            digest: format!("{:0>64}", id.chars().rev().collect::<String>()),
            id,
            device: author.device().to_string(),
            sequence: 1,
            author: author.account().to_string(),
            participation: record.participation.to_string(),
            text: record.text.clone(),
        }
    }
}

impl Bare {
    /// Makes one on the disk.
    pub(crate) async fn start() -> Result<Self> {
        let folder = disk::folder()?;
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("bare.sqlite3"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let mut connection = options.connect().await?;
        for tables in TABLES {
            connection.execute(tables).await?;
        }
        connection.execute("INSERT INTO associations (id, name) VALUES ('1', 'one')").await?;
        let member = sqlx::query("INSERT INTO members (id, association, name) VALUES ($1, '1', 'one')").bind(MEMBER);
        member.execute(&mut connection).await?;
        Ok(Self { connection, position: 0, _folder: folder })
    }

    /// Inserts records, so many in a transaction.
    pub(crate) async fn take(&mut self, records: &[&Text], author: &Author, together: usize) -> Result<Duration> {
        let rows: Vec<Row> = records.iter().map(|record| Row::of(record, author)).collect();
        let before = self.count().await?;
        let start = Instant::now();
        for rows in rows.chunks(together) {
            self.connection.execute("BEGIN IMMEDIATE").await?;
            for row in rows {
                self.insert(row).await?;
            }
            self.connection.execute("COMMIT").await?;
        }
        let took = start.elapsed();
        ensure!(self.count().await? - before == i64::try_from(rows.len())?, "the bare loop lost a row");
        Ok(took)
    }

    async fn insert(&mut self, row: &Row) -> Result<()> {
        self.position += 1;
        sqlx::query(
            "INSERT INTO records
             (member, position, id, device, sequence, author, participation, text, digest, received_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(MEMBER)
        .bind(self.position)
        .bind(&row.id)
        .bind(&row.device)
        .bind(row.sequence)
        .bind(&row.author)
        .bind(&row.participation)
        .bind(&row.text)
        .bind(&row.digest)
        .bind(self.position)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    async fn count(&mut self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM records").fetch_one(&mut self.connection).await?)
    }
}
