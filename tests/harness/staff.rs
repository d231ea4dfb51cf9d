//! Somebody of the staff on the way in, past every browser: invited on the command line, with an authenticator in software.

use crate::authenticator::Authenticator;
use crate::client::http;
use crate::links::secret;
use crate::program;
use crate::server::Server;
use anyhow::{Context, Result, ensure};
use reqwest::Response;
use serde_json::{Value, json};
use shared::account::{Account, Role};
use shared::way_in::{PasskeyMade, Proven};

/// Gives somebody a role, as the flags say. Returns the link that is printed.
pub async fn invite(server: &Server, flags: &[&str]) -> Result<String> {
    let (well, said, complained) = on_the_command_line(server, "invite", flags).await?;
    ensure!(well, "no invitation: {complained}");
    Ok(said.trim().to_owned())
}

/// The same where it is refused. Returns the reason.
pub async fn not_invited(server: &Server, flags: &[&str]) -> Result<String> {
    let (well, said, complained) = on_the_command_line(server, "invite", flags).await?;
    ensure!(!well, "it was not refused: {said}");
    Ok(complained)
}

/// Takes a role back, or all of them.
pub async fn dismiss(server: &Server, flags: &[&str]) -> Result<()> {
    let (well, _, complained) = on_the_command_line(server, "dismiss", flags).await?;
    ensure!(well, "not dismissed: {complained}");
    Ok(())
}

async fn on_the_command_line(server: &Server, command: &str, flags: &[&str]) -> Result<(bool, String, String)> {
    let mut run = program::command();
    run.arg(command).args(server.place().flags()).args(flags);
    if command == "invite" {
        run.arg("--origin").arg(server.named_origin());
    }
    let output = run.output().await?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok((output.status.success(), text(output.stdout), text(output.stderr)))
}

/// A browser of somebody who is on the way in.
pub struct Newcomer {
    /// It keeps cookies.
    pub http: reqwest::Client,
    /// What holds the passkey.
    pub authenticator: Authenticator,
    origin: String,
}

impl Newcomer {
    /// One that was never here.
    pub fn at(server: &Server) -> Result<Self> {
        let authenticator = Authenticator::new(&server.named_origin())?;
        Ok(Self { http: http()?, authenticator, origin: server.named_origin() })
    }

    /// The same with another browser, which knows nothing of the way in so far.
    pub fn elsewhere(self) -> Result<Self> {
        Ok(Self { http: http()?, ..self })
    }

    /// Sends something to an address of the API.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Response> {
        Ok(self.http.post(format!("{}/api/v1/{path}", self.origin)).json(body).send().await?)
    }

    /// Asks an address of the API.
    pub async fn get(&self, path: &str) -> Result<Response> {
        Ok(self.http.get(format!("{}/api/v1/{path}", self.origin)).send().await?)
    }

    /// Makes a passkey with what allows it. The answer to the passkey may be an error.
    pub async fn try_to_make_passkey(&mut self, path: &str, allowance: &str) -> Result<Response> {
        let options = self.post(path, &json!({ "secret": allowance })).await?.error_for_status()?.json().await?;
        let made = self.authenticator.make(&options)?;
        self.post("staff/passkeys", &made).await
    }

    /// Accepts an invitation by making a passkey. Returns who it is, and the recovery code.
    pub async fn accept(&mut self, link: &str) -> Result<(Proven, String)> {
        let answer = self.try_to_make_passkey("staff/invitation/passkey", &secret(link)?).await?;
        let made: PasskeyMade = answer.error_for_status()?.json().await?;
        Ok((made.proven, made.recovery.join(" ")))
    }

    /// Shows the passkey. The answer may be an error.
    pub async fn try_to_show_passkey(&mut self) -> Result<Response> {
        let options = self.post("staff/passkeys/challenge", &Value::Null).await?.error_for_status()?.json().await?;
        let shown = self.authenticator.show(&options)?;
        self.post("staff/passkeys/shown", &shown).await
    }

    /// Shows the passkey, and is recognised.
    pub async fn show_passkey(&mut self) -> Result<Proven> {
        Ok(self.try_to_show_passkey().await?.error_for_status()?.json().await?)
    }

    /// Goes on in a role of whoever has proven who they are.
    pub async fn go_on_as(&self, proven: &Proven, role: Role) -> Result<Account> {
        let held = proven.roles.iter().find(|held| held.role == role).context("the role is held")?;
        let answer = self.post("staff/session", &json!({ "account": held.account })).await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}
