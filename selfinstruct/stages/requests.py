"""How every stage turns a template into a request, and what becomes of one that is too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple

from selfinstruct.backend import Form, Prompt, Sampling, Style
from selfinstruct.prompts import PromptBook
from selfinstruct.schemas import schema_of
from selfinstruct.tokencount import prompt_tokens

TOO_LONG = "request-too-long"
_TEMPLATES: Mapping[Form, str] = {
    "yes-no": "classify",
    "recovered-instruction": "recover",
    "score": "judge",
    "preference": "compare",
}
"""Templates that are not called as their form of answer."""


def request_seed(run_seed: int, stage: str, number: int) -> int:
    """The seed of one request: fixed by the run's seed, the stage and the number, 31 bits as every API takes them."""
    digest = sha256(f"{run_seed}/{stage}/{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


class Fitted(NamedTuple):
    """A request with as many demonstrations as there is room for. excess: by what it is too long with none, or ""."""

    prompt: Prompt
    shown: int
    excess: str


@dataclass(frozen=True, slots=True)
class Requests:
    """Renders the requests of one stage.

    structured: ask for JSON by schema, where the prompt book has the words for it. limit: tokens that a request may have by
    our own estimate, 0 for no limit.
    """

    stage: str
    language: str
    book: PromptBook
    style: Style
    sampling: Sampling
    seed: int
    structured: bool = False
    limit: int = 0

    def make(self, number: int, template: str, form: Form, variables: Mapping[str, Any], **fields: Any) -> Prompt:
        """Request `number` from a template; `fields` are further fields of the prompt."""
        structured = self.structured and self.style == "chat" and self.book.structured(template)
        rendered = self.book.render(template, self.style, variables, structured=structured)
        return Prompt(
            stage=self.stage,
            number=number,
            language=self.language,
            form=form,
            sampling=replace(self.sampling, seed=request_seed(self.seed, self.stage, number)),
            messages=rendered.messages,
            text=rendered.text,
            stop=rendered.stop,
            schema=schema_of(form) if structured else None,
            **fields,
        )

    def ask(self, number: int, form: Form, instruction: str, variables: Mapping[str, Any], **fields: Any) -> Fitted:
        """Request `number`, about one instruction, with the worked examples that there is room for.

        The template sees the instruction, unless the model is to find it.
        """
        template = _TEMPLATES.get(form, form)
        examples = self.book.examples(template)
        told = {} if form == "recovered-instruction" else {"instruction": instruction}

        def make(shown: int) -> Prompt:
            known = {**variables, **told, "examples": examples[:shown]}
            return self.make(number, template, form, known, instruction=instruction, **fields)

        return self.fitted(make, len(examples))

    def fitted(self, make: Callable[[int], Prompt], most: int) -> Fitted:
        """The request that `make` renders with at most so many demonstrations, without the last ones if it is too long."""
        tokens, prompt = 0, make(most)
        for shown in range(most, -1, -1):
            prompt = prompt if shown == most else make(shown)
            tokens = prompt_tokens(prompt) if self.limit else 0
            if tokens <= self.limit:
                return Fitted(prompt, shown, "")
        return Fitted(prompt, 0, f"about {tokens} tokens without a demonstration; {self.limit} are allowed")


class Questions:
    """The requests about rows that are there beforehand, one a row and in order. One that is too long is refused, not sent.

    make: renders the request about a row. refuse: writes that a request is refused: prompt, reason, detail. It is called when
    all rows before are done, so that what is written is the same whatever is asked ahead. first: the rows before are done.
    """

    def __init__(
        self, make: Callable[[int], Fitted], refuse: Callable[[Prompt, str, str], None], count: int, first: int = 0
    ) -> None:
        self._make, self._refuse, self._count = make, refuse, count
        self._done = self._ahead = first
        self._made: dict[int, Fitted] = {}

    def next(self) -> Prompt | None:
        """The next request that can be sent, None when there is no other."""
        while self._ahead < self._count:
            fitted = self._at(self._ahead)
            self._ahead += 1
            if not fitted.excess:
                return fitted.prompt
        return None

    def left(self) -> int:
        """How many rows are not done, once those that come next and can not be asked about are refused."""
        while self._done < self._count and (fitted := self._at(self._done)).excess:
            self._refuse(fitted.prompt, TOO_LONG, fitted.excess)
            self._made.pop(self._done)
            self._done += 1
            self._ahead = max(self._ahead, self._done)
        return self._count - self._done

    def answered(self) -> int:
        """The row that the next answer in order is about; it is done with this."""
        self.left()
        row = self._done
        self._made.pop(row, None)
        self._done += 1
        return row

    def _at(self, row: int) -> Fitted:
        if row not in self._made:
            self._made[row] = self._make(row)
        return self._made[row]
