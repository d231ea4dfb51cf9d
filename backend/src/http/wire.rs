//! Reading bodies and queries: what cannot be read is answered in the problem's own form.

use super::fault::Fault;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::sync::wire::speaks;

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let bytes = Bytes::from_request(request, state).await.map_err(fault_of)?;
        read(&bytes).map(Self)
    }
}

/// A body of the sync protocol, whose version is looked at before anything else is understood.
pub(super) struct Spoken<T>(pub(super) T);

#[derive(Deserialize)]
struct OnlyProtocol {
    protocol: u16,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Spoken<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let bytes = Bytes::from_request(request, state).await.map_err(fault_of)?;
        match read::<OnlyProtocol>(&bytes)?.protocol {
            spoken if speaks(spoken) => read(&bytes).map(Self),
            other => Err(Fault::Protocol(other)),
        }
    }
}

fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| Fault::Unreadable(error.to_string()))
}

fn fault_of(rejection: BytesRejection) -> Fault {
    let text = rejection.body_text();
    match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::Unreadable(text),
    }
}
