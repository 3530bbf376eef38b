"""How fast novelty is judged: this package and its kernels, the original software's line, `rouge_score`, RapidFuzz and MinHash.

    python bench/novelty.py
    python bench/novelty.py --file instructions.jsonl.gz --file-sizes 20000 --parts scores decisions

Instructions are made up, and those of any file are taken too. Contestants take turns in every round; what counts is the median,
in CPU seconds for work on one thread and by the clock for work on several. Ratios are within this run, since machines and their
load differ. RapidFuzz only fills a matrix of F; ours gives the mean and the nearest. Before anything is timed, all must agree.
Results go to a JSON file named after the processor.
"""

from __future__ import annotations

import argparse
import functools
import gc
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import report
from agreement import agreeing
from corpus import Corpus, from_file, synthetic
from dedup import APPROXIMATE_MOST, DATASKETCH_MOST, filtering
from dedup import PYTHON_MOST as PYTHON_FILTERED
from languages import CODES, end_to_end, installed
from laps import Contestant, race, rounded
from ours import NAIVE, NAIVE_MOST, PYTHON_MOST, Loaded, all_loaded, deciding, extension, scoring
from peers import optional, original_line, rapidfuzz, rapidfuzz_cutoff, rouge_score

THRESHOLD = 0.7
RESULTS = Path(__file__).parent / "results"
SCORES, DECISIONS, FILTERS, LANGUAGES = "scores", "decisions", "filters", "languages"
PARTS = (SCORES, DECISIONS, FILTERS, LANGUAGES)
CHECKED_POOL, CHECKED = 300, 40
PEERS = {
    "selfinstruct_rouge": "the Rust extension",
    "rouge_score": "rouge_score and the original's line",
    "rapidfuzz": "RapidFuzz",
    "rensa": "rensa",
    "datasketch": "datasketch",
}


