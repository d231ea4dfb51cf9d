//! The peers, in a Python process of their own that keeps its tables in memory and times its own answers.

use crate::dashboard::Answer;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

pub(crate) struct Peers {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Told {
    seconds: f64,
    numbers: Answer,
}

impl Peers {
    /// Starts them on the tables in a folder. `STEGVIS_PYTHON` names a Python that has both.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let python = std::env::var_os("STEGVIS_PYTHON").context("run this by `cargo xtask bench figures`")?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/figures/peers.py");
        let mut command = Command::new(python);
        command.arg("-B").arg(script).arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("starting Python")?;
        let questions = child.stdin.take().context("no way to ask Python")?;
        let answers = BufReader::new(child.stdout.take().context("no way to hear Python")?);
        Ok(Self { child, questions, answers })
    }

    /// Lets one of them compute everything anew from its tables in memory.
    pub(crate) fn ask(&mut self, peer: &str) -> Result<(Answer, Duration)> {
        writeln!(self.questions, "{peer}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let told: Told = serde_json::from_str(&line).with_context(|| format!("{peer} gave no answer: {line}"))?;
        Ok((told.numbers, Duration::from_secs_f64(told.seconds)))
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
