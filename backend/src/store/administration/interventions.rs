//! What a member runs, as its administrator says it: name, focus, for whom, part of what, from when to when.

use super::{day, name_of_member};
use crate::store::audit::note;
use crate::store::column::read;
use crate::store::sql::{self, Connection};
use crate::store::{MemberRight, Store, StoreError};
use shared::administration::{InterventionLine, Interventions};
use shared::audit::{About, What};
use shared::id::{InterventionId, MemberId};
use shared::intervention::{Admission, InterventionFocus, Orientation, Outline};
use shared::time::{Date, Instant};

/// Why an intervention is not made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutlineRefusal {
    /// It is another member's: the answer does not tell that it is there.
    NotHere,
    /// The member has another one of that name.
    NameTaken,
    /// It cannot be a part of what it names.
    PartOf,
    /// People are registered in it, so it stays for individuals.
    HasStays,
}

/// The most interventions that are parts of each other.
const DEEPEST: usize = 20;

impl Store {
    /// What a member runs.
    pub(crate) async fn interventions_of_member(&self, right: MemberRight) -> Result<Interventions, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let member = name_of_member(connection, right.member()).await?;
        Ok(Interventions { member, interventions: lines(connection, right.member()).await? })
    }

    /// Makes an intervention, or says something else of it.
    pub(crate) async fn keep_intervention(
        &self,
        right: MemberRight,
        intervention: InterventionId,
        outline: Outline,
        now: Instant,
    ) -> Result<Result<(), OutlineRefusal>, StoreError> {
        self.writer
            .run(move |connection| {
                let outline = outline.clone();
                Box::pin(async move { keep(connection, right, intervention, &outline, now).await })
            })
            .await
    }
}

/// A row of [`LINES`].
type Line = (String, String, String, Option<String>, Option<String>, Option<String>, Option<String>, i64);

const LINES: &str = "
    SELECT i.id, i.name, i.focus, i.orientation, i.part_of, i.starts, i.ends,
    (SELECT COUNT(*) FROM participations p WHERE p.member = i.member AND p.intervention = i.id)
    FROM interventions i WHERE i.member = $1 ORDER BY i.name, i.id";

async fn lines(connection: &mut Connection, member: MemberId) -> Result<Vec<InterventionLine>, StoreError> {
    let rows: Vec<Line> = sql::query_as(LINES).bind(member.to_string()).fetch_all(connection).await?;
    rows.into_iter().map(line).collect()
}

fn line((id, name, focus, orientation, part_of, starts, ends, stays): Line) -> Result<InterventionLine, StoreError> {
    let outline = Outline {
        name: name.into(),
        focus: read("interventions.focus", &focus, InterventionFocus::parse)?,
        orientation: oriented(orientation.as_deref())?,
        part_of: part_of.map(|id| read("interventions.part_of", &id, InterventionId::parse)).transpose()?,
        starts: day("interventions.starts", starts.as_deref())?,
        ends: day("interventions.ends", ends.as_deref())?,
    };
    Ok(InterventionLine { id: read("interventions.id", &id, InterventionId::parse)?, outline, has_stays: stays > 0 })
}

/// What nobody has said is for individuals.
fn oriented(text: Option<&str>) -> Result<Orientation, StoreError> {
    text.map_or(Ok(Orientation::Individual), |text| read("interventions.orientation", text, Orientation::parse))
}

async fn keep(
    connection: &mut Connection,
    right: MemberRight,
    intervention: InterventionId,
    outline: &Outline,
    now: Instant,
) -> Result<Result<(), OutlineRefusal>, StoreError> {
    let elsewhere: Option<String> = sql::query_scalar(
        "SELECT i.member FROM members m JOIN interventions i ON i.member = m.id WHERE i.id = $1 AND i.member <> $2 LIMIT 1",
    )
    .bind(intervention.to_string())
    .bind(right.member().to_string())
    .fetch_optional(&mut *connection)
    .await?;
    if elsewhere.is_some() {
        return Ok(Err(OutlineRefusal::NotHere));
    }
    let lines = lines(connection, right.member()).await?;
    if let Some(refusal) = refusal(intervention, outline, &lines) {
        return Ok(Err(refusal));
    }
    put(connection, right.member(), intervention, outline).await?;
    let is_new = lines.iter().all(|line| line.id != intervention);
    let what = if is_new { What::InterventionMade } else { What::InterventionChanged };
    note(connection, right.did(what).about(About::Intervention(intervention)), now).await?;
    Ok(Ok(()))
}

