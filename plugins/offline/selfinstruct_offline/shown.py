"""What a prompt shows of the answer that it asks for: the labels to use, and tasks that are there already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from selfinstruct.backend import Prompt
from selfinstruct.parse.structured import json_in, listed
from selfinstruct.schemas import INSTRUCTION
from selfinstruct_offline.words import MARKED, WORDS, Words, from_prompt

_RULE = re.compile(r"^[ \t]*#{3,}[ \t]*$", re.MULTILINE)
_HEAD = re.compile(r"^[ \t]*(\d{1,3})[ \t]*[.．][ \t]*([^\n:：]{1,40}?)[ \t]*([:：])[ \t]*", re.MULTILINE)
_LABEL = re.compile(r"[ \t]*([^\n:：]{1,40}?)[ \t]*([:：])")
_QUOTED = re.compile(r"[\"'“‘「『`]([^\"'“”‘’「」『』`\n:：]{1,40})([:：])[\"'”’」』`]")
_PARTS = {"tasks": 3, "pairs": 2}
_EXAMPLES = ("input-first", "output-first")
_VERDICTS = ("score", "preference")
_SHORT = 40


class Labelled(NamedTuple):
    """A part of a block: its label with the colon behind it, and its text."""

    label: str
    colon: str
    text: str


def words_of(prompt: Prompt) -> Words:
    """The words of the prompt's language, with the labels that the prompt shows in place of the table's own."""
    words = WORDS.get(prompt.language)
    if words is None:
        words = from_prompt(prompt.shown, prompt.form)
    if prompt.schema is not None:
        # What a prompt for JSON shows has keys, and no labels.
        return words
    if prompt.form in _PARTS:
        return _as_in_blocks(prompt, words)
    if prompt.form in _EXAMPLES and prompt.language in WORDS:
        return _as_in_examples(prompt, words)
    return _as_in_judgement(prompt, words) if prompt.form in _VERDICTS else words


def shown_instructions(prompt: Prompt) -> list[str]:
    """The instructions of the whole tasks that the prompt shows, in blocks or in JSON."""
    found = [parts[0].text for parts in _blocks(prompt.shown)]
    if not found:
        in_json = json_in(prompt.shown, lambda read: listed(read, (INSTRUCTION,)), alone=False)
        found = list(in_json.texts) if in_json else []
    return [text for text in found if any(map(str.isalnum, text))]


def _as_in_blocks(prompt: Prompt, words: Words) -> Words:
    size = _PARTS[prompt.form]
    found = [parts for parts in _blocks(prompt.shown) if len(parts) >= size]
    if not found:
        return _as_in_rules(prompt, words, size)
    (instruction, *inputs, output), colon = Counter(
        (tuple(part.label for part in parts[:size]), parts[0].colon) for parts in found
    ).most_common(1)[0][0]
    words = replace(words, instruction=instruction, output=output, colon=_spaced(colon))
    if not inputs:
        return words
    shown = [parts[1].text for parts in found]
    return replace(words, input=inputs[0], noinput=_noinput(prompt.shown, shown, words.noinput))


def _as_in_rules(prompt: Prompt, words: Words, size: int) -> Words:
    """Without a demonstration: what the rules quote, in the order of a block, or the label that the text ends in."""
    if prompt.style == "completion":
        last = list(_HEAD.finditer(prompt.shown))[-1:]
        return replace(words, instruction=last[0][2], colon=_spaced(last[0][3])) if last else words
    quoted = list(dict.fromkeys(_QUOTED.findall(prompt.shown)))
    if len(quoted) != size:
        return words
    words = replace(words, instruction=quoted[0][0], output=quoted[-1][0], colon=_spaced(quoted[0][1]))
    return replace(words, input=quoted[1][0]) if size == _PARTS["tasks"] else words


def _as_in_judgement(prompt: Prompt, words: Words) -> Words:
    """A chat prompt ends in the two lines that it asks for; a text ends in the label of the first, after examples of both."""
    heads = [_LABEL.match(line) for line in prompt.shown.splitlines() if line.strip()]
    if prompt.style == "chat":
        first, below = ([None, None, *heads])[-2:]
        second = below[1] if below else ""
    else:
        first = heads[-1] if heads else None
        found = Counter(b[1] for a, b in pairwise(heads) if first and a and b and a[1] == first[1])
        second = found.most_common(1)[0][0] if found else ""
    if not first or not second:
        return words
    tie = next((known.tie for known in (words, *WORDS.values()) if known.tie in prompt.shown), words.tie)
    words = replace(words, reason=first[1], colon=_spaced(first[2]), tie=tie)
    return replace(words, score=second) if prompt.form == "score" else replace(words, better=second)


def _spaced(colon: str) -> str:
    return colon if colon == "：" else f"{colon} "


def _as_in_examples(prompt: Prompt, words: Words) -> Words:
    own = words.output if prompt.form == "input-first" else words.label
    heads = Counter(MARKED.findall(prompt.shown))
    if {own, words.input} <= heads.keys() or not heads:
        return words
    # Up to the first line of the instruction that is asked about, which the word for a task heads.
    asked = prompt.instruction.partition("\n")[0]
    shown = prompt.shown[: prompt.shown.rfind(asked) + len(asked)] if asked else prompt.shown
    found = from_prompt(shown, prompt.form)
    if not heads[found.output] > 1:
        return words
    return replace(words, input=found.input, output=found.output, label=found.label)


def _noinput(shown: str, inputs: list[str], usual: str) -> str:
    """The word that stands where there is no input: the usual one, or else a short input that the prompt shows repeatedly."""
    if usual in shown:
        return usual
    named = [text for text in inputs if len(text) <= _SHORT and "\n" not in text and any(map(str.isalpha, text))]
    short = [text for text in named if shown.count(text) > 1]
    return Counter(short).most_common(1)[0][0] if short else usual


def _blocks(shown: str) -> Iterator[list[Labelled]]:
    """The numbered blocks of a prompt: those parts that share the number which most lines of a stretch begin with."""
    for stretch in _RULE.split(shown):
        heads = list(_HEAD.finditer(stretch))
        numbers = Counter(head[1] for head in heads)
        number, count = numbers.most_common(1)[0] if numbers else ("", 0)
        if count < 2:
            continue
        own = [head for head in heads if head[1] == number]
        ends = [head.start() for head in own[1:]] + [len(stretch)]
        yield [Labelled(head[2], head[3], stretch[head.end() : end].strip()) for head, end in zip(own, ends, strict=True)]
