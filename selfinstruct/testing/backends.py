"""What a backend promises: one answer a prompt, in order, alone and many at once, and an end in every case."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from selfinstruct import jsonl
from selfinstruct.backend import Abilities, Backend, Completion, Message, Prompt, Sampling, Style
from selfinstruct.errors import BackendError, SelfInstructError
from selfinstruct.testing.contract import ContractError, expect

T = TypeVar("T")
Answers = Sequence[Completion | BackendError]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNT = 4
_STOP = "\n"


def check_backend(backend: Backend, language: str = "en", *, patience: float = 60.0) -> None:
    """Raise ContractError unless the backend keeps its contract: answers in order and number, alone and many at once.

    Sends some fifteen small requests and closes the backend. patience: seconds that any one call may take.
    """
    asyncio.run(_check(backend, language, patience))


def prompts_for(backend: Backend, language: str, count: int) -> list[Prompt]:
    """Small requests in the style that the backend asks for."""
    text = "Write three new tasks, numbered 1 to 3."
    chat = backend.abilities.style == "chat"
    return [
        Prompt(
            stage="generate",
            number=number,
            language=language,
            form="list",
            sampling=Sampling(max_tokens=64, seed=number),
            messages=(Message("user", text),) if chat else (),
            text="" if chat else text,
            count=3,
        )
        for number in range(count)
    ]


async def _check(backend: Backend, language: str, patience: float) -> None:
    _check_values(backend)
    name = backend.name
    *prompts, other = prompts_for(backend, language, _COUNT + 1)
    try:
        await _check_answers(backend, prompts, patience)
        await _check_stop(backend, replace(other, stop=(_STOP,)), patience)
        await _check_cancelling(backend, prompts[0], patience)
    finally:
        await _within(patience, backend.close(), f"{name}: close()", "close ends")
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task() and not task.done()]
    contract = "a closed backend leaves nothing running"
    expect(not left, f"{name}: {len(left)} tasks go on after close()", contract, "cancel and await them in close")


def _check_values(backend: Backend) -> None:
    """What the host reads before it asks for anything."""
    name: object = getattr(type(backend), "name", None)
    good = isinstance(name, str) and bool(_NAME.fullmatch(name))
    contract = "a backend has a class attribute `name` in kebab case: it stands on the command line and in folder names"
    expect(good, f"{type(backend).__name__}: name is {name!r}", contract, 'write name: ClassVar[str] = "my-backend"')
    told: object = backend.abilities
    contract = f"abilities is Abilities: style one of {', '.join(get_args(Style))}, batch and parallel from 1"
    good = isinstance(told, Abilities) and told.style in get_args(Style) and told.batch >= 1 and told.parallel >= 1
    expect(good, f"{name}: abilities is {told!r}", contract, "give Abilities(...)")
    contract = "abilities are the same each time: prompts are made for the style once"
    expect(told == backend.abilities, f"{name}: abilities change", contract, "decide them in __init__")


async def _check_answers(backend: Backend, prompts: Sequence[Prompt], patience: float) -> None:
    name = backend.name
    none = await _asked(backend, [], patience)
    expect(list(none) == [], f"{name}: no prompts gave {none!r:.60}", "no prompts give no answers", "return an empty list")
    alone = [(await _asked(backend, [prompt], patience))[0] for prompt in prompts]
    lost = [answer for answer in alone if isinstance(answer, BackendError)]
    if len(lost) == len(alone):
        mend = lost[0].hint or "give a key, model or server that works"
        raise ContractError(f"{name}: no prompt was answered: {lost[0]}", "there is something to check", mend)
    together = await _asked(backend, prompts, patience)
    contract = "answers come in the order of their prompts"
    expect(not _permuted(together, alone), f"{name}: answers come in another order", contract, "sort them by their prompts")
    calls = await asyncio.gather(*(_asked(backend, [prompt], patience) for prompt in prompts))
    at_once = [answer for call in calls for answer in call]
    contract = "the host calls complete again before the last call is back"
    expect(not _permuted(at_once, alone), f"{name}: calls at once mix their answers", contract, "keep no call's data on self")


async def _check_stop(backend: Backend, prompt: Prompt, patience: float) -> None:
    if not backend.abilities.stop:
        return
    (answer,) = await _asked(backend, [prompt], patience, may_fail=True) or [BackendError("")]
    found = isinstance(answer, Completion) and _STOP in answer.text
    contract = "an answer ends before the first stop string, where abilities.stop says that they are honoured"
    mend = "pass prompt.stop on, cut the answer there, or say Abilities(stop=False)"
    expect(not found, f"{backend.name}: an answer holds the stop string {_STOP!r}", contract, mend)


async def _check_cancelling(backend: Backend, prompt: Prompt, patience: float) -> None:
    """The host cancels what is under way when the user interrupts."""
    call = asyncio.create_task(backend.complete([prompt]))
    await asyncio.sleep(0)
    call.cancel()
    await asyncio.wait({call}, timeout=patience)
    contract = "a cancelled call ends at once"
    mend = "let CancelledError pass; put blocking work into asyncio.to_thread"
    expect(call.done(), f"{backend.name}: a cancelled call goes on for {patience:g} s", contract, mend)
    if not call.cancelled():
        call.exception()
    contract = "a cancelled call leaves the backend as it was"
    again = await _within(patience, backend.complete([prompt]), f"{backend.name}: the call after a cancelled one", contract)
    expect(len(again) == 1, f"{backend.name}: the call after a cancelled one gave {len(again)} answers", contract, "clean up")


async def _asked(backend: Backend, prompts: Sequence[Prompt], patience: float, *, may_fail: bool = False) -> Answers:
    """The answers to some prompts, each looked at. Without an answer only when the backend may fail."""
    name = backend.name
    what = f"{name}: complete() of {len(prompts)} prompts"
    try:
        answers = await _within(patience, backend.complete(prompts), what, "a call ends")
    except SelfInstructError as error:
        if may_fail:
            return []
        raise ContractError(f"{what}: {error}", "there is something to check", error.hint or "make it answer") from error
    kind: object = answers
    good = isinstance(kind, list) and len(answers) == len(prompts)
    found = f"{len(answers)} answers" if isinstance(kind, list) else f"{type(kind).__name__}"
    expect(good, f"{what} gave {found}", "one answer, or the error in its place, for each prompt", "return a list as long")
    for answer in answers:
        _check_answer(name, answer)
    return answers


def _check_answer(name: str, answer: object) -> None:
    good = isinstance(answer, Completion | BackendError)
    contract = "an answer is a Completion or, returned and not raised, a BackendError"
    expect(good, f"{name}: an answer is {type(answer).__name__}", contract, "wrap it")
    if not isinstance(answer, Completion):
        return
    texts: list[object] = [answer.text, answer.finish_reason, answer.model, answer.backend, answer.created_at]
    contract = "text, finish_reason, model, backend and created_at are texts; usage counts tokens"
    expect(all(isinstance(text, str) for text in texts), f"{name}: {answer!r:.100}", contract, "leave out what is not known")
    counts: list[object] = [answer.usage.prompt_tokens, answer.usage.completion_tokens]
    good = all(isinstance(count, int) and count >= 0 for count in counts)
    expect(good, f"{name}: usage is {answer.usage!r}", contract, "leave usage out when it is not told")
    try:
        jsonl.dump(dict(answer.raw))
    except (TypeError, ValueError) as error:
        contract = "raw is a mapping that JSON can hold: it is written to completions.jsonl"
        raise ContractError(
            f"{name}: raw can not be written: {error}", contract, "give plain dicts, lists and texts"
        ) from error


def _permuted(answers: Answers, wanted: Answers) -> bool:
    """Whether these are the wanted texts in another order. A model that answers anew each time is given the benefit."""
    got, alone = ([getattr(answer, "text", "") for answer in some] for some in (answers, wanted))
    return got != alone and sorted(got) == sorted(alone)


async def _within(patience: float, call: Coroutine[object, object, T], what: str, contract: str) -> T:
    try:
        return await asyncio.wait_for(call, patience)
    except TimeoutError as error:
        raise ContractError(f"{what} is not back after {patience:g} s", contract, "set a timeout of your own") from error
    except SelfInstructError:
        raise
    except Exception as error:
        mend = "raise BackendError(message, hint=...)"
        raise ContractError(f"{what} raised {error!r}", "what goes wrong is a BackendError", mend) from error
