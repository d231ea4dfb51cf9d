//! Looking into the log: a member's administrator page by page, and a participant at who has read the own record.

use super::heads::RowColumns;
use super::note_seldom;
use crate::store::column::{read, signed, unsigned};
use crate::store::right::OwnRecordRight;
use crate::store::sql::{self, Connection};
use crate::store::{AuditRight, Session, Store, StoreError};
use shared::account::Role;
use shared::audit::{About, AuditLine, AuditPage, Entry, LONGEST_PAGE, Reader, Readers, What, Who};
use shared::id::{AccountId, MemberId};
use shared::time::Instant;
use std::collections::HashMap;

/// The most days and readers that a participant is shown.
const MOST_READERS: i64 = 2000;

/// What of a log is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct AuditWanted {
    /// Rows below this number; the newest where it is left out.
    pub(crate) after: Option<u64>,
    /// The most rows.
    pub(crate) limit: usize,
    /// This alone was done.
    pub(crate) what: Option<What>,
    /// By this account alone.
    pub(crate) who: Option<AccountId>,
    /// About this alone.
    pub(crate) about: Option<About>,
}

impl Store {
    /// The right to read the log of the member that a session's account looks after; `None` where it looks after none, or
    /// it cannot be said which.
    pub(crate) async fn audit_right(&self, session: &Session) -> Result<Option<AuditRight>, StoreError> {
        let member = looked_after(&mut self.readers.acquire().await?, session.account).await?;
        Ok(member.and_then(|member| AuditRight::of(session, member)))
    }

    /// A page of a member's log, the newest rows first. That it was read is noted itself, once an hour.
    pub(crate) async fn audit_page(
        &self,
        right: AuditRight,
        wanted: &AuditWanted,
        now: Instant,
    ) -> Result<AuditPage, StoreError> {
        let entry = Entry::new(right.scope(), Who::Account(right.account()), What::AuditRead);
        self.writer.run(move |connection| Box::pin(async move { note_seldom(connection, entry, now).await })).await?;
        let limit = wanted.limit.clamp(1, LONGEST_PAGE);
        let mut connection = self.readers.acquire().await?;
        let rows: Vec<RowColumns> = sql::query_as(
            "SELECT number, at, who, what, about, why, hash FROM audit
             WHERE scope = $1 AND number < $2
             AND ($3 IS NULL OR what = $3) AND ($4 IS NULL OR who = $4) AND ($5 IS NULL OR about = $5)
             ORDER BY number DESC LIMIT $6",
        )
        .bind(right.scope().to_string())
        .bind(wanted.after.map_or(i64::MAX, signed))
        .bind(wanted.what.map(What::as_str))
        .bind(wanted.who.map(|account| Who::Account(account).to_string()))
        .bind(wanted.about.map(|about| about.to_string()))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&mut connection)
        .await?;
        let next =
            rows.last().filter(|_| rows.len() == limit).map(|row| unsigned("audit.number", row.0)).transpose()?;
        let mut names = HashMap::new();
        let mut lines = Vec::with_capacity(rows.len());
        for (number, at, who, what, about, why, _) in rows {
            let account = who.strip_prefix("account:").unwrap_or_default().to_owned();
            if !account.is_empty() && !names.contains_key(&account) {
                let found: Option<(String, String)> = sql::query_as("SELECT role, name FROM accounts WHERE id = $1")
                    .bind(&account)
                    .fetch_optional(&mut connection)
                    .await?;
                names.insert(account.clone(), found);
            }
            let named = names.get(&account).and_then(Option::as_ref);
            let role = named.map(|(role, _)| read("accounts.role", role, Role::parse)).transpose()?;
            let name = named.filter(|_| role != Some(Role::Participant)).map(|(_, name)| name.as_str().into());
            lines.push(AuditLine {
                number: unsigned("audit.number", number)?,
                at: Instant(at),
                who: who.into(),
                role,
                name,
                what: what.into(),
                about: about.map(Into::into),
                why: why.map(Into::into),
            });
        }
        Ok(AuditPage { lines, next })
    }

    /// Who has read the records of the person that an account belongs to.
    pub(crate) async fn readers_of(&self, right: OwnRecordRight) -> Result<Readers, StoreError> {
        Ok(Readers { readers: readers(&mut self.readers.acquire().await?, right, MOST_READERS).await? })
    }
}

/// The member that an account looks after; `None` where it looks after none, or it cannot be said which.
pub(in crate::store) async fn looked_after(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<MemberId>, StoreError> {
    let members: Vec<String> = sql::query_scalar(
        "SELECT member FROM responsibilities WHERE account = $1
         UNION SELECT member FROM accounts WHERE id = $1 AND member IS NOT NULL",
    )
    .bind(account.to_string())
    .fetch_all(connection)
    .await?;
    let [member] = members.as_slice() else { return Ok(None) };
    read("responsibilities.member", member, MemberId::parse).map(Some)
}

/// The latest readers, so many at the most.
pub(in crate::store) async fn readers(
    connection: &mut Connection,
    right: OwnRecordRight,
    most: i64,
) -> Result<Vec<Reader>, StoreError> {
    let rows: Vec<(String, String, String)> = sql::query_as(
        "SELECT DISTINCT r.day, a.role, a.name
         FROM access own
         JOIN reads r ON r.member = own.member AND r.participation = own.participation
         JOIN accounts a ON a.id = r.account
         WHERE own.account = $1 AND own.revoked IS NULL
         ORDER BY r.day DESC, a.name, a.role LIMIT $2",
    )
    .bind(right.account().to_string())
    .bind(most)
    .fetch_all(connection)
    .await?;
    let reader = |(day, role, name): (String, String, String)| {
        let day = read("reads.day", &day, |day| day.parse().ok())?;
        Ok(Reader { day, role: read("accounts.role", &role, Role::parse)?, name: name.into() })
    };
    rows.into_iter().map(reader).collect()
}
