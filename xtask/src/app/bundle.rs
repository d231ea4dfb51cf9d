//! Lays out the app folder: which app gets which files, and what each page is told of them.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::json;

use super::compress::Effort;
use super::folder::{AppFolder, Shipped};
use super::hashed_file::HashedFile;
use super::precache::Precache;
use super::program::{self, Edition, Program};
use super::shared_files::SharedFiles;
use super::{App, page, remembered, script, style};
use crate::wasm_target::WasmTarget;
use crate::workspace;

/// The language that the pages are written in.
const FIRST_LANGUAGE: &str = "sv";
/// The texts that only staff see.
const STAFF_TEXTS: &str = "texts/staff/";

/// What was built of one app.
pub(crate) struct Bundle {
    /// Which of the two.
    pub(crate) app: App,
    /// Changes with any file of the app.
    version: String,
    /// What the browser downloads before a person can use the first screens in the first language.
    pub(crate) first_load: Vec<Shipped>,
    /// What it fetches in the background once they can be used.
    pub(crate) afterwards: Vec<Shipped>,
    /// What it downloads in the place of the first language, or beside it, where another one is chosen.
    pub(crate) other_languages: Vec<Shipped>,
}

/// Builds both apps into the app folder.
pub(crate) fn bundle(effort: Effort) -> Result<Vec<Bundle>> {
    program::compile(WasmTarget::ensure()?, effort)?;
    lay_out(effort, Edition::Built, workspace::app_folder())
}

/// Lays out what was built last once more, as if the programs had changed since: what a browser then fetches of an update is
/// what it would fetch of a release. Returns the folder.
pub(crate) fn bundle_changed(effort: Effort) -> Result<PathBuf> {
    let folder = workspace::target("app-changed");
    lay_out(effort, Edition::Changed, folder.clone())?;
    Ok(folder)
}

fn lay_out(effort: Effort, edition: Edition, place: PathBuf) -> Result<Vec<Bundle>> {
    let folder = AppFolder::start(place, effort)?;
    let shared = SharedFiles::read()?;
    for file in shared.home_screen_icons.iter().chain([&shared.old_browser]) {
        folder.write(&file.url, &file.bytes)?;
    }
    let mut bundles = Vec::new();
    for app in App::ALL {
        bundles.push(Parts::of(app, &shared, effort, edition)?.lay_out(&folder)?);
    }
    folder.write("/version.json", published(&bundles).as_bytes())?;
    folder.finish()?;
    remembered::forget_old()?;
    Ok(bundles)
}

/// What running apps ask for: the version of each that there is, and whether its service worker stays. A server that is told
/// to remove the workers says so in its place.
fn published(bundles: &[Bundle]) -> String {
    let one = |bundle: &Bundle| (bundle.app.name().to_owned(), json!({"version": bundle.version, "worker": "keep"}));
    serde_json::Value::Object(bundles.iter().map(one).collect()).to_string()
}

/// What one app is put together from.
struct Parts<'a> {
    app: App,
    shared: &'a SharedFiles,
    program: Program,
    style: HashedFile,
    manifest: String,
}

impl<'a> Parts<'a> {
    fn of(app: App, shared: &'a SharedFiles, effort: Effort, edition: Edition) -> Result<Self> {
        let style = HashedFile::new(&format!("{}.css", app.name()), style::style_of(app)?)?;
        Ok(Self {
            app,
            shared,
            program: Program::of(app, effort, edition)?,
            style,
            manifest: manifest_of(app, shared)?,
        })
    }

    /// What the page itself names.
    fn loaded(&self) -> [&HashedFile; 5] {
        [&self.shared.boot, &self.program.glue, &self.program.wasm, &self.style, &self.shared.icon]
    }

    /// What its program asks for by name: of the texts, those in the languages that the app speaks.
    fn named(&self) -> impl Iterator<Item = &HashedFile> {
        self.program.later.iter().chain(self.spoken())
    }

    fn spoken(&self) -> impl Iterator<Item = &HashedFile> {
        self.shared.named.iter().filter(|file| match file.language() {
            None => true,
            Some(_) if self.app == App::Participant => !file.label.starts_with(STAFF_TEXTS),
            Some(tag) => {
                let own = format!("{STAFF_TEXTS}{tag}.json");
                self.shared.named.iter().any(|other| other.label == own)
            }
        })
    }

    fn manifest_url(&self) -> String {
        self.app.beside_page("manifest.webmanifest")
    }

    fn worker_url(&self) -> String {
        self.app.beside_page("sw.js")
    }

    fn lay_out(&self, folder: &AppFolder) -> Result<Bundle> {
        let mut precache = self.precache();
        let worker = script::without_comments(&page::template("service-worker.js")?)?;
        let version = precache.version(&[&self.page("")?, &worker]);
        let page = self.page(&version)?;
        precache.keep_at(self.app.scope(), page.as_bytes());
        let worker = precache.service_worker(&worker, &version)?;

        let mut first_load = vec![
            folder.write(self.app.scope(), page.as_bytes())?,
            folder.write(&self.manifest_url(), self.manifest.as_bytes())?,
            folder.write(&self.worker_url(), worker.as_bytes())?,
        ];
        let mut other_languages = Vec::new();
        for file in self.loaded().into_iter().chain(self.spoken()) {
            let shipped = folder.write(&file.url, &file.bytes)?;
            let is_other = file.language().is_some_and(|tag| tag != FIRST_LANGUAGE);
            if is_other { &mut other_languages } else { &mut first_load }.push(shipped);
        }
        let later = self.program.later.iter().map(|file| folder.write(&file.url, &file.bytes));
        let afterwards = later.collect::<Result<_>>()?;
        Ok(Bundle { app: self.app, version, first_load, afterwards, other_languages })
    }

    fn precache(&self) -> Precache {
        let mut precache = Precache::new(self.app);
        self.loaded().into_iter().chain(self.named()).for_each(|file| precache.keep(file));
        precache.keep_at(&self.manifest_url(), self.manifest.as_bytes());
        precache
    }

    fn page(&self, version: &str) -> Result<String> {
        let path = format!("pages/{}.html", self.app.name());
        let values = [
            ("app-version", version),
            ("program", &self.program.glue.url),
            ("program-wasm", &self.program.wasm.url),
            ("service-worker", &self.worker_url()),
            ("manifest", &self.manifest_url()),
            ("files", &page::file_tags(self.named())),
            ("style", &self.style.url),
            ("icon", &self.shared.icon.url),
            ("touch-icon", &self.shared.touch_icon()?.url),
            ("boot", &self.shared.boot.url),
            ("old-browser", &self.shared.old_browser.url),
        ];
        page::fill(&page::template(&path)?, &values).with_context(|| format!("could not fill assets/{path}"))
    }
}

fn manifest_of(app: App, shared: &SharedFiles) -> Result<String> {
    let path = format!("manifest/{}.webmanifest", app.name());
    let icons = std::iter::once(&shared.icon).chain(&shared.home_screen_icons);
    let values: Vec<_> = icons.map(|icon| (icon.label.as_str(), icon.url.as_str())).collect();
    page::fill(&page::template(&path)?, &values).with_context(|| format!("could not fill assets/{path}"))
}
