//! Answering with a file: the smallest form that the browser takes, kept as long as its name allows.

use super::removal::VERSIONS;
use super::{AppFiles, Encoding, File};
use crate::http::App;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// A name that carries its content's hash never means anything else.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Asked for again each time; an answer without a body where nothing has changed.
const ASK_AGAIN: &str = "no-cache";
/// What there is now, whatever stands between.
const NEVER: &str = "no-store";

/// Answers any address that is not the API's.
pub(in crate::http) async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    file_answer(&app.files, request.uri().path(), request.headers())
}

fn file_answer(files: &AppFiles, path: &str, asked: &HeaderMap) -> Response {
    let Some((name, file)) = files.at(path) else {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    };
    let encoding = best_encoding(file, asked);
    let tag = tag(file, encoding);
    let mut response = if is_held(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = encoding.and_then(|encoding| file.compressed.get(&encoding)).unwrap_or(&file.bytes);
        Body::from(bytes.clone()).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, file.media_type.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let kept = match name {
        VERSIONS => NEVER,
        name if name.starts_with("files/") => FOR_EVER,
        _ => ASK_AGAIN,
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.token()));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn best_encoding(file: &File, asked: &HeaderMap) -> Option<Encoding> {
    let accepted = asked.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    file.compressed.keys().copied().find(|encoding| encoding.is_accepted(accepted))
}

/// Each form of a file has a tag of its own.
fn tag(file: &File, encoding: Option<Encoding>) -> String {
    match encoding {
        Some(encoding) => format!("\"{}-{}\"", file.hash, encoding.token()),
        None => format!("\"{}\"", file.hash),
    }
}

fn is_held(asked: &HeaderMap, tag: &str) -> bool {
    let held = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    held.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}
