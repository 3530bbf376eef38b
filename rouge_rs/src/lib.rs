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
//!
//! F is `rouge_score`'s double to the last bit ([`f_measure`]), and the mean over the pool is rounded once ([`mean_f`]), so that
//! no kernel and no number of threads changes a result.
//!
//! Whether a candidate is new can be decided without its scores, which an index makes far cheaper. With k = 0,
//! [`References::judge`] does no more than that; what it accepts is a reference for the candidates that follow:
//!
//! ```
//! use selfinstruct_rouge::{References, Work};
//!
//! let mut references = References::default();
//! let candidates: [&[u32]; 3] = [&[1, 2, 3, 4], &[1, 2, 3, 5], &[6, 7]];
//! let verdicts = references.judge(&candidates, 0.7, 0, None, &Work::default()).unwrap();
//! assert_eq!(verdicts.iter().map(|verdict| verdict.accepted).collect::<Vec<_>>(), [true, false, true]);
//! assert_eq!(verdicts[1].nearest[0].id, 0);
//! ```
//!
//! [`Kernel::available`] names what this processor can run. The fastest is taken; [`References::new`] takes any other:
//!
//! ```
//! use selfinstruct_rouge::{Kernel, References, Work};
//!
//! for kernel in Kernel::available() {
//!     let mut references = References::new(kernel);
//!     references.push(&[3, 1, 4, 1, 5]).unwrap();
//!     assert_eq!(references.lcs(&[1, 4, 5], &Work::default()).unwrap(), [3]);
//! }
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

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
