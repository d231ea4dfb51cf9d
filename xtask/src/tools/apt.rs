//! Debian's packages: installs what is missing where that is possible, and says how to where not.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// Installs each of the packages whose program is missing.
pub(crate) fn ensure_programs(packages: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|(_, program)| process::find_on_path(program).is_none())
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// Installs packages for the whole machine.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("sudo apt-get install {}", packages.join(" "));
    if process::find_on_path("apt-get").is_none() {
        bail!("this machine has no apt-get: install what corresponds to {}", packages.join(" "));
    }
    if !process::is_root() {
        bail!("installing packages takes an administrator: run `{by_hand}`");
    }
    process::run(apt_get().arg("update"), "updating the package lists")?;
    let mut install = apt_get();
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    process::run(&mut install, "installing packages")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-qq").env("DEBIAN_FRONTEND", "noninteractive");
    command
}
