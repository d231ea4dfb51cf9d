//! The participant's program.

use frontend::participant::{LaterPages, NotFetched};

fn main() {
    if !frontend::pin_work::begins() {
        frontend::participant::run(|| Box::pin(later_pages()));
    }
}

/// The pages of the second file. What is built for downloading is cut here: what nothing but this reaches is in that file.
#[cfg(feature = "split")]
async fn later_pages() -> Result<LaterPages, NotFetched> {
    cut::later_pages().await.map_err(|cut::Failed| NotFetched)
}

#[cfg(not(feature = "split"))]
fn later_pages() -> impl Future<Output = Result<LaterPages, NotFetched>> {
    std::future::ready(Ok(LaterPages::all()))
}

#[cfg(feature = "split")]
mod cut {
    use frontend::participant::LaterPages;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    pub(super) struct Failed;

    impl From<SplitLoaderError> for Failed {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(later, fallible)]
    pub(super) fn later_pages() -> Result<LaterPages, Failed> {
        Ok(LaterPages::all())
    }
}
