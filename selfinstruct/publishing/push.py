"""Publishing a run: what would go to the hub, and, where the user says so, sending it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from selfinstruct.errors import ConfigError
from selfinstruct.plugins import Plugins
from selfinstruct.publishing import hub
from selfinstruct.publishing.bundle import bundle, ours
from selfinstruct.publishing.cautions import unmasked
from selfinstruct.publishing.choices import Choices
from selfinstruct.publishing.facts import Facts
from selfinstruct.publishing.space import write_space

CONSENT = "--allow-not-for-training"

_REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What goes to the hub, or went there. sizes: name there -> bytes. head: how the card begins. notes: what to mind.

    sent: whether it is there now. out: the folder that was left to look at. space: files of the Space that was written.
    """

    repo: str
    address: str
    private: bool
    sizes: Mapping[str, int]
    head: str
    notes: tuple[str, ...]
    sent: bool
    out: Path | None
    space: tuple[Path, ...] = ()


def push(  # noqa: PLR0913 - what a user may choose
    run: Path,
    repo: str,
    plugins: Plugins,
    choices: Choices,
    *,
    yes: bool = False,
    private: bool = False,
    allow_not_for_training: bool = False,
    endpoint: str | None = None,
    out: Path | None = None,
    space: Path | None = None,
) -> Publication:
    """Make the files, and send them only with `yes`: without it nothing touches the net.

    out: where the files are left. space: a folder for a Space that shows the run. endpoint: of a hub of one's own; without,
    that of HF_ENDPOINT, or the public one. Raises ConfigError, StoreError and HubError.
    """
    place = _endpoint(endpoint)
    if not _REPO.fullmatch(repo):
        raise ConfigError(f"--repo {repo!r}: not the name of a data set", hint="give owner and name: --repo me/my-tasks")
    with _folder(out) as folder:
        made = bundle(run, folder, plugins, choices, repo=repo)
        if yes and not (made.facts.for_training or allow_not_for_training):
            hint = f"make tasks with a model (--backend); to show how it works, add {CONSENT}: every file will say what it is"
            raise ConfigError(f"{run}: its tasks are not for training, so nothing was sent", hint=hint)
        paths = write_space(made, space, plugins) if space else []
        sizes = {name: path.stat().st_size for name, path in made.names.items()}
        if yes:
            message = f"{sum(made.facts.rows.values()):,} rows made by selfinstruct"
            hub.send(made.names, repo, private=private, endpoint=place, message=message, removable=ours())
        notes = tuple(_notes(made.facts, place))
    return Publication(
        repo=repo,
        address=hub.address(repo, place),
        private=private,
        sizes=sizes,
        head=made.card.partition("\n## ")[0].rstrip(),
        notes=notes,
        sent=yes,
        out=out,
        space=tuple(paths),
    )


def _notes(facts: Facts, endpoint: str) -> Iterator[str]:
    """What a user should know before saying yes."""
    parts, choices = urlsplit(endpoint), facts.choices
    if not facts.for_training:
        yield f"these tasks are not for training: --yes is refused without {CONSENT}"
    if facts.asked is not None and facts.made < facts.asked:
        yield f"the run is not at its end: {facts.made:,} of {facts.asked:,} tasks"
    if not choices.license:
        yield "no --license is named: without one, others may do nothing with the data"
    if not choices.model_terms:
        yield "no --model-terms are told: the card says that they must be looked up"
    if unmasked(facts):
        yield "personal data is masked in the tasks alone: log and rejections hold it as it came"
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        yield f"{endpoint} is not encrypted: others on the way can read the token"


def _endpoint(asked: str | None) -> str:
    place = (asked or os.environ.get("HF_ENDPOINT") or hub.HUB).rstrip("/")
    parts = urlsplit(place)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password or parts.query:
        hint = "an http or https address, without a password: the token comes from HF_TOKEN"
        raise ConfigError("--endpoint: not the address of a hub", hint=hint)
    return place


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """The user's folder, or one that is gone afterwards."""
    if out is not None:
        yield out
        return
    with TemporaryDirectory(prefix="selfinstruct-") as folder:
        yield Path(folder)
