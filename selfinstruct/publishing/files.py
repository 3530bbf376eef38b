"""The tasks as rows of a training format, in JSON Lines and in Parquet: the same rows, byte for byte the same each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.errors import ConfigError
from selfinstruct.publishing.choices import Choices
from selfinstruct.publishing.markup import sound
from selfinstruct.records import Row, Task
from selfinstruct.stages.export import MARK, SOURCE
from selfinstruct.templates import Wording, default_template, examples, rows, split

DATA = "data"
SIDES = ("train", "test")
PARQUET = "parquet"

# Rows that a reader has in memory at once.
_GROUP = 10_000


def sides(tasks: Sequence[Task], language: str, choices: Choices, *, for_training: bool) -> dict[str, list[Row]]:
    """The rows of each side that has any. Rows of data that is not for training say so, in a column of their own.

    Raises ConfigError when there are none.
    """
    wording = Wording(choices.template or default_template(language), choices.system, choices.seed)
    mark = {} if for_training else {"source": SOURCE}
    made: dict[str, list[Row]] = {}
    for side, of in zip(SIDES, split(tasks, choices.test, choices.seed), strict=True):
        chosen = examples(of, most=choices.max_instances, seed=choices.seed)
        made[side] = [row | mark for row in rows(chosen, choices.form, wording)]
    if not any(made.values()):
        raise ConfigError("no task has an instance, so there is nothing to publish", hint="make some first: selfinstruct run")
    return {side: of for side, of in made.items() if of}


def name_of(side: str, suffix: str, *, for_training: bool) -> str:
    """Where a side's rows are in the folder."""
    return f"{DATA}/{'' if for_training else MARK}{side}.{suffix}"


def write_jsonl(file: Path, made: Sequence[Row]) -> Path:
    """One row a line."""
    jsonl.replace(file, b"".join(jsonl.dump(_sound(row)) for row in made))
    return file


def check_parquet() -> None:
    """Raises ConfigError when there is nothing to write Parquet with."""
    if find_spec("pyarrow") is None:
        hint = "pip install 'selfinstruct[parquet]', or leave these files out with --no-parquet"
        raise ConfigError("pyarrow is needed to write Parquet and is not installed", hint=hint)


def write_parquet(file: Path, made: Sequence[Row]) -> Path:
    """The rows as columns of texts, and lists of records of texts."""
    from pyarrow import Table, parquet

    with jsonl.fresh(file) as out:
        parquet.write_table(Table.from_pylist([_sound(row) for row in made]), out, row_group_size=_GROUP)
    return file


def _sound(value: Any) -> Any:
    """A value whose texts UTF-8 can carry."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, Mapping):
        return {sound(name): _sound(inner) for name, inner in value.items()}
    return [_sound(item) for item in value] if isinstance(value, list) else value
