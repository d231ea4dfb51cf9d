//! The integration tests that the workspace has, as Cargo knows them.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{cargo, process};

/// One integration test program.
pub(crate) struct TestTarget {
    /// The package that it belongs to.
    pub(crate) package: String,
    /// What `cargo test --test` calls it.
    pub(crate) name: String,
}

/// Every integration test program of the workspace.
pub(crate) fn test_targets() -> Result<Vec<TestTarget>> {
    let mut command = cargo::cargo("metadata");
    command.args(["--no-deps", "--format-version", "1"]);
    let text = process::output(&mut command, "listing the tests")?;
    parse(&text).context("Cargo describes the workspace in a way this command does not know")
}

fn parse(metadata: &str) -> Result<Vec<TestTarget>> {
    let metadata: Value = serde_json::from_str(metadata)?;
    let mut found = Vec::new();
    for package in list(&metadata, "packages")? {
        for target in list(package, "targets")? {
            if list(target, "kind")?.iter().any(|kind| kind == "test") {
                found.push(TestTarget { package: text(package, "name")?, name: text(target, "name")? });
            }
        }
    }
    Ok(found)
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key].as_array().with_context(|| format!("`{key}` is not a list"))
}

fn text(value: &Value, key: &str) -> Result<String> {
    let text = value[key].as_str().with_context(|| format!("`{key}` is not text"))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_integration_tests_are_listed() -> Result<()> {
        let metadata = r#"{"packages": [{"name": "tests", "targets": [
            {"kind": ["lib"], "name": "tests"}, {"kind": ["test"], "name": "sync"}]}]}"#;
        let found = parse(metadata)?;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].package.as_str(), found[0].name.as_str()), ("tests", "sync"));
        Ok(())
    }

    #[test]
    fn an_unknown_description_is_an_error() {
        assert!(parse("{}").is_err());
    }
}
