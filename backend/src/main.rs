//! The server: HTTP in, SQL out. `main` reads the configuration, opens what is needed and says in one sentence what
//! is wrong when it cannot.

mod annual;
mod association_choice;
mod audit;
mod calculate;
mod check;
mod clock;
mod config;
mod demonstration;
mod digest;
mod entropy;
mod erasure;
mod folder_lock;
mod http;
mod import;
mod invite;
mod logging;
mod openers;
mod origin;
mod outgoing;
mod progress;
mod projection;
mod providers;
mod push;
mod reference;
mod release;
mod relying_party;
mod report;
mod secret;
mod signature;
mod spoken_words;
mod start;
mod stop_signal;
mod store;

use clap::Parser;
use config::{Audit, Command, Config};
use import::Outcome;
use start::StartError;
use std::process::ExitCode;

/// Rows of an import were refused, and the others kept.
const PARTLY: u8 = 1;
/// An import could not be run, or not to its end; a report or a calculation was not made.
const NOT_DONE: u8 = 2;

fn main() -> ExitCode {
    let config = Config::parse();
    match run(&config) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("stegvis: {error}");
            match config.command {
                Command::Import(_) | Command::Report(_) | Command::Calculate(_) => ExitCode::from(NOT_DONE),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn run(config: &Config) -> Result<ExitCode, StartError> {
    logging::start(config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(StartError::NoRuntime)?;
    runtime.block_on(async {
        match &config.command {
            Command::Serve(serving) => start::serve(serving).await?,
            Command::Demo(demo) => start::demonstrate(demo).await?,
            Command::Link(link) => demonstration::link(link, clock::Clock).await?,
            Command::Invite(invite) => invite::invite(invite, clock::Clock).await?,
            Command::Dismiss(dismiss) => invite::dismiss(dismiss, clock::Clock).await?,
            Command::Backup(backup) => start::back_up(backup).await?,
            Command::Restore(restore) => start::restore(restore).await?,
            Command::Erase(erase) => start::erase(erase).await?,
            Command::Erased(list) => start::list_erased(list).await?,
            Command::Retention(retention) => start::retention(retention).await?,
            Command::Remind(remind) => start::remind(remind).await?,
            Command::Report(report) => start::report(report).await?,
            Command::Calculate(calculate) => calculate::run(calculate)?,
            Command::Check(asked) => return Ok(whole(check::run(asked))),
            Command::Audit(Audit::Verify(asked)) => return Ok(whole(audit::verify(asked, clock::Clock).await?)),
            Command::Audit(Audit::Heads(asked)) => return Ok(whole(audit::heads(asked, clock::Clock).await?)),
            Command::Import(import) => {
                if start::import(import).await? == Outcome::Partly {
                    return Ok(ExitCode::from(PARTLY));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Whether the audit log is.
const fn whole(is: bool) -> ExitCode {
    if is { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
