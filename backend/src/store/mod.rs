//! The store: SQL out, and the rules of who may reach what. Whoever reads or writes somebody's data here shows a
//! value of [`right`] that proves it may. One SQL text runs on SQLite and on PostgreSQL ([`sql`]). The store does not
//! know that HTTP exists.

mod access;
mod accounts;
mod admission;
mod backup;
mod cases;
mod column;
mod contacts;
mod demonstration;
mod entries;
mod fault;
mod followed;
mod forget;
mod goals;
mod import;
mod instruments;
mod location;
mod log;
mod migrate;
mod open;
mod organisation;
mod peek;
mod price_lists;
mod pull;
mod push;
mod quarantine;
mod releases;
mod right;
mod sign_in;
mod sql;
mod volumes;
mod writer;

pub(crate) use backup::{BackupError, Replace, RestoreError, restore};
pub(crate) use demonstration::{Cast, DemonstrationLink, NotADemonstration};
pub(crate) use entries::EntryVerdict;
pub(crate) use fault::StoreError;
pub(crate) use followed::Followed;
pub(crate) use forget::{ForgetError, forget_demonstration};
pub(crate) use goals::GoalRow;
pub(crate) use import::{ImportedRow, Keep, RowVerdict};
pub(crate) use location::{Location, PostgresAddress};
pub(crate) use open::OpenError;
pub(crate) use organisation::{Named, Setting};
pub(crate) use peek::{Found, exists, peek};
pub(crate) use price_lists::Brought;
pub(crate) use pull::Wanted;
pub(crate) use push::{Batch, Pushed};
pub(crate) use releases::Release;
pub(crate) use right::{DashboardRight, OperatorRight, RecordsRight, ReleaseRight, Session};
pub(crate) use sign_in::{SignIn, session_lasts};
pub(crate) use volumes::VolumeRow;

use shared::id::EpochId;
use sql::Pool;
use writer::Writer;

/// The store: one writer, and readers beside it.
pub(crate) struct Store {
    readers: Pool,
    writer: Writer,
    epoch: EpochId,
}

impl Store {
    /// Which life of the store this is.
    pub(crate) const fn epoch(&self) -> EpochId {
        self.epoch
    }

    /// Whether it answers.
    pub(crate) async fn answers(&self) -> Result<(), StoreError> {
        sql::query("SELECT 1").execute(&mut self.readers.acquire().await?).await?;
        Ok(())
    }

    /// Finishes what was begun and closes.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod store_tests;
