//! What changes something must come from the app itself: browsers say where a request comes from, and cannot be made
//! by another site to send JSON.

use super::fault::Fault;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

/// Refuses unsafe requests from other sites, and bodies that are not JSON.
pub(super) async fn check(request: Request, next: Next) -> Result<Response, Fault> {
    if !request.method().is_safe() {
        let headers = request.headers();
        if !is_from_here(headers) {
            return Err(Fault::OtherSite);
        }
        let needs_no_body = request.method() == Method::DELETE && has_no_body(headers);
        if !is_json(headers) && !needs_no_body {
            return Err(Fault::NotJson);
        }
    }
    Ok(next.run(request).await)
}

fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn has_no_body(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::TRANSFER_ENCODING)
        && headers.get(header::CONTENT_LENGTH).is_none_or(|length| length == "0")
}
