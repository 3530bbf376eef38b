"""JSON Lines on disk: one record a line, appended and synced, split on newlines only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from selfinstruct.errors import StoreError


def dump(row: Any) -> bytes:
    """One line. Lone surrogates, which UTF-8 cannot carry, become the JSON escapes that mean them."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def read(path: Path) -> Iterator[Any]:
    """The records of a file, none if it is not there. Raises StoreError naming file and line."""
    if not path.exists():
        return
    with _told(path), path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                hint = "a line of this file was changed or damaged: mend or remove it, then run the same command again"
                raise StoreError(f"{path}:{number}: not JSON: {error}", hint=hint) from None


def append(path: Path, rows: Iterable[Any]) -> None:
    """Add records and wait until they are on the disk. Raises StoreError when they cannot be written."""
    append_bytes(path, b"".join(map(dump, rows)))


def append_bytes(path: Path, data: bytes) -> None:
    """Add whole lines and wait until they are on the disk. Raises StoreError when they cannot be written."""
    if data:
        with _told(path), path.open("ab", buffering=0) as file:
            _write_all(file.fileno(), data)
            os.fsync(file.fileno())


def cut_torn_line(path: Path) -> int:
    """Remove what stands behind the last newline (a write that was cut short); how many bytes that was."""
    if not path.exists():
        return 0
    with _told(path), path.open("rb+") as file:
        data = file.read()
        torn = len(data) - (data.rfind(b"\n") + 1)
        if torn:
            file.truncate(len(data) - torn)
    return torn


@contextmanager
def fresh(path: Path) -> Iterator[IO[bytes]]:
    """A file to write whole: it is either the old one or the new one, never half of it."""
    with _told(path):
        new = path.with_name(path.name + ".new")
        with new.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


def replace(path: Path, data: bytes) -> None:
    """Write a whole file at once, as `fresh` does."""
    with fresh(path) as file:
        file.write(data)


def _write_all(descriptor: int, data: bytes) -> None:
    # A short write is how a full disk or a size limit shows itself first; the next one then raises.
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class _told:  # noqa: N801 - reads as a phrase where it is used
    """Turns an OSError into one line that names the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            hint = "make room or choose another folder with --out; what is written so far is safe: run the same command again"
            raise StoreError(f"{self.path}: {error.strerror or error}", hint=hint) from error
