"""What a type checker makes of the public API. Checked by mypy from test_typing.py, never run.

A line with `type: ignore` is wrong on purpose: the checker complains of it, and of the comment when it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, assert_type

import numpy as np

import selfinstruct
from selfinstruct import (
    PLUGIN_API,
    Abilities,
    Allowance,
    Backend,
    BackendError,
    BatchState,
    BudgetSpent,
    Completion,
    ConfigError,
    Embedder,
    Language,
    Length,
    Limits,
    Message,
    PluginError,
    Prompt,
    QuotaSpent,
    Result,
    Sampling,
    SelfInstructError,
    TooLarge,
    TransientError,
    Usage,
    hookimpl,
    resources,
    script,
)
from selfinstruct.records import Task
from selfinstruct.testing import ChatServer, Report, check_backend, check_embedder, check_language
from selfinstruct.wire import retry_after

assert_type(PLUGIN_API, int)

# --- a language


def tokens(text: str) -> list[str]:
    return text.split()


def fault(text: str, role: str, instruction: str = "") -> str | None:
    counts = script.units(script.prose(text))
    return "no-thai" if script.share(counts, "Thai") < 0.5 and role != "input" and not instruction else None


def verb_noun(_text: str) -> tuple[str, str | None] | None:
    return None


THAI = Language(
    code="th",
    name="ไทย",
    tokens=tokens,
    tokenizer_id="white space / v1",
    threshold=0.7,
    prompts=files("selfinstruct_th") / "prompts.toml",
    seeds=resources.seeds("en"),
    length=Length(4, 150, unit="characters"),
    fault=fault,
    blocked=frozenset({"ภาพ"}),
    openings=(re.compile("เขียนโปรแกรม"),),
    verb_noun=verb_noun,
)
assert_type(THAI.tokens, Callable[[str], list[str]])
assert_type(THAI.length.count("one two"), int)


@hookimpl
def selfinstruct_languages() -> list[Language]:
    return [THAI]


assert_type(selfinstruct_languages(), list[Language])


def counted(text: str) -> list[int]:
    return [len(text)]


def unread(text: str, role: int, instruction: str = "") -> str | None:
    return None


Language("th", "ไทย", counted, "v1", 0.7, resources.prompts("th"), resources.seeds("th"))  # type: ignore[arg-type]
Language("th", "ไทย", tokens, "v1", 0.7, "prompts.toml", "seeds.jsonl")  # type: ignore[arg-type]
Language("th", "ไทย", tokens, "v1", 0.7, resources.prompts("th"))  # type: ignore[call-arg]
Language("th", "ไทย", tokens, "v1", 0.7, THAI.prompts, THAI.seeds, fault=unread)  # type: ignore[arg-type]
Length(4, 150, "letters")  # type: ignore[arg-type]
THAI.code = "lo"  # type: ignore[misc]


@hookimpl  # type: ignore[type-var]
def gives_dictionaries() -> list[dict[str, str]]:
    return [{"code": "th"}]


@hookimpl  # type: ignore[type-var]
def gives_one() -> Language:
    return THAI


# --- a backend


class Http(Backend):
    name = "http"

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model or "small", options)
        if "url" not in options:
            raise ConfigError("no url", hint="--option url=http://127.0.0.1:8000/v1")
        self.note("ready")

    @classmethod
    def check_instance(cls) -> Http:
        return cls(None, {"url": "http://127.0.0.1:8000/v1"})

    @property
    def abilities(self) -> Abilities:
        return Abilities(style="chat", stop=True, batch=4, context=8192)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        answers: list[Completion | BackendError] = []
        for prompt in prompts:
            assert_type(prompt.messages, tuple[Message, ...])
            assert_type(prompt.sampling, Sampling)
            assert_type(prompt.sampling.max_tokens, int)
            assert_type(prompt.stop, tuple[str, ...])
            assert_type(prompt.schema, Mapping[str, Any] | None)
            answers.append(Completion("Yes", "stop", Usage(9, 1), "small", {"id": 1}, limits=Limits(Allowance(60, 59, 1.0))))
        answers.append(TransientError("busy", after=2.0, limited=True))
        answers.append(TooLarge("8,193 tokens"))
        answers.append(BackendError("refused", permanent=True))
        return answers

    async def collect(self, batch_id: str, prompts: Sequence[Prompt]) -> BatchState:
        if not batch_id:
            raise QuotaSpent("nothing left today", after=3600)
        return BatchState("done", over=True, answered=len(prompts), answers=[Completion("Yes"), None])


assert_type(Http.check_instance(), Http)
assert_type(Http(None, {"url": ""}).model, str | None)
assert_type(Http.for_training, bool)


@hookimpl
def selfinstruct_backends() -> list[type[Backend]]:
    return [Http]


@hookimpl(tryfirst=True)
def named_otherwise() -> Iterator[type[Http]]:
    yield Http


class Plugin:
    @hookimpl(specname="selfinstruct_backends")
    def mine(self) -> Iterable[type[Backend]]:
        return (Http,)


class Silent(Backend):
    name = "silent"


class Single(Backend):
    name = "single"

    async def complete(self, prompts: Sequence[Prompt]) -> Completion:  # type: ignore[override]
        return Completion("Yes")


class Blocking(Backend):
    name = "blocking"

    def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:  # type: ignore[override]
        return [Completion("Yes") for _ in prompts]


Silent(None, {})  # type: ignore[abstract]
Http(None, {"retries": 3})  # type: ignore[dict-item]
Completion("Yes", usage=(9, 1))  # type: ignore[arg-type]
Completion(None)  # type: ignore[arg-type]
Abilities(style="dialogue")  # type: ignore[arg-type]
TransientError("busy", retry_after=2)  # type: ignore[call-arg]


@hookimpl  # type: ignore[type-var]
def gives_objects() -> list[Backend]:
    return [Http(None, {})]


@hookimpl
def returns_objects() -> list[type[Backend]]:
    return [Http(None, {})]  # type: ignore[list-item]


# --- an embedder


class Letters(Embedder):
    name = "letters"
    semantic = False
    threshold = 0.95

    @property
    def identity(self) -> str:
        return "letters / v1"

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.ones((len(texts), 1), np.float32)


@hookimpl
def selfinstruct_embedders() -> Iterable[type[Embedder]]:
    return [Letters]


class Lists(Letters):
    def encode(self, texts: Sequence[str]) -> list[list[float]]:  # type: ignore[override]
        return [[1.0] for _ in texts]


class Nameless(Embedder):
    @property
    def identity(self) -> str:
        return ""


Nameless(None, {})  # type: ignore[abstract]


# --- a check of instructions


@hookimpl
def selfinstruct_instruction_fault(text: str, tokens: list[str], language: Language) -> str | None:
    return f"shouting: {len(tokens)} tokens in {language.name}" if text.isupper() else None


@hookimpl(trylast=True)
def of_the_text_alone(text: str) -> str | None:
    return None if text else "empty"


@hookimpl  # type: ignore[type-var]
def gives_truth(text: str) -> bool:
    return text.isupper()


# --- from Python


def calls(folder: Path) -> None:
    plugins = selfinstruct.load_plugins(["ko"])
    assert_type(plugins.languages(), dict[str, Language])
    assert_type(plugins.language("en"), Language)
    assert_type(plugins.backend("offline"), type[Backend])
    assert_type(plugins.embedder("ngrams"), type[Embedder])
    assert_type(plugins.instruction_fault("text", ["text"], THAI), str | None)

    made = selfinstruct.run("en", 5, backend="offline", out="runs/x", max_time="20m", curate=["judge"], plugins=plugins)
    assert_type(made, Result)
    assert_type(made.tasks, list[Task])
    assert_type(made.tasks[0].instances[0].output, str)
    assert_type(selfinstruct.generate("en", seeds=folder / "seeds.jsonl", pool=["a.jsonl", folder]), Result)
    assert_type(selfinstruct.classify(made.folder, model="small", max_requests=9, batch=True), Result)
    assert_type(selfinstruct.instances(made.folder, temperature=0.5), Result)
    assert_type(selfinstruct.curate(made.folder, curate=["contamination"], against=["eval.jsonl"]), Result)
    assert_type(selfinstruct.export(made.folder, ["alpaca"], test=0.1, reviewed="accepted", note=print), list[Path])
    for kept, row in selfinstruct.filter("a.jsonl", "en", pool=[folder], field="text", scores=False):
        assert_type(kept, bool)
        assert_type(row, dict[str, Any])
    assert_type(selfinstruct.check_seeds("seeds.jsonl", "en").good, bool)
    assert_type(selfinstruct.estimate("en", 200, backend="groq").cost, float | None)
    assert_type(selfinstruct.doctor().good, bool)
    assert_type(selfinstruct.report(made.folder, "a.jsonl", lang="en", out="report.html"), Path)
    selfinstruct.status(made.folder)
    selfinstruct.stats("a.jsonl", lang="en")
    selfinstruct.compare("a.jsonl", "b.jsonl", "en", judge_backend="groq", out=folder)
    selfinstruct.push(made.folder, "me/tasks", yes=True, license="cc-by-4.0")
    selfinstruct.view(made.folder, port=0, language="ko", note=print)
    try:
        selfinstruct.run("en")
    except BudgetSpent as spent:
        assert_type(spent.hint, str)
    except (PluginError, SelfInstructError) as error:
        assert_type(error.message, str)

    selfinstruct.run("en", "20")  # type: ignore[arg-type]
    selfinstruct.run("en", 5, progress=True)  # type: ignore[arg-type]
    selfinstruct.run("en", 5, max_request=9)  # type: ignore[call-arg]
    selfinstruct.run("en", 5, max_cost="$2")  # type: ignore[arg-type]
    selfinstruct.run("en", 5, curate="judge", pool=9)  # type: ignore[arg-type]
    selfinstruct.classify(made.folder, recipe="alpaca")  # type: ignore[call-arg]
    selfinstruct.curate(made.folder, temperature=0.5)  # type: ignore[call-arg]
    selfinstruct.export(made.folder, reviewed="some")  # type: ignore[arg-type]
    selfinstruct.push(made.folder)  # type: ignore[call-arg]
    plugins.backend("offline")()  # type: ignore[call-arg]


# --- the contract kit, and what languages and backends are written with


def build(url: str, secret: str) -> Http:
    return Http(None, {"url": f"{url}#{secret}"})


def fail_with(error: Exception) -> Backend:
    raise error


def test_contract() -> None:
    report = check_language(THAI, near_duplicates=[("one", "two")], distinct=[("one", "three")], exceptions=["th-seed-1"])
    assert_type(report, Report)
    assert_type(report.untried, Mapping[str, str])
    assert_type(check_backend(Http(None, {}), "en", patience=5, served=build, failing=fail_with), Report)
    assert_type(check_embedder(Letters(None, {})), Report)
    with ChatServer() as server:
        assert_type(server.url, str)
    assert_type(script.script_of("ก"), str | None)
    assert_type(script.opening("one: two"), str)
    assert_type(retry_after({"retry-after": "2"}, 0.0), float | None)

    check_language(THAI, near_duplicates=["one"])  # type: ignore[list-item]
    check_language(Http(None, {}))  # type: ignore[arg-type]
    check_backend(Http)  # type: ignore[arg-type]
