//! Connections: how many there may be, and how long one may take to say what it wants. Nobody who says nothing, or says
//! it byte by byte, keeps others out. It does not know what is asked.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// The most connections at once, below what an operating system gives a program files for when nobody asks for more.
/// Others wait until one is over.
const MOST_CONNECTIONS: usize = 900;
/// How long a connection may take to begin a request and to end its head, or do nothing between two.
const HEAD_TAKES: Duration = Duration::from_secs(30);
/// The longest head of a request, in bytes, and the most lines in it.
const LONGEST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
/// How long to wait where the operating system gives no connection.
const NONE_TO_HAVE: Duration = Duration::from_secs(1);

/// Serves until `stop` is over; then no more connections are taken, and what is under way on the others is finished.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TAKES)
        .max_buf_size(LONGEST_HEAD)
        .max_headers(MOST_HEADERS);
    loop {
        let accepted = async {
            let room = room.clone().acquire_owned().await;
            (room, accept(&listener).await)
        };
        let (room, (stream, peer)) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let router = router.clone();
        let service = tower::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(room);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The next connection. One that was gone before it was taken is passed over; where the operating system has none to
/// give, it is asked again later.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small and wanted at once.
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) if is_the_peers(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(NONE_TO_HAVE).await;
            }
        }
    }
}

fn is_the_peers(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
