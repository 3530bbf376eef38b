"""What a user chooses about a data set that is to be published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfinstruct.errors import ConfigError
from selfinstruct.reviews import CHOICES
from selfinstruct.templates import FORMATS, TEMPLATES

FORMATS_OF_HUB = tuple(name for name, form in FORMATS.items() if not form.array)

_LICENSE = re.compile(r"[a-z0-9][a-z0-9.+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is chosen; the defaults publish all tasks as chat messages.

    form: a name of FORMATS_OF_HUB. template, system, seed, test, max_instances: as in an export. parquet: beside JSONL.
    title: what the data set is called. license: the hub's name of one, "" for none. model_terms: what the user says of the
    terms under which the models' outputs may be used. reviewed: of a run that a person has looked at, "all" that was not
    rejected or only what was "accepted"; "" for the tasks as the run has them. with_rejections, with_log: also publish these.
    """

    form: str = "messages"
    template: str | None = None
    system: str = ""
    seed: int = 0
    test: float = 0.0
    max_instances: int | None = None
    parquet: bool = True
    title: str = ""
    license: str = ""
    model_terms: str = ""
    reviewed: str = ""
    with_rejections: bool = False
    with_log: bool = False

    def __post_init__(self) -> None:
        if self.form not in FORMATS_OF_HUB:
            raise ConfigError(f"--format {self.form}: not for the hub", hint=f"formats: {', '.join(FORMATS_OF_HUB)}")
        if self.template is not None and self.template not in TEMPLATES:
            raise ConfigError(f"unknown prompt template {self.template!r}", hint=f"templates: {', '.join(TEMPLATES)}")
        if not 0 <= self.test < 1:
            hint = "0.05 keeps one task in twenty for testing"
            raise ConfigError(f"the test share must be from 0 to below 1, not {self.test}", hint=hint)
        if self.max_instances is not None and self.max_instances < 1:
            hint = "leave the limit out for all"
            raise ConfigError(f"at least one instance of a task must be published, not {self.max_instances}", hint=hint)
        if self.license and not _LICENSE.fullmatch(self.license):
            hint = "the hub's short names: cc-by-4.0, cc-by-nc-4.0, apache-2.0, mit, odc-by, other, ..."
            raise ConfigError(f"--license {self.license!r}: not a name of a license as the hub has them", hint=hint)
        if self.reviewed and self.reviewed not in CHOICES:
            raise ConfigError(f"--reviewed {self.reviewed}: not known", hint=f"one of {', '.join(CHOICES)}")
