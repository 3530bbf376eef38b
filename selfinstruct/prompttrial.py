"""The templates of a prompt book filled in on trial: what they do not show, and a model can not do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selfinstruct.backend import Style
from selfinstruct.prompts import STRUCTURED, Markers, PromptBook, Rendered
from selfinstruct.schemas import FORMS, INPUT, INSTRUCTION, OUTPUT, keys_of, schema_of
from selfinstruct.text import key

_TASK, _COUNT = "alpha beta gamma", 8831
_INPUT, _OUTPUT, _A, _B = "delta epsilon", "zeta eta", "theta iota", "kappa lambda"
_INSTANCE = {INPUT: _INPUT, OUTPUT: _OUTPUT}
_TASKS = ({INSTRUCTION: _TASK, **_INSTANCE}, {INSTRUCTION: "mu nu", INPUT: "", OUTPUT: "xi"})
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "classify": ("yes", "no"),
    "input-first": ("example", "input", "output"),
    "output-first": ("label", "input"),
    "alpaca": ("instruction", "input", "output", "noinput"),
    "instruction-output": ("instruction", "output"),
    "judge": ("reason", "score"),
    "compare": ("reason", "better", "tie"),
}
"""The markers whose first word a template shows when it asks for words: the answer is read by them."""

_CUES = {
    "alpaca": "instruction",
    "instruction-output": "instruction",
    "recover": "instruction",
    "judge": "reason",
    "compare": "reason",
}
"""The marker whose first word the text for a completion model ends with."""


def lacks(book: PromptBook, template: str, style: str) -> Iterator[str]:
    """What a template does not show, in words that go behind its name. Raises ConfigError when it can not be filled in."""
    rendered, variables = _on_trial(book, template, style), _variables(template)
    shown = _text(rendered)
    for name, text in _told(variables):
        if text not in shown:
            yield "does not show the tasks: use {{ task }} in a loop" if name == "tasks" else f"does not show {{{{ {name} }}}}"
    if "count" in variables and style != "completion" and str(_COUNT) not in shown:
        yield "does not ask for {{ count }} tasks"
    if words := _without(shown, _words(template, style, book.markers)):
        yield f"never shows {', '.join(words)}, by which its answers are read"
    if style == "completion":
        cue = getattr(book.markers, _CUES[template])[0] if template in _CUES else ""
        if not key(shown).rstrip(":").endswith(key(cue)):
            yield f"does not end with {cue}:, behind which the answer goes on"
        if not rendered.stop:
            yield "has no stop: the model would go on with tasks of its own"


def lost(book: PromptBook, template: str, style: Style) -> list[str]:
    """The markers whose first word a template should show and does not."""
    shown = _text(_on_trial(book, template, style))
    return [name for name in _SHOWN.get(template, ()) if _without(shown, [getattr(book.markers, name)[0]])]


def _without(shown: str, words: Sequence[str]) -> list[str]:
    return [word for word in words if word.casefold() not in shown.casefold()]


def _words(template: str, style: str, markers: Markers) -> list[str]:
    """What an answer is read by, and a model so must be shown."""
    if style == STRUCTURED:
        return [f'"{name}"' for name in keys_of(schema_of(FORMS[template]))]
    return [getattr(markers, name)[0] for name in _SHOWN.get(template, ())]


def _told(variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that a request is about, by the names that a template has for them."""
    for name, value in variables.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, list) and isinstance(value[0], str):
            yield name, value[0]
        elif isinstance(value, list):
            yield from ((f"{name.removesuffix('s')}.{part}", text) for part, text in value[0].items())


def _variables(template: str) -> dict[str, Any]:
    form = FORMS[template]
    if form == "list":
        return {"tasks": [_TASK], "count": _COUNT, "first": 2}
    if form in {"tasks", "pairs"}:
        names = (INSTRUCTION, INPUT, OUTPUT) if form == "tasks" else (INSTRUCTION, OUTPUT)
        return {"tasks": [{name: task[name] for name in names} for task in _TASKS], "count": _COUNT, "first": 3}
    if form == "recovered-instruction":
        return {"instances": [_INSTANCE]}
    more: Mapping[str, Mapping[str, Any]] = {
        "yes-no": {},
        "score": _INSTANCE,
        "preference": {INPUT: _INPUT, "a": _A, "b": _B},
    }
    return {INSTRUCTION: _TASK, **more.get(form, {"limit": 5})}


def _on_trial(book: PromptBook, template: str, style: str) -> Rendered:
    form: Style = "completion" if style == "completion" else "chat"
    return book.render(template, form, _variables(template), structured=style == STRUCTURED)


def _text(rendered: Rendered) -> str:
    return "\n".join(message.content for message in rendered.messages) or rendered.text
