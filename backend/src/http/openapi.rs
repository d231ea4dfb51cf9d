//! The frame of the API's description; the rest is generated from the handlers.

use axum::body::Bytes;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder};

/// The description before any route is added.
pub(super) fn outline() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Stegvis")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Sign in, move records between devices and the server, look at dashboards."))
        .build();
    OpenApiBuilder::new().info(info).paths(PathsBuilder::new().build()).build()
}

/// The finished description as text. Every connection has its own copy of the routes and of what their handlers hold:
/// as text it is shared, as a tree it would be copied.
pub(super) fn text(description: &OpenApi) -> Bytes {
    // Texts and lists can always be written.
    description.to_json().unwrap_or_default().into()
}
