"""Answers and what is read from them, as docs/parsing.md shows them. Run it to write them there anew."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from answerrows import INSTANCES, LISTS, ROWS, VERDICTS, InstancesRow, ListRow, Row

PAGE = Path(__file__).parent.parent / "docs/parsing.md"
NOTHING = "*nothing*"
_TICKS = re.compile("`+")


def span(text: str) -> str:
    """A text as code in a cell of a table, one line below the other."""
    return "<br>".join(_line(line) if line.strip() else "" for line in text.split("\n"))


def _line(line: str) -> str:
    fence = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    # Spaces before a text are a part of it, which a table would not show.
    return f"{fence}{pad}{line.rstrip()}{pad}{fence}".replace("|", "\\|")


def _table(heads: tuple[str, str, str], rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _task(parts: tuple[str, ...]) -> str:
    instruction, given, output, fault = (*parts, "")[:4]
    named = {"instruction": instruction, "input": given, "output": output}
    said = "<br>".join(f"{name}: {span(text)}" for name, text in named.items() if text)
    return "<br>".join(filter(None, [said, f"**{fault}**" if fault else ""]))


def _title(row: Row | ListRow | InstancesRow, **options: object) -> str:
    """What a row shows, its language when it is not English, and the options that it is read with."""
    told = [*([row.language] if row.language != "en" else []), *(f"`{name}={value}`" for name, value in options.items())]
    return f"{row.title} ({', '.join(told)})" if told else row.title


def tasks() -> str:
    """Answers in whole tasks."""
    rows = (row for rows in ROWS.values() for row in rows if row.shown)
    read = ((_title(row, **row.options), span(row.answer), "<br><br>".join(map(_task, row.tasks)) or NOTHING) for row in rows)
    return _table(("answer", "as it came", "what is read"), read)


def lists() -> str:
    """Answers in lists."""

    def read(row: ListRow) -> str:
        cut = [f"{span(row.cut)} **cut**"] if row.cut else []
        return "<br><br>".join([*map(span, row.items), *cut]) or NOTHING

    rows = ((_title(row, **row.options), span(row.answer), read(row)) for row in LISTS)
    return _table(("answer", "as it came", "what is read"), rows)


def instances() -> str:
    """Answers with instances."""
    rows = (
        (_title(row), span(row.answer), "<br><br>".join(_task(("", *pair)) for pair in row.pairs) or NOTHING)
        for row in INSTANCES
    )
    return _table(("answer", "as it came", "what is read"), rows)


def verdicts() -> str:
    """Answers to whether a task is a classification."""
    said = {True: "yes", False: "no", None: NOTHING}
    return _table(
        ("language", "as it came", "what is read"), ((code, span(text), said[found]) for code, text, found in VERDICTS)
    )


TABLES: Mapping[str, Callable[[], str]] = {"tasks": tasks, "lists": lists, "instances": instances, "verdicts": verdicts}


def told(page: str, name: str) -> str:
    """The table that a page has under a name."""
    return page.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0]


def main() -> None:
    """Write the tables into the page."""
    page = PAGE.read_text("utf-8")
    for name, table in TABLES.items():
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        page = before + begin + table() + end + after
    PAGE.write_text(page, "utf-8")
    sys.stdout.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
