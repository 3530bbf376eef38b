"""What can be wrong with a language: its values, looked at before anything is asked, and its functions, at each call."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from selfinstruct.errors import PluginError, SelfInstructError
from selfinstruct.language import Language, Length
from selfinstruct.pluginfaults import cause, defined, described, place

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PATTERNS = "a tuple of compiled patterns of texts"
_COMPILE = 'use re.compile, and a comma in a tuple of one: (re.compile(r"(?i)^sorry"),)'
_SHOWN = 40


class ValueRule(NamedTuple):
    """What a field of a language must be. mend: what to write there."""

    good: Callable[[Any], bool]
    must: str
    mend: str


class Wrong(NamedTuple):
    """A field that breaks its rule. found: what it is; must: what it must be."""

    field: str
    found: str
    must: str
    mend: str

    def __str__(self) -> str:
        return f"{self.field} is {self.found}, and must be {self.must}"


def _is_line(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value.splitlines()) == 1


def _is_length(value: object) -> bool:
    if not isinstance(value, Length):
        return False
    numbers = (value.minimum, value.maximum, value.tokens)
    whole = all(type(number) is int for number in numbers)
    return whole and 1 <= value.minimum <= value.maximum and value.tokens >= 1 and value.unit in {"words", "characters"}


def _are_patterns(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_is_pattern, value))


def _is_pattern(value: object) -> bool:
    return isinstance(value, re.Pattern) and isinstance(value.pattern, str)


def _are_words(value: object) -> bool:
    return isinstance(value, frozenset | set) and all(isinstance(word, str) and word for word in value)


def _is_file(value: object) -> bool:
    return hasattr(value, "read_bytes")


def _takes(*arguments: str) -> Callable[[object], bool]:
    def takes(function: object) -> bool:
        if not callable(function):
            return False
        try:
            inspect.signature(function).bind(*arguments)
        except TypeError:
            return False
        except ValueError:  # written in C, and it does not tell
            return True
        return True

    return takes


def _or_none(good: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or good(value)


def _file(name: str, suffix: str) -> ValueRule:
    mend = f'{name}=importlib.resources.files(__package__) / "{name}.{suffix}"'
    return ValueRule(_is_file, "a file: a Path or a Traversable, no text", mend)


_OF_TEXT = "a function of a text, or None"
_LEAVE_OUT = "def {0}(text: str), or leave it out"

VALUES: dict[str, ValueRule] = {
    "code": ValueRule(
        lambda value: isinstance(value, str) and bool(_CODE.fullmatch(value)),
        "a language tag such as es or pt-BR: ids and folder names begin with it",
        "take the ISO 639 code of the language: two or three small letters",
    ),
    "name": ValueRule(_is_line, "the language's own name, one line of text", 'fill it in, such as name="Español"'),
    "english_name": ValueRule(
        lambda value: value == "" or _is_line(value),
        "what English prompts call the language, one line of text, or nothing: then name stands in",
        'fill it in, such as english_name="Spanish"',
    ),
    "tokens": ValueRule(_takes(""), "a function of a text that gives a list of texts", "def tokens(text: str) -> list[str]"),
    "tokenizer_id": ValueRule(
        _is_line,
        "one line that names what decides the tokens: library, version, dictionary",
        'fill it in, such as tokenizer_id="words v1", and change it whenever tokens change',
    ),
    "threshold": ValueRule(
        lambda value: isinstance(value, float) and 0 < value < 1,
        "a number between 0 and 1: an instruction is refused when its ROUGE-L is above it, so 0 refuses all and 1 none",
        "begin with 0.7, then choose by the scores that check_language tells of your pairs",
    ),
    "prompts": _file("prompts", "toml"),
    "seeds": _file("seeds", "jsonl"),
    "length": ValueRule(
        _is_length,
        "a Length with 1 <= minimum <= maximum, tokens >= 1 and a unit, words or characters",
        'such as Length(4, 150, "words"), or Length(6, 400, "characters") for a script without spaces',
    ),
    "fault": ValueRule(
        _takes("", "instruction", ""),
        "a function of (text, role, instruction)",
        'def fault(text: str, role: Role, instruction: str = "", /) -> str | None',
    ),
    "blocked": ValueRule(
        _are_words,
        "a frozenset of tokens: an instruction that has one of them is refused",
        'blocked=frozenset({"picture", "file"}), each written as tokens gives it',
    ),
    **{name: ValueRule(_are_patterns, _PATTERNS, _COMPILE) for name in ("openings", "refusals", "placeholders")},
    **{
        name: ValueRule(_or_none(_takes("")), _OF_TEXT, _LEAVE_OUT.format(name))
        for name in ("words", "main_verb", "verb_noun", "mood")
    },
    "tasks_per_answer": ValueRule(
        lambda value: type(value) is int and value >= 1,
        "how many whole tasks one request asks for, 1 or more",
        "leave it out: 10 suits most languages",
    ),
}
"""The rules of the plain values of a language, by field. All are cheap: nothing is loaded, and no text is looked at."""


def wrong(language: Language, name: str) -> Wrong | None:
    """What is wrong with a field, None where it keeps its rule."""
    value, rule = getattr(language, name), VALUES[name]
    if rule.good(value):
        return None
    found = f"{described(value)} ({defined(value)})" if defined(value) else f"{value!r:.80}"
    return Wrong(name, found, rule.must, rule.mend)


def checked(language: Language, plugin: str) -> Language:
    """The language, its functions guarded. Raises PluginError with every value that breaks its rule."""
    broken = [found for name in VALUES if (found := wrong(language, name))]
    if broken:
        told = "\n".join(f"{_called(language, plugin)}: {each}" for each in broken)
        raise PluginError(told, hint=f"{broken[0].mend}; {_check(language)}")
    return guarded(language, plugin)


# --- functions


def _are_texts(found: object) -> bool:
    if not isinstance(found, list):
        return False
    try:
        "".join(found)  # looks at each of them, in the speed of C
    except TypeError:
        return False
    return True


def _is_text(found: object) -> bool:
    return found is None or isinstance(found, str)


def _is_pair(found: object) -> bool:
    if found is None:
        return True
    return isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], str) and _is_text(found[1])


_GIVES: dict[str, tuple[Callable[[object], bool], str]] = {
    "tokens": (_are_texts, "a list of texts"),
    "words": (_are_texts, "a list of texts"),
    "fault": (_is_text, "a text or None"),
    "main_verb": (_is_text, "a text or None"),
    "mood": (_is_text, "a text or None"),
    "verb_noun": (_is_pair, "a verb with a noun or None, or None"),
}


@dataclass(frozen=True, slots=True)
class _Guarded:
    """A function of a language that answers for itself: what it raises and what it should not give names it.

    Two are equal when they guard the same.
    """

    function: Callable[..., Any]
    name: str
    owner: str
    hint: str
    good: Callable[[object], bool] = field(repr=False)

    def __call__(self, *given: str) -> Any:
        try:
            found = self.function(*given)
        except SelfInstructError:
            raise
        except Exception as error:
            at = place(error) or defined(self.function)
            raise self._error(f"raised {cause(error)}{f' ({at})' if at else ''}", given) from error
        if self.good(found):
            return found
        at = defined(self.function)
        told = f"gave {described(found)}{f' ({at})' if at else ''}, and must give {_GIVES[self.name][1]}"
        raise self._error(told, given)

    def _error(self, told: str, given: tuple[str, ...]) -> PluginError:
        shown = f"{given[0][:_SHOWN]}…" if len(given[0]) > _SHOWN else given[0]
        return PluginError(f"{self.owner}: {self.name}({shown!r}) {told}", hint=self.hint)


def guarded(language: Language, plugin: str) -> Language:
    """The language with functions that raise PluginError, naming language and function, when they break their contract."""
    return replace(language, **dict(_guards(language, plugin)))


def _guards(language: Language, plugin: str) -> Iterator[tuple[str, Any]]:
    owner, hint = _called(language, plugin), _check(language)
    for name, (good, _) in _GIVES.items():
        function = getattr(language, name)
        if function is not None and not isinstance(function, _Guarded):
            yield name, _Guarded(function, name, owner, hint, good)


def _called(language: Language, plugin: str) -> str:
    return f"language {language.code!r} of plugin {plugin!r}"


def _check(language: Language) -> str:
    return f"`selfinstruct plugins --check {language.code}` tries all that it promises"
