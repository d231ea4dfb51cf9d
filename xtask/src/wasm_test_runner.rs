//! What Cargo calls with each wasm test program: wasm-bindgen's test runner, without installing it.

use std::ffi::OsString;

use anyhow::Result;
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

/// Runs one wasm test program in a browser; called by Cargo, not by hand.
#[derive(clap::Args)]
pub(crate) struct WasmTestRunner {
    /// The program, and what follows it on the command line of `cargo test`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    arguments: Vec<OsString>,
}

impl WasmTestRunner {
    /// Runs the program's tests and fails when one of them does.
    pub(crate) fn run(self) -> Result<()> {
        let name = OsString::from("wasm-test-runner");
        run_cli_with_args(std::iter::once(name).chain(self.arguments))
    }
}
