//! The supervisor: the caseload, one person, the month's follow-up.

use crate::driving::Browser;
use anyhow::Result;
use shared::account::Role;
use tests::random;
use tests::server::Server;

/// The first of this month, which has come.
pub(crate) fn first_of_month() -> String {
    random::this_month().first_day().to_string()
}

impl Browser {
    /// Signs in as the supervisor and waits for the caseload.
    pub(crate) async fn sign_in_as_supervisor(&self, server: &Server) -> Result<()> {
        self.sign_in(server, Role::Supervisor).await?;
        self.see("uppföljningar klara för").await?;
        self.arrive_at("Mina deltagare").await
    }

    /// Goes from the caseload to somebody's page.
    pub(crate) async fn open_person(&self, alias: &str) -> Result<()> {
        self.press_at(alias, &format!("//a[*[normalize-space(.)=\"{alias}\"]]")).await?;
        self.arrive_at(alias).await
    }

    /// Goes from the caseload to somebody's follow-up of this month. Returns when its fields are there.
    pub(crate) async fn begin_follow_up(&self, alias: &str) -> Result<()> {
        self.open_person(alias).await?;
        self.press_follow_up().await
    }

    /// Goes from the caseload to the follow-up of whoever needs one first.
    pub(crate) async fn press_first_follow_up(&self) -> Result<()> {
        let first = "(//main//li//a[starts-with(normalize-space(.), \"Följ upp\")])[1]";
        self.press_until(first, "Här står det som gällde förra gången").await
    }

    /// Saves a follow-up in which everything is as last month.
    pub(crate) async fn save_unchanged(&self) -> Result<()> {
        self.see("Här står det som gällde förra gången").await?;
        self.press("Allt är oförändrat").await?;
        self.press("Spara").await?;
        self.see("Sparat: ").await
    }

    /// Goes from one saved follow-up to the next person's.
    pub(crate) async fn press_next(&self) -> Result<()> {
        self.press_at("Nästa", "//main//a[starts-with(normalize-space(.), \"Nästa: \")]").await
    }

    /// Begins an enrolment with consent, up to the alias.
    pub(crate) async fn begin_enrolment(&self, alias: &str) -> Result<()> {
        self.press("Registrera en deltagare").await?;
        self.arrive_at("Registrera en deltagare").await?;
        self.tick("Ja, personen samtycker").await?;
        self.see("Samtycket gavs den").await?;
        self.set_day("consented", &first_of_month()).await?;
        self.write("Alias", alias).await
    }

    /// Fills in what has to be there beside that, for the first of the interventions.
    pub(crate) async fn fill_in_enrolment(&self) -> Result<()> {
        self.tick("Kvinna").await?;
        self.press_at("the first intervention", "(//input[@name=\"intervention\"])[1]").await?;
        self.set_day("started", &first_of_month()).await
    }

    /// Fills in everything else that an enrolment asks for.
    pub(crate) async fn fill_in_all_of_enrolment(&self) -> Result<()> {
        self.fill_in_enrolment().await?;
        self.write("Födelseår", "1990").await?;
        self.write("Bostadskommun", "linköping").await?;
        self.tick("Sjukpenning eller rehabiliteringspenning").await?;
        self.write("Procent: Sjukpenning eller rehabiliteringspenning", "50").await?;
        self.tick("Arbete med stöd").await?;
        self.write("Månader i offentlig försörjning före", "14").await
    }

    /// Goes from the caseload to the months of whoever stands first. Who has come to another page, since the list grew under
    /// the finger, goes back to the list.
    pub(crate) async fn press_first_person(&self) -> Result<()> {
        let back = "//nav//a[normalize-space(.)=\"Mina deltagare\"]";
        let person = "//main//li//a[contains(concat(\" \", @class, \" \"), \" case \")]";
        self.press_until(&format!("({back} | {person})[1]"), "Månad för månad").await
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
