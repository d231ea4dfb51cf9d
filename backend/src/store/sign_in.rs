//! Signing in to a demonstration: a one-time link is exchanged for a session, once. Only hashes of the secrets are ever
//! here. A store that is no demonstration takes no such link, whoever wrote it there.

use super::audit;
use super::sessions::{NewSession, begin, session_of_account};
use super::sql::{self, Connection};
use super::{Session, Store, StoreError};
use crate::secret::SecretHash;
use shared::audit::{Entry, Reason, Scope, What, Who};
use shared::id::AccountId;
use shared::time::{HOUR, Instant};

/// How long a link may be used.
const LINK_LASTS: i64 = 12 * HOUR;

/// The hashes that a sign-in deals with.
#[derive(Clone)]
pub(crate) struct SignIn {
    /// The link's.
    pub(crate) link: SecretHash,
    /// The session that it is exchanged for.
    pub(crate) session: NewSession,
}

impl Store {
    /// Uses a link up and begins a session; `None` when the link is unknown, used or too old.
    pub(crate) async fn sign_in(&self, sign_in: SignIn, now: Instant) -> Result<Option<Session>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let Some(session) = use_up(connection, &sign_in.link, now).await? else {
                        let refused = Entry::new(Scope::Installation, Who::Nobody, What::SignInRefused);
                        audit::note_seldom(connection, refused.because(Reason::UnknownSecret), now).await?;
                        return Ok(None);
                    };
                    begin(connection, &sign_in.session, &session, now).await?;
                    let signed_in = audit::done_by(connection, session.account, What::SignedIn).await?;
                    audit::note(connection, signed_in.because(Reason::ByLink), now).await?;
                    Ok(Some(session))
                })
            })
            .await
    }
}

/// Makes a link for an account.
pub(super) async fn make_link(
    connection: &mut Connection,
    account: AccountId,
    hash: &SecretHash,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO links (hash, account, expires_at) VALUES ($1, $2, $3)")
        .bind(hash.as_str())
        .bind(account.to_string())
        .bind(now.plus(LINK_LASTS).0)
        .execute(connection)
        .await?;
    Ok(())
}

async fn use_up(connection: &mut Connection, link: &SecretHash, now: Instant) -> Result<Option<Session>, StoreError> {
    let account: Option<String> = sql::query_scalar(
        "UPDATE links SET used_at = $2
         WHERE hash = $1 AND used_at IS NULL AND expires_at > $2
         AND EXISTS (SELECT 1 FROM store WHERE demonstration_until IS NOT NULL)
         RETURNING account",
    )
    .bind(link.as_str())
    .bind(now.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(account) = account else { return Ok(None) };
    session_of_account(connection, &account).await
}
