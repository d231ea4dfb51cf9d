//! A real OpenID provider on this machine, and a server that knows it.

use crate::server::Server;
use anyhow::{Context, Result, ensure};
use reqwest::Response;
use serde_json::json;
use std::env;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// By which the server knows it.
pub const KEY: &str = "kommunen";

/// A provider that runs. Dropped, it is gone.
pub struct Provider {
    _child: Child,
    /// Kept open: a program whose output nobody takes stops at its next line.
    _output: Lines<BufReader<ChildStdout>>,
    issuer: String,
}

impl Provider {
    /// Starts one, and has a server know it as speaking for an association or one of its members.
    pub async fn of(server: &mut Server, association: &str, member: Option<&str>) -> Result<Self> {
        let back = format!("{}/api/v1/staff/providers/{KEY}/callback", server.named_origin());
        let provider = Self::start(&back).await?;
        std::fs::write(server.data().join("secret"), "a-secret-of-the-tests\n")?;
        let file = server.data().join("providers.json");
        let named = json!([{
            "key": KEY,
            "name": "Kommunen",
            "issuer": provider.issuer,
            "client_id": "stegvis",
            "client_secret_file": "secret",
            "association": association,
            "member": member,
        }]);
        std::fs::write(&file, named.to_string())?;
        server.stop().await?;
        let file = file.to_str().context("the file has a name")?;
        server.start_again_with(&["--identity-providers", file]).await?;
        Ok(provider)
    }

    async fn start(back: &str) -> Result<Self> {
        let module = env::var_os("STEGVIS_OIDC_PROVIDER");
        let module = module.context("STEGVIS_OIDC_PROVIDER does not name oidc-provider; use `cargo xtask test`")?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/provider/provider.mjs");
        let mut command = Command::new("node");
        command.arg(script).arg(module).arg(back).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("node cannot be run")?;
        let mut output = BufReader::new(child.stdout.take().context("the output is piped")?).lines();
        let issuer = loop {
            let line = output.next_line().await?.context("the provider ended before it answered")?;
            if line.starts_with("http://") {
                break line;
            }
        };
        Ok(Self { _child: child, _output: output, issuer })
    }

    /// Says at the provider who one is, as its pages ask for it, and goes on to where it sends the browser back to. Returns
    /// the address that the browser would open next.
    pub async fn say(&self, browser: &reqwest::Client, address: &str, name: &str) -> Result<String> {
        let mut answer = browser.get(address).send().await?;
        for fields in [[("prompt", "login"), ("login", name), ("password", "any")].as_slice(), &[("prompt", "consent")]]
        {
            let page = match self.follow(browser, answer).await? {
                Ok(page) => page,
                // It still knows who it is.
                Err(back) => return Ok(back),
            };
            let form: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let typed = browser.post(page).header("content-type", "application/x-www-form-urlencoded");
            answer = typed.body(form.join("&")).send().await?;
        }
        match self.follow(browser, answer).await? {
            Ok(page) => anyhow::bail!("the provider still asks at {page}"),
            Err(back) => Ok(back),
        }
    }

    /// Goes where the provider leads within its own pages: to a page of it, or away from it.
    async fn follow(&self, browser: &reqwest::Client, mut answer: Response) -> Result<Result<String, String>> {
        loop {
            let status = answer.status();
            if !status.is_redirection() {
                ensure!(status.is_success(), "the provider answered {status}: {}", answer.text().await?);
                return Ok(Ok(answer.url().to_string()));
            }
            let next = answer.headers()["location"].to_str()?;
            let next = answer.url().join(next)?.to_string();
            if !next.starts_with(&self.issuer) {
                return Ok(Err(next));
            }
            answer = browser.get(next).send().await?;
        }
    }
}
