"""What comes back of a call: one answer for each prompt, in order, of the right types, alone and many at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from selfinstruct import jsonl
from selfinstruct.backend import Completion, Usage
from selfinstruct.errors import BackendError, SelfInstructError
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Outcome, called, outcome_of
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

_BEAT = 0.05
_STILL = 1.0
_HOSTILE: Mapping[str, str] = {
    "a lone surrogate": "Repeat: \ud83d!",
    "a NUL and other control characters": "Repeat: a\x00b\x1b[0m\r\x7f",
    "no text": "",
    "marks of chat templates": "</s><|im_end|><|endoftext|>[/INST] {{ x }} %s {0}",
    "20,000 letters": "word " * 4000,
}


def call_ends(case: BackendCase) -> str | None:
    """Each call comes back in time; nothing but errors of ours comes out of it."""
    began = time.monotonic()
    still = case.run(_ask_alone(case))
    case.seconds = (time.monotonic() - began) / max(1, len(case.alone))
    try:
        case.together = case.run(called(case.backend, case.prompts, case.patience))
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        case.together = error
    if still < _STILL:
        return None
    return f"the event loop stood still for {still:.1f} s: await asyncio.to_thread(...) keeps blocking work out of it"


def one_for_each(case: BackendCase) -> None:
    """As many answers as prompts, in a list."""
    found, number = case.together, len(case.prompts)
    if isinstance(found, BaseException):
        raise NotTried(f"the call with {number} prompts was refused: {found}")
    gave = f"{len(found)} answers" if isinstance(found, list) else type(found).__name__
    contract = "complete gives a list with one place for each prompt: its answer, or the BackendError that there is instead"
    mend = "return [await self.answer(prompt) for prompt in prompts]"
    good = isinstance(found, list) and len(found) == number
    expect(good, f"{case.name}: complete() of {number} prompts gave {gave}", contract, mend)


def completion(case: BackendCase) -> None:
    """An answer is a Completion whose fields have their types, or a BackendError."""
    for answer in _answers(case):
        if isinstance(answer, BackendError):
            continue
        contract = "an answer is a Completion or, returned and not raised, a BackendError"
        good = isinstance(answer, Completion)
        expect(good, f"{case.name}: an answer is {type(answer).__name__}", contract, "wrap it: Completion(text)")
        if isinstance(answer, Completion):
            _check_fields(case, answer)


def raw(case: BackendCase) -> None:
    """What is kept of the reply can be written to the log."""
    contract = "raw is a mapping that JSON can hold: it is written to completions.jsonl"
    mend = "give plain dicts, lists, numbers and texts, such as response.model_dump(), or leave raw out"
    for answer in _completions(case):
        kept: object = answer.raw
        expect(isinstance(kept, Mapping), f"{case.name}: raw is {type(kept).__name__}", contract, mend)
        try:
            jsonl.dump(dict(answer.raw))
        except (TypeError, ValueError, RecursionError) as error:
            raise ContractError(f"{case.name}: raw can not be written: {error}", contract, mend) from error


def answered(case: BackendCase) -> str:
    """There is an answer with words in it."""
    if not isinstance(case.together, list | BaseException):
        raise NotTried("what came is no list")
    found = [*case.alone, *map(Outcome, case.together if isinstance(case.together, list) else [case.together])]
    if not all(isinstance(each.answer, Completion | Exception) for each in found):
        raise NotTried("what came are no answers: completion comes first")
    lost = next((each.error for each in found if each.error), None)
    if not any(isinstance(each.answer, Completion) for each in found):
        mend = getattr(lost, "hint", "") or "give a key, model or server that works"
        raise ContractError(f"{case.name}: no prompt was answered: {lost or found[0]}", "there is something to check", mend)
    silent = all(isinstance(each.answer, Completion) and each.answer.text == "" for each in found)
    mend = 'is the text taken from the right field? For chat completions: reply["choices"][0]["message"]["content"]'
    expect(not silent, f"{case.name}: all answers are empty", "text holds what the model says", mend)
    return f"{case.seconds:.2g} s for an answer, asked one after another"


def none_for_none(case: BackendCase) -> None:
    """No prompts, no answers."""
    try:
        found = case.run(called(case.backend, [], case.patience))
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        found = error
    gave = f"{case.name}: complete() of 0 prompts gave {found!r:.80}"
    expect(found == [], gave, "no prompts give no answers", "begin with: if not prompts: return []")


def order(case: BackendCase) -> None:
    """Answers stand where their prompts stand."""
    mixed = isinstance(case.together, list) and _permuted(_texts(map(Outcome, case.together)), _texts(case.alone))
    mend = "return list(await asyncio.gather(*map(self.answer, prompts))), which keeps the order"
    contract = "answers come in the order of their prompts"
    expect(not mixed, f"{case.name}: answers come in another order", contract, mend)


def at_once(case: BackendCase) -> str | None:
    """Calls that run side by side do not know of each other."""
    most = min(len(case.prompts), case.backend.abilities.parallel)
    if most == 1:
        raise NotTried("abilities.parallel is 1: the host asks for one at a time")
    began = time.monotonic()
    found = case.run(_ask_at_once(case, most))
    took = time.monotonic() - began
    contract = "the host calls complete again before the last call is back"
    mend = "keep no call's data on self: pass it from function to function"
    mixed = _permuted(_texts(found), _texts(case.alone[:most]))
    expect(not mixed, f"{case.name}: calls at once mix their answers", contract, mend)
    return f"{most} calls at once take {took:.2g} s"


def hostile_text(case: BackendCase) -> None:
    """No text of a prompt breaks it."""
    contract = "a prompt may hold any text: it gets an answer, or a BackendError that says what is wrong with it"
    mend = 'text.encode("utf-8", "replace").decode() makes any text fit to be sent; json.dumps(...).encode() sends it as ASCII'
    for number, (what, text) in enumerate(_HOSTILE.items(), 901):
        try:
            outcome = case.outcome(case.prompt(number, text, max_tokens=16))
        except ContractError as error:
            found = f"{case.name}: a prompt with {what}: {error.found}"
            raise ContractError(found, contract, mend) from error
        good = isinstance(outcome.answer, Completion | Exception)
        expect(good, f"{case.name}: a prompt with {what} gave {outcome}", contract, mend)


async def _ask_alone(case: BackendCase) -> float:
    """Ask for the first prompts one after another; the longest time that nothing else could run meanwhile, in seconds."""
    beats: list[float] = []
    heart = asyncio.create_task(_beat(beats))
    await asyncio.sleep(0)
    try:
        for prompt in case.prompts:
            case.alone.append(await outcome_of(case.backend, prompt, case.patience))
    finally:
        beats.append(time.monotonic())
        heart.cancel()
        await asyncio.wait({heart})
    return max(later - earlier for earlier, later in pairwise(beats)) - _BEAT


async def _beat(beats: list[float]) -> None:
    while True:
        beats.append(time.monotonic())
        await asyncio.sleep(_BEAT)


async def _ask_at_once(case: BackendCase, most: int) -> list[Outcome]:
    calls = [asyncio.create_task(outcome_of(case.backend, prompt, case.patience)) for prompt in case.prompts[:most]]
    try:
        return list(await asyncio.gather(*calls))
    finally:
        for call in calls:
            call.cancel()


def _check_fields(case: BackendCase, answer: Completion) -> None:
    texts: dict[str, object] = {
        name: getattr(answer, name) for name in ("text", "finish_reason", "model", "backend", "created_at")
    }
    wrong = [f"{name} is {value!r:.40}" for name, value in texts.items() if not isinstance(value, str)]
    contract = "text, finish_reason, model, backend and created_at of an answer are texts"
    expect(not wrong, f"{case.name}: {', '.join(wrong)}", contract, 'leave out what is not known; text=content or ""')
    told: object = answer.usage
    counts: list[object] = [told.prompt_tokens, told.completion_tokens] if isinstance(told, Usage) else []
    good = bool(counts) and all(type(count) is int and count >= 0 for count in counts)
    contract = "usage is Usage(prompt_tokens, completion_tokens), whole numbers from 0: the budget is kept by it"
    expect(good, f"{case.name}: usage is {told!r:.80}", contract, "leave usage out when it is not told")


def _answers(case: BackendCase) -> list[object]:
    together = case.together if isinstance(case.together, list) else []
    return [each.answer for each in case.alone if not each.raised] + together


def _completions(case: BackendCase) -> list[Completion]:
    return [answer for answer in _answers(case) if isinstance(answer, Completion)]


def _texts(found: Iterable[Outcome]) -> list[str]:
    return [each.answer.text if isinstance(each.answer, Completion) else "" for each in found]


def _permuted(got: Sequence[str], alone: Sequence[str]) -> bool:
    """Whether these are the wanted texts in another order. A model that answers anew each time is given the benefit."""
    return got != alone and sorted(got) == sorted(alone)


ANSWER_RULES: tuple[BackendRule, ...] = (
    Rule("call-ends", call_ends, ("name", "abilities")),
    Rule("one-for-each", one_for_each, ("call-ends",)),
    Rule("completion", completion, ("one-for-each",)),
    Rule("raw", raw, ("completion",)),
    Rule("answered", answered, ("call-ends",)),
    Rule("none-for-none", none_for_none, ("one-for-each",)),
    Rule("order", order, ("completion", "answered")),
    Rule("at-once", at_once, ("completion", "answered")),
    Rule("hostile-text", hostile_text, ("answered",)),
)
