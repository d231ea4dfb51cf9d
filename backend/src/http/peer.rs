//! From where somebody asks: the other end of the connection, or what the operator's own proxy says of it. It is used to
//! count tries, and is neither logged nor kept.

use super::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// An address, as far as it tells one subscriber from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Peer(Option<IpAddr>);

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(Self(address_in(&parts.headers, &parts.extensions, app).map(of_subscriber)))
    }
}

/// The address of whoever asks.
pub(super) fn address_in(headers: &HeaderMap, extensions: &Extensions, app: &App) -> Option<IpAddr> {
    let told = app.address_header.as_deref().and_then(|name| last_in(headers, name));
    let seen = || extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    told.or_else(seen)
}

/// The last address of a header: the operator's proxy has added it, while those before it may be invented.
fn last_in(headers: &HeaderMap, name: &str) -> Option<IpAddr> {
    let value = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next()?.trim().parse().ok()
}

/// Whoever has one address of version 6 has as many as they like of the same network.
pub(super) fn of_subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_what_the_last_proxy_says_counts() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("192.0.2.1, 198.51.100.7"));
        assert_eq!(last_in(&headers, "x-forwarded-for"), "198.51.100.7".parse().ok());
        headers.append("x-forwarded-for", HeaderValue::from_static("nobody"));
        assert_eq!(last_in(&headers, "x-forwarded-for"), None);
        assert_eq!(last_in(&headers, "forwarded-by"), None);
    }

    #[test]
    fn a_network_of_version_six_is_one() {
        let of = |text: &str| text.parse().map(of_subscriber);
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2::"));
        assert_ne!(of("2001:db8:1:2::"), of("2001:db8:1:3::"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
