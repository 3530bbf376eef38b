//! Python's lists of strings as bytes, and those as token numbers.

use std::collections::TryReserveError;

use pyo3::exceptions::{PyMemoryError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::error::Error;
use crate::memory::push;
use crate::work::Work;

/// How many sequences are interned between two such questions.
const STRIDE: usize = 1 << 12;

/// Strings of Python in memory of our own, so that the interpreter can be released while they are read.
#[derive(Default)]
pub(super) struct Strings {
    bytes: Vec<u8>,
    /// Where each string ends.
    ends: Vec<usize>,
    /// Where each list of strings ends, in strings.
    lists: Vec<usize>,
}

impl Strings {
    /// Reads token lists, or texts as lists of one string; `name` is what the caller called them.
    pub(super) fn read(items: &Bound<'_, PyAny>, name: &str, texts: bool) -> PyResult<Self> {
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
    pub(super) fn one(item: &Bound<'_, PyAny>, name: &str, texts: bool) -> PyResult<Self> {
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
        push(&mut self.lists, self.ends.len()).map_err(no_memory)
    }

    fn push_string(&mut self, item: &Bound<'_, PyAny>, place: impl Fn() -> String) -> PyResult<()> {
        let string = item.cast::<PyString>().map_err(|_| not_a("str", item, &place()))?;
        if let Ok(text) = string.to_str() {
            self.push_bytes(text.as_bytes())
        } else {
            // Half of a surrogate pair has no UTF-8, but bytes that no other string has.
            let bytes = string.call_method1("encode", ("utf-8", "surrogatepass"))?;
            self.push_bytes(bytes.extract()?)
        }
        .map_err(no_memory)
    }

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), TryReserveError> {
        self.bytes.try_reserve(bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        push(&mut self.ends, self.bytes.len())
    }

    /// The token numbers of all lists, by what makes numbers of a string.
    pub(super) fn numbers(
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
            push(&mut numbers.ends, numbers.tokens.len())?;
            if i % STRIDE == STRIDE - 1 {
                work.check()?;
            }
        }
        Ok(numbers)
    }
}

fn no_memory(_: TryReserveError) -> PyErr {
    PyMemoryError::new_err("no memory for so many tokens")
}

fn not_a(wanted: &str, item: &Bound<'_, PyAny>, place: &str) -> PyErr {
    let kind = item.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{place} is {kind}, not {wanted}"))
}

/// Sequences of token numbers, one after another.
#[derive(Default)]
pub(super) struct Numbers {
    pub(super) tokens: Vec<u32>,
    ends: Vec<usize>,
}

impl Numbers {
    pub(super) fn slices(&self) -> Vec<&[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.tokens[start..end]).collect()
    }
}
