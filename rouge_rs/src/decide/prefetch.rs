//! Telling the processor what will be read.

/// Ask for an element to be brought into the cache; nothing happens where there is none, or no instruction for it.
#[inline]
pub fn soon<T>(slice: &[T], index: usize) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    if let Some(element) = slice.get(index) {
        // SAFETY: a prefetch reads nothing and cannot fault; the pointer is that of a live element besides.
        unsafe { core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(std::ptr::from_ref(element).cast()) };
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = (slice, index);
}
