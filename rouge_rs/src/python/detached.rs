//! Working with the interpreter released.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use pyo3::exceptions::{PyMemoryError, PyOverflowError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use super::reserve;
use crate::error::Error;
use crate::work::Work;

/// How often the interpreter is asked whether Ctrl-C was pressed.
const PATIENCE: Duration = Duration::from_millis(20);

/// Works with the interpreter released; Ctrl-C gives up.
pub(super) fn detached<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    compute: impl FnOnce(&Work<'_>) -> Result<T, Error> + Send,
) -> PyResult<T> {
    if threads == Some(0) {
        return Err(PyValueError::new_err("threads must be 1 or more, or None"));
    }
    if !reserve::set_aside() {
        return Err(PyMemoryError::new_err(Error::Memory.to_string()));
    }
    py.detach(|| {
        let (asked, raised) = (Cell::new(Instant::now()), RefCell::new(None));
        let interrupted = || {
            if reserve::is_given_up() {
                return true;
            }
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
            Error::Interrupted if reserve::is_given_up() => PyMemoryError::new_err(Error::Memory.to_string()),
            Error::Interrupted => raised.take().unwrap_or_else(|| PyRuntimeError::new_err(error.to_string())),
            Error::Memory => PyMemoryError::new_err(error.to_string()),
            Error::Full => PyOverflowError::new_err(error.to_string()),
            Error::Busy => PyRuntimeError::new_err(error.to_string()),
        })
    })
}
