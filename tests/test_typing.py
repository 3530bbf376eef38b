"""The public API is typed: a type checker finds right what is right, and what is wrong wrong, in the installed package."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pages import DOCS, SPAN

import selfinstruct
from selfinstruct import keywords
from selfinstruct.options import CurationOptions, Options
from selfinstruct.publishing.choices import Choices

HERE = Path(__file__).parent
MODULES = ("selfinstruct", "selfinstruct.testing", "selfinstruct.script", "selfinstruct.resources", "selfinstruct.wire")


@pytest.mark.slow
def test_mypy_agrees_on_the_public_api(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    clean = {name: value for name, value in os.environ.items() if name not in {"MYPYPATH", "PYTHONPATH"}}
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path), "--pretty"]
    done = subprocess.run(
        [*command, str(HERE / "typing_api.py")], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(selfinstruct.__file__).parent / "py.typed").is_file()


# --- annotations and docstrings


def public() -> Iterator[tuple[str, Any]]:
    """Every public name of the public modules, with what it names."""
    for name in MODULES:
        module = importlib.import_module(name)
        own = [each for each, thing in vars(module).items() if getattr(thing, "__module__", None) == name and each[0] != "_"]
        for each in getattr(module, "__all__", own):
            yield f"{name}.{each}", getattr(module, each)


PUBLIC = dict(public())


def functions(thing: Any) -> Iterator[tuple[str, Any]]:
    """A function, or the public ones of a class that is ours, those that a base has and documents left out."""
    if not isinstance(thing, type):
        yield "", thing
        return
    for name, member in vars(thing).items():
        function = getattr(member, "fget", None) or getattr(member, "__func__", member)
        ours = isinstance(function, types.FunctionType) and function.__module__ == thing.__module__
        if ours and (name == "__init__" or not name.startswith("_")):
            yield f".{name}", function


CALLABLE = [
    pytest.param(function, id=f"{name}{member}")
    for name, thing in PUBLIC.items()
    if isinstance(thing, types.FunctionType | type)
    for member, function in functions(thing)
]


@pytest.mark.parametrize("function", CALLABLE)
def test_every_public_function_is_annotated(function: Any) -> None:
    signature = inspect.signature(function)
    bare = [p.name for p in signature.parameters.values() if p.annotation is p.empty and p.name not in {"self", "cls"}]

    assert bare == []
    assert signature.return_annotation is not signature.empty


@pytest.mark.parametrize("function", [param for param in CALLABLE if "__" not in (param.id or "")])
def test_every_public_function_says_what_it_is_for(function: Any) -> None:
    first = (inspect.getdoc(function) or "").split("\n", 1)[0]
    assert first.endswith((".", ":", "?")), "a sentence"


@pytest.mark.parametrize("name", [name for name, thing in PUBLIC.items() if isinstance(thing, type)])
def test_every_public_class_has_a_docstring_of_its_own(name: str) -> None:
    made = PUBLIC[name]

    assert made.__doc__
    assert not made.__doc__.startswith(f"{made.__name__}("), "dataclasses write one that says nothing"


@pytest.mark.parametrize("name", [name for name, thing in PUBLIC.items() if is_dataclass(thing)])
def test_every_field_of_a_public_record_is_annotated(name: str) -> None:
    assert {f.name for f in fields(PUBLIC[name])} <= set(inspect.get_annotations(PUBLIC[name]))


# --- the pages


@pytest.mark.parametrize("name", sorted(selfinstruct.__all__))
def test_every_public_name_stands_on_a_page(name: str) -> None:
    spans = {
        span for file in [*DOCS.glob("*.md"), *DOCS.glob("plugins/*.md")] for span in SPAN.findall(file.read_text("utf-8"))
    }
    words = {word for span in spans for word in span.replace("(", " ").replace("selfinstruct.", " ").split()}

    assert name in words


def test_what_is_public_is_there_once() -> None:
    assert len(selfinstruct.__all__) == len(set(selfinstruct.__all__))
    assert all(hasattr(selfinstruct, name) for name in selfinstruct.__all__)


# --- options by keyword


BY_KEYWORD: Mapping[str, tuple[type, set[str]]] = {
    "run": (keywords.Making, {f.name for f in fields(Options)} - {"lang", "n"}),
    "curate": (
        keywords.CuratingAnew,
        {f.name for f in fields(CurationOptions)} | {"concurrency", "batch", "plugins", "progress"},
    ),
    "push": (
        keywords.Publishing,
        {f.name for f in fields(Choices)} | {"yes", "private", "allow_not_for_training", "endpoint", "out", "space"},
    ),
}


@pytest.mark.parametrize(("kind", "expected"), BY_KEYWORD.values(), ids=BY_KEYWORD)
def test_a_call_takes_each_of_its_options_by_keyword(kind: type, expected: set[str]) -> None:
    assert kind.__optional_keys__ == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "call",
    [
        lambda: selfinstruct.run("en", max_request=9),  # type: ignore[call-arg]
        lambda: selfinstruct.generate("en", max_request=9),  # type: ignore[call-arg]
        lambda: selfinstruct.estimate("en", max_request=9),  # type: ignore[call-arg]
        lambda: selfinstruct.classify("run", max_request=9),  # type: ignore[call-arg]
        lambda: selfinstruct.curate("run", max_request=9),  # type: ignore[call-arg]
        lambda: selfinstruct.compare("a", "b", "en", max_request=9),  # type: ignore[call-arg]
    ],
)
def test_an_option_that_is_misspelt_is_refused_with_the_right_one(call: Any) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'max_request'; did you mean 'max_requests'"):
        call()


def test_an_option_that_nothing_is_like_is_refused() -> None:
    with pytest.raises(TypeError, match=r"export\(\) got an unexpected keyword argument 'zzz'$"):
        selfinstruct.export("run", zzz=1)  # type: ignore[call-arg]


def test_every_keyword_of_the_calls_is_told_in_their_docstrings() -> None:
    told = " ".join(inspect.getdoc(getattr(selfinstruct, name)) or "" for name in ("run", "export", "push", "filter"))
    kinds = (keywords.Exporting, keywords.Publishing, keywords.Filtering)
    named = {name for kind in kinds for name in kind.__optional_keys__}  # type: ignore[attr-defined]

    assert sorted(name for name in named if name not in told) == []
