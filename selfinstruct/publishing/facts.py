"""All that a card is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.figures.overview import Overview
from selfinstruct.language import Language
from selfinstruct.publishing.choices import Choices
from selfinstruct.records import Row
from selfinstruct.settings import Settings

LOG = "log/completions.jsonl"
REJECTIONS = "rejections.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A run as it is published.

    overview: of the tasks that are published. language: None when its plugin is not there. asked: how many tasks the run was to
    end with. made: how many it has; those that are published may be fewer, where a person reviewed them. marked: mark -> how
    many instances and tasks have it. rows: side -> how many. files: side -> the file that readers are to take. example: a row.
    refused: rows of the file of rejections. repo: where it goes, "" when that is not known.
    """

    overview: Overview
    settings: Settings
    language: Language | None
    choices: Choices
    for_training: bool
    asked: int | None
    made: int
    marked: Mapping[str, int]
    rows: Mapping[str, int]
    files: Mapping[str, str]
    example: Row
    refused: int = 0
    repo: str = ""

    @property
    def name(self) -> str:
        """The language for readers: in English and, where that is another word, as its speakers call it."""
        if self.language is None:
            return self.settings.lang
        english, own = self.language.english_name or self.language.name, self.language.name
        return english if english == own else f"{english} ({own})"

    @property
    def title(self) -> str:
        """What the data set is called."""
        english = (self.language.english_name or self.language.name) if self.language else self.settings.lang
        mark = "" if self.for_training else " (not for training)"
        return (self.choices.title or f"Machine-made instruction data: {english}") + mark
