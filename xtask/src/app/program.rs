//! Compiling the programs and making the glue by which a browser loads them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::App;
use super::hashed_file::{HashedFile, sha256};
use crate::wasm_target::WasmTarget;
use crate::{process, workspace};

const BINDGEN_VERSION: &str = "0.2.130";

/// One app's program, as the browser loads it.
pub(crate) struct Program {
    /// The JavaScript module that starts it.
    pub(crate) glue: HashedFile,
    /// The program itself.
    pub(crate) wasm: HashedFile,
}

/// Compiles both programs in one go.
pub(crate) fn compile(target: WasmTarget) -> Result<()> {
    let mut command = target.cargo("build");
    command.args(["--quiet", "--package", "frontend", "--bins", "--profile", "wasm"]);
    process::run(&mut command, "compiling the app")
}

impl Program {
    /// Takes what was compiled for `app`, and the glue of an earlier time where nothing changed.
    pub(crate) fn of(app: App) -> Result<Self> {
        let compiled = compiled(app);
        let bytes =
            std::fs::read(&compiled).with_context(|| format!("could not read {}", workspace::shown(&compiled)))?;
        let folder = workspace::target("app-cache").join(format!("bindgen-{BINDGEN_VERSION}-{}", sha256(&bytes)));
        let (glue, wasm) = match remembered(&folder) {
            Ok(files) => files,
            Err(_) => bind(app, bytes, &folder)?,
        };
        Ok(Self {
            glue: HashedFile::new(&format!("{}.js", app.name()), glue)?,
            wasm: HashedFile::new(&format!("{}.wasm", app.name()), wasm)?,
        })
    }
}

fn compiled(app: App) -> PathBuf {
    workspace::target("wasm/wasm32-unknown-unknown/wasm").join(format!("{}.wasm", app.name()))
}

fn remembered(folder: &Path) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let wasm = std::fs::read(folder.join("program.wasm"))?;
    Ok((std::fs::read(folder.join("glue.js"))?, wasm))
}

fn bind(app: App, bytes: Vec<u8>, folder: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut output = Bindgen::new()
        .input_bytes(app.name(), bytes)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("could not make the glue of the {} program", app.name()))?;
    if output.snippets().values().any(|files| !files.is_empty()) || !output.local_modules().is_empty() {
        bail!(
            "a dependency of the app brings JavaScript files of its own, which the app folder has \
             no place for: turn that feature of the dependency off"
        );
    }
    let (glue, wasm) = (output.js().as_bytes().to_vec(), output.wasm_mut().emit_wasm());
    remember(folder, &glue, &wasm).with_context(|| format!("could not write {}", workspace::shown(folder)))?;
    Ok((glue, wasm))
}

/// The glue is written first: a folder with a program in it is complete.
fn remember(folder: &Path, glue: &[u8], wasm: &[u8]) -> std::io::Result<()> {
    let unfinished = folder.join("program.unfinished");
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("glue.js"), glue)?;
    std::fs::write(&unfinished, wasm)?;
    std::fs::rename(unfinished, folder.join("program.wasm"))
}
