"""What a task file's rows must look like: the one place that uses pydantic, imported only when a file is checked."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StrictBool, StrictStr, StringConstraints, model_validator

Filled = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1)]


class InstanceRow(BaseModel):
    """One instance: the input may be empty, the output may not."""

    model_config = ConfigDict(extra="allow")
    input: StrictStr = ""
    output: Filled


class TaskRow(BaseModel):
    """A task: in the seed format, or with one `input` and `output` as Alpaca's files have them."""

    model_config = ConfigDict(extra="allow")
    instruction: Filled
    id: Filled | None = None
    name: StrictStr = ""
    instances: list[InstanceRow] | None = None
    is_classification: StrictBool = False
    kind: StrictStr | None = None
    source: StrictStr | None = None
    input: StrictStr = ""
    output: StrictStr | None = None

    @model_validator(mode="after")
    def _has_instances(self) -> Self:
        if not self.instances and not self.output:
            raise ValueError("instances: give at least one instance, or an output")
        return self
