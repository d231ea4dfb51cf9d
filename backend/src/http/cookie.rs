//! The session cookie. Over plain http, which only this machine may use, engines disagree on Secure cookies, so
//! there it goes without that mark and under another name.

use crate::origin::Origin;
use crate::secret::Secret;
use axum::http::{HeaderMap, HeaderValue, header};

const OVER_HTTPS: &str = "__Host-stegvis";
const ON_THIS_MACHINE: &str = "stegvis";

/// The secret in a request's cookie.
pub(super) fn secret_in(headers: &HeaderMap, origin: &Origin) -> Option<Secret> {
    secret_named(headers, name_for(origin))
}

/// The secret in a request's cookie of that name.
pub(super) fn secret_named(headers: &HeaderMap, wanted: &str) -> Option<Secret> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| Secret::presented(value))
}

/// The cookie that begins a session of so many milliseconds.
pub(super) fn begin(secret: &Secret, lasts: i64, origin: &Origin) -> Option<HeaderValue> {
    cookie(secret.reveal(), lasts / 1000, origin)
}

/// The cookie that ends one.
pub(super) fn end(origin: &Origin) -> Option<HeaderValue> {
    cookie("", 0, origin)
}

fn cookie(value: &str, seconds: i64, origin: &Origin) -> Option<HeaderValue> {
    let secure = if origin.is_https() { "; Secure" } else { "" };
    let name = name_for(origin);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).ok()
}

const fn name_for(origin: &Origin) -> &'static str {
    if origin.is_https() { OVER_HTTPS } else { ON_THIS_MACHINE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(origin: &str) -> Option<(String, Option<String>)> {
        let origin: Origin = origin.parse().ok()?;
        let cookie = begin(&Secret::presented("s3cret"), 60_000, &origin)?;
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("other=1; stegvis=plain"));
        headers.append(header::COOKIE, HeaderValue::from_static("__Host-stegvis=prefixed"));
        let found = secret_in(&headers, &origin).map(|secret| secret.reveal().to_owned());
        Some((cookie.to_str().ok()?.to_owned(), found))
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let expected = "__Host-stegvis=s3cret; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure";
        assert_eq!(sent("https://stegvis.example"), Some((expected.into(), Some("prefixed".into()))));
    }

    #[test]
    fn on_this_machine_it_goes_without_the_prefix() {
        let expected = "stegvis=s3cret; Path=/; Max-Age=60; HttpOnly; SameSite=Strict";
        assert_eq!(sent("http://127.0.0.1:8080"), Some((expected.into(), Some("plain".into()))));
    }
}
