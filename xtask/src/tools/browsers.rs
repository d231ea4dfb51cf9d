//! The browsers that the app is tried in, and the drivers that steer them.

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

/// Installs the browsers and drivers that are missing.
pub(crate) fn ensure() -> Result<()> {
    apt::ensure_programs(&PACKAGES)
        .context("the browser tests need browsers and their drivers; `--quick` leaves them out")
}
