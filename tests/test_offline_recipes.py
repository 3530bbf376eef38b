"""The offline backend beyond the original method: whole tasks, recovered instructions, scores, preferences."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest
from quickrows import crossed
from test_offline import LANGUAGES, ask, faults, instruction, table

from selfinstruct import Completion, Prompt
from selfinstruct.backend import Form, Message, Sampling
from selfinstruct.plugins import Plugins
from selfinstruct.schemas import schema_of

pytest.importorskip("selfinstruct_offline")
from selfinstruct_offline.blocks import RULE
from selfinstruct_offline.shown import shown_instructions

CODES = (*LANGUAGES, "xx")
"""The languages that have a table, and one that has none."""

BLOCKS: tuple[Form, ...] = ("tasks", "pairs")
JUDGEMENTS: tuple[Form, ...] = ("recovered-instruction", "score", "preference")
STYLES = ("chat", "completion")
WHOLE = {"empty", "cut", "chatter", "refusal", "preface", "separators"}
LIST_FAULTS = {"too-long", "from-prompt", "repeated", "foreign", "blocked", "too-short"}
BLOCK_FAULTS = {"missing-output", "empty-block", "loop", "doubled-header", "refused-output", "foreign-output"}
TASK_FAULTS = {"input-echo", "noinput"}
MANY = Sampling(1_000_000)
SCORE_FAULTS = {"low", "fraction", "points", "loose", "unclear"}


class Labels(NamedTuple):
    """The words that a prompt shows."""

    instruction: str
    input: str
    output: str
    colon: str = ": "


LABELS = {
    "en": Labels("Instruction", "Input", "Output"),
    "ko": Labels("지시문", "입력", "출력"),
    "ja": Labels("指示", "入力", "出力", "："),
    "xx": Labels("Aufgabe", "Eingabe", "Ausgabe"),
}
SHOWN = (
    ("Name a river in Africa that flows north.", "", "The Nile."),
    ("Explain how a lock on a canal works.", "", "1. The gate shuts: the boat is in.\n2. The water rises."),
    ("Turn this sentence into a question.", "They left at noon.", "When did they leave?"),
)


def demonstrations(form: Form, labels: Labels, noinput: str = "<noinput>") -> str:
    """The blocks of a prompt, with rules before, between and behind them."""
    made = []
    for n, (told, given, output) in enumerate(SHOWN, 1):
        parts = [(labels.instruction, told), (labels.input, given or noinput), (labels.output, output)]
        if form == "pairs":
            parts = [(labels.instruction, f"{told}\n\n{given}".strip()), (labels.output, output)]
        made.append("\n".join(f"{n}. {label}{labels.colon}{text}" for label, text in parts))
    return f"Some tasks:\n{RULE}\n" + f"\n{RULE}\n".join(made) + f"\n{RULE}\n"


def asked(form: Form, code: str, style: str = "chat", labels: Labels | None = None, **changes: Any) -> Prompt:
    """A request for three whole tasks, numbered from 4 where the text goes on behind the demonstrations."""
    words = labels or LABELS[code]
    shown, first = demonstrations(form, words, changes.pop("noinput", "<noinput>")), 1
    if style == "completion":
        first = len(SHOWN) + 1
        shown += f"{first}. {words.instruction}{words.colon.rstrip()}"
    number = changes.pop("number", 0)
    made = Prompt("generate", number, code, form, replace(MANY, seed=number * 31), count=3, first=first)
    made = replace(made, text=shown) if style == "completion" else replace(made, messages=(Message("user", shown),))
    return replace(made, **changes)


def about(form: Form, code: str, style: str = "chat", shown: str = "", **changes: Any) -> Prompt:
    """A question about an instruction, which the prompt need not show."""
    number = changes.pop("number", 0)
    told = instruction(code, Random(f"{form}-{number}"), classification=False) if code in LANGUAGES else "Zähle bis vier."
    made = Prompt("judge", number, code, form, replace(MANY, seed=number * 31), instruction=told)
    made = (
        replace(made, text=shown or "?") if style == "completion" else replace(made, messages=(Message("user", shown or "?"),))
    )
    return replace(made, **changes)


def read(text: str, prompt: Prompt, labels: Labels) -> list[dict[str, str]]:
    """The blocks of a perfectly formed answer, by plain patterns that know the labels."""
    if prompt.style == "completion":
        assert text.startswith(" ")
        text = f"{prompt.first}. {labels.instruction}{labels.colon}{text.removeprefix(' ')}"
    found = []
    names = ("instruction", "output") if prompt.form == "pairs" else ("instruction", "input", "output")
    for n, block in enumerate(text.split(f"\n{RULE}\n"), prompt.first):
        pattern = "\n".join(rf"{n}\. {getattr(labels, name)}{labels.colon}(?P<{name}>.+?)" for name in names)
        match = re.fullmatch(pattern, block, re.DOTALL)
        assert match, block
        found.append(match.groupdict())
    return found


def follows(value: Any, schema: Mapping[str, Any]) -> bool:
    if schema["type"] == "object":
        good = isinstance(value, dict) and list(value) == schema["required"]
        return good and all(follows(value[name], part) for name, part in schema["properties"].items())
    if schema["type"] == "array":
        return isinstance(value, list) and all(follows(item, schema["items"]) for item in value)
    return type(value) is {"string": str, "integer": int}[schema["type"]] and value in schema.get("enum", [value])


# ------------------------------------------------------------------ whole tasks


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", BLOCKS)
def test_at_rate_0_blocks_are_perfectly_formed(form: Form, style: str, code: str) -> None:
    for number in range(30):
        prompt = asked(form, code, style, number=number)
        [answer] = ask([prompt], faults="0", style=style)
        tasks = read(answer.text, prompt, LABELS[code])
        assert len(tasks) == prompt.count
        assert not faults(answer)
        assert answer.finish_reason == "stop"
        assert all(text.strip() == text for task in tasks for text in task.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_whole_task_is_one_of_the_table_with_an_instance_of_its_own(code: str) -> None:
    repertoire, inputs, labels = table(code), Counter[bool](), set()
    for number in range(80):
        prompt = asked("tasks", code, number=number)
        for task in read(ask([prompt], faults="0")[0].text, prompt, LABELS[code]):
            known = repertoire.recognise(task["instruction"])
            assert known, task["instruction"]
            inputs[task["input"] == "<noinput>"] += 1
            if known[0].labels:
                assert task["output"] in known[0].labels
                labels.add(known[0].labels.index(task["output"]) == 0)
    assert min(inputs.values()) > 20
    assert labels == {True, False}, "not always the first label"


@pytest.mark.parametrize("code", LANGUAGES)
def test_pairs_are_the_same_with_the_input_below_the_instruction(code: str) -> None:
    for number in range(20):
        tasks, pairs = (asked(form, code, number=number, schema=schema_of(form)) for form in BLOCKS)
        whole, joined = (json.loads(answer.text)["tasks"] for answer in ask([tasks, pairs], faults="0"))
        texts = ["\n\n".join(filter(None, (task["instruction"], task["input"]))) for task in whole]
        assert joined == [{"instruction": text, "output": task["output"]} for text, task in zip(texts, whole, strict=True)]


def test_a_language_without_a_table_recombines_the_tasks_it_is_shown() -> None:
    prompt = asked("tasks", "xx", number=2)
    words = {word for told, _given, _output in SHOWN for word in told.split()}
    for task in read(ask([prompt], faults="0")[0].text, prompt, LABELS["xx"]):
        assert set(task["instruction"].split()) <= words
        assert task["output"] == f"[offline] {task['instruction']}"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", BLOCKS)
def test_labels_are_those_that_the_prompt_shows(form: Form, style: str, code: str) -> None:
    own = Labels("New request", "Given text", "Reply")
    prompt = asked(form, code, style, own)
    [answer] = ask([prompt], faults="0", style=style)
    assert len(read(answer.text, prompt, own)) == 3


@pytest.mark.parametrize("noinput", ["<noinput>", "EMPTY", "(nada)"])
def test_the_word_for_no_input_is_the_one_that_the_prompt_shows(noinput: str) -> None:
    given = Counter[str]()
    for number in range(30):
        prompt = asked("tasks", "en", number=number, noinput=noinput)
        given.update(task["input"] for task in read(ask([prompt], faults="0")[0].text, prompt, LABELS["en"]))
    assert given.most_common(1)[0][0] == noinput
    assert len({"<noinput>", "EMPTY", "(nada)"} & set(given)) == 1


def test_without_demonstrations_labels_are_the_languages_own() -> None:
    for code in LANGUAGES:
        prompt = replace(asked("tasks", code), messages=(Message("user", "1. Be brief.\n2. Be kind: always."),))
        assert len(read(ask([prompt], faults="0")[0].text, prompt, LABELS[code])) == 3


def test_the_instructions_of_a_prompt_are_read_from_blocks_and_from_json() -> None:
    told = [task[0] for task in SHOWN]
    rows = [{"instruction": i, "input": x, "output": o} for i, x, o in SHOWN]
    assert shown_instructions(asked("tasks", "en")) == told
    assert shown_instructions(asked("tasks", "en", "completion")) == told
    as_json = f"Some tasks:\n{json.dumps({'tasks': rows})}\nNow write others."
    assert shown_instructions(asked("tasks", "en", messages=(Message("user", as_json),))) == told


@pytest.mark.parametrize(("form", "style", "code"), crossed(BLOCKS, STYLES, LANGUAGES))
def test_blocks_go_wrong_in_every_way_at_the_rate_set(form: Form, style: str, code: str) -> None:
    answers = ask([asked(form, code, style, number=n, count=10) for n in range(450)], faults="0.3", style=style)
    found = Counter(kind for answer in answers for kind in faults(answer))
    wanted = WHOLE if style == "chat" else WHOLE - {"preface"}
    single = LIST_FAULTS | BLOCK_FAULTS | (TASK_FAULTS if form == "tasks" else set())
    assert set(found) == wanted | single
    assert sum(found[kind] for kind in wanted) / 450 == pytest.approx(0.1, abs=0.045)
    lost = sum(found[kind] for kind in ("empty", "chatter", "refusal"))
    assert sum(found[kind] for kind in single) / (450 - lost) / 10 == pytest.approx(0.3, abs=0.03)
    assert max(found[kind] for kind in single) < 2 * min(found[kind] for kind in single)
    assert all((answer.finish_reason == "length") == ("cut" in faults(answer)) for answer in answers)


def test_everything_goes_wrong_at_rate_1_in_a_language_without_a_table_too() -> None:
    for code in CODES:
        answers = ask([asked("tasks", code, number=n) for n in range(40)], faults="1")
        assert all(len(faults(answer)) >= 3 or set(faults(answer)) & WHOLE for answer in answers)


@cache
def single_faults(code: str) -> dict[str, list[tuple[str, Prompt]]]:
    """Answers of one block in which one thing is wrong, by what that is."""
    prompts = [asked("tasks", code, number=n, count=1) for n in range(600)]
    found: dict[str, list[tuple[str, Prompt]]] = {}
    for prompt, answer in zip(prompts, ask(prompts, faults="0.7"), strict=True):
        if len(faults(answer)) == 1:
            found.setdefault(faults(answer)[0], []).append((answer.text, prompt))
    return found


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "reason"),
    [("foreign", "wrong-language"), ("blocked", "blocked-word"), ("too-short", "too-short"), ("too-long", "too-long")],
)
def test_a_faulty_instruction_is_refused_for_what_it_is_called(kind: str, reason: str, code: str, plugins: Plugins) -> None:
    language = plugins.language(code)
    for text, prompt in single_faults(code)[kind]:
        [task] = read(text, prompt, LABELS[code])
        told = task["instruction"]
        assert (plugins.instruction_fault(told, language.tokens(told), language) or "").startswith(reason), told


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_faulty_block_is_what_it_is_called(code: str) -> None:
    words, repertoire = LABELS[code], table(code)
    told = [shown[0] for shown in SHOWN]
    checks: dict[str, Callable[[dict[str, str]], object]] = {
        "from-prompt": lambda task: task["instruction"] in told,
        "input-echo": lambda task: task["input"] == task["instruction"],
        "noinput": lambda task: task["input"] != "<noinput>" and len(task["input"]) < 20,
        "refused-output": lambda task: task["output"] == repertoire.refusal,
        "foreign-output": lambda task: task["output"] in repertoire.foreign,
        "loop": lambda task: re.match(r"(.+?)\s*(?:\1\s*){7}", task["output"], re.DOTALL),
    }
    for kind, check in checks.items():
        for text, prompt in single_faults(code)[kind]:
            [task] = read(text, prompt, words)
            assert check(task), (kind, text)


@pytest.mark.parametrize("code", CODES)
def test_a_block_may_be_empty_or_without_its_output_or_have_two_headers(code: str) -> None:
    instruction, given, output = (f"1. {label}{LABELS[code].colon}" for label in LABELS[code][:3])
    patterns = {
        "empty-block": "\n".join((instruction.rstrip(), given.rstrip(), output.rstrip())),
        "missing-output": rf"{instruction}.+\n{given}.+",
        "doubled-header": rf"{instruction}{instruction.rstrip()} .+\n{given}.+\n{output}.+",
    }
    for kind, pattern in patterns.items():
        for text, _prompt in single_faults(code)[kind]:
            assert re.fullmatch(pattern, text, re.DOTALL), text
            assert (output.strip() in text) == (kind != "missing-output")


@pytest.mark.parametrize(("form", "style"), crossed(BLOCKS, STYLES))
def test_a_cut_answer_ends_in_its_last_block(form: Form, style: str) -> None:
    answers = [
        answer
        for answer in ask([asked(form, "en", style, number=n, count=4) for n in range(500)], faults="0.2", style=style)
        if "cut" in faults(answer)
    ]
    assert answers
    last = {"chat": 4, "completion": 7}[style]
    for answer in answers:
        assert re.search(rf"^{last}\. Instruction: \w", answer.text, re.MULTILINE), answer.text[-300:]
        assert answer.finish_reason == "length"


def test_other_separators_and_prefaces_leave_the_blocks_as_they_are() -> None:
    prompts = [asked("tasks", "en", number=n, count=2) for n in range(2000)]
    seen = set()
    for answer in ask(prompts, faults="0.3"):
        if faults(answer) == ["separators"]:
            assert f"\n{RULE}\n" not in answer.text
            seen.add(answer.text.partition("\n2. Instruction")[0].rsplit("\n", 1)[1])
        if faults(answer) == ["preface"]:
            assert answer.text.startswith(tuple(f"{talk}\n\n1. Instruction: " for talk in table("en").talk))
            seen.add("preface")
        if faults(answer) in (["separators"], ["preface"]):
            assert re.findall(r"^(\d)\. Output: \S", answer.text, re.MULTILINE) == ["1", "2"]
    assert {"preface", "---", "***", ""} <= seen


# ------------------------------------------------------------------ JSON


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", [*BLOCKS, *JUDGEMENTS])
def test_at_rate_0_every_answer_follows_its_schema(form: Form, code: str) -> None:
    make = asked if form in BLOCKS else about
    for answer in ask([make(form, code, number=n, schema=schema_of(form)) for n in range(40)], faults="0", structured="yes"):
        assert follows(json.loads(answer.text), schema_of(form)), answer.text
        assert not faults(answer)


@pytest.mark.parametrize(("code", "form"), crossed(CODES, [*BLOCKS, *JUDGEMENTS]))
def test_json_goes_wrong_too(form: Form, code: str) -> None:
    make = asked if form in BLOCKS else about
    answers = ask([make(form, code, number=n, schema=schema_of(form)) for n in range(500)], faults="0.3", structured="yes")
    found = Counter(kind for answer in answers for kind in faults(answer))
    assert found.keys() >= {"fenced", "preface", "comma", "words", "broken"}
    assert not found.keys() & {"doubled-header", "separators"}
    for answer in answers:
        if set(faults(answer)) & {"cut", "broken"}:
            with pytest.raises(json.JSONDecodeError):
                json.loads(answer.text)


# ------------------------------------------------------------------ judgements


def said(answer: Completion, style: str, first: str, second: str, colon: str = ": ") -> tuple[str, str]:
    """Reason and verdict of a well-formed judgement, by a plain pattern."""
    opening = " " if style == "completion" else first + colon
    match = re.fullmatch(rf"{opening}(.+)\n{second}{colon}(.+)", answer.text)
    assert match, answer.text
    return match[1], match[2]


def question(form: Form, code: str, style: str, first: str, second: str, colon: str = ": ") -> Prompt:
    """A judge's prompt as the books have it, with labels of one's own."""
    number = sum(map(ord, form + code + style))
    if style == "chat":
        return about(form, code, shown=f"Note: be just.\n\nAnswer so:\n{first}{colon}why\n{second}{colon}what\n", number=number)
    example = f"Request{colon}Count.\n{first}{colon}All is there.\n{second}{colon}5\n###\n"
    return about(form, code, style, shown=f"{example}{example}Request{colon}Count.\n{first}{colon.rstrip()}", number=number)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
def test_a_recovered_instruction_is_the_true_one_or_nearly_so(style: str, code: str) -> None:
    prompts = [about("recovered-instruction", code, style, number=n) for n in range(120)]
    same = 0
    for prompt, answer in zip(prompts, ask(prompts, faults="0", style=style), strict=True):
        assert answer.text.startswith(" ") == (style == "completion")
        text = answer.text.strip()
        same += text == prompt.instruction
        assert SequenceMatcher(None, text, prompt.instruction, autojunk=False).ratio() > 0.7
        assert text.count("\n") == prompt.instruction.count("\n")
    assert 60 <= same <= (119 if code in LANGUAGES else 120)


@pytest.mark.parametrize("code", CODES)
def test_some_recovered_instructions_are_unrelated(code: str) -> None:
    shown = "Eins und zwei.\nDrei und vier und fünf."
    prompts = [about("recovered-instruction", code, shown=shown, number=n) for n in range(400)]
    answers = ask(prompts, faults="0.3")
    wrong = [(prompt, answer) for prompt, answer in zip(prompts, answers, strict=True) if faults(answer) == ["unrelated"]]
    assert len(wrong) / 400 == pytest.approx(0.3, abs=0.07)
    assert all(answer.text and answer.text != prompt.instruction for prompt, answer in wrong)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("first", "second", "colon"), [("Reason", "Score", ": "), ("Why so", "Grade given", ": "), ("わけ", "段階", "：")]
)
def test_scores_stand_behind_a_reason_under_the_labels_that_the_prompt_shows(
    first: str, second: str, colon: str, style: str, code: str
) -> None:
    base = question("score", code, style, first, second, colon)
    answers = ask([replace(base, number=n) for n in range(60)], faults="0", style=style)
    read_back = [said(answer, style, first, second, colon) for answer in answers]
    assert {verdict for _reason, verdict in read_back} == {"4", "5"}
    assert not any(faults(answer) for answer in answers)
    assert code == "xx" or len({reason for reason, _verdict in read_back}) >= 4


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
def test_preferences_stand_behind_a_reason_under_the_labels_that_the_prompt_shows(style: str, code: str) -> None:
    base = question("preference", code, style, "Ground", "Choice")
    answers = ask([replace(base, number=n) for n in range(120)], faults="0", style=style)
    found = Counter(said(answer, style, "Ground", "Choice")[1] for answer in answers)
    tie = {"ko": "무승부", "ja": "引き分け"}.get(code, "tie")
    assert set(found) == {"A", "B", tie}
    assert found["A"] > found[tie] < found["B"]


def test_a_tie_is_said_in_the_words_of_the_prompt() -> None:
    base = replace(question("preference", "ko", "chat", "Reason", "Better"))
    shown = base.messages[0].content + "Say A, B or tie.\nReason: why\nBetter: A, B or tie"
    prompts = [replace(base, number=n, messages=(Message("user", shown),)) for n in range(60)]
    assert {said(answer, "chat", "Reason", "Better")[1] for answer in ask(prompts, faults="0")} == {"A", "B", "tie"}


@pytest.mark.parametrize("code", CODES)
def test_the_preferred_answer_is_praised_by_its_own_letter(code: str) -> None:
    base = question("preference", code, "chat", "Ground", "Choice")
    for answer in ask([replace(base, number=n) for n in range(80)], faults="0"):
        reason, choice = said(answer, "chat", "Ground", "Choice")
        assert "{" not in reason
        if code in LANGUAGES and choice in "AB":
            assert {"A", "B"} <= set(re.findall(r"(?<![A-Za-z])[AB](?![A-Za-z])", reason))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
def test_scores_go_wrong_in_every_way_at_the_rate_set(style: str, code: str) -> None:
    base = question("score", code, style, "Ground", "Grade")
    answers = ask([replace(base, number=n) for n in range(700)], faults="0.3", style=style)
    found: dict[str, list[str]] = {}
    for answer in answers:
        for kind in faults(answer):
            found.setdefault(kind, []).append(answer.text)
    assert set(found) == (SCORE_FAULTS if code in LANGUAGES else {"low", "fraction", "unclear"})
    assert sum(map(len, found.values())) / 700 == pytest.approx(0.3, abs=0.06)
    assert all(re.search(r"\nGrade: [123]$", text) for text in found["low"])
    assert all(re.search(r"\nGrade: [45]/5$", text) for text in found["fraction"])
    assert not any(re.search(r"\d", text) for text in found["unclear"] if "[offline]" not in text)
    for text in found.get("points", []):
        assert re.search(r"\nGrade: [45](?: points|점|点)$", text)
    for text in found.get("loose", []):
        assert re.search(r"[45]", text.rpartition("\n")[2])
        assert not re.search(r"\nGrade: ", text)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
def test_some_preferences_are_unclear(style: str, code: str) -> None:
    base = question("preference", code, style, "Ground", "Choice")
    answers = ask([replace(base, number=n) for n in range(400)], faults="0.3", style=style)
    unclear = [answer.text for answer in answers if faults(answer) == ["unclear"]]
    assert len(unclear) / 400 == pytest.approx(0.3, abs=0.07)
    assert not any(re.search(r"\nChoice: (?:A|B|tie|무승부|引き分け)$", text) for text in unclear)
    assert {"\n" in text for text in unclear} == {True, False}


# ------------------------------------------------------------------ all of them


@pytest.mark.parametrize("form", [*BLOCKS, *JUDGEMENTS])
def test_seed_stage_and_number_decide_the_answer(form: Form) -> None:
    base = asked(form, "en", number=3) if form in BLOCKS else replace(about(form, "en", number=3), instruction="Count.")
    others = [replace(base, number=4), replace(base, sampling=Sampling(4096, seed=1)), replace(base, stage="other")]
    first, again, *different = ask([base, replace(base, stop=("\n\n\n\n",)), *others])
    assert first.text == again.text
    assert ask([*reversed(others), base])[-1] == first
    if form in BLOCKS:
        assert all(answer.text != first.text for answer in different)
    else:
        assert len({answer.text for answer in ask([replace(base, number=n) for n in range(40)])}) > 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_two_hundred_rows_are_sound(code: str, plugins: Plugins) -> None:
    language = plugins.language(code)
    prompts = [asked("tasks", code, number=n, count=20, schema=schema_of("tasks")) for n in range(10)]
    rows = [task for answer in ask(prompts, faults="0") for task in json.loads(answer.text)["tasks"]]
    assert len(rows) == 200
    label = re.compile("|".join(rf"\b{word}\s*[:：]" for words in LABELS.values() for word in words[:3]))
    for row in rows:
        told, given, output = row.values()
        assert plugins.instruction_fault(told, language.tokens(told), language) is None, told
        assert not given or language.fault(given, "input", told) is None, row
        assert not any(pattern.search(given) for pattern in language.placeholders), given
        assert not any(pattern.search(output) for pattern in language.refusals), output
        assert not output.endswith((":", "：", ",", "、")), output
        assert not label.search(output), output
        assert told not in output, row
        assert output != given, row
