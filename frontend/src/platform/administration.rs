//! What is asked of the server where members, interventions, staff and reference data are looked after. It does not know
//! what is asked.

use super::server::{ServerFault, exchange, exchange_texts, with, written};
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
