"""Output checks: instances whose output no model should learn from, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from selfinstruct.curation import asked
from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.curation.cutting import cut_off
from selfinstruct.curation.gluing import Labels, repeated_instruction
from selfinstruct.curation.looping import loop
from selfinstruct.curation.refusing import refusing
from selfinstruct.curation.standins import placeholder
from selfinstruct.language import Language
from selfinstruct.promptfile import read
from selfinstruct.records import Instance, Rejection, joined

NO_INSTANCE = "no-usable-instance"

_MARKERS = ("instruction", "input", "output")
_SHOWN = 60
_LINK = r"[-*<(]?\s?(?:https?://|www\.)\S+"
_LINKS = re.compile(rf"{_LINK}(?:\s+{_LINK}){{0,20}}")
_IMAGE = r"(?:!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)|<img\b[^<>]{0,2000}>|data:image/\S+)"
_IMAGES = re.compile(rf"{_IMAGE}(?:\s+{_IMAGE}){{0,20}}", re.IGNORECASE)


def output_checks(language: Language, triggers: Mapping[str, str] | None = None) -> Step:
    """A step that drops instances with a faulty output, and tasks of which no instance is left.

    triggers: the user's own words for the markers of an answer, whose labels are looked for too. Each instance is judged by
    itself, so a call may follow on any other. A rejection's reason names the fault, its detail what was found.
    Raises ConfigError when the language's prompt book can not be read.
    """
    checks = _OutputChecks(language, triggers or {})

    def checked(candidates: Iterable[Candidate], /) -> Iterator[Outcome]:
        return map(checks.outcome, candidates)

    return checked


class _OutputChecks:
    """All checks of an output, in one language."""

    def __init__(self, language: Language, triggers: Mapping[str, str]) -> None:
        self._language = language
        markers = read(language.prompts).tables.get("markers", {})
        # Of the words of a marker the first is the one that templates write.
        written = {name: (*markers.get(name, ())[:1], *filter(None, [triggers.get(name)])) for name in _MARKERS}
        self._labels = Labels(*written.values())

    def outcome(self, candidate: Candidate) -> Outcome:
        task, number = candidate.task, candidate.number
        kept: list[Instance] = []
        refused: list[Rejection] = []
        for instance in task.instances:
            if fault := self._fault(task.instruction, instance):
                text = "\n".join(filter(None, (instance.input, instance.output)))
                refused.append(Rejection(text, *fault, number))
            else:
                kept.append(instance)
        if not kept:
            return Outcome(None, (*refused, Rejection(task.instruction, NO_INSTANCE, "", number)))
        return Outcome(Candidate(number, replace(task, instances=tuple(kept))) if refused else candidate, tuple(refused))

    def _fault(self, instruction: str, instance: Instance) -> tuple[str, str] | None:
        """The first fault of an output: its reason, and what was found."""
        return next(((reason, found) for reason, found in self._faults(instruction, instance) if found), None)

    def _faults(self, instruction: str, instance: Instance) -> Iterator[tuple[str, str | None]]:
        output, given = instance.output.strip(), joined(instruction, instance.input)
        yield "only-image", _only(_IMAGES, asked.MARKUP, given, output)
        yield "only-link", _only(_LINKS, asked.LINKS, given, output)
        yield "refusal", refusing(given, output, self._language)
        if not asked.COPY.search(instruction):
            yield "glued-instruction", repeated_instruction(instruction, output)
        if not asked.LABELS.search(instruction):
            yield "glued-label", self._labels.found(output, given, code=asked.CODE.search(given) is not None)
        yield "placeholder", placeholder(output, given, self._language)
        yield "repetition", loop(output, given)
        yield "cut-off", cut_off(output, instance.input)
        yield "wrong-language", self._language.fault(output, "output", instruction)


def _only(pattern: re.Pattern[str], natural: re.Pattern[str], given: str, output: str) -> str:
    """What the whole output is, "" when it is something else, was given or asked for."""
    if not pattern.fullmatch(output) or natural.search(given) or output in given:
        return ""
    return output[:_SHOWN]
