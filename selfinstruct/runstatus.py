"""How a run stands, read from its files alone: no plugin and no lock is needed, also while it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from selfinstruct import settings
from selfinstruct.errors import ConfigError
from selfinstruct.runfolder import COMPLETIONS, FILES, INSTRUCTIONS, RunFolder, rejections_of


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of a run. `reasons`: stage -> reason -> how often. `tokens`: stage -> billed tokens, as the backend tells them."""

    folder: str
    lang: str
    backend: str
    model: str
    asked: int | None
    counts: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, int]]
    requests: Mapping[str, int]
    tokens: Mapping[str, int]
    next: str

    @property
    def acceptance(self) -> float | None:
        """The share of generated texts that were accepted."""
        judged = self.counts["generate"] + sum(self.reasons.get("generate", {}).values())
        return self.counts["generate"] / judged if judged else None


def read(path: Path) -> Status:
    """The state of the run in a folder. Raises ConfigError when there is none."""
    kept = settings.read(path)
    if kept is None:
        raise ConfigError(f"{path}: no run is there ({settings.FILE} is missing)", hint="give the folder of a run")
    folder = RunFolder(path)
    counts = {stage: folder.count(name) for stage, name in FILES.items()}
    reasons = {stage: Counter(row["reason"] for row in folder.whole_rows(rejections_of(stage))) for stage in FILES}
    requests: Counter[str] = Counter()
    tokens: Counter[str] = Counter()
    for row in folder.whole_rows(COMPLETIONS):
        requests[row["stage"]] += 1
        tokens[row["stage"]] += sum(row.get("usage", {}).values())
    asked = settings.limits(path).get("n")
    told = {stage: dict(found.most_common()) for stage, found in reasons.items() if found}
    return Status(
        str(path),
        kept.lang,
        kept.backend,
        kept.model,
        asked,
        counts,
        told,
        dict(requests),
        dict(tokens),
        _next(path, kept.lang, counts, asked),
    )


def _next(path: Path, lang: str, counts: Mapping[str, int], asked: int | None) -> str:
    if asked is not None and counts["curate"] >= asked:
        return f"done; a larger -n makes it longer, selfinstruct export {path} writes training files"
    if not counts["generate"]:
        return f"nothing in {INSTRUCTIONS} yet; the command that began it goes on"
    return f"the command that began it goes on: selfinstruct run --lang {lang} -n {asked} --out {path} ..."
