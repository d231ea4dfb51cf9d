//! Following the chains as they are stored, and keeping what was signed of them.

use crate::audit::{AuditKey, public_key_signed};
use crate::store::column::{read, signed, unsigned};
use crate::store::sql::{self, Connection};
use crate::store::{OperatorRight, Store, StoreError};
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use shared::audit::{Chain, ChainFault, Head, Row, Scope, WhatIsWrong};
use shared::time::Instant;
use std::fmt;

/// A head, and who vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedHead {
    /// Of which log.
    pub(crate) scope: String,
    /// What is vouched for.
    pub(crate) head: Head,
    /// The public half of the key.
    pub(crate) signed_by: String,
    /// The signature.
    pub(crate) signature: String,
}

impl SignedHead {
    /// Signs a head.
    pub(crate) fn by(key: &AuditKey, scope: Scope, head: Head) -> Self {
        let scope = scope.to_string();
        let signature = key.sign(&head.to_be_signed(&scope));
        Self { scope, head, signed_by: key.public(), signature }
    }

    /// Reads a head as [`SignedHead`] writes itself.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(line).ok()?;
        let head = Head { number: written.number, hash: written.hash.into(), at: written.at };
        Some(Self { scope: written.scope, head, signed_by: written.signed_by, signature: written.signature })
    }

    /// What is wrong with it, unless one of these keys has signed it.
    fn fault(&self, keys: &[String]) -> Option<WhatIsWrong> {
        if !keys.contains(&self.signed_by) {
            return Some(WhatIsWrong::HeadOfAnotherKey);
        }
        let said = self.head.to_be_signed(&self.scope);
        (!public_key_signed(&self.signed_by, &said, &self.signature)).then_some(WhatIsWrong::HeadForged)
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    scope: String,
    number: u64,
    hash: String,
    at: Instant,
    signed_by: String,
    signature: String,
}

/// One line of JSON.
impl fmt::Display for SignedHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = Written {
            scope: self.scope.clone(),
            number: self.head.number,
            hash: self.head.hash.to_string(),
            at: self.head.at,
            signed_by: self.signed_by.clone(),
            signature: self.signature.clone(),
        };
        f.write_str(&serde_json::to_string(&written).map_err(|_| fmt::Error)?)
    }
}

/// What was found of one log.
#[derive(Debug)]
pub(crate) struct VerifiedLog {
    /// Whose.
    pub(crate) scope: String,
    /// How many rows it has, as far as it is whole.
    pub(crate) rows: u64,
    /// Up to which row it is signed for.
    pub(crate) signed: u64,
    /// The last row's hash.
    pub(crate) hash: Box<str>,
    /// The first thing that is wrong.
    pub(crate) fault: Option<ChainFault>,
}

impl Store {
    /// Follows each log from its first row, and holds the heads that these keys have signed against it.
    pub(crate) async fn verify_audit(
        &self,
        _right: OperatorRight,
        keys: &[String],
        remembered: &[SignedHead],
        only: Option<Scope>,
    ) -> Result<Vec<VerifiedLog>, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let mut scopes: Vec<String> =
            sql::query_scalar("SELECT scope FROM audit UNION SELECT scope FROM audit_heads ORDER BY scope")
                .fetch_all(&mut snapshot)
                .await?;
        scopes.extend(remembered.iter().map(|head| head.scope.clone()));
        scopes.sort_unstable();
        scopes.dedup();
        scopes.retain(|scope| only.is_none_or(|only| only.to_string() == *scope));
        let mut logs = Vec::with_capacity(scopes.len());
        for scope in scopes {
            logs.push(verify_one(&mut snapshot, scope, keys, remembered).await?);
        }
        Ok(logs)
    }

    /// Follows each log from the last head that this key has signed, or from its first row, and says how far it goes
    /// now, if that is further.
    pub(crate) async fn follow_since_last_heads(
        &self,
        key: &str,
        remembered: &[SignedHead],
        now: Instant,
    ) -> Result<Vec<Result<(Scope, Head), ChainFault>>, StoreError> {
        let keys = [key.to_owned()];
        let mut snapshot = self.readers.snapshot().await?;
        let mut found = Vec::new();
        for scope in scopes_there_may_be(&mut snapshot, remembered).await? {
            let name = scope.to_string();
            let kept = heads_of(&mut snapshot, LAST_HEAD, &name).await?;
            let kept = kept.into_iter().find(|head| head.fault(&keys).is_none()).map(|kept| kept.head);
            // What is remembered goes further only if the store was put back.
            let further: Vec<Head> = remembered
                .iter()
                .filter(|one| one.scope == name && one.fault(&keys).is_none())
                .map(|one| one.head.clone())
                .filter(|head| kept.as_ref().is_none_or(|kept| kept.number < head.number))
                .collect();
            let from = kept.as_ref().map_or(0, |kept| kept.number);
            let chain = match &kept {
                Some(kept) => Chain::from_head(&name, kept, &further),
                None => Chain::new(&name, &further),
            };
            match follow(&mut snapshot, &name, chain, from).await?.0 {
                Err(fault) => found.push(Err(fault)),
                Ok(end) if end.0 > from => found.push(Ok((scope, Head { number: end.0, hash: end.1, at: now }))),
                Ok(_) => {}
            }
        }
        Ok(found)
    }

    /// Keeps heads that were signed.
    pub(crate) async fn keep_heads(&self, heads: &[SignedHead]) -> Result<(), StoreError> {
        if heads.is_empty() {
            return Ok(());
        }
        let heads: Vec<SignedHead> = heads.to_vec();
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    for one in &heads {
                        sql::query(
                            "INSERT INTO audit_heads (scope, number, hash, at, signed_by, signature)
                             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (scope, number) DO NOTHING",
                        )
                        .bind(&one.scope)
                        .bind(signed(one.head.number))
                        .bind(&*one.head.hash)
                        .bind(one.head.at.0)
                        .bind(&one.signed_by)
                        .bind(&one.signature)
                        .execute(&mut *connection)
                        .await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The last head of each log.
    pub(crate) async fn latest_heads(&self, _right: OperatorRight) -> Result<Vec<SignedHead>, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let mut latest = Vec::new();
        for scope in scopes_there_may_be(&mut snapshot, &[]).await? {
            latest.extend(heads_of(&mut snapshot, LAST_HEAD, &scope.to_string()).await?);
        }
        Ok(latest)
    }
}

