//! The Python module: Python's lists to numbers and back. All work is done with the interpreter released.

use std::cell::{Cell, RefCell};
use std::sync::{OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use pyo3::exceptions::{PyImportError, PyMemoryError, PyOverflowError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::Work;
use crate::english::{each_token, try_each_token};
use crate::interner::Interner;
use crate::lcs::{self, Kernel};
use crate::references::{self as pool, Error};
use crate::score::{self, Neighbour};

/// Names the kernel to use; the fastest if it is not set.
const VARIABLE: &str = "ROUGE_RS_KERNEL";
/// How often the interpreter is asked whether Ctrl-C was pressed.
const PATIENCE: Duration = Duration::from_millis(20);
/// How many sequences are interned between two such questions.
const STRIDE: usize = 1 << 12;

static CHOSEN: OnceLock<Kernel> = OnceLock::new();

fn named(name: &str) -> Result<Kernel, String> {
    Kernel::named(name).ok_or_else(|| {
        let names: Vec<_> = Kernel::available().iter().map(Kernel::name).collect();
        format!("no kernel {name:?} on this processor; there are {}", names.join(", "))
    })
}

fn chosen() -> Kernel {
    CHOSEN.get().copied().unwrap_or_else(Kernel::fastest)
}

/// Strings of Python in memory of our own, so that the interpreter can be released while they are read.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    /// Where each string ends.
    ends: Vec<usize>,
    /// Where each list of strings ends, in strings.
    lists: Vec<usize>,
}

impl Strings {
    /// Reads token lists, or texts as lists of one string; `name` is what the caller called them.
    fn read(items: &Bound<'_, PyAny>, name: &str, texts: bool) -> PyResult<Self> {
        if items.is_instance_of::<PyString>() {
            let wanted = if texts { "texts" } else { "token lists" };
            return Err(PyTypeError::new_err(format!("{name} is a str, not a sequence of {wanted}")));
        }
        let mut strings = Self::default();
        let items = items.try_iter().map_err(|_| not_a("a sequence", items, name))?;
        for (i, item) in items.enumerate() {
            strings.push(&item?, texts, || format!("{name}[{i}]"))?;
        }
        Ok(strings)
    }

    /// Reads one token list or text.
    fn one(item: &Bound<'_, PyAny>, name: &str, texts: bool) -> PyResult<Self> {
        let mut strings = Self::default();
        strings.push(item, texts, || name.to_owned())?;
        Ok(strings)
    }

    fn push(&mut self, item: &Bound<'_, PyAny>, text: bool, place: impl Fn() -> String) -> PyResult<()> {
        if text {
            self.push_string(item, &place)?;
        } else if let Ok(list) = item.cast::<PyList>() {
            for (i, token) in list.iter().enumerate() {
                self.push_string(&token, || format!("{}[{i}]", place()))?;
            }
        } else if let Ok(tuple) = item.cast::<PyTuple>() {
            for (i, token) in tuple.iter_borrowed().enumerate() {
                self.push_string(&token, || format!("{}[{i}]", place()))?;
            }
        } else if item.is_instance_of::<PyString>() {
            let message = format!("{} is a str, not a list of tokens; for texts, References(tokenizer=\"english\")", place());
            return Err(PyTypeError::new_err(message));
        } else {
            let tokens = item.try_iter().map_err(|_| not_a("a list of tokens", item, &place()))?;
            for (i, token) in tokens.enumerate() {
                self.push_string(&token?, || format!("{}[{i}]", place()))?;
            }
        }
        self.lists.push(self.ends.len());
        Ok(())
    }

    fn push_string(&mut self, item: &Bound<'_, PyAny>, place: impl Fn() -> String) -> PyResult<()> {
        let string = item.cast::<PyString>().map_err(|_| not_a("str", item, &place()))?;
        if let Ok(text) = string.to_str() {
            self.bytes.extend_from_slice(text.as_bytes());
        } else {
            // Half of a surrogate pair has no UTF-8, but bytes that no other string has.
            let bytes = string.call_method1("encode", ("utf-8", "surrogatepass"))?;
            self.bytes.extend_from_slice(bytes.extract()?);
        }
        self.ends.push(self.bytes.len());
        Ok(())
    }

    /// The token numbers of all lists, by what makes numbers of a string.
    fn numbers(
        &self,
        work: &Work<'_>,
        mut number: impl FnMut(&[u8], &mut Vec<u32>) -> Result<(), Error>,
    ) -> Result<Numbers, Error> {
        let mut numbers = Numbers::default();
        let (mut string, mut start) = (0, 0);
        for (i, &end) in self.lists.iter().enumerate() {
            for &stop in &self.ends[string..end] {
                number(&self.bytes[start..stop], &mut numbers.tokens)?;
                start = stop;
            }
            string = end;
            numbers.ends.push(numbers.tokens.len());
            if i % STRIDE == STRIDE - 1 {
                work.check()?;
            }
        }
        Ok(numbers)
    }
}

fn not_a(wanted: &str, item: &Bound<'_, PyAny>, place: &str) -> PyErr {
    let kind = item.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{place} is {kind}, not {wanted}"))
}

/// Sequences of token numbers, one after another.
#[derive(Default)]
struct Numbers {
    tokens: Vec<u32>,
    ends: Vec<usize>,
}

impl Numbers {
    fn slices(&self) -> Vec<&[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.tokens[start..end]).collect()
    }
}

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
    pool: pool::References,
}

