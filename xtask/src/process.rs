//! Running other programs: a failure names the command and what it was for.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs `command` with the terminal as its own, and refuses an unsuccessful end.
pub(crate) fn run(command: &mut Command, purpose: &str) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {} for {purpose}", name(command)))?;
    if !status.success() {
        bail!("{purpose} failed ({status}): {}", line(command));
    }
    Ok(())
}

/// Runs `command` and returns what it wrote; what it complains of still reaches the terminal.
pub(crate) fn output(command: &mut Command, purpose: &str) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start {} for {purpose}", name(command)))?;
    if !output.status.success() {
        bail!("{purpose} failed ({}): {}", output.status, line(command));
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} wrote something that is not text", name(command)))
}

/// The first program with this name on the `PATH`.
pub(crate) fn find_on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(crate::workspace::executable(name)))
        .find(|program| program.is_file())
}

/// Whether this process may install packages for the whole machine.
pub(crate) fn is_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
    }
    #[cfg(not(unix))]
    false
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy()).chain(arguments).collect::<Vec<_>>().join(" ")
}
