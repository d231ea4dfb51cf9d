//! The frame of the API's description; the rest is generated from the handlers.

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
