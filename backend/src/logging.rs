//! The log: to standard error, for people or for programs. What goes into it holds no personal data.

use crate::config::{Config, LogFormat};
use crate::start::StartError;
use std::io::stderr;
use tracing_subscriber::EnvFilter;

/// Starts the log.
pub(crate) fn start(config: &Config) -> Result<(), StartError> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| StartError::Log(error.to_string()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    match config.log_format {
        LogFormat::Text => log.with_ansi(false).init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
