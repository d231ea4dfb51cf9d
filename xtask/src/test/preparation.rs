//! Has every tool in place before the first step, so that no step fails late for want of one.

use std::path::Path;

use anyhow::Result;

use super::step::Step;
use crate::tools::{axe, browsers, cargo_deny, faults, geckodriver, oidc_provider, postgres, readers, schemathesis};
use crate::wasm_target::WasmTarget;
use crate::workspace;

/// Finds or installs what `steps` need, with a line for each tool.
pub(crate) fn prepare(steps: &[Step]) -> Result<()> {
    if steps.iter().any(|step| step.needs_wasm_target()) {
        say("compiler for the browser", WasmTarget::ensure()?.describe());
    }
    if steps.contains(&Step::Licences) {
        say_where("cargo-deny", &cargo_deny::ensure()?);
    }
    if steps.iter().any(|step| step.needs_postgres()) {
        say_where("PostgreSQL", &postgres::ensure()?);
    }
    if steps.iter().any(|step| step.needs_browser()) {
        browsers::ensure()?;
        say("browsers", "Chromium, Firefox and WebKitGTK with their drivers");
    }
    if steps.iter().any(|step| matches!(step, Step::Api | Step::Browser)) {
        say_where("oidc-provider", &oidc_provider::ensure()?);
    }
    if steps.contains(&Step::Api) {
        readers::ensure()?;
        say("readers of reports", "poppler and LibreOffice");
    }
    if steps.contains(&Step::Schema) {
        say_where("Schemathesis", &schemathesis::ensure()?);
    }
    if steps.contains(&Step::Faults) {
        faults::ensure()?;
        say("faults", "libfaketime and FUSE");
    }
    if steps.contains(&Step::Browser) {
        say_where("axe-core", &axe::ensure()?);
        say_where("geckodriver", &geckodriver::ensure()?);
    }
    Ok(())
}

fn say_where(tool: &str, path: &Path) {
    say(tool, &workspace::shown(path));
}

fn say(tool: &str, what: &str) {
    println!("{tool}: {what}");
}
