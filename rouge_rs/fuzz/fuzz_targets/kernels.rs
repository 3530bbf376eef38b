//! Every kernel of this processor against the naive one, on sequences made of the fuzzer's bytes.
//!
//! Needs a nightly toolchain and cargo-fuzz: `cargo +nightly fuzz run kernels`, in the folder of the crate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selfinstruct_rouge::{Kernel, References, Work};

/// Cuts the bytes into sequences at every 255. A token is a byte, so that tokens repeat and sequences share them, or two bytes,
/// so that there are many.
fn sequences(data: &[u8], width: usize) -> Vec<Vec<u32>> {
    let token = |bytes: &[u8]| bytes.iter().fold(0, |token, &byte| token << 8 | u32::from(byte));
    data.split(|&byte| byte == u8::MAX).map(|part| part.chunks(width).map(token).collect()).collect()
}

fuzz_target!(|data: &[u8]| {
    let Some((&options, data)) = data.split_first() else { return };
    let (width, threshold) = (1 + usize::from(options & 1), f64::from(options >> 1) / 127.0);
    let (pool, candidates) = data.split_at(data.len() / 2);
    let (pool, candidates) = (sequences(pool, width), sequences(candidates, width));
    let slices: Vec<&[u32]> = candidates.iter().map(Vec::as_slice).collect();
    let mut expected = None;
    for kernel in Kernel::available() {
        let mut references = References::new(kernel);
        for tokens in &pool {
            references.push(tokens).unwrap();
        }
        let work = Work { threads: Some(1), ..Work::default() };
        let lcs: Vec<Vec<u32>> = candidates.iter().map(|tokens| references.lcs(tokens, &Work::default()).unwrap()).collect();
        let scores = references.score(&slices, 3, &work).unwrap();
        let best = references.best_above(&slices, threshold, &work).unwrap();
        let decided = references.judge(&slices[..slices.len() / 2], threshold, 0, None, &work).unwrap();
        let judged = references.judge(&slices, threshold, 2, None, &work).unwrap();
        let found = (lcs, format!("{scores:?} {best:?} {decided:?} {judged:?}"));
        assert_eq!(expected.get_or_insert_with(|| found.clone()), &found, "{}", kernel.name());
    }
});
