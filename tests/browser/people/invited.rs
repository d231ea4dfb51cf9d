//! Somebody who was invited, on a phone.

use crate::driving::Browser;
use anyhow::{Context, Result};
use shared::account::Role;
use shared::fold::{Known, Participation, fold};
use shared::id::ParticipationId;
use shared::invitation::{By, Invitation};
use shared::time::Instant;
use std::collections::BTreeMap;
use tests::client::Client;
use tests::invited::invite;
use tests::random;
use tests::server::Server;

/// The supervisor, and those on the caseload who have questions this month.
pub(crate) struct Inviting {
    /// Past every browser.
    pub(crate) supervisor: Client,
    /// Their stays, and what the supervisor calls them.
    pub(crate) people: Vec<(ParticipationId, String)>,
}

impl Inviting {
    /// Looks who is on the caseload.
    pub(crate) async fn at(server: &Server) -> Result<Self> {
        let supervisor = Client::sign_in(server, Role::Supervisor).await?;
        let mut known: BTreeMap<ParticipationId, Vec<Known>> = BTreeMap::new();
        for record in supervisor.records().await? {
            let one = Known { received_at: Some(Instant(0)), record };
            known.entry(one.record.participation).or_default().push(one);
        }
        let has_questions = |one: &Participation| {
            let month = random::this_month();
            let has_answered = one.months.get(&month).is_some_and(|view| view.self_assessment.is_some());
            one.is_active_in(month) && !has_answered
        };
        let people = known.into_iter().filter_map(|(stay, known)| {
            let folded = fold(&known);
            let alias = folded.enrolment()?.alias.as_str().to_owned();
            has_questions(&folded).then_some((stay, alias))
        });
        Ok(Self { people: people.collect(), supervisor })
    }

    /// Invites the one of that place.
    pub(crate) async fn invite(&self, place: usize) -> Result<Invitation> {
        let (stay, _) = self.people.get(place).context("nobody is left on the caseload")?;
        invite(&self.supervisor, *stay, By::Screen).await
    }
}

impl Browser {
    /// Opens an invitation and comes in, up to the next screen.
    pub(crate) async fn come_in(&self, link: &str) -> Result<()> {
        self.open(link).await?;
        self.choose("Svenska").await?;
        self.see("Du är inbjuden").await?;
        self.press("Kom in").await
    }

    /// The code of the invitation on the supervisor's screen.
    pub(crate) async fn shown_code(&self) -> Result<String> {
        self.see("och skriv koden:").await?;
        let words = self.words().await?;
        let (_, after) = words.split_once("och skriv koden:").context("the code is shown")?;
        Ok(after.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
    }

    /// Comes in by a code that the person reads and types, on a phone where the person has no PIN yet.
    pub(crate) async fn come_in_by_code(&self, origin: &str, code: &str) -> Result<()> {
        self.open(origin).await?;
        self.choose("Svenska").await?;
        self.press("Jag har en kod").await?;
        self.arrive_at("Jag har en kod").await?;
        self.write("Kod med nio tecken", code).await?;
        self.press("Fortsätt").await?;
        self.choose_pin().await?;
        self.see("Det tar ungefär tre minuter").await
    }

    /// Opens an invitation on a phone where the person has no PIN yet, and waits for this month.
    pub(crate) async fn come_in_anew(&self, link: &str) -> Result<()> {
        self.come_in(link).await?;
        self.choose_pin().await?;
        self.see("Det tar ungefär tre minuter").await
    }
}
