"""What the page is told, block by block: the shapes are in the package's docstring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from selfinstruct.figures.overview import Overview
from selfinstruct.figures.overview import overview as figures_of
from selfinstruct.figures.sources import Source
from selfinstruct.language import Language, Length
from selfinstruct.plugins import Plugins
from selfinstruct.reporting.rows import SIZE, Rows

Row = dict[str, Any]

UI_LANGUAGES = ("en", "ko", "ja")
"""Those the page itself speaks."""


class Blocks:
    """The blocks of one page, counted once: `overview`, and columns and texts by `rows`."""

    def __init__(self, sources: Sequence[Source], plugins: Plugins, language: str | None = None) -> None:
        known = plugins.languages()
        self.sources = sources
        self.language = ui_language(sources, language)
        self.names = _told_apart(sources)
        self.title = " · ".join(self.names)
        self._languages = [known.get(source.lang) for source in sources]
        self.rows = [Rows(*pair) for pair in zip(sources, map(_length, self._languages), strict=True)]

    def overview(self, *, stamp: str = "", served: bool = False, nearest_seed: bool = True) -> Row:
        """What is shown first. Takes as long as the figures take: `nearest_seed` is theirs."""
        figures = [
            figures_of(source, language, nearest_seed=nearest_seed)
            for source, language in zip(self.sources, self._languages, strict=True)
        ]
        about = [_about(*each) for each in zip(self.names, self.sources, figures, self.rows, strict=True)]
        return {
            "format": 1,
            "stamp": stamp,
            "served": served,
            "language": self.language,
            "title": self.title,
            "requests": any(source.completions for source in self.sources),
            "size": SIZE,
            "sources": about,
        }


def ui_language(sources: Sequence[Source], asked: str | None) -> str:
    """The language of the page: the one asked for, or that of the first source where the page speaks it, or English."""
    code = asked or (sources[0].lang if sources else "en")
    return code if code in UI_LANGUAGES else "en"


def _told_apart(sources: Sequence[Source]) -> list[str]:
    """Their names; those that several have with the folder before them."""
    times = Counter(source.name for source in sources)
    return [s.name if times[s.name] == 1 else f"{s.path.absolute().parent.name}/{s.name}" for s in sources]


def _about(name: str, source: Source, figures: Overview, rows: Rows) -> Row:
    told = asdict(figures)
    # A page is passed on, and a path tells about a machine; the settings are told without theirs.
    told["path"] = source.path.name
    return {"name": name, "lang": source.lang, "rows": len(rows), "tasks": len(source.tasks), "figures": told}


def _length(language: Language | None) -> Callable[[str], int]:
    return (language.length if language else Length(1, 1)).count
