"""One comparison from its files to its tally, by a model or by a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from selfinstruct.backend import Sampling
from selfinstruct.budget import Budget
from selfinstruct.clock import Clock, SystemClock
from selfinstruct.comparing.answers import read_answers, read_questions
from selfinstruct.comparing.folder import Files, begin, check
from selfinstruct.comparing.judging import ORDERS, STAGE, Judging
from selfinstruct.comparing.pairs import Matched, Pair, match
from selfinstruct.comparing.tally import Tally, counted
from selfinstruct.comparing.verdicts import FILE
from selfinstruct.completionlog import CompletionLog
from selfinstruct.driving import to_the_end
from selfinstruct.engine import Engine
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.language import Language
from selfinstruct.options import Options
from selfinstruct.pacing import Pacer
from selfinstruct.plugins import Plugins
from selfinstruct.prices import Bill
from selfinstruct.prices import load as load_prices
from selfinstruct.progress import Progress
from selfinstruct.promptchoice import book_of
from selfinstruct.resolving import build_backend, choose_backend, resolve, versions
from selfinstruct.runfolder import COMPLETIONS, RunFolder
from selfinstruct.runs import budget_of
from selfinstruct.sending import Sender
from selfinstruct.settings import Settings
from selfinstruct.stages.requests import Requests

ANSWER_TOKENS = 1024
"""Most tokens of one judgement: a verdict comes after its reason, and one that is cut off is lost."""

WINDOW = 64
"""How far requests may run ahead; no judgement depends on another."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An open comparison: its folder, locked and mended, and its pairs in the order in which they are judged."""

    files: Files
    folder: RunFolder
    matched: Matched
    pairs: tuple[Pair, ...]
    progress: Progress

    def rows(self) -> list[dict[str, Any]]:
        """The verdicts on these pairs, in the order in which they were given."""
        known = {pair.pair for pair in self.pairs}
        return [row for row in self.folder.rows(FILE) if row["pair"] in known]

    def tally(self) -> Tally:
        """What has come of it so far."""
        rows = self.rows()
        return Tally(
            folder=self.folder.path,
            a=str(self.files.a),
            b=str(self.files.b),
            matched=len(self.matched.pairs),
            only_a=self.matched.only_a,
            only_b=self.matched.only_b,
            left=len(self.pairs) - len(rows),
            **counted(rows),
        )


@contextmanager
def opened(
    files: Files,
    plugins: Plugins,
    progress: Progress,
    *,
    seed: int,
    most: int | None = None,
    out: Path | None = None,
    judge: dict[str, Any] | None = None,
) -> Iterator[Comparison]:
    """Begin a comparison, or go on with the one in its folder. judge: a model's settings, None for a person.

    most: no more pairs than that, the first that the seed draws. Raises ConfigError when nothing matches, or files changed.
    """
    if most is not None and most < 1:
        raise ConfigError(f"--max {most}: must be a whole number from 1", hint="leave it out for all pairs")
    terms = files.terms(seed=seed, judge=judge)
    place = RunFolder(out or files.folder(by_hand=judge is None))
    check(place, terms)  # before any file is matched: one that has changed is to be told as such
    a, b = (read_answers(Path(file)) for file in (terms.a, terms.b))
    matched = match(a, b, read_questions(Path(terms.tasks)) if terms.tasks else None, seed=seed)
    if not matched.pairs:
        hint = "tasks are the same when instruction and input are"
        raise ConfigError(f"no task of {files.a} is in {files.b}{' and --tasks' if files.tasks else ''}", hint=hint)
    for line in _told(matched):
        progress.note(line)
    with place as folder:
        begin(folder, terms, versions(plugins))
        for line in folder.mend():
            progress.note(line)
        yield Comparison(files, folder, matched, matched.pairs[:most], progress)


def by_model(
    files: Files,
    options: Options,
    plugins: Plugins,
    progress: Progress,
    *,
    most: int | None = None,
    clock: Clock | None = None,
) -> Tally:
    """Have a model judge every pair in both orders, going on where it stopped; the tally.

    options: as of a run: lang, backend, model, out, seed, sampling, prompts, and what it is allowed. Raises SelfInstructError
    and its children: BudgetSpent when a limit is reached, and the same call goes on.
    """
    options, said = choose_backend(options, plugins)
    for line in said:
        progress.note(line)
    if not plugins.backend(options.backend).for_training:
        progress.note(f"{options.backend} is no judge: what it says of answers is not for use, only to try the command with")
    settings, language = resolve(options, plugins)
    sampling = Sampling(options.answer_tokens or ANSWER_TOKENS, options.temperature or 0.0, options.top_p or 1.0)
    judge = _identity(settings, sampling)
    with opened(files, plugins, progress, seed=options.seed, most=most, out=options.out, judge=judge) as comparison:
        first = _first(comparison)
        if first < len(comparison.pairs):
            asking = _Asking(comparison, options, settings, language, plugins, clock or SystemClock())
            to_the_end(asking.ask(first, sampling))
        return comparison.tally()


