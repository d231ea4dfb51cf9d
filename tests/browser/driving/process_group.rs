//! A process and all that it starts, ended together: a driver that dies alone leaves its browser behind.

use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};

/// A running process that leads a group. Dropped, the whole group is killed, also when a test panics.
pub(crate) struct ProcessGroup(Child);

impl ProcessGroup {
    /// Starts the leader of a new group.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        command.process_group(0).spawn().map(Self).with_context(|| format!("could not start {program}"))
    }

    /// Whether the leader has ended by itself.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.0.try_wait()?.is_some())
    }

    /// What the leader writes to its standard output, where that is a pipe.
    pub(crate) fn take_stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.0.stdout.take()
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("sh").args(["-c", "kill -s KILL -- \"$0\" 2>/dev/null", &group]).status();
        let _ = self.0.wait();
    }
}
