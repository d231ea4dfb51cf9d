//! Compressed siblings of a file, and which of them a browser takes.

/// A content coding, the smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstandard,
    /// Gzip.
    Gzip,
}

impl Encoding {
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Zstandard, Self::Gzip];

    /// The extension of the sibling.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Zstandard => ".zst",
            Self::Gzip => ".gz",
        }
    }

    /// The name in headers.
    pub(super) const fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstandard => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// Whether a browser that sends this header takes it.
    pub(super) fn is_accepted(self, accept_encoding: &str) -> bool {
        accept_encoding.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(self.token()));
            let weight = parts.next().and_then(|part| part.strip_prefix("q=")?.trim().parse::<f32>().ok());
            named && weight.is_none_or(|weight| weight > 0.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_with_no_weight_is_refused() {
        assert!(Encoding::Brotli.is_accepted("gzip, deflate, br, zstd"));
        assert!(Encoding::Gzip.is_accepted("GZIP;q=0.5"));
        assert!(!Encoding::Brotli.is_accepted("gzip, br;q=0"));
        assert!(!Encoding::Zstandard.is_accepted("gzip"));
    }
}
