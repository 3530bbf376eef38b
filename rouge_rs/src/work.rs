//! How a call is worked off: on how many threads, and whether it is to be given up.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The call was given up half way, because it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// How a call is to be worked off.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// How many threads; `None` for one if there is little to do, and else for all that the machine has.
    pub threads: Option<usize>,
    /// Asked by the calling thread every few milliseconds: true to give up.
    pub interrupted: &'a dyn Fn() -> bool,
}

impl Default for Work<'_> {
    fn default() -> Self {
        Self { threads: None, interrupted: &|| false }
    }
}

impl Work<'_> {
    /// The same on the calling thread alone.
    pub(crate) fn alone(self) -> Self {
        Self { threads: Some(1), ..self }
    }

    /// Fails if the call is to be given up.
    pub(crate) fn check(&self) -> Result<(), Interrupted> {
        if (self.interrupted)() { Err(Interrupted) } else { Ok(()) }
    }

    /// The threads for work that costs so much.
    pub(crate) fn threads(&self, cost: usize) -> usize {
        match self.threads {
            Some(threads) => threads.max(1),
            None if cost < WORTH_A_THREAD => 1,
            None => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// Does all units, each by some thread; the calling thread is one of them.
    pub(crate) fn run<T: Send>(
        &self,
        threads: usize,
        units: usize,
        unit: impl Fn(usize) -> T + Sync,
    ) -> Result<Vec<T>, Interrupted> {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&i| i < units && !stop.load(Ordering::Relaxed));
        let helper = || std::iter::from_fn(&take).map(&unit).collect::<Vec<T>>();
        std::thread::scope(|scope| {
            // Where no more threads are to be had, fewer do the work.
            let spawn = |_| std::thread::Builder::new().spawn_scoped(scope, helper).ok();
            let helpers: Vec<_> = (1..threads.min(units)).map_while(spawn).collect();
            let mut done = Vec::new();
            while let Some(i) = take() {
                if (self.interrupted)() {
                    stop.store(true, Ordering::Relaxed);
                    break;
                }
                done.push(unit(i));
            }
            for helper in helpers {
                done.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            if stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(done) }
        })
    }
}

/// In vector operations: about a millisecond.
const WORTH_A_THREAD: usize = 1 << 21;
