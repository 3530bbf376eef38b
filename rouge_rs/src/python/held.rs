//! A lock that a thread never waits for while it holds it.
//!
//! A long call lets Python run its signal handlers. One that uses the pool of that very call would wait for itself.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::error::Error;

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
pub(super) fn shared<T>(lock: &RwLock<T>) -> Result<Held<RwLockReadGuard<'_, T>>, Error> {
    let mark = Mark::new(lock)?;
    Ok(Held { guard: lock.read().unwrap_or_else(PoisonError::into_inner), _mark: mark })
}

/// Waits to write, under the same condition.
pub(super) fn exclusive<T>(lock: &RwLock<T>) -> Result<Held<RwLockWriteGuard<'_, T>>, Error> {
    let mark = Mark::new(lock)?;
    Ok(Held { guard: lock.write().unwrap_or_else(PoisonError::into_inner), _mark: mark })
}
