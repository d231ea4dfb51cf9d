//! The store: SQL out, and the rules of who may reach what. Whoever reads or writes somebody's data here shows a
//! value of [`right`] that proves it may. One SQL text runs on SQLite and on PostgreSQL ([`sql`]). The store does not
//! know that HTTP exists.

mod access;
mod accounts;
mod administration;
mod admission;
mod appointments;
mod arrivals;
mod audit;
mod backup;
mod cases;
mod column;
mod contacts;
mod costs;
mod demonstration;
mod deviations;
mod device_keys;
mod entrances;
mod entries;
mod erasure;
mod fault;
mod followed;
mod forget;
mod goals;
mod held_roles;
mod identities;
mod import;
mod imports;
mod instruments;
mod invitations;
mod kinds;
mod location;
mod log;
mod migrate;
mod open;
mod organisation;
mod own_record;
mod passkeys;
mod peek;
mod persons;
mod price_lists;
mod pull;
mod push;
mod quarantine;
mod releases;
mod reminders;
mod report_basis;
mod rescue;
mod retention;
mod reviews;
mod right;
mod saved_reports;
mod sealing_keys;
mod sessions;
mod sign_in;
mod sql;
mod staff_invitations;
mod together;
mod volumes;
mod workplaces;
mod writer;

pub(crate) use administration::{Edited, EditionText, MemberFault, OutlineRefusal, StaffFault, StaffToInvite};
pub(crate) use appointments::{Appointed, Appointment, Duty, NotAppointed, Whom};
pub(crate) use arrivals::{ARRIVAL_LASTS, Allowance, Stage, Within};
pub(crate) use audit::{AuditWanted, SignedHead};
pub(crate) use backup::{BackupError, Replace, RestoreError, restore};
pub(crate) use demonstration::{Cast, DemonstrationLink, NotADemonstration};
pub(crate) use deviations::{ProgressFault, SummaryFault};
pub(crate) use device_keys::{NewKey, Renewal};
pub(crate) use entries::EntryVerdict;
pub(crate) use erasure::{ErasureReason, StayId};
pub(crate) use fault::StoreError;
pub(crate) use followed::Followed;
pub(crate) use forget::{ForgetError, forget_demonstration};
pub(crate) use goals::GoalRow;
pub(crate) use identities::{Identified, Recognised};
pub(crate) use import::{ImportedRow, Keep, RowVerdict};
pub(crate) use imports::{Begun, MemberNames, NewImport};
pub(crate) use invitations::{Acceptance, Invited, NewInvitation, Shown};
pub(crate) use kinds::Kind;
pub(crate) use location::{Location, PostgresAddress};
pub(crate) use open::OpenError;
pub(crate) use organisation::{Named, Setting};
pub(crate) use passkeys::KeptPasskey;
pub(crate) use peek::{Found, exists, peek};
pub(crate) use price_lists::Brought;
pub(crate) use pull::Wanted;
pub(crate) use push::{Batch, Pushed};
pub(crate) use releases::{Release, ReleaseMemory};
pub(crate) use reminders::Reachable;
pub(crate) use report_basis::MemberInReport;
pub(crate) use rescue::{Rescue, Rescued};
pub(crate) use retention::Kept;
pub(crate) use right::{
    AssociationRight, AuditRight, DashboardRight, FiguresRight, GatherRight, ImportRight, InviteRight, MemberRight,
    OperatorRight, RecordsRight, ReleaseRight, ReleasedDeviationsRight, ReminderRight, ReportRight, SendRight, Session,
};
pub(crate) use saved_reports::KeptReport;
pub(crate) use sessions::{NewSession, Presented, session_lasts};
pub(crate) use sign_in::SignIn;
pub(crate) use staff_invitations::INVITATION_LASTS;
pub(crate) use volumes::VolumeRow;

use audit::{ReadsNoted, RefusalsNoted};
use push::Pushes;
use sessions::Sessions;
use shared::id::EpochId;
use sql::Pool;
use std::sync::Arc;
use together::Together;
use writer::Writer;

/// The store: one writer, and readers beside it.
pub(crate) struct Store {
    readers: Pool,
    writer: Arc<Writer>,
    epoch: EpochId,
    pushes: Pushes,
    sessions: Sessions,
    counts_of_editions: Together<(), i64>,
    reads_noted: ReadsNoted,
    refusals_noted: RefusalsNoted,
}

impl Store {
    fn new(readers: Pool, writer: Writer, epoch: EpochId) -> Self {
        let writer = Arc::new(writer);
        let pushes = push::together(writer.clone());
        let sessions = sessions::sessions_together(readers.clone());
        let counts_of_editions = administration::counted_together(readers.clone());
        let (reads_noted, refusals_noted) = Default::default();
        Self { readers, writer, epoch, pushes, sessions, counts_of_editions, reads_noted, refusals_noted }
    }

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
