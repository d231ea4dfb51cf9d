//! Lays out the app folder: which app gets which files, and what each page is told of them.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::compress::Effort;
use super::folder::{AppFolder, Shipped};
use super::hashed_file::HashedFile;
use super::precache::Precache;
use super::program::{self, Program};
use super::{App, page, style};
use crate::wasm_target::WasmTarget;
use crate::workspace;

/// The language that the pages are written in.
const FIRST_LANGUAGE: &str = "texts/sv.json";

/// The icon that fills its square, as phones want it for the home screen.
const TOUCH_ICON: &str = "icons/icon-maskable-512.png";

/// What was built of one app.
pub(crate) struct Bundle {
    /// Which of the two.
    pub(crate) app: App,
    /// What the browser downloads before a person can use the app in its first language.
    pub(crate) first_load: Vec<Shipped>,
    /// What it downloads afterwards, to have it when there is no network.
    pub(crate) afterwards: Vec<Shipped>,
}

/// Builds both apps into the app folder.
pub(crate) fn bundle(effort: Effort) -> Result<Vec<Bundle>> {
    program::compile(WasmTarget::ensure()?)?;
    let folder = AppFolder::start(effort)?;
    let shared = SharedFiles::read()?;
    for icon in &shared.manifest_icons {
        folder.write(&icon.url, &icon.bytes)?;
    }
    let mut versions = serde_json::Map::new();
    let mut bundles = Vec::new();
    for app in App::ALL {
        let (bundle, version) = lay_out(app, &shared, &folder)?;
        versions.insert(app.name().to_owned(), json!(version));
        bundles.push(bundle);
    }
    let versions = serde_json::Value::Object(versions).to_string();
    folder.write("/version.json", versions.as_bytes())?;
    folder.finish()?;
    Ok(bundles)
}

/// The files that both apps use.
struct SharedFiles {
    boot: HashedFile,
    old_browser: HashedFile,
    icon: HashedFile,
    /// Loaded by the system when the app is put on the home screen, not by the page.
    manifest_icons: Vec<HashedFile>,
    /// Texts and pictograms: what a program asks for by name.
    named: Vec<HashedFile>,
}

impl SharedFiles {
    fn read() -> Result<Self> {
        let mut named = Vec::new();
        for label in assets_in("texts", "json")? {
            named.push(compact_json(&HashedFile::from_asset(&label)?)?);
        }
        for label in assets_in("pictograms", "svg")? {
            named.push(HashedFile::from_asset(&label)?);
        }
        let manifest_icons = assets_in("icons", "png")?;
        Ok(Self {
            boot: HashedFile::from_asset("boot.js")?,
            old_browser: HashedFile::from_asset("old-browser.js")?,
            icon: HashedFile::from_asset("icons/icon.svg")?,
            manifest_icons: manifest_icons.iter().map(|label| HashedFile::from_asset(label)).collect::<Result<_>>()?,
            named,
        })
    }

    fn touch_icon(&self) -> Result<&HashedFile> {
        self.manifest_icons
            .iter()
            .find(|icon| icon.label == TOUCH_ICON)
            .with_context(|| format!("assets/{TOUCH_ICON} is missing"))
    }
}

fn lay_out(app: App, shared: &SharedFiles, folder: &AppFolder) -> Result<(Bundle, String)> {
    let program = Program::of(app)?;
    let style = HashedFile::new(&format!("{}.css", app.name()), style::style_of(app)?)?;
    let loaded = [&shared.boot, &program.glue, &program.wasm, &style, &shared.icon];
    let manifest = manifest_of(app, shared)?;
    let manifest_url = app.beside_page("manifest.webmanifest");

    let mut precache = Precache::new(app);
    loaded.into_iter().chain(&shared.named).for_each(|file| precache.keep(file));
    precache.keep_at(&manifest_url, manifest.as_bytes());

    let page_template = page::template(&format!("pages/{}.html", app.name()))?;
    let worker_template = page::template("service-worker.js")?;
    let version = precache.version(&[&page_template, &worker_template]);
    let page = fill_page(app, &page_template, &version, shared, &program, &style)?;
    precache.keep_at(app.scope(), page.as_bytes());
    let worker = precache.service_worker(&worker_template, &version)?;

    let mut first_load = vec![folder.write(app.scope(), page.as_bytes())?];
    for file in loaded {
        first_load.push(folder.write(&file.url, &file.bytes)?);
    }
    first_load.push(folder.write(&manifest_url, manifest.as_bytes())?);
    first_load.push(folder.write(&app.beside_page("sw.js"), worker.as_bytes())?);
    let mut afterwards = Vec::new();
    for file in &shared.named {
        let shipped = folder.write(&file.url, &file.bytes)?;
        let later = file.label.starts_with("texts/") && file.label != FIRST_LANGUAGE;
        if later { &mut afterwards } else { &mut first_load }.push(shipped);
    }
    folder.write(&shared.old_browser.url, &shared.old_browser.bytes)?;
    let bundle = Bundle { app, first_load, afterwards };
    Ok((bundle, version))
}

fn fill_page(
    app: App,
    template: &str,
    version: &str,
    shared: &SharedFiles,
    program: &Program,
    style: &HashedFile,
) -> Result<String> {
    let values = [
        ("app-version", version),
        ("program", &program.glue.url),
        ("program-wasm", &program.wasm.url),
        ("service-worker", &app.beside_page("sw.js")),
        ("manifest", &app.beside_page("manifest.webmanifest")),
        ("files", &page::file_tags(&shared.named)),
        ("style", &style.url),
        ("icon", &shared.icon.url),
        ("touch-icon", &shared.touch_icon()?.url),
        ("boot", &shared.boot.url),
        ("old-browser", &shared.old_browser.url),
    ];
    page::fill(template, &values).with_context(|| format!("could not fill assets/pages/{}.html", app.name()))
}

fn manifest_of(app: App, shared: &SharedFiles) -> Result<String> {
    let path = format!("manifest/{}.webmanifest", app.name());
    let icons = std::iter::once(&shared.icon).chain(&shared.manifest_icons);
    let values: Vec<_> = icons.map(|icon| (icon.label.as_str(), icon.url.as_str())).collect();
    page::fill(&page::template(&path)?, &values).with_context(|| format!("could not fill assets/{path}"))
}

/// The labels of the files with this extension, in an order that never varies.
fn assets_in(folder: &str, extension: &str) -> Result<BTreeSet<String>> {
    let path = workspace::asset(folder);
    if !path.is_dir() {
        return Ok(BTreeSet::new());
    }
    let mut labels = BTreeSet::new();
    for entry in path.read_dir().with_context(|| format!("could not list assets/{folder}"))? {
        let name = entry?.file_name();
        let name = Path::new(&name);
        if name.extension().is_some_and(|found| found == extension) {
            labels.insert(format!("{folder}/{}", name.display()));
        }
    }
    Ok(labels)
}

/// The same content without the white space that is there for its writers.
fn compact_json(file: &HashedFile) -> Result<HashedFile> {
    let content: serde_json::Value =
        serde_json::from_slice(&file.bytes).with_context(|| format!("assets/{} is not valid JSON", file.label))?;
    HashedFile::new(&file.label, content.to_string().into_bytes())
}
