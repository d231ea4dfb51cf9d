//! Passkeys and recovery codes: kept with the person whose they are. What a passkey's text says is the authenticator
//! library's own; of a recovery code only a hash is here.

use super::arrivals::{Allowance, Proof, Stage, put};
use super::column::read;
use super::held_roles::note_way_in;
use super::sql::{self, Connection};
use super::staff_invitations::use_up;
use super::{Store, StoreError};
use crate::secret::SecretHash;
use shared::audit::What;
use shared::id::StaffId;
use shared::time::Instant;

/// A passkey as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptPasskey {
    /// Whose.
    pub(crate) person: StaffId,
    /// By which the authenticator knows it, as text.
    pub(crate) credential: String,
    /// Its public half, with what is known of the authenticator.
    pub(crate) passkey: String,
}

impl Store {
    /// Somebody's passkeys, so that an authenticator makes no second one.
    pub(crate) async fn passkeys_of(&self, person: StaffId) -> Result<Vec<String>, StoreError> {
        let passkeys = sql::query_scalar("SELECT passkey FROM passkeys WHERE person = $1 ORDER BY credential");
        Ok(passkeys.bind(person.to_string()).fetch_all(&mut self.readers.acquire().await?).await?)
    }

    /// The passkey of that id, unless its person has left.
    pub(crate) async fn passkey(&self, credential: &str) -> Result<Option<KeptPasskey>, StoreError> {
        let row: Option<(String, String)> = sql::query_as(
            "SELECT p.person, p.passkey FROM passkeys p JOIN staff s ON s.id = p.person
             WHERE p.credential = $1 AND s.closed_at IS NULL",
        )
        .bind(credential)
        .fetch_optional(&mut self.readers.acquire().await?)
        .await?;
        let kept = |(person, passkey): (String, String)| {
            let person = read("passkeys.person", &person, StaffId::parse)?;
            Ok(KeptPasskey { person, credential: credential.to_owned(), passkey })
        };
        row.map(kept).transpose()
    }

    /// Whose a recovery code is, with the person's name.
    pub(crate) async fn person_of_recovery(&self, code: &SecretHash) -> Result<Option<(StaffId, String)>, StoreError> {
        let row: Option<(String, String)> =
            sql::query_as("SELECT id, name FROM staff WHERE recovery = $1 AND closed_at IS NULL")
                .bind(code.as_str())
                .fetch_optional(&mut self.readers.acquire().await?)
                .await?;
        row.map(|(id, name)| Ok((read("staff.id", &id, StaffId::parse)?, name))).transpose()
    }

    /// Keeps a passkey that was just made, with the recovery code that goes with it, and uses up what allowed it. Its
    /// person has proven who they are by it. `None` where the allowance is spent, or the passkey is somebody's already.
    pub(crate) async fn keep_passkey(
        &self,
        new: KeptPasskey,
        allowed_by: Allowance,
        recovery: SecretHash,
        arrival: SecretHash,
        now: Instant,
    ) -> Result<Option<()>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let taken: Option<String> = sql::query_scalar("SELECT person FROM passkeys WHERE credential = $1")
                        .bind(&new.credential)
                        .fetch_optional(&mut *connection)
                        .await?;
                    if taken.is_some() || spend(connection, &allowed_by, now).await? != Some(new.person) {
                        return Ok(None);
                    }
                    insert(connection, &new, now).await?;
                    sql::query("UPDATE staff SET recovery = $2 WHERE id = $1")
                        .bind(new.person.to_string())
                        .bind(recovery.as_str())
                        .execute(&mut *connection)
                        .await?;
                    let by = allowed_by.proof();
                    note_way_in(connection, new.person, What::CredentialAdded, by.reason(), now).await?;
                    let stage = Stage::Proven { person: new.person, by, within: None };
                    put(connection, &arrival, &stage, now).await.map(Some)
                })
            })
            .await
    }

    /// Notes what a passkey that was shown says of itself now. Its person has proven who they are by it.
    pub(crate) async fn passkey_was_shown(
        &self,
        shown: KeptPasskey,
        arrival: SecretHash,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query("UPDATE passkeys SET passkey = $2, used_at = $3 WHERE credential = $1")
                        .bind(&shown.credential)
                        .bind(&shown.passkey)
                        .bind(now.0)
                        .execute(&mut *connection)
                        .await?;
                    let stage = Stage::Proven { person: shown.person, by: Proof::Passkey, within: None };
                    put(connection, &arrival, &stage, now).await
                })
            })
            .await
    }
}

async fn insert(connection: &mut Connection, new: &KeptPasskey, now: Instant) -> Result<(), StoreError> {
    sql::query("INSERT INTO passkeys (credential, person, passkey, made_at) VALUES ($1, $2, $3, $4)")
        .bind(&new.credential)
        .bind(new.person.to_string())
        .bind(&new.passkey)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Uses an allowance up, and says whose it was.
async fn spend(
    connection: &mut Connection,
    allowed_by: &Allowance,
    now: Instant,
) -> Result<Option<StaffId>, StoreError> {
    match allowed_by {
        Allowance::Invitation(hash) => use_up(connection, hash, now).await,
        Allowance::Recovery(hash) => {
            let person: Option<String> = sql::query_scalar(
                "UPDATE staff SET recovery = NULL WHERE recovery = $1 AND closed_at IS NULL RETURNING id",
            )
            .bind(hash)
            .fetch_optional(connection)
            .await?;
            person.map(|text| read("staff.id", &text, StaffId::parse)).transpose()
        }
    }
}