async fn verify_one(
    connection: &mut Connection,
    scope: String,
    keys: &[String],
    remembered: &[SignedHead],
) -> Result<VerifiedLog, StoreError> {
    let mut heads = heads_of(connection, ALL_HEADS, &scope).await?;
    heads.extend(remembered.iter().filter(|head| head.scope == scope).cloned());
    heads.sort_by_key(|one| one.head.number);
    let wrong = heads.iter().find_map(|one| one.fault(keys).map(|what| (one.head.number, what)));
    let sound: Vec<Head> = heads.iter().filter(|one| one.fault(keys).is_none()).map(|one| one.head.clone()).collect();
    let signed = sound.last().map_or(0, |head| head.number);
    let (end, reached) = follow(connection, &scope, Chain::new(&scope, &sound), 0).await?;
    let fault = match (end.as_ref().err().cloned(), wrong) {
        (Some(fault), Some((number, _))) if fault.number <= number => Some(fault),
        (_, Some((number, what))) => Some(ChainFault { scope: scope.as_str().into(), number, what }),
        (fault, None) => fault,
    };
    Ok(VerifiedLog { scope, rows: reached.0, signed, hash: reached.1, fault })
}

type End = (u64, Box<str>);

/// Follows the rows after that number: what came of it, and the last row that was whole.
async fn follow(
    connection: &mut Connection,
    scope: &str,
    mut chain: Chain<'_>,
    after: u64,
) -> Result<(Result<End, ChainFault>, End), StoreError> {
    // A number that none can have is wrong wherever it stands.
    let after = if after == 0 { i64::MIN } else { signed(after) };
    let mut rows = sql::query_as::<RowColumns>(
        "SELECT number, at, who, what, about, why, hash FROM audit WHERE scope = $1 AND number > $2 ORDER BY number",
    )
    .bind(scope)
    .bind(after)
    .fetch(connection);
    let end = |chain: &Chain<'_>| (chain.end().0, Box::from(chain.end().1));
    loop {
        let row = match rows.try_next().await {
            Ok(Some(row)) => row_of(row),
            Ok(None) => break,
            Err(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let followed = match row {
            Some(row) => chain.follow(&row),
            None => Err(chain.unreadable()),
        };
        if let Err(fault) = followed {
            return Ok((Err(fault), end(&chain)));
        }
    }
    let reached = end(&chain);
    Ok((chain.finish().map(|()| reached.clone()), reached))
}

/// Number, time, who, what, about, why, hash.
pub(super) type RowColumns = (i64, i64, String, String, Option<String>, Option<String>, String);

fn row_of((number, at, who, what, about, why, hash): RowColumns) -> Option<Row> {
    Some(Row {
        number: u64::try_from(number).ok()?,
        at: Instant(at),
        who: who.into(),
        what: what.into(),
        about: about.map(Into::into),
        why: why.map(Into::into),
        hash: hash.into(),
    })
}

const ALL_HEADS: &str =
    "SELECT number, hash, at, signed_by, signature FROM audit_heads WHERE scope = $1 ORDER BY number";
const LAST_HEAD: &str = "
    SELECT number, hash, at, signed_by, signature FROM audit_heads WHERE scope = $1 ORDER BY number DESC LIMIT 1";

async fn heads_of(
    connection: &mut Connection,
    which: &'static str,
    scope: &str,
) -> Result<Vec<SignedHead>, StoreError> {
    let rows: Vec<(i64, String, i64, String, String)> = sql::query_as(which).bind(scope).fetch_all(connection).await?;
    let head = |(number, hash, at, signed_by, signature): (i64, String, i64, String, String)| {
        let head = Head { number: unsigned("audit_heads.number", number)?, hash: hash.into(), at: Instant(at) };
        Ok(SignedHead { scope: scope.to_owned(), head, signed_by, signature })
    };
    rows.into_iter().map(head).collect()
}

/// Every scope that may have a log, without reading the logs.
async fn scopes_there_may_be(connection: &mut Connection, remembered: &[SignedHead]) -> Result<Vec<Scope>, StoreError> {
    let names: Vec<String> = sql::query_scalar(
        "SELECT 'association:' || id FROM associations UNION ALL SELECT 'member:' || id FROM members",
    )
    .fetch_all(connection)
    .await?;
    let mut scopes = vec![Scope::Installation];
    for name in &names {
        scopes.push(read("members.id", name, Scope::parse)?);
    }
    scopes.extend(remembered.iter().filter_map(|head| Scope::parse(&head.scope)));
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes)
}
