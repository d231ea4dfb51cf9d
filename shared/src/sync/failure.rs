//! Why an exchange with the server came to nothing, read from the answer. It tells the server's own refusals from what
//! a captive portal or a proxy says in its place: only the server can end a session.

use super::wire::Problem;
use crate::json;

/// Why an exchange came to nothing. Nothing was judged; everything stays on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer: no network, or the server is down.
    Unreachable,
    /// An answer that is not the server's: a captive portal, a proxy's page, a cut text.
    NotOurs,
    /// The session is over, or the right is.
    SignedOut,
    /// The server asks to wait: 429 or 503, with the seconds it names.
    Busy {
        /// Seconds to wait at least.
        seconds: Option<u32>,
    },
    /// The push was too large for something on the way.
    TooLarge,
    /// The app and the server do not speak the same protocol; one of them must be updated.
    Protocol,
    /// Any other answer.
    Server,
}

/// The code of the problem that says that a protocol is not spoken.
pub const PROTOCOL_PROBLEM: &str = "protocol";

impl Failure {
    /// What an answer with another status than success means. `retry_after` is the header as it came.
    pub fn of(status: u16, retry_after: Option<&str>, body: &str) -> Self {
        let problem: Option<Problem> = json::read(body).ok();
        match (status, problem) {
            (401 | 403, Some(_)) => Self::SignedOut,
            (429 | 503, _) => Self::Busy { seconds: retry_after.and_then(|seconds| seconds.trim().parse().ok()) },
            (413, _) => Self::TooLarge,
            (400, Some(problem)) if problem.code == PROTOCOL_PROBLEM => Self::Protocol,
            (400..=499, Some(_)) | (500.., _) => Self::Server,
            (_, _) => Self::NotOurs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: &str = "<html>Log in to this network</html>";

    fn problem(code: &str) -> String {
        format!(r#"{{"code":"{code}","message":"words"}}"#)
    }

    #[test]
    fn only_the_server_ends_a_session() {
        for status in [401, 403] {
            assert_eq!(Failure::of(status, None, &problem("signed_out")), Failure::SignedOut);
            assert_eq!(Failure::of(status, None, PORTAL), Failure::NotOurs);
            assert_eq!(Failure::of(status, None, ""), Failure::NotOurs);
        }
    }

    #[test]
    fn anybody_on_the_way_may_be_busy_or_refuse_the_size() {
        assert_eq!(Failure::of(503, Some(" 30"), PORTAL), Failure::Busy { seconds: Some(30) });
        assert_eq!(Failure::of(429, Some("Wed, 21 Oct 2026 07:28:00 GMT"), ""), Failure::Busy { seconds: None });
        assert_eq!(Failure::of(413, None, PORTAL), Failure::TooLarge);
    }

    #[test]
    fn another_protocol_is_told_from_another_fault() {
        assert_eq!(Failure::of(400, None, &problem(PROTOCOL_PROBLEM)), Failure::Protocol);
        assert_eq!(Failure::of(400, None, &problem("unreadable")), Failure::Server);
        assert_eq!(Failure::of(302, None, ""), Failure::NotOurs);
        assert_eq!(Failure::of(500, None, ""), Failure::Server);
    }
}
