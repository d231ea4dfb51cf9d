//! The browsers that the app is tried in, and the drivers that steer them.

use std::process::Command;

use anyhow::{Context, Result};

use super::apt;

/// Each package and a program that it brings.
const PACKAGES: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("chromium-driver", "chromedriver"),
    ("firefox-esr", "firefox-esr"),
    ("webkit2gtk-driver", "WebKitWebDriver"),
    ("xvfb", "Xvfb"),
];

/// What lets Python open a WebKitGTK window: the tests' own browser, as the one in `webkit2gtk-driver` forgets
/// everything when it is closed.
const WEBKIT_FOR_PYTHON: [&str; 3] = ["python3", "python3-gi", "gir1.2-webkit2-4.1"];

/// Installs the browsers and drivers that are missing.
pub(crate) fn ensure() -> Result<()> {
    install_missing().context("the browser tests need browsers and their drivers; `--quick` leaves them out")
}

fn install_missing() -> Result<()> {
    apt::ensure_programs(&PACKAGES)?;
    if python_has_webkit() { Ok(()) } else { apt::install(&WEBKIT_FOR_PYTHON) }
}

fn python_has_webkit() -> bool {
    let asked = ["-c", "import gi; gi.require_version('WebKit2', '4.1')"];
    Command::new("/usr/bin/python3").args(asked).output().is_ok_and(|output| output.status.success())
}
