//! What browsers are in the middle of on their way in, each found by the hash of a secret in its cookie and taken once,
//! by whichever process the next request comes to; and the end of the way, where a session begins. What a stage's text
//! holds for an authenticator is not known here.

use super::audit;
use super::held_roles::{held_roles, keep_within};
use super::sessions::{NewSession, begin, session_of_account};
use super::sql::{self, Connection};
use super::{Session, Store, StoreError};
use crate::secret::SecretHash;
use serde::{Deserialize, Serialize};
use shared::audit::{Entry, Reason, Scope, What, Who};
use shared::id::{AccountId, StaffId};
use shared::time::Instant;
use shared::way_in::Proven;

/// How long a browser may be in the middle of something, in milliseconds.
pub(crate) const ARRIVAL_LASTS: i64 = 10 * 60 * 1000;

/// What a browser is in the middle of.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum Stage {
    /// An authenticator is asked to make a passkey.
    MakingPasskey {
        /// For whom.
        person: StaffId,
        /// What allows it.
        allowed_by: Allowance,
        /// What the answer is held against.
        expected: String,
    },
    /// An authenticator is asked to show a passkey.
    ShowingPasskey {
        /// What the answer is held against.
        expected: String,
    },
    /// An identity provider is asked who somebody is.
    AtProvider {
        /// Which one.
        provider: String,
        /// The hash of the invitation by which the answer is bound to its person.
        invitation: Option<String>,
    },
    /// An invitation is to be accepted by way of an identity provider.
    Accepting {
        /// The invitation's hash.
        invitation: String,
    },
    /// Somebody has proven who they are, and has to choose a role.
    Proven {
        /// Who.
        person: StaffId,
        /// By what.
        by: Proof,
        /// What a provider may prove, where it was one.
        within: Option<Within>,
    },
}

/// By what somebody has proven who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Proof {
    /// By an invitation, with the passkey that was made.
    Invitation,
    /// By a passkey.
    Passkey,
    /// By a recovery code, with the passkey that was made.
    Recovery,
    /// By an identity provider.
    Provider,
}

impl Proof {
    /// As the log says it.
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::Invitation => Reason::ByInvitation,
            Self::Passkey => Reason::ByPasskey,
            Self::Recovery => Reason::ByRecoveryCode,
            Self::Provider => Reason::ByProvider,
        }
    }
}

/// What allows somebody to make a passkey: used up when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Allowance {
    /// An invitation, by its hash.
    Invitation(String),
    /// A recovery code, by its hash.
    Recovery(String),
}

impl Allowance {
    /// What it proves.
    pub(super) const fn proof(&self) -> Proof {
        match self {
            Self::Invitation(_) => Proof::Invitation,
            Self::Recovery(_) => Proof::Recovery,
        }
    }
}

/// What an identity provider may prove: it speaks for one association, or for one of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Within {
    /// The association's name.
    pub(crate) association: String,
    /// The member's name.
    pub(crate) member: Option<String>,
}

impl Store {
    /// Begins to remember what a browser is in the middle of.
    pub(crate) async fn set_out(&self, arrival: SecretHash, stage: Stage, now: Instant) -> Result<(), StoreError> {
        self.writer.run(move |connection| Box::pin(async move { put(connection, &arrival, &stage, now).await })).await
    }

    /// What a browser is in the middle of.
    pub(crate) async fn stage(&self, arrival: &SecretHash, now: Instant) -> Result<Option<Stage>, StoreError> {
        let text: Option<String> = sql::query_scalar("SELECT stage FROM arrivals WHERE hash = $1 AND expires_at > $2")
            .bind(arrival.as_str())
            .bind(now.0)
            .fetch_optional(&mut self.readers.acquire().await?)
            .await?;
        text.as_deref().map(stage_of).transpose()
    }

    /// The same, which is over by that: an answer is held against it once.
    pub(crate) async fn take_stage(&self, arrival: SecretHash, now: Instant) -> Result<Option<Stage>, StoreError> {
        self.writer.run(move |connection| Box::pin(async move { take(connection, &arrival, now).await })).await
    }

    /// Notes that somebody unknown was not let in.
    pub(crate) async fn note_refused_arrival(&self, why: Reason, now: Instant) -> Result<(), StoreError> {
        let refused = Entry::new(Scope::Installation, Who::Nobody, What::SignInRefused).because(why);
        self.writer
            .run(move |connection| Box::pin(async move { audit::note_seldom(connection, refused, now).await }))
            .await
    }

    /// Whoever has proven who they are, and as what they may go on.
    pub(crate) async fn proven(&self, arrival: &SecretHash, now: Instant) -> Result<Option<Proven>, StoreError> {
        let Some(Stage::Proven { person, within, .. }) = self.stage(arrival, now).await? else { return Ok(None) };
        held_roles(&mut self.readers.acquire().await?, person, within.as_ref()).await
    }

    /// Begins the session of whoever has proven who they are, in a role that they hold. The way in ends by it.
    pub(crate) async fn arrive(
        &self,
        arrival: SecretHash,
        account: AccountId,
        new: NewSession,
        now: Instant,
    ) -> Result<Option<Session>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let stage = take(connection, &arrival, now).await?;
                    let Some(Stage::Proven { person, by, within }) = stage else { return Ok(None) };
                    let held = held_roles(connection, person, within.as_ref()).await?;
                    let is_held = held.is_some_and(|held| held.roles.iter().any(|role| role.account == account));
                    if !is_held {
                        return Ok(None);
                    }
                    let session = session_of_account(connection, &account.to_string()).await?;
                    if let Some(session) = &session {
                        begin(connection, &new, session, now).await?;
                        keep_within(connection, &new.hash, within.as_ref()).await?;
                        let signed_in = audit::done_by(connection, account, What::SignedIn).await?;
                        audit::note(connection, signed_in.because(by.reason()), now).await?;
                    }
                    Ok(session)
                })
            })
            .await
    }
}

/// Remembers a stage, and forgets those that are over.
pub(super) async fn put(
    connection: &mut Connection,
    arrival: &SecretHash,
    stage: &Stage,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("DELETE FROM arrivals WHERE expires_at <= $1").bind(now.0).execute(connection).await?;
    let text =
        serde_json::to_string(stage).map_err(|cause| StoreError::Unwritable { column: "arrivals.stage", cause })?;
    sql::query(
        "INSERT INTO arrivals (hash, stage, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (hash) DO UPDATE SET stage = excluded.stage, expires_at = excluded.expires_at",
    )
    .bind(arrival.as_str())
    .bind(text)
    .bind(now.plus(ARRIVAL_LASTS).0)
    .execute(connection)
    .await?;
    Ok(())
}

async fn take(connection: &mut Connection, arrival: &SecretHash, now: Instant) -> Result<Option<Stage>, StoreError> {
    let text: Option<String> =
        sql::query_scalar("DELETE FROM arrivals WHERE hash = $1 AND expires_at > $2 RETURNING stage")
            .bind(arrival.as_str())
            .bind(now.0)
            .fetch_optional(connection)
            .await?;
    text.as_deref().map(stage_of).transpose()
}

fn stage_of(text: &str) -> Result<Stage, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { column: "arrivals.stage" })
}