impl State {
    /// Numbers for candidates: what no reference has gets none.
    fn find(&self, strings: &Strings, work: &Work<'_>) -> Result<Numbers, Error> {
        let interner = &self.interner;
        strings.numbers(work, |string, numbers| {
            match self.tokens {
                Tokens::Given => numbers.push(interner.find(string)),
                Tokens::English => each_token(string, |token| numbers.push(interner.find(token))),
            }
            Ok(())
        })
    }

    /// Numbers for references.
    fn intern(&mut self, strings: &Strings, work: &Work<'_>) -> Result<Numbers, Error> {
        let Self { tokens, interner, .. } = self;
        strings.numbers(work, |string, numbers| {
            match tokens {
                Tokens::Given => numbers.push(interner.intern(string)?),
                Tokens::English => try_each_token(string, |token| -> Result<(), Error> {
                    numbers.push(interner.intern(token)?);
                    Ok(())
                })?,
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

/// Works with the interpreter released; Ctrl-C gives up.
fn detached<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    compute: impl FnOnce(&Work<'_>) -> Result<T, Error> + Send,
) -> PyResult<T> {
    if threads == Some(0) {
        return Err(PyValueError::new_err("threads must be 1 or more, or None"));
    }
    py.detach(|| {
        let (asked, raised) = (Cell::new(Instant::now()), RefCell::new(None));
        let interrupted = || {
            if asked.get().elapsed() < PATIENCE {
                return false;
            }
            let error = Python::attach(|py| py.check_signals().err());
            asked.set(Instant::now());
            let interrupted = error.is_some();
            *raised.borrow_mut() = error;
            interrupted
        };
        compute(&Work { threads, interrupted: &interrupted }).map_err(|error| match error {
            Error::Interrupted => raised.take().unwrap_or_else(|| PyRuntimeError::new_err(error.to_string())),
            Error::Memory => PyMemoryError::new_err(error.to_string()),
            Error::Full => PyOverflowError::new_err(error.to_string()),
        })
    })
}

fn pairs<'py>(py: Python<'py>, nearest: &[Neighbour]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, nearest.iter().map(|neighbour| (neighbour.id, neighbour.f)))
}

fn neighbours(nearest: Vec<(u32, f64)>) -> Vec<Neighbour> {
    nearest.into_iter().map(|(id, f)| Neighbour { id, f }).collect()
}

/// How like the pool a candidate is: mean F over all references; the nearest as (index, F), best first, then oldest.
#[pyclass(module = "selfinstruct_rouge", frozen, eq, skip_from_py_object)]
#[derive(Clone, PartialEq)]
struct Score(score::Score);

#[pymethods]
impl Score {
    #[new]
    fn new(mean: f64, nearest: Vec<(u32, f64)>) -> Self {
        Self(score::Score { mean, nearest: neighbours(nearest) })
    }

    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("mean", "nearest")
    }

    /// Mean F over all references.
    #[getter]
    fn mean(&self) -> f64 {
        self.0.mean
    }

    /// The nearest references as (index, F), best first, then oldest.
    #[getter]
    fn nearest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        pairs(py, &self.0.nearest)
    }

    /// The nearest reference.
    #[getter]
    fn best(&self) -> Option<(u32, f64)> {
        self.0.nearest.first().map(|best| (best.id, best.f))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (self.mean(), self.nearest(py)?).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mean = self.mean().into_pyobject(py)?;
        Ok(format!("Score(mean={}, nearest={})", mean.repr()?, self.nearest(py)?.repr()?))
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<(f64, Bound<'py, PyTuple>)> {
        Ok((self.mean(), self.nearest(py)?))
    }
}

/// Whether a candidate was accepted, and its score.
///
/// When it was decided without scores, `mean` is None and `nearest` holds only the reference that refused it, if any.
#[pyclass(module = "selfinstruct_rouge", frozen, eq, skip_from_py_object)]
#[derive(Clone, PartialEq)]
struct Verdict(pool::Verdict);

#[pymethods]
impl Verdict {
    #[new]
    fn new(accepted: bool, mean: Option<f64>, nearest: Vec<(u32, f64)>) -> Self {
        Self(pool::Verdict { accepted, mean, nearest: neighbours(nearest) })
    }

    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("accepted", "mean", "nearest")
    }

    /// Whether F to no reference was above the threshold.
    #[getter]
    fn accepted(&self) -> bool {
        self.0.accepted
    }

    /// Mean F over all references, or None if it was only decided.
    #[getter]
    fn mean(&self) -> Option<f64> {
        self.0.mean
    }

    /// The nearest references as (index, F), best first, then oldest.
    #[getter]
    fn nearest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        pairs(py, &self.0.nearest)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (self.accepted(), self.mean(), self.nearest(py)?).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let accepted = if self.accepted() { "True" } else { "False" };
        let mean = self.mean().into_pyobject(py)?;
        Ok(format!("Verdict(accepted={accepted}, mean={}, nearest={})", mean.repr()?, self.nearest(py)?.repr()?))
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<(bool, Option<f64>, Bound<'py, PyTuple>)> {
        Ok((self.accepted(), self.mean(), self.nearest(py)?))
    }
}

/// A pool of token sequences, numbered from 0 in the order they came, that candidates are scored against.
///
/// With `tokenizer="english"` references and candidates are texts, cut as `rouge_score` does without a stemmer. `kernel` forces
/// one of `kernels()`. All methods release the GIL, may be called from several threads, and give up on Ctrl-C.
#[pyclass(module = "selfinstruct_rouge", frozen, weakref)]
struct References(RwLock<State>);

impl References {
    // Only to be called while the interpreter is released: who holds the lock may be waiting for it.
    fn shared(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn exclusive(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn texts(&self, py: Python<'_>) -> bool {
        py.detach(|| self.shared().tokens == Tokens::English)
    }
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
        Ok(Self(RwLock::new(State { tokens, interner: Interner::default(), pool: pool::References::new(kernel) })))
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        py.detach(|| self.shared().pool.len())
    }

    /// Append references; any strings are tokens, and there may be none.
    fn extend(&self, py: Python<'_>, token_lists: &Bound<'_, PyAny>) -> PyResult<()> {
        let strings = Strings::read(token_lists, "token_lists", self.texts(py))?;
        detached(py, None, |work| self.exclusive().extend(&strings, work))
    }

    /// LCS with each reference, in their order.
    fn lcs(&self, py: Python<'_>, tokens: &Bound<'_, PyAny>) -> PyResult<Vec<u32>> {
        let strings = Strings::one(tokens, "tokens", self.texts(py))?;
        detached(py, None, |work| {
            let state = self.shared();
            Ok(state.pool.lcs(state.find(&strings, work)?.slices()[0]))
        })
    }

    /// Mean F over the pool and the k nearest references, for each candidate by itself.
    #[pyo3(signature = (candidates, k=10, threads=None))]
    fn score(&self, py: Python<'_>, candidates: &Bound<'_, PyAny>, k: usize, threads: Option<usize>) -> PyResult<Vec<Score>> {
        let strings = Strings::read(candidates, "candidates", self.texts(py))?;
        let scores = detached(py, threads, |work| {
            let state = self.shared();
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
        let strings = Strings::read(candidates, "candidates", self.texts(py))?;
        let found = detached(py, threads, |work| {
            let mut state = self.exclusive();
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
        let strings = Strings::read(candidates, "candidates", self.texts(py))?;
        let verdicts = detached(py, threads, |work| {
            let mut state = self.exclusive();
            let numbers = state.intern(&strings, work)?;
            state.pool.judge(&numbers.slices(), threshold, k, limit, work)
        })?;
        Ok(verdicts.into_iter().map(Verdict).collect())
    }
}

/// Length of the longest common subsequence of two token lists.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
fn lcs_pair(py: Python<'_>, a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<u32> {
    let (a, b) = (Strings::one(a, "a", false)?, Strings::one(b, "b", false)?);
    detached(py, None, |work| {
        let mut interner = Interner::default();
        let mut number = |token: &[u8], numbers: &mut Vec<u32>| {
            numbers.push(interner.intern(token)?);
            Ok(())
        };
        let (a, b) = (a.numbers(work, &mut number)?, b.numbers(work, &mut number)?);
        Ok(lcs::pair(&a.tokens, &b.tokens))
    })
}

/// Name the kernel in use: the fastest that this processor has, or what the environment variable `ROUGE_RS_KERNEL` says.
#[pyfunction]
fn kernel() -> &'static str {
    chosen().name()
}

/// Name the kernels that this processor has, slowest first.
#[pyfunction]
fn kernels() -> Vec<&'static str> {
    Kernel::available().iter().map(Kernel::name).collect()
}

/// The compiled half of `selfinstruct_rouge`.
#[pymodule]
mod _rouge {
    #[pymodule_export]
    use super::{References, Score, Verdict, kernel, kernels, lcs_pair};

    use super::{Bound, CHOSEN, PyImportError, PyModule, PyResult, VARIABLE, named};

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        if let Some(name) = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) {
            let kernel = named(&name.to_string_lossy());
            let kernel = kernel.map_err(|error| PyImportError::new_err(format!("{VARIABLE}: {error}")))?;
            CHOSEN.get_or_init(|| kernel);
        }
        Ok(())
    }
}