/// Why this cannot be said of an intervention, beside the others of its member.
fn refusal(intervention: InterventionId, outline: &Outline, lines: &[InterventionLine]) -> Option<OutlineRefusal> {
    let (own, others): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.id == intervention);
    if others.iter().any(|line| line.outline.name == outline.name) {
        return Some(OutlineRefusal::NameTaken);
    }
    if outline.orientation != Orientation::Individual && own.iter().any(|line| line.has_stays) {
        return Some(OutlineRefusal::HasStays);
    }
    let mut whole = outline.part_of;
    for _ in 0..DEEPEST {
        let next = whole?;
        let line = others.iter().find(|line| line.id == next);
        let Some(line) = line else { return Some(OutlineRefusal::PartOf) };
        whole = line.outline.part_of;
    }
    Some(OutlineRefusal::PartOf)
}

async fn put(
    connection: &mut Connection,
    member: MemberId,
    intervention: InterventionId,
    outline: &Outline,
) -> Result<(), StoreError> {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    sql::query(
        "INSERT INTO interventions (member, id, name, focus, orientation, part_of, starts, ends)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (member, id) DO UPDATE SET name = excluded.name, focus = excluded.focus,
         orientation = excluded.orientation, part_of = excluded.part_of, starts = excluded.starts, ends = excluded.ends",
    )
    .bind(member.to_string())
    .bind(intervention.to_string())
    .bind(&*outline.name)
    .bind(outline.focus.as_str())
    .bind(outline.orientation.as_str())
    .bind(outline.part_of.map(|id| id.to_string()))
    .bind(day(outline.starts))
    .bind(day(outline.ends))
    .execute(connection)
    .await?;
    Ok(())
}

/// A row of what an admission is made of.
pub(in crate::store) type AdmissionColumns = (Option<String>, Option<String>, Option<String>, Option<String>);

/// When people can begin in an intervention: not after its member was closed.
pub(in crate::store) fn admission_of(
    (orientation, starts, ends, closed): &AdmissionColumns,
) -> Result<Admission, StoreError> {
    let ends = day("interventions.ends", ends.as_deref())?;
    let closed = day("members.closed", closed.as_deref())?;
    let last = [ends, closed].into_iter().flatten().min();
    Ok(Admission::of(oriented(orientation.as_deref())?, day("interventions.starts", starts.as_deref())?, last))
}

/// When people can begin in an intervention; `None` where there is none.
pub(in crate::store) async fn admission(
    connection: &mut Connection,
    member: MemberId,
    intervention: InterventionId,
) -> Result<Option<Admission>, StoreError> {
    let row: Option<AdmissionColumns> = sql::query_as(
        "SELECT i.orientation, i.starts, i.ends, m.closed
         FROM interventions i JOIN members m ON m.id = i.member WHERE i.member = $1 AND i.id = $2",
    )
    .bind(member.to_string())
    .bind(intervention.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(admission_of).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> InterventionId {
        InterventionId::from_uuid(Uuid::from_u128(number))
    }

    fn named(name: &str, part_of: Option<InterventionId>) -> Outline {
        let (focus, orientation) = (InterventionFocus::Job, Orientation::Individual);
        Outline { name: name.into(), focus, orientation, part_of, starts: None, ends: None }
    }

    fn line(number: u128, part_of: Option<InterventionId>) -> InterventionLine {
        InterventionLine { id: id(number), outline: named(&number.to_string(), part_of), has_stays: number == 1 }
    }

    #[test]
    fn nothing_is_a_part_of_itself_or_of_its_parts() {
        let lines = [line(1, None), line(2, Some(id(1))), line(3, Some(id(2)))];
        assert_eq!(refusal(id(4), &named("4", Some(id(3))), &lines), None);
        for whole in [1, 2, 3, 9] {
            let outline = named("1", Some(id(whole)));
            assert_eq!(refusal(id(1), &outline, &lines), Some(OutlineRefusal::PartOf), "{whole}");
        }
    }

    #[test]
    fn where_people_are_registered_an_intervention_stays_for_individuals() {
        let structural = |name: &str| Outline { orientation: Orientation::Structural, ..named(name, None) };
        let lines = [line(1, None), line(2, None)];
        assert_eq!(refusal(id(1), &structural("1"), &lines), Some(OutlineRefusal::HasStays));
        assert_eq!(refusal(id(2), &structural("2"), &lines), None);
        assert_eq!(refusal(id(2), &structural("1"), &lines), Some(OutlineRefusal::NameTaken));
    }
}
