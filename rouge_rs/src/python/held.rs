//! A lock that a thread never waits for while it holds it.
//!
//! A long call lets Python run its signal handlers. One that uses the pool of that very call would wait for itself.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError, TryLockResult};
use std::time::Duration;

use crate::error::Error;
use crate::work::Work;

/// The wait between two attempts.
const BETWEEN: Duration = Duration::from_micros(200);

thread_local! {
    /// The addresses of the locks that this thread holds.
    static HELD: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Marks a lock as held by this thread.
struct Mark(usize);

impl Mark {
    fn new<T>(lock: &RwLock<T>) -> Result<Self, Error> {
        let address = std::ptr::from_ref(lock).addr();
        HELD.with_borrow_mut(|held| {
            if held.contains(&address) {
                return Err(Error::Busy);
            }
            held.push(address);
            Ok(Self(address))
        })
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        HELD.with_borrow_mut(|held| held.retain(|address| *address != self.0));
    }
}

/// A guard, and the mark that goes with it.
pub(super) struct Held<G> {
    guard: G,
    _mark: Mark,
}

impl<G: Deref> Deref for Held<G> {
    type Target = G::Target;

    fn deref(&self) -> &G::Target {
        &self.guard
    }
}

impl<G: DerefMut> DerefMut for Held<G> {
    fn deref_mut(&mut self) -> &mut G::Target {
        &mut self.guard
    }
}

/// Waits to read. The interpreter must have been released: who holds the lock may be waiting for it.
pub(super) fn shared<'a, T>(lock: &'a RwLock<T>, work: &Work<'_>) -> Result<Held<RwLockReadGuard<'a, T>>, Error> {
    let mark = Mark::new(lock)?;
    Ok(Held { guard: wait(|| lock.try_read(), work)?, _mark: mark })
}

/// Waits to write, under the same condition.
pub(super) fn exclusive<'a, T>(lock: &'a RwLock<T>, work: &Work<'_>) -> Result<Held<RwLockWriteGuard<'a, T>>, Error> {
    let mark = Mark::new(lock)?;
    Ok(Held { guard: wait(|| lock.try_write(), work)?, _mark: mark })
}

/// Tries again and again, so that a wait can be given up.
fn wait<G>(attempt: impl Fn() -> TryLockResult<G>, work: &Work<'_>) -> Result<G, Error> {
    loop {
        match attempt() {
            Ok(guard) => return Ok(guard),
            Err(TryLockError::Poisoned(error)) => return Ok(error.into_inner()),
            Err(TryLockError::WouldBlock) => {
                work.check()?;
                std::thread::sleep(BETWEEN);
            }
        }
    }
}
