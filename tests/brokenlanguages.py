"""English, broken in one point each time, with the rule that it breaks and a pattern of what is told."""

from __future__ import annotations

import json
import re
import sys
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Literal, cast

from selfinstruct import Language, Length
from selfinstruct.language import Role, any_language
from selfinstruct.plugins import load

ENGLISH = load().language("en")
_SOUND = ENGLISH.seeds.read_text("utf-8").split("\n")

Changes = Mapping[str, Any] | Callable[[Language], Language]
Row = tuple[str, Changes, str, str]


def seeds_of(folder: Path, *rows: Mapping[str, Any], sound: int = 8) -> Language:
    """English with some of its sound seeds and these."""
    file = folder / "seeds.jsonl"
    file.write_text("\n".join([*_SOUND[:sound], *map(json.dumps, rows)]), "utf-8")
    return replace(ENGLISH, seeds=file)


def broken(folder: Path, changes: Changes) -> Language:
    """English with eight seeds and this change."""
    language = seeds_of(folder)
    return changes(language) if callable(changes) else replace(language, **changes)


def flip_flop() -> Callable[[str], list[str]]:
    calls = iter(range(10**9))
    return lambda text: [*ENGLISH.tokens(text), str(next(calls))]


def flip_flop_mood() -> Callable[[str], str]:
    calls = iter(range(10**9))
    return lambda _text: f"mood-{next(calls)}"


def elsewhere() -> bool:
    return threading.current_thread() is not threading.main_thread()


def shared_buffer() -> Callable[[str], list[str]]:
    """As of an analyser that writes where it wrote before."""
    buffer: list[str] = []

    def tokens(text: str) -> list[str]:
        buffer.clear()
        for word in ENGLISH.tokens(text):
            buffer.append(word)  # noqa: PERF402 - the race
        return list(buffer)

    return tokens


def hurried(text: str) -> list[str]:
    """Wrong only while threads take turns far more often than they do by themselves."""
    return [*ENGLISH.tokens(text), "hurried"] if sys.getswitchinterval() < 1e-3 else ENGLISH.tokens(text)


def hashed(text: str) -> list[str]:
    return [str(hash(word)) for word in ENGLISH.tokens(text)]


def unordered(text: str) -> list[str]:
    return list(set(ENGLISH.tokens(text)))


def first_word(text: str) -> list[str]:
    return ENGLISH.tokens(text)[:1]


def length_alone(text: str) -> list[str]:
    return [str(len(ENGLISH.tokens(text)))]


def other_thread(text: str) -> list[str]:
    return [*ENGLISH.tokens(text), "elsewhere"] if elsewhere() else ENGLISH.tokens(text)


def only_once_in_threads(text: str) -> list[str]:
    if elsewhere():
        raise RuntimeError("Already borrowed")
    return ENGLISH.tokens(text)


def by_length(text: str) -> list[str]:
    """Nothing of the text is in the tokens of short ones."""
    return ENGLISH.tokens(text) if len(text) > 100 else []


