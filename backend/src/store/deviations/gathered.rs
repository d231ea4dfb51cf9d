//! A member's deviations, for whoever leads the interventions in which they were noted: listed, and released as words in
//! which nobody can be recognised. What was taken back is not among them, nor what was erased.

use super::latest_of;
use crate::store::audit::note;
use crate::store::column::{optional, read};
use crate::store::followed::records_of;
use crate::store::sql::{self, Connection};
use crate::store::{GatherRight, Store, StoreError};
use shared::audit::{About, Entry, Scope, What, Who};
use shared::deviation::{GatheredDeviation, GatheredDeviations, NewSummary, Progress, in_common, names};
use shared::fold::{Participation, fold};
use shared::id::{InterventionId, MemberId, ParticipationId, RecordId, SummaryId};
use shared::time::Instant;
use std::collections::{BTreeMap, BTreeSet, btree_map};

/// Why a summary is not released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SummaryFault {
    /// One of the deviations is not there, or not for the one who asks.
    NotHere,
    /// One of them is part of a summary already, or the id is another summary's.
    ReleasedBefore,
    /// They are of several themes, or there is none.
    NotOneTheme,
    /// The words hold the alias of somebody whom they are about.
    NamesSomebody,
}

impl Store {
    /// The deviations of the interventions that somebody leads. Whose record they are of is noted before they are handed out.
    pub(crate) async fn gathered_deviations(
        &self,
        right: GatherRight,
        now: Instant,
    ) -> Result<GatheredDeviations, StoreError> {
        let mut snapshot = self.readers.snapshot().await?;
        let gathered = gather(&mut snapshot, right).await?;
        drop(snapshot);
        let read: BTreeSet<_> = gathered.iter().map(|one| (one.member, one.participation)).collect();
        self.note_reads_of(right.account(), read, now).await?;
        let mut deviations: Vec<GatheredDeviation> = gathered.into_iter().map(|one| one.shown).collect();
        deviations.sort_by_key(|one| std::cmp::Reverse((one.month, one.record)));
        Ok(GatheredDeviations { deviations })
    }

    /// Releases a summary. Asked for twice, it is released once.
    pub(crate) async fn release_summary(
        &self,
        right: GatherRight,
        id: SummaryId,
        summary: NewSummary,
        now: Instant,
    ) -> Result<Result<(), SummaryFault>, StoreError> {
        self.writer
            .run(move |connection| {
                let summary = summary.clone();
                Box::pin(async move { release(connection, right, id, &summary, now).await })
            })
            .await
    }
}

/// A deviation, and whose it is.
struct Gathered {
    member: MemberId,
    participation: ParticipationId,
    alias: Box<str>,
    summary: Option<SummaryId>,
    shown: GatheredDeviation,
}

/// A row of [`STAYS`].
type StayRow = (String, String, String, String, String, Option<String>);

const STAYS: &str = "
    SELECT d.member, d.participation, d.record, p.intervention, i.name, d.summary
    FROM responsibilities r
    JOIN interventions i ON i.member = r.member AND i.id = r.intervention
    JOIN participations p ON p.member = i.member AND p.intervention = i.id
    JOIN deviations d ON d.member = p.member AND d.participation = p.id
    WHERE r.account = $1
    ORDER BY d.member, d.participation, d.record";

async fn gather(connection: &mut Connection, right: GatherRight) -> Result<Vec<Gathered>, StoreError> {
    let rows: Vec<StayRow> = sql::query_as(STAYS).bind(right.account().to_string()).fetch_all(&mut *connection).await?;
    let mut stays: BTreeMap<(MemberId, ParticipationId), Participation> = BTreeMap::new();
    let mut gathered = Vec::with_capacity(rows.len());
    for row in rows {
        let member = read("deviations.member", &row.0, MemberId::parse)?;
        let participation = read("deviations.participation", &row.1, ParticipationId::parse)?;
        let folded = match stays.entry((member, participation)) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(new) => new.insert(fold(&records_of(connection, member, participation).await?)),
        };
        gathered.extend(one_of(connection, right, (member, participation), folded, &row).await?);
    }
    Ok(gathered)
}

