//! Exact ROUGE-L of many candidates against a growing pool of references.
//!
//! ```
//! use selfinstruct_rouge::{Interner, References, Work};
//!
//! let mut interner = Interner::default();
//! let mut ids = |text: &str| -> Vec<u32> {
//!     text.split(' ').map(|token| interner.intern(token.as_bytes()).unwrap()).collect()
//! };
//! let mut references = References::default();
//! references.push(&ids("write a haiku about rain")).unwrap();
//! references.push(&ids("sort these numbers")).unwrap();
//! let candidate = ids("write a haiku about snow");
//! let scores = references.score(&[&candidate], 1, &Work::default()).unwrap();
//! assert_eq!((scores[0].nearest[0].id, scores[0].nearest[0].f), (0, 0.8000000000000002));
//! ```

mod batch;
mod decide;
/// The English tokeniser.
pub mod english;
mod error;
/// Tokens as small numbers.
pub mod interner;
/// Kernels for the length of the longest common subsequence.
pub mod lcs;
mod memory;
mod pool;
#[cfg(feature = "python")]
mod python;
mod references;
mod score;
mod work;

pub use error::Error;
pub use interner::Interner;
pub use lcs::Kernel;
pub use references::{References, Verdict};
pub use score::{Neighbour, Score, f_measure, mean_f};
pub use work::{Interrupted, Work};
