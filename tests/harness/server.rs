//! The real server: a demonstration in a folder of its own on a port of its own, killed, stopped and started again.

use crate::links::{Links, new_link};
use crate::program;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout};
use tokio::sync::OnceCell;

/// A server that runs.
pub struct Server {
    child: Child,
    /// Kept open: a program whose output nobody reads would stop at its next line.
    _output: BufReader<ChildStdout>,
    folder: TempDir,
    app: PathBuf,
    origin: String,
}

/// The database of a demonstration that was loaded once, and is written anew for each test. Its bytes and not its
/// folder: what is static is never dropped, and the folder would stay.
static LOADED: OnceCell<Vec<u8>> = OnceCell::const_new();

impl Server {
    /// A demonstration with a page of no content, for tests that open no browser.
    pub async fn demo() -> Result<Self> {
        let folder = folder()?;
        let app = folder.path().join("app");
        write_app(&app)?;
        Self::start(folder, app).await
    }

    /// A demonstration with an app that was built.
    pub async fn demo_with_app(app: &Path) -> Result<Self> {
        Self::start(folder()?, app.into()).await
    }

    async fn start(folder: TempDir, app: PathBuf) -> Result<Self> {
        let loaded = LOADED.get_or_try_init(load).await?;
        std::fs::write(folder.path().join(DATABASE), loaded)?;
        let Started { child, output, links } = launch(folder.path(), &app, "127.0.0.1:0").await?;
        Ok(Self { child, _output: output, folder, app, origin: links.origin()? })
    }

    /// The address that it is reached by.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// The folder of its database.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of its app.
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// A new link for the account that the demonstration cast for a role.
    pub async fn link(&self, role: Role) -> Result<String> {
        new_link(self.data(), self.origin(), role, None).await
    }

    /// A new link for an account of a role and name.
    pub async fn link_for(&self, role: Role, name: &str) -> Result<String> {
        new_link(self.data(), self.origin(), role, Some(name)).await
    }

    /// Ends it at once, as a power cut would end its process.
    pub async fn kill(&mut self) -> Result<()> {
        self.child.kill().await.context("the server cannot be killed")
    }

    /// Tells it to stop, without waiting until it has.
    pub async fn tell_to_stop(&self) -> Result<()> {
        program::signal(self.child.id().context("the server has ended already")?, "TERM").await
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Tells it to stop and waits until it has.
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        self.tell_to_stop().await?;
        self.ended().await
    }

    /// Starts it again with the same data at the same address.
    pub async fn start_again(&mut self) -> Result<()> {
        let Started { child, output, .. } = launch(self.folder.path(), &self.app, self.address()).await?;
        (self.child, self._output) = (child, output);
        Ok(())
    }
}

/// A folder of its own: in memory where the system has such, since nothing here outlives the machine.
pub fn folder() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}

const DATABASE: &str = "stegvis.sqlite3";

struct Started {
    child: Child,
    output: BufReader<ChildStdout>,
    links: Links,
}

/// Starts a demonstration and waits until it has printed its links: it answers from then on.
async fn launch(data: &Path, app: &Path, listen: &str) -> Result<Started> {
    let mut command = program::command();
    command.arg("demo").arg("--data").arg(data).arg("--app").arg(app).arg("--listen").arg(listen);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| {
        format!("{} cannot be run; build it with `cargo build -p backend`", program::path().display())
    })?;
    let mut output = BufReader::new(child.stdout.take().context("the output is piped")?);
    let mut links = Links::default();
    while !links.are_complete() {
        let mut line = String::new();
        ensure!(output.read_line(&mut line).await? > 0, "the demonstration ended before it had printed its links");
        links.read(&line);
    }
    Ok(Started { child, output, links })
}

/// Loads a demonstration, closes it again, and gives its database: a file that a closed server left is whole.
async fn load() -> Result<Vec<u8>> {
    let folder = folder()?;
    let app = folder.path().join("app");
    write_app(&app)?;
    let mut started = launch(folder.path(), &app, "127.0.0.1:0").await?;
    program::signal(started.child.id().context("the demonstration runs")?, "TERM").await?;
    ensure!(started.child.wait().await?.success(), "the demonstration did not end well");
    Ok(std::fs::read(folder.path().join(DATABASE))?)
}

/// The least that is an app: two pages, a file that is kept for ever and its compressed form.
fn write_app(folder: &Path) -> Result<()> {
    for (name, content) in [
        ("index.html", "<!doctype html><title>participant</title>"),
        ("staff/index.html", "<!doctype html><title>staff</title>"),
        ("sw.js", "// the service worker"),
        ("manifest.webmanifest", "{}"),
        ("files/app-0123456789abcdef.wasm", "\0asm"),
        ("files/app-0123456789abcdef.wasm.br", "compressed"),
    ] {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, content)?;
    }
    Ok(())
}
