//! A participant with the finished app in a real Chromium, and what the server has of the month afterwards.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::row::Tally;
use anyhow::Result;
use shared::record::{Body, Record};
use std::collections::BTreeMap;
use tests::random::this_month;
use tests::server::Server;

/// What the screen says of answers that wait.
pub(crate) const SAVED: &str = "Sparat på telefonen. Skickas när du har nät.";
/// What it says of answers that the server has taken in.
pub(crate) const RECEIVED: &str = "Mottaget";
/// What it says when nothing waits.
pub(crate) const ALL_RECEIVED: &str = "Allt är mottaget.";

/// A server with the app, and the ratings of this month that it had at the beginning.
pub(crate) struct House {
    pub(crate) server: Server,
    before: Vec<Record>,
}

impl House {
    async fn open() -> Result<Self> {
        let server = house::open().await?;
        let before = ratings(&server).await?;
        Ok(Self { server, before })
    }

    /// Holds against the server that so many ratings were called saved or received since the beginning.
    pub(crate) async fn judge(&self, saved: usize) -> Result<Tally> {
        let mut times = BTreeMap::new();
        for rating in ratings(&self.server).await? {
            *times.entry(rating.id).or_insert(0_u64) += 1;
        }
        let new = times.keys().filter(|id| self.before.iter().all(|one| one.id != **id)).count();
        let more = times.values().filter(|count| **count > 1).count() + new.saturating_sub(saved);
        Ok(Tally {
            times: 0,
            lost: u64::try_from(saved.saturating_sub(new))?,
            doubled: u64::try_from(more)?,
            untold: 0,
        })
    }
}

/// The participants' ratings of this month.
async fn ratings(server: &Server) -> Result<Vec<Record>> {
    let is_rating = |one: &Record| one.month == this_month() && matches!(one.body, Body::SelfAssessed { .. });
    Ok(house::records(server).await?.into_iter().filter(is_rating).collect())
}

/// Opens a house, where there are an app and a browser. The inner error says what is missing.
pub(crate) async fn open() -> Result<Result<House, String>> {
    let missing = |what: &str| Ok(Err(format!("{what}; run this with `cargo xtask test faults`")));
    if std::env::var_os("STEGVIS_APP").is_none() {
        return missing("STEGVIS_APP does not name the app");
    }
    for program in ["chromium", "chromedriver"] {
        let path = std::env::var_os("PATH").unwrap_or_default();
        if !std::env::split_paths(&path).any(|folder| folder.join(program).is_file()) {
            return missing(&format!("{program} is not on the PATH"));
        }
    }
    House::open().await.map(Ok)
}

/// Opens a house for a row, or says that it was not run.
macro_rules! house_or_not_run {
    () => {
        match $crate::app::open().await? {
            Ok(house) => house,
            Err(why) => return Ok($crate::row::Outcome::NotRun(why)),
        }
    };
}

/// A browser that nobody has used.
pub(crate) async fn fresh_browser() -> Result<Browser> {
    Browser::fresh(Engine::Chromium, Window::PHONE).await
}

/// Opens the app in a browser that was started again, or anew in one that runs.
pub(crate) async fn come_back(browser: &Browser, server: &Server) -> Result<()> {
    browser.open(server.origin()).await?;
    // A browser that was killed may have forgotten the language, which it writes down late.
    browser.choose("Svenska").await?;
    browser.unlock().await
}
