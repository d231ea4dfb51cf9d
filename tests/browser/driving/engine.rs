//! The three browser engines: how each is started, and what it is told.

use super::window::Window;
use anyhow::{Context, Result, ensure};
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Chromium, through chromedriver.
    Chromium,
    /// Firefox, through geckodriver.
    Firefox,
    /// WebKitGTK in a browser of the tests' own, through WebKitWebDriver, in an X server without a screen.
    WebKit,
}

impl Engine {
    /// Whether it needs an X server.
    pub(super) fn needs_x_server(self) -> bool {
        self == Self::WebKit
    }

    /// The command that starts its driver at a port, for a browser that keeps what it is given in `profile`.
    pub(super) fn driver(self, port: u16, profile: &Path, window: Window) -> Result<Command> {
        let port = port.to_string();
        let mut command = match self {
            Self::Chromium => Command::new(installed("chromedriver", "chromium-driver")?),
            Self::Firefox => Command::new(geckodriver()?),
            Self::WebKit => Command::new(installed("WebKitWebDriver", "webkit2gtk-driver")?),
        };
        match self {
            Self::Chromium => command.arg(format!("--port={port}")),
            Self::Firefox => command.args(["--host", "127.0.0.1", "--port", &port, "--websocket-port", "0"]),
            Self::WebKit => command
                .args(["--host=127.0.0.1", &format!("--port={port}")])
                .env("STEGVIS_WEBKIT_FOLDER", profile)
                .env("STEGVIS_WEBKIT_WINDOW", format!("{}x{}", window.width, window.height)),
        };
        Ok(command)
    }

    /// What the driver is to start, with a profile that is kept in `profile`.
    pub(super) fn capabilities(self, profile: &Path, window: Window) -> Result<Capabilities> {
        let (name, options) = match self {
            Self::Chromium => ("goog:chromeOptions", chromium(profile, window)?),
            Self::Firefox => ("moz:firefoxOptions", firefox(profile, window)?),
            Self::WebKit => ("webkitgtk:browserOptions", webkit()?),
        };
        let mut capabilities = Capabilities::new();
        capabilities.insert(name.into(), options);
        capabilities.insert("timeouts".into(), json!({"pageLoad": LOADS, "script": ANSWERS}));
        if self == Self::Chromium {
            capabilities.insert("goog:loggingPrefs".into(), json!({"browser": "ALL"}));
        }
        Ok(capabilities)
    }
}

/// How long a page may take to load, and a script to answer, in milliseconds. Without a limit a browser that has lost
/// its way holds the tests up for minutes.
const LOADS: u32 = 20 * 1000;
const ANSWERS: u32 = 30 * 1000;

fn chromium(profile: &Path, window: Window) -> Result<Value> {
    let mut args: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    .map(String::from)
    .into();
    args.push(format!("--user-data-dir={}", profile.display()));
    args.push(format!("--window-size={},{}", window.width, window.height));
    let mut options = json!({"binary": installed("chromium", "chromium")?, "args": args});
    if window.text_is_twice_as_large {
        options["prefs"] = json!({"webkit": {"webprefs": {"default_font_size": 32}}});
    }
    Ok(options)
}

fn firefox(profile: &Path, window: Window) -> Result<Value> {
    let size = [format!("--width={}", window.width), format!("--height={}", window.height)];
    let args = ["-headless", "-profile", &profile.to_string_lossy(), &size[0], &size[1]].map(String::from);
    Ok(json!({"binary": installed("firefox-esr", "firefox-esr")?, "args": args}))
}

fn webkit() -> Result<Value> {
    let asked = ["-c", "import gi; gi.require_version('WebKit2', '4.1')"];
    let can = Command::new("/usr/bin/python3").args(asked).output().is_ok_and(|output| output.status.success());
    ensure!(can, "Python has no WebKitGTK: `apt-get install python3-gi gir1.2-webkit2-4.1` brings what is missing");
    Ok(json!({"binary": concat!(env!("CARGO_MANIFEST_DIR"), "/browser/driving/webkit_browser.py"), "args": []}))
}

fn geckodriver() -> Result<PathBuf> {
    let told = env::var_os("STEGVIS_GECKODRIVER").map(PathBuf::from);
    told.context("STEGVIS_GECKODRIVER does not name geckodriver; run these tests with `cargo xtask test browser`")
}

/// The path of a program; where it is missing, the package that brings it.
pub(super) fn installed(program: &str, package: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file());
    found.with_context(|| {
        format!("{program} is missing: `cargo xtask test browser` or `apt-get install {package}` brings it")
    })
}
