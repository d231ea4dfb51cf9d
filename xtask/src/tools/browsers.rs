//! The browsers that the app is tried in, and the drivers that steer them.

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// Each package and a program that it brings.
const PACKAGES: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("chromium-driver", "chromedriver"),
    ("firefox-esr", "firefox-esr"),
    ("webkit2gtk-driver", "WebKitWebDriver"),
    ("xvfb", "Xvfb"),
];

/// Installs the browsers and drivers that are missing.
pub(crate) fn ensure() -> Result<()> {
    let missing: Vec<_> = PACKAGES
        .iter()
        .filter(|(_, program)| process::find_on_path(program).is_none())
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    apt::install(&missing).context("the browser tests need browsers and their drivers; `--quick` leaves them out")
}
