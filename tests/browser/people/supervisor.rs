//! The supervisor: the caseload, one person, the month's follow-up.

use crate::driving::Browser;
use anyhow::Result;
use shared::account::Role;
use tests::server::Server;

impl Browser {
    /// Signs in as the supervisor and waits for the caseload.
    pub(crate) async fn sign_in_as_supervisor(&self, server: &Server) -> Result<()> {
        self.sign_in(server, Role::Supervisor).await?;
        self.see("uppföljningar klara för").await?;
        self.arrive_at("Mina deltagare").await
    }

    /// Goes from the caseload to somebody's follow-up of this month. Returns when its fields are there.
    pub(crate) async fn begin_follow_up(&self, alias: &str) -> Result<()> {
        self.press_at(alias, &format!("//a[*[normalize-space(.)=\"{alias}\"]]")).await?;
        self.arrive_at(alias).await?;
        self.press_follow_up().await
    }

    /// Goes from the caseload to the months of whoever stands first.
    pub(crate) async fn press_first_person(&self) -> Result<()> {
        self.press_until("(//main//li//a)[1]", "Månad för månad").await
    }

    /// Goes from a person's months to the follow-up of this month.
    pub(crate) async fn press_follow_up(&self) -> Result<()> {
        let link = "//main//a[starts-with(normalize-space(.), \"Uppföljning för\")]";
        self.press_until(link, "Här står det som gällde förra gången").await
    }

    /// Gives one item of the staff assessment a level.
    pub(crate) async fn assess(&self, question: &str, level: &str) -> Result<()> {
        let path =
            format!("//*[@role=\"radiogroup\"][@aria-label=\"{question}\"]//label[normalize-space(.)=\"{level}\"]");
        self.press_at(level, &path).await
    }

    /// Opens a part of the follow-up, where it is not open already.
    pub(crate) async fn change_part(&self, part: &str) -> Result<()> {
        self.press_now_if_there(&format!("Ändra: {part}")).await?;
        self.unfold_everything().await
    }
}
