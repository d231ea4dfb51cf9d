//! The names by which a program and its glue know each other end in digits of a hash, which no compression makes smaller.
//! Here they become numbers. Names stay as long as they were, so that nothing in the program moves.

use std::collections::BTreeMap;

const DIGITS: usize = 16;

/// The same glue and the same program, with numbers in the place of hashes.
pub(super) fn number(glue: &str, mut wasm: Vec<u8>) -> (Vec<u8>, Vec<u8>) {
    let mut glue = glue.as_bytes().to_vec();
    let mut numbers = BTreeMap::new();
    for place in hashes(&glue) {
        let next = numbers.len();
        numbers.entry(glue[place..place + DIGITS].to_vec()).or_insert_with(|| format!("{next:016}").into_bytes());
    }
    for bytes in [&mut glue, &mut wasm] {
        for place in hashes(bytes) {
            if let Some(number) = numbers.get(&bytes[place..place + DIGITS]) {
                bytes[place..place + DIGITS].copy_from_slice(number);
            }
        }
    }
    (glue, wasm)
}

/// Where names end in a hash: after `_` or `_h`, and nothing of a name behind it.
fn hashes(bytes: &[u8]) -> Vec<usize> {
    let is_hash = |place: usize| {
        let (before, rest) = bytes.split_at(place);
        let is_whole = rest.get(DIGITS).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'_');
        is_whole && (before.ends_with(b"_") || before.ends_with(b"_h")) && rest[..DIGITS].iter().all(is_hexadecimal)
    };
    (0..(bytes.len() + 1).saturating_sub(DIGITS)).filter(|place| is_hash(*place)).collect()
}

fn is_hexadecimal(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_on_both_sides_and_each_has_its_own() {
        let glue = "__wbg_new_cd4348290afae586: f, __wbg_new_0123456789abcdef: g, x_h826e514c33e0f5a0(a)";
        let wasm = b"\x1a__wbg_new_0123456789abcdef\0\x1a__wbg_new_cd4348290afae586\0x_h826e514c33e0f5a0".to_vec();
        let (glue, wasm) = number(glue, wasm);
        let expected = "__wbg_new_0000000000000000: f, __wbg_new_0000000000000001: g, x_h0000000000000002(a)";
        assert_eq!(String::from_utf8_lossy(&glue), expected);
        let expected = b"\x1a__wbg_new_0000000000000001\0\x1a__wbg_new_0000000000000000\0x_h0000000000000002";
        assert_eq!(wasm, expected);
    }

    #[test]
    fn what_the_glue_does_not_name_stays() {
        let code = b"_0123456789abcdef\0_0123456789abcdef0\0".to_vec();
        assert_eq!(number("_0123456789abcde x", code.clone()), (b"_0123456789abcde x".to_vec(), code));
    }
}
