//! One reader, many workers, one writer, joined by bounded channels.
//!
//! Results reach the writer in the order in which the reader gave the items, whatever the number of workers.
//! The number of items under way is bounded, so that memory is, too: a slow writer holds back the reader.
use crossbeam_channel::bounded;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Items under way for each worker.
const PER_WORKER: usize = 8;

/// Why an item gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("internal error, please report it: {0}")]
pub struct Panicked(pub String);

/// Runs `work` over all items on `jobs` threads and hands the results to `sink` in the order of the items. `sink`
/// ends the run by returning an error, which is returned. An item whose work panics does not end it.
///
/// # Errors
/// The first error of `sink`.
pub fn run<T, R, E>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(Result<R, Panicked>) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    let jobs = jobs.max(1);
    let window = jobs * PER_WORKER;
    // A permit is taken before an item is read and given back when its result was written.
    let (permit, permits) = bounded::<()>(window);
    let (give, items_to_do) = bounded::<(u64, T)>(window);
    let (done, results) = bounded::<(u64, Result<R, Panicked>)>(window);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for item in (0..).zip(items) {
                // A closed channel means that the writer has given up.
                if permit.send(()).is_err() || give.send(item).is_err() {
                    break;
                }
            }
        });
        for _ in 0..jobs {
            let (items_to_do, done, work) = (items_to_do.clone(), done.clone(), &work);
            scope.spawn(move || {
                for (number, item) in items_to_do {
                    let result =
                        catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|panic| Panicked(words(&*panic)));
                    if done.send((number, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop((items_to_do, done));
        let mut waiting = BTreeMap::new();
        let mut next = 0u64;
        while let Ok((number, result)) = results.recv() {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                let _ = permits.recv();
                if let Err(error) = sink(result) {
                    // Closing both ends lets reader and workers stop at their next step.
                    drop((results, permits));
                    return Err(error);
                }
            }
        }
        Ok(())
    })
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_for_any_number_of_workers() {
        for jobs in [0, 1, 2, 7] {
            let mut seen = Vec::new();
            let slow_for_some = |n: u64| {
                if n.is_multiple_of(5) {
                    std::thread::yield_now();
                }
                n * n
            };
            run(0..500u64, jobs, slow_for_some, |result| {
                seen.push(result.unwrap());
                Ok::<_, ()>(())
            })
            .unwrap();
            assert_eq!(seen, (0..500).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_an_endless_run() {
        let mut count = 0;
        let result = run(
            0u64..,
            3,
            |n| n,
            |_| {
                count += 1;
                if count == 40 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!(result, Err("full"));
    }

    #[test]
    fn a_panic_spoils_only_its_own_item() {
        let mut results = Vec::new();
        run(
            0..10,
            2,
            |n| if n == 3 { panic!("three") } else { n },
            |result| {
                results.push(result);
                Ok::<_, ()>(())
            },
        )
        .unwrap();
        assert_eq!(results.len(), 10);
        assert_eq!(results[3], Err(Panicked("three".into())));
        assert_eq!(results[9], Ok(9));
    }
}
