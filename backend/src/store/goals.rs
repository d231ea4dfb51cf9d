//! Goals, version by version. It does not know when one is met.

use super::audit::note_for_all_of;
use super::column::{read, signed, unsigned};
use super::organisation::ensure_association;
use super::sql::{self, Connection};
use super::{AssociationRight, EntryVerdict, FiguresRight, Keep, Named, OperatorRight, Store, StoreError};
use crate::digest::sha256;
use shared::audit::{About, Reason, What};
use shared::figures::{Aim, Goal, GoalUnit, Measure, Period, Target};
use shared::id::{AssociationId, InterventionId};
use shared::time::Instant;

/// One goal, and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct GoalRow {
    /// The association that sets it.
    pub(crate) association: Named<AssociationId>,
    /// The intervention that is to reach it, by name, and its member's name where two run one of the same.
    pub(crate) of: Option<(String, Option<String>)>,
    /// The goal; its intervention is found by the name.
    pub(crate) goal: Goal,
}

const INTERVENTIONS: &str = "
    SELECT m.id, m.name, i.id FROM members m JOIN interventions i ON i.member = m.id
    WHERE m.association = $1 AND i.name = $2 ORDER BY m.id";

const NEWEST: &str = "
    SELECT version, unit, aim, target_hundredths, reached, reached_of FROM goals
    WHERE association = $1 AND goal = $2 ORDER BY version DESC LIMIT 1";

const OF_THE_ASSOCIATION: &str = "
    SELECT g.intervention, g.starts, g.ends, g.name, g.indicator, g.unit, g.aim, g.target_hundredths, g.reached,
           g.reached_of
    FROM goals g
    WHERE g.association = $1 AND g.taken_at <= $2 AND NOT EXISTS
    (SELECT 1 FROM goals n WHERE n.association = g.association AND n.goal = g.goal AND n.version > g.version
     AND n.taken_at <= $2)
    ORDER BY g.starts, g.ends, g.name, g.indicator, g.goal";

/// The numbers of a goal as columns.
type Numbers = (String, String, i64, Option<i64>, Option<i64>);

/// A row of [`NEWEST`].
type Newest = (i64, String, String, i64, Option<i64>, Option<i64>);

#[derive(sqlx::FromRow)]
struct Stored {
    intervention: Option<String>,
    starts: String,
    ends: String,
    name: String,
    indicator: String,
    unit: String,
    aim: String,
    target_hundredths: i64,
    reached: Option<i64>,
    reached_of: Option<i64>,
}

impl Store {
    /// Takes goals in, in one transaction.
    pub(crate) async fn bring_goals(
        &self,
        _right: OperatorRight,
        rows: Vec<GoalRow>,
        keep: Keep,
        now: Instant,
    ) -> Result<Vec<EntryVerdict>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    Keep::begin(connection).await?;
                    let mut verdicts = Vec::with_capacity(rows.len());
                    for row in &rows {
                        verdicts.push(bring(connection, row, now).await?);
                    }
                    keep.end(connection).await?;
                    Ok(verdicts)
                })
            })
            .await
    }

    /// The newest version of every goal of an association.
    pub(crate) async fn goals(
        &self,
        right: OperatorRight,
        association: AssociationId,
    ) -> Result<Vec<Goal>, StoreError> {
        self.goals_until(right.figures(association), Instant(i64::MAX)).await
    }

    /// The same as they were at some time.
    pub(crate) async fn goals_until(&self, right: FiguresRight, until: Instant) -> Result<Vec<Goal>, StoreError> {
        let rows: Vec<Stored> = sql::query_as(OF_THE_ASSOCIATION)
            .bind(right.association().to_string())
            .bind(until.0)
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        rows.into_iter().map(Stored::goal).collect()
    }

    /// Keeps a goal, as a new version where its numbers are others. Whether there is such an intervention.
    pub(crate) async fn keep_goal(
        &self,
        right: AssociationRight,
        goal: Goal,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| {
                let goal = goal.clone();
                Box::pin(async move { keep(connection, right, &goal, now).await })
            })
            .await
    }
}

impl Stored {
    fn goal(self) -> Result<Goal, StoreError> {
        let day = |column, text: &str| read(column, text, |text| text.parse().ok());
        let period = Period::new(day("goals.starts", &self.starts)?, day("goals.ends", &self.ends)?);
        let count = |column, number: Option<i64>| number.map(|number| unsigned(column, number)).transpose();
        let target = unsigned("goals.target_hundredths", self.target_hundredths)?;
        let measure = Measure::new(
            read("goals.unit", &self.unit, unit_of)?,
            read("goals.aim", &self.aim, aim_of)?,
            Target::from_hundredths(target).ok_or(StoreError::Unreadable { column: "goals.target_hundredths" })?,
            count("goals.reached", self.reached)?,
            count("goals.reached_of", self.reached_of)?,
        );
        let intervention = self.intervention.as_deref();
        Ok(Goal {
            intervention: intervention.map(|id| read("goals.intervention", id, InterventionId::parse)).transpose()?,
            period: period.map_err(|_| StoreError::Unreadable { column: "goals.ends" })?,
            name: self.name.into(),
            indicator: self.indicator.into(),
            measure: measure.map_err(|_| StoreError::Unreadable { column: "goals.reached" })?,
        })
    }
}

