//! The same work for each of many parts, side by side on the processors there are. It knows nothing of the work, which
//! reads what it needs and changes nothing.

/// Does the work for each, and gives what came of it in their order.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn for_each<P: Sync, T: Send>(parts: &[P], work: impl Fn(&P) -> T + Sync) -> Vec<T> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, PoisonError};

    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(parts.len()));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..processors.min(parts.len()) {
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

#[cfg(test)]
mod tests {
    use super::for_each;

    #[test]
    fn what_came_of_each_stands_in_the_order_of_the_parts() {
        let parts: Vec<u64> = (0..1000).rev().collect();
        assert_eq!(for_each(&parts, |part| part * 2), parts.iter().map(|part| part * 2).collect::<Vec<_>>());
        assert_eq!(for_each(&[], |part: &u64| part * 2), [] as [u64; 0]);
    }
}
