//! What an account is told about itself, and which figures it may see.

use super::column::read;
use super::sql;
use super::{DashboardRight, FiguresRight, OperatorRight, ReportRight, Session, Store, StoreError};
use shared::account::{Account, InterventionName, Role};
use shared::id::{AssociationId, InterventionId};
use shared::intervention::{Foci, InterventionFocus};
use shared::policy::{Action, may};

const RESPONSIBLE_FOR: &str = "
    SELECT i.id, i.name
    FROM responsibilities r JOIN interventions i ON i.member = r.member AND i.id = r.intervention
    WHERE r.account = $1
    ORDER BY i.name, i.id";

const TAKES_PART_IN: &str = "
    SELECT DISTINCT i.id, i.name
    FROM access a
    JOIN participations p ON p.member = a.member AND p.id = a.participation
    JOIN interventions i ON i.member = p.member AND i.id = p.intervention
    WHERE a.account = $1 AND a.revoked IS NULL
    ORDER BY i.name, i.id";

const FOCI_OF_THE_ASSOCIATION: &str = "
    SELECT i.id, i.focus
    FROM members m JOIN interventions i ON i.member = m.id
    WHERE m.association = $1";

const OF_THE_ASSOCIATION: &str = "
    SELECT i.id, i.name
    FROM members m JOIN interventions i ON i.member = m.id
    WHERE m.association = $1
    ORDER BY i.name, i.id";

impl Store {
    /// The account of a session.
    pub(crate) async fn account(&self, session: &Session) -> Result<Account, StoreError> {
        let name: String = sql::query_scalar("SELECT name FROM accounts WHERE id = $1")
            .bind(session.account.to_string())
            .fetch_one(&mut self.readers.acquire().await?)
            .await?;
        let interventions = match session.role {
            Role::Participant => self.names(TAKES_PART_IN, session.account.to_string()).await?,
            Role::Supervisor | Role::ProjectLeader => self.names(RESPONSIBLE_FOR, session.account.to_string()).await?,
            Role::AssociationAnalyst | Role::BoardMember => self.interventions_of(session.association).await?,
            Role::MemberAdministrator | Role::Operator => Vec::new(),
        };
        Ok(Account { id: session.account, role: session.role, name: name.into(), interventions })
    }

    /// The figures that a session may see; `None` for roles that see none, and for leaders of nothing.
    pub(crate) async fn dashboards(&self, session: &Session) -> Result<Option<DashboardRight>, StoreError> {
        let association = session.association;
        if may(session.role, Action::SeeMemberFigures) {
            let interventions = self.names(RESPONSIBLE_FOR, session.account.to_string()).await?;
            let leads = !interventions.is_empty();
            return Ok(leads.then_some(DashboardRight::Interventions { association, interventions }));
        }
        if may(session.role, Action::SeeReleasedFigures) {
            let interventions = self.interventions_of(association).await?;
            return Ok(Some(DashboardRight::Aggregates { association, interventions, asked_by: session.account }));
        }
        Ok(None)
    }

    /// The reports that a session may make: of the figures that it may see.
    pub(crate) async fn reports(&self, session: &Session) -> Result<Option<ReportRight>, StoreError> {
        let account = session.account;
        Ok(self.dashboards(session).await?.map(|dashboards| ReportRight { account, dashboards }))
    }

    /// What the members of an association run.
    pub(crate) async fn interventions(
        &self,
        _right: OperatorRight,
        association: AssociationId,
    ) -> Result<Vec<InterventionName>, StoreError> {
        self.interventions_of(association).await
    }

    pub(super) async fn interventions_of(
        &self,
        association: AssociationId,
    ) -> Result<Vec<InterventionName>, StoreError> {
        self.names(OF_THE_ASSOCIATION, association.to_string()).await
    }

    /// What the interventions of an association work on, as far as it is said.
    pub(crate) async fn foci(&self, right: FiguresRight) -> Result<Foci, StoreError> {
        let rows: Vec<(String, String)> = sql::query_as(FOCI_OF_THE_ASSOCIATION)
            .bind(right.association().to_string())
            .fetch_all(&mut self.readers.acquire().await?)
            .await?;
        let mut foci = Foci::new();
        for (id, focus) in rows {
            let id = read("interventions.id", &id, InterventionId::parse)?;
            foci.extend(InterventionFocus::parse(&focus).map(|focus| (id, focus)));
        }
        Ok(foci)
    }

    async fn names(&self, query: &'static str, of: String) -> Result<Vec<InterventionName>, StoreError> {
        let rows: Vec<(String, String)> =
            sql::query_as(query).bind(of).fetch_all(&mut self.readers.acquire().await?).await?;
        let named = |(id, name): (String, String)| {
            let id = read("interventions.id", &id, InterventionId::parse)?;
            Ok(InterventionName { id, name: name.into() })
        };
        rows.into_iter().map(named).collect()
    }
}
