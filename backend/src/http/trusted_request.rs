//! What changes something must come from the app itself. It is told by three things, each enough alone: browsers say where
//! a request comes from, in one header or in another; they let no other site send JSON, or delete, without asking this
//! server first, which allows it to nobody; and the app sends a header of its own ([`APP_HEADER`]), which no other site
//! can add without asking either.

use super::App;
use super::fault::Fault;
use crate::origin::Origin;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use shared::account::APP_HEADER;
use std::sync::Arc;

/// Refuses unsafe requests from other sites, and bodies that are not JSON.
pub(super) async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Fault> {
    if !request.method().is_safe() {
        let headers = request.headers();
        if !is_from_here(headers, &app.origin) {
            return Err(Fault::OtherSite);
        }
        let needs_no_body = request.method() == Method::DELETE && has_no_body(headers);
        if !is_json(headers) && !needs_no_body {
            return Err(Fault::NotJson);
        }
    }
    Ok(next.run(request).await)
}

fn is_from_here(headers: &HeaderMap, origin: &Origin) -> bool {
    let is_here = match (headers.get("sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from.as_bytes() == origin.to_string().as_bytes(),
        (None, None) => true,
    };
    is_here && headers.get(APP_HEADER).is_some_and(|app| app == "1")
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn only_the_app_itself_changes_anything() {
        let passes = |said: &[(&'static str, &'static str)]| {
            let said =
                said.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            let origin: Option<Origin> = "https://stegvis.example".parse().ok();
            origin.is_some_and(|origin| is_from_here(&said.collect(), &origin))
        };
        let (own, app) = (("origin", "https://stegvis.example"), ("x-stegvis", "1"));
        assert!(passes(&[app]) && passes(&[own, app]));
        assert!(passes(&[own, ("sec-fetch-site", "same-origin"), app]));
        // By another name of the same machine: the browser knows.
        assert!(passes(&[("origin", "https://127.0.0.1"), ("sec-fetch-site", "same-origin"), app]));
        for other in ["cross-site", "same-site", "none"] {
            assert!(!passes(&[("sec-fetch-site", other), app]), "{other}");
        }
        for other in ["https://stegvis.example.evil", "http://stegvis.example", "https://other.example", "null"] {
            assert!(!passes(&[("origin", other), app]), "{other}");
        }
        for without in [&[][..], &[own], &[own, ("sec-fetch-site", "same-origin")], &[own, ("x-stegvis", "2")]] {
            assert!(!passes(without), "{without:?}");
        }
    }
}
