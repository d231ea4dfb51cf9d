//! The value of a decimal number. Up to fifteen digits and twenty-two places it is the nearest that there is; beyond that it
//! may be off in its sixteenth digit. To be exact always takes tables of ten kilobytes, which a phone would download for
//! nothing: what is measured has two digits.

/// The powers of ten that have no error.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The most digits that are looked at.
const MOST: u64 = 10_u64.pow(18);

/// The value of a text that is a number of JSON; infinite where it is too large.
pub(super) fn value(text: &str) -> f64 {
    let (parts, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (mut digits, mut places, mut is_behind) = (0_u64, 0_i32, false);
    for byte in parts.bytes() {
        match byte {
            b'.' => is_behind = true,
            b'0'..=b'9' if digits < MOST => {
                digits = digits * 10 + u64::from(byte - b'0');
                places -= i32::from(is_behind);
            }
            b'0'..=b'9' => places += i32::from(!is_behind),
            _ => {}
        }
    }
    // An exponent that is no small number is as good as endless.
    let endless = if exponent.starts_with('-') { -9999 } else { 9999 };
    let exponent: i32 = exponent.parse().unwrap_or(endless);
    let size = scaled(digits, exponent.clamp(-9999, 9999).saturating_add(places));
    if text.starts_with('-') { -size } else { size }
}

#[expect(clippy::cast_precision_loss, reason = "that is what is asked for")]
fn scaled(digits: u64, places: i32) -> f64 {
    let mut value = digits as f64;
    if digits == 0 {
        return value;
    }
    let mut left = places.unsigned_abs() as usize;
    while left > 0 && value != 0.0 && value.is_finite() {
        let step = left.min(EXACT.len() - 1);
        if places < 0 {
            value /= EXACT[step]
        } else {
            value *= EXACT[step]
        }
        left -= step;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_people_write_is_exact(whole in 0..1_000_000_u32, thousandths in 0..1000_u32) {
            let text = format!("-{whole}.{thousandths:03}");
            prop_assert_eq!(value(&text), text.parse::<f64>().unwrap());
        }

        #[test]
        fn everything_else_is_so_to_fifteen_digits(number in any::<f64>().prop_filter("a number", |n| n.is_normal())) {
            let read = value(&format!("{number:e}"));
            prop_assert!((read / number - 1.0).abs() < 1e-14, "{number:e}: {read:e}");
        }
    }

    #[test]
    fn what_is_too_large_is_endless_and_what_is_too_small_is_nothing() {
        for (text, expected) in [
            ("1e400", f64::INFINITY),
            ("-1e99999999999999999999", f64::NEG_INFINITY),
            ("1e-400", 0.0),
            ("1e-99999999999999999999", 0.0),
            ("0e99999", 0.0),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            ("0.00000000000000000001", 1e-20),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }
}
