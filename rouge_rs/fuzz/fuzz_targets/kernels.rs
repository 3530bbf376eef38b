//! Every kernel of this processor against the naive one, on sequences made of the fuzzer's bytes.
//!
//! Needs a nightly toolchain: `cargo +nightly fuzz run kernels`, in the folder of the crate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selfinstruct_rouge::{Kernel, References, Work};

/// Cuts the bytes into sequences at every 255; a token is a byte, so that tokens repeat and sequences share them.
fn sequences(data: &[u8]) -> Vec<Vec<u32>> {
    data.split(|&byte| byte == u8::MAX).map(|part| part.iter().map(|&byte| u32::from(byte)).collect()).collect()
}

fuzz_target!(|data: &[u8]| {
    let half = data.len() / 2;
    let (pool, candidates) = (sequences(&data[..half]), sequences(&data[half..]));
    let slices: Vec<&[u32]> = candidates.iter().map(Vec::as_slice).collect();
    let mut expected = None;
    for kernel in Kernel::available() {
        let mut references = References::new(kernel);
        for tokens in &pool {
            references.push(tokens).unwrap();
        }
        let lcs: Vec<Vec<u32>> = candidates.iter().map(|tokens| references.lcs(tokens).unwrap()).collect();
        let scores = references.score(&slices, 3, &Work::default()).unwrap();
        let best = references.best_above(&slices, 0.7, &Work::default()).unwrap();
        let found = (lcs, format!("{scores:?} {best:?}"));
        assert_eq!(expected.get_or_insert_with(|| found.clone()), &found, "{}", kernel.name());
    }
});
