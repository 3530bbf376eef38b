"""The offline backend: seeded, as unreliable as it is told to be, and right where it is not."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module, util
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from selfinstruct import BackendError, Completion, Prompt
from selfinstruct.backend import Form, Message, Sampling
from selfinstruct.errors import ConfigError
from selfinstruct.plugins import Plugins

pytest.importorskip("selfinstruct_offline")
from selfinstruct_offline.backend import Offline
from selfinstruct_offline.en import coding, games, sheets, sums
from selfinstruct_offline.en.kit import a, the
from selfinstruct_offline.frames import Frame, Pair, Repertoire
from selfinstruct_offline.lists import shown_tasks
from selfinstruct_offline.recombine import recombined

LANGUAGES = [code for code in ("en", "ko", "ja") if util.find_spec(f"selfinstruct_offline.{code}")]
ALL_LISTS = {"empty", "cut", "chatter", "refusal", "too-long", "from-prompt", "repeated", "foreign", "blocked", "too-short"}
TASKS = ("Name a river in Africa.", "Explain how a lock on a canal works.", "Turn this sentence into a question.")


def table(code: str) -> Repertoire:
    found: Repertoire = import_module(f"selfinstruct_offline.{code}").REPERTOIRE
    return found


def prompt(number: int = 0, form: Form = "list", **changes: Any) -> Prompt:
    stage = {"list": "generate", "yes-no": "classify"}.get(form, "instances")
    shown = "\n".join(f"{i}. {task}" for i, task in enumerate(TASKS, 1))
    made = Prompt(stage, number, "en", form, Sampling(4096, seed=number * 31), (Message("user", shown),), count=8)
    return replace(made, **changes)


def ask(prompts: list[Prompt], **options: str) -> list[Completion]:
    answers = asyncio.run(Offline(None, options).complete(prompts))
    assert not any(isinstance(answer, BackendError) for answer in answers)
    return [answer for answer in answers if isinstance(answer, Completion)]


def faults(completion: Completion) -> list[str]:
    found: list[str] = completion.raw["faults"]
    return found


def instruction(code: str, rng: Random, *, classification: bool) -> str:
    return table(code).instruction(rng, classification=classification)


def test_the_backend_is_found_by_entry_point_and_marked(plugins: Plugins) -> None:
    backend = plugins.backend("offline")
    assert backend is Offline
    assert backend.for_training is False
    assert Offline(None, {}).model == "phrase-tables"


def test_answers_come_in_the_order_asked_whatever_is_asked_with_them() -> None:
    prompts = [prompt(n, form) for n in range(6) for form in ("list", "yes-no", "input-first", "output-first")]
    together = ask(prompts)
    assert together == [ask([one])[0] for one in prompts]
    assert together == list(reversed(ask(prompts[::-1])))


def test_seed_stage_and_number_decide_the_answer() -> None:
    base = prompt(3)
    same = replace(base, messages=(*base.messages, Message("system", "Be brief.")))
    others = [prompt(4, sampling=base.sampling), replace(base, sampling=Sampling(4096, seed=1)), replace(base, stage="other")]
    first, again, *different = ask([base, same, *others], faults="0")
    assert first.text == again.text
    assert all(answer.text != first.text for answer in different)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"faults": "1.5"}, "faults"),
        ({"faults": "some"}, "faults"),
        ({"faults": "nan"}, "faults"),
        ({"latency": "-1"}, "latency"),
        ({"latency": "inf"}, "latency"),
        ({"style": "poem"}, "style"),
        ({"fautls": "0.1"}, "fautls"),
    ],
)
def test_a_bad_option_is_refused_by_name(options: Mapping[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        Offline(None, options)


def test_an_unknown_option_is_told_which_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        Offline(None, {"speed": "1"})
    assert all(option in caught.value.hint for option in ("faults", "latency", "style"))


@pytest.mark.parametrize("style", ["chat", "completion"])
def test_style_is_told_in_the_abilities(style: str) -> None:
    assert Offline(None, {"style": style}).abilities.style == style


def test_latency_differs_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    for number in range(20):
        ask([prompt(number)], latency="2")
    assert len(set(slept)) == 20
    assert 1 <= min(slept) < max(slept) <= 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_lists_go_wrong_in_every_way_at_the_rate_set(code: str) -> None:
    lists = ask([prompt(n, language=code) for n in range(600)], faults="0.3")
    whole = Counter(kind for answer in lists for kind in faults(answer) if kind in {"empty", "cut", "chatter", "refusal"})
    single = Counter(kind for answer in lists for kind in faults(answer)) - whole
    assert set(whole) | set(single) == ALL_LISTS
    assert whole.total() / 600 == pytest.approx(0.1, abs=0.04)
    listed = 8 * (600 - whole.total() + whole["cut"])
    assert single.total() / listed == pytest.approx(0.3, abs=0.03)
    assert max(single.values()) < 2 * min(single.values())


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        ("yes-no", {"wrong", "unsure"}),
        ("input-first", {"missing", "cut", "colon", "same-input", "echo", "placeholder", "refusal"}),
        ("output-first", {"cut", "same-input", "echo", "placeholder", "refusal"}),
    ],
)
def test_other_answers_go_wrong_in_every_way_at_the_rate_set(code: str, form: Form, kinds: set[str]) -> None:
    rng = Random(form)
    prompts = [
        prompt(n, form, language=code, count=5, instruction=instruction(code, rng, classification=form == "output-first"))
        for n in range(500)
    ]
    answers = ask(prompts, faults="0.3")
    found = Counter(kind for answer in answers for kind in faults(answer))
    assert kinds <= set(found)
    assert found.total() / 500 == pytest.approx(0.3, abs=0.07)
    assert all((answer.finish_reason == "length") == ("cut" in faults(answer)) for answer in answers)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("form", ["list", "yes-no", "input-first", "output-first"])
def test_nothing_goes_wrong_at_rate_0(code: str, form: Form) -> None:
    rng = Random(1)
    prompts = [prompt(n, form, language=code, instruction=instruction(code, rng, classification=True)) for n in range(150)]
    answers = ask(prompts, faults="0")
    assert not any(faults(answer) for answer in answers)
    assert {answer.finish_reason for answer in answers} == {"stop"}
    assert all(answer.text for answer in answers)


def test_everything_goes_wrong_at_rate_1() -> None:
    assert all(
        faults(answer) for form in ("list", "yes-no", "input-first") for answer in ask([prompt(9, form)] * 3, faults="1")
    )


def test_lists_are_numbered_from_first_and_hold_count_items() -> None:
    for answer in ask([prompt(n, first=9, count=5) for n in range(60)], faults="0"):
        numbers = re.findall(r"^(?:\*\*)?(\d+)[.)]", answer.text, re.MULTILINE)
        assert numbers == ["9", "10", "11", "12", "13"]


def test_a_completion_goes_on_behind_the_first_number() -> None:
    shown = prompt(0).shown + "\n4."
    [answer] = ask([prompt(0, messages=(), text=shown, first=4, count=3)], faults="0")
    lines = answer.text.split("\n")
    assert re.match(r" [A-Z“]", lines[0])
    assert [line[:2] for line in lines[1:]] == ["5.", "6."]


def test_stop_strings_and_the_token_limit_end_an_answer() -> None:
    stopped, short = ask(
        [prompt(0, messages=(), text="1.", stop=("\n",)), prompt(0, sampling=Sampling(10, seed=0))], faults="0"
    )
    assert "\n" not in stopped.text
    assert stopped.finish_reason == "stop"
    assert len(short.text) == 40
    assert short.finish_reason == "length"


def test_classification_prompts_get_classification_tasks() -> None:
    [answer] = ask([prompt(0, classification=True, count=20)], faults="0")
    items = re.findall(r"^(?:\*\*)?\d+[.)](?:\*\*)? (.+)$", answer.text, re.MULTILINE)
    known = [table("en").recognise(item) for item in items]
    assert len(known) == 20
    assert all(found and found[0].labels for found in known)


@pytest.mark.parametrize("code", LANGUAGES)
def test_yes_and_no_tell_classification_tasks(code: str) -> None:
    words = {"en": ("Yes", "No"), "ko": ("예", "아니요"), "ja": ("はい", "いいえ")}[code]
    rng = Random(2)
    for truth in (True, False):
        prompts = [
            prompt(n, "yes-no", language=code, instruction=instruction(code, rng, classification=truth)) for n in range(40)
        ]
        assert all(answer.text.startswith(words[0 if truth else 1]) for answer in ask(prompts, faults="0"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_frame_is_recognised_from_its_filled_text(code: str) -> None:
    repertoire, rng = table(code), Random(code)
    for frame in repertoire.frames:
        for _ in range(12):
            slots = {name: rng.choice(values) for name, values in frame.slots.items()}
            text = repertoire.fill(frame, slots)
            found = repertoire.recognise(text)
            assert found is not None, text
            assert repertoire.fill(*found) == text
            assert found[0].labels == frame.labels
            assert repertoire.recognise(f"{text} {text}") is None
    assert repertoire.recognise("Tell me something I do not know.") is None


def test_recognising_undoes_the_inflection_of_the_slot_that_was_filled() -> None:
    fruit = Frame(
        "x", "{fruit:cap} or {other:a}, then {fruit}?", {"fruit": ("pea", "pear", "apple"), "other": ("urn", "pea")}, _pair
    )
    repertoire = Repertoire((fruit,), lambda _i, _r: Pair("", ""), (), (), "", inflect=table("en").inflect)
    assert repertoire.recognise("Pear or an urn, then pear?") == (fruit, {"fruit": "pear", "other": "urn"})
    assert repertoire.recognise("Pear or a pea, then pea?") is None


def _pair(slots: Mapping[str, str], _rng: Random) -> Pair:
    return Pair("", slots["fruit"])


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_slot_stands_in_its_pattern_and_has_distinct_values(code: str) -> None:
    for frame in table(code).frames:
        assert {piece.slot for piece in frame.pieces if piece.slot} == set(frame.slots)
        assert all(values and len(set(values)) == len(values) for values in frame.slots.values()), frame.pattern
        assert frame.weight >= 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_instances_of_a_classification_carry_its_labels_one_each(code: str) -> None:
    repertoire, rng = table(code), Random(4)
    for frame in repertoire.frames:
        if frame.labels:
            text = repertoire.fill(frame, {name: rng.choice(values) for name, values in frame.slots.items()})
            pairs = repertoire.instances(text, rng, 12)
            assert tuple(pair.output for pair in pairs) == frame.labels
            assert len({pair.input for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("code", LANGUAGES)
def test_instances_are_fit_for_curation(code: str) -> None:
    repertoire, rng = table(code), Random(5)
    for frame in repertoire.frames:
        for _ in range(6):
            slots = {name: rng.choice(values) for name, values in frame.slots.items()}
            pairs = repertoire.instances(repertoire.fill(frame, slots), rng, 3)
            assert 1 <= len(pairs) <= 3
            assert len({pair.input for pair in pairs}) == len(pairs)
            for given, output in pairs:
                assert output.strip() == output != ""
                assert given.strip() == given != output, (frame.pattern, given)
                assert not output.endswith((":", "：")), output


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_the_table_says_passes_the_languages_own_filter(code: str, plugins: Plugins) -> None:
    if code not in plugins.languages():
        pytest.skip(f"selfinstruct-{code} is not installed")
    language, repertoire, rng = plugins.language(code), table(code), Random(6)
    for frame in repertoire.frames:
        text = repertoire.fill(frame, {name: rng.choice(values) for name, values in frame.slots.items()})
        assert plugins.instruction_fault(text, language.tokens(text), language) is None, text
        for given, output in repertoire.instances(text, rng, 2):
            assert not any(pattern.search(given) for pattern in language.placeholders), given
            assert not any(pattern.search(output) for pattern in language.refusals), output


@pytest.mark.parametrize("code", LANGUAGES)
def test_faulty_items_are_what_they_are_called(code: str, plugins: Plugins) -> None:
    if code not in plugins.languages():
        pytest.skip(f"selfinstruct-{code} is not installed")
    language = plugins.language(code)
    wanted = {"too-long": "too-long", "foreign": "wrong-language", "blocked": "blocked-word", "too-short": "too-short"}
    seen = Counter[str]()
    for answer in ask([prompt(n, language=code, count=1) for n in range(250)], faults="0.9"):
        if len(faults(answer)) == 1 and (reason := wanted.get(faults(answer)[0])):
            items = [line for line in answer.text.split("\n") if re.match(r"\W*\d|[①【]", line)]
            text = re.sub(r"^(?:\*\*\d+\.\*\*|\d+[.)．]|①|【\d+】)\s*", "", items[0])
            fault = plugins.instruction_fault(text, language.tokens(text), language) or "none"
            assert fault.startswith(reason), (fault, text)
            seen[reason] += 1
    assert set(seen) == set(wanted.values())


def test_an_instruction_from_elsewhere_gets_an_honest_stand_in() -> None:
    [answer] = ask([prompt(0, "input-first", instruction="Say which of my cousins is the tallest.")], faults="0")
    assert "stand-in" in answer.text


def test_a_language_without_a_table_recombines_the_tasks_it_is_shown() -> None:
    [answer] = ask([prompt(1, language="xx", count=6)], faults="0")
    items = re.findall(r"^(?:\*\*)?\d+[.)](?:\*\*)? (.+)$", answer.text, re.MULTILINE)
    words = {word for task in TASKS for word in task.split()}
    assert len(items) == 6
    assert all(set(item.split()) <= words and item not in TASKS for item in items)


@pytest.mark.parametrize(
    "tasks", [[], ["แต่งกลอนสั้นเกี่ยวกับฝน"], ["写一首短诗。", "列出三种水果。"], ["One two three", "four five"]]
)
def test_recombining_never_fails(tasks: list[str]) -> None:
    text = recombined(tasks, Random(1))
    assert bool(text) == bool(tasks)
    assert set(text) <= set("".join(tasks)) | {" "}


def test_a_language_without_a_table_goes_wrong_without_words() -> None:
    for answer in ask([prompt(n, language="xx", messages=(Message("user", ""),)) for n in range(40)], faults="1"):
        assert faults(answer)


def test_a_language_without_a_table_answers_with_the_words_it_is_shown() -> None:
    asked = "Task: a\nIs it? Ja\n\nTask: b\nIs it? Nein\n\nTask: c\nIs it?"
    prompts = [prompt(n, "yes-no", language="xx", messages=(Message("user", asked),)) for n in range(40)]
    assert {answer.text.rstrip(".") for answer in ask(prompts)} == {"Ja", "Nein"}
    shown = "Aufgabe: a\nEingabe: b\nAusgabe: c\nEingabe: d\nAusgabe: e\n\nAufgabe: f\nAusgabe: g\n\nAufgabe: Zähle."
    given = prompt(0, "input-first", language="xx", messages=(Message("user", shown),), instruction="Zähle.")
    assert ask([given], faults="0")[0].text == "Ausgabe: [offline] Zähle."


def test_the_tasks_of_a_prompt_are_read_whatever_their_numbering() -> None:
    assert shown_tasks("1. one\n2) two\n③ three\n４．four\n- not this\n5.") == ["one", "two", "three", "four"]


# ------------------------------------------------------------------ the English table


@pytest.mark.parametrize(
    ("word", "article"), [("apple", "an"), ("unit", "a"), ("hour", "an"), ("one-way street", "a"), ("89-year", "an")]
)
def test_the_indefinite_article_goes_by_sound(word: str, article: str) -> None:
    assert a(word) == f"{article} {word}"
    assert the(f"{article} {word}") == f"the {word}"


def test_equations_in_answers_are_true() -> None:
    rng = Random(7)
    checked = 0
    for frame in sums.FRAMES:
        for _ in range(20):
            slots = {name: rng.choice(values) for name, values in frame.slots.items()}
            text = re.sub(r" km/h| h\b| g\b|[$]", "", frame.answer(slots, rng).output)
            for equation in re.findall(r"[\d(][\d.() ×÷+-]*(?:= [\d.() ×÷+-]*\d)+", text):
                sides = [_value(side) for side in equation.split("=")]
                if "left over" not in text:
                    assert all(one == pytest.approx(other, abs=0.006) for one, other in pairwise(sides)), text
                    checked += 1
    assert checked > 100


def _value(side: str) -> float:
    side = side.replace("×", "*").replace("÷", "/")
    assert re.fullmatch(r"[\d.*/+() -]+", side)
    return float(eval(side))  # noqa: S307 - digits and operators alone, and our own


@pytest.mark.parametrize(
    ("slots", "kind", "answer"),
    [
        ({"start": "18:50", "minutes": "96"}, sums._end, "It ends at 20:26."),
        ({"km": "120", "speed": "48"}, sums._duration, "120 ÷ 48 hours, which is about 2 h 30 min."),
        ({"price": "137", "percent": "15"}, sums._discount, "15% of $137 is $20.55, so the price becomes $116.45."),
        ({"total": "100", "people": "7"}, sums._share, "100 ÷ 7 = 14, with 2 left over: each gets 14."),
        ({"n": "5"}, sums._handshakes, "5 × 4 ÷ 2 = 10 handshakes."),
        (
            {"price": "100", "weekly": "30"},
            sums._save,
            "4 weeks, because 4 × $30 = $120 is the first amount to reach $100.",
        ),
    ],
)
def test_word_problems_are_solved(slots: Mapping[str, str], kind: Any, answer: str) -> None:
    assert kind(slots, Random(0)).output == answer


@pytest.mark.parametrize("task", coding.FUNCTIONS)
def test_python_answers_run_and_print_what_they_say(task: str) -> None:
    source = coding.code(task)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source.replace("print(solve", "print(repr(solve").replace(")  #", "))  #"), {})
    assert printed.getvalue().strip() == source.rsplit("# ", 1)[1]


@pytest.mark.parametrize(("regex", "sample"), coding.PATTERNS.values())
def test_regular_expressions_match_their_samples(regex: str, sample: str) -> None:
    assert re.fullmatch(regex, sample)


@pytest.mark.parametrize(("number", "roman"), [(4, "IV"), (49, "XLIX"), (94, "XCIV"), (250, "CCL")])
def test_roman_numerals(number: int, roman: str) -> None:
    assert coding.roman(number) == roman


@pytest.mark.parametrize("claims", games.ISLANDERS)
def test_one_answer_alone_fits_what_islanders_say(claims: str) -> None:
    says = {
        "says that the other one lies": lambda _me, you: not you,
        "says that both are of the same kind": lambda me, you: me is you,
        "says that both are liars": lambda me, you: (me, you) == (False, False),
        "says that at least one of the two is a liar": lambda me, you: False in {me, you},
        "says that exactly one of the two tells the truth": lambda me, you: me is not you,
    }
    first, second = re.fullmatch(r"the former (.+), while the latter (.+)", claims).groups()  # type: ignore[union-attr]
    cases = [(one, two) for one in (True, False) for two in (True, False)]
    assert [case for case in cases if (says[first](*case), says[second](*case[::-1])) == case] == [games.ISLANDERS[claims]]


@pytest.mark.parametrize("ends", games.LADDERS)
def test_a_word_ladder_changes_one_letter_a_step(ends: str) -> None:
    steps = games._ladder({"pair": ends}, Random(0)).output.split(", ")
    assert f"{steps[0]} to {steps[-1]}" == ends
    for one, two in pairwise(steps):
        assert len(one) == len(two)
        assert sum(a != b for a, b in zip(one, two, strict=True)) == 1


BUGS: dict[str, tuple[tuple[object, ...], object]] = {
    "average": (([2, 4],), 3),
    "last": (([1, 2],), 2),
    "is_even": ((4,), True),
    "total": (([1, 2],), 3),
    "first_word": (("a b",), "a"),
    "to_minutes": ((1, 5), 65),
    "largest": (([-3, -1],), -1),
    "shout": (("a",), "A"),
    "count_up": ((3,), [1, 2, 3]),
    "perimeter": ((2, 3), 10),
}


def _called(source: str, name: str) -> object:
    scope: dict[str, Any] = {}
    try:
        exec(source, scope)
        return scope[name](*BUGS[name][0])
    except (SyntaxError, IndexError, NameError, TypeError) as error:
        return type(error)


@pytest.mark.parametrize("faulty", sheets.BUGS)
def test_faulty_code_fails_and_its_mended_form_passes(faulty: str) -> None:
    name = re.match(r"def (\w+)", faulty)[1]  # type: ignore[index]
    mended = sheets.BUGS[faulty][1]
    assert _called(faulty, name) != BUGS[name][1]
    assert _called(mended, name) == BUGS[name][1]
