//! Compiling the two programs and making the glue by which a browser loads them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::App;
use super::compress::Effort;
use super::hashed_file::HashedFile;
use super::remembered::Remembered;
use super::short_names;
use crate::wasm_target::WasmTarget;
use crate::{process, workspace};

/// A program, as the browser loads it.
pub(crate) struct Program {
    /// The JavaScript module that starts it.
    pub(crate) glue: HashedFile,
    /// The program itself.
    pub(crate) wasm: HashedFile,
}

/// Which of two programs that do the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edition {
    /// What was built.
    Built,
    /// The same with a section that means nothing: another file to whoever has the first.
    Changed,
}

impl Edition {
    fn of(self, mut wasm: Vec<u8>) -> Vec<u8> {
        if self == Self::Changed {
            // A custom section: its kind, its length, the length of its name, its name.
            wasm.extend_from_slice(b"\0\x08\x07changed");
        }
        wasm
    }
}

/// Compiles both programs in one go.
pub(crate) fn compile(target: WasmTarget, effort: Effort) -> Result<()> {
    let mut command = match effort {
        Effort::Fast => target.cargo("build"),
        Effort::Best => target.cargo_for_phones("build")?,
    };
    command.args(["--quiet", "--package", "frontend", "--bins", "--profile", effort.profile()]);
    process::run(&mut command, "compiling the app")
}

impl Program {
    /// Takes what was compiled for `app`, and the glue of an earlier time where nothing changed.
    pub(crate) fn of(app: App, effort: Effort, edition: Edition) -> Result<Self> {
        let name = app.name();
        let compiled = read(&compiled(name, effort))?;
        hold_apart(app, &compiled)?;
        let lock = read(&workspace::root().join("Cargo.lock"))?;
        let source = [compiled.as_slice(), &lock].concat();
        let remembered = ["js", "wasm"].map(|part| Remembered::of(&source, &format!("{name}.numbered.{part}")));
        let [glue, wasm] = match remembered.each_ref().map(Remembered::recall) {
            [Some(glue), Some(wasm)] => [glue, wasm],
            _ => bind(name, compiled)?,
        };
        remembered[0].keep(&glue)?;
        remembered[1].keep(&wasm)?;
        Ok(Self {
            glue: HashedFile::new(&format!("{name}.js"), glue)?,
            wasm: HashedFile::new(&format!("{name}.wasm"), edition.of(wasm))?,
        })
    }
}

/// What functions of the staff's pages are called inside a program, in both of the compiler's ways to write names.
const STAFF: [&str; 2] = ["8frontend5staff", "frontend..staff"];

/// Refuses a participant's program that holds anything of the staff's pages. That the staff's own holds them shows that the
/// names are still written like this.
fn hold_apart(app: App, compiled: &[u8]) -> Result<()> {
    let holds = |name: &&&str| compiled.windows(name.len()).any(|part| part == name.as_bytes());
    match (app, STAFF.iter().find(holds)) {
        (App::Participant, Some(name)) => bail!("the participant's program holds something of the staff's: {name}"),
        (App::Staff, None) => bail!("the names of functions are not what they were: nobody sees what is the staff's"),
        _ => Ok(()),
    }
}

fn compiled(name: &str, effort: Effort) -> PathBuf {
    workspace::target("wasm/wasm32-unknown-unknown").join(effort.profile()).join(format!("{name}.wasm"))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("could not read {}", workspace::shown(path)))
}

/// The glue and the program that goes with it.
fn bind(name: &str, compiled: Vec<u8>) -> Result<[Vec<u8>; 2]> {
    let mut output = Bindgen::new()
        .input_bytes(name, compiled)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("could not make the glue of the {name} program"))?;
    if output.snippets().values().any(|files| !files.is_empty()) || !output.local_modules().is_empty() {
        bail!(
            "a dependency of the app brings JavaScript files of its own, which the app folder has \
             no place for: turn that feature of the dependency off"
        );
    }
    let wasm = output.wasm_mut().emit_wasm();
    let (glue, wasm) = short_names::number(output.js(), wasm);
    Ok([glue, wasm])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_participants_program_with_a_page_of_the_staff_is_refused() {
        let with = b"\0asm_ZN8frontend5staff8caseload3run17h0E".as_slice();
        let without = b"\0asm_ZN8frontend11participant3run17h0E".as_slice();
        assert!(hold_apart(App::Participant, with).is_err());
        assert!(hold_apart(App::Participant, without).is_ok());
        assert!(hold_apart(App::Staff, with).is_ok());
        assert!(hold_apart(App::Staff, without).is_err());
    }
}
