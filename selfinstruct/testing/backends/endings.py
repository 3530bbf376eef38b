"""Where an answer ends: at a stop string, at the limit of tokens, or by itself; and that it says which."""

from __future__ import annotations

from selfinstruct.backend import Completion
from selfinstruct.testing.backends.case import BackendCase, BackendRule
from selfinstruct.testing.contract import NotTried, Rule, expect

_STOP = "\n"
_LISTING = "Write three new tasks, numbered 1 to 3, each on a line of its own."
_LONG = "Write the whole numbers from one to one hundred in words, each on a line of its own."
_FEW, _MANY = 16, 256
_MOST_LETTERS = 20
"""For each token; servers count a little differently. Beyond that the limit was not heeded."""


def stop(case: BackendCase) -> None:
    """No answer holds a stop string, and one that ends there does not pass for cut."""
    if not case.backend.abilities.stop:
        raise NotTried("abilities.stop is False: the host cuts answers itself")
    free = case.answered(case.prompt(910, _LISTING), "a prompt")
    ended = case.answered(case.prompt(910, _LISTING, stop=(_STOP,)), "a prompt with a stop string")
    contract = "an answer ends before the first stop string, where abilities.stop says that they are honoured"
    mend = "send prompt.stop along, or cut: text = min((text.partition(s)[0] for s in prompt.stop), key=len, default=text)"
    found = f"{case.name}: an answer holds the stop string {_STOP!r}"
    expect(_STOP not in ended.text, found, contract, f"{mend}; or say Abilities(stop=False)")
    there = (
        ended.text.strip()
        and free.text.strip().partition(_STOP)[0].strip() == ended.text.strip()
        and _STOP in free.text.strip()
    )
    found = f"{case.name}: an answer that a stop string ended says finish_reason {ended.finish_reason!r}"
    contract = 'finish_reason is "length" only when the limit cut the answer: its last item is then thrown away'
    expect(not (there and ended.finish_reason == "length"), found, contract, 'say finish_reason="stop" there')


def length(case: BackendCase) -> None:
    """`max_tokens` limits an answer, and one that it cut says so."""
    short = case.answered(case.prompt(911, _LONG, max_tokens=_FEW), f"a prompt with room for {_FEW} tokens")
    whole = case.answered(case.prompt(911, _LONG, max_tokens=_MANY), f"a prompt with room for {_MANY} tokens")
    tokens, thinking = short.usage.completion_tokens, case.backend.abilities.thinking
    most = _FEW + thinking
    size = f"{tokens} tokens" if tokens else f"{len(short.text)} letters"
    contract = "no answer has more tokens than sampling.max_tokens: the host's budget counts on it"
    mend = (
        'send it along: "max_tokens": prompt.sampling.max_tokens; what can not be limited is cut, with finish_reason="length"'
    )
    good = tokens <= 2 * most + 8 if tokens else len(short.text) <= _MOST_LETTERS * most
    expect(good, f"{case.name}: with max_tokens={most} an answer has {size}", contract, mend)
    said = short.finish_reason
    found = f"{case.name}: an answer that max_tokens={most} cut says finish_reason {said!r}"
    contract = 'an answer that the limit cut says finish_reason "length": its last item is half, and the host leaves it out'
    mend = (
        'pass the server\'s on, or say finish_reason="length" where it has a word of its own for that (max_tokens, MAX_TOKENS)'
    )
    expect(said == "length" or not _is_cut(short, whole, thinking), found, contract, mend)


def _is_cut(short: Completion, whole: Completion, thinking: int) -> bool:
    """Whether an answer surely went on where it had room. Models that answer anew each time leave that open.

    thinking: tokens that may have gone into a chain of thought, so that those that were spent say nothing of the answer.
    """
    if len(whole.text) <= len(short.text):
        return False
    begins = bool(short.text.strip()) and whole.text.startswith(short.text)
    spent = not thinking and short.usage.completion_tokens >= _FEW and len(whole.text) > 2 * len(short.text)
    return begins or spent


ENDING_RULES: tuple[BackendRule, ...] = (
    Rule("stop", stop, ("completion", "answered")),
    Rule("length", length, ("completion", "answered")),
)
