"""What the templates of a prompt book that ask for JSON promise: the keys of the schema, and demonstrations in its shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from selfinstruct.parse.structured import json_in, listed
from selfinstruct.prompts import STRUCTURED, TEMPLATES, PromptBook
from selfinstruct.schemas import CLASSIFICATION, FORMS, INSTANCES, keys_of, schema_of
from selfinstruct.testing.contract import every, expect
from selfinstruct.testing.languages.hostiletexts import shown as quoted

_WORKED = ("classify", "input-first", "output-first")
_ABOUT, _OTHER = "alpha beta", "gamma delta"
_TASKS = (_ABOUT, 'say "epsilon"', "zeta\neta")


def check_structured(code: str, book: PromptBook) -> None:
    """Raise ContractError unless every template, or none, asks for JSON, in the words and the shape of its schema."""
    there = [template for template in TEMPLATES if book.structured(template)]
    lost = [f"[{template}.{STRUCTURED}]" for template in TEMPLATES if template not in there]
    contract = "a prompt book asks for JSON in every template, or in none"
    expect(not there or not lost, f"{code}: no {', '.join(lost)}", contract, "write them, or take the others out")
    every(partial(check, f"{code}: [{template}.{STRUCTURED}]", book, template) for template in there for check in _of(template))


def _of(template: str) -> tuple[Callable[[str, PromptBook, str], None], ...]:
    """What is looked at in a template."""
    return (_check_words, _check_examples if template in _WORKED else _check_list)


def _check_words(where: str, book: PromptBook, template: str) -> None:
    # Without demonstrations: they go when a request is too long.
    bare: dict[str, object] = {"tasks": []} if template not in _WORKED else {"examples": []}
    shown = _shown(book, template, _variables(template) | bare)
    wanted = ["JSON", *(f'"{name}"' for name in keys_of(schema_of(FORMS[template])))]
    lost = [word for word in wanted if word not in shown]
    contract = "a prompt for JSON says so and names the keys of the schema: the model must not be told anything else"
    expect(not lost, f"{where} never shows {', '.join(lost)}", contract, "name them in the template, as they are")
    contract = "the prompt shows the instruction that it is about"
    expect(template not in _WORKED or _ABOUT in shown, f"{where} does not show its task", contract, "use {{ instruction }}")


def _check_list(where: str, book: PromptBook, template: str) -> None:
    shown = _shown(book, template, _variables(template))
    contract = "a chat prompt asks for a number of tasks"
    expect("17" in shown, f"{where} does not ask for {{{{ count }}}} tasks", contract, "use {{ count }}")
    read = json_in(shown, lambda found: listed(found, book.markers.item), alone=False)
    contract = "the tasks are shown in order, in the JSON that is asked for: the model copies it"
    good = read is not None and read.texts == _TASKS
    expect(good, f"{where} shows {_TASKS!r}, read back as {read!r:.90}", contract, '{{ {"tasks": tasks} | json }}')


def _check_examples(where: str, book: PromptBook, template: str) -> None:
    """Each worked example, shown alone before the task, is the answer that the schema asks for."""
    for example in book.examples(template):
        shown = _shown(book, template, _variables(template, _OTHER) | {"examples": [{**example, "instruction": _ABOUT}]})
        _, found, answer = shown.rpartition(_OTHER)[0].rpartition(_ABOUT)
        about = f"{where}: the worked example {quoted(str(example.get('instruction')))}"
        expect(found, f"{about} is not shown", "a template shows [[examples]] before its task", "loop over examples")
        name, value = (CLASSIFICATION, example.get("is_classification"))
        if template != "classify":
            name, value = INSTANCES, example.get("instances")
        written = json.dumps({name: value})
        contract = "a worked example is shown in the JSON that is asked for, its keys in the order of the schema"
        mend = '{{ {"classification": example.is_classification} | json }} or {{ {"instances": example.instances} | json }}'
        read = _read(answer)
        expect(read == written, f"{about} reads as {read:.200}, not {written:.200}", contract, mend)


def _read(answer: str) -> str:
    """The JSON in a text, or the text when it holds none."""
    try:
        return json.dumps(json.loads(answer[answer.find("{") : answer.rfind("}") + 1]))
    except ValueError:
        return repr(answer)


def _variables(template: str, instruction: str = _ABOUT) -> dict[str, object]:
    """What the host gives to this template, and no more."""
    if template.startswith("generate"):
        return {"tasks": list(_TASKS), "count": 17, "first": 1}
    return {"instruction": instruction} | ({} if template == "classify" else {"limit": 5})


def _shown(book: PromptBook, template: str, variables: Mapping[str, object]) -> str:
    rendered = book.render(template, "chat", variables, structured=True)
    return "\n".join(message.content for message in rendered.messages)