async fn bring(connection: &mut Connection, row: &GoalRow, now: Instant) -> Result<EntryVerdict, StoreError> {
    let intervention = match find(connection, row).await? {
        Ok(intervention) => intervention,
        Err(refused) => return Ok(refused),
    };
    ensure_association(connection, &row.association).await?;
    let is_new = put_if_new(connection, row.association.id, &row.goal, intervention, now).await?;
    Ok(if is_new { EntryVerdict::Imported } else { EntryVerdict::Unchanged })
}

async fn keep(
    connection: &mut Connection,
    right: AssociationRight,
    goal: &Goal,
    now: Instant,
) -> Result<bool, StoreError> {
    let association = right.association();
    let place = match goal.intervention {
        None => None,
        Some(id) => match member_of(connection, association, id).await? {
            Some(member) => Some((member, id.to_string())),
            None => return Ok(false),
        },
    };
    if put_if_new(connection, association, goal, place, now).await? {
        let about = goal.intervention.map_or(About::Association(association), About::Intervention);
        let entry = right.did(What::ReferenceChanged).about(about).because(Reason::Goals);
        note_for_all_of(connection, association, entry, now).await?;
    }
    Ok(true)
}

/// Puts a goal down as its next version, unless the newest says the same.
async fn put_if_new(
    connection: &mut Connection,
    association: AssociationId,
    goal: &Goal,
    place: Option<Place>,
    now: Instant,
) -> Result<bool, StoreError> {
    let id = id_of(goal, place.as_ref());
    let numbers = numbers_of(&goal.measure);
    let newest: Option<Newest> =
        sql::query_as(NEWEST).bind(association.to_string()).bind(&id).fetch_optional(&mut *connection).await?;
    let version = match newest {
        None => 1,
        Some((version, unit, aim, target, reached, of)) => {
            if (unit, aim, target, reached, of) == numbers {
                return Ok(false);
            }
            version + 1
        }
    };
    put(connection, association, goal, place, &id, version, numbers, now).await?;
    Ok(true)
}

/// A member and its intervention, as columns.
type Place = (String, String);

/// The one intervention of the row's names, or why there is none.
async fn find(connection: &mut Connection, row: &GoalRow) -> Result<Result<Option<Place>, EntryVerdict>, StoreError> {
    let Some((name, member)) = &row.of else { return Ok(Ok(None)) };
    let found: Vec<(String, String, String)> =
        sql::query_as(INTERVENTIONS).bind(row.association.id.to_string()).bind(name).fetch_all(connection).await?;
    let mut found = found.into_iter().filter(|(_, named, _)| member.as_ref().is_none_or(|member| member == named));
    Ok(match (found.next(), found.next()) {
        (Some((member, _, intervention)), None) => Ok(Some((member, intervention))),
        (None, _) => Err(EntryVerdict::NoSuchIntervention),
        (Some(_), Some(_)) => Err(EntryVerdict::SeveralInterventions),
    })
}

/// The member of an association that runs an intervention, as a column.
async fn member_of(
    connection: &mut Connection,
    association: AssociationId,
    intervention: InterventionId,
) -> Result<Option<String>, StoreError> {
    let member = sql::query_scalar(
        "SELECT m.id FROM members m JOIN interventions i ON i.member = m.id
         WHERE m.association = $1 AND i.id = $2 ORDER BY m.id LIMIT 1",
    )
    .bind(association.to_string())
    .bind(intervention.to_string())
    .fetch_optional(connection)
    .await?;
    Ok(member)
}

/// What makes two rows one goal.
fn id_of(goal: &Goal, intervention: Option<&Place>) -> String {
    let (member, intervention) = intervention.map_or(("", ""), |(member, id)| (member, id));
    let (from, to) = (goal.period.from().to_string(), goal.period.to().to_string());
    sha256([member, intervention, &from, &to, &goal.name, &goal.indicator].join("\u{1f}").as_bytes())
}

fn numbers_of(measure: &Measure) -> Numbers {
    let reached = measure.reached();
    (
        unit_name(measure.unit()).into(),
        aim_name(measure.aim()).into(),
        signed(measure.target().hundredths()),
        reached.map(|reached| signed(reached.n)),
        reached.and_then(|reached| reached.of).map(signed),
    )
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn put(
    connection: &mut Connection,
    association: AssociationId,
    goal: &Goal,
    place: Option<Place>,
    id: &str,
    version: i64,
    (unit, aim, target, reached, of): Numbers,
    now: Instant,
) -> Result<(), StoreError> {
    let (member, intervention) = place.unzip();
    sql::query(
        "INSERT INTO goals (association, goal, version, member, intervention, starts, ends, name, indicator, unit, aim,
         target_hundredths, reached, reached_of, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(association.to_string())
    .bind(id)
    .bind(version)
    .bind(member)
    .bind(intervention)
    .bind(goal.period.from().to_string())
    .bind(goal.period.to().to_string())
    .bind(&*goal.name)
    .bind(&*goal.indicator)
    .bind(unit)
    .bind(aim)
    .bind(target)
    .bind(reached)
    .bind(of)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

const fn unit_name(unit: GoalUnit) -> &'static str {
    match unit {
        GoalUnit::Count => "count",
        GoalUnit::Percent => "percent",
    }
}

fn unit_of(name: &str) -> Option<GoalUnit> {
    [GoalUnit::Count, GoalUnit::Percent].into_iter().find(|unit| unit_name(*unit) == name)
}

const fn aim_name(aim: Aim) -> &'static str {
    match aim {
        Aim::AtLeast => "at_least",
        Aim::AtMost => "at_most",
    }
}

fn aim_of(name: &str) -> Option<Aim> {
    [Aim::AtLeast, Aim::AtMost].into_iter().find(|aim| aim_name(*aim) == name)
}
