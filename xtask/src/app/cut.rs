//! Cutting a program in two: what nothing but a split point reaches goes into a second file, which the first fetches when it is
//! asked for. Both share memory and functions, so that what is unlocked stays so.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::Options;

use super::{page, script};
use crate::workspace;

/// What the linker has to leave in a program that is to be cut: where it refers to its own parts.
pub(crate) const LINKED: &str = "link-arg=--emit-relocs";

/// What the program calls for its second file, as the glue imports it.
const CALLED: &str = "./second-file.js";
/// The name of the second file where the program is cut.
const SECOND: &str = "split_later.wasm";

/// A program in two files.
pub(crate) struct Cut {
    /// What everything begins with; the glue is made of it.
    pub(crate) first: Vec<u8>,
    /// What is fetched afterwards, without the names of its functions.
    pub(crate) second: Vec<u8>,
}

impl Cut {
    /// Cuts what the linker made of `name`.
    pub(crate) fn of(name: &str, linked: &[u8]) -> Result<Self> {
        let folder = workspace::target("app.cut").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("could not remove {}", workspace::shown(&folder)))?;
        }
        let first = folder.join("first.wasm");
        let mut options = Options::new(linked);
        options.output_dir = &folder;
        options.main_out_path = &first;
        options.link_name = CALLED;
        let made = wasm_split_cli_support::transform(options)
            .map_err(|error| anyhow!("could not cut the {name} program in two: {error:#}"))?;
        match made.split_modules.as_slice() {
            [second] if second.ends_with(SECOND) => Ok(Self { first: read(&first)?, second: short(&read(second)?)? }),
            others => bail!("the {name} program was cut into other files than there is place for: {others:?}"),
        }
    }
}

/// The script by which the glue fetches the second file.
pub(crate) fn fetching() -> Result<String> {
    script::without_comments(&page::template("second-file.js")?)
}

/// The glue with `fetching` in the place of a file of its own.
pub(crate) fn with_second_file(glue: &str, fetching: &str) -> Result<String> {
    let import = glue.lines().find(|line| line.starts_with("import ") && line.contains(CALLED));
    let import = import.context("the glue of a program in two files does not ask for the second")?;
    let called = import.strip_prefix("import * as ").and_then(|rest| rest.split(' ').next());
    let called = called.with_context(|| format!("the glue asks for the second file in another way: {import}"))?;
    Ok(glue.replacen(import, &fetching.replace("CALLED", called), 1))
}

/// The same program without names of functions, and with numbers as short as they can be.
fn short(program: &[u8]) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module = config.parse(program).context("could not read the second file")?;
    Ok(module.emit_wasm())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", workspace::shown(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fetches_the_second_file_stands_where_the_glue_imported_it() -> Result<()> {
        let glue = "import * as import1 from \"./second-file.js\"\nuse(import1);\n";
        assert_eq!(with_second_file(glue, "const CALLED = {};\n")?, "const import1 = {};\n\nuse(import1);\n");
        Ok(())
    }

    #[test]
    fn glue_that_asks_for_no_second_file_is_refused() {
        assert!(with_second_file("use();", "const CALLED = {};").is_err());
    }

    #[test]
    fn what_fetches_the_second_file_names_what_it_is_called() -> Result<()> {
        assert_eq!(fetching()?.matches("CALLED").count(), 1);
        Ok(())
    }
}
