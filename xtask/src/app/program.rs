//! Compiling the two programs and making the glue by which a browser loads them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::App;
use super::compress::Effort;
use super::cut::{self, Cut};
use super::hashed_file::HashedFile;
use super::remembered::Remembered;
use super::short_names;
use crate::wasm_target::WasmTarget;
use crate::{process, workspace};

/// A program, as the browser loads it.
pub(crate) struct Program {
    /// The JavaScript module that starts it.
    pub(crate) glue: HashedFile,
    /// The program itself, or what it begins with.
    pub(crate) wasm: HashedFile,
    /// What is fetched once the first screen is shown, where the program is cut in two.
    pub(crate) later: Option<HashedFile>,
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
        Effort::Best => {
            let mut command = target.cargo_for_phones("build", cut::LINKED)?;
            command.args(["--features", "split"]);
            command
        }
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
        let source = [compiled.as_slice(), &lock, cut::fetching()?.as_bytes()].concat();
        let parts = if is_cut(app, effort) { vec!["js", "wasm", "later"] } else { vec!["js", "wasm"] };
        let remembered: Vec<_> =
            parts.into_iter().map(|part| Remembered::of(&source, &format!("{name}.cut.{part}"))).collect();
        let made = match remembered.iter().map(Remembered::recall).collect() {
            Some(recalled) => recalled,
            None if is_cut(app, effort) => {
                let Cut { first, second } = Cut::of(name, &compiled)?;
                let [glue, wasm] = bind(name, first, Some(&cut::fetching()?))?;
                vec![glue, wasm, second]
            }
            None => bind(name, compiled, None)?.to_vec(),
        };
        for (remembered, made) in remembered.iter().zip(&made) {
            remembered.keep(made)?;
        }
        let mut made = made.into_iter();
        Ok(Self {
            glue: HashedFile::new(&format!("{name}.js"), made.next().context("no glue was made")?)?,
            wasm: HashedFile::new(&format!("{name}.wasm"), edition.of(made.next().context("no program was made")?))?,
            later: made.next().map(|later| HashedFile::new(&format!("{name}-later.wasm"), later)).transpose()?,
        })
    }
}

/// Whether the program comes in two files: what people download over a phone's network, and no developer waits for.
fn is_cut(app: App, effort: Effort) -> bool {
    app == App::Participant && effort == Effort::Best
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

/// The glue and the program that goes with it. Where the program is cut, the glue gets what fetches the second file.
fn bind(name: &str, compiled: Vec<u8>, fetching: Option<&str>) -> Result<[Vec<u8>; 2]> {
    let mut output = Bindgen::new()
        .input_bytes(name, compiled)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The table of functions, which the second file shares.
        .keep_lld_exports(fetching.is_some())
        .generate_output()
        .with_context(|| format!("could not make the glue of the {name} program"))?;
    if output.snippets().values().any(|files| !files.is_empty()) || !output.local_modules().is_empty() {
        bail!(
            "a dependency of the app brings JavaScript files of its own, which the app folder has \
             no place for: turn that feature of the dependency off"
        );
    }
    // What the linker left for the cutting.
    for section in ["linking", "reloc.CODE", "reloc.DATA"] {
        output.wasm_mut().customs.remove_raw(section);
    }
    let wasm = output.wasm_mut().emit_wasm();
    let glue = match fetching {
        Some(fetching) => cut::with_second_file(output.js(), fetching)?,
        None => output.js().to_owned(),
    };
    let (glue, wasm) = short_names::number(&glue, wasm);
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
