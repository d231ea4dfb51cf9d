//! `cargo xtask demo`: builds the app and the server and becomes the demonstration.

use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use crate::app::{self, Effort};
use crate::{cargo, process, workspace};

/// Builds everything and starts the demonstration on this machine.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// Forget what an earlier demonstration left and start anew.
    #[arg(long)]
    fresh: bool,
    /// The port to listen at, reachable from this machine only.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Demo {
    /// Builds, then hands the terminal over to the server.
    pub(crate) fn run(&self) -> Result<()> {
        if !workspace::server().exists() {
            eprintln!("The first time, this compiles everything and takes some minutes.");
        }
        stage("1/3 Building the app", || app::bundle(Effort::Fast).map(drop))?;
        stage("2/3 Building the server", || process::run(&mut cargo::build_server(), "building the server"))?;
        eprintln!("3/3 Starting the demonstration; Ctrl-C ends it");
        become_server(self.server())
    }

    fn server(&self) -> Command {
        let mut server = Command::new(workspace::server());
        server
            .current_dir(workspace::root())
            // It belongs to another program, whose database this must not become.
            .env_remove("DATABASE_URL")
            .arg("demo")
            .arg("--data")
            .arg(workspace::target("demo"))
            .arg("--app")
            .arg(workspace::app_folder())
            .arg("--listen")
            .arg(format!("127.0.0.1:{}", self.port));
        if self.fresh {
            server.arg("--fresh");
        }
        server
    }
}

fn stage(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("{name} …");
    let started = Instant::now();
    work()?;
    eprintln!("    done in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// The server takes this process's place, so that signals and the exit code are its own.
#[cfg(unix)]
fn become_server(mut server: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(server.exec()).context("could not start the server"))
}

#[cfg(not(unix))]
fn become_server(mut server: Command) -> Result<()> {
    process::run(&mut server, "running the demonstration")
}
