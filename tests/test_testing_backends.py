"""The contract kit for backends: one that is broken in one point breaks the rule of that point, and is told how to mend it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import brokenbackends as broken
import pytest
from brokenbackends import Asking, Sound, Wrapping

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, QuotaSpent, TransientError
from selfinstruct.testing import ContractError, Report, check_backend
from selfinstruct.testing.backends import BACKEND_RULES

BACKENDS: list[tuple[type[Sound], str, str]] = [
    (broken.NoName, "name", "name is 'My Backend'.*kebab case.*ClassVar"),
    (broken.TwoLines, "name", r"label is 'sound\\nand fury'.*one line"),
    (broken.NoAbilities, "abilities", "abilities is.*batch and parallel whole numbers from 1"),
    (broken.Fickle, "abilities", "abilities change.*decide them in __init__"),
    (broken.Boundless, "abilities", "context is -1.*or None"),
    (broken.Batchless, "abilities", "has no submit, find, collect.*leave batches=True out"),
    (broken.Keyless, "check-instance", "raised KeyError.*on any machine.*return None"),
    (broken.ItsClass, "check-instance", r"gave <class.*cls\(None, \{\}\)"),
    (broken.Renamed, "built-again", "None-latest-latest.*self.model"),
    (broken.Crashing, "call-ends", "raised KeyError: 'choices'.*BackendError"),
    (broken.Hanging, "call-ends", "is not back after 0.2 s.*timeout of its own"),
    (broken.Plain, "call-ends", "gave list at once.*async def"),
    (broken.OnlyTheFirst, "one-for-each", "of 4 prompts gave 1 answers.*for each prompt"),
    (broken.Generator, "one-for-each", "gave map.*a list"),
    (broken.Texts, "completion", "an answer is str.*wrap it"),
    (broken.NoText, "completion", "text is None.*are texts"),
    (broken.Owing, "completion", "usage is Usage.*leave usage out"),
    (broken.Unwritable, "raw", "raw can not be written.*completions.jsonl"),
    (broken.Failing, "answered", "no prompt was answered: no key.*set MY_KEY"),
    (broken.Down, "answered", "no server at localhost.*start it"),
    (broken.Mute, "answered", "all answers are empty.*right field"),
    (broken.NoneForNone, "none-for-none", r"of 0 prompts gave \[Completion.*if not prompts: return \[\]"),
    (broken.Reversed, "order", "in another order.*asyncio.gather"),
    (broken.Mixing, "at-once", "calls at once mix their answers.*keep no call's data on self"),
    (broken.Encoding, "hostile-text", "a prompt with a lone surrogate.*UnicodeEncodeError.*replace"),
    (broken.Wordy, "stop", r"holds the stop string '\\n'.*Abilities\(stop=False\)"),
    (broken.CutAtStops, "stop", "a stop string ended says finish_reason 'length'"),
    (broken.Endless, "length", "with max_tokens=16 an answer has .* letters.*budget.*sampling.max_tokens"),
    (broken.Overspending, "length", "with max_tokens=16 an answer has 99 tokens"),
    (broken.NeverCut, "length", "max_tokens=16 cut says finish_reason 'max_tokens'.*finish_reason=\"length\""),
    (broken.Stubborn, "cancel", "a cancelled call goes on for 0.2 s.*let asyncio.CancelledError pass"),
    (broken.Swallowing, "cancel", "a cancelled call gave an answer all the same.*never BaseException"),
    (broken.Spoilt, "after-cancel", "the call after a cancelled one: .*raised RuntimeError.*finally"),
    (broken.Changing, "unchanged", "options changed meanwhile.*copy what you change"),
    (broken.NeverClosing, "close", r"close\(\) is not back"),
    (broken.PlainClosing, "close", "gave NoneType at once.*async def"),
    (broken.LeavingTasks, "close", "tasks go on after close.*cancel and await them"),
    (broken.LeavingSockets, "let-go", "2 more connections are open after close.*2 more with a second backend.*with block"),
    (broken.Forgetful, "let-go", "was never closed: unclosed"),
    (broken.OneLoop, "next-stage", "in the next stage: .*different loop.*when they are needed"),
]
WRAPPING: list[tuple[type[Wrapping], str, str]] = [
    (
        broken.PassingOn,
        "failure-told",
        r"raised ValueError: unexpected token \(ValueError in what it wraps\).*is a BackendError",
    ),
    (broken.Hintless, "failure-told", "gave BackendError 'the function failed' without a hint"),
    (broken.WritingOff, "failure-told", "OfItsOwn in what it wraps.*permanent.*leave permanent=True out"),
    (broken.GivingUp, "failure-passing", "ConnectionError in what it wraps gave BackendError.*TransientError"),
    (broken.Quoting, "no-secret-passed-on", "the key stands in the message.*name the type of an error"),
    (broken.Chaining, "no-secret-passed-on", "the key stands in the traceback.*from None"),
]
SERVED: list[tuple[type[Asking], str, str]] = [
    (broken.Hopeful, "key-refused", "status 401 gave TransientError.*again and again.*is valid"),
    (broken.KeyWrittenOff, "key-refused", "status 403 gave BackendError.*permanent.*the run goes on without it"),
    (broken.WithoutHint, "not-found", "status 404 gave.*without a hint.*model's name right"),
    (broken.Impatient, "too-many-requests", "after=None, limited=True.*Retry-After"),
    (broken.Unlimited, "too-many-requests", "after=3.0, limited=False.*limited=True"),
    (broken.Giving, "server-error", "status 503 gave BackendError.*TransientError"),
    (broken.Retrying, "no-retries", "was sent 2 times.*max_retries=0"),
    (broken.Torn, "connection-lost", r"raised RuntimeError: incomplete \(a connection that ends"),
    (broken.Believing, "reply-unreadable", r"an empty body with status 200 gave Completion.*never an answer"),
    (broken.AnyPage, "reply-unreadable", "a web page with status 200 gave Completion"),
    (broken.Blocking, "silent-server", "nothing else ran while it waited.*asyncio.to_thread"),
    (broken.Waiting, "silent-server", "a cancelled call (goes on|gave an answer)"),
    (broken.Queueing, "side-by-side", "a second request came only when the first was answered"),
    (broken.Swapping, "side-by-side", "calls at once mix their answers"),
    (broken.Verbatim, "no-secret", "status 401: the key stands in the message.*screens and issues"),
    (broken.RawKey, "no-secret", "a good reply that repeats the key: the key stands in raw.*body.replace"),
    (broken.KeyInOptions, "no-secret", "the key stands in options.*environment"),
    (broken.Noting, "no-secret", "the key stands in a note to the user"),
]
PATIENCE: dict[type[Sound], float] = {
    broken.Hanging: 0.2,
    broken.Stubborn: 0.2,
    broken.NeverClosing: 0.2,
    broken.LeavingSockets: 0.2,
    broken.Forgetful: 0.2,
    broken.Blocking: 1.0,
    broken.Waiting: 1.0,
    broken.Queueing: 1.0,
}
"""Seconds, for those on which the kit waits as long as it is patient. For all others it does not matter."""


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ASKING_API_KEY", "none")
    monkeypatch.setattr(broken.OneLoop, "loop", None)
    monkeypatch.setattr(broken.Forgetful, "closed", 0)
    yield
    for each in broken.LeavingSockets.left + broken.Pooling.pool:
        each.close()
    broken.Pooling.pool.clear()


def table(rows: list[Any]) -> Any:
    return pytest.mark.parametrize(("kind", "rule", "message"), rows, ids=[row[0].__name__ for row in rows])


def refused(check: Callable[[], Report], rule: str, message: str) -> None:
    """Nothing but this rule is broken, and what is said of it has found, contract and cure."""
    with pytest.raises(ContractError) as raised:
        check()
    assert list(raised.value.broken) == [rule]
    assert re.search(f"(?s){message}", str(raised.value.broken[rule])), raised.value
    assert f"[{rule}]" in str(raised.value)
    assert re.search(r"\n +contract: \S.*\n +to mend: \S", str(raised.value.broken[rule]))


def test_a_sound_backend_passes() -> None:
    report = check_backend(Sound(None, {}), patience=5)

    assert {*report.kept, *report.untried} == {rule.name for rule in BACKEND_RULES}
    assert {why.partition(":")[0] for why in report.untried.values()} == {"give served=", "give failing="}
    assert report.about == "backend sound"


def test_a_sound_backend_of_a_server_passes_every_rule_of_servers() -> None:
    report = check_backend(Asking("m", {}), patience=10, served=Asking.served)

    assert {why.partition(":")[0] for why in report.untried.values()} == {"give failing="}


def test_a_sound_backend_around_something_passes_every_rule_of_that() -> None:
    report = check_backend(Wrapping(None, {}), patience=5, failing=Wrapping.failing)

    assert {"failure-told", "failure-passing", "no-secret-passed-on"} <= set(report.kept)


@table(BACKENDS)
def test_a_broken_backend_is_told(kind: type[Sound], rule: str, message: str) -> None:
    refused(lambda: check_backend(kind(None, {}), patience=PATIENCE.get(kind, 10)), rule, message)


@table(WRAPPING)
def test_a_broken_backend_around_something_is_told(kind: type[Wrapping], rule: str, message: str) -> None:
    refused(lambda: check_backend(kind(None, {}), patience=5, failing=kind.failing), rule, message)


@table(SERVED)
def test_a_broken_backend_of_a_server_is_told(kind: type[Asking], rule: str, message: str) -> None:
    refused(lambda: check_backend(kind("m", {}), patience=PATIENCE.get(kind, 10), served=kind.served), rule, message)


def test_each_rule_is_broken_by_one_at_least() -> None:
    assert {rule for _, rule, _ in [*BACKENDS, *WRAPPING, *SERVED]} == {rule.name for rule in BACKEND_RULES}


def test_all_that_is_broken_is_told_at_once() -> None:
    class Both(broken.Reversed, broken.NoneForNone):
        pass

    with pytest.raises(ContractError) as raised:
        check_backend(Both(None, {}), patience=5)

    assert set(raised.value.broken) == {"order", "none-for-none"}


def test_a_backend_that_takes_more_arguments_can_not_be_built_by_a_run() -> None:
    backend = broken.MoreArguments(None, {}, client=object())

    refused(lambda: check_backend(backend, patience=5), "built-again", "no client.*take no further arguments")


def test_a_key_that_is_never_sent_leaves_open_whether_it_is_told() -> None:
    report = check_backend(Asking("m", {}), patience=10, served=broken.unsent)

    assert "sent no request with the secret in it" in report.untried["no-secret"]


@pytest.mark.parametrize(("name", "broken_rules"), [("served", {"key-refused"}), ("failing", {"failure-told"})])
def test_a_builder_that_raises_is_told_as_such(name: str, broken_rules: set[str]) -> None:
    def builder(*_: object) -> Backend:
        raise KeyError("url")

    with pytest.raises(ContractError, match=rf"{name}\(\.\.\.\) raised KeyError") as raised:
        check_backend(Sound(None, {}), patience=5, **{name: builder})

    assert broken_rules <= set(raised.value.broken)


def test_what_is_no_backend_is_told_as_such() -> None:
    with pytest.raises(ContractError, match="takes one Backend"):
        check_backend(Sound, patience=5)  # type: ignore[arg-type]


def test_it_is_called_from_inside_an_event_loop_too() -> None:
    async def inside() -> Report:
        return check_backend(Sound(None, {}), patience=5)

    assert "answered" in asyncio.run(inside()).kept


# --- what is honest


def test_a_backend_that_says_it_has_no_stop_strings_may_ignore_them() -> None:
    class Honest(broken.Wordy):
        @property
        def abilities(self) -> Abilities:
            return Abilities(stop=False)

    assert "the host cuts" in check_backend(Honest(None, {}), patience=5).untried["stop"]


def test_a_backend_that_is_asked_one_at_a_time_may_mix_calls() -> None:
    class One(broken.Mixing):
        @property
        def abilities(self) -> Abilities:
            return Abilities(parallel=1)

    assert "at-once" in check_backend(One(None, {}), patience=5).untried


def test_a_backend_that_answers_anew_each_time_is_not_blamed_for_the_order() -> None:
    class Random(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            self.asked = getattr(self, "asked", 0) + 1
            return Completion(f"1. task {self.asked}")

    check_backend(Random(None, {}), patience=5)


@pytest.mark.parametrize("error", [TransientError("busy"), QuotaSpent("no more today")])
def test_a_server_that_has_had_enough_leaves_open_how_answers_end(error: BackendError) -> None:
    class Busy(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            return error if prompt.number >= 900 else super().answer(prompt)

    report = check_backend(Busy(None, {}), patience=5)

    assert error.message in report.untried["stop"]
    assert error.message in report.untried["length"]


def test_a_model_that_thinks_until_its_limit_is_cut_and_not_silent() -> None:
    class Thinking(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            if prompt.sampling.max_tokens < 20:
                return Completion("", "length")
            return super().answer(prompt)

    assert "length" in check_backend(Thinking(None, {}), patience=5).kept


def test_a_pool_that_a_library_keeps_is_not_blamed_on_the_backend() -> None:
    assert "let-go" in check_backend(broken.Pooling(None, {}), patience=0.2).kept


def test_an_event_loop_that_stood_still_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfinstruct.testing.backends.answers._STILL", -1.0)

    report = check_backend(Sound(None, {}), patience=5)

    assert "asyncio.to_thread" in report.remarks["call-ends"]
