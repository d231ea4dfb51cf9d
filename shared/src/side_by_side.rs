//! The same work for each of many parts, side by side on the processors there are. It knows nothing of the work, which
//! reads what it needs and changes nothing.

/// How many processors there are, which the system takes a while to say.
#[cfg(not(target_family = "wasm"))]
fn processors() -> usize {
    static PROCESSORS: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *PROCESSORS.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Does the work for each, and gives what came of it in their order.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn for_each<P: Sync, T: Send>(parts: &[P], work: impl Fn(&P) -> T + Sync) -> Vec<T> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, PoisonError};

    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(parts.len()));
    std::thread::scope(|scope| {
        for _ in 0..processors().min(parts.len()) {
            scope.spawn(|| {
                loop {
                    // Parts are of very different sizes: a processor takes the next one when it is done with one.
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(at) else { break };
                    let result = work(part);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does the work for each, and gives what came of it in their order.
#[cfg(target_family = "wasm")]
pub(crate) fn for_each<P, T>(parts: &[P], work: impl Fn(&P) -> T) -> Vec<T> {
    parts.iter().map(work).collect()
}

/// Does the work in two halves: while the second half of one is done, which changes something, the first of the next is.
///
/// # Errors
/// The first that the second half gives; nothing is done after it.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn one_ahead<P: Sync, T: Send, E>(
    parts: &[P],
    first: impl Fn(&P) -> T + Send,
    mut second: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    std::thread::scope(|scope| {
        let (done, ready) = std::sync::mpsc::sync_channel(1);
        scope.spawn(move || {
            // Nobody listens any more once a second half has failed.
            parts.iter().map(first).try_for_each(|result| done.send(result).ok())
        });
        ready.iter().try_for_each(&mut second)
    })
}

/// Does the work in two halves, one after the other.
///
/// # Errors
/// The first that the second half gives; nothing is done after it.
#[cfg(target_family = "wasm")]
pub(crate) fn one_ahead<P, T, E>(
    parts: &[P],
    first: impl Fn(&P) -> T,
    second: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    parts.iter().map(first).try_for_each(second)
}

#[cfg(test)]
mod tests {
    use super::{for_each, one_ahead};

    #[test]
    fn second_halves_are_done_in_order_until_one_fails() {
        let mut done = Vec::new();
        let result = one_ahead(
            &[1, 2, 3, 4],
            |part| part * 10,
            |made| {
                done.push(made);
                if made == 30 { Err("thirty") } else { Ok(()) }
            },
        );
        assert_eq!((result, done), (Err("thirty"), vec![10, 20, 30]));
        assert_eq!(one_ahead(&[] as &[u8], |part| *part, |_| Err("none")), Ok(()));
    }

    #[test]
    fn what_came_of_each_stands_in_the_order_of_the_parts() {
        let parts: Vec<u64> = (0..1000).rev().collect();
        assert_eq!(for_each(&parts, |part| part * 2), parts.iter().map(|part| part * 2).collect::<Vec<_>>());
        assert_eq!(for_each(&[], |part: &u64| part * 2), [] as [u64; 0]);
    }
}
