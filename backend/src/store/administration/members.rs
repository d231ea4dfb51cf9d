//! The members of an association: made, renamed, closed and opened by its analyst.

use super::{day, is_member_of};
use crate::store::audit::note;
use crate::store::column::read;
use crate::store::sql::{self, Connection};
use crate::store::{AssociationRight, Store, StoreError};
use shared::administration::{MemberLine, MemberOutline, Members};
use shared::audit::{About, Scope, What};
use shared::id::{AssociationId, MemberId};
use shared::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// Why a member is not made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberFault {
    /// It is of another association: the answer does not tell that it is there.
    NotHere,
    /// Another member has that name.
    NameTaken,
}

impl Store {
    /// The members of an association.
    pub(crate) async fn members(&self, right: AssociationRight, now: Instant) -> Result<Members, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let association = right.association();
        let rows: Vec<(String, String, Option<String>)> =
            sql::query_as("SELECT id, name, closed FROM members WHERE association = $1 ORDER BY name, id")
                .bind(association.to_string())
                .fetch_all(&mut *connection)
                .await?;
        let mut run = run_by_members(connection, association).await?;
        let administered = administered(connection, association, now).await?;
        let mut members = Vec::with_capacity(rows.len());
        for (id, name, closed) in rows {
            members.push(MemberLine {
                has_administrator: administered.contains(&id),
                interventions: run.remove(&id).unwrap_or_default(),
                id: read("members.id", &id, MemberId::parse)?,
                outline: MemberOutline { name: name.into(), closed: day("members.closed", closed.as_deref())? },
            });
        }
        Ok(Members { members })
    }

    /// Makes a member, or says something else of it.
    pub(crate) async fn keep_member(
        &self,
        right: AssociationRight,
        member: MemberId,
        outline: MemberOutline,
        now: Instant,
    ) -> Result<Result<(), MemberFault>, StoreError> {
        self.writer
            .run(move |connection| {
                let outline = outline.clone();
                Box::pin(async move { keep(connection, right, member, &outline, now).await })
            })
            .await
    }
}

async fn run_by_members(
    connection: &mut Connection,
    association: AssociationId,
) -> Result<BTreeMap<String, Vec<Box<str>>>, StoreError> {
    let rows: Vec<(String, String)> = sql::query_as(
        "SELECT m.id, i.name FROM members m JOIN interventions i ON i.member = m.id
         WHERE m.association = $1 ORDER BY i.name, i.id",
    )
    .bind(association.to_string())
    .fetch_all(connection)
    .await?;
    let mut run: BTreeMap<String, Vec<Box<str>>> = BTreeMap::new();
    for (member, name) in rows {
        run.entry(member).or_default().push(name.into());
    }
    Ok(run)
}

/// The members that somebody looks after who can come in, or is invited to.
pub(super) async fn administered(
    connection: &mut Connection,
    association: AssociationId,
    now: Instant,
) -> Result<BTreeSet<String>, StoreError> {
    let members: Vec<String> = sql::query_scalar(
        "SELECT a.member FROM accounts a
         WHERE a.association = $1 AND a.member IS NOT NULL AND a.role = 'member_administrator' AND a.closed_at IS NULL
         AND (EXISTS (SELECT 1 FROM passkeys p WHERE p.person = a.person)
           OR EXISTS (SELECT 1 FROM identities d WHERE d.person = a.person)
           OR EXISTS (SELECT 1 FROM staff_invitations i
                      WHERE i.person = a.person AND i.used_at IS NULL AND i.expires_at > $2))",
    )
    .bind(association.to_string())
    .bind(now.0)
    .fetch_all(connection)
    .await?;
    Ok(members.into_iter().collect())
}

async fn keep(
    connection: &mut Connection,
    right: AssociationRight,
    member: MemberId,
    outline: &MemberOutline,
    now: Instant,
) -> Result<Result<(), MemberFault>, StoreError> {
    let association = right.association();
    let namesake: Option<String> =
        sql::query_scalar("SELECT id FROM members WHERE association = $1 AND name = $2 AND id <> $3 LIMIT 1")
            .bind(association.to_string())
            .bind(&*outline.name)
            .bind(member.to_string())
            .fetch_optional(&mut *connection)
            .await?;
    if namesake.is_some() {
        return Ok(Err(MemberFault::NameTaken));
    }
    let what =
        if is_member_of(connection, association, member).await? { What::MemberChanged } else { What::MemberMade };
    let stored: Option<String> = sql::query_scalar(
        "INSERT INTO members (id, association, name, closed) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, closed = excluded.closed
         WHERE members.association = excluded.association RETURNING id",
    )
    .bind(member.to_string())
    .bind(association.to_string())
    .bind(&*outline.name)
    .bind(outline.closed.map(|day| day.to_string()))
    .fetch_optional(&mut *connection)
    .await?;
    if stored.is_none() {
        return Ok(Err(MemberFault::NotHere));
    }
    let entry = right.did(what).about(About::Member(member));
    note(connection, entry, now).await?;
    note(connection, shared::audit::Entry { scope: Scope::Member(member), ..entry }, now).await?;
    Ok(Ok(()))
}
