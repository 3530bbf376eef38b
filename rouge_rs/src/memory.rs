//! Growing without ever ending the process: what there is no memory for is an error.

use std::collections::TryReserveError;

/// Makes room for `more` items; grows by an eighth, not by doubling, since a pool is most of the memory of its process.
pub(crate) fn reserve<T>(items: &mut Vec<T>, more: usize) -> Result<(), TryReserveError> {
    if items.capacity() - items.len() < more {
        items.try_reserve_exact(more.max(items.len() / 8).max(16))?;
    }
    Ok(())
}

/// Appends an item; grows by doubling.
#[inline]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T) -> Result<(), TryReserveError> {
    items.try_reserve(1)?;
    items.push(item);
    Ok(())
}

/// So many copies of an item.
pub(crate) fn filled<T: Clone>(item: T, count: usize) -> Result<Vec<T>, TryReserveError> {
    let mut items = Vec::new();
    items.try_reserve_exact(count)?;
    items.resize(count, item);
    Ok(items)
}
