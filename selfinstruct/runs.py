"""A run made ready: options resolved against plugins and files, the folder opened, the settings checked and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from selfinstruct import settings as settings_file
from selfinstruct.backend import Backend
from selfinstruct.budget import Allowed, Budget
from selfinstruct.clock import Clock, SystemClock
from selfinstruct.completionlog import CompletionLog, now, prompt_of
from selfinstruct.errors import ConfigError, Exit, SelfInstructError, StoreError
from selfinstruct.language import Language
from selfinstruct.options import BASE_URL, Caps, CurationOptions, Options, check_url
from selfinstruct.pacing import Pacer
from selfinstruct.plugins import Plugins
from selfinstruct.prices import Bill, is_in_batch
from selfinstruct.prices import load as load_prices
from selfinstruct.progress import Progress
from selfinstruct.promptchoice import book_of
from selfinstruct.prompts import PromptBook
from selfinstruct.recurating import check_compared, curated_anew
from selfinstruct.resolving import build_backend, choose_backend, resolve, versions
from selfinstruct.rouge import kernel
from selfinstruct.runfolder import COMPLETIONS, FILES, RunFolder, rejections_of
from selfinstruct.settings import Settings
from selfinstruct.stages.requests import Requests
from selfinstruct.tokencount import prompt_tokens

_KNOWN_TOKENS = 1 << 17
_CAPS = {f.name for f in fields(Caps)}
_NAMES = {"base_url": BASE_URL, "answer_tokens": "max_tokens"}
"""Options of a stage that are called otherwise in run.toml."""


@dataclass(frozen=True, slots=True)
class Run:
    """All that the stages of one run need. `caps` is what the user allows this command; `budget` and `pacer` see to it.

    planned: it is only looked at what the run would do, and nothing is written.
    batch: the stages whose requests do not depend on each other make them in batches.
    """

    folder: RunFolder
    settings: Settings
    language: Language
    plugins: Plugins
    progress: Progress
    log: CompletionLog
    concurrency: int
    caps: Caps
    bill: Bill
    budget: Budget
    pacer: Pacer
    clock: Clock = field(default_factory=SystemClock)
    planned: bool = False
    batch: bool = False

    @property
    def book(self) -> PromptBook:
        """The prompts of the run: its language's, or what it was told to use."""
        return book_of(self.language, self.settings.prompt_language, self.settings.prompts, self.settings.triggers)

    def backend(self, stage: str) -> Backend:
        """The backend of a stage, built now."""
        name, model = self.settings.backend_of(stage)
        backend = build_backend(self.plugins, name, model or None, self.settings.options_of(stage))
        backend.note = self.progress.note
        billed = backend.abilities.billed
        if billed and name not in self.bill.billed:
            self.bill.billed.add(name)
            if not self.planned:
                # For `status`, which sees no plugin.
                settings_file.write(self.folder.path, self.settings, limits=self.limits, versions=versions(self.plugins))
        self.budget.check(name, backend.model or "", free=not billed)
        return backend

    @property
    def limits(self) -> dict[str, Any]:
        """What run.toml keeps of this command."""
        told = {name: value for name, value in settings_file.limits(self.folder.path).items() if name not in _CAPS}
        return told | {"concurrency": self.concurrency, **self.caps.given, "billed": sorted(self.bill.billed)}

    def requests(self, stage: str, backend: Backend) -> Requests:
        """Renders the requests of a stage for its backend."""
        settings = self.settings
        abilities = backend.abilities
        structured, limit = settings.structured and abilities.structured, settings.max_prompt_tokens
        sampling = settings.sampling(stage)
        sampling = replace(sampling, max_tokens=sampling.max_tokens + abilities.thinking)
        return Requests(stage, settings.lang, self.book, abilities.style, sampling, settings.seed, structured, limit)


def plan(options: Options, plugins: Plugins, progress: Progress) -> Run:
    """The run as it would be, with nothing written and nothing locked. Raises ConfigError like `open_new`."""
    options, said = choose_backend(options, plugins)
    for line in said:
        progress.note(line)
    settings, language = resolve(options, plugins)
    folder = RunFolder(folder_of(options))
    settings = _same_as_before(folder, settings)
    known = _Known(folder, settings, language, _bill(folder, settings, options))
    log = CompletionLog(folder.path / COMPLETIONS, load=False)
    run = _run(known, plugins, progress, log, concurrency=options.concurrency, caps=options, clock=SystemClock())
    return replace(run, planned=True, batch=options.batch)


