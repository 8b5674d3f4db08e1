//! Files are written in parallel: most of the generator's time is spent on their text.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// The results of `work` for all items, in their order, from as many threads as there are processors.
pub(super) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    // Slow items are next to each other, so each thread takes items from everywhere.
    let share = |first: usize| {
        let own = items.iter().enumerate().skip(first).step_by(threads);
        own.map(|(index, item)| (index, work(item)))
            .collect::<Vec<_>>()
    };
    let share = &share;
    let mut results = thread::scope(|scope| {
        let spawn = |first| {
            let thread = thread::Builder::new();
            let spawned = thread.spawn_scoped(scope, move || share(first));
            // Without threads, the work is done here.
            spawned.map_err(|_| first)
        };
        let others: Vec<_> = (1..threads).map(spawn).collect();
        let mut results = share(0);
        for other in others {
            results.extend(match other {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(first) => share(first),
            });
        }
        results
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let results = map(&items, |item| item * 2);
        assert!(results.iter().copied().eq((0..1000).map(|item| item * 2)));
        assert!(map(&[], |item: &usize| *item).is_empty());
    }
}
