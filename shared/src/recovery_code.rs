//! The code that lets somebody in who has lost every passkey: ten groups of four characters, to be written down by hand.
//! It is 200 random bits in letters and digits that cannot be taken for each other. It does not know where the bits come
//! from, nor what is kept of it.

use std::fmt;

/// The characters, by their value. There is no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many characters it has.
const CHARACTERS: usize = 40;
/// How many stand together.
const GROUP: usize = 4;
/// How many bits a character stands for.
const BITS: usize = 5;

/// A recovery code. It does not show itself where it is written by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// The code of these random bytes.
    pub fn from_bytes(bytes: [u8; CHARACTERS * BITS / 8]) -> Self {
        let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
        let value = |place: usize| (0..BITS).fold(0, |value, at| value * 2 + bit(place * BITS + at));
        Self((0..CHARACTERS).map(|place| char::from(ALPHABET[value(place)])).collect())
    }

    /// Reads what somebody typed: spaces, hyphens and small letters are as good, and so are letters that look like a
    /// digit. `None` where it cannot be a code.
    pub fn read(typed: &str) -> Option<Self> {
        let meant = |one: char| match one.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let code: String =
            typed.chars().filter(|one| !one.is_whitespace() && !matches!(one, '-' | '–')).map(meant).collect();
        let is_one = code.len() == CHARACTERS && code.bytes().all(|one| ALPHABET.contains(&one));
        is_one.then_some(Self(code))
    }

    /// The one way to write it, of which a hash may be kept.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The groups, in their order.
    pub fn groups(&self) -> Vec<&str> {
        (0..CHARACTERS).step_by(GROUP).map(|from| &self.0[from..from + GROUP]).collect()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        let mut bytes = [0; 25];
        (0..).zip(&mut bytes).for_each(|(at, byte): (u8, &mut u8)| *byte = at.wrapping_mul(41));
        RecoveryCode::from_bytes(bytes)
    }

    #[test]
    fn it_is_ten_groups_of_four() {
        let code = code();
        let groups = code.groups();
        assert_eq!(groups.len(), 10);
        assert!(groups.iter().all(|group| group.len() == 4));
        assert_eq!(RecoveryCode::from_bytes([255; 25]).reveal(), "Z".repeat(40));
        assert_ne!(code, RecoveryCode::from_bytes([0; 25]));
    }

    #[test]
    fn it_is_read_as_people_write_it() {
        let code = code();
        let written = code.groups().join(" - ").to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryCode::read(&written), Some(code));
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        for typed in ["", "0000", &"U".repeat(40), &"0".repeat(41), &"å".repeat(20)] {
            assert_eq!(RecoveryCode::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn it_does_not_show_itself() {
        assert_eq!(format!("{:?}", code()), "RecoveryCode(…)");
    }
}
