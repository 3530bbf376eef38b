"""The contract kit for backends: one that is broken in one point breaks the rule of that point, and is told how to mend it."""

from __future__ import annotations

import asyncio
import ctypes
import random
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import brokenbackends as broken
import pytest
from brokenbackends import Asking, Sound, Wrapping

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, QuotaSpent, TransientError, Usage
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
    (broken.Aging, "built-again", "parallel=1.*what --model may be"),
    (broken.Crashing, "call-ends", "raised KeyError: 'choices'.*BackendError"),
    (broken.Hanging, "call-ends", "is not back after 0.2 s.*timeout of its own"),
    (broken.Plain, "call-ends", "gave list at once.*async def"),
    (broken.Sleeping, "loop-free", "nothing else ran for .* s while it answered.*await asyncio.to_thread"),
    (broken.Computing, "loop-free", "nothing else ran for .* s while it answered.*await asyncio.to_thread"),
    (broken.OnlyTheFirst, "one-for-each", "of 4 prompts gave 1 answers.*for each prompt"),
    (broken.Generator, "one-for-each", "gave map.*a list"),
    (broken.Texts, "completion", "an answer is str.*wrap it"),
    (broken.NoText, "completion", "text is None.*are texts"),
    (broken.Owing, "completion", "usage is Usage.*leave usage out"),
    (broken.Unwritable, "raw", "raw can not be written.*completions.jsonl"),
    (broken.Failing, "answered", "no prompt was answered: no key.*set MY_KEY; or mend what reads the reply"),
    (broken.Down, "answered", "no server at localhost.*start it"),
    (broken.Mute, "answered", "all answers are empty.*right field"),
    (broken.ThinkingOnly, "answered", r"all answers are empty.*Abilities\(thinking="),
    (broken.Padding, "joint", "in a call of 4 prompts 3 have no answer.*alone they have.*smaller Abilities"),
    (broken.FailingTogether, "joint", "3 have no answer, such as BackendError 'the tensor has no room'"),
    (broken.RefusingMany, "joint", "4 have no answer, such as BackendError 'too many prompts'"),
    (broken.NoneForNone, "none-for-none", r"of 0 prompts gave \[Completion.*if not prompts: return \[\]"),
    (broken.Reversed, "order", "in another order.*asyncio.gather"),
    (broken.ReversedByText, "order", "in another order.*asyncio.gather"),
    (broken.OneForAll, "order", "or one for all"),
    (broken.Mixing, "at-once", "calls at once mix their answers.*keep no call's data on self"),
    (broken.TheLast, "at-once", "calls at once mix their answers.*keep no call's data on self"),
    (broken.Unsafe, "at-once", r"3 of 4 calls at once failed.*the library raised.*with self._lock.*Abilities\(parallel=1\)"),
    (broken.UnsafeAndBare, "at-once", "raised RuntimeError: decode.*one of 4 calls at once.*with self._lock"),
    (broken.Encoding, "hostile-text", "a prompt with a lone surrogate.*UnicodeEncodeError.*replace"),
    (broken.Wordy, "stop", r"holds the stop string '\\n'.*Abilities\(stop=False\)"),
    (broken.CutAtStops, "stop", "a stop string ended says finish_reason 'length'"),
    (broken.Endless, "length", "with max_tokens=16 an answer has .* letters.*budget.*sampling.max_tokens"),
    (broken.Overspending, "length", "with max_tokens=16 an answer has 99 tokens"),
    (broken.NeverCut, "length", "max_tokens=16 cut says finish_reason 'max_tokens'.*finish_reason=\"length\""),
    (broken.NeverCutAnew, "length", "max_tokens=16 cut says finish_reason 'max_tokens'"),
    (broken.Stubborn, "cancel", "a cancelled call goes on for 0.2 s.*let asyncio.CancelledError pass"),
    (broken.Swallowing, "cancel", "a cancelled call gave an answer all the same.*never BaseException"),
    (broken.Spoilt, "after-cancel", "the call after a cancelled one: .*raised RuntimeError.*finally"),
    (broken.Changing, "unchanged", "options changed meanwhile.*copy what you change"),
    (broken.Learning, "unchanged", "abilities changed meanwhile.*decide them in __init__"),
    (broken.ClosingTwice, "close", r"close\(\) raised ValueError.*raises nothing.*let go of what is there"),
    (broken.NeverClosing, "close", r"close\(\) is not back"),
    (broken.PlainClosing, "close", "gave NoneType at once.*async def"),
    (broken.LeavingTasks, "close", "tasks go on after close.*cancel and await them"),
    (broken.LeavingSockets, "let-go", "2 more connections are open after close.*2 more with a second backend.*with block"),
    (broken.LeavingThreads, "let-go", r"threads go on after close\(\): heartbeat.*daemon=True"),
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
    (broken.Wrapped, "failure-passing", "raised RuntimeError: the function failed .*return TransientError"),
    (broken.Insistent, "failure-once", "was called 3 times for one prompt.*max_retries=0"),
    (broken.Quoting, "no-secret-passed-on", "the key stands in the message.*name the type of an error"),
    (broken.Chaining, "no-secret-passed-on", "the key stands in the traceback.*from None"),
]
SERVED: list[tuple[type[Asking], str, str]] = [
    (broken.NoPrompt, "request", "the system message did not.*the user message did not.*for m in prompt.messages"),
    (broken.FirstMessage, "request", "the user message did not reach the server"),
    (broken.AnotherModel, "request", "the model 'm' is not named.*self.model"),
    (broken.Unlimiting, "request", "max_tokens did not reach the server"),
    (broken.FirstStop, "request", "the stop string 'STOPSTHERE', of 2, did not reach"),
    (broken.FixedPath, "request", "at a URL that ends in /kit/v1 it asks for '/v1/chat/completions'"),
    (broken.SwappingUsage, "usage", r"prompt_tokens=9, completion_tokens=5\) gave Usage\(prompt_tokens=5, completion_tokens=9"),
    (broken.Hopeful, "key-refused", "status 401 gave TransientError.*again and again.*is valid"),
    (broken.KeyWrittenOff, "key-refused", "status 403 gave BackendError.*permanent.*the run goes on without it"),
    (broken.WithoutHint, "not-found", "status 404 gave.*without a hint.*model's name right"),
    (broken.Impatient, "too-many-requests", "after=None, limited=True.*Retry-After"),
    (broken.Unlimited, "too-many-requests", "after=3.0, limited=False.*limited=True"),
    (broken.Undated, "too-many-requests", "raised ValueError.*a date as Retry-After.*isdecimal"),
    (broken.Insisting, "bad-request", "status 400 gave TransientError.*permanent=True"),
    (broken.Giving, "server-error", "status 503 gave BackendError.*TransientError"),
    (broken.Retrying, "no-retries", "was sent 2 times.*max_retries=0"),
    (broken.Torn, "connection-lost", r"raised RuntimeError: incomplete \(a connection that ends.*return TransientError"),
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
    (broken.Printing, "no-secret", "the key stands in what it prints"),
    (broken.Logging, "no-secret", "the key stands in what it logs"),
    (broken.NativeRaw, "no-secret", "a good reply that repeats the key: the key stands in raw"),
    (broken.NativeSwapping, "side-by-side", "calls at once mix their answers"),
]
ONE_A_CALL = "abilities.batch is 1: the host puts one prompt into a call"
PATIENCE: dict[type[Sound], float] = {
    broken.Hanging: 0.2,
    broken.Stubborn: 0.2,
    broken.NeverClosing: 0.2,
    broken.LeavingSockets: 0.2,
    broken.Forgetful: 0.2,
    broken.LeavingThreads: 0.2,
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
    broken.LeavingThreads.going.clear()
    yield
    broken.LeavingThreads.going.set()
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
    assert {why.partition("=:")[0] for why in report.untried.values()} == {"give served", "give failing", ONE_A_CALL}
    assert report.about == "backend sound"


def test_a_sound_backend_of_a_server_passes_every_rule_of_servers() -> None:
    report = check_backend(Asking("m", {}), patience=10, served=Asking.served)

    assert set(report.untried.values()) == {
        "it is for backends around a function or a library, which give failing=",
        ONE_A_CALL,
    }
    assert set(report.remarks) == {"answered", "at-once"}


def test_a_sound_backend_around_something_passes_every_rule_of_that() -> None:
    report = check_backend(Wrapping(None, {}), patience=5, failing=Wrapping.failing)

    assert {"failure-told", "failure-passing", "failure-once", "no-secret-passed-on"} <= set(report.kept)
    assert set(report.untried.values()) == {"it is for backends of servers, which give served=", ONE_A_CALL}


@table(BACKENDS)
def test_a_broken_backend_is_told(kind: type[Sound], rule: str, message: str) -> None:
    refused(lambda: check_backend(kind(None, {}), patience=PATIENCE.get(kind, 10)), rule, message)


@table(WRAPPING)
def test_a_broken_backend_around_something_is_told(kind: type[Wrapping], rule: str, message: str) -> None:
    refused(lambda: check_backend(kind(None, {}), patience=5, failing=kind.failing), rule, message)


@table(SERVED)
def test_a_broken_backend_of_a_server_is_told(kind: type[Asking], rule: str, message: str) -> None:
    reply = getattr(kind, "reply", None)
    refused(
        lambda: check_backend(kind("m", {}), patience=PATIENCE.get(kind, 10), served=kind.served, reply=reply), rule, message
    )


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


@pytest.mark.parametrize(("name", "rule"), [("served", "key-refused"), ("failing", "failure-told")])
def test_a_builder_without_a_return_is_told_once(name: str, rule: str) -> None:
    with pytest.raises(ContractError, match=rf"{name}\(\.\.\.\) gave None where a backend belongs") as raised:
        check_backend(Sound(None, {}), patience=5, **{name: lambda *_: None})  # type: ignore[arg-type]

    assert list(raised.value.broken) == [rule]
    assert "is there a return in it?" in str(raised.value)


@pytest.mark.parametrize(("what", "told"), [(Sound, "is a class"), (None, "None is NoneType")])
def test_what_is_no_backend_is_told_as_such(what: Any, told: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){told}.*takes one Backend"):
        check_backend(what, patience=5)


def test_a_protocol_that_the_kit_does_not_speak_leaves_open_what_needs_an_answer() -> None:
    report = check_backend(broken.Native("m", {}), patience=10, served=broken.Native.served)

    open_for = {name for name, why in report.untried.items() if "give reply=" in why}
    assert open_for == {"request", "usage", "side-by-side", "no-secret"}


def test_a_protocol_that_the_kit_is_taught_is_checked_whole() -> None:
    kind = broken.Native
    report = check_backend(kind("m", {}), patience=10, served=kind.served, reply=kind.reply)

    assert {"request", "side-by-side", "no-secret"} <= set(report.kept)
    assert report.remarks["request"] == "temperature and seed did not reach the server"


@pytest.mark.parametrize(
    ("reply", "told"),
    [(lambda text: text, r"reply\(\.\.\.\) gave str"), (lambda _: 1 / 0, r"reply\(\.\.\.\) raised ZeroDivision")],
)
def test_a_reply_that_is_none_is_told_as_such(reply: Any, told: str) -> None:
    with pytest.raises(ContractError, match=told) as raised:
        check_backend(Asking("m", {}), patience=10, served=Asking.served, reply=reply)

    assert set(raised.value.broken) == {"request", "side-by-side", "no-secret"}


def test_a_reply_that_the_backend_does_not_understand_is_no_answer() -> None:
    report = check_backend(Asking("m", {}), patience=10, served=Asking.served, reply=broken.Native.reply)

    assert "what reply(...) gives is not understood" in report.untried["no-secret"]


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


@pytest.mark.parametrize("many", [2, 3, 5, 7, 1000])
@pytest.mark.parametrize("seed", range(5))
def test_a_backend_that_answers_anew_each_time_is_not_blamed_for_the_order(many: int, seed: int) -> None:
    """Whether it draws its answers from many or from a few."""
    draw = random.Random(seed)

    class Drawing(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            return Completion(f"1. task {draw.randrange(many)}")

    check_backend(Drawing(None, {}), patience=5)


def test_one_answer_for_all_prompts_leaves_open_whether_they_are_mixed() -> None:
    class Same(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            return Completion("1. a")

    report = check_backend(Same(None, {}), patience=5)

    assert report.untried["order"] == report.untried["at-once"] == "no two prompts had different answers"


def test_a_backend_that_goes_by_the_text_keeps_every_rule_of_order() -> None:
    assert {"order", "at-once"} <= set(check_backend(broken.ByText(None, {}), patience=5).kept)


class Locking(broken.Unsafe):
    """Asks its library for one answer after another."""

    async def complete(self, prompts: Sequence[Prompt]) -> Any:
        self.lock = getattr(self, "lock", None) or asyncio.Lock()
        async with self.lock:
            return await super().complete(prompts)


class Busy(broken.Unsafe):
    """Asks a server that takes one call at a time, and says so."""

    def failed(self) -> BackendError:
        return TransientError("busy", limited=True)


class OneThread(Sound):
    """Has a thread of its own, which it never ends."""

    pool: Any = None

    async def complete(self, prompts: Sequence[Prompt]) -> Any:
        self.pool = self.pool or ThreadPoolExecutor(1)
        work = asyncio.get_running_loop().run_in_executor
        return [await work(self.pool, self.answer, prompt) for prompt in prompts]


class Gathering(Sound):
    """Answers all calls that wait in one go, in another order than they came."""

    async def complete(self, prompts: Sequence[Prompt]) -> Any:
        self.waiting = getattr(self, "waiting", [])
        places = [(prompt, asyncio.get_running_loop().create_future()) for prompt in prompts]
        self.waiting += places
        await asyncio.sleep(0.001)
        while self.waiting:
            prompt, place = self.waiting.pop()
            if not place.done():
                place.set_result(self.answer(prompt))
        return [await place for _, place in places]


class Patient(broken.Sleeping):
    """Waits in a thread."""

    async def wait(self) -> None:
        await asyncio.to_thread(time.sleep, 0.35)


class Daemons(broken.LeavingThreads):
    daemon = True


class Loading(Sound):
    """Knows only with its model loaded how much that takes."""

    context: int | None = None

    @property
    def abilities(self) -> Abilities:
        return Abilities(context=self.context)

    async def complete(self, prompts: Sequence[Prompt]) -> Any:
        self.context = 4096
        return await super().complete(prompts)


@pytest.mark.parametrize("kind", [Locking, Busy, OneThread, Gathering, Patient, Daemons, Loading])
def test_an_honest_backend_passes(kind: type[Sound]) -> None:
    report = check_backend(kind(None, {}), patience=5)

    assert {"loop-free", "order", "at-once", "close", "let-go", "unchanged"} <= {*report.kept, *report.untried}


def test_calls_at_once_that_fail_for_now_are_a_remark() -> None:
    class Two(Sound):
        under_way = 0

        async def complete(self, prompts: Sequence[Prompt]) -> Any:
            self.under_way += 1
            full = self.under_way > 2
            await asyncio.sleep(0.001)
            self.under_way -= 1
            return [TransientError("busy") for _ in prompts] if full else await super().complete(prompts)

    assert "2 of them failed for now: busy" in check_backend(Two(None, {}), patience=5).remarks["at-once"]


def test_what_is_asked_together_and_then_alone_is_not_asked_over_and_over() -> None:
    class Fallback(broken.Insistent):
        times = 2

    assert "failure-once" in check_backend(Fallback(None, {}), patience=5, failing=Fallback.failing).kept


def test_a_text_that_ends_the_run_is_a_remark() -> None:
    class Strict(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            if prompt.messages[-1].content.isprintable():
                return super().answer(prompt)
            return BackendError("the library raised UnicodeEncodeError", hint="try it alone")

    report = check_backend(Strict(None, {}), patience=5)

    assert re.search("a lone surrogate or .* ends the run.*permanent=True", report.remarks["hostile-text"])


def test_what_is_printed_and_logged_goes_where_it_went(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for kind in (broken.Printing, broken.Logging):
        with pytest.raises(ContractError):
            check_backend(kind("m", {}), patience=10, served=kind.served)

    assert "asking with sk-kit" in capsys.readouterr().out
    assert "asking with sk-kit" in caplog.text


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


def test_a_model_that_thinks_is_let_think_and_keeps_every_rule() -> None:
    """Its thoughts are counted as billed, and some of its answers do not get any further."""

    class Thinking(broken.NeverCut):
        thoughts = 90

        @property
        def abilities(self) -> Abilities:
            return Abilities(thinking=200)

        def answer(self, prompt: Prompt) -> Completion | BackendError:
            most = prompt.sampling.max_tokens
            if most < self.thoughts:
                return Completion("", "length", Usage(9, most))
            answer = Sound.answer(self, prompt)
            assert isinstance(answer, Completion)
            text = f"{most}. {answer.text[: 80 if most < 300 else 240]}" if not prompt.stop else answer.text
            return Completion(text, "stop", Usage(9, self.thoughts + 20))

    assert {"answered", "stop", "length"} <= set(check_backend(Thinking(None, {}), patience=5).kept)


def test_one_answer_to_all_prompts_is_a_remark() -> None:
    class Same(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            return Completion("1. a")

    assert "does it read the prompt?" in check_backend(Same(None, {}), patience=5).remarks["answered"]
    assert "does it read" not in check_backend(Sound(None, {}), patience=5).remarks["answered"]


def test_what_is_silent_once_in_a_joint_call_is_not_lost() -> None:
    class Once(broken.Padding):
        silent = 0

        def lost(self) -> Completion | BackendError:
            self.silent += 1
            return Completion("" if self.silent == 1 else "1. b")

    assert "joint" in check_backend(Once(None, {}), patience=5).kept


def test_usage_that_is_left_out_is_not_blamed() -> None:
    class Silent(Asking):
        def billed(self, told: Mapping[str, int]) -> Usage:
            return Usage()

    assert "usage" in check_backend(Silent("m", {}), patience=10, served=Silent.served).kept


def test_a_backend_that_cuts_by_itself_need_not_send_the_limits() -> None:
    class Cutting(Asking):
        def body(self, prompt: Prompt) -> dict[str, Any]:
            return super().body(prompt) | {"stop": None, "max_tokens": None}

        def asked(self, prompt: Prompt) -> Completion | BackendError:
            answer = super().asked(prompt)
            if isinstance(answer, BackendError):
                return answer
            text = answer.text[: 4 * prompt.sampling.max_tokens]
            return replace(answer, text=min((text.partition(stop)[0] for stop in prompt.stop), key=len, default=text))

    assert "request" in check_backend(Cutting("m", {}), patience=10, served=Cutting.served).kept


@pytest.mark.skipif(sys.platform == "win32", reason="there is no usleep")
def test_a_library_that_keeps_the_interpreter_to_itself_in_a_thread_is_a_remark() -> None:
    class Keeping(broken.Sleeping):
        async def wait(self) -> None:
            # PyDLL, unlike CDLL, does not let go of the GIL.
            await asyncio.to_thread(ctypes.PyDLL(None).usleep, 400_000)

    report = check_backend(Keeping(None, {}), patience=5)

    assert "(the GIL) in a thread" in report.remarks["loop-free"]


def test_a_connection_that_only_the_second_backend_leaves_open_is_not_blamed_on_it() -> None:
    class Later(broken.Pooling):
        async def complete(self, prompts: Sequence[Prompt]) -> Any:
            return await Sound.complete(self, prompts)

        async def close(self) -> None:
            closed.append(self)
            if len(closed) == 2:
                self.pool.extend(socket.socketpair())

    closed: list[Backend] = []
    assert "let-go" in check_backend(Later(None, {}), patience=0.2).kept
    assert len(closed) == 2


def test_a_pool_that_a_library_keeps_is_not_blamed_on_the_backend() -> None:
    assert "let-go" in check_backend(broken.Pooling(None, {}), patience=0.2).kept


def test_an_event_loop_that_stood_still_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfinstruct.testing.backends.answers._LONG", 0.1)

    class AtFirst(broken.Sleeping):
        times = 1

    report = check_backend(AtFirst(None, {}), patience=5)

    assert "asyncio.to_thread" in report.remarks["loop-free"]
