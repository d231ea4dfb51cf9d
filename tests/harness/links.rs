//! One-time links, as a demonstration prints them.

use crate::place::Place;
use crate::program;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use std::collections::BTreeMap;

/// The links that a demonstration printed when it started.
#[derive(Debug, Clone, Default)]
pub struct Links(BTreeMap<Role, String>);

impl Links {
    /// Reads one line of a demonstration's output; lines that are no links are passed over.
    pub fn read(&mut self, line: &str) {
        if let Some((role, link)) = line.split_once(' ')
            && let Some(role) = Role::parse(role)
        {
            self.0.insert(role, link.trim().to_owned());
        }
    }

    /// Whether every role has one.
    pub fn are_complete(&self) -> bool {
        self.0.len() == 4
    }

    /// The address that the demonstration is reached by.
    pub fn origin(&self) -> Result<String> {
        let link = self.0.values().next().context("there are no links")?;
        let end = link.find("/staff/sign-in").or_else(|| link.find("/sign-in")).context("a link leads to a page")?;
        Ok(link[..end].to_owned())
    }
}

/// The secret in a link.
pub fn secret(link: &str) -> Result<String> {
    Ok(link.split_once('#').context("a link carries its secret in the fragment")?.1.to_owned())
}

/// Has a new link printed for a role, and for an account of that name where one is given.
pub async fn new_link(place: &Place, origin: &str, role: Role, name: Option<&str>) -> Result<String> {
    let mut command = program::command();
    command.arg("link").arg(role.as_str()).args(place.flags()).arg("--origin").arg(origin);
    if let Some(name) = name {
        command.arg("--name").arg(name);
    }
    let output = command.output().await?;
    ensure!(output.status.success(), "no link: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
