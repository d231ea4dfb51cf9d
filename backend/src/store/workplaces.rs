//! Where a supervisor works, and who else supervises there.

use super::column::read;
use super::sql;
use super::{RecordsRight, Store, StoreError};
use shared::account::Role;
use shared::id::{AccountId, InterventionId};
use shared::workplace::{Colleague, Workplace};

/// The id and name of an intervention, and of somebody who supervises there.
type Row = (String, String, String, String);

impl Store {
    /// The interventions that a supervisor is responsible for, each with everybody who supervises there.
    pub(crate) async fn workplaces(&self, right: &RecordsRight) -> Result<Vec<Workplace>, StoreError> {
        let rows: Vec<Row> = sql::query_as(
            "SELECT i.id, i.name, colleague.id, colleague.name
             FROM responsibilities mine
             JOIN interventions i ON i.member = mine.member AND i.id = mine.intervention
             JOIN responsibilities theirs ON theirs.member = mine.member AND theirs.intervention = mine.intervention
             JOIN accounts colleague ON colleague.id = theirs.account
             WHERE mine.account = $1 AND colleague.role = $2 AND colleague.closed_at IS NULL
             ORDER BY i.name, i.id, colleague.name, colleague.id",
        )
        .bind(right.account().to_string())
        .bind(Role::Supervisor.as_str())
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        let mut workplaces: Vec<Workplace> = Vec::new();
        for (intervention, name, account, called) in rows {
            let intervention = read("interventions.id", &intervention, InterventionId::parse)?;
            let account = read("accounts.id", &account, AccountId::parse)?;
            let colleague = Colleague { account, name: called.into() };
            match workplaces.last_mut().filter(|last| last.intervention == intervention) {
                Some(last) => last.supervisors.push(colleague),
                None => {
                    workplaces.push(Workplace { intervention, name: name.into(), supervisors: vec![colleague] });
                }
            }
        }
        Ok(workplaces)
    }
}
