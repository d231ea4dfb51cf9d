//! A PostgreSQL of the test program's own: a cluster in a temporary folder, reached by a socket there, and gone when
//! the program ends, however it ends. It knows nothing of what is kept in it.

use anyhow::{Context, Result, ensure};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The role that the cluster belongs to.
const ROLE: &str = "stegvis";
/// How often a server is started whose killed predecessor has not quite gone yet.
const STARTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);
/// Settings that make a small cluster: durable as ever, in memory that is its disk.
const SETTINGS: &str = "-c listen_addresses='' -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=256MB \
                        -c autovacuum=off -c log_min_messages=warning";

/// A cluster.
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    /// Waits for the end of this program, which closes its input, and then clears up.
    _keeper: Child,
}

/// The cluster that the tests of a program share.
pub fn cluster() -> Result<&'static Cluster> {
    static SHARED: OnceLock<Result<Cluster>> = OnceLock::new();
    SHARED
        .get_or_init(Cluster::start)
        .as_ref()
        .map_err(|error| anyhow::anyhow!("no PostgreSQL for the tests: {error:#}"))
}

impl Cluster {
    /// Makes a cluster and starts it.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = tempfile::Builder::new().prefix("stegvis-postgres-").tempdir_in(parent)?.keep();
        let keeper = keeper(&folder)?;
        let cluster = Self { folder, programs, _keeper: keeper };
        give_away(&cluster.folder)?;
        let data = cluster.data();
        cluster.run("initdb", |initdb| {
            initdb
                .args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username", ROLE])
                .arg("--pgdata");
            initdb.arg(&data);
        })?;
        cluster.start_again()?;
        Ok(cluster)
    }

    /// Starts it, also after a kill.
    pub fn start_again(&self) -> Result<()> {
        let mut last = Ok(());
        for _ in 0..STARTS {
            last = self.run("pg_ctl", |pg_ctl| {
                let settings = format!("-k '{}' {SETTINGS}", self.folder.display());
                pg_ctl.args(["--silent", "--wait", "--log"]).arg(self.folder.join("log")).arg("--pgdata");
                pg_ctl.arg(self.data()).arg("--options").arg(settings).arg("start");
            });
            if last.is_ok() {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
        last
    }

    /// Ends it at once, as a power cut would end its process.
    pub fn kill(&self) -> Result<()> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid"))?;
        let process = file.lines().next().context("the file begins with the process")?;
        let status = Command::new("kill").args(["-KILL", process]).status()?;
        ensure!(status.success(), "PostgreSQL could not be killed");
        Ok(())
    }

    /// A new database, empty or a copy of another that nobody uses.
    pub fn database(&self, template: Option<&PostgresDatabase>) -> Result<PostgresDatabase> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.run("createdb", |createdb| {
            self.as_client(createdb);
            createdb.arg("--template").arg(template.map_or("template0", |database| &database.name)).arg(&name);
        })?;
        let url = format!("postgres:///{name}?host={}&user={ROLE}", self.folder.display());
        Ok(PostgresDatabase { name, url, folder: self.folder.clone(), programs: self.programs.clone() })
    }

    fn as_client(&self, command: &mut Command) {
        command.arg("--host").arg(&self.folder).arg("--username").arg(ROLE);
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn run(&self, program: &str, fill: impl FnOnce(&mut Command)) -> Result<()> {
        let mut command = as_somebody_else(&self.programs.join(program));
        fill(&mut command);
        let said = self.folder.join(format!("{program}.said"));
        // Not a pipe: the server that is started would hold it open.
        let file = std::fs::File::create(&said)?;
        let status = command.current_dir("/").stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).status();
        let status = status.with_context(|| format!("{program} cannot be run"))?;
        ensure!(status.success(), "{program} failed: {}", std::fs::read_to_string(&said).unwrap_or_default());
        Ok(())
    }
}

/// A database, dropped with this value.
pub struct PostgresDatabase {
    name: String,
    url: String,
    folder: PathBuf,
    programs: PathBuf,
}

impl PostgresDatabase {
    /// The address, as the program is told it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement, and gives back what it prints.
    pub fn sql(&self, statement: &str) -> Result<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--command"]);
        psql.arg(statement).arg("--host").arg(&self.folder).args(["--username", ROLE, &self.name]);
        let output = psql.stdin(Stdio::null()).output()?;
        ensure!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let mut dropdb = Command::new(self.programs.join("dropdb"));
        dropdb.args(["--force", "--if-exists", "--username", ROLE]).arg("--host").arg(&self.folder).arg(&self.name);
        // A server that was killed has nothing to drop; the whole folder goes in the end.
        let _ = dropdb.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// The folder of PostgreSQL's programs, of the newest version that is there.
fn programs() -> Result<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort_by_key(|folder| version(folder));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|folder| folder.join("initdb").canonicalize().ok());
    let on_path = on_path.filter_map(|program| program.parent().map(Path::to_owned));
    let mut all = folders.into_iter().rev().chain(on_path);
    let found = all.find(|folder| ["initdb", "pg_ctl", "createdb"].iter().all(|name| folder.join(name).is_file()));
    found.context("initdb and pg_ctl are not there; install PostgreSQL, as `cargo xtask test api` does")
}

fn version(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name).and_then(OsStr::to_str);
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

/// PostgreSQL does not run as root; root has it run as somebody who may do nothing else.
fn as_somebody_else(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(program);
    command
}

fn give_away(folder: &Path) -> Result<()> {
    if !is_root() {
        return Ok(());
    }
    std::os::unix::fs::chown(folder, Some(65534), Some(65534)).context("the folder cannot be given to nobody")
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// A process that outlives this one just long enough to clear up after it.
fn keeper(folder: &Path) -> Result<Child> {
    let script = "trap '' INT TERM HUP; cat > /dev/null; \
                  if test -s \"$1/data/postmaster.pid\"; then kill -QUIT \"$(head -n 1 \"$1/data/postmaster.pid\")\"; fi; \
                  for _ in 1 2 3 4 5 6 7 8 9 10; do test -e \"$1/data/postmaster.pid\" || break; sleep 0.2; done; \
                  rm -rf \"$1\"";
    let mut sh = Command::new("sh");
    sh.args(["-c", script, "sh"]).arg(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    sh.spawn().context("sh cannot be run")
}
