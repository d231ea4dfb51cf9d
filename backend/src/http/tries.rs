//! How often somebody may try to be let in: by one code, by one phone's key, from one address, and in sum. It is counted in
//! memory, by keyed hashes that nobody can turn back, and forgotten with each new window.
//!
//! Who guesses can neither get in nor keep others out for long. A code has some twenty million million forms, so that a
//! window's tries find none, whatever the number of processes that each count their own. When the sum is used up, codes
//! are refused from addresses that have failed already; one that has not yet has a try. The secret of an address, which
//! nobody can guess, is never held up by the sum.

use shared::time::Instant;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, PoisonError};

/// In milliseconds.
const WINDOW: i64 = 10 * 60 * 1000;
/// The most failures in a window.
const WITH_ONE_CODE: u32 = 5;
const WITH_ONE_KEY: u32 = 20;
const FROM_ONE_ADDRESS: u32 = 20;
const WITH_SECRETS_FROM_ONE_ADDRESS: u32 = 200;
const IN_SUM: u32 = 1000;
/// The most that is remembered: beyond it nobody new is counted, and codes are refused.
const MOST_COUNTED: usize = 100_000;

/// What is tried, and by whom.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trying<'a, P> {
    /// A short code that somebody types.
    Code { code: &'a str, key: Option<&'a str>, peer: P },
    /// The secret of an address, or a phone's key.
    Secret { peer: P },
}

/// Too often: seconds after which it may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooOften(pub(super) u32);

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    key: RandomState,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    since: i64,
    in_sum: u32,
    failures: HashMap<u64, u32>,
}

impl Tries {
    /// Counts a try as a failure before it is made, so that many at once are not more than one after the other.
    pub(super) fn begin<P: Hash>(&self, trying: &Trying<'_, P>, now: Instant) -> Result<(), TooOften> {
        let limits = self.limits(trying);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back begins a window, too.
        if !(counted.since..counted.since.saturating_add(WINDOW)).contains(&now.0) {
            *counted = Counted { since: now.0, ..Counted::default() };
        }
        let left = u32::try_from((counted.since.saturating_add(WINDOW) - now.0) / 1000).unwrap_or_default() + 1;
        let count = |hash: &u64| counted.failures.get(hash).copied().unwrap_or_default();
        let is_guessing = matches!(trying, Trying::Code { .. });
        let is_known = limits.iter().any(|(hash, _)| count(hash) > 0);
        let is_over = counted.in_sum >= IN_SUM && is_known || counted.failures.len() >= MOST_COUNTED;
        if limits.iter().any(|(hash, most)| count(hash) >= *most) || is_guessing && is_over {
            return Err(TooOften(left));
        }
        for (hash, _) in limits {
            *counted.failures.entry(hash).or_default() += 1;
        }
        counted.in_sum += u32::from(is_guessing);
        Ok(())
    }

    /// Takes back what was counted: it was no failure.
    pub(super) fn succeeded<P: Hash>(&self, trying: &Trying<'_, P>) {
        let limits = self.limits(trying);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        for (hash, _) in limits {
            if let Some(count) = counted.failures.get_mut(&hash) {
                *count = count.saturating_sub(1);
            }
        }
        if matches!(trying, Trying::Code { .. }) {
            counted.in_sum = counted.in_sum.saturating_sub(1);
        }
    }

    fn limits<P: Hash>(&self, trying: &Trying<'_, P>) -> Vec<(u64, u32)> {
        match trying {
            Trying::Code { code, key, peer } => {
                let mut limits = vec![
                    (self.key.hash_one(("code", code)), WITH_ONE_CODE),
                    (self.key.hash_one(("address", peer)), FROM_ONE_ADDRESS),
                ];
                limits.extend(key.map(|key| (self.key.hash_one(("key", key)), WITH_ONE_KEY)));
                limits
            }
            Trying::Secret { peer } => vec![(self.key.hash_one(("secrets", peer)), WITH_SECRETS_FROM_ONE_ADDRESS)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str, peer: u32) -> Trying<'_, u32> {
        Trying::Code { code, key: None, peer }
    }

    #[test]
    fn one_address_has_some_tries_and_more_in_the_next_window() {
        let tries = Tries::default();
        for number in 0..FROM_ONE_ADDRESS {
            assert_eq!(tries.begin(&code(&number.to_string(), 1), Instant(0)), Ok(()));
        }
        assert_eq!(tries.begin(&code("next", 1), Instant(60_000)), Err(TooOften(541)));
        assert_eq!(tries.begin(&code("next", 2), Instant(60_000)), Ok(()));
        assert_eq!(tries.begin(&code("next", 1), Instant(WINDOW)), Ok(()));
    }

    #[test]
    fn one_code_has_few_tries_wherever_they_come_from() {
        let tries = Tries::default();
        let tried = (0..100).filter(|peer| tries.begin(&code("ABC", *peer), Instant(0)).is_ok()).count();
        assert_eq!(tried, usize::try_from(WITH_ONE_CODE).unwrap_or_default());
    }

    #[test]
    fn one_key_has_some_tries_wherever_it_is() {
        let tries = Tries::default();
        let tried = (0..100_u32).filter(|number| {
            let code = number.to_string();
            tries.begin(&Trying::Code { code: &code, key: Some("key"), peer: number }, Instant(0)).is_ok()
        });
        assert_eq!(tried.count(), usize::try_from(WITH_ONE_KEY).unwrap_or_default());
    }

    #[test]
    fn many_guessers_keep_out_neither_a_newcomer_nor_a_secret() {
        let tries = Tries::default();
        for number in 0..IN_SUM {
            let _ = tries.begin(&code(&number.to_string(), number / 10), Instant(0));
        }
        assert!(tries.begin(&code("more", 1), Instant(0)).is_err(), "whoever has failed waits");
        assert!(tries.begin(&code("first", 7_000_000), Instant(0)).is_ok(), "whoever has not, tries");
        assert!(tries.begin(&code("second", 7_000_000), Instant(0)).is_err());
        assert!(tries.begin(&Trying::Secret { peer: 1_u32 }, Instant(0)).is_ok());
    }

    #[test]
    fn who_is_let_in_has_not_failed() {
        let tries = Tries::default();
        for _ in 0..100 {
            assert_eq!(tries.begin(&code("ABC", 1), Instant(0)), Ok(()));
            tries.succeeded(&code("ABC", 1));
        }
    }
}
