//! The steps that a test run can have, and what each of them needs.

use anyhow::Result;

use super::{api, browser, faults, fmt, licences, lint, schema, sync, unit, wasm};

/// One step, as it is named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Step {
    /// Is the code laid out as everywhere?
    Fmt,
    /// Has the compiler or Clippy anything to say?
    Lint,
    /// May every dependency be used, and does it come from the registry?
    Licences,
    /// Do the parts keep their promises?
    Unit,
    /// Does sync lose nothing in simulated bad weather?
    Sync,
    /// Does the server, from the outside?
    Api,
    /// Does its API answer as its description says?
    Schema,
    /// Do the parts that only run in a browser?
    Wasm,
    /// Is nothing lost, doubled or untold when network, server, disk and phones break?
    Faults,
    /// Does a person get through the app?
    Browser,
}

impl Step {
    /// All of them, what fails soonest first.
    pub(crate) const ALL: [Self; 10] = [
        Self::Fmt,
        Self::Lint,
        Self::Licences,
        Self::Unit,
        Self::Sync,
        Self::Api,
        Self::Schema,
        Self::Wasm,
        Self::Faults,
        Self::Browser,
    ];

    /// The name on the command line and in what is printed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Lint => "lint",
            Self::Licences => "licences",
            Self::Unit => "unit",
            Self::Sync => "sync",
            Self::Api => "api",
            Self::Schema => "schema",
            Self::Wasm => "wasm",
            Self::Faults => "faults",
            Self::Browser => "browser",
        }
    }

    /// Whether the step opens a browser.
    pub(crate) fn needs_browser(self) -> bool {
        matches!(self, Self::Wasm | Self::Faults | Self::Browser)
    }

    /// Whether the step starts a PostgreSQL of its own.
    pub(crate) fn needs_postgres(self) -> bool {
        matches!(self, Self::Unit | Self::Api | Self::Schema | Self::Faults)
    }

    /// Whether the step compiles for the browser.
    pub(crate) fn needs_wasm_target(self) -> bool {
        self == Self::Lint || self.needs_browser()
    }

    /// Runs the step to its end.
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Fmt => fmt::run(),
            Self::Lint => lint::run(),
            Self::Licences => licences::run(),
            Self::Unit => unit::run(),
            Self::Sync => sync::run(),
            Self::Api => api::run(),
            Self::Schema => schema::run(),
            Self::Wasm => wasm::run(),
            Self::Faults => faults::run(faults::SHORT),
            Self::Browser => browser::run(),
        }
    }
}
