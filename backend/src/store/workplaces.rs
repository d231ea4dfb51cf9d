//! Where a supervisor works, and who else supervises there.

use super::administration::admission_of;
use super::column::read;
use super::sql;
use super::{RecordsRight, Store, StoreError};
use shared::account::Role;
use shared::id::{AccountId, InterventionId};
use shared::workplace::{Colleague, Workplace};

/// The id and name of an intervention, those of somebody who supervises there, and what its admission is made of.
type Row = (String, String, String, String, Option<String>, Option<String>, Option<String>, Option<String>);

impl Store {
    /// The interventions that a supervisor is responsible for, each with everybody who supervises there.
    pub(crate) async fn workplaces(&self, right: &RecordsRight) -> Result<Vec<Workplace>, StoreError> {
        let rows: Vec<Row> = sql::query_as(
            "SELECT i.id, i.name, colleague.id, colleague.name, i.orientation, i.starts, i.ends, m.closed
             FROM responsibilities mine
             JOIN interventions i ON i.member = mine.member AND i.id = mine.intervention
             JOIN members m ON m.id = i.member
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
        for (intervention, name, account, called, orientation, starts, ends, closed) in rows {
            let intervention = read("interventions.id", &intervention, InterventionId::parse)?;
            let account = read("accounts.id", &account, AccountId::parse)?;
            let colleague = Colleague { account, name: called.into() };
            match workplaces.last_mut().filter(|last| last.intervention == intervention) {
                Some(last) => last.supervisors.push(colleague),
                None => {
                    let admission = Some(admission_of(&(orientation, starts, ends, closed))?);
                    let supervisors = vec![colleague];
                    workplaces.push(Workplace { intervention, name: name.into(), admission, supervisors });
                }
            }
        }
        Ok(workplaces)
    }
}
