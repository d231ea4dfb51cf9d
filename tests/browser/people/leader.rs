//! Those who look at dashboards.

use crate::driving::Browser;
use anyhow::Result;
use shared::account::Role;
use tests::server::Server;

impl Browser {
    /// Signs in as somebody who looks at dashboards and waits for the figures.
    pub(crate) async fn sign_in_to_dashboard(&self, server: &Server, role: Role) -> Result<()> {
        self.sign_in(server, role).await?;
        self.arrive_at("Stegförflyttning").await?;
        self.see("personer deltog").await
    }

    /// Every row of every table, cell by cell.
    pub(crate) async fn cells(&self) -> Result<Vec<Vec<String>>> {
        let rows = "return [...document.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));";
        self.ask(rows, vec![]).await
    }
}
