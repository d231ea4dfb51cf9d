//! The list of everything that a program was built from, as CycloneDX 1.6 in JSON, for whoever asks whether a flaw that
//! became known concerns an installation. It is read from what Cargo resolved, so it names what was built and nothing else.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::workspace;

/// The list for the server with these features, for this kind of machine.
pub(crate) fn of_the_server(features: &str) -> Result<Value> {
    of("backend", &["--features", features], &host()?)
}

/// The list for the app's programs.
pub(crate) fn of_the_app() -> Result<Value> {
    of("frontend", &["--features", "split"], "wasm32-unknown-unknown")
}

fn of(package: &str, features: &[&str], target: &str) -> Result<Value> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(workspace::root())
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target])
        .arg("--manifest-path")
        .arg(format!("{package}/Cargo.toml"))
        .args(features);
    let output = cargo.output().context("could not ask Cargo what the server is made of")?;
    ensure!(output.status.success(), "Cargo: {}", String::from_utf8_lossy(&output.stderr));
    list(&serde_json::from_slice(&output.stdout)?, package)
}

fn host() -> Result<String> {
    let output = Command::new("rustc").args(["--print", "host-tuple"]).output().context("could not ask rustc")?;
    ensure!(output.status.success(), "rustc: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// What a package of the workspace is built from, development and build dependencies left out.
fn list(metadata: &Value, of: &str) -> Result<Value> {
    let packages: BTreeMap<&str, &Value> =
        entries(metadata, "packages").filter_map(|one| Some((id(one)?, one))).collect();
    let nodes: BTreeMap<&str, &Value> =
        entries(&metadata["resolve"], "nodes").filter_map(|one| Some((id(one)?, one))).collect();
    let root = packages
        .values()
        .find(|one| one["name"] == of && one["source"].is_null())
        .context("there is no such package")?;
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut next: Vec<&str> = id(root).into_iter().collect();
    while let Some(one) = next.pop() {
        if reached.insert(one) {
            next.extend(nodes.get(one).into_iter().flat_map(|node| normal(node)));
        }
    }
    let components: Vec<Value> = reached
        .iter()
        .filter(|one| id(root) != Some(**one))
        .filter_map(|one| packages.get(one))
        .map(|one| component(one))
        .collect();
    let dependencies: Vec<Value> = reached
        .iter()
        .filter_map(|one| Some((packages.get(one)?, nodes.get(one)?)))
        .map(|(package, node)| {
            let on: Vec<String> = normal(node).filter_map(|one| packages.get(one)).map(|one| reference(one)).collect();
            json!({ "ref": reference(package), "dependsOn": on })
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "application", "bom-ref": reference(root), "name": "stegvis", "version": root["version"] } },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn entries<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

fn id(value: &Value) -> Option<&str> {
    value["id"].as_str()
}

/// The ids of what a package is linked with.
fn normal(node: &Value) -> impl Iterator<Item = &str> {
    entries(node, "deps")
        .filter(|dependency| entries(dependency, "dep_kinds").any(|kind| kind["kind"].is_null()))
        .filter_map(|dependency| dependency["pkg"].as_str())
}

/// The name by which lists of known flaws know a package.
fn reference(package: &Value) -> String {
    let text = |field: &str| package[field].as_str().unwrap_or_default().to_owned();
    format!("pkg:cargo/{}@{}", text("name"), text("version"))
}

fn component(package: &Value) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
    });
    if !package["source"].is_null() {
        component["purl"] = reference(package).into();
    }
    if let Some(licence) = package["license"].as_str() {
        // An older way to say the same.
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_what_is_linked_and_nothing_else() {
        let package = |name: &str, source: Value| json!({ "id": name, "name": name, "version": "1.0.0", "source": source, "license": "MIT/Apache-2.0" });
        let metadata = json!({
            "packages": [
                package("backend", Value::Null),
                package("linked", "registry".into()),
                package("under", "registry".into()),
                package("tried", "registry".into()),
            ],
            "resolve": { "nodes": [
                { "id": "backend", "deps": [
                    { "pkg": "linked", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "tried", "dep_kinds": [{ "kind": "dev" }] },
                ] },
                { "id": "linked", "deps": [{ "pkg": "under", "dep_kinds": [{ "kind": null }] }] },
                { "id": "under", "deps": [] },
                { "id": "tried", "deps": [] },
            ] },
        });
        let list = list(&metadata, "backend").unwrap_or_default();
        let names: Vec<_> = entries(&list, "components").map(|one| one["purl"].clone()).collect();
        assert_eq!(names, ["pkg:cargo/linked@1.0.0", "pkg:cargo/under@1.0.0"]);
        assert_eq!(list["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(list["dependencies"][0]["dependsOn"], json!(["pkg:cargo/linked@1.0.0"]));
    }

    #[test]
    fn what_is_delivered_is_listed_and_what_only_tests_use_is_not() -> Result<()> {
        let names = |list: &Value| -> BTreeSet<String> {
            entries(list, "components").filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
        };
        let (server, app) = (names(&of_the_server("embedded-app")?), names(&of_the_app()?));
        for (list, parts) in
            [(&server, ["axum", "rust-embed", "sqlx", "shared"]), (&app, ["yew", "hpke", "web-sys", "shared"])]
        {
            for part in parts {
                ensure!(list.contains(part), "{part} is not listed");
            }
            ensure!(!list.contains("proptest") && !list.contains("fantoccini"), "what only tests use is listed");
        }
        ensure!(!app.contains("axum") && !server.contains("yew"), "one is listed for the other");
        Ok(())
    }
}