def as_it_comes(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def not_of_outputs(text: str, role: Role, _instruction: str = "", /) -> str | None:
    return "too-polite" if role == "output" and "Subject:" in text else None


def two_arguments(text: str, role: str) -> None:
    """As an author writes it who does not need the third."""


def written_in(
    *texts: str, form: Literal["NFC", "NFD"] = "NFC", words: str, without: str = ""
) -> Callable[[Language], Language]:
    """A language with these words in its seeds. Its tokens are what matches `words`, once what matches `without` is gone."""

    def tokens(text: str) -> list[str]:
        folded = unicodedata.normalize(form, text.casefold())
        return re.findall(words, re.sub(without, "", folded) if without else folded)

    def changed(language: Language) -> Language:
        rows = [{"instruction": f"{number} {' '.join(texts)} " * 3, "output": "1"} for number in range(8)]
        cast("Path", language.seeds).write_text("\n".join(map(json.dumps, rows)), "utf-8")
        return replace(language, tokens=tokens, fault=any_language, threshold=0.95)

    return changed


def growing_id(language: Language) -> Language:
    class Growing(Language):
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            return f"v{next(versions)}" if name == "tokenizer_id" else super().__getattribute__(name)

    versions = iter(range(10**9))
    return Growing(**{field.name: getattr(language, field.name) for field in fields(Language)})


LANGUAGES: list[Row] = [
    ("a code that is no tag", {"code": "../en"}, "code", "code is '../en'.*language tag"),
    ("a code that is no text", {"code": None}, "code", "code is None.*language tag"),
    ("no name", {"name": " "}, "name", "name is ' '.*fill it in"),
    ("an English name of two lines", {"english_name": "Eng\nlish"}, "name", "english_name is .*name stands in"),
    ("a threshold that refuses nothing", {"threshold": 1.0}, "threshold", "threshold is 1.0.*ROUGE-L is above it.*with 0.7"),
    ("a threshold that is a text", {"threshold": "0.7"}, "threshold", "threshold is '0.7'"),
    ("limits the wrong way round", {"length": Length(10, 5)}, "length", "1 <= minimum <= maximum"),
    ("limits as a pair", {"length": (4, 150)}, "length", r"length is \(4, 150\).*Length\(4, 150"),
    ("no tasks in an answer", {"tasks_per_answer": 0}, "tasks-per-answer", "tasks_per_answer is 0.*leave it out"),
    ("a text for a pattern", {"openings": ("Write",)}, "patterns", r"openings is \('Write',\).*use re.compile"),
    (
        "a pattern of bytes",
        {"refusals": (re.compile(b"no"),)},
        "patterns",
        r"refusals is \(re.compile\(b'no'\),\).*compiled patterns of texts",
    ),
    (
        "no tuple of patterns",
        {"placeholders": re.compile("x")},
        "patterns",
        "placeholders is re.compile.*a comma in a tuple of one",
    ),
    ("blocked words in a text", {"blocked": "picture"}, "blocked", "blocked is 'picture'.*frozenset"),
    ("no tokeniser id", {"tokenizer_id": ""}, "tokenizer-id", "tokenizer_id is ''.*change it whenever tokens change"),
    ("a tokeniser id of two lines", {"tokenizer_id": "a\nb"}, "tokenizer-id", r"tokenizer_id is 'a\\nb'.*one line"),
    ("a tokeniser id that grows", growing_id, "tokenizer-id", r"tokenizer_id is 'v\d', then 'v\d'.*not of what is known after"),
    ("tokens that raise", {"tokens": lambda text: [text[0]]}, "tokens-any-text", r"tokens\(''\) raised IndexError.*takes any"),
    ("tokens in a tuple", {"tokens": lambda text: tuple(text.split())}, "tokens-any-text", "gave.*list of texts"),
    ("empty tokens", {"tokens": lambda text: text.split(" ")}, "tokens-any-text", r"gave \[''\].*none empty"),
    ("tokens with a memory", {"tokens": flip_flop()}, "tokens-deterministic", "changed from call to call.*keep no state"),
    (
        "letters as they come",
        {"tokens": as_it_comes},
        "tokens-normalised",
        r"gave \['\\u1ea1'\] of NFC and \['a'\] of NFD.*\['\\xe9[^ ]*'…\] of NFC and \['e', 'e'\].*normalize\(\"NFC\", text\)",
    ),
    ("tokens that differ in a thread", {"tokens": other_thread}, "tokens-thread-safe", "differ when four threads call.*lock"),
    (
        "tokens that fail in a thread",
        {"tokens": only_once_in_threads},
        "tokens-thread-safe",
        "Already borrowed.*several threads",
    ),
    ("tokens written where the last were", {"tokens": shared_buffer()}, "tokens-thread-safe", "differ when four threads call"),
    ("tokens that haste spoils", {"tokens": hurried}, "tokens-thread-safe", "differ when four threads call"),
    (
        "tokens of a hash",
        {"tokens": hashed},
        "tokens-other-process",
        r"gave \['-?\d+', .* and \['-?\d+', .*in another process.*no hash\(\)",
    ),
    ("tokens in the order of a set", {"tokens": unordered}, "tokens-other-process", "in every process.*from a set: sort it"),
    (
        "one token for all",
        {"tokens": lambda _text: ["a"]},
        "seeds-novel",
        r"en: seed en-seed-002, '.*', has ROUGE-L 1.00 to seed en-seed-001, '.*; its tokens are \['a'\].*tokens leave out",
    ),
    ("the first word alone", lambda _few: replace(ENGLISH, tokens=first_word), "seeds-novel", "has ROUGE-L 1.00 to seed"),
    ("the length alone", lambda _few: replace(ENGLISH, tokens=length_alone), "seeds-novel", "has ROUGE-L 1.00 to seed"),
    ("a threshold that refuses what is unlike", {"threshold": 0.0001}, "seeds-novel", "not above 0.0001.*threshold is too low"),
    ("no tokens of some", {"tokens": by_length}, "identical-never-novel", "novel beside itself.*never novel"),
    ("words in a tuple", {"words": lambda text: tuple(text.split())}, "words", "words.*gave.*list of texts"),
    ("a verb that raises", {"main_verb": lambda text: text.split()[0]}, "main-verb", r"main_verb\(''\) raised Inde.*any text"),
    ("a verb that is empty", {"main_verb": lambda _text: ""}, "main-verb", "main_verb.*gave ''.*a verb or None"),
    ("half a pair", {"verb_noun": lambda _text: ("write",)}, "verb-noun", "verb_noun.*gave.*a verb with a noun or None"),
    (
        "a pair of a noun",
        {"verb_noun": lambda _text: (None, "letter")},
        "verb-noun",
        "gave .None, 'letter'.*or leave verb_noun",
    ),
    ("a mood that talks", {"mood": lambda _text: "It asks"}, "mood", "mood.*gave 'It asks'.*kebab-case"),
    ("a mood with a memory", {"mood": flip_flop_mood()}, "mood", "mood in four threads differs"),
    (
        "a check that raises",
        {"fault": lambda text, *_: text[0] and None},
        "fault-code",
        "raised IndexError.*fault takes any text",
    ),
    (
        "a check of two arguments",
        {"fault": two_arguments},
        "fault-code",
        r"fault\(text, role\) can not be called .*: too many positional.*mend: def fault\(text: str, role",
    ),
    ("a check that says yes", {"fault": lambda *_: True}, "fault-code", "gave True.*kebab-case"),
    ("a check that talks", {"fault": lambda *_: "Not English"}, "fault-code", "gave 'Not English'.*return a code"),
    (
        "a check that refuses all",
        {"fault": lambda *_: "no-kana"},
        "fault-accepts-seeds",
        "en-seed-001 is refused: .*: no-kana in",
    ),
    ("a check of outputs", {"fault": not_of_outputs}, "fault-accepts-seeds", "too-polite in the output.*exceptions"),
    ("a limit too low", {"length": Length(4, 5)}, "seeds-pass-filters", "is refused: too-long.*mend the seed or the rule"),
    ("a refusal", {"refusals": (re.compile("Subject:"),)}, "seeds-pass-filters", r"en-seed-001 is refused: refusal"),
    ("no file of seeds", {"seeds": Path("none.jsonl")}, "seeds-readable", "none.jsonl: No such file.*seed format"),
    (
        "seeds that are no path",
        {"seeds": "seeds.jsonl"},
        "seeds-readable",
        r"seeds is 'seeds.jsonl'.*a Path, or .* / \"seeds.jsonl\"",
    ),
    (
        "vowel signs cut off",
        written_in("वाक्य", "में", words=r"\w+"),
        "tokens-whole-letters",
        r"tokens\('वाक्य'\) gave \['व', 'क', 'य'\].*between a letter and the marks.*\\w holds no marks",
    ),
    (
        "tones as tokens of their own",
        written_in("เล่น", words=r"\w|[\u0e31-\u0e4e]"),
        "tokens-whole-letters",
        r"gave \['เ', 'ล', '่', 'น'\]",
    ),
    (
        "accents taken off and cut there",
        written_in("nhiệm", "ngủ", form="NFD", words=r"\w+"),
        "tokens-whole-letters",
        r"tokens\('nhiệm'\) gave \['nhie', 'm'\]",
    ),
    (
        "points of some texts",
        written_in("مرحبًا", "مرحبا", words=r"\w+"),
        "tokens-whole-letters",
        r"gave \['مرحب', 'ا'\]",
    ),
]

SHARED = {"identical-never-novel": {"seeds-pass-filters"}}
"""What has no token is too short as well."""

PICTURE = {"id": "p", "instruction": "Say what can be seen in the picture.", "instances": [{"input": "", "output": "A cat."}]}
SEEDS: list[tuple[Mapping[str, Any], str, str]] = [
    ({"instruction": "Say what day follows Monday."}, "seeds-readable", "instances: give at least one.*seed format"),
    ({"instruction": "", "output": "x"}, "seeds-readable", "instruction.*seed format"),
    (json.loads(_SOUND[0]) | {"id": "again"}, "seeds-enough", "9 seed tasks, 8 different ones"),
    (PICTURE, "seeds-pass-filters", "seed p is refused: blocked-word: picture"),
    (PICTURE | {"instances": [{"output": "Like this:"}]}, "seeds-pass-filters", "ends-with-colon"),
]