class _Known(NamedTuple):
    folder: RunFolder
    settings: Settings
    language: Language
    bill: Bill


@contextmanager
def open_new(options: Options, plugins: Plugins, progress: Progress, *, clock: Clock | None = None) -> Iterator[Run]:
    """Begin a run, or go on with the one in its folder. Raises ConfigError when that one has other settings."""
    options, said = choose_backend(options, plugins)
    for line in said:
        progress.note(line)
    settings, language = resolve(options, plugins)
    with RunFolder(folder_of(options)) as folder:
        settings = _same_as_before(folder, settings)
        bill = _bill(folder, settings, options)
        if kernel() == "python":
            progress.note("novelty is judged in Python; faster, to the same results: pip install 'selfinstruct[rust]'")
        limits = {"n": options.n, **_limits(options.concurrency, options, bill)}
        settings_file.write(folder.path, settings, limits=limits, versions=versions(plugins))
        with _stop_told(folder):
            known = _Known(folder, settings, language, bill)
            run = _ready(known, plugins, progress, concurrency=options.concurrency, caps=options, clock=clock)
            yield replace(run, batch=options.batch)


@contextmanager
def open_old(
    path: Path,
    plugins: Plugins,
    progress: Progress,
    *,
    concurrency: int = 8,
    stage: str = "",
    caps: Caps | None = None,
    curation: CurationOptions | None = None,
    batch: bool = False,
    clock: Clock | None = None,
    **overrides: Any,
) -> Iterator[Run]:
    """Go on with the run in a folder. Overrides are kept for the stage, and fixed once it has rows (`base_url` is not).

    curation: steps asked for in place of those before; what these had derived is made anew from the log.
    """
    if not (path / settings_file.FILE).exists():
        raise ConfigError(
            f"{path}: no run is there ({settings_file.FILE} is missing)", hint="begin one: selfinstruct run --out FOLDER"
        )
    with RunFolder(path) as folder:
        kept = settings_file.read(path)
        assert kept is not None  # noqa: S101 - the file was there a moment ago, under the same lock
        language = plugins.language(kept.lang)
        given = {name: value for name, value in overrides.items() if value is not None}
        settings = _overridden(folder, kept, stage, given, plugins)
        _check_versions(path, settings, language)
        if curation and curation.curates:
            settings = curated_anew(folder, settings, curation, plugins, progress, batch=batch)
        elif stage == "curate":
            check_compared(settings, language, plugins)
        caps = caps or Caps()
        bill = _bill(folder, settings, caps)
        before = {name: value for name, value in settings_file.limits(path).items() if name not in _CAPS}
        limits = before | _limits(concurrency, caps, bill)
        settings_file.write(path, settings, limits=limits, versions=versions(plugins))
        with _stop_told(folder):
            known = _Known(folder, settings, language, bill)
            yield replace(_ready(known, plugins, progress, concurrency=concurrency, caps=caps, clock=clock), batch=batch)


def folder_of(options: Options) -> Path:
    """Where a run with these options is, once its backend is settled."""
    return options.out or Path("runs") / f"{options.lang}-{options.backend}"


def _same_as_before(folder: RunFolder, settings: Settings) -> Settings:
    """The settings as the run in the folder goes on with them. Raises ConfigError when they would change its records."""
    old = settings_file.read(folder.path)
    if old is None:
        if any(folder.path.glob("*.jsonl")):
            hint = "choose an empty folder with --out"
            raise StoreError(f"{folder.path} holds .jsonl files but no {settings_file.FILE}: not a run", hint=hint)
        return settings
    if not any(file.stat().st_size for file in folder.path.glob("*.jsonl")):
        return settings  # nothing was made with the old ones
    place = {name: value for name, value in old.options.items() if name == BASE_URL}
    stage = settings_file.with_stages(old, settings.stage)
    settings = replace(settings, stage=stage, options={**place, **settings.options})
    limit = settings.max_prompt_tokens
    if set(settings_file.differences(old, settings)) == {"max_prompt_tokens"} and _fits(folder, limit, old.max_prompt_tokens):
        return settings
    settings_file.check_same(folder.path, old, settings)
    return settings


def _fits(folder: RunFolder, limit: int, before: int) -> bool:
    """Whether a lower limit on prompts leaves every request that was made as it is."""
    if not limit or (before and limit > before):
        return False
    return all(prompt_tokens(prompt_of(row)) <= limit for row in folder.whole_rows(COMPLETIONS))


