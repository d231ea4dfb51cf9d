//! How far the server reaches: to machines on the Internet alone, or to its own network as well. An address is looked at
//! after its name was looked up, and that same address is connected to, so that no name can be one thing and then another.

use futures::future::BoxFuture;
use hyper_util::client::legacy::connect::dns::Name;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::task::{Context, Poll};
use std::vec::IntoIter;
use tower::Service;

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To machines on the Internet alone.
    Public,
    /// To this machine and its network as well.
    Anywhere,
}

impl Reach {
    /// Whether an address lies within it.
    pub(super) fn holds(self, address: IpAddr) -> bool {
        self == Self::Anywhere || is_public(address)
    }
}

/// Looks names up, and leaves out what is out of reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lookup(pub(super) Reach);

impl Service<Name> for Lookup {
    type Response = IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let within: Vec<SocketAddr> = found.filter(|address| reach.holds(address.ip())).collect();
            if within.is_empty() {
                return Err(io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    "the name leads to no machine on the Internet",
                ));
            }
            Ok(within.into_iter())
        })
    }
}

/// Whether an address is one of a machine on the Internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_for_protocols = (first, second, third) == (192, 0, 0);
    let is_for_benchmarks = first == 198 && (second == 18 || second == 19);
    !(first == 0
        || first >= 240
        || is_shared
        || is_for_protocols
        || is_for_benchmarks
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Of the addresses that lead anywhere, those that lead to an address of the fourth version are left out, too: what they
/// lead to is not looked at.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let is_global = first & 0xe000 == 0x2000;
    let is_tunnel = first == 0x2002 || (first == 0x2001 && second < 0x200);
    let is_documentation = (first == 0x2001 && second == 0xdb8) || (first == 0x3fff && second < 0x1000);
    is_global && !is_tunnel && !is_documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_machines_on_the_internet_are_public() {
        let is = |text: &str| is_public(text.parse().unwrap());
        for public in
            ["1.1.1.1", "17.253.144.10", "172.15.0.1", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2a00:1450::1"]
        {
            assert!(is(public), "{public}");
        }
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:1.1.1.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
        ] {
            assert!(!is(inside), "{inside}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_leads_nowhere() {
        let name = || "localhost".parse::<Name>().unwrap();
        assert!(Lookup(Reach::Anywhere).call(name()).await.is_ok());
        assert!(Lookup(Reach::Public).call(name()).await.is_err());
    }
}
