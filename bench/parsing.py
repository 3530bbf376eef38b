"""What the parsers read from the answers in a log, as a table.

    python bench/parsing.py runs/en-groq/completions.jsonl
    python bench/parsing.py machine_generated_instructions.jsonl.gz regen.json --lang en --show 10

A file is a log of a run, a file of the original scripts that keeps raw answers (in `metadata` or `raw_instances`), or one with
whole tasks, such as `regen.json`: these are written as an answer again and read back. The language is that of the `run.toml`
beside the file, or --lang. `again` counts the stored instructions that are among what is read, case and spaces aside.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from answerlog import Answer, answers

from selfinstruct import settings
from selfinstruct.errors import SelfInstructError
from selfinstruct.filters import selfinstruct_instruction_fault
from selfinstruct.language import Language
from selfinstruct.parse.blocks import parse_blocks
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import parse_items
from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.parse.score import parse_score
from selfinstruct.plugins import load
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.text import key

ODD = frozenset(
    {
        "no-items",
        "no-instances",
        "no-output",
        "no-instruction",
        "two-outputs",
        "no-yes-no",
        "no-score",
        "no-recovered-instruction",
    }
)
"""Reasons that are the parser's own: an answer that has one of these is worth a look."""


@dataclass
class Read:
    """What was read from one answer. good: what can go on. refused: a reason for each that can not. texts: of both."""

    good: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def add(self, text: str, fault: str, shown: str = "") -> None:
        """Add an item; with a fault it is refused."""
        (self.refused if fault else self.good).append(fault or text)
        self.texts.append(text)
        self.shown.append(f"[{fault or 'read'}] {shown or text}")

    def refuse(self, reason: str, text: str) -> None:
        """Refuse the whole answer."""
        self.refused.append(reason)
        self.shown.append(f"[{reason}] {text}")


def main() -> None:
    """Read every file and print the table."""
    options = arguments()
    table = [["file", "form", "answers", "with items", "items", "refused", "stored", "again", "why refused"]]
    for file in options.files:
        try:
            odd = list(tell(file, options.lang, table))
        except SelfInstructError as error:
            raise SystemExit(f"error: {error.message}\nhint: {error.hint}") from None
        for answer, read, why in odd[: options.show]:
            show(answer, read, why)
    print_table(table)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--lang", help="of files without a run.toml beside them; en by default")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N odd answers of each file")
    return parser.parse_args()


def tell(file: Path, lang: str | None, table: list[list[str]]) -> Iterator[tuple[Answer, Read, str]]:
    """Add a file's rows to the table, one a form; what comes are the odd answers."""
    run = settings.read(file.parent)
    language = load().language(lang or (run.lang if run else "en"))
    markers = PromptBook(language.prompts, triggers=run.triggers if run else None).markers
    read = [(answer, parsed(answer, markers, language)) for answer in answers(file, markers, run.recipe if run else "")]
    for form in dict.fromkeys(answer.form for answer, _ in read):
        own = [(answer, found) for answer, found in read if answer.form == form]
        table.append([file.name, form, *figures(own)])
    for answer, found in read:
        if why := oddity(answer, found):
            yield answer, found, why


def figures(read: Sequence[tuple[Answer, Read]]) -> list[str]:
    """One row of the table."""
    reasons = Counter(reason for _, found in read for reason in found.refused)
    stored = sum(len(answer.stored or ()) for answer, _ in read)
    again = stored - sum(len(missing(answer, found)) for answer, found in read)
    counts = [len(read), sum(bool(found.good) for _, found in read), sum(len(found.good) for _, found in read)]
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common()) or "-"
    return [*map(str, [*counts, sum(reasons.values())]), *(map(str, (stored, again)) if stored else "--"), told]


def missing(answer: Answer, found: Read) -> list[str]:
    """The stored texts that are not among what was read, whatever then becomes of it."""
    known = set(map(key, found.texts))
    return [text for text in answer.stored or () if key(text) not in known]


def oddity(answer: Answer, found: Read) -> str:
    """What to look at in an answer, "" when there is nothing."""
    if absent := missing(answer, found):
        return f"stored, not read: {absent[0]}"
    return next((reason for reason in found.refused if reason in ODD), "")


def show(answer: Answer, found: Read, why: str) -> None:
    """Print one answer and what was read from it."""
    print(f"=== {answer.where}: {why}\n{answer.text.strip()}\n---")
    for line in found.shown:
        print(repr(line)[1:-1])
    print()


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for i, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if i == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def parsed(answer: Answer, markers: Markers, language: Language) -> Read:
    """What the parser of its form reads from an answer."""
    found = Read()
    if answer.error:
        found.refuse("request-failed", answer.error)
    elif answer.form == "list":
        _items(answer, markers, language, found)
    elif answer.form in {"tasks", "pairs"}:
        _blocks(answer, markers, language, found)
    elif answer.form in {"input-first", "output-first"}:
        _instances(answer, markers, found)
    else:
        _one(answer, markers, found)
    return found


def _items(answer: Answer, markers: Markers, language: Language, found: Read) -> None:
    items = parse_items(
        answer.text, markers, first=answer.first, continued=answer.continued, cut=answer.cut, structured=answer.structured
    )
    for text in items.texts:
        found.add(text, fault_of(text, language))
    if items.cut:
        found.add(items.cut, "cut")
    if not (items.texts or items.cut):
        found.refuse("no-items", answer.text)


def _blocks(answer: Answer, markers: Markers, language: Language, found: Read) -> None:
    blocks = parse_blocks(
        answer.text,
        markers,
        first=answer.first,
        with_input=answer.form == "tasks",
        continued=answer.continued,
        cut=answer.cut,
        structured=answer.structured,
    ).blocks
    for block in blocks:
        parts = (block.instruction, block.input, block.output)
        text = "\n".join(parts) if answer.whole else block.instruction
        # Of tasks that were written as an answer here only the reading is in question.
        found.add(text, block.fault or ("" if answer.whole else fault_of(text, language)), " | ".join(parts))
    if not blocks:
        found.refuse("no-items", answer.text)


def _instances(answer: Answer, markers: Markers, found: Read) -> None:
    parse = parse_output_first if answer.form == "output-first" else parse_input_first
    instances = parse(answer.text, markers, structured=answer.structured, cut=answer.cut)
    for i, instance in enumerate(instances, 1):
        fault = "cut" if answer.cut and i == len(instances) else "" if instance.output else "no-output"
        found.add(instance.output, fault, f"{instance.input} | {instance.output}")
    if not instances:
        found.refuse("no-instances", answer.text)


def _one(answer: Answer, markers: Markers, found: Read) -> None:
    """An answer that says one thing."""
    text, structured, continued = answer.text, answer.structured, answer.continued
    if answer.form == "yes-no":
        said: object = parse_decision(text, markers, structured=structured)
    elif answer.form == "score":
        said = parse_score(text, markers, structured=structured, continued=continued)
    else:
        said = parse_recovered(text, markers, structured=structured, continued=continued)
    if said is None:
        found.refuse(f"no-{answer.form}", text)
    else:
        found.add(str(said), "")


def fault_of(text: str, language: Language) -> str:
    """Why a run would refuse an instruction before it looks at what is there already, "" when it would not."""
    return (selfinstruct_instruction_fault(text, language.tokens(text), language) or "").partition(":")[0]


if __name__ == "__main__":
    main()