def _bill(folder: RunFolder, settings: Settings, caps: Caps) -> Bill:
    billed = settings_file.limits(folder.path).get("billed", ())
    return Bill(load_prices(caps.prices), billed, dict(map(settings.backend_of, settings.stages)))


def _limits(concurrency: int, caps: Caps, bill: Bill) -> dict[str, Any]:
    """What run.toml keeps of how far a command may go."""
    return {"concurrency": concurrency, **caps.given, "billed": sorted(bill.billed)}


@contextmanager
def _stop_told(folder: RunFolder) -> Iterator[None]:
    """Leave in run.toml why the command ended before its time, for `status`."""
    try:
        yield
    except SelfInstructError as error:
        _write_stop(folder, error.message, error.hint, error.exit_code)
        raise
    except KeyboardInterrupt:
        _write_stop(folder, "interrupted", "the same command goes on", Exit.INTERRUPTED)
        raise


def _write_stop(folder: RunFolder, error: str, hint: str, code: Exit) -> None:
    settings_file.write_stop(folder.path, {"error": error, "hint": hint, "code": int(code), "at": now()})


def _ready(known: _Known, plugins: Plugins, progress: Progress, *, concurrency: int, caps: Caps, clock: Clock | None) -> Run:
    """The run with its files mended and its log read."""
    for line in known.folder.mend():
        progress.note(line)
    log = CompletionLog(known.folder.path / COMPLETIONS)
    return _run(known, plugins, progress, log, concurrency=concurrency, caps=caps, clock=clock or SystemClock())


def _run(
    known: _Known, plugins: Plugins, progress: Progress, log: CompletionLog, *, concurrency: int, caps: Caps, clock: Clock
) -> Run:
    folder, settings, language, bill = known
    # The pool is tokenised again in every round of a run, and a morpheme analyser is slow.
    language = replace(language, tokens=lru_cache(_KNOWN_TOKENS)(language.tokens))
    budget = budget_of(caps, bill, log, clock)
    pacer = Pacer(clock, minute_requests=caps.rpm, minute_tokens=caps.tpm, day_requests=caps.rpd, day_tokens=caps.tpd)
    for used in log.used():
        if not is_in_batch(used.backend):
            pacer.earlier(used.created_at, used.usage.prompt_tokens + used.usage.completion_tokens)
    return Run(folder, settings, language, plugins, progress, log, concurrency, caps, bill, budget, pacer, clock)


def budget_of(caps: Caps, bill: Bill, log: CompletionLog, clock: Clock) -> Budget:
    """What is allowed, with what the log says was used counted."""
    allowed = Allowed(caps.max_requests, caps.max_tokens, caps.max_cost, caps.max_time)
    budget = Budget(allowed, bill.price, clock)
    for used in log.used():
        budget.spent(used.usage, used.backend, used.model)
    return budget


def _overridden(folder: RunFolder, settings: Settings, stage: str, given: Mapping[str, Any], plugins: Plugins) -> Settings:
    """The settings with what was given to a stage. Raises ConfigError when the stage has rows that were made otherwise."""
    own = settings.stage.get(stage, {})
    named = {_NAMES.get(name, name): value for name, value in given.items()}
    fresh = {name: value for name, value in named.items() if value != own.get(name)}
    if place := fresh.pop(BASE_URL, None):
        check_url(place)
        own = {**own, BASE_URL: place}
    if fresh and (folder.count(FILES[stage]) or folder.count(rejections_of(stage))):
        hint = f"remove {FILES[stage]} and {rejections_of(stage)} from {folder.path} to run this stage anew"
        raise ConfigError(f"{stage} has rows already: its {', '.join(fresh)} can not change now", hint=hint)
    if not (own or fresh):
        return settings
    settings = replace(settings, stage={**settings.stage, stage: {**own, **fresh}})
    name, model = settings.backend_of(stage)
    build_backend(plugins, name, model or None, settings.options_of(stage))  # raises what is wrong before it is kept
    return settings


def _check_versions(path: Path, settings: Settings, language: Language) -> None:
    book = book_of(language, settings.prompt_language, settings.prompts, settings.triggers)
    here = replace(settings, tokenizer=language.tokenizer_id, prompts_sha256=book.sha256)
    settings_file.check_same(path, settings, here)
