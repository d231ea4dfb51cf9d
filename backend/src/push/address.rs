//! Which addresses a phone may name as its push service's: the server asks them, so that nobody may send it into the
//! network that it stands in.

use crate::outgoing::{Reach, is_public};
use axum::http::Uri;
use axum::http::uri::Scheme;
use clap::ValueEnum;
use shared::push_reminder::LONGEST_ENDPOINT;
use std::net::IpAddr;

/// The push services that the server sends reminders by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PushServices {
    /// Those on the Internet.
    Public,
    /// Those on this machine and in its network as well, to try reminders out.
    Any,
    /// None: nobody is reminded.
    None,
}

impl PushServices {
    /// How far the server reaches to them.
    pub(super) const fn reach(self) -> Reach {
        match self {
            Self::Any => Reach::Anywhere,
            Self::Public | Self::None => Reach::Public,
        }
    }
}

/// Whether a text is an address that reminders are sent to. What a name leads to is looked at when it is asked.
pub(crate) fn is_accepted(services: PushServices, endpoint: &str) -> bool {
    if endpoint.len() > LONGEST_ENDPOINT || services == PushServices::None {
        return false;
    }
    let Ok(address) = endpoint.parse::<Uri>() else { return false };
    let (Some(host), Some(authority)) = (address.host(), address.authority()) else { return false };
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    if authority.as_str().contains('@') {
        return false;
    }
    match services {
        PushServices::Any if address.scheme() == Some(&Scheme::HTTP) => ip.is_some_and(|ip| ip.is_loopback()),
        PushServices::Any => address.scheme() == Some(&Scheme::HTTPS),
        PushServices::Public => {
            let usual_port = address.port_u16().is_none_or(|port| port == 443);
            address.scheme() == Some(&Scheme::HTTPS) && usual_port && ip.is_none_or(is_public)
        }
        PushServices::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sends_the_server_into_its_own_network() {
        for (endpoint, public, any) in [
            ("https://fcm.googleapis.com/fcm/send/a:b", true, true),
            ("https://web.push.apple.com/QOx", true, true),
            ("https://web.push.apple.com:443/QOx", true, true),
            ("https://push.example:8443/a", false, true),
            ("https://somebody@push.example/a", false, false),
            ("http://push.example/a", false, false),
            ("http://127.0.0.1:9000/a", false, true),
            ("https://127.0.0.1/a", false, true),
            ("https://[::1]/a", false, true),
            ("https://10.0.0.7/a", false, true),
            ("https://169.254.169.254/latest/meta-data", false, true),
            ("https://[::ffff:10.0.0.7]/a", false, true),
            ("ftp://push.example/a", false, false),
            ("/a", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_accepted(PushServices::Public, endpoint), public, "{endpoint}");
            assert_eq!(is_accepted(PushServices::Any, endpoint), any, "{endpoint}");
            assert!(!is_accepted(PushServices::None, endpoint), "{endpoint}");
        }
        let long = format!("https://push.example/{}", "a".repeat(LONGEST_ENDPOINT));
        assert!(!is_accepted(PushServices::Any, &long));
    }
}
