//! The pool as Python sees it.

use std::sync::RwLock;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::detached::detached;
use super::held::{exclusive, shared};
use super::reserve;
use super::results::{Score, Verdict};
use super::strings::{Numbers, Strings};
use super::{chosen, named};
use crate::english::try_each_token;
use crate::error::Error;
use crate::interner::Interner;
use crate::memory::push;
use crate::references;
use crate::work::Work;

/// About what a number in a list takes in Python, in bytes.
const INT: usize = 40;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tokens {
    /// They come as lists.
    Given,
    /// Texts come, and are cut as `rouge_score` does.
    English,
}

struct State {
    tokens: Tokens,
    interner: Interner,
    pool: references::References,
}

impl State {
    /// Numbers for candidates: what no reference has gets none.
    fn find(&self, strings: &Strings, work: &Work<'_>) -> Result<Numbers, Error> {
        let interner = &self.interner;
        strings.numbers(work, |string, numbers| {
            match self.tokens {
                Tokens::Given => push(numbers, interner.find(string))?,
                Tokens::English => try_each_token(string, |token| push(numbers, interner.find(token)))?,
            }
            Ok(())
        })
    }

    /// Numbers for references.
    fn intern(&mut self, strings: &Strings, work: &Work<'_>) -> Result<Numbers, Error> {
        let Self { tokens, interner, .. } = self;
        strings.numbers(work, |string, numbers| {
            match tokens {
                Tokens::Given => push(numbers, interner.intern(string)?)?,
                Tokens::English => try_each_token(string, |token| push(numbers, interner.intern(token)?))?,
            }
            Ok(())
        })
    }

    fn extend(&mut self, strings: &Strings, work: &Work<'_>) -> Result<(), Error> {
        for tokens in self.intern(strings, work)?.slices() {
            self.pool.push(tokens)?;
        }
        Ok(())
    }
}

/// A pool of token sequences, numbered from 0 in the order they came, that candidates are scored against.
///
/// With `tokenizer="english"` references and candidates are texts, cut as `rouge_score` does without a stemmer. `kernel` forces
/// one of `kernels()`. All methods release the GIL, may be called from several threads, and give up on Ctrl-C.
#[pyclass(module = "selfinstruct_rouge", frozen, weakref)]
pub(super) struct References {
    texts: bool,
    state: RwLock<State>,
}

#[pymethods]
impl References {
    #[new]
    #[pyo3(signature = (tokenizer=None, *, kernel=None))]
    fn new(tokenizer: Option<&str>, kernel: Option<&str>) -> PyResult<Self> {
        let tokens = match tokenizer {
            None => Tokens::Given,
            Some("english") => Tokens::English,
            Some(other) => {
                return Err(PyValueError::new_err(format!("no tokenizer {other:?}; there is \"english\", or None for tokens")));
            }
        };
        let kernel = kernel.map_or(Ok(chosen()), named).map_err(PyValueError::new_err)?;
        let state = State { tokens, interner: Interner::default(), pool: references::References::new(kernel) };
        Ok(Self { texts: tokens == Tokens::English, state: RwLock::new(state) })
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        detached(py, None, |work| Ok(shared(&self.state, work)?.pool.len()))
    }

    /// What the pool takes in bytes, its tokens and the index over it included.
    fn __sizeof__(&self, py: Python<'_>) -> PyResult<usize> {
        detached(py, None, |work| {
            let state = shared(&self.state, work)?;
            Ok(size_of::<Self>() + state.pool.bytes() + state.interner.bytes())
        })
    }

    /// Append references; any strings are tokens, and there may be none.
    fn extend(&self, py: Python<'_>, token_lists: &Bound<'_, PyAny>) -> PyResult<()> {
        let strings = Strings::read(token_lists, "token_lists", self.texts)?;
        detached(py, None, |work| exclusive(&self.state, work)?.extend(&strings, work))
    }

    /// LCS with each reference, in their order.
    fn lcs(&self, py: Python<'_>, tokens: &Bound<'_, PyAny>) -> PyResult<Vec<u32>> {
        let strings = Strings::one(tokens, "tokens", self.texts)?;
        let found = detached(py, None, |work| {
            let state = shared(&self.state, work)?;
            state.pool.lcs(state.find(&strings, work)?.slices()[0], work)
        })?;
        reserve::room_for(found.len(), INT)?;
        Ok(found)
    }

    /// Mean F over the pool and the k nearest references, for each candidate by itself.
    #[pyo3(signature = (candidates, k=10, threads=None))]
    fn score(&self, py: Python<'_>, candidates: &Bound<'_, PyAny>, k: usize, threads: Option<usize>) -> PyResult<Vec<Score>> {
        let strings = Strings::read(candidates, "candidates", self.texts)?;
        let scores = detached(py, threads, |work| {
            let state = shared(&self.state, work)?;
            state.pool.score(&state.find(&strings, work)?.slices(), k, work)
        })?;
        Ok(scores.into_iter().map(Score).collect())
    }

    /// Nearest reference of each candidate, or None if its F is not above the threshold; much faster than `score`.
    #[pyo3(signature = (candidates, threshold, threads=None))]
    fn best_above(
        &self,
        py: Python<'_>,
        candidates: &Bound<'_, PyAny>,
        threshold: f64,
        threads: Option<usize>,
    ) -> PyResult<Vec<Option<(u32, f64)>>> {
        let strings = Strings::read(candidates, "candidates", self.texts)?;
        let found = detached(py, threads, |work| {
            let mut state = exclusive(&self.state, work)?;
            let numbers = state.find(&strings, work)?;
            state.pool.best_above(&numbers.slices(), threshold, work)
        })?;
        Ok(found.into_iter().map(|found| found.map(|nearest| (nearest.id, nearest.f))).collect())
    }

    /// Accept in order the candidates whose F to no reference is above the threshold; each is a reference from then on.
    ///
    /// Stops when `limit` have been accepted: the list is then shorter than the candidates. With k = 0 it decides and does not
    /// score.
    #[pyo3(signature = (candidates, threshold, k=10, limit=None, threads=None))]
    fn judge(
        &self,
        py: Python<'_>,
        candidates: &Bound<'_, PyAny>,
        threshold: f64,
        k: usize,
        limit: Option<usize>,
        threads: Option<usize>,
    ) -> PyResult<Vec<Verdict>> {
        let strings = Strings::read(candidates, "candidates", self.texts)?;
        let verdicts = detached(py, threads, |work| {
            let mut state = exclusive(&self.state, work)?;
            let numbers = state.intern(&strings, work)?;
            state.pool.judge(&numbers.slices(), threshold, k, limit, work)
        })?;
        Ok(verdicts.into_iter().map(Verdict).collect())
    }
}
