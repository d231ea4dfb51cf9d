//! Hearing the operating system's wish that the process stop. It is listened for from the start, so that a wish which
//! comes early is not death.

use std::io;

/// Somebody listens for SIGTERM and Ctrl-C from now on.
pub(crate) struct StopSignal {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl StopSignal {
    /// Begins to listen.
    #[cfg(unix)]
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Begins to listen.
    #[cfg(not(unix))]
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the first wish, or finds one that came before.
    #[cfg(unix)]
    pub(crate) async fn heard(mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        Ok(())
    }

    /// Waits for the first wish.
    #[cfg(not(unix))]
    pub(crate) async fn heard(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
