//! An X server without a screen, for an engine that cannot do without one.

use super::engine::installed;
use super::process_group::ProcessGroup;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// A running X server of its own number.
pub(super) struct XServer {
    display: String,
    _process: ProcessGroup,
}

impl XServer {
    /// Starts one; it chooses a free number itself.
    pub(super) fn start() -> Result<Self> {
        let mut command = Command::new(installed("Xvfb", "xvfb")?);
        command
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = ProcessGroup::start(&mut command)?;
        let mut number = String::new();
        // Xvfb closes the pipe when it fails, so that this does not wait for ever.
        BufReader::new(process.take_stdout().context("Xvfb has no output")?).read_line(&mut number)?;
        let number: u32 = number.trim().parse().context("Xvfb did not start")?;
        Ok(Self { display: format!(":{number}"), _process: process })
    }

    /// How programs find it.
    pub(super) fn display(&self) -> &str {
        &self.display
    }
}
