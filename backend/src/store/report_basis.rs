//! What names a report: the association, its members with how far their logs go, and who runs what. It does not know what
//! is in a report.

use super::column::{read, unsigned};
use super::sql;
use super::{FiguresRight, Followed, Store, StoreError};
use shared::account::InterventionName;
use shared::id::{InterventionId, MemberId};
use std::collections::{BTreeMap, BTreeSet};

/// A member of an association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MemberInReport {
    /// Its name.
    pub(crate) name: Box<str>,
    /// What it runs.
    pub(crate) interventions: BTreeSet<InterventionId>,
}

const MEMBERS: &str = "
    SELECT m.id, m.name, i.id FROM members m LEFT JOIN interventions i ON i.member = m.id
    WHERE m.association = $1 ORDER BY m.id, i.id";

impl Store {
    /// The name of the association, and its members.
    pub(crate) async fn members_in_report(
        &self,
        right: FiguresRight,
    ) -> Result<(Box<str>, BTreeMap<MemberId, MemberInReport>), StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let name: String = sql::query_scalar("SELECT name FROM associations WHERE id = $1")
            .bind(right.association().to_string())
            .fetch_one(&mut snapshot)
            .await?;
        let rows: Vec<(String, String, Option<String>)> =
            sql::query_as(MEMBERS).bind(right.association().to_string()).fetch_all(&mut snapshot).await?;
        let mut members = BTreeMap::new();
        for (id, name, intervention) in rows {
            let id = read("members.id", &id, MemberId::parse)?;
            let member = members
                .entry(id)
                .or_insert_with(|| MemberInReport { name: name.into(), interventions: BTreeSet::new() });
            if let Some(intervention) = intervention {
                member.interventions.insert(read("interventions.id", &intervention, InterventionId::parse)?);
            }
        }
        Ok((name.into(), members))
    }

    /// How far the logs of these members go now.
    pub(crate) async fn ends_of_logs(
        &self,
        right: FiguresRight,
        members: impl Iterator<Item = &MemberId>,
    ) -> Result<Followed, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let rows: Vec<(String, i64)> = sql::query_as(
            "SELECT p.member, p.position FROM members m JOIN positions p ON p.member = m.id WHERE m.association = $1",
        )
        .bind(right.association().to_string())
        .fetch_all(&mut snapshot)
        .await?;
        let wanted: BTreeSet<MemberId> = members.copied().collect();
        let mut ends = Followed::new();
        for (member, position) in rows {
            let member = read("positions.member", &member, MemberId::parse)?;
            if wanted.contains(&member) {
                ends.insert(member, unsigned("positions.position", position)?);
            }
        }
        Ok(ends)
    }

    /// How many records the logs hold up to these positions. Fewer than before where somebody was erased since.
    pub(crate) async fn records_until(
        &self,
        _right: FiguresRight,
        positions: &Followed,
    ) -> Result<BTreeMap<MemberId, u64>, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let mut counts = BTreeMap::new();
        for (member, position) in positions {
            let count: i64 = sql::query_scalar("SELECT COUNT(*) FROM records WHERE member = $1 AND position <= $2")
                .bind(member.to_string())
                .bind(super::column::signed(*position))
                .fetch_one(&mut snapshot)
                .await?;
            counts.insert(*member, unsigned("records", count)?);
        }
        Ok(counts)
    }

    /// What the members of the association run.
    pub(crate) async fn interventions_for(&self, right: FiguresRight) -> Result<Vec<InterventionName>, StoreError> {
        self.interventions_of(right.association()).await
    }
}
