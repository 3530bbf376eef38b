"""One TOML file of a prompt book, and where in it each thing stands: a fault in a template is told with file and line."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from selfinstruct.errors import ConfigError

File = Path | Traversable

_AT = re.compile(r"\s*\(at line (\d+), column \d+\)\Z")
_OPENS_BLOCK = re.compile(r"\s*(?:\"\"\"|''')\s*\Z")


@dataclass(frozen=True, slots=True)
class PromptFile:
    """What a file holds: its tables, and its text, by which things are found again. `sha256` names the bytes."""

    file: File
    source: str
    tables: Mapping[str, Any]
    sha256: str

    def where(self, table: str = "", key: str = "", line: int = 1) -> str:
        """The place of a table, of a key in it, or of a line (from 1) of that key's text: `file:line`."""
        at = self._line(table, key, line) if table else 0
        return f"{self.file}:{at}" if at else f"{self.file}"

    def _line(self, table: str, key: str, line: int) -> int:
        """The number of a line, 0 when the file writes it in some other way."""
        name = r"\s*\.\s*".join(rf"[\"']?{re.escape(part)}[\"']?" for part in table.split("."))
        header = re.compile(rf"\s*\[{{1,2}}\s*{name}\s*\]{{1,2}}\s*(?:#.*)?\Z")
        rows = self.source.split("\n")
        start = next((at for at, row in enumerate(rows, 1) if header.match(row)), 0)
        if not (start and key):
            return start
        for at, row in enumerate(rows[start:], start + 1):
            if found := re.match(rf"\s*{re.escape(key)}\s*=(.*)", row):
                return at + (line if _OPENS_BLOCK.match(found[1]) else line - 1)
        return start


def read(file: File) -> PromptFile:
    """Read a file; its text is NFC, as the answers are that it is compared with.

    Raises ConfigError, with the line when it is no TOML.
    """
    try:
        data = file.read_bytes()
        source = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}", hint="save the file as UTF-8") from None
    except (OSError, ValueError) as error:
        hint = "put the file there, and see that the package holds it"
        raise ConfigError(f"{file}: {getattr(error, 'strerror', None) or error}", hint=hint) from None
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        where = f"{file}:{found[1]}" if found else f"{file}"
        hint = "mend the line, or the text above it that has no end: a prompt book is written in TOML"
        raise ConfigError(f"{where}: {_AT.sub('', str(error))}", hint=hint) from None
    return PromptFile(file, source, tables, hashlib.sha256(data).hexdigest())
