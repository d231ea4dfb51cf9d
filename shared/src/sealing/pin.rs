//! The PIN: six digits that a person can keep in mind, how much work it takes to make a key of them, and how long to
//! wait after wrong ones. Nothing is ever destroyed by a wrong PIN.
//!
//! Six digits are a million tries. Whoever copies the phone's whole store can try them elsewhere without waiting, at
//! the price of [`PIN_WORK`] for each: that keeps the finder of a phone out, not a laboratory.

use crate::time::{Instant, MINUTE, SECOND};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize;

/// How many digits a PIN has.
pub const PIN_DIGITS: usize = 6;

/// A PIN. It does not show itself where it is written by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Reads what a person typed; spaces between the digits do not matter. `None` where it is not six digits.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|one| !one.is_whitespace()).collect();
        (digits.len() == PIN_DIGITS && digits.bytes().all(|one| one.is_ascii_digit())).then_some(Self(digits))
    }

    /// Whether anybody would try it first: one digit six times, or six in a row.
    pub fn is_easily_guessed(&self) -> bool {
        let digits = self.0.as_bytes();
        let steps = |step: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
        steps(0) || steps(1) || steps(-1)
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// How much work Argon2id does to make a key of a PIN. Kept beside each wrapped key, so that later versions may ask more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinWork {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

/// What this version asks for: more than the least that OWASP's password storage cheat sheet names for Argon2id (19 MiB
/// and two passes), and about a second on a slow phone.
pub const PIN_WORK: PinWork = PinWork { memory: 32 * 1024, passes: 3 };

/// How long to wait after the third wrong PIN, the fourth, and so on; the last holds for all that follow.
const WAITS: [i64; 6] = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/// How many wrong PINs cost nothing: fingers slip.
const FREE: u32 = 2;

/// The wrong PINs since the last right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    /// How many.
    pub wrong: u32,
    /// When the last was, by the phone's clock.
    pub last: Option<Instant>,
}

impl Tries {
    /// How many milliseconds to wait before the next try; 0 when it may be now.
    pub fn wait(self, now: Instant) -> i64 {
        let (Some(last), Some(over)) = (self.last, self.wrong.checked_sub(FREE + 1)) else { return 0 };
        let wait = WAITS[(over as usize).min(WAITS.len() - 1)];
        // A clock that was set back makes nobody wait longer than the whole time.
        (last.0 + wait - now.0).clamp(0, wait)
    }

    /// After a wrong PIN.
    #[must_use]
    pub const fn after_a_wrong_one(self, now: Instant) -> Self {
        Self { wrong: self.wrong.saturating_add(1), last: Some(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits() {
        assert_eq!(Pin::read(" 12 34 56 ").map(|pin| pin.digits().to_owned()), Some("123456".into()));
        for typed in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(Pin::read(typed), None, "{typed}");
        }
        assert_eq!(format!("{:?}", Pin::read("123456")), "Some(Pin(…))");
    }

    #[test]
    fn what_anybody_would_try_first_is_known() {
        let easy = |typed| Pin::read(typed).is_some_and(|pin| pin.is_easily_guessed());
        assert!(easy("000000") && easy("123456") && easy("987654"));
        assert!(!easy("112233") && !easy("270519"));
    }

    #[test]
    fn waits_grow_and_end() {
        let mut tries = Tries::default();
        let mut waits = Vec::new();
        for _ in 0..10 {
            tries = tries.after_a_wrong_one(Instant(0));
            waits.push(tries.wait(Instant(0)) / SECOND);
        }
        assert_eq!(waits, [0, 0, 30, 60, 120, 300, 900, 3600, 3600, 3600]);
        assert_eq!(tries.wait(Instant(60 * MINUTE)), 0);
    }

    #[test]
    fn a_clock_that_was_set_back_holds_nobody_up_for_ever() {
        let tries = Tries { wrong: 3, last: Some(Instant(10_000 * MINUTE)) };
        assert_eq!(tries.wait(Instant(0)), 30 * SECOND);
    }
}
