//! The participant: this month, the questions one by one, the answers, the receipt.

use crate::driving::{Browser, until, until_patiently};
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use tests::server::Server;

/// How many questions there are.
pub(crate) const QUESTIONS: usize = 11;

impl Browser {
    /// Signs in as the participant and waits for this month. Returns its name and year.
    pub(crate) async fn sign_in_as_participant(&self, server: &Server) -> Result<String> {
        self.sign_in(server, Role::Participant).await?;
        self.see("Det tar ungefär tre minuter").await?;
        self.heading().await
    }

    /// Waits for a question.
    pub(crate) async fn see_question(&self, number: usize) -> Result<()> {
        self.see(&format!("Fråga {number} av {QUESTIONS}")).await
    }

    /// Answers a question with the level of that place, from 0, and waits for what comes next.
    pub(crate) async fn answer(&self, number: usize, place: usize) -> Result<()> {
        self.see_question(number).await?;
        self.press_level(place).await?;
        if number < QUESTIONS { self.see_question(number + 1).await } else { self.arrive_at("Dina svar").await }
    }

    /// Answers from a question to the last, always with the highest level.
    pub(crate) async fn answer_highest_from(&self, first: usize) -> Result<()> {
        for number in first..=QUESTIONS {
            self.see_question(number).await?;
            self.answer(number, self.levels().await? - 1).await?;
        }
        Ok(())
    }

    /// How many levels the question on the screen has.
    pub(crate) async fn levels(&self) -> Result<usize> {
        let choices: usize =
            self.ask("return document.querySelectorAll('main button[aria-pressed]').length;", vec![]).await?;
        choices.checked_sub(1).context("no question is on the screen")
    }

    /// Presses the level of that place, from 0.
    pub(crate) async fn press_level(&self, place: usize) -> Result<()> {
        let path = format!("(//main//button[@aria-pressed])[{}]", place + 1);
        self.press_at(&format!("level {place}"), &path).await
    }

    /// Presses “try now”, if need be again, until the server has everything.
    pub(crate) async fn try_until_received(&self) -> Result<()> {
        until("everything to be received", async || {
            let words = self.words().await?;
            if words.contains("Allt är mottaget.") {
                ensure!(!words.contains("väntar på telefonen"), "the screen contradicts itself: {words}");
                return Ok(Some(()));
            }
            self.press_now_if_there("Försök nu").await?;
            Ok(None)
        })
        .await
    }

    /// Presses what asks the server now until one of those words is there. Not at every look: each press asks anew.
    pub(crate) async fn try_until_there(&self, now: &str, words: &[&str]) -> Result<()> {
        let look = async || {
            let there = self.words().await?;
            if words.iter().any(|words| there.contains(words)) {
                return Ok(Some(()));
            }
            self.press_now_if_there(now).await?;
            Ok(None)
        };
        self.explained(until_patiently(&words.join(" or "), look)).await
    }
}
