//! Taking a whole file back. No record is altered: each that the file brought gets one beside it that says that it never
//! held, so every figure is what it was, and what happened stays told. A stay that somebody has worked on since is not
//! taken from them: then nothing is, or all the rest.

use super::super::log::{Entry, append_several, next_position};
use super::super::right::Author;
use super::super::volumes;
use crate::digest::sha256;
use crate::store::access::Turn;
use crate::store::audit::note;
use crate::store::column::{read, signed};
use crate::store::sql::{self, Connection};
use crate::store::{MemberRight, Store, StoreError};
use shared::audit::{About, What};
use shared::id::{ImportId, MemberId, ParticipationId, RecordId};
use shared::import::{TakenBack, UndoRequest, Undoing};
use shared::record::{Body, Record};
use shared::time::Instant;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// The record that says that one never held.
fn void_of(id: RecordId) -> RecordId {
    RecordId::from_uuid(Uuid::new_v5(&id.uuid(), b"taken back"))
}

/// The record that says anew what one said that was taken back.
pub(in crate::store) fn again(id: RecordId) -> RecordId {
    RecordId::from_uuid(Uuid::new_v5(&id.uuid(), b"again"))
}

/// Whether a record was taken back together with its file.
pub(in crate::store) async fn is_taken_back(
    connection: &mut Connection,
    author: &Author,
    record: &Record,
) -> Result<bool, StoreError> {
    let found: Option<i64> = sql::query_scalar(
        "SELECT r.position FROM members m JOIN records r ON r.member = m.id
         WHERE m.association = $1 AND r.participation = $2 AND r.id = $3 LIMIT 1",
    )
    .bind(author.association.to_string())
    .bind(record.participation.to_string())
    .bind(void_of(record.id).to_string())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

impl Store {
    /// Takes a file back; `None` where the member took in none of that id. Asked again, it changes nothing more.
    pub(crate) async fn undo_import(
        &self,
        right: MemberRight,
        import: ImportId,
        how: UndoRequest,
        now: Instant,
    ) -> Result<Option<Undoing>, StoreError> {
        self.writer
            .run(move |connection| Box::pin(async move { undo(connection, right, import, how, now).await }))
            .await
    }
}

async fn undo(
    connection: &mut Connection,
    right: MemberRight,
    import: ImportId,
    how: UndoRequest,
    now: Instant,
) -> Result<Option<Undoing>, StoreError> {
    let member = right.member();
    let there: Option<String> = sql::query_scalar("SELECT id FROM imports WHERE member = $1 AND id = $2")
        .bind(member.to_string())
        .bind(import.to_string())
        .fetch_optional(&mut *connection)
        .await?;
    if there.is_none() {
        return Ok(None);
    }
    let stays = stays_of(connection, member, import, now).await?;
    let numbers = volumes::brought_by(connection, member, import).await?;
    let worked_on = stays.iter().filter(|stay| stay.worked_on.is_some()).count() as u64 + numbers.put_right;
    let of = stays.len() as u64 + numbers.untouched() + numbers.put_right;
    if worked_on > 0 && !how.leave_worked_on {
        let later = stays.iter().filter(|stay| stay.worked_on == Some(WorkedOn::ByLaterFile)).count() as u64;
        return Ok(Some(Undoing::WorkedOn { worked_on, by_later_file: later + numbers.put_right, of }));
    }
    let mut taken_back = numbers.untouched();
    for stay in stays.iter().filter(|stay| stay.worked_on.is_none()) {
        take_back(connection, member, stay, now).await?;
        taken_back += 1;
    }
    volumes::take_back(connection, import, &numbers, now).await?;
    write_down(connection, right, import, (taken_back, worked_on), now).await?;
    Ok(Some(Undoing::Done(TakenBack { taken_back, left: worked_on })))
}

/// Writes down that a file was taken back, and notes it, unless nothing of it was left to be taken back.
async fn write_down(
    connection: &mut Connection,
    right: MemberRight,
    import: ImportId,
    (taken_back, left): (u64, u64),
    now: Instant,
) -> Result<(), StoreError> {
    let written: Option<String> = sql::query_scalar(
        "UPDATE imports SET undone = $3, undone_by = $4, left_alone = $5
         WHERE member = $1 AND id = $2 AND (undone IS NULL OR CAST($6 AS BIGINT) > 0) RETURNING id",
    )
    .bind(right.member().to_string())
    .bind(import.to_string())
    .bind(now.0)
    .bind(right.account().to_string())
    .bind(signed(left))
    .bind(signed(taken_back))
    .fetch_optional(&mut *connection)
    .await?;
    if written.is_none() {
        return Ok(());
    }
    note(connection, right.did(What::ImportUndone).about(About::Import(import)), now).await
}

/// What an import brought of one stay, and what has become of that.
struct Stay {
    id: ParticipationId,
    /// Its records that were not taken back.
    brought: Vec<Record>,
    /// Whether its start is among them.
    is_whole: bool,
    worked_on: Option<WorkedOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WorkedOn {
    ByPeople,
    ByLaterFile,
}

/// A record of a stay, and whether it came by this import, or by another.
struct Found {
    record: Record,
    own: bool,
    by_a_file: bool,
}

/// A row of [`OF_ITS_STAYS`].
type FoundRow = (String, String, i64, i64);

const OF_ITS_STAYS: &str = "
    SELECT r.participation, r.text,
    (SELECT COUNT(*) FROM imported_records i
     WHERE i.member = r.member AND i.import = $2 AND i.position = r.position),
    (SELECT COUNT(*) FROM imported_records i
     WHERE i.member = r.member AND i.participation = r.participation AND i.position = r.position)
    FROM records r WHERE r.member = $1 AND r.participation IN
    (SELECT participation FROM imported_records WHERE member = $1 AND import = $2)
    ORDER BY r.participation, r.position";

/// The stays of which an import brought something that was not taken back.
async fn stays_of(
    connection: &mut Connection,
    member: MemberId,
    import: ImportId,
    now: Instant,
) -> Result<Vec<Stay>, StoreError> {
    let rows: Vec<FoundRow> = sql::query_as(OF_ITS_STAYS)
        .bind(member.to_string())
        .bind(import.to_string())
        .fetch_all(&mut *connection)
        .await?;
    let mut found: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for (participation, text, own, by_a_file) in rows {
        let record = read("records.text", &text, |text| Record::read(text).ok())?;
        found.entry(participation).or_default().push(Found { record, own: own > 0, by_a_file: by_a_file > 0 });
    }
    let in_the_app = in_the_app(connection, member, import, now).await?;
    let mut stays = Vec::new();
    for (id, found) in found {
        let is_in_the_app = in_the_app.contains(&id);
        stays.extend(stay_of(read("records.participation", &id, ParticipationId::parse)?, found, is_in_the_app));
    }
    Ok(stays)
}

fn stay_of(id: ParticipationId, found: Vec<Found>, is_in_the_app: bool) -> Option<Stay> {
    let target = |one: &Found| match one.record.body {
        Body::Voided { target } => Some(target),
        _ => None,
    };
    let void: HashSet<RecordId> = found.iter().filter_map(target).collect();
    let stands = |one: &&Found| target(one).is_none() && !void.contains(&one.record.id);
    let own: HashSet<RecordId> = found.iter().filter(stands).filter(|one| one.own).map(|one| one.record.id).collect();
    if own.is_empty() {
        return None;
    }
    let is_start = |body: &Body| matches!(body, Body::Enrolled(_) | Body::EnrolledAnonymously { .. });
    let is_whole = found.iter().any(|one| own.contains(&one.record.id) && is_start(&one.record.body));
    let rests_on = |one: &&Found| match &one.record.body {
        _ if is_whole => true,
        Body::Corrected { target, .. } => own.contains(target),
        _ => false,
    };
    let others: Vec<&Found> = found.iter().filter(stands).filter(|one| !one.own).filter(rests_on).collect();
    let worked_on = match &others[..] {
        [] => (is_whole && is_in_the_app).then_some(WorkedOn::ByPeople),
        others if !is_in_the_app && others.iter().all(|one| one.by_a_file) => Some(WorkedOn::ByLaterFile),
        _ => Some(WorkedOn::ByPeople),
    };
    let brought = found.into_iter().filter(|one| own.contains(&one.record.id)).map(|one| one.record).collect();
    Some(Stay { id, brought, is_whole, worked_on })
}

/// The stays of an import for which a person has come into the app, or is invited to.
async fn in_the_app(
    connection: &mut Connection,
    member: MemberId,
    import: ImportId,
    now: Instant,
) -> Result<HashSet<String>, StoreError> {
    let stays: Vec<String> = sql::query_scalar(
        "SELECT DISTINCT participation FROM invitations
         WHERE member = $1 AND (used_at IS NOT NULL OR (ended_at IS NULL AND expires_at > $3)) AND participation IN
         (SELECT participation FROM imported_records WHERE member = $1 AND import = $2)",
    )
    .bind(member.to_string())
    .bind(import.to_string())
    .bind(now.0)
    .fetch_all(connection)
    .await?;
    Ok(stays.into_iter().collect())
}

/// Says of each record that it never held. Where the stay itself came by the file, nobody follows it any more, and devices
/// forget it.
async fn take_back(connection: &mut Connection, member: MemberId, stay: &Stay, now: Instant) -> Result<(), StoreError> {
    let voids: Vec<Record> = stay.brought.iter().map(|record| void(record, now)).collect();
    let texts: Vec<(String, String)> = voids
        .iter()
        .map(|record| {
            let text = record.write();
            let digest = sha256(text.as_bytes());
            (text, digest)
        })
        .collect();
    let entries: Vec<(MemberId, Instant, Entry<'_>)> = voids
        .iter()
        .zip(&texts)
        .map(|(record, (text, digest))| (member, now, Entry { record, text, digest }))
        .collect();
    append_several(connection, &entries).await?;
    if stay.is_whole {
        let position = next_position(connection, member).await?;
        Turn { member, participation: stay.id, position }.revoke_all(connection).await?;
        sql::query("UPDATE participations SET person = '' WHERE member = $1 AND id = $2")
            .bind(member.to_string())
            .bind(stay.id.to_string())
            .execute(connection)
            .await?;
    }
    Ok(())
}

fn void(record: &Record, now: Instant) -> Record {
    Record {
        id: void_of(record.id),
        written_at: now,
        body: Body::Voided { target: record.id },
        seen: Vec::new(),
        ..record.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::bridge::StepRank;
    use shared::id::{AccountId, DeviceId};
    use shared::record::Gender;
    use shared::time::Month;

    fn found(number: u128, body: Body, own: bool, by_a_file: bool) -> Found {
        let id = Uuid::from_u128(number);
        let record = Record {
            id: RecordId::from_uuid(id),
            device: DeviceId::from_uuid(Uuid::nil()),
            sequence: 1,
            written_at: Instant(0),
            author: AccountId::from_uuid(Uuid::nil()),
            participation: ParticipationId::from_uuid(Uuid::nil()),
            month: "2026-01".parse::<Month>().unwrap(),
            body,
            seen: Vec::new(),
        };
        Found { record, own, by_a_file }
    }

    fn start() -> Body {
        let intervention = shared::id::InterventionId::from_uuid(Uuid::nil());
        Body::EnrolledAnonymously { intervention, gender: Gender::Woman, start_year: 2026 }
    }

    fn step() -> Body {
        Body::StepRecorded { step: StepRank(2) }
    }

    fn what_became_of(found: Vec<Found>, is_in_the_app: bool) -> Option<(usize, Option<WorkedOn>)> {
        let stay = stay_of(ParticipationId::from_uuid(Uuid::nil()), found, is_in_the_app);
        stay.map(|stay| (stay.brought.len(), stay.worked_on))
    }

    #[test]
    fn a_stay_is_worked_on_by_whatever_came_after_it() {
        let whole = || found(1, start(), true, true);
        assert_eq!(what_became_of(vec![whole()], false), Some((1, None)));
        assert_eq!(what_became_of(vec![whole()], true), Some((1, Some(WorkedOn::ByPeople))));
        let by_hand = found(2, step(), false, false);
        assert_eq!(what_became_of(vec![whole(), by_hand], false), Some((1, Some(WorkedOn::ByPeople))));
        let later = found(2, step(), false, true);
        assert_eq!(what_became_of(vec![whole(), later], false), Some((1, Some(WorkedOn::ByLaterFile))));
    }

    #[test]
    fn what_came_to_a_stay_of_another_file_is_worked_on_when_it_is_corrected() {
        let own = || found(2, step(), true, true);
        let beside = || vec![found(1, start(), false, false), own()];
        assert_eq!(what_became_of(beside(), true), Some((1, None)));
        let replacement = Box::new(Body::StepRecorded { step: StepRank(3) });
        let correction = Body::Corrected { target: own().record.id, replacement };
        let mut corrected = beside();
        corrected.push(found(3, correction, false, false));
        assert_eq!(what_became_of(corrected, false), Some((1, Some(WorkedOn::ByPeople))));
    }

    #[test]
    fn what_was_taken_back_is_there_no_more() {
        let own = found(1, start(), true, true);
        let void = found(2, Body::Voided { target: own.record.id }, false, false);
        assert_eq!(what_became_of(vec![own, void], false), None);
    }
}