class Run:
    """One run: what was asked for, what was found, and what was left out."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.threads = sorted({1, options.threads})
        self.rng = random.Random(options.seed)
        asked = {name: getattr(options, name) for name in ("seed", "rounds", "candidates", "batch", "threads", "lap")}
        self.report: report.Report = {
            "machine": report.machine(),
            "versions": report.versions(),
            **asked,
            "threshold": THRESHOLD,
            "agreed": [],
            "corpora": [],
            **{part: [] for part in PARTS},
            "left_out": [],
        }

    def all(self) -> report.Report:
        """Do everything."""
        for module, name in PEERS.items():
            if optional(module) is None:
                self.leave_out(f"{name}: not installed")
        options = self.options
        tables = options.filter if FILTERS in options.parts else []
        held = max(options.candidates, options.batch)
        self.measure(synthetic(max([*(size + held for size in options.sizes), *tables]), self.rng), options.sizes, tables)
        for path in options.file:
            corpus = from_file(path, self.rng)
            rest = len(corpus) - held
            if rest < 1:
                raise SystemExit(f"error: {path.name}: {len(corpus):,} instructions, {held:,} candidates and no pool left")
            self.measure(corpus, sorted({min(size, rest) for size in options.file_sizes}), [min(len(corpus), APPROXIMATE_MOST)])
        for code in CODES if LANGUAGES in options.parts else ():
            self.measure_language(code)
        self.report["ratios"] = report.ratios(self.report)
        return self.report

    def leave_out(self, what: str) -> None:
        """Say what is not measured, and why, once."""
        if what not in self.report["left_out"]:
            self.report["left_out"].append(what)
            print(f"left out: {what}")

    def measure(self, corpus: Corpus, sizes: Sequence[int], filtered: Sequence[int]) -> None:
        """Check that all agree, then score, decide and filter."""
        gc.collect()
        gc.freeze()  # or every collection would walk through the corpus
        options, described = self.options, corpus.described()
        self.report["corpora"].append(described)
        mean, words = described["tokens"]["mean"], described["vocabulary"]
        print(f"\n{corpus.name}: {len(corpus):,} instructions of {mean} tokens, {words:,} different")
        shown = corpus.by_length(min(len(corpus), CHECKED + CHECKED_POOL)).shuffled(self.rng)
        few = min(CHECKED, len(shown) // 2)
        agreed = agreeing(shown.cut(few, len(shown)), shown.cut(0, few), THRESHOLD, options.threads)
        self.report["agreed"].append({"corpus": corpus.name, "contestants": agreed})
        held = max(options.candidates, options.batch)
        for size in sizes:
            self.race(corpus.cut(held, held + size), corpus.cut(0, held))
        for size in filtered if FILTERS in options.parts else ():
            self.filter(corpus.cut(0, size))

    def race(self, pool: Corpus, held: Corpus) -> None:
        """All scores and decisions against a pool of one size."""
        asked = [part for part in (SCORES, DECISIONS) if part in self.options.parts]
        if not asked:
            return
        size = f"pool of {len(pool):,}"
        if len(pool) > PYTHON_MOST:
            self.leave_out(f"{size}: python (would take minutes)")
        pools = all_loaded(pool)
        if not pools:
            return
        if extension() and len(pool) > NAIVE_MOST:
            self.leave_out(f"{size}: {NAIVE}, but for {NAIVE_MOST:,} entries (would take minutes)")
        if SCORES in asked:
            candidates = held.cut(0, self.options.candidates)
            self.record(SCORES, pool, candidates, [*self.peers(pool, candidates), *scoring(pools, candidates, self.threads)])
        if DECISIONS in asked:
            self.decide(pools, pool, held.cut(0, self.options.batch))

    def peers(self, pool: Corpus, candidates: Corpus) -> list[Contestant]:
        """Those that score all."""
        slow = rouge_score(pool, candidates, self.rng), original_line(pool, candidates, self.options.threads, self.rng)
        return [contestant for some in (*slow, rapidfuzz(pool, candidates, self.threads)) for contestant in some]

    def decide(self, pools: Sequence[Loaded], pool: Corpus, batch: Corpus) -> None:
        """Decision only, with what building the index costs."""
        indexing = pools[-1].indexing(THRESHOLD)
        some = batch.by_length(self.options.candidates)
        contestants = [*rapidfuzz_cutoff(pool, some, THRESHOLD), *deciding(pools, batch, THRESHOLD, self.threads)]
        self.record(DECISIONS, pool, batch, contestants)
        times = {"loading_seconds": rounded(pools[-1].loading.cpu), "indexing_seconds": rounded(indexing.cpu)}
        self.report[DECISIONS][-1] |= {"kernel": pools[-1].kernel, **times}

    def record(self, part: str, pool: Corpus, candidates: Corpus, contestants: Sequence[Contestant]) -> None:
        """Let them race, and note and print what came out."""
        race(contestants, self.options.rounds, self.options.lap)
        rows = [contestant.result(len(pool)) for contestant in contestants]
        section = {"corpus": pool.name, "pool": len(pool), "candidates": len(candidates), "rows": rows}
        self.report[part].append(section)
        report.print_race(section, {SCORES: "mean and 10 nearest", DECISIONS: "decision only"}[part])

    def filter(self, corpus: Corpus) -> None:
        """Throw out near-duplicates."""
        size = f"filter of {len(corpus):,}"
        if len(corpus) > PYTHON_FILTERED:
            self.leave_out(f"{size}: python (would take minutes)")
        if len(corpus) > APPROXIMATE_MOST:
            self.leave_out(f"{size}: approximate filters (they and the truth would take minutes)")
        elif len(corpus) > DATASKETCH_MOST:
            self.leave_out(f"{size}: datasketch, but for the first {DATASKETCH_MOST:,} (would take minutes)")
        section = filtering(corpus, THRESHOLD, self.options.batch, self.threads, self.options.rounds)
        self.report[FILTERS].append(section)
        report.print_filter(section)

    def measure_language(self, code: str) -> None:
        """Tokenise and judge."""
        language = installed(code)
        if language is None:
            self.leave_out(f"language {code}: its plugin or the offline backend is not installed")
            return
        options = self.options
        end = functools.partial(end_to_end, language, size=options.language_pool, count=options.batch, rounds=options.rounds)
        for file in (None, *(path for name, path in options.texts if name == code)):
            section = end(file=file, rng=self.rng)
            self.report[LANGUAGES].append(section)
            report.print_language(section)


def _texts(value: str) -> tuple[str, Path]:
    code, mark, path = value.partition("=")
    if not (mark and code in CODES):
        raise argparse.ArgumentTypeError(f"{value!r} is not CODE=FILE with CODE one of {', '.join(CODES)}")
    return code, _file(path)


def _file(path: str) -> Path:
    if not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {path}")
    return Path(path)


def arguments(values: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add: Any = parser.add_argument
    add("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000, 1_000_000], help="made-up entries in the pools")
    add("--file", type=_file, nargs="+", default=[], help='JSONL (or .gz) of rows with "instruction", in English')
    add("--file-sizes", type=int, nargs="+", default=[10_000, 20_000, 35_000], help="entries in the pools of a file")
    add("--filter", type=int, nargs="*", default=[100_000], help="how many made-up candidates the filters get")
    add("--texts", type=_texts, nargs="+", default=[], metavar="CODE=FILE", help="such a file in Korean (ko) or Japanese (ja)")
    add("--language-pool", type=int, default=50_000, help="entries in the pools of these languages")
    add("--parts", choices=PARTS, nargs="+", default=PARTS, help="what to measure")
    add("--candidates", type=int, default=200, help="candidates that get all scores")
    add("--batch", type=int, default=512, help="candidates that are decided in one call")
    add("--rounds", type=int, default=3)
    add("--lap", type=float, default=0.1, help="seconds that a lap lasts at least; what is faster is repeated")
    add("--threads", type=int, default=2, help="threads, beside one")
    add("--seed", type=int, default=1)
    add("--out", type=Path, default=RESULTS, help="folder for the JSON file")
    return parser.parse_args(values)


def main() -> None:
    """Run the benchmark."""
    options = arguments()
    gc.disable()  # as timeit does
    run = Run(options)
    print(f"{report.processor()}, {run.report['machine']['cores']} cores; {options.rounds} rounds, medians")
    found = run.all()
    report.print_ratios(found["ratios"])
    print(f"\nwritten: {report.write(found, options.out).name}")


if __name__ == "__main__":
    main()
