"""What comes back of a call: one answer for each prompt, of the right types, while other work goes on."""

from __future__ import annotations

import time
from collections.abc import Mapping

from selfinstruct import jsonl
from selfinstruct.backend import Completion, Usage
from selfinstruct.errors import BackendError, SelfInstructError
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Outcome, called, outcome_of
from selfinstruct.testing.backends.standing import Watch
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

_STILL = 0.3
"""Seconds. On a busy machine a loop stands still for less, and not in each of several calls."""

_SHARE = 0.8
_OWN = 1 / 3
"""Of the time that the loop stands still, how much its own thread is busy where the call itself holds it up."""

_LONG = 1.0
_HOSTILE: Mapping[str, str] = {
    "a lone surrogate": "Repeat: \ud83d!",
    "a NUL and other control characters": "Repeat: a\x00b\x1b[0m\r\x7f",
    "no text": "",
    "marks of chat templates": "</s><|im_end|><|endoftext|>[/INST] {{ x }} %s {0}",
    "20,000 letters": "word " * 4000,
}


def call_ends(case: BackendCase) -> None:
    """Each call comes back in time; nothing but errors of ours comes out of it."""
    began = time.monotonic()
    case.run(_ask_alone(case))
    case.seconds = (time.monotonic() - began) / max(1, len(case.alone))
    try:
        case.together = case.run(called(case.backend, case.joint, case.patience))
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        case.together = error


def loop_free(case: BackendCase) -> str | None:
    """While it answers other work goes on."""
    stood = all(each.still >= _STILL and each.still >= _SHARE * each.took for each in case.standing)
    own = all(each.busy >= _OWN * each.still for each in case.standing)
    longest = max(each.still for each in case.standing)
    found = f"{case.name}: nothing else ran for {longest:.1f} s while it answered, and hardly anything in each of its calls"
    contract = "complete() waits without holding up the event loop, in which all calls of a run are under way"
    mend = "put what blocks into a thread: await asyncio.to_thread(self.answer, prompt)"
    expect(not (stood and own), found, contract, mend)
    if stood:
        return (
            f"the event loop stood still for {longest:.1f} s, and not by itself: does a library keep Python's lock (the GIL) "
            "in a thread? Nothing else runs then; a process of its own helps"
        )
    if longest < _LONG:
        return None
    return f"the event loop stood still for {longest:.1f} s: await asyncio.to_thread(...) keeps blocking work out of it"


def one_for_each(case: BackendCase) -> None:
    """As many answers as prompts, in a list."""
    found, number = case.together, len(case.joint)
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
        mend = f"{getattr(lost, 'hint', '') or 'give a key, model or server that works'}; or mend what reads the reply"
        raise ContractError(f"{case.name}: no prompt was answered: {lost or found[0]}", "there is something to check", mend)
    _check_silence(case, [each.answer for each in found if isinstance(each.answer, Completion)], len(found))
    took = f"{case.seconds:.2g} s for an answer, asked one after another"
    alone = [each.answer.text for each in case.alone if isinstance(each.answer, Completion)]
    same = len(alone) > 1 and len(set(alone)) == 1
    return f"{took}; all prompts got the same answer: does it read the prompt?" if same else took


def joint(case: BackendCase) -> None:
    """What is answered alone is answered in one call with others too."""
    if case.backend.abilities.batch == 1:
        raise NotTried("abilities.batch is 1: the host puts one prompt into a call")
    lost = _lost(case, case.together)
    if not lost:
        return
    # A model may have nothing to say once; what is lost again is not by chance.
    try:
        again = case.run(called(case.backend, case.joint, case.patience))
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        again = error
    if not (lost := _lost(case, again)):
        return
    place, outcome = next(iter(lost.items()))
    if not _has_words(case.outcome(case.joint[place])):
        raise NotTried("a prompt that has no answer in one call with others has none alone either")
    what = f"in a call of {len(case.joint)} prompts {len(lost)} have no answer, such as {outcome}; alone they have"
    contract = "as many prompts as abilities.batch says are answered in one call as each is alone"
    mend = "pad prompts on the side that the model was made for; or tell a smaller Abilities(batch=...)"
    raise ContractError(f"{case.name}: {what}", contract, mend)


def none_for_none(case: BackendCase) -> None:
    """No prompts, no answers."""
    try:
        found = case.run(called(case.backend, [], case.patience))
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        found = error
    gave = f"{case.name}: complete() of 0 prompts gave {found!r:.80}"
    expect(found == [], gave, "no prompts give no answers", "begin with: if not prompts: return []")


def hostile_text(case: BackendCase) -> str | None:
    """No text of a prompt breaks it."""
    ending: list[str] = []
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
        if text and outcome.is_for_good and not getattr(outcome.error, "permanent", False):
            ending.append(what)
    if not ending:
        return None
    return f"a prompt with {' or '.join(ending)} ends the run: make its text fit to be sent, or say permanent=True"


async def _ask_alone(case: BackendCase) -> None:
    """Ask for the first prompts one after another, and see how long nothing else could run in each."""
    async with Watch() as watch:
        for prompt in case.prompts:
            with watch.timing() as standing:
                case.alone.append(await outcome_of(case.backend, prompt, case.patience))
            case.standing.append(standing)


def _check_silence(case: BackendCase, answers: list[Completion], count: int) -> None:
    silent = len(answers) == count and all(answer.text == "" for answer in answers)
    mend = 'is the text taken from the right field? For chat completions: reply["choices"][0]["message"]["content"]'
    if any(answer.finish_reason == "length" for answer in answers):
        mend = "a model that thinks first needs room for that: Abilities(thinking=2000), by which max_tokens is then more"
    expect(not silent, f"{case.name}: all answers are empty", "text holds what the model says", mend)


def _lost(case: BackendCase, came: object) -> dict[int, Outcome]:
    """Prompts of the joint call that have no words and no error that may be over the next time, by their places."""
    answers = came if isinstance(came, list) and len(came) == len(case.joint) else [came] * len(case.joint)
    outcomes = dict(enumerate(map(Outcome, answers)))
    return {place: each for place, each in outcomes.items() if each.is_for_good or _is_blank(each)}


def _is_blank(outcome: Outcome) -> bool:
    return isinstance(outcome.answer, Completion) and not outcome.answer.text.strip()


def _has_words(outcome: Outcome) -> bool:
    return isinstance(outcome.answer, Completion) and not _is_blank(outcome)


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


ANSWER_RULES: tuple[BackendRule, ...] = (
    Rule("call-ends", call_ends, ("name", "abilities")),
    Rule("loop-free", loop_free, ("call-ends",)),
    Rule("one-for-each", one_for_each, ("call-ends",)),
    Rule("completion", completion, ("one-for-each",)),
    Rule("raw", raw, ("completion",)),
    Rule("answered", answered, ("call-ends",)),
    Rule("joint", joint, ("answered",)),
    Rule("none-for-none", none_for_none, ("one-for-each",)),
    Rule("hostile-text", hostile_text, ("answered",)),
)
