//! Fields that browsers have pickers of their own for, which no driver opens: days and lists.

use super::browser::Browser;
use super::waiting::until;
use anyhow::{Result, ensure};
use serde_json::json;

/// Puts a day into the field of that name, as a browser's own calendar does.
const SET_DAY: &str = "
    const field = document.getElementById(arguments[0]);
    field.value = arguments[1];
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return field.value;";

/// Chooses from the list of that name what bears those words.
const SELECT: &str = "
    const list = document.getElementById(arguments[0]) ?? document.querySelector(`select[name='${arguments[0]}']`);
    const option = [...list.options].find((option) => option.textContent === arguments[1]);
    if (!option) { return false; }
    list.value = option.value;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return true;";

impl Browser {
    /// Chooses a day, such as 2026-01-31, in the field of that name.
    pub(crate) async fn set_day(&self, field: &str, day: &str) -> Result<()> {
        let set: String = self.ask(SET_DAY, vec![json!(field), json!(day)]).await?;
        ensure!(set == day, "{field} holds {set}");
        Ok(())
    }

    /// Chooses what bears these words from the list of that name.
    pub(crate) async fn select(&self, list: &str, words: &str) -> Result<()> {
        let arguments = || vec![json!(list), json!(words)];
        let look = async || Ok(self.ask::<bool>(SELECT, arguments()).await?.then_some(()));
        self.explained(until(&format!("“{words}” in a list"), look)).await
    }
}
