//! The real server: a demonstration in a place of its own on a port of its own, killed, stopped and started again; or a
//! store that is none, with nobody in it.

use crate::links::{Links, new_link};
use crate::place::Place;
use crate::program;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout};
use tokio::sync::OnceCell;

/// A server that runs.
pub struct Server {
    child: Child,
    /// Kept open: a program whose output nobody reads would stop at its next line.
    _output: BufReader<ChildStdout>,
    place: Arc<Place>,
    app: PathBuf,
    surroundings: Surroundings,
    origin: String,
    serves: Serves,
}

/// What a server serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Serves {
    /// A demonstration, which prints links when it starts.
    Demonstration,
    /// A store that is none.
    Store,
}

impl Serves {
    const fn command(self) -> &'static str {
        match self {
            Self::Demonstration => "demo",
            Self::Store => "serve",
        }
    }
}

/// What a server finds round it beside its place.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Variables of its environment.
    pub environment: Vec<(String, String)>,
    /// A file that its log goes into; that of the test where there is none.
    pub log: Option<PathBuf>,
}

/// A demonstration that was loaded once and is copied for each test.
static LOADED: OnceCell<Place> = OnceCell::const_new();
/// One in a folder, for tests that break the disk.
static IN_A_FOLDER: OnceCell<Place> = OnceCell::const_new();

impl Server {
    /// A demonstration with a page of no content, for tests that open no browser.
    pub async fn demo() -> Result<Self> {
        let place = copy_of_loaded().await?;
        let app = place.folder().join("app");
        write_app(&app)?;
        Self::start(Arc::new(place), app, Surroundings::default()).await
    }

    /// A store that is no demonstration, with nobody in it and a page of no content.
    pub async fn empty() -> Result<Self> {
        let place = Place::empty()?;
        let app = place.folder().join("app");
        write_app(&app)?;
        Self::serving(Serves::Store, Arc::new(place), app, Surroundings::default(), &[]).await
    }

    /// The same with an app that was built.
    pub async fn empty_with_app(app: &Path) -> Result<Self> {
        Self::serving(Serves::Store, Arc::new(Place::empty()?), app.into(), Surroundings::default(), &[]).await
    }

    /// A demonstration in this place, with a page of no content.
    pub async fn demo_at(place: Place) -> Result<Self> {
        let app = place.folder().join("app");
        write_app(&app)?;
        Self::on(place, &app).await
    }

    /// A demonstration with an app that was built.
    pub async fn demo_with_app(app: &Path) -> Result<Self> {
        Self::start(Arc::new(copy_of_loaded().await?), app.into(), Surroundings::default()).await
    }

    /// A demonstration that is there already.
    pub async fn on(place: Place, app: &Path) -> Result<Self> {
        Self::within(place, app, Surroundings::default()).await
    }

    /// A demonstration that is there already, in such surroundings.
    pub async fn within(place: Place, app: &Path, surroundings: Surroundings) -> Result<Self> {
        Self::start(Arc::new(place), app.into(), surroundings).await
    }

    /// A demonstration in a folder, whatever database the other tests run on.
    pub async fn on_a_folder() -> Result<Self> {
        Self::on_a_folder_within(Surroundings::default()).await
    }

    /// The same in such surroundings.
    pub async fn on_a_folder_within(surroundings: Surroundings) -> Result<Self> {
        let place = Self::loaded_in_a_folder().await?.copy()?;
        let app = place.folder().join("app");
        write_app(&app)?;
        Self::within(place, &app, surroundings).await
    }

