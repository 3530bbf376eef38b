//! Why a pool could not do what it was asked to.

use std::collections::TryReserveError;

use crate::work::Interrupted;

/// Why a pool could not do what it was asked to.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    /// The call was interrupted. What had been accepted until then is in the pool.
    Interrupted,
    /// There was no memory for another reference, or for what is found. What had been accepted until then is in the pool.
    Memory,
    /// A pool numbers its references with 32 bits.
    Full,
    /// A signal handler of Python used the pool in the middle of another call of the same thread.
    Busy,
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Interrupted => "interrupted",
            Self::Memory => "no memory for more references",
            Self::Full => "a pool holds no more than 2^32 - 1 references",
            Self::Busy => "the pool is in the middle of another call of this thread",
        })
    }
}

impl std::error::Error for Error {}

impl From<Interrupted> for Error {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<TryReserveError> for Error {
    fn from(_: TryReserveError) -> Self {
        Self::Memory
    }
}
