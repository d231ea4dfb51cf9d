//! What is asked of the server where members, interventions, staff and reference data are looked after. It does not know
//! what is asked.

use super::server::{ServerFault, exchange, exchange_texts, line_by_line, with, written};
use gloo_net::http::{Request, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn address(of: &str) -> String {
    format!("/api/v1/administration/{of}")
}

/// Asks how something stands.
pub async fn fetch<A: DeserializeOwned>(of: &str, reading: Option<&str>) -> Result<A, ServerFault> {
    exchange(with(reading, Request::get(&address(of))), None::<&()>).await
}

/// Says how something is to be, and hears what came of it.
pub async fn put<Q: Serialize, A: DeserializeOwned>(
    of: &str,
    body: &Q,
    reading: Option<&str>,
) -> Result<A, ServerFault> {
    exchange(with(reading, Request::put(&address(of))), Some(body)).await
}

/// Asks for something to be done, and hears what came of it.
pub async fn post<Q: Serialize, A: DeserializeOwned>(
    of: &str,
    body: &Q,
    reading: Option<&str>,
) -> Result<A, ServerFault> {
    exchange(with(reading, Request::post(&address(of))), Some(body)).await
}

/// Asks for something that takes long, and hears line by line how far it is.
pub async fn post_and_follow<Q: Serialize>(
    of: &str,
    body: &Q,
    reading: Option<&str>,
    on_line: impl FnMut(&str),
) -> Result<(), ServerFault> {
    line_by_line(with(reading, Request::post(&address(of))), written(Some(body))?, on_line).await
}

/// Says how something is to be, which takes long, and hears line by line how far it is.
pub async fn put_and_follow<Q: Serialize>(
    of: &str,
    body: &Q,
    reading: Option<&str>,
    on_line: impl FnMut(&str),
) -> Result<(), ServerFault> {
    line_by_line(with(reading, Request::put(&address(of))), written(Some(body))?, on_line).await
}

/// Says how something is to be.
pub async fn keep<Q: Serialize>(of: &str, body: &Q, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::put(&address(of))), Some(body)).await
}

/// Ends something.
pub async fn end(of: &str, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::delete(&address(of))), None::<&()>).await
}

async fn done<Q: Serialize>(request: RequestBuilder, body: Option<&Q>) -> Result<(), ServerFault> {
    exchange_texts(request, written(body)?).await.map(|_| ())
}
