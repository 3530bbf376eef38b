"""Stage 4: from instances to tasks, by the original's rules and then by the steps that the user chose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.curation.contamination import decontamination
from selfinstruct.curation.outputs import output_checks
from selfinstruct.curation.personal import personal_data
from selfinstruct.curation.semantic import compared, semantic_uniqueness
from selfinstruct.driving import Ahead, drive
from selfinstruct.embedder import Embedder, cosine
from selfinstruct.engine import Work
from selfinstruct.errors import StoreError
from selfinstruct.jsonl import dump
from selfinstruct.records import Row
from selfinstruct.records import row as record
from selfinstruct.resolving import seed_file
from selfinstruct.runfolder import INSTANCES, INSTRUCTIONS, TASKS, rejections_of, verdicts_of
from selfinstruct.runs import Run
from selfinstruct.stages import consistency, rating
from selfinstruct.stages.curate import curate as usable
from selfinstruct.stages.requests import Requests
from selfinstruct.steps import ASKING, CONTAMINATION, JUDGE, OUTPUTS, PERSONAL_DATA, SEMANTIC
from selfinstruct.taskfile import read_tasks, read_texts


class Curator:
    """Curates the tasks of a run, each time as many as there are by then: what local steps have decided stays decided."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._chosen = run.settings.curation
        self._steps: dict[str, Step] = {}
        self._outcomes: dict[str, list[Outcome]] = {}
        self._embedding: Embedder | None = None

    def curate(self, n: int | None = None, target: int | None = None) -> int:
        """Until the first `target` instructions have given `n` tasks, or all they can; how many that is."""
        steps = self._chosen.steps
        candidates = self._usable(None if steps else n, target)
        for step in steps:
            candidates = self._asked(step, candidates, target) if step in ASKING else self._decided(step, candidates)
        tasks = [dump(candidate.task.row()) for candidate in candidates[:n]]
        _reconcile(self._run, TASKS, tasks)
        return len(tasks)

    # --- the original's rules

    def _usable(self, n: int | None, target: int | None) -> list[Candidate]:
        run = self._run
        rows = list(_written(run, target))
        found: list[Candidate] = []
        refused: list[bytes] = []
        outcomes = usable(rows, run.language, _sources(run), max_instances=run.settings.max_instances)
        for row, (task, rejections) in zip(rows, outcomes, strict=True):
            refused += [dump(record(rejection)) for rejection in rejections]
            if task is not None:
                found.append(Candidate(row["request_idx"], task))
            if len(found) == n:
                break
        _reconcile(run, rejections_of("curate"), refused)
        return found

    # --- the steps

    def _decided(self, name: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """A step that asks nobody. It is shown what is new since the last time alone."""
        if name not in self._steps:
            self._steps[name], self._outcomes[name] = self._made(name), []
        outcomes = self._outcomes[name]
        outcomes += self._steps[name](candidates[len(outcomes) :])
        refused = [dump(record(rejection)) for outcome in outcomes for rejection in outcome.refused]
        _reconcile(self._run, rejections_of(name), refused)
        return [outcome.candidate for outcome in outcomes if outcome.candidate is not None]

    def _made(self, name: str) -> Step:
        run, chosen = self._run, self._chosen
        if name == OUTPUTS:
            return output_checks(run.language, run.settings.triggers)
        if name == CONTAMINATION:
            return decontamination([Path(file) for file in chosen.against], run.language)
        if name == PERSONAL_DATA:
            return personal_data("mask" if chosen.personal_data == "mask" else "flag")
        assert name == SEMANTIC  # noqa: S101 - the options know no other
        settings = run.settings
        seeds = [compared(task) for task in read_tasks(seed_file(settings.seeds, run.language), settings.lang)]
        known = [*seeds, *(text for file in settings.pool for text in read_texts(Path(file)))]
        return semantic_uniqueness(self._embedder(), threshold=chosen.max_cosine, known=known)

    def _asked(self, name: str, candidates: Sequence[Candidate], target: int | None) -> list[Candidate]:
        """A step whose verdicts come from a model, one or more requests a candidate."""
        run, folder, chosen = self._run, self._run.folder, self._chosen
        judged = name == JUDGE
        each = run.settings.max_instances if judged else chosen.trials
        keep = rating.rated if judged else consistency.recovered
        asked = sum(len(candidate.task.instances) for candidate in candidates) if judged else len(candidates)
        if folder.count(verdicts_of(name)) + folder.count(rejections_of(name)) >= asked:
            return keep(folder, candidates)
        first = folder.rewind(verdicts_of(name), rejections_of(name))
        left = [candidate for candidate in candidates if (candidate.number + 1) * each > first]
        run.progress.begin(name, len(candidates) - len(left), len(candidates), refusals_count=True)

        def work(requests: Requests) -> Work:
            if judged:
                return rating.Rate(folder, left, requests, run.progress, most=each, first=first, least=chosen.min_score)
            return consistency.RecoverInstruction(
                folder,
                left,
                requests,
                run.progress,
                trials=each,
                first=first,
                closeness=self._closeness(),
                least=chosen.min_closeness,
            )

        if left:
            drive(run, name, work, Ahead(work, None if target is None else target * each))
        return keep(folder, candidates)

    def _closeness(self) -> consistency.Closeness:
        if self._chosen.closeness == "rouge-l":
            return consistency.rouge_closeness(self._run.language)
        return partial(cosine, self._embedder())

    def _embedder(self) -> Embedder:
        if self._embedding is None:
            chosen, progress = self._chosen, self._run.progress
            kind = self._run.plugins.embedder(chosen.embedder)
            self._embedding = kind(chosen.embedding_model or None, chosen.embedding_options)
            self._embedding.note = progress.note
            if not kind.semantic:
                progress.note(f"the {kind.name} embedder sees letters and no meaning: it finds copies, not paraphrases")
        return self._embedding


def _written(run: Run, target: int | None) -> Iterator[Row]:
    """What the stages before have written of the first `target` instructions, as rows of instances."""
    if not run.settings.how.whole:
        yield from (row for row in run.folder.rows(INSTANCES) if target is None or row["request_idx"] < target)
        return
    for number, row in enumerate(islice(run.folder.rows(INSTRUCTIONS), target)):
        instance = {"input": row["input"], "output": row["output"]}
        known = {"id": row["id"], "instruction": row["instruction"], "is_classification": False, "instances": [instance]}
        yield known | {"finish_reason": "stop", "request_idx": number}


def _sources(run: Run) -> dict[str, str]:
    """Where each instruction is from: backend and model."""
    found = {}
    for row in run.folder.rows(INSTRUCTIONS):
        about = row["metadata"]
        found[row["id"]] = ": ".join(filter(None, (about["backend"], about["model"])))
    return found


def _reconcile(run: Run, name: str, lines: Sequence[bytes]) -> None:
    """Bring a file that is derived whole to these lines, by appending only."""
    file = run.folder.path / name
    have = file.read_bytes() if file.exists() else b""
    want = b"".join(lines)
    if have.startswith(want) and have:
        return
    if not want.startswith(have):
        at = next(i for i, (a, b) in enumerate(zip(have.split(b"\n"), want.split(b"\n"), strict=False), 1) if a != b)
        hint = "it was changed by hand or by another version: move it away, and the same command writes it anew"
        raise StoreError(f"{file}:{at}: not what the answers on disk give", hint=hint)
    run.folder.append_bytes(name, want[len(have) :])