@dataclass(frozen=True, slots=True)
class _Asking:
    """What it takes to ask a judge."""

    comparison: Comparison
    options: Options
    settings: Settings
    language: Language
    plugins: Plugins
    clock: Clock

    async def ask(self, first: int, sampling: Sampling) -> None:
        """Judge the pairs from the first on that has no verdict."""
        settings, progress = self.settings, self.comparison.progress
        backend = build_backend(self.plugins, settings.backend, settings.model or None, settings.options)
        backend.note = progress.note
        abilities = backend.abilities
        book = book_of(self.language, settings.prompt_language, settings.prompts)
        sampling = replace(sampling, max_tokens=sampling.max_tokens + abilities.thinking)
        requests = Requests(
            STAGE,
            settings.lang,
            book,
            abilities.style,
            sampling,
            settings.seed,
            settings.structured,
            settings.max_prompt_tokens,
        )
        pairs = self.comparison.pairs
        work = Judging(self.comparison.folder, pairs, requests, progress, first=first)
        try:
            log = CompletionLog(self.comparison.folder.path / COMPLETIONS)
            budget, pacer = self._limits(log, billed=abilities.billed)
            if abilities.billed:
                left = len(ORDERS) * sum(not pair.same for pair in pairs[first:])
                progress.note(f"{backend.name} {backend.model or ''} is billed: {left:,} requests; --max-cost sets a limit")
            progress.begin(STAGE, first, len(pairs), refusals_count=True)
            sender = Sender(backend, progress, budget, pacer, clock=self.clock, rng=Random(settings.seed))
            concurrency = self.options.concurrency
            await Engine(sender, log, window=max(WINDOW, concurrency), concurrency=concurrency).run(work)
            progress.end()
        finally:
            await backend.close()

    def _limits(self, log: CompletionLog, *, billed: bool) -> tuple[Budget, Pacer]:
        options, settings = self.options, self.settings
        names = [settings.backend] if billed else []
        bill = Bill(load_prices(options.prices), names, {settings.backend: settings.model})
        pacer = Pacer(
            self.clock,
            minute_requests=options.rpm,
            minute_tokens=options.tpm,
            day_requests=options.rpd,
            day_tokens=options.tpd,
        )
        for used in log.used():
            pacer.earlier(used.created_at, used.usage.prompt_tokens + used.usage.completion_tokens)
        return budget_of(options, bill, log, self.clock), pacer


def _identity(settings: Settings, sampling: Sampling) -> dict[str, Any]:
    """What a judge's answers depend on."""
    names = ("lang", "backend", "model", "style", "structured", "max_prompt_tokens", "prompt_language", "prompts_sha256")
    judge: dict[str, Any] = {name: getattr(settings, name) for name in names}
    judge |= {"temperature": sampling.temperature, "top_p": sampling.top_p, "answer_tokens": sampling.max_tokens}
    return judge | {"options": dict(settings.options)}


def _first(comparison: Comparison) -> int:
    """How many pairs have their verdict. Raises StoreError when the rows are not those of the pairs in their order."""
    rows = list(comparison.folder.rows(FILE))
    pairs = comparison.matched.pairs
    for number, row in enumerate(rows, 1):
        if number > len(pairs) or row.get("pair") != pairs[number - 1].pair:
            hint = "it was changed by hand: move it away, and the same command writes it anew from the answers on disk"
            raise StoreError(f"{comparison.folder.path / FILE}:{number}: not the verdict on the pair of that place", hint=hint)
    return len(rows)


def _told(matched: Matched) -> Iterator[str]:
    """What a user wants to know of how the files match."""
    yield f"{len(matched.pairs):,} tasks match; {matched.only_a:,} only in A, {matched.only_b:,} only in B"
    if doubled := matched.doubled_a + matched.doubled_b:
        yield f"{doubled:,} answers are to a task that has one before in the same file: the first counts"
    if matched.unanswered:
        yield f"{matched.unanswered:,} of the tasks of --tasks are not answered in both"
