"""A language as a value: how it is cut into tokens, what is too long, what is not this language, where its texts are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Literal, Protocol

Role = Literal["instruction", "input", "output"]


@dataclass(frozen=True, slots=True)
class Length:
    """Limits of an instruction, both inclusive, counted in `unit`: what white space parts, or characters but for white space.

    tokens: the least number of tokens that it must have besides.
    """

    minimum: int
    maximum: int
    unit: Literal["words", "characters"] = "words"
    tokens: int = 1

    def count(self, text: str) -> int:
        """Words between white space, or characters that are not white space."""
        words = text.split()
        return len(words) if self.unit == "words" else sum(map(len, words))


class LanguageCheck(Protocol):
    """Why a text is not in a language, as a short kebab-case code, or None.

    instruction: what an output answers; one that asks for a translation, another language or code may be answered in it.
    """

    def __call__(self, text: str, role: Role, instruction: str = "", /) -> str | None:
        """Look at one text."""


def any_language(_text: str, _role: Role, _instruction: str = "", /) -> str | None:
    """A check that finds nothing wrong."""
    return None


@dataclass(frozen=True, slots=True)
class Language:
    """Everything the host knows of one language. A plugin returns one from `selfinstruct_languages`.

    code: a language tag (th, pt-BR), which `--lang` takes. name: in the language itself.
    tokens: text (NFC) -> tokens for ROUGE-L. Deterministic, thread-safe, takes any text.
    tokenizer_id: names library, version and dictionary; another id may decide otherwise, so a run is tied to it.
    threshold: an instruction is refused when its ROUGE-L F to a reference is above this; between 0 and 1.
    length: limits of an instruction.
    prompts, seeds: the prompt book (TOML) and the seed tasks (JSONL).
    english_name: what English prompts call it; without, `name`.
    words: text -> words as they are written, for counting and for how a text begins; without, what white space parts.
    main_verb: the dictionary form of what an instruction tells to do, None where it can not tell.
    verb_noun: the main verb's dictionary form and the head noun of its object, which is None where it has none that is a noun;
        None where it can not tell the verb. Takes any text, thread-safe.
    verb_noun_method: how these pairs are found, in a few English words, for whoever reads the figures.
    mood: how an instruction asks (command, question, noun-phrase, ...) in a kebab-case word, None where it can not tell.
    fault: why a text is not this language, or None.
    blocked: tokens that a text-only task should not hold (picture, file, ...).
    openings: an instruction that begins so is refused.
    refusals, placeholders: patterns of outputs that refuse to answer and of inputs that stand for one.
    tasks_per_answer: how many whole tasks, with input and output, an answer has room for.
    """

    code: str
    name: str
    tokens: Callable[[str], list[str]]
    tokenizer_id: str
    threshold: float
    prompts: Traversable
    seeds: Traversable
    length: Length = Length(4, 150)
    fault: LanguageCheck = any_language
    blocked: frozenset[str] = frozenset()
    openings: tuple[re.Pattern[str], ...] = ()
    refusals: tuple[re.Pattern[str], ...] = ()
    placeholders: tuple[re.Pattern[str], ...] = field(default=())
    english_name: str = ""
    words: Callable[[str], list[str]] | None = None
    main_verb: Callable[[str], str | None] | None = None
    verb_noun: Callable[[str], tuple[str, str | None] | None] | None = None
    verb_noun_method: str = ""
    mood: Callable[[str], str | None] | None = None
    tasks_per_answer: int = 10
