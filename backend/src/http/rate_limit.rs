//! How much one device may ask for in a minute, and how much one address may that shows no session. Nobody who uses the
//! app comes near it; it keeps one fault or one guest from taking the server away from the others. It is counted in memory
//! by keyed hashes, in each process by itself: no secret is guessed at in any number of requests that it allows.

use super::App;
use super::cookie;
use super::fault::Fault;
use super::guard::WasSignedIn;
use super::peer::{address_in, of_subscriber};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use shared::time::Instant;
use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// In milliseconds.
const WINDOW: i64 = 60 * 1000;
/// What an address without a session may ask for, as a part of what a session may.
const PART_WITHOUT_SESSION: u32 = 5;
/// The most that is remembered of a minute: beyond it nobody new is counted.
const MOST_COUNTED: usize = 100_000;

/// The counts of this minute.
#[derive(Debug)]
pub(crate) struct RateLimit {
    most: u32,
    key: RandomState,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    since: i64,
    requests: HashMap<u64, u32>,
    /// Sessions that were found good in this minute, and in the one before.
    good: HashSet<u64>,
    good_before: HashSet<u64>,
}

impl RateLimit {
    /// With so many requests a minute from one session.
    pub(crate) fn of(most: u32) -> Self {
        Self { most, key: RandomState::new(), counted: Mutex::default() }
    }

    /// Counts a request of one session; an error says after how many seconds to go on.
    fn session(&self, session: impl Hash, now: Instant) -> Result<(), u32> {
        self.count(("session", session), self.most, now)
    }

    /// Whether an address has asked for too much without a session.
    fn address(&self, address: IpAddr, now: Instant) -> Result<(), u32> {
        let most = self.most / PART_WITHOUT_SESSION;
        let hash = self.key.hash_one(("address", of_subscriber(address)));
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let in_window = (counted.since..counted.since.saturating_add(WINDOW)).contains(&now.0);
        match counted.requests.get(&hash) {
            Some(count) if in_window && *count >= most => Err(left(counted.since, now)),
            _ => Ok(()),
        }
    }

    /// Remembers that a session is good: who asks with it is not held up by others at the same address.
    fn was_good(&self, session: impl Hash) {
        let hash = self.key.hash_one(session);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.good.len() < MOST_COUNTED {
            counted.good.insert(hash);
        }
    }

    fn is_good(&self, session: impl Hash) -> bool {
        let hash = self.key.hash_one(session);
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.good.contains(&hash) || counted.good_before.contains(&hash)
    }

    /// Counts a request that showed no session.
    fn came_without(&self, address: IpAddr, now: Instant) {
        // Over the limit the next one is refused.
        let _ = self.count(("address", of_subscriber(address)), u32::MAX, now);
    }

    fn count(&self, who: impl Hash, most: u32, now: Instant) -> Result<(), u32> {
        let hash = self.key.hash_one(who);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back begins a minute, too.
        if !(counted.since..counted.since.saturating_add(WINDOW)).contains(&now.0) {
            let good_before = std::mem::take(&mut counted.good);
            *counted = Counted { since: now.0, good_before, ..Counted::default() };
        }
        let since = counted.since;
        let is_room = counted.requests.len() < MOST_COUNTED;
        match counted.requests.get_mut(&hash) {
            Some(count) if *count >= most => return Err(left(since, now)),
            Some(count) => *count += 1,
            None if is_room => drop(counted.requests.insert(hash, 1)),
            None => {}
        }
        Ok(())
    }
}

/// Seconds until the next minute begins.
fn left(since: i64, now: Instant) -> u32 {
    u32::try_from((since.saturating_add(WINDOW) - now.0) / 1000).unwrap_or_default() + 1
}

/// Holds requests within the limits. One that shows a cookie counts for that; what is answered that nobody is signed in,
/// and what leads to a session, counts for the address.
pub(super) async fn hold(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Fault> {
    let now = app.clock.now();
    let session = session_in(request.headers(), &app);
    let address = address_of(&request, &app);
    if let Some(session) = &session {
        app.rate_limit.session(session, now).map_err(Fault::TooOften)?;
    }
    let is_good = session.as_ref().is_some_and(|session| app.rate_limit.is_good(session));
    if let Some(address) = address.filter(|_| !is_good) {
        app.rate_limit.address(address, now).map_err(Fault::TooOften)?;
    }
    let answer = next.run(request).await;
    // A cookie alone says nothing: anybody can make one up.
    match (answer.extensions().get::<WasSignedIn>(), session, address) {
        (Some(WasSignedIn), Some(session), _) => app.rate_limit.was_good(session),
        (_, _, Some(address)) => app.rate_limit.came_without(address, now),
        _ => {}
    }
    Ok(answer)
}

fn session_in(headers: &HeaderMap, app: &App) -> Option<String> {
    Some(cookie::secret_in(headers, &app.origin)?.hash().as_str().to_owned())
}

/// Who asks, unless that is this machine: a proxy on it stands for everybody.
fn address_of(request: &Request, app: &App) -> Option<IpAddr> {
    let address = address_in(request.headers(), request.extensions(), app)?;
    Some(address.to_canonical()).filter(|address| !address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_its_minute_and_the_next_one_as_well() {
        let limit = RateLimit::of(3);
        for _ in 0..3 {
            assert_eq!(limit.session("a", Instant(0)), Ok(()));
        }
        assert_eq!(limit.session("a", Instant(20_000)), Err(41));
        assert_eq!(limit.session("b", Instant(20_000)), Ok(()), "others go on");
        assert_eq!(limit.session("a", Instant(WINDOW)), Ok(()));
    }

    #[test]
    fn an_address_without_a_session_has_less() {
        let limit = RateLimit::of(10);
        let guest: IpAddr = [192, 0, 2, 1].into();
        for _ in 0..2 {
            assert_eq!(limit.address(guest, Instant(0)), Ok(()));
            limit.came_without(guest, Instant(0));
        }
        assert_eq!(limit.address(guest, Instant(0)), Err(61));
        assert_eq!(limit.address([192, 0, 2, 2].into(), Instant(0)), Ok(()));
        assert_eq!(limit.address(guest, Instant(WINDOW)), Ok(()));
    }

    #[test]
    fn a_session_that_was_good_is_remembered_through_the_next_minute() {
        let limit = RateLimit::of(10);
        assert!(!limit.is_good("a"));
        limit.was_good("a");
        assert!(limit.is_good("a") && !limit.is_good("b"));
        let _ = limit.session("b", Instant(WINDOW));
        assert!(limit.is_good("a"), "in the minute after");
        let _ = limit.session("b", Instant(2 * WINDOW));
        assert!(!limit.is_good("a"), "and no longer");
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out() {
        let limit = RateLimit::of(1);
        assert_eq!(limit.session("a", Instant(WINDOW * 10)), Ok(()));
        assert_eq!(limit.session("a", Instant(0)), Ok(()));
    }
}
