//! Commands of one driver that the standard does not know.

use super::browser::Browser;
use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::{Method, Url};
use serde_json::Value;

/// One such command, by its path under the session.
#[derive(Debug)]
struct VendorCommand {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for VendorCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// Sends a command of this driver's own.
    pub(super) async fn vendor_command(&self, path: &'static str, body: Value) -> Result<Value> {
        self.client.issue_cmd(VendorCommand { path, body }).await.with_context(|| format!("the driver refused {path}"))
    }
}
