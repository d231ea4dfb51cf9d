//! What is asked of the server by those who look at figures: dashboards, reports, goals, and the log of who did what.
//! Nothing of it is computed here.

use super::Engine;
use crate::platform::server::{self, ServerFault};
use shared::audit::AuditPage;
use shared::dashboard::{DashboardFigures, MovementDashboard};
use shared::effect_dashboard::EffectDashboard;
use shared::goal_matrix::GoalMatrix;
use shared::id::SavedReportId;
use shared::report::saved::{FollowUpSheet, MadeAgain, SaveReport, SavedReport, SavedReports};

impl Engine {
    /// Asks the server for the movement dashboard; `query` as the address takes it.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn movement(&self, query: &str) -> Result<MovementDashboard, ServerFault> {
        server::movement(query, self.reading().await.as_deref()).await
    }

    /// Has the server make a report as a file; `address` as those of reports go on.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn report_file(&self, address: &str) -> Result<Vec<u8>, ServerFault> {
        server::report_file(address, self.reading().await.as_deref()).await
    }

    /// Has the server make a report and keep what it takes to make it again.
    ///
    /// # Errors
    /// Why it was not saved.
    pub async fn save_report(&self, request: &SaveReport) -> Result<SavedReport, ServerFault> {
        server::save_report(request, self.reading().await.as_deref()).await
    }

    /// Asks the server which reports were saved.
    ///
    /// # Errors
    /// Why they did not come.
    pub async fn saved_reports(&self) -> Result<SavedReports, ServerFault> {
        server::saved_reports(self.reading().await.as_deref()).await
    }

    /// Has the server make a saved report again.
    ///
    /// # Errors
    /// Why it was not made.
    pub async fn report_again(&self, id: SavedReportId) -> Result<MadeAgain, ServerFault> {
        server::report_again(id, self.reading().await.as_deref()).await
    }

    /// Asks the server for the sheet of the national follow-up; `query` as the address takes it.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn follow_up_sheet(&self, query: &str) -> Result<FollowUpSheet, ServerFault> {
        server::follow_up_sheet(query, self.reading().await.as_deref()).await
    }

    /// Asks the server for the goal matrix.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn goals(&self) -> Result<GoalMatrix, ServerFault> {
        server::goals(self.reading().await.as_deref()).await
    }

    /// Asks the server for the effect on society; `query` as the address takes it.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn effect(&self, query: &str) -> Result<EffectDashboard, ServerFault> {
        server::effect(query, self.reading().await.as_deref()).await
    }

    /// Asks the server for the figures of reports, of one selection.
    ///
    /// # Errors
    /// Why they did not come.
    pub async fn figures(&self, asked: &[(&'static str, String)]) -> Result<DashboardFigures, ServerFault> {
        server::figures(asked, self.reading().await.as_deref()).await
    }

    /// Asks the server for a page of the audit log; `query` as the address takes it.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn audit(&self, query: &str) -> Result<AuditPage, ServerFault> {
        server::audit(query, self.reading().await.as_deref()).await
    }
}
