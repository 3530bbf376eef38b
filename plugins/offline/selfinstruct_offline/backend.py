"""The offline backend: what a model would answer, from phrase tables."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from random import Random

from selfinstruct.backend import Abilities, Backend, Completion, Form, Prompt, Style, Usage
from selfinstruct.errors import BackendError, ConfigError
from selfinstruct_offline.answer import Answer, Request
from selfinstruct_offline.blocks import blocks
from selfinstruct_offline.frames import Repertoire
from selfinstruct_offline.instances import examples, labelled, verdict
from selfinstruct_offline.judgements import preferred, recovered, scored
from selfinstruct_offline.lists import listing
from selfinstruct_offline.shown import words_of
from selfinstruct_offline.words import WORDS

MODEL = "phrase-tables"
_STYLES = ("chat", "completion")
_YES_NO = ("yes", "no")
_OPTIONS = ("faults", "latency", "structured", "style")
_CHARACTERS_PER_TOKEN = 4
_ANSWERS: Mapping[Form, Callable[[Request], Answer]] = {
    "list": listing,
    "yes-no": verdict,
    "input-first": examples,
    "output-first": labelled,
    "tasks": blocks,
    "pairs": blocks,
    "recovered-instruction": recovered,
    "score": scored,
    "preference": preferred,
}


class Offline(Backend):
    """Answers from phrase tables: seeded, instant, and as unreliable as `faults` says.

    style: "chat" or "completion". structured: "yes" to answer in JSON by the schema of a chat prompt.
    faults: share of bad list items and of bad other answers. latency: mean seconds an answer takes.
    The same sampling seed, stage and number give the same answer.
    """

    name = "offline"
    for_training = False

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model or MODEL, options)
        if unknown := sorted(set(options) - set(_OPTIONS)):
            raise ConfigError(
                f"the offline backend has no option {', '.join(map(repr, unknown))}", hint=f"it has: {', '.join(_OPTIONS)}"
            )
        self._style = options.get("style", "chat")
        structured = options.get("structured", "no")
        for name, value, known in (("style", self._style, _STYLES), ("structured", structured, _YES_NO)):
            if value not in known:
                raise ConfigError(f"option {name}: {value!r} is unknown", hint=f"one of {', '.join(known)}")
        self._structured = structured == "yes"
        if self._structured and self._style != "chat":
            raise ConfigError("option structured: only a chat model follows a schema", hint="leave style=completion out")
        self._faults = _number(options, "faults", 0.15, 1.0)
        self._latency = _number(options, "latency", 0.0, math.inf)

    @classmethod
    def check_instance(cls) -> Backend:
        """One without a model, as it needs none."""
        return cls(None, {})

    @property
    def abilities(self) -> Abilities:
        """Chat or completion, with a schema or without, as the options say; stop strings are honoured."""
        style: Style = "completion" if self._style == "completion" else "chat"
        return Abilities(style=style, structured=self._structured, stop=True)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """An answer for each prompt; none ever fails."""
        if self._latency:
            await asyncio.sleep(max((self._delay(prompt) for prompt in prompts), default=0.0))
        return [self._completion(prompt) for prompt in prompts]

    def _delay(self, prompt: Prompt) -> float:
        return self._latency * _dice(prompt, "latency").uniform(0.5, 1.5)

    def _completion(self, prompt: Prompt) -> Completion:
        repertoire = _repertoire(prompt.language)
        request = Request(prompt, repertoire, words_of(prompt), _dice(prompt), self._faults)
        answer = _ended(prompt, _ANSWERS[prompt.form](request))
        # Nothing was tokenised, so the counts are estimates.
        usage = Usage(len(prompt.shown) // _CHARACTERS_PER_TOKEN, len(answer.text) // _CHARACTERS_PER_TOKEN)
        raw = {"faults": list(answer.faults)}
        return Completion(answer.text, answer.finish_reason, usage, self.model or MODEL, raw)


def _dice(prompt: Prompt, use: str = "answer") -> Random:
    return Random(f"{use}-{prompt.stage}-{prompt.sampling.seed}-{prompt.number}")


@cache
def _repertoire(language: str) -> Repertoire | None:
    """The table of a language, loaded when it is first asked for; None when there is none."""
    if language not in WORDS:
        return None
    found: Repertoire = import_module(f"selfinstruct_offline.{language}").REPERTOIRE
    return found


def _ended(prompt: Prompt, answer: Answer) -> Answer:
    """The answer cut at the first stop string, and at the token limit."""
    ends = [at for stop in prompt.stop if stop and (at := answer.text.find(stop)) >= 0]
    if ends:
        answer = answer._replace(text=answer.text[: min(ends)])
    limit = prompt.sampling.max_tokens * _CHARACTERS_PER_TOKEN
    if len(answer.text) > limit:
        answer = answer._replace(text=answer.text[:limit], finish_reason="length")
    return answer


def _number(options: Mapping[str, str], name: str, default: float, most: float) -> float:
    text = options.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (0 <= value <= most and math.isfinite(value)):
        limits = "0 or more" if most == math.inf else f"0 to {most:g}"
        raise ConfigError(f"option {name}: {text!r} is not taken", hint=f"give a number from {limits}")
    return value
