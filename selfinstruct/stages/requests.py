"""How every stage turns a template into a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from selfinstruct.backend import Form, Prompt, Sampling, Style
from selfinstruct.prompts import PromptBook


def request_seed(run_seed: int, stage: str, number: int) -> int:
    """The seed of one request: fixed by the run's seed, the stage and the number, 31 bits as every API takes them."""
    digest = sha256(f"{run_seed}/{stage}/{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


@dataclass(frozen=True, slots=True)
class Requests:
    """Renders the requests of one stage."""

    stage: str
    language: str
    book: PromptBook
    style: Style
    sampling: Sampling
    seed: int

    def make(self, number: int, template: str, form: Form, variables: Mapping[str, Any], **fields: Any) -> Prompt:
        """Request `number` from a template; `fields` are further fields of the prompt."""
        rendered = self.book.render(template, self.style, variables)
        return Prompt(
            stage=self.stage,
            number=number,
            language=self.language,
            form=form,
            sampling=replace(self.sampling, seed=request_seed(self.seed, self.stage, number)),
            messages=rendered.messages,
            text=rendered.text,
            stop=rendered.stop,
            **fields,
        )
