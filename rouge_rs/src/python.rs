//! The Python module: Python's lists to numbers and back. All work is done with the interpreter released.

mod detached;
mod held;
mod references;
mod reserve;
mod results;
mod strings;

use std::sync::OnceLock;

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

use crate::interner::Interner;
use crate::lcs::{self, Kernel};
use crate::memory::push;
use detached::detached;
use strings::Strings;

/// Names the kernel to use; the fastest if it is not set.
const VARIABLE: &str = "ROUGE_RS_KERNEL";

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

/// Length of the longest common subsequence of two token lists.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
fn lcs_pair(py: Python<'_>, a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<u32> {
    let (a, b) = (Strings::one(a, "a", false)?, Strings::one(b, "b", false)?);
    detached(py, None, |work| {
        let mut interner = Interner::default();
        let mut number = |token: &[u8], numbers: &mut Vec<u32>| {
            push(numbers, interner.intern(token)?)?;
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
    use super::references::References;
    #[pymodule_export]
    use super::results::{Score, Verdict};
    #[pymodule_export]
    use super::{kernel, kernels, lcs_pair};

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
