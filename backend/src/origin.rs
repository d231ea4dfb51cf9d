//! The address by which browsers reach the server, and what follows from it for cookies. Beyond this machine it must
//! be https: a session that travels in the clear is everybody's.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use url::Url;

/// A scheme, a host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    text: String,
    is_https: bool,
}

/// Why an address cannot be the origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OriginError {
    /// Not of the form `https://host`.
    #[error("“{0}” is no origin; write it as https://stegvis.example, without a path")]
    Unreadable(String),
    /// Plain http to another machine.
    #[error("“{0}” would send sessions in the clear; use https, or http on this machine alone")]
    Insecure(String),
    /// Nobody said how browsers reach a server that listens beyond this machine.
    #[error("listening at {0} reaches beyond this machine; say with --origin by which https address people come")]
    Unknown(SocketAddr),
}

impl Origin {
    /// The origin of a server that listens on this machine alone.
    pub(crate) fn of(listen: SocketAddr) -> Result<Self, OriginError> {
        if listen.ip().is_loopback() {
            Ok(Self { text: format!("http://{listen}"), is_https: false })
        } else {
            Err(OriginError::Unknown(listen))
        }
    }

    /// The same by a name, as passkeys and identity providers need it: this machine's numbers are `localhost`, others have
    /// no name.
    pub(crate) fn with_a_name(&self) -> Option<Self> {
        let url = Url::parse(&self.text).ok()?;
        if url.domain().is_some() {
            return Some(self.clone());
        }
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        (!self.is_https).then(|| Self { text: format!("http://localhost{port}"), is_https: false })
    }

    /// Whether browsers come by https.
    pub(crate) const fn is_https(&self) -> bool {
        self.is_https
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let text = text.trim_end_matches('/');
        let unreadable = || OriginError::Unreadable(text.into());
        let (scheme, host) = text.split_once("://").ok_or_else(unreadable)?;
        if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
            return Err(unreadable());
        }
        match scheme {
            "https" => Ok(Self { text: text.into(), is_https: true }),
            "http" if is_loopback(host) => Ok(Self { text: text.into(), is_https: false }),
            "http" => Err(OriginError::Insecure(text.into())),
            _ => Err(unreadable()),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |at| at.0);
    matches!(name, "localhost" | "[::1]") || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for good in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080", "https://stegvis.example/"] {
            assert!(good.parse::<Origin>().is_ok(), "{good}");
        }
        let far: Result<Origin, _> = "http://stegvis.example".parse();
        assert_eq!(far, Err(OriginError::Insecure("http://stegvis.example".into())));
    }

    #[test]
    fn an_origin_has_no_path() {
        assert!("https://stegvis.example/staff".parse::<Origin>().is_err());
        assert!("stegvis.example".parse::<Origin>().is_err());
    }

    #[test]
    fn this_machine_has_a_name_and_other_numbers_have_none() {
        let named = |text: &str| text.parse::<Origin>().ok()?.with_a_name().map(|origin| origin.to_string());
        assert_eq!(named("http://127.0.0.1:8080").as_deref(), Some("http://localhost:8080"));
        assert_eq!(named("http://[::1]").as_deref(), Some("http://localhost"));
        assert_eq!(named("https://stegvis.example").as_deref(), Some("https://stegvis.example"));
        assert_eq!(named("https://192.0.2.1"), None);
    }

    #[test]
    fn a_server_open_to_the_network_must_say_how_it_is_reached() {
        let everywhere = SocketAddr::from(([0, 0, 0, 0], 8080));
        assert_eq!(Origin::of(everywhere), Err(OriginError::Unknown(everywhere)));
    }
}
