//! Words that are said on the telephone and typed by somebody else: short, known to everybody, without letters that a
//! keyboard may lack. Two of them go with a letter.

/// One word a line. A word that was said yesterday may be asked for tomorrow: hashes are kept, not places.
const WORDS: &str = include_str!("../../assets/codes/spoken-words.txt");

/// How many there are, so that each byte's lower seven bits name one.
const COUNT: usize = 128;

/// Two words of two random bytes.
pub(crate) fn two([one, other]: [u8; 2]) -> String {
    let word = |byte: u8| WORDS.lines().nth(usize::from(byte) % COUNT).unwrap_or_default();
    format!("{} {}", word(one), word(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_byte_names_a_word_that_is_easily_typed() {
        let words: BTreeSet<&str> = WORDS.lines().collect();
        assert_eq!(words.len(), COUNT);
        assert!(words.iter().all(|word| word.len() >= 3 && word.bytes().all(|letter| letter.is_ascii_lowercase())));
        assert_ne!(two([0, 1]), two([1, 0]));
    }
}
