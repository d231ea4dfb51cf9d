//! A share as the whole per cent that a screen shows; the fraction stands beside it. Files carry full precision.

/// The share of `n` in `of` in whole per cent, a half rounded up; nothing where there is nothing to share in.
pub const fn whole_percent(n: u64, of: u64) -> Option<u64> {
    if of == 0 {
        return None;
    }
    // In whole numbers, since 0.285 as a fraction lies below the half that it is.
    let halves = n as u128 * 200 + of as u128;
    let percent = halves / (of as u128 * 2);
    if percent > u64::MAX as u128 { None } else { Some(percent as u64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_up() {
        assert_eq!(whole_percent(1, 8), Some(13));
        assert_eq!(whole_percent(57, 200), Some(29));
        assert_eq!(whole_percent(1, 3), Some(33));
        assert_eq!(whole_percent(2, 3), Some(67));
        assert_eq!(whole_percent(199, 200), Some(100));
        assert_eq!(whole_percent(0, 5), Some(0));
        assert_eq!(whole_percent(0, 0), None);
        assert_eq!(whole_percent(u64::MAX, 1), None);
    }
}
