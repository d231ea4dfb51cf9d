//! Listening, serving, and stopping without breaking anything off.

use super::connections;
use super::time_limit::LONGEST;
use super::{App, router};
use crate::audit::{keep_signing, sign_or_say};
use crate::erasure::every_night;
use crate::push::every_morning;
use crate::stop_signal::StopSignal;
use axum::extract::{MatchedPath, Request};
use shared::audit::What;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::Span;

/// How long a server that stops waits for its last note in the audit log, and the signature under it.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Why it cannot be served; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// Another program has the port.
    #[error("{0} is taken by another program; stop that, or choose another port with --listen")]
    Taken(SocketAddr),
    /// The address cannot be listened at.
    #[error("cannot listen at {0} ({1}); choose another address with --listen")]
    NoListening(SocketAddr, io::Error),
    /// Listening ended by itself, or signals cannot be heard.
    #[error("the server stopped: {0}")]
    Stopped(#[from] io::Error),
}

/// Begins to listen; connections wait until [`serve`] is called.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::Taken(address),
        _ => ServeError::NoListening(address, error),
    })
}

/// Serves until the process is told to stop; then finishes what is under way and closes the store.
pub(crate) async fn serve(listener: TcpListener, app: App, signal: StopSignal) -> Result<(), ServeError> {
    let app = Arc::new(app);
    let (stop, stopping) = watch::channel(false);
    let serving = connections::serve(listener, router(app.clone()), told(stopping.clone()));
    noted(&app, What::Started).await;
    // By itself, since it takes a processor for seconds after a start.
    let ahead = app.clone();
    let ahead = tokio::spawn(async move { ahead.projection.read_ahead(&ahead.store, &ahead.reference).await });
    let stopped = tokio::select! {
        () = serving => Ok(()),
        heard = pass_on(signal, stop) => heard,
        () = out_of_patience(stopping) => Ok(()),
        () = keep_signing(&app.audit, &app.store, app.clock) => Ok(()),
        () = every_night(&app.store, app.clock) => Ok(()),
        () = app.memories.forget_unused(app.clock) => Ok(()),
        () = every_morning(&app.store, &app.reminders, app.clock) => Ok(()),
    };
    ahead.abort();
    let last_words = async {
        noted(&app, What::Stopped).await;
        sign_or_say(&app.audit, &app.store, app.clock).await;
    };
    if tokio::time::timeout(LAST_WORDS, last_words).await.is_err() {
        tracing::warn!("the end of the audit log is not signed: the database does not answer");
    }
    app.store.close().await;
    Ok(stopped?)
}

/// Notes that the server starts or stops. It serves all the same where that cannot be noted.
async fn noted(app: &App, what: What) {
    if let Err(error) = app.store.note_of_the_program(what, app.clock.now()).await {
        tracing::error!(%error, "it was not noted in the audit log: {}", what.as_str());
    }
}

/// What the log says of a request: neither its query nor anything it carries.
pub(super) fn span(request: &Request) -> Span {
    let path = request.extensions().get::<MatchedPath>().map_or("file", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), path)
}

/// Passes the wish to stop on; then never ends, so that serving ends by itself.
async fn pass_on(signal: StopSignal, stop: watch::Sender<bool>) -> io::Result<()> {
    signal.heard().await?;
    tracing::info!("stopping: what is under way is finished first");
    stop.send_replace(true);
    std::future::pending().await
}

async fn told(mut stopping: watch::Receiver<bool>) {
    // The sender lives as long as the server does.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// A request that is not over by its own limit is not waited for.
async fn out_of_patience(stopping: watch::Receiver<bool>) {
    told(stopping).await;
    tokio::time::sleep(LONGEST + Duration::from_secs(1)).await;
}
