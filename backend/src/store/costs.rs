//! What interventions cost, year by year and version by version. It does not know what came of it.

use super::audit::note_for_all_of;
use super::column::read;
use super::sql::{self, Connection};
use super::{AssociationRight, FiguresRight, Store, StoreError};
use shared::account::InterventionName;
use shared::audit::{About, What};
use shared::cost::{CostChange, CostLine, Costs, KnownCosts, Kronor, YearCost};
use shared::id::{AssociationId, InterventionId};
use shared::time::Instant;

const NEWEST: &str = "
    SELECT c.intervention, c.year, c.budget, c.cost FROM costs c
    WHERE c.association = $1 AND NOT EXISTS
    (SELECT 1 FROM costs n WHERE n.association = c.association AND n.intervention = c.intervention AND n.year = c.year
     AND n.version > c.version)";

impl Store {
    /// The costs of everything that the members of an association run.
    pub(crate) async fn costs_by_year(&self, right: AssociationRight) -> Result<Costs, StoreError> {
        let known = known(&mut self.readers.acquire().await?, right.association()).await?;
        let interventions = self.interventions_of(right.association()).await?;
        let years_of = |wanted: InterventionId| {
            let own = known.iter().filter(|((intervention, _), _)| *intervention == wanted);
            own.map(|((_, year), amounts)| (*year, *amounts)).collect()
        };
        let line = |one: InterventionName| CostLine { years: years_of(one.id), intervention: one.id, name: one.name };
        Ok(Costs { lines: interventions.into_iter().map(line).collect() })
    }

    /// What is known of costs, for whoever sees figures.
    pub(crate) async fn costs(&self, right: FiguresRight) -> Result<KnownCosts, StoreError> {
        known(&mut self.readers.acquire().await?, right.association()).await
    }

    /// Says what an intervention costs in a year; `false` where the association runs no such intervention.
    pub(crate) async fn keep_cost(
        &self,
        right: AssociationRight,
        change: CostChange,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer.run(move |connection| Box::pin(async move { keep(connection, right, change, now).await })).await
    }
}

async fn known(connection: &mut Connection, association: AssociationId) -> Result<KnownCosts, StoreError> {
    let rows: Vec<(String, i64, Option<i64>, Option<i64>)> =
        sql::query_as(NEWEST).bind(association.to_string()).fetch_all(connection).await?;
    let one = |(intervention, year, budget, cost): (String, i64, Option<i64>, Option<i64>)| {
        let intervention = read("costs.intervention", &intervention, InterventionId::parse)?;
        let year = u16::try_from(year).map_err(|_| StoreError::Unreadable { column: "costs.year" })?;
        let amounts = YearCost { budget: kronor("costs.budget", budget)?, cost: kronor("costs.cost", cost)? };
        Ok(((intervention, year), amounts))
    };
    rows.into_iter().map(one).collect()
}

fn kronor(column: &'static str, amount: Option<i64>) -> Result<Option<Kronor>, StoreError> {
    let read = |amount: i64| u64::try_from(amount).ok().and_then(|amount| Kronor::new(amount).ok());
    amount.map(|amount| read(amount).ok_or(StoreError::Unreadable { column })).transpose()
}

async fn keep(
    connection: &mut Connection,
    right: AssociationRight,
    change: CostChange,
    now: Instant,
) -> Result<bool, StoreError> {
    let association = right.association();
    if !is_run_in(connection, association, change.intervention).await? {
        return Ok(false);
    }
    let newest: Option<(i64, Option<i64>, Option<i64>)> = sql::query_as(
        "SELECT version, budget, cost FROM costs WHERE association = $1 AND intervention = $2 AND year = $3
         ORDER BY version DESC LIMIT 1",
    )
    .bind(association.to_string())
    .bind(change.intervention.to_string())
    .bind(i64::from(change.year))
    .fetch_optional(&mut *connection)
    .await?;
    let stored = |amount: Option<Kronor>| amount.and_then(|amount| i64::try_from(amount.get()).ok());
    let (budget, cost) = (stored(change.amounts.budget), stored(change.amounts.cost));
    // Said twice is said once.
    if newest.is_some_and(|(_, known, spent)| (known, spent) == (budget, cost)) {
        return Ok(true);
    }
    sql::query(
        "INSERT INTO costs (association, intervention, year, version, budget, cost, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(association.to_string())
    .bind(change.intervention.to_string())
    .bind(i64::from(change.year))
    .bind(newest.map_or(1, |(version, ..)| version + 1))
    .bind(budget)
    .bind(cost)
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    let entry = right.did(What::CostChanged).about(About::Intervention(change.intervention));
    note_for_all_of(connection, association, entry, now).await?;
    Ok(true)
}

async fn is_run_in(
    connection: &mut Connection,
    association: AssociationId,
    intervention: InterventionId,
) -> Result<bool, StoreError> {
    let found: Option<i64> = sql::query_scalar(
        "SELECT CAST(1 AS BIGINT) FROM members m JOIN interventions i ON i.member = m.id
         WHERE m.association = $1 AND i.id = $2",
    )
    .bind(association.to_string())
    .bind(intervention.to_string())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}