/// The deviation of a row, unless it was taken back.
async fn one_of(
    connection: &mut Connection,
    right: GatherRight,
    (member, participation): (MemberId, ParticipationId),
    folded: &Participation,
    row: &StayRow,
) -> Result<Option<Gathered>, StoreError> {
    let record = read("deviations.record", &row.2, RecordId::parse)?;
    let Some(noted) = folded.deviations.iter().find(|noted| noted.record == record) else { return Ok(None) };
    let summary = optional("deviations.summary", row.5.as_deref(), SummaryId::parse)?;
    let released = match summary {
        Some(summary) => latest_of(connection, right.association(), summary).await?.map(|(_, progress, _)| progress),
        None => None,
    };
    let shown = GatheredDeviation {
        record,
        intervention: read("participations.intervention", &row.3, InterventionId::parse)?,
        intervention_name: row.4.as_str().into(),
        month: noted.month,
        deviation: noted.deviation.clone(),
        released,
    };
    let alias = folded.enrolment().map(|enrolment| enrolment.alias.as_str()).unwrap_or_default().into();
    Ok(Some(Gathered { member, participation, alias, summary, shown }))
}

async fn release(
    connection: &mut Connection,
    right: GatherRight,
    id: SummaryId,
    summary: &NewSummary,
    now: Instant,
) -> Result<Result<(), SummaryFault>, StoreError> {
    let wanted: BTreeSet<RecordId> = summary.of.iter().copied().collect();
    let mut meant = gather(connection, right).await?;
    meant.retain(|one| wanted.contains(&one.shown.record));
    if meant.len() != wanted.len() {
        return Ok(Err(SummaryFault::NotHere));
    }
    if !meant.is_empty() && meant.iter().all(|one| one.summary == Some(id)) {
        // Asked for once more: it is so.
        return Ok(Ok(()));
    }
    let is_taken = latest_of(connection, right.association(), id).await?.is_some();
    if is_taken || meant.iter().any(|one| one.summary.is_some()) {
        return Ok(Err(SummaryFault::ReleasedBefore));
    }
    let Some(theme) = in_common(meant.iter().map(|one| one.shown.deviation.theme.clone())) else {
        return Ok(Err(SummaryFault::NotOneTheme));
    };
    if meant.iter().any(|one| names(summary.words.as_str(), &one.alias)) {
        return Ok(Err(SummaryFault::NamesSomebody));
    }
    let party = in_common(meant.iter().map(|one| one.shown.deviation.party.clone())).flatten();
    keep(connection, right, (id, theme.as_str(), party.as_ref().map(|party| party.as_str())), summary, now).await?;
    for one in &meant {
        mark(connection, one, id).await?;
    }
    let members: BTreeSet<MemberId> = meant.iter().map(|one| one.member).collect();
    let who = Who::Account(right.account());
    for scope in members.into_iter().map(Scope::Member).chain([Scope::Association(right.association())]) {
        note(connection, Entry::new(scope, who, What::DeviationReleased).about(About::Summary(id)), now).await?;
    }
    Ok(Ok(()))
}

async fn keep(
    connection: &mut Connection,
    right: GatherRight,
    (id, theme, party): (SummaryId, &str, Option<&str>),
    summary: &NewSummary,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query("INSERT INTO deviation_summaries (association, id, theme, party, words) VALUES ($1, $2, $3, $4, $5)")
        .bind(right.association().to_string())
        .bind(id.to_string())
        .bind(theme)
        .bind(party)
        .bind(summary.words.as_str())
        .execute(&mut *connection)
        .await?;
    let first = super::Step { number: 1, progress: Progress::Noted, words: None };
    super::add_step(connection, (right.association(), right.account()), id, first, now).await
}

async fn mark(connection: &mut Connection, one: &Gathered, id: SummaryId) -> Result<(), StoreError> {
    sql::query("UPDATE deviations SET summary = $4 WHERE member = $1 AND participation = $2 AND record = $3")
        .bind(one.member.to_string())
        .bind(one.participation.to_string())
        .bind(one.shown.record.to_string())
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
