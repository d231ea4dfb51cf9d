//! Counts how often a process asks the system to put something on the disk, by strace.

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Stdio;
use tempfile::TempDir;
use tests::program;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};

/// A process that is watched.
pub(crate) struct Watch {
    strace: Child,
    _said: BufReader<ChildStderr>,
    table: PathBuf,
    _folder: TempDir,
}

impl Watch {
    /// Begins to watch a process and its threads.
    pub(crate) async fn over(process: u32) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let table = folder.path().join("flushes");
        let mut command = Command::new("strace");
        command.args(["-f", "-c", "-e", "trace=fsync,fdatasync", "-p", &process.to_string(), "-o"]).arg(&table);
        let strace = command.stderr(Stdio::piped()).kill_on_drop(true).spawn();
        let mut strace = strace.context("flushes are counted by strace: install it (on Debian, the package strace)")?;
        let mut said = BufReader::new(strace.stderr.take().context("what strace says is piped")?);
        let mut line = String::new();
        said.read_line(&mut line).await?;
        ensure!(
            line.contains("attached"),
            "strace may not watch the server ({}); run this as root, or set kernel.yama.ptrace_scope to 0",
            line.trim()
        );
        Ok(Self { strace, _said: said, table, _folder: folder })
    }

    /// How many times it was asked for since.
    pub(crate) async fn count(mut self) -> Result<u64> {
        program::signal(self.strace.id().context("strace has ended already")?, "INT").await?;
        self.strace.wait().await?;
        let table = std::fs::read_to_string(&self.table)?;
        let calls = table.lines().filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let is_flush = matches!(fields.last(), Some(&"fsync" | &"fdatasync"));
            if is_flush { fields.get(3)?.parse::<u64>().ok() } else { None }
        });
        Ok(calls.sum())
    }
}
