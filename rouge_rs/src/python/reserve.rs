//! Memory set aside, so that running out of it is an error in Python and not the end of the process.
//!
//! What can be large is reserved with care wherever it is made, and fails by itself. The many small allocations between cannot
//! fail in Rust but by ending the process. When one of them finds no memory, the reserve is given up for it: the call in
//! progress then ends as soon as it looks whether to go on.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::exceptions::PyMemoryError;
use pyo3::prelude::*;

/// So much is never touched, and costs address space only.
const SIZE: usize = 32 << 20;
const LAYOUT: Layout = match Layout::from_size_align(SIZE, 16) {
    Ok(layout) => layout,
    Err(_) => panic!("16 is a power of two"),
};

/// The reserve, or null when it is given up.
static RESERVE: AtomicPtr<u8> = AtomicPtr::new(null_mut());

/// The system's allocator with the reserve behind it.
struct Reserved;

#[global_allocator]
static ALLOCATOR: Reserved = Reserved;

impl Reserved {
    /// Tries again with the reserve given up, unless what is wanted is as large as that.
    fn again(size: usize, allocate: impl Fn() -> *mut u8) -> *mut u8 {
        let first = allocate();
        if !first.is_null() || size >= SIZE / 8 || !give_up() {
            return first;
        }
        allocate()
    }
}

// SAFETY: every call goes to the system's allocator as it came, at most twice, the first time in vain.
unsafe impl GlobalAlloc for Reserved {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        Self::again(layout.size(), || unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        Self::again(layout.size(), || unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as the caller promises; a block that could not grow is left as it was.
        Self::again(size, || unsafe { System.realloc(block, layout, size) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(block, layout) }
    }
}

/// Sets the reserve aside if it is not; false if there is no memory for it.
pub(super) fn set_aside() -> bool {
    if !RESERVE.load(Ordering::Acquire).is_null() {
        return true;
    }
    // SAFETY: the layout's size is not 0.
    let block = unsafe { System.alloc(LAYOUT) };
    if block.is_null() {
        return false;
    }
    if RESERVE.compare_exchange(null_mut(), block, Ordering::AcqRel, Ordering::Acquire).is_err() {
        // SAFETY: another thread was faster; this block is nobody's.
        unsafe { System.dealloc(block, LAYOUT) };
    }
    true
}

/// Whether it has been given up since it was set aside.
pub(super) fn is_given_up() -> bool {
    RESERVE.load(Ordering::Acquire).is_null()
}

/// Raises `MemoryError` when there is no room for so many objects of Python of so many bytes: a number that Python has no memory
/// for would be a panic.
pub(super) fn room_for(objects: usize, bytes: usize) -> PyResult<()> {
    let room = Vec::<u8>::new().try_reserve_exact(objects.saturating_mul(bytes));
    room.map_err(|_| PyMemoryError::new_err("no memory for so many results"))
}

fn give_up() -> bool {
    let block = RESERVE.swap(null_mut(), Ordering::AcqRel);
    if !block.is_null() {
        // SAFETY: the block came from this allocator by this layout, and the swap made it this thread's alone.
        unsafe { System.dealloc(block, LAYOUT) };
    }
    !block.is_null()
}
