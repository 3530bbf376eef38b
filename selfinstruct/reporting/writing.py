"""`report.html`: the page and everything it shows in one file, written as it is read."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from selfinstruct import jsonl
from selfinstruct.figures.sources import Source, read_source
from selfinstruct.plugins import Plugins
from selfinstruct.reporting.blocks import Blocks
from selfinstruct.reporting.page import block, closing, opening
from selfinstruct.reporting.requests import read_log

FILE = "report.html"

MOST_OF_REQUESTS = 100_000_000
"""Bytes of the file that prompts and answers may take; with more, none are in it."""

_BLOCK = 400_000
"""Bytes of requests that are packed together: the page unpacks so much to show one."""


def report_on(
    paths: Sequence[Path], plugins: Plugins, *, lang: str | None = None, out: Path | None = None, language: str | None = None
) -> Path:
    """Read folders of runs and files of tasks, and write the page about them.

    lang: of the files. out: by default `report.html` in the run's folder, and in the working folder for a file and for several.
    Raises ConfigError and StoreError.
    """
    sources = [read_source(path, lang) for path in paths]
    inside = len(paths) == 1 and paths[0].is_dir()
    return write_report(sources, out or (paths[0] / FILE if inside else Path(FILE)), plugins, language=language)


def write_report(
    sources: Sequence[Source],
    file: Path,
    plugins: Plugins,
    *,
    language: str | None = None,
    most_of_requests: int = MOST_OF_REQUESTS,
) -> Path:
    """Write the page about some sources; the same sources give the same bytes.

    language: of the page's own words: en, ko or ja, or None for that of the first source. Raises StoreError.
    """
    blocks = Blocks(sources, plugins, language)
    with jsonl.fresh(file) as out:
        out.write(opening(blocks.title, blocks.language).encode())
        _write(out, "overview", blocks.overview())
        for number, rows in enumerate(blocks.rows):
            _write(out, f"columns-{number}", rows.columns())
            for place in range(rows.blocks):
                _write(out, f"texts-{number}-{place}", rows.texts(place))
        at = out.tell()
        if not _write_requests(out, sources, most_of_requests):
            out.seek(at)
            out.truncate()
            _write(out, "left-out", None)
        out.write(closing().encode())
    return file


def _write(out: IO[bytes], name: str, value: Any) -> int:
    return out.write(block(name, gzip.compress(jsonl.dump(value), 6, mtime=0)))


def _write_requests(out: IO[bytes], sources: Sequence[Source], most: int) -> bool:
    """Prompts and answers, and where each stands. False, and what was written is void, when they take more than they may."""
    for number, source in enumerate(sources):
        where: dict[str, dict[int, tuple[int, int]]] = {}
        for place, packed in enumerate(_packs(source.completions)):
            most -= _write(out, f"answers-{number}-{place}", packed)
            if most < 0:
                return False
            for index, row in enumerate(packed):
                where.setdefault(row["stage"], {})[row["number"]] = (place, index)
        _write(out, f"requests-{number}", {stage: [[n, *at] for n, at in found.items()] for stage, found in where.items()})
    return True


def _packs(log: Path | None) -> Iterator[list[Any]]:
    """The requests of a log, so many at a time that a block has about its size."""
    packed, size = [], 0
    for row in read_log(log):
        packed.append(row)
        size += len(row["text"]) + sum(len(said) for _, said in row["prompt"])
        if size >= _BLOCK:
            yield packed
            packed, size = [], 0
    if packed:
        yield packed
