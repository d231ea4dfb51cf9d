//! How long to wait after failures: doubling, with jitter, so that a thousand phones do not return at once.

/// The wait after the first failure, in milliseconds.
const FIRST: u64 = 2_000;
/// The longest wait.
const LONGEST: u64 = 5 * 60 * 1000;

/// Milliseconds to wait after `failures` failures in a row, drawn between half and all of a doubling span.
/// `random` is any number, drawn anew each time.
pub fn wait_after(failures: u32, random: u32) -> u64 {
    let span = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    span / 2 + u64::from(random) % (span / 2 + 1)
}

/// The longest that a server's own word is followed: what is not the server may say anything.
const LONGEST_ASKED: u64 = 60 * 60 * 1000;

/// Milliseconds to wait when asked to wait `seconds`: never less, up to an hour, and up to half as much again, so that
/// those who were sent away together do not return together.
pub(super) fn asked_to_wait(seconds: u32, random: u32) -> u64 {
    let asked = (u64::from(seconds) * 1000).min(LONGEST_ASKED);
    asked + u64::from(random) % (asked / 2 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_never_vanish() {
        for random in [0, 1, u32::MAX] {
            assert!((1_000..=2_000).contains(&wait_after(1, random)));
            assert!((2_000..=4_000).contains(&wait_after(2, random)));
            assert!((LONGEST / 2..=LONGEST).contains(&wait_after(60, random)));
        }
    }

    #[test]
    fn who_is_asked_to_wait_waits_at_least_that_long_and_not_for_ever() {
        assert_eq!(asked_to_wait(90, 0), 90_000);
        assert!((90_000..=135_000).contains(&asked_to_wait(90, u32::MAX)));
        assert!(asked_to_wait(u32::MAX, 7) <= LONGEST_ASKED * 3 / 2);
    }
}
