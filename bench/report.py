"""What a run tells: tables for people, JSON for comparing machines, and the ratios that matter, each within one run."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import dedup
from ours import DECISION, PYTHON, kernels
from peers import CUTOFF, ORIGINAL, RAPIDFUZZ, RAPIDFUZZ_HIGH, ROUGE_SCORE, on

PACKAGES = ("selfinstruct", "selfinstruct-rouge", "rapidfuzz", "rouge-score", "rensa", "datasketch", "numpy")

Row = dict[str, Any]
Report = dict[str, Any]


def processor() -> str:
    """Model of the processor."""
    if (place := Path("/proc/cpuinfo")).exists():
        found = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", place.read_text(), re.MULTILINE)
        if found:
            return found[1].strip()
    if platform.system() == "Darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or platform.machine()
    return platform.processor() or platform.machine()


def machine() -> Row:
    """What it ran on."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "architecture": platform.machine(),
        "system": platform.system(),
        "kernels": kernels(),
    }


def versions() -> Row:
    """Of Python and of all that was compared; None where it is not installed."""
    found: Row = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = None
    return found


def write(report: Report, folder: Path) -> Path:
    """Write the report under the name of the processor."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", report["machine"]["processor"].lower()).strip("-")
    path = folder / f"{name}.json"
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print columns, the first to the left and the others to the right."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *others in lines:
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        print("  ".join((f"  {first:<{widths[0]}}", *cells)).rstrip())


def by_name(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows of a table by the names of the contestants."""
    return {row["name"]: row for row in rows}


def faster(rows: dict[str, Row], name: str, against: str) -> float | None:
    """How many times as fast one is as another, for each candidate; None where either did not run."""
    if name not in rows or against not in rows:
        return None
    return float(rows[against]["microseconds_a_candidate"] / rows[name]["microseconds_a_candidate"])


def print_race(section: Row, work: str) -> None:
    """Print what one pool size gave; rows are compared with peers on as many threads."""
    rows, each = by_name(section["rows"]), section["candidates"]
    print(f"\n{work}: {section['corpus']}, pool of {section['pool']:,}, {each} candidates")

    def against(row: Row, *peers: str) -> str:
        found = next((faster(rows, row["name"], peer) for peer in peers if peer in rows), None)
        return "-" if found is None else f"{found:,.4g}"

    def cells(row: Row) -> list[str]:
        threads = row["threads"]
        rouge = ORIGINAL.format(threads) if threads > 1 else ROUGE_SCORE
        fuzz = (CUTOFF + on(threads), RAPIDFUZZ + on(threads))
        figures = [f"{row['pairs_per_second'] / 1e6:,.4g}", f"{row['microseconds_a_candidate']:,.4g}"]
        return [row["name"], *figures, against(row, rouge), against(row, *fuzz), "sampled" if row["sampled"] else ""]

    table(["", "Mpairs/s", "us/candidate", "x rouge_score", "x rapidfuzz", ""], map(cells, rows.values()))


def print_filter(section: Row) -> None:
    """Print the filters of one corpus."""
    near = section["near_an_earlier_one"]
    print(f"\nthrowing out near-duplicates: {section['corpus']}, {section['candidates']:,} candidates", end="")
    print("" if near is None else f", {near:,} near an earlier one")

    def cell(row: Row, key: str, form: Callable[[Any], str]) -> str:
        return "-" if row.get(key) is None else form(row[key])

    def cells(row: Row) -> list[str]:
        shares = [cell(row, key, "{:.1%}".format) for key in ("recall", "precision")]
        found = ["100.0%", "100.0%", "0"] if "kept" in row else [*shares, cell(row, "missed", "{:,}".format)]
        grown = [cell(row, "kept", "{:,}".format), cell(row, "bytes_an_entry", str)]
        return [row["name"], f"{row['seconds']:.3f}", f"{row['microseconds_a_candidate']:,.4g}", *found, *grown]

    table(["", "s", "us/candidate", "found", "right", "missed", "kept", "bytes/entry"], map(cells, section["rows"]))


def print_language(section: Row) -> None:
    """Print what judging adds to tokenising."""
    head = f"{section['language']}, {section['corpus']['name']}, pool of {section['pool']:,}, kernel {section['kernel']}"
    print(f"\nend to end, one thread: {head}; {section['above_threshold']} of {section['candidates']} above the threshold")

    def cells(row: Row) -> list[str]:
        figures = [f"{row[key]:,.4g}" for key in ("tokenising_microseconds", "judging_microseconds")]
        return [f"{row['task']}, batches of {row['batch']}", *figures, f"{row['overhead']:.1%}"]

    table(["", "tokenising us", "judging us", "overhead"], map(cells, section["rows"]))


def print_ratios(found: Sequence[Row]) -> None:
    """Print how many times as fast ours is."""
    print("\nratios")
    rows = [(f"{row['work']}, {row['corpus']}, {row['size']:,}: {row['of']}", row["against"], row["times"]) for row in found]
    table(["", "against", "times as fast"], [(of, against, f"{times:,.4g}") for of, against, times in rows])


def ratios(report: Report) -> list[Row]:
    """How many times as fast ours is as what, from this one run."""
    found: list[Row] = []
    for section in report["scores"]:
        found += _compared(section, "all scores", _scoring(report["threads"]))
    for section in report["decisions"]:
        found += _compared(section, "decision", _deciding(report["threads"]))
    for section in report["filters"]:
        found += _compared(section, "greedy filter", _filtering())
    return found


def _compared(section: Row, work: str, pairs: Iterable[tuple[str, str]]) -> list[Row]:
    rows = by_name(section["rows"])
    size = section["pool"] if "pool" in section else section["candidates"]
    made = [(name, against, faster(rows, name, against)) for name, against in pairs]
    head = {"work": work, "corpus": section["corpus"], "size": size}
    return [{**head, "of": name, "against": against, "times": float(f"{x:.4g}")} for name, against, x in made if x is not None]


def _scoring(threads: int) -> list[tuple[str, str]]:
    many = on(threads)
    pairs = [(PYTHON, ROUGE_SCORE), (PYTHON, RAPIDFUZZ)]
    if kernels():
        fastest = kernels()[-1]
        pairs += [(name, peer) for name in ("avx2", fastest) for peer in (RAPIDFUZZ, RAPIDFUZZ_HIGH)]
        if threads > 1:
            pairs += [(fastest + many, peer) for peer in (RAPIDFUZZ + many, RAPIDFUZZ_HIGH + many, ORIGINAL.format(threads))]
    return list(dict.fromkeys(pairs))


def _deciding(threads: int) -> list[tuple[str, str]]:
    name = (kernels() or [PYTHON])[-1]
    pairs = [(name + DECISION, name), (name + DECISION, CUTOFF), (PYTHON + DECISION, CUTOFF)]
    return list(dict.fromkeys(pairs)) + ([(name + DECISION + on(threads), name + on(threads))] if threads > 1 else [])


def _filtering() -> list[tuple[str, str]]:
    name = f"{dedup.EXACT}, {(kernels() or [PYTHON])[-1]}"
    checked = [dedup.rensa_name(*dedup.RENSA_HIGH), dedup.rensa_name(*dedup.RENSA_LOW)]
    unchecked = [f"datasketch, Jaccard {threshold}" for threshold in dedup.DATASKETCH]
    return [(name, peer) for peer in checked + unchecked]
