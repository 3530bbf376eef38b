//! What Python gets of scores and verdicts.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::reserve;
use crate::references;
use crate::score::{self, Neighbour};

/// About what a pair of an index and a number takes in Python, in bytes.
const PAIR: usize = 128;

fn pairs<'py>(py: Python<'py>, nearest: &[Neighbour]) -> PyResult<Bound<'py, PyTuple>> {
    reserve::room_for(nearest.len(), PAIR)?;
    PyTuple::new(py, nearest.iter().map(|neighbour| (neighbour.id, neighbour.f)))
}

fn neighbours(nearest: Vec<(u32, f64)>) -> Vec<Neighbour> {
    nearest.into_iter().map(|(id, f)| Neighbour { id, f }).collect()
}

/// How like the pool a candidate is: mean F over all references; the nearest as (index, F), best first, then oldest.
#[pyclass(module = "selfinstruct_rouge", frozen, eq, skip_from_py_object)]
#[derive(Clone, PartialEq)]
pub(super) struct Score(pub(super) score::Score);

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
pub(super) struct Verdict(pub(super) references::Verdict);

#[pymethods]
impl Verdict {
    #[new]
    fn new(accepted: bool, mean: Option<f64>, nearest: Vec<(u32, f64)>) -> Self {
        Self(references::Verdict { accepted, mean, nearest: neighbours(nearest) })
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
