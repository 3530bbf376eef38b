"""The figures of the project's own seed tasks as they stand in docs/seeds.md. Run it to write them there anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import selfinstruct
from selfinstruct.resources import seeds
from selfinstruct.seedcheck import SeedReport
from selfinstruct.variety import Spread, Variety

PAGE = Path(__file__).parent.parent / "docs/seeds.md"
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->"
FILES = ("en", "ko", "ja", "code.en", "code.ko", "code.ja")


@cache
def report(name: str) -> SeedReport:
    """What check-seeds tells of one packaged file."""
    return selfinstruct.check_seeds(Path(str(seeds(name))), name.rpartition(".")[2])


def figures(name: str) -> Variety:
    """The figures of one packaged file."""
    return report(name).variety


def _share(found: Variety, count: int) -> str:
    return f"{count} ({found.share(count):.0%})"


def _spread(spread: Spread) -> str:
    return f"{spread.least}, {spread.median:g}, {spread.most}"


ROWS: Mapping[str, Callable[[Variety], str]] = {
    "tasks": lambda found: str(found.tasks),
    "classifications": lambda found: _share(found, found.classifications),
    "with an input": lambda found: _share(found, found.with_input),
    "instances of a task, on average": lambda found: f"{found.mean_instances:.1f}",
    "words of an instruction: least, median, most": lambda found: _spread(found.words),
    "closest two, ROUGE-L": lambda found: f"{found.closest:.2f}",
    "tasks with the commonest opener": lambda found: f"{found.top_opener_share:.1%}",
    "different main verbs": lambda found: str(found.different_verbs),
    "commonest moods": lambda found: ", ".join(f"{m} {found.share(n):.0%}" for m, n in list(found.moods.items())[:4]),
    "kinds": lambda found: str(len(found.kinds)),
}


def table() -> str:
    """The figures as a table in Markdown."""
    names = [name if "." not in name else f"code, {name.rpartition('.')[2]}" for name in FILES]
    lines = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {title} | {' | '.join(tell(figures(name)) for name in FILES)} |" for title, tell in ROWS.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table into the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}", "utf-8")
    sys.stdout.write(table())


if __name__ == "__main__":
    main()
