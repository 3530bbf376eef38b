"""Training rows as token ids in Parquet: what is asked is masked, and only the answer is learnt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.errors import ConfigError
from selfinstruct.stages.encoding import Encoded, Encoder
from selfinstruct.templates import Example, Wording

TOKENIZED = "tokenized"
PADS = ("none", "longest", "max_length")
MASKED = -100
"""The label that every trainer's loss leaves out."""

# Tokens of a row group: what is held in memory at once.
_GROUP = 1 << 19


@dataclass(frozen=True, slots=True)
class Tokenizing:
    """What may be chosen about the ids.

    model: folder of a tokenizer, or its name on the hub. max_length: most tokens of a row; None for the tokenizer's own limit.
    pad: none; longest, to the longest row of the file; or max_length, to that.
    """

    model: str | None = None
    max_length: int | None = None
    pad: str = "none"

    def padding(self) -> str:
        """Say `pad` as one of PADS."""
        return self.pad.replace("-", "_")

    def encoder(self, sides: Mapping[str, Sequence[Example]], template: str | None, wording: Wording, language: str) -> Encoder:
        """Load the tokenizer and try it on an example. Raises ConfigError for wrong options, and when it does not serve."""
        if not self.model:
            hint = "--model PATH: a folder, or the name of a model on the hub"
            raise ConfigError("the format tokenized needs the tokenizer of a model", hint=hint)
        if self.max_length is not None and self.max_length < 1:
            hint = "leave it out for what the tokenizer allows"
            raise ConfigError(f"a row must have at least one token, not {self.max_length}", hint=hint)
        if self.padding() not in PADS:
            raise ConfigError(f"unknown padding {self.pad!r}", hint=f"paddings: {', '.join(PADS)}")
        encoder = Encoder(self.model, template, wording, language)
        first = next(chain.from_iterable(sides.values()))
        next(encoder.encode([first]))
        return encoder


@dataclass(slots=True)
class Figures:
    """What became of the examples of one file. tokens, answer_tokens: without padding. longest: tokens of the longest row."""

    rows: int = 0
    cut: int = 0
    dropped: int = 0
    tokens: int = 0
    answer_tokens: int = 0
    longest: int = 0

    def count(self, row: Encoded) -> None:
        """Add a row as it is written."""
        self.rows += 1
        self.tokens += len(row.ids)
        self.answer_tokens += len(row.ids) - row.prompt
        self.longest = max(self.longest, len(row.ids))


def write(
    sides: Mapping[str, Sequence[Example]],
    folder: Path,
    encoder: Encoder,
    asked: Tokenizing,
    *,
    mark: str = "",
    source: str = "",
    note: Callable[[str], None],
) -> list[Path]:
    """Write `tokenized.<side>.parquet` for each side with rows, and what they are into `tokenized.json`; all paths written.

    mark: what every name begins with. source: a text that every row is to have. note: is told what was cut, in one line.
    Raises ConfigError when no answer is left, StoreError when the disk is full.
    """
    most = asked.max_length or encoder.longest
    figures, paths = {}, []
    for side, chosen in sides.items():
        path = folder / f"{mark}{TOKENIZED}.{side}.parquet"
        figures[side] = _file(path, chosen, encoder, most, asked.padding(), source)
        if figures[side].rows:
            paths.append(path)
    lost = _lost(figures.values(), most)
    if not paths:
        drop(folder, mark)
        raise ConfigError(f"nothing is left to write: {lost}", hint="allow longer rows: --max-length")
    if lost:
        note(f"{TOKENIZED}: {lost}")
    sidecar = folder / f"{mark}{TOKENIZED}.json"
    jsonl.replace(sidecar, _told(encoder, asked, most, figures))
    return [*paths, sidecar]


def drop(folder: Path, mark: str) -> None:
    """Remove what an earlier export has left under that mark."""
    for name in (f"{TOKENIZED}.train.parquet", f"{TOKENIZED}.test.parquet", f"{TOKENIZED}.json"):
        (folder / f"{mark}{name}").unlink(missing_ok=True)


def _file(path: Path, chosen: Sequence[Example], encoder: Encoder, most: int, padding: str, source: str) -> Figures:
    figures = Figures()
    width = most if padding == "max_length" else 0
    if padding == "longest":
        # Encoded twice, rather than held.
        width = max((min(len(row.ids), most) for row in encoder.encode(chosen) if row.prompt < most), default=0)
    groups = _groups(_kept(encoder.encode(chosen), most, figures), width)
    first = next(groups, None)
    if first is None:
        path.unlink(missing_ok=True)
        return figures
    _parquet(path, chain([first], groups), encoder.pad, width, source)
    return figures


def _kept(rows: Iterable[Encoded], most: int, figures: Figures) -> Iterator[Encoded]:
    """The rows cut on the right, but for those with nothing to learn from."""
    for row in rows:
        if row.prompt >= most:
            figures.dropped += 1
            continue
        figures.cut += len(row.ids) > most
        cut = Encoded(row.ids[:most], row.prompt)
        figures.count(cut)
        yield cut


def _groups(rows: Iterable[Encoded], width: int) -> Iterator[list[Encoded]]:
    group: list[Encoded] = []
    tokens = 0
    for row in rows:
        group.append(row)
        tokens += max(len(row.ids), width)
        if tokens >= _GROUP:
            yield group
            group, tokens = [], 0
    if group:
        yield group


def _parquet(path: Path, groups: Iterable[list[Encoded]], pad: int, width: int, source: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    # The types of the tokenizers' own outputs. Losses want labels of 64 bits.
    columns = [("input_ids", pa.list_(pa.int32())), ("attention_mask", pa.list_(pa.int8())), ("labels", pa.list_(pa.int64()))]
    schema = pa.schema([*columns, *([("source", pa.string())] if source else [])])
    try:
        with jsonl.fresh(path) as file, parquet.ParquetWriter(file, schema) as writer:
            for group in groups:
                writer.write_table(pa.table(_columns(group, pad, width, source), schema=schema))
    except BaseException:
        path.with_name(path.name + ".new").unlink(missing_ok=True)
        raise


def _columns(rows: Sequence[Encoded], pad: int, width: int, source: str) -> dict[str, list[Any]]:
    """The rows as columns, filled up on the right to `width` tokens."""
    fill = [max(0, width - len(row.ids)) for row in rows]
    pairs = list(zip(rows, fill, strict=True))
    columns: dict[str, list[Any]] = {
        "input_ids": [row.ids + [pad] * more for row, more in pairs],
        "attention_mask": [[1] * len(row.ids) + [0] * more for row, more in pairs],
        "labels": [[MASKED] * row.prompt + row.ids[row.prompt :] + [MASKED] * more for row, more in pairs],
    }
    return columns | ({"source": [source] * len(rows)} if source else {})


def _lost(figures: Iterable[Figures], most: int) -> str:
    cut, dropped = (sum(values) for values in zip(*((each.cut, each.dropped) for each in figures), strict=True))
    said = [f"{cut} rows are cut to {most} tokens"] if cut else []
    return "; ".join([*said, *([f"{dropped} left out, whose prompt alone has {most} tokens or more"] if dropped else [])])


def _told(encoder: Encoder, asked: Tokenizing, most: int, figures: Mapping[str, Figures]) -> bytes:
    rows = {side: asdict(each) for side, each in figures.items() if each.rows or each.dropped}
    told = encoder.told() | {"max_length": most, "padding": asked.padding(), "masked": MASKED} | rows
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
