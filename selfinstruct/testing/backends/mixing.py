"""Each prompt gets its own answer: in one call with others, and in calls that run side by side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence

from selfinstruct.backend import Completion
from selfinstruct.errors import TransientError
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Outcome, outcome_of
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

_SIDE_BY_SIDE = "the host calls complete again before the last call is back"
_LOCK = "a threading.Lock around what threads can not share: with self._lock: ...; or Abilities(parallel=1)"
_REPEATS = 2
"""How often all prompts are asked alone again, before answers are called mixed."""


def order(case: BackendCase) -> None:
    """Answers stand where their prompts stand."""
    together = case.together if isinstance(case.together, list) else []
    mixed = _is_mixed(case, [Outcome(answer) for answer in together])
    mend = "return list(await asyncio.gather(*map(self.answer, prompts))), which keeps the order"
    contract = "answers come in the order of their prompts"
    expect(not mixed, f"{case.name}: answers come in another order, or one for all", contract, mend)


def at_once(case: BackendCase) -> str:
    """Calls that run side by side do not know of each other."""
    most = min(len(case.prompts), case.backend.abilities.parallel)
    if most == 1:
        raise NotTried("abilities.parallel is 1: the host asks for one at a time")
    began = time.monotonic()
    try:
        found = case.run(_ask_at_once(case, most))
        took = time.monotonic() - began
        _check_failures(case, found)
        mend = "keep no call's data on self: pass it from function to function"
        expect(not _is_mixed(case, found), f"{case.name}: calls at once mix their answers", _SIDE_BY_SIDE, mend)
    except ContractError:
        case.mixing = True
        raise
    passing = [each.error for each in found if isinstance(each.error, TransientError)]
    lost = f", {len(passing)} of them failed for now: {passing[0]}" if passing else ""
    return f"{most} calls at once take {took:.2g} s{lost}"


async def _ask_at_once(case: BackendCase, most: int) -> list[Outcome]:
    calls = (outcome_of(case.backend, prompt, case.patience) for prompt in case.prompts[:most])
    found: list[Outcome] = []
    # All are waited for: what still went on would be in the way of the next rule.
    for came in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(came, ContractError):
            raise ContractError(f"{came.found}, one of {most} calls at once", _SIDE_BY_SIDE, _LOCK) from came
        if isinstance(came, BaseException):
            raise came
        found.append(came)
    return found


def _check_failures(case: BackendCase, found: Sequence[Outcome]) -> None:
    """Nothing fails for good at once that was answered alone, and is again."""
    lost = [place for place, each in enumerate(found) if each.is_for_good and isinstance(case.alone[place].answer, Completion)]
    if lost and isinstance(case.outcome(case.prompts[lost[0]]).answer, Completion):
        what = f"{len(lost)} of {len(found)} calls at once failed, which alone are answered: {found[lost[0]]}"
        raise ContractError(f"{case.name}: {what}", _SIDE_BY_SIDE, _LOCK)


def _is_mixed(case: BackendCase, found: Sequence[Outcome]) -> bool:
    """Whether prompts got the answers of others, or one for all. Raises NotTried where answers do not tell prompts apart."""
    known = [(own, got) for own, got in zip(_texts(case.alone), _texts(found), strict=False) if own and got]
    alone = [own for own, _ in known]
    if len(known) < 2:
        raise NotTried("too few of the prompts were answered")
    if len(set(alone)) < 2:
        raise NotTried("no two prompts had different answers")
    if all(own == got for own, got in known):
        return False
    all_one = len({got for _, got in known}) == 1 and len(set(alone)) == len(alone)
    mixed = all_one or any(got != own and got in alone for own, got in known)
    if not (mixed and all(_answers_again(case) for _ in range(_REPEATS))):
        raise NotTried("a prompt that is asked again has another answer")
    return True


def _answers_again(case: BackendCase) -> bool:
    """Whether each prompt that is asked alone has the answer that it had, as is not so where models are sampled."""
    return _texts(map(case.outcome, case.prompts)) == _texts(case.alone)


def _texts(found: Iterable[Outcome]) -> list[str]:
    return [each.answer.text if isinstance(each.answer, Completion) else "" for each in found]


MIXING_RULES: tuple[BackendRule, ...] = (
    Rule("order", order, ("completion", "answered")),
    Rule("at-once", at_once, ("completion", "answered")),
)
