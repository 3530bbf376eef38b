"""Reading the documentation: its tables, code spans, code blocks and sections."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)[ ]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (DOCS / name).read_text("utf-8")


def lines_of(file: Path) -> list[str]:
    """The lines of a JSONL file."""
    return file.read_text("utf-8").split("\n")[:-1]


def rows_of(page: str, header: str) -> list[list[str]]:
    """The cells of every table whose first heading is `header`."""
    found: list[list[str]] = []
    heading: str | None = None
    for line in page.split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            heading = None
        elif heading is None:
            heading = cells[0]
        elif heading == header and not set(cells[0]) <= set("-: "):
            found.append(cells)
    return found


def names_in(page: str, header: str) -> list[str]:
    """The code spans in the first cells of such tables, without what stands in parentheses."""
    return [span.partition("(")[0] for cells in rows_of(page, header) for span in SPAN.findall(cells[0])]


def section(page: str, heading: str) -> str:
    """A page from one heading of the second level to the next."""
    start = page.index(f"\n## {heading}\n")
    end = page.find("\n## ", start + 1)
    return page[start : end if end > 0 else len(page)]
