//! The cookie of a browser that is on its way in. It lasts minutes and opens nothing by itself. An identity provider sends
//! the browser back from another site, so it goes along with links, unlike the session's.

use crate::origin::Origin;
use crate::secret::Secret;
use crate::store::ARRIVAL_LASTS;
use axum::http::{HeaderMap, HeaderValue};

const OVER_HTTPS: &str = "__Host-stegvis-arrival";
const ON_THIS_MACHINE: &str = "stegvis-arrival";

/// The secret in a request's cookie.
pub(super) fn secret_in(headers: &HeaderMap, origin: &Origin) -> Option<Secret> {
    super::cookie::secret_named(headers, name_for(origin))
}

/// The cookie that begins a way in.
pub(super) fn begin(secret: &Secret, origin: &Origin) -> Option<HeaderValue> {
    cookie(secret.reveal(), ARRIVAL_LASTS / 1000, origin)
}

/// The cookie that ends it.
pub(super) fn end(origin: &Origin) -> Option<HeaderValue> {
    cookie("", 0, origin)
}

fn cookie(value: &str, seconds: i64, origin: &Origin) -> Option<HeaderValue> {
    let secure = if origin.is_https() { "; Secure" } else { "" };
    let name = name_for(origin);
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")).ok()
}

const fn name_for(origin: &Origin) -> &'static str {
    if origin.is_https() { OVER_HTTPS } else { ON_THIS_MACHINE }
}
