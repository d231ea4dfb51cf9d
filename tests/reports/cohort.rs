//! The cohort of 2019 in a store of its own, brought there by the program.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Output;
use tests::place::Place;
use tests::program::run;
use tokio::sync::OnceCell;

/// The name that the files give their association.
pub(crate) const ASSOCIATION: &str = "Centrala Östergötland";
/// The kinds of files, in the order in which they are imported.
pub(crate) const KINDS: [&str; 3] = ["participations", "measurements", "steps"];

/// Where the cohort's files are.
pub(crate) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sco-2019").join(name)
}

/// A store, and files to import into it.
pub(crate) struct Store {
    place: Place,
}

impl Store {
    pub(crate) fn empty() -> Result<Self> {
        Ok(Self { place: Place::empty()? })
    }

    /// A store with the whole cohort.
    pub(crate) async fn with_cohort() -> Result<Self> {
        static IMPORTED: OnceCell<Store> = OnceCell::const_new();
        Ok(Self { place: IMPORTED.get_or_try_init(Self::import_cohort).await?.place.copy()? })
    }

    async fn import_cohort() -> Result<Self> {
        let store = Self::empty()?;
        for kind in KINDS {
            store.import(kind, &file(&format!("{kind}.csv")), 0).await?;
        }
        store.import("prices", &file("prices.json"), 0).await?;
        Ok(store)
    }

    /// The flags by which the program is told where it is.
    pub(crate) fn flags(&self) -> Vec<OsString> {
        self.place.flags()
    }

    /// Where it is.
    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }

    /// A place for a file beside the database.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.place.folder().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
        let path = self.path(name);
        std::fs::write(&path, content)?;
        Ok(path)
    }

    /// Runs a command on the store.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<Output> {
        let arguments = arguments.iter().map(OsString::from);
        run(&arguments.chain(self.place.flags()).collect::<Vec<_>>()).await
    }

    /// Imports a file, and gives back what is said of it.
    pub(crate) async fn import(&self, kind: &str, file: &Path, code: i32) -> Result<String> {
        let output = self.run(&["import", kind, file.to_str().context("a path in UTF-8")?]).await?;
        let said = said(&output)?;
        ensure!(output.status.code() == Some(code), "{kind}: {:?} {said}", output.status.code());
        Ok(said)
    }

    /// The report of that name over 2019, as the program writes it.
    pub(crate) async fn report_as(&self, name: &str, more: &[&str]) -> Result<Output> {
        let asked = ["report", name, "--association", ASSOCIATION, "--from", "2019-01-01", "--to", "2019-12-31"];
        self.run(&[&asked, more].concat()).await
    }

    /// The report of that name over 2019.
    pub(crate) async fn report(&self, name: &str, more: &[&str]) -> Result<Value> {
        let output = self.report_as(name, more).await?;
        ensure!(output.status.success(), "{name}: {}", said(&output)?);
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// The figures of every report over 2019.
    pub(crate) async fn every_figure(&self) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        for name in REPORTS {
            all.push(self.report(name, &["--by", "gender,municipality"]).await?["figures"].take());
        }
        Ok(all)
    }
}

/// Every report there is.
pub(crate) const REPORTS: [&str; 15] = [
    "participant-flow",
    "throughput",
    "support-change",
    "support-after-by-municipality",
    "occupation-change",
    "background",
    "exits",
    "step-movement",
    "transitions",
    "time-to-step",
    "rating-change",
    "response",
    "volume",
    "impact",
    "goals",
];

/// All that a command says.
pub(crate) fn said(output: &Output) -> Result<String> {
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    Ok(String::from_utf8(both)?.trim().to_owned())
}