    /// A folder with a demonstration that was loaded and is not served.
    pub async fn loaded_in_a_folder() -> Result<&'static Place> {
        IN_A_FOLDER.get_or_try_init(async || load(Place::in_a_folder()?).await).await
    }

    /// Stops it, and has its store served from another place by way of a backup.
    pub async fn move_to(mut self, place: Place) -> Result<Self> {
        self.stop().await?;
        let file = self.data().join("moving");
        for (command, place) in [("backup", &*self.place), ("restore", &place)] {
            let arguments = [command.into(), file.clone().into_os_string()].into_iter().chain(place.flags());
            let output = program::run(&arguments.collect::<Vec<_>>()).await?;
            ensure!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Self::demo_at(place).await
    }

    /// The id of its process.
    pub fn process(&self) -> Result<u32> {
        self.child.id().context("the server has ended already")
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Another process that serves the same store. Only a PostgreSQL database may have several.
    pub async fn beside(&self) -> Result<Self> {
        Self::serving(self.serves, self.place.clone(), self.app.clone(), self.surroundings.clone(), &[]).await
    }

    async fn start(place: Arc<Place>, app: PathBuf, surroundings: Surroundings) -> Result<Self> {
        Self::serving(Serves::Demonstration, place, app, surroundings, &[]).await
    }

    async fn serving(
        serves: Serves,
        place: Arc<Place>,
        app: PathBuf,
        surroundings: Surroundings,
        flags: &[&str],
    ) -> Result<Self> {
        let Started { child, output, origin } =
            launch(serves, &place, &app, "127.0.0.1:0", flags, &surroundings).await?;
        Ok(Self { child, _output: output, place, app, surroundings, origin, serves })
    }

    /// The address that it is reached by.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address by a name, as passkeys and identity providers need it.
    pub fn named_origin(&self) -> String {
        self.origin.replace("127.0.0.1", "localhost")
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// Where its store is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The folder of its database, and of other files.
    pub fn data(&self) -> &Path {
        self.place.folder()
    }

    /// The folder of its app.
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// A new link for the account that the demonstration cast for a role.
    pub async fn link(&self, role: Role) -> Result<String> {
        new_link(self.place(), self.origin(), role, None).await
    }

    /// A new link for an account of a role and name.
    pub async fn link_for(&self, role: Role, name: &str) -> Result<String> {
        new_link(self.place(), self.origin(), role, Some(name)).await
    }

    /// Ends it at once, as a power cut would end its process.
    pub async fn kill(&mut self) -> Result<()> {
        self.child.kill().await.context("the server cannot be killed")
    }

    /// Tells it to stop, without waiting until it has.
    pub async fn tell_to_stop(&self) -> Result<()> {
        program::signal(self.process()?, "TERM").await
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
        self.start_again_with(&[]).await
    }

    /// The same with flags of the test's own.
    pub async fn start_again_with(&mut self, flags: &[&str]) -> Result<()> {
        let Started { child, output, .. } =
            launch(self.serves, &self.place, &self.app, self.address(), flags, &self.surroundings).await?;
        (self.child, self._output) = (child, output);
        Ok(())
    }
}

struct Started {
    child: Child,
    output: BufReader<ChildStdout>,
    origin: String,
}

/// Starts a server and waits until it has printed where it is: it answers from then on.
async fn launch(
    serves: Serves,
    place: &Place,
    app: &Path,
    listen: &str,
    flags: &[&str],
    surroundings: &Surroundings,
) -> Result<Started> {
    let mut command = program::command();
    command.arg(serves.command()).args(place.flags()).arg("--app").arg(app).arg("--listen").arg(listen).args(flags);
    // Tests ask for more than anybody does.
    command.env("STEGVIS_REQUESTS_A_MINUTE", "1000000");
    command.envs(surroundings.environment.iter().cloned());
    if let Some(log) = &surroundings.log {
        command.stderr(File::options().create(true).append(true).open(log)?);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| {
        format!("{} cannot be run; build it with `cargo build -p backend`", program::path().display())
    })?;
    let mut output = BufReader::new(child.stdout.take().context("the output is piped")?);
    let origin = match serves {
        Serves::Demonstration => links(&mut output).await?.origin()?,
        Serves::Store => {
            let mut line = String::new();
            output.read_line(&mut line).await?;
            line.trim().strip_prefix("listening at ").context("the server says where it listens")?.to_owned()
        }
    };
    Ok(Started { child, output, origin })
}

async fn links(output: &mut BufReader<ChildStdout>) -> Result<Links> {
    let mut links = Links::default();
    while !links.are_complete() {
        let mut line = String::new();
        ensure!(output.read_line(&mut line).await? > 0, "the demonstration ended before it had printed its links");
        links.read(&line);
    }
    Ok(links)
}

async fn copy_of_loaded() -> Result<Place> {
    LOADED.get_or_try_init(async || load(Place::empty()?).await).await?.copy()
}

/// Loads a demonstration and closes it again.
async fn load(place: Place) -> Result<Place> {
    let app = place.folder().join("app");
    write_app(&app)?;
    let surroundings = Surroundings::default();
    let mut started = launch(Serves::Demonstration, &place, &app, "127.0.0.1:0", &[], &surroundings).await?;
    program::signal(started.child.id().context("the demonstration runs")?, "TERM").await?;
    ensure!(started.child.wait().await?.success(), "the demonstration did not end well");
    Ok(place)
}

/// The least that is an app: two pages, a file that is kept for ever and its compressed form.
pub fn write_app(folder: &Path) -> Result<()> {
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
