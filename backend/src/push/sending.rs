//! Sending an empty message to a browser by its push service, and what the answer means.

use super::message::BrowsersKeys;
use super::{PushError, PushKey, PushServices, is_accepted};
use crate::entropy::Entropy;
use crate::outgoing::Outgoing;
use axum::http::{Method, Request, StatusCode, Uri, header};
use shared::push_reminder::PushAddress;
use shared::time::{DAY, Instant, MINUTE};
use std::io;

/// How long a push service keeps the message for a phone that is switched off, in seconds: until the evening.
const KEPT_FOR: u32 = 10 * 60 * 60;
/// When to try again where the push service does not say, and the soonest and latest that it may say.
const USUAL_WAIT: i64 = 15 * MINUTE;
const SHORTEST_WAIT: i64 = 5 * MINUTE;
const LONGEST_WAIT: i64 = DAY;

/// What came of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// The push service has it.
    Taken,
    /// The browser is not to be reached there any more.
    Gone,
    /// The push service asks for patience, or does not answer; when to try again.
    Later(Instant),
    /// The push service takes no such message: trying again is of no use.
    Refused,
}

/// What it takes to send.
#[derive(Debug)]
pub(crate) struct Sending {
    key: PushKey,
    services: PushServices,
    way_out: Outgoing,
    contact: String,
}

impl Sending {
    /// Sends by these services in the name of the installation that people reach at `contact`.
    pub(crate) fn new(key: PushKey, services: PushServices, contact: String) -> io::Result<Self> {
        Ok(Self { key, services, way_out: Outgoing::reaching(services.reach())?, contact })
    }

    /// The key that browsers are shown; `None` where nobody is reminded.
    pub(crate) fn public_key(&self) -> Option<String> {
        (self.services != PushServices::None).then(|| self.key.public())
    }

    /// Whether this is where a browser can be reached.
    pub(crate) fn accepts(&self, address: &PushAddress) -> bool {
        is_accepted(self.services, &address.endpoint) && BrowsersKeys::read(&address.keys).is_some()
    }

    /// Sends an empty message.
    pub(super) async fn send(&self, address: &PushAddress, now: Instant, entropy: Entropy) -> Sent {
        let request = match self.request(address, now, entropy) {
            Ok(request) => request,
            Err(error) => {
                tracing::warn!(%error, "a reminder was not made");
                return Sent::Refused;
            }
        };
        match self.way_out.send(request).await {
            Ok(answer) => {
                let asks = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
                meaning(answer.status(), asks, now)
            }
            Err(error) => {
                tracing::warn!(%error, "a push service was not reached");
                Sent::Later(now.plus(USUAL_WAIT))
            }
        }
    }

    fn request(&self, address: &PushAddress, now: Instant, entropy: Entropy) -> Result<Request<Vec<u8>>, PushError> {
        if !is_accepted(self.services, &address.endpoint) {
            return Err(PushError::NotAPushService);
        }
        let service: Uri = address.endpoint.parse().map_err(|_| PushError::NotAPushService)?;
        let keys = BrowsersKeys::read(&address.keys).ok_or(PushError::NotABrowsersKeys)?;
        let proof = self.key.proof(&service, &self.contact, now, entropy)?;
        Request::builder()
            .method(Method::POST)
            .uri(service)
            .header(header::AUTHORIZATION, proof)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", KEPT_FOR)
            .body(keys.encrypt(b"", entropy)?)
            .map_err(|_| PushError::NotAPushService)
    }
}

/// What an answer means (RFC 8030, 8292). `asks` is how long the push service asks to wait, in seconds.
fn meaning(status: StatusCode, asks: Option<&str>, now: Instant) -> Sent {
    match status {
        _ if status.is_success() => Sent::Taken,
        StatusCode::NOT_FOUND | StatusCode::GONE => Sent::Gone,
        _ if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
            let asked = asks.and_then(|seconds| seconds.trim().parse::<i64>().ok());
            let wait = asked.map_or(USUAL_WAIT, |seconds| seconds.saturating_mul(1000));
            Sent::Later(now.plus(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT)))
        }
        _ => {
            tracing::warn!(%status, "a push service refuses reminders");
            Sent::Refused
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_push_service_answers_means_one_of_four_things() {
        let now = Instant(0);
        let later = |minutes: i64| Sent::Later(Instant(minutes * MINUTE));
        for (status, asks, sent) in [
            (200, None, Sent::Taken),
            (201, None, Sent::Taken),
            (202, None, Sent::Taken),
            (301, None, Sent::Refused),
            (400, None, Sent::Refused),
            (403, None, Sent::Refused),
            (404, None, Sent::Gone),
            (410, None, Sent::Gone),
            (413, None, Sent::Refused),
            (429, None, later(15)),
            (429, Some("1200"), later(20)),
            (429, Some("1"), later(5)),
            (429, Some("99999999999999999999"), later(15)),
            (429, Some("999999999"), later(24 * 60)),
            (429, Some("Wed, 21 Oct 2026 07:28:00 GMT"), later(15)),
            (500, None, later(15)),
            (503, Some("600"), later(10)),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(meaning(status, asks, now), sent, "{status} {asks:?}");
        }
    }
}
