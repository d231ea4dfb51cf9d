//! Row 22: the server's clock jumps a day ahead, and back an hour behind, under load. The server itself knows nothing of
//! it: a library between it and the system tells it another time.

use crate::crew::Crew;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tests::place::folder;
use tests::server::{Server, Surroundings};

/// What the clock is set to, one after the other, and right again.
const JUMPS: [&str; 6] = ["+1d", "-1h", RIGHT, "-1d", "+1h", RIGHT];
const RIGHT: &str = "+0";
/// For each so many kills of the server, one round of jumps.
const SHARE: u64 = 50;
/// The server reads its clock's file anew after so long.
const NOTICED: Duration = Duration::from_millis(50);

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "22",
    injected: "the server's clock jumps a day or an hour, ahead and back, under load",
    run: |setting| Box::pin(jumps(setting)),
}];

async fn jumps(setting: Setting) -> Result<Outcome> {
    let Some(library) = library() else {
        return Ok(Outcome::NotRun("libfaketime is not there; `apt-get install faketime` brings it".into()));
    };
    let clock = Clock::new(&library)?;
    let mut server = Server::on_a_folder_within(clock.surroundings()).await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut tally = Tally::default();
    for _ in 0..(setting.kills / SHARE).max(1) {
        for jump in JUMPS {
            clock.set(jump)?;
            tokio::time::sleep(NOTICED).await;
            // A day ahead, the sessions of the staff are over: their phones keep what they save until the clock is right.
            crew.receive_more(10).await?;
            if jump == RIGHT {
                tally += crew.look().await?;
            }
            tally.times += 1;
        }
    }
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}

/// The clock of one server.
struct Clock {
    library: PathBuf,
    folder: TempDir,
}

impl Clock {
    fn new(library: &Path) -> Result<Self> {
        let clock = Self { library: library.into(), folder: folder()? };
        clock.set(RIGHT)?;
        Ok(clock)
    }

    fn set(&self, time: &str) -> Result<()> {
        // In one step: a file that is read half written is another time.
        let next = self.folder.path().join("next");
        std::fs::write(&next, time)?;
        Ok(std::fs::rename(next, self.file())?)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("time")
    }

    fn surroundings(&self) -> Surroundings {
        let (library, file) = (self.library.display().to_string(), self.file().display().to_string());
        let variables = [
            ("LD_PRELOAD", library.as_str()),
            ("FAKETIME_TIMESTAMP_FILE", &file),
            ("FAKETIME_NO_CACHE", "1"),
            // What passes between two looks is as long as ever.
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Surroundings { environment, log: None }
    }
}

fn library() -> Option<PathBuf> {
    let machines = std::fs::read_dir("/usr/lib").ok()?.flatten();
    machines.map(|machine| machine.path().join("faketime/libfaketimeMT.so.1")).find(|library| library.is_file())
}
