//! What the server itself asks of others: identity providers and push services, and nobody else. Encrypted unless it stays
//! on this machine, never led elsewhere by an answer, and short in time and length.

mod reach;

pub(crate) use reach::{Reach, is_public};

use axum::body::Bytes;
use axum::http::Uri;
use axum::http::uri::Scheme;
use futures::future::BoxFuture;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reach::Lookup;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

/// The longest answer that is read.
const LONGEST_ANSWER: usize = 512 * 1024;
/// How long an exchange may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why an exchange came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutgoingError {
    /// In the clear to another machine.
    #[error("{0} is not reached by https")]
    InTheClear(String),
    /// An address in the server's own network.
    #[error("it is not on the Internet")]
    OutOfReach,
    /// No way there.
    #[error("it cannot be reached: {0}")]
    Unreachable(#[from] hyper_util::client::legacy::Error),
    /// An answer that is cut, or too long.
    #[error("its answer cannot be read: {0}")]
    Unreadable(Box<dyn std::error::Error + Send + Sync>),
    /// An answer that does not come.
    #[error("it does not answer")]
    TooSlow,
}

/// The way out.
pub(crate) struct Outgoing {
    client: Client<HttpsConnector<HttpConnector<Lookup>>, Full<Bytes>>,
    reach: Reach,
}

impl Outgoing {
    /// A way out to whomever the operator names.
    pub(crate) fn new() -> io::Result<Self> {
        Self::reaching(Reach::Anywhere)
    }

    /// A way out that goes so far, and trusts whom the machine trusts.
    pub(crate) fn reaching(reach: Reach) -> io::Result<Self> {
        let mut connector = HttpConnector::new_with_resolver(Lookup(reach));
        connector.enforce_http(false);
        let encrypting = HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new()).build(encrypting.wrap_connector(connector));
        Ok(Self { client, reach })
    }

    /// Sends a request and reads the whole answer. An answer that leads elsewhere is an answer like any other.
    pub(crate) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, OutgoingError> {
        if !is_safe(request.uri()) {
            return Err(OutgoingError::InTheClear(request.uri().to_string()));
        }
        // A name is looked at when it is looked up.
        if ip_in(request.uri()).is_some_and(|ip| !self.reach.holds(ip)) {
            return Err(OutgoingError::OutOfReach);
        }
        tokio::time::timeout(PATIENCE, self.exchange(request)).await.map_err(|_| OutgoingError::TooSlow)?
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, OutgoingError> {
        let answer = self.client.request(request.map(|body| Full::new(body.into()))).await?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, LONGEST_ANSWER).collect().await.map_err(OutgoingError::Unreadable)?;
        Ok(HttpResponse::from_parts(parts, body.to_bytes().into()))
    }
}

impl<'c> AsyncHttpClient<'c> for Outgoing {
    type Error = OutgoingError;
    type Future = BoxFuture<'c, Result<HttpResponse, OutgoingError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({:?})", self.reach)
    }
}

/// The address that stands where a name could.
fn ip_in(address: &Uri) -> Option<IpAddr> {
    address.host()?.trim_matches(['[', ']']).parse().ok()
}

/// Whether nobody on the way can read it.
fn is_safe(address: &Uri) -> bool {
    let stays_here = |host: &str| host == "localhost" || ip_in(address).is_some_and(|ip| ip.is_loopback());
    address.scheme() == Some(&Scheme::HTTPS) || address.host().is_some_and(stays_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_this_machine_in_the_clear() {
        let safe = |address: &str| address.parse().is_ok_and(|address: Uri| is_safe(&address));
        for address in
            ["https://id.example/token", "http://127.0.0.1:9000/token", "http://localhost/a", "http://[::1]/"]
        {
            assert!(safe(address), "{address}");
        }
        for address in ["http://id.example/token", "http://192.0.2.1/token", "http://localhost.example/", "/token"] {
            assert!(!safe(address), "{address}");
        }
    }
}
