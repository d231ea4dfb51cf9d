//! Compressed copies of the app's files, remembered by content so that only changes cost time.

use std::io::Write;

use anyhow::{Context, Result};

use super::remembered::Remembered;

/// How hard to work at small files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For a developer who waits.
    Fast,
    /// For those who download.
    Best,
}

impl Effort {
    fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Best => "best",
        }
    }

    /// The profile in which the programs are compiled.
    pub(super) fn profile(self) -> &'static str {
        match self {
            Self::Fast => "wasm-fast",
            Self::Best => "wasm",
        }
    }
}

/// A way to compress that browsers understand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// The smallest.
    Brotli,
    /// For old browsers and tools.
    Gzip,
    /// The quickest to unpack.
    Zstd,
}

impl Coding {
    /// All that the server can choose from.
    pub(crate) const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Zstd];

    /// What is added to the name of a file compressed like this.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
            Self::Zstd => "zst",
        }
    }

    /// Compresses `bytes`, or takes the result of an earlier time.
    pub(crate) fn compress(self, bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
        let remembered = Remembered::of(bytes, &format!("{}.{}", effort.name(), self.extension()));
        if let Some(compressed) = remembered.recall() {
            return Ok(compressed);
        }
        let compressed = self.compress_anew(bytes, effort).context("compressing failed")?;
        remembered.keep(&compressed)?;
        Ok(compressed)
    }

    fn compress_anew(self, bytes: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
        let best = effort == Effort::Best;
        match self {
            Self::Brotli => {
                let mut compressed = Vec::new();
                let settings = brotli::enc::BrotliEncoderParams {
                    quality: if best { 11 } else { 5 },
                    lgwin: 22,
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut compressed, &settings)?;
                Ok(compressed)
            }
            Self::Gzip => {
                let level = flate2::Compression::new(if best { 9 } else { 4 });
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Zstd => zstd::bulk::compress(bytes, if best { 19 } else { 3 }),
        }
    }
}

/// Whether a file of this name gets smaller by compressing.
pub(crate) fn is_compressible(path: &str) -> bool {
    !path.ends_with(".png")
}
