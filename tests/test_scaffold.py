"""What `plugins new` writes: packages of every script that keep their contract, run at once and are never written over."""

from __future__ import annotations

import ast
import asyncio
import importlib
import json
import re
import runpy
import shlex
import tomllib
import unicodedata
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pages import lines_of
from quickrows import leading
from scaffolds import installed, language

import selfinstruct
from selfinstruct import BackendError, Completion, Message, Prompt, Sampling, TransientError, Usage
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError
from selfinstruct.pluginnames import PACKAGES
from selfinstruct.plugins import load
from selfinstruct.scaffold import facts, folder
from selfinstruct.scaffold.backend import Kind, backend_package
from selfinstruct.scaffold.facts import facts_of, tag_of
from selfinstruct.scaffold.language import language_package
from selfinstruct.scaffold.scripts import script_named
from selfinstruct.scaffold.words import new_words, sentence
from selfinstruct.script import share, units
from selfinstruct.testing import ChatServer, check_backend, check_language
from selfinstruct.testing.backends import faultserver
from selfinstruct.testing.backends.faultserver import FaultServer
from selfinstruct_offline.recombine import recombined

CODES = ["ar", "hi", "pt-BR", "ru", "th", "zh", "am", "bn", "el", "he", "ka", "km", "lo", "my", "sw", "ta", "vi", "zh-Hant"]
SCRIPTS = ["Arab", "Armn", "Beng", "Cans", "Cher", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Hang", "Hans", "Hebr", "Jpan"]
SCRIPTS += ["Khmr", "Laoo", "Latn", "Mlym", "Mymr", "Nkoo", "Sinh", "Syrc", "Taml", "Tfng", "Thaa", "Thai", "Tibt", "Yiii"]
FOLDERS = ["build", "dist", "docs", "prompts", "runs", "src", "tests", "venv"]
RECIPES = ["self-instruct", "alpaca", "instruction-output"]


def new(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["plugins", "new", *arguments])


# --- languages


@pytest.mark.parametrize("code", leading(6, CODES))
def test_a_new_language_keeps_its_contract_and_runs(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = language(code, tmp_path, monkeypatch)
    plugins = load()
    pairs = runpy.run_path(str(package / "tests/test_contract.py"))

    assert not plugins.failures
    report = check_language(plugins.language(code), near_duplicates=pairs["NEAR_DUPLICATES"], distinct=pairs["DISTINCT"])
    result = selfinstruct.run(code, 5, plugins=plugins, backend="offline", out=tmp_path / "run")

    assert {"near-duplicates", "distinct"} <= set(report.kept)
    assert len(result.tasks) == 5


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("code", ["ar", "hi", "th", "zh"])
def test_longer_runs_and_recipes_end_with_every_seed(
    code: str, recipe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language(code, tmp_path, monkeypatch)
    plugins = load()
    for seed in (1, 2, 3):
        out = tmp_path / f"run-{seed}"
        result = selfinstruct.run(code, 20, plugins=plugins, backend="offline", recipe=recipe, seed=seed, out=out)
        assert len(result.tasks) == 20


@pytest.mark.parametrize("code", ["en-GB", "th", "zh-Hant"])
def test_a_new_language_is_small_typed_and_says_its_api(code: str) -> None:
    package = language_package(facts_of(code))
    code_of = package.files[f"{package.module}/__init__.py"]
    project = tomllib.loads(package.files["pyproject.toml"])["project"]

    assert len(code_of.splitlines()) < 60
    assert "SELFINSTRUCT_PLUGIN_API = 1\n" in code_of
    assert package.files[f"{package.module}/py.typed"] == ""
    assert project["entry-points"]["selfinstruct"] == {code: package.module}
    assert project["dependencies"] == ["selfinstruct>=0.1,<0.2"]
    assert "license" not in project
    # Nothing is left of the templates' own signs.
    assert not [path for path, text in package.files.items() if "<%" in text or "<<" in text or "%>" in text]


@pytest.mark.parametrize("code", ["ar", "en-GB", "hi", "ru", "vi"])
def test_a_new_language_of_a_shared_script_has_a_place_for_words(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = language(code, tmp_path, monkeypatch)
    module = importlib.import_module(f"selfinstruct_{code.replace('-', '_').lower()}")

    assert len((folder / module.__name__ / "__init__.py").read_text("utf-8").splitlines()) < 60
    assert module.OWN == module.OTHERS == frozenset()
    assert "**`OWN` and `OTHERS`**" in (folder / "README.md").read_text("utf-8")
    tasks = [row["instruction"] for row in map(json.loads, lines_of(folder / module.__name__ / "seeds.jsonl"))]
    assert not [text for text in tasks if module.fault(text, "instruction")]


@pytest.mark.parametrize(
    ("code", "own", "others", "good", "bad"),
    [
        (
            "vi",
            "và là của một về cho trong",
            "the of is from about with le la les des de et sur el los las una",
            ["Viết một bài thơ về cơn mưa.", "Giải thích thành ngữ break the ice.", "Hà Nội"],
            ["Write about the rain.", "Écris un poème sur la pluie.", "Ordena los números de menor a mayor."],
        ),
        (
            "hi",
            "है में की के का से एक",
            "आहे मध्ये आणि चा ची",
            ["बारिश पर एक कविता लिखो।", "भारत की राजधानी दिल्ली है।"],
            ["भारताची राजधानी दिल्ली आहे आणि", "पुस्तक घरा मध्ये आहे"],
        ),
    ],
)
def test_words_tell_languages_of_one_script_apart(
    code: str, own: str, others: str, good: list[str], bad: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language(code, tmp_path, monkeypatch)
    module = importlib.import_module(f"selfinstruct_{code}")
    assert not [text for text in (*good, *bad) if module.fault(text, "output")]

    monkeypatch.setattr(module, "OWN", frozenset(own.split()))
    monkeypatch.setattr(module, "OTHERS", frozenset(others.split()))
    assert [module.fault(text, "instruction") for text in good] == [None] * len(good)
    assert [module.fault(text, "output") for text in bad] == ["other-language"] * len(bad)
    assert not [text for text in bad if module.fault(text, "input")]
    assert module.fault("列出三条河流的名字", "output").startswith("not-")


@pytest.mark.parametrize("code", ["th", "vi"])
def test_what_is_a_placeholder_can_not_be_published_by_mistake(code: str) -> None:
    for package in (language_package(facts_of(code)), backend_package("mine"), backend_package("mine", "http")):
        readme = package.files["README.md"]
        headings = re.findall(r"^## (.*)$", readme, re.MULTILINE)
        first = readme[: readme.index(f"## {headings[1]}")]

        assert headings[0] == "A beginning: delete this section before you publish"
        numbers = [int(number) for number in re.findall(r"^(\d+)\. ", first, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert "Private :: Do Not Upload" in first
        assert "placeholder" not in readme.removeprefix(first).lower()
        assert tomllib.loads(package.files["pyproject.toml"])["project"]["classifiers"][0] == "Private :: Do Not Upload"


@pytest.mark.parametrize("code", ["hi", "ka", "th", "zh"])
def test_seeds_are_twelve_placeholders_that_say_so(code: str) -> None:
    made = facts_of(code)
    package = language_package(made)
    rows = [json.loads(line) for line in package.files[f"{package.module}/seeds.jsonl"].splitlines()]
    inputs = [row for row in rows if row["instances"][0]["input"] and not row["is_classification"]]
    names = set(made.script.names)

    assert [row["id"] for row in rows] == [f"{code}-seed-{number}" for number in range(1, 13)]
    assert {row["kind"] for row in rows} == {"placeholder"}
    assert len([row for row in rows if row["is_classification"]]) == len(inputs) == 4
    assert all(len({each["output"] for each in row["instances"]}) == 2 for row in rows if row["is_classification"])
    assert all(share(units(row["instruction"]), *names) == 1 for row in rows)
    assert package.files == language_package(made).files


@pytest.mark.parametrize("name", SCRIPTS)
def test_placeholder_words_are_of_their_script_and_stay_as_they_are(name: str) -> None:
    script = script_named(name)
    words = new_words(script, Random(1))(80)
    text = sentence(script, words[:9])

    assert len(set(words)) == 80
    assert unicodedata.normalize("NFC", text) == unicodedata.normalize("NFKC", text) == text
    assert share(units(text), *script.names) == 1
    # A sign without a letter before it would stand on a dotted circle.
    assert not [word for word in words if unicodedata.category(word[0])[0] != "L"]
    assert not [word for word in words for one, two in pairwise(word) if {one, two} <= MARKS]


@pytest.mark.parametrize("name", ["Bali", "Gothic", "Hentaigana", "Java", "Mtei", "Nushu", "Ogham", "Tagbanwa", "Tangut"])
def test_every_script_has_words_enough(name: str) -> None:
    assert len(set(new_words(script_named(name), Random(1))(300))) == 300


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_written_for_a_script_is_one_regex_in_lines_of_fair_length(name: str) -> None:
    package = language_package(facts_of("quz", name="x" * 60, script=name))
    lines = package.files["selfinstruct_quz/__init__.py"].splitlines()
    start, end = (next(n for n, line in enumerate(lines) if line.startswith(begins)) for begins in ("WORD = ", "# Short"))
    pattern = eval("\n".join(lines[start:end]).removeprefix("WORD = "), {"re": re})  # noqa: S307 - written by us

    assert max(map(len, lines)) <= 128
    assert pattern.findall("one two") == ["one", "two"]


MARKS = {chr(point) for point in range(0x3000) if unicodedata.category(chr(point))[0] == "M"}


@pytest.mark.parametrize(
    ("text", "names", "spaced"),
    [
        ("Thai", ("Thai",), False),
        ("thai", ("Thai",), False),
        ("Deva", ("Devanagari",), True),
        ("DEVANAGARI", ("Devanagari",), True),
        ("Hant", ("Han",), False),
        ("Jpan", ("Hiragana", "Katakana", "Han"), False),
        ("Kore", ("Hangul",), True),
        ("Gothic", ("Gothic",), True),
    ],
)
def test_a_script_is_told_by_its_name_or_code(text: str, names: tuple[str, ...], spaced: bool) -> None:
    found = script_named(text)
    assert (found.names, found.spaced) == (names, spaced)


def test_marks_stand_in_a_regex_as_they_are() -> None:
    hindi, thai = script_named("Deva").marks(), script_named("Thai").marks()
    assert re.findall(rf"[\w{hindi}]+", "हिन्दी में लिखो, क्\u200dष!") == ["हिन्दी", "में", "लिखो", "क्\u200dष"]
    assert re.findall(rf"[^\W_][{thai}]*", "ที่นี่") == ["ที่", "นี่"]
    assert script_named("Geor").marks() == script_named("Han").marks() == ""


# --- what is known of languages


def without_langcodes(name: str) -> Any:
    raise ImportError(name)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("th", ("th", "ไทย", "Thai", ("Thai",))),
        ("TH", ("th", "ไทย", "Thai", ("Thai",))),
        ("pt_br", ("pt-BR", "português", "Portuguese", ("Latin",))),
        ("zh-hant", ("zh-Hant", "中文", "Chinese", ("Han",))),
        ("sr-latn", ("sr-Latn", "српски", "Serbian", ("Latin",))),
    ],
)
def test_the_commonest_languages_need_nothing_installed(
    code: str, expected: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "import_module", without_langcodes)
    found = facts_of(code)
    assert (found.code, found.name, found.english_name, found.script.names) == expected


def test_the_commonest_languages_are_told_as_langcodes_tells_them() -> None:
    langcodes = pytest.importorskip("langcodes")
    pytest.importorskip("language_data")
    for code, known in tomllib.loads((Path(facts.__file__).parent / "languages.toml").read_text("utf-8")).items():
        language = langcodes.Language.get(code)
        assert known == [language.maximize().script, language.autonym(), language.display_name("en")]


def test_langcodes_knows_more_and_tells_outdated_tags() -> None:
    pytest.importorskip("language_data")
    assert facts_of("pt-BR").name == "português (Brasil)"
    assert facts_of("sat").script.names == ("Ol",)
    with pytest.raises(ConfigError) as told:
        facts_of("iw")
    assert told.value.hint == "take he"


def test_what_is_not_known_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "import_module", without_langcodes)
    with pytest.raises(ConfigError) as told:
        facts_of("quz")
    assert told.value.hint.startswith("give --name and --script")
    found = facts_of("quz", name="Runasimi", script="Latn")
    assert (found.name, found.english_name, found.script.names) == ("Runasimi", "Runasimi", ("Latin",))


@pytest.mark.parametrize(
    "code", ["", "t", "thai", "th/../..", "th;ls", "th" + "-abcdefgh" * 4, "-th", "th--x", "th\n", "1", "é"]
)
def test_what_is_no_language_tag_is_refused(code: str) -> None:
    with pytest.raises(ConfigError, match="no language tag"):
        tag_of(code)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00b", "a\x1b[0m", "x" * 61, "\u202eabc"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="is no name"):
        facts.checked_name("--name", name)


def test_a_script_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="no letter is of a script 'Klingon'"):
        script_named("Klingon")


@pytest.mark.parametrize("name", ['a"b', "a'b", 'a"""b', "a\\", "a\\n", "{{ x }}", "<< x >>", "`a` *b* [c](d)", "#a", "é'\""])
def test_names_come_through_unharmed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = facts_of("quz", name=name, english_name=name, script="Latn")
    package = language_package(made)
    installed(package, tmp_path, monkeypatch)
    plugins = load()

    assert not plugins.failures
    assert (plugins.language("quz").name, plugins.language("quz").english_name) == (name, name)
    assert tomllib.loads(package.files["pyproject.toml"])["project"]["description"] == f"{name} for selfinstruct"
    assert "".join(f"\\{char}" if char in "\\`*_[]<>#|&~!" else char for char in name) in package.files["README.md"]
    for path, text in package.files.items():
        if path.endswith(".py"):
            ast.parse(text)
        if path.endswith(".toml"):
            tomllib.loads(text)


# --- backends


@pytest.mark.parametrize("kind", ["function", "http"])
def test_a_new_backend_keeps_its_contract_and_runs(kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"my-{kind}"
    tests = installed(backend_package(name, kind), tmp_path, monkeypatch) / "tests/test_contract.py"
    plugins = load()
    backend = plugins.backend(name)

    def served(url: str, secret: str) -> selfinstruct.Backend:
        monkeypatch.setenv("MY_HTTP_API_KEY", secret)
        return backend("practice", {"url": url})

    with ChatServer() as server:
        if kind == "http":
            report = check_backend(backend("practice", {"url": server.url}), served=served)
        else:
            report = check_backend(backend(None, {}), failing=runpy.run_path(str(tests))["failing"])
        monkeypatch.setenv("MY_HTTP_API_KEY", "")
        options = {"url": server.url} if kind == "http" else {}
        out = tmp_path / "run"
        result = selfinstruct.run("en", 5, plugins=plugins, backend=name, model="practice", options=options, out=out)

    assert len(report.kept) > 20
    assert len(result.tasks) == 5
    assert {task.source for task in result.tasks} == {f"{name} (not for training): practice"}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionResetError("sk-123"), TransientError),
        (TimeoutError("sk-123"), TransientError),
        (RuntimeError("sk-123"), BackendError),
        (TransientError("busy"), TransientError),
    ],
)
def test_what_a_function_raises_is_told_by_its_type(
    error: Exception, kind: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tests = installed(backend_package("mine"), tmp_path, monkeypatch) / "tests/test_contract.py"
    backend = runpy.run_path(str(tests))["failing"](error)
    prompt = Prompt("generate", 0, "en", "list", Sampling(64), (Message("user", "Write one task."),))

    try:
        (found,) = asyncio.run(backend.complete([prompt]))
    except BackendError as raised:
        found = raised

    assert type(found) is kind
    assert "sk-123" not in f"{found!r} {found} {found.hint} {found.__cause__} {found.__context__}"


def test_what_a_function_tells_of_its_answer_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(backend_package("mine"), tmp_path, monkeypatch)
    backend = importlib.import_module("selfinstruct_mine").MineBackend("small", {})
    told = Completion("One. Two " * 100, "length", Usage(3, 900), raw={"a": 1})

    def answered(given: object, stop: tuple[str, ...] = ()) -> Completion:
        backend.answer = lambda _prompt: given
        asked = Prompt("generate", 0, "en", "list", Sampling(4), (Message("user", "Write."),), stop=stop)
        (found,) = asyncio.run(backend.complete([asked]))
        assert isinstance(found, Completion)
        return found

    assert answered(told, stop=("Two",)) == replace(told, model="small")
    assert answered(replace(told, model="big")).model == "big"
    assert answered(told.text) == Completion(told.text[:16], "length", model="small")
    assert answered("One. Two. Three.", stop=("Three", "Two")) == Completion("One. ", model="small")


@pytest.fixture
def http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The class of a new backend that asks a server."""
    installed(backend_package("wired", "http"), tmp_path, monkeypatch)
    return importlib.import_module("selfinstruct_wired").WiredBackend


@pytest.mark.parametrize(
    ("options", "key", "said"),
    [
        ({"url": "127.0.0.1:8000/v1"}, "", "not a URL of a server"),
        ({"url": "ftp://x/v1"}, "", "not a URL of a server"),
        ({"speed": "9"}, "", "the wired backend has no option 'speed'"),
        ({"timeout": "soon"}, "", "'soon' is no time"),
        ({}, "sk-\n123", "WIRED_API_KEY holds white space"),
        ({}, " ", "WIRED_API_KEY holds white space"),
    ],
)
def test_mistakes_are_told_before_a_server_is_asked(
    options: dict[str, str], key: str, said: str, http: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRED_API_KEY", key)
    with pytest.raises(ConfigError, match=said) as told:
        http("m", options)
    assert told.value.hint
    assert "123" not in f"{told.value!r} {told.value.hint}"


@pytest.mark.parametrize(("key", "sent"), [("sk-123\n", "Bearer sk-123"), ("", None)])
def test_a_bare_answer_is_read_and_the_key_is_stripped(
    key: str, sent: str | None, http: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRED_API_KEY", key)
    body = json.dumps({"choices": [{"message": {"content": "there is no-key here"}}]}).encode()
    asked = Prompt("generate", 0, "en", "list", Sampling(4), (Message("user", "Write."),))
    with FaultServer(faultserver.body(body)) as server:
        (found,) = asyncio.run(http("m", {"url": server.url}).complete([asked]))

    assert (found.text, found.usage, found.model) == ("there is no-key here", Usage(), "m")
    assert server.heard[0].headers.get("authorization") == sent


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_placeholder_of_a_backend_answers_every_form(recipe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(backend_package("mine"), tmp_path, monkeypatch)
    steps = ("self-consistency", "judge")
    result = selfinstruct.run("en", 12, plugins=load(), backend="mine", recipe=recipe, out=tmp_path / "run", curate=steps)
    assert len(result.tasks) == 12


@pytest.mark.parametrize("kind", ["function", "http"])
def test_a_new_backend_is_small(kind: Kind) -> None:
    package = backend_package("my-model", kind)
    source = package.files["selfinstruct_my_model/__init__.py"]
    told = [
        range(node.lineno, (node.end_lineno or 0) + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    docstrings = {number for lines in told for number in lines}
    lines = [line.strip() for number, line in enumerate(source.splitlines(), 1) if number not in docstrings]

    assert len([line for line in lines if line and not line.startswith("#")]) < 40
    assert kind == "function" or len(source.splitlines()) < 40
    assert "for_training = False" in source


# --- where nothing was


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lang", "ko"), "there is a language 'ko' already, of selfinstruct-ko"),
        (("lang", "KO"), "there is a language 'ko' already, of selfinstruct-ko"),
        (("backend", "offline"), "there is a backend 'offline' already, of selfinstruct-offline"),
        (("backend", "en"), "'selfinstruct-en' is a package of selfinstruct's own"),
        (("lang", "th", "--package", "selfinstruct"), "'selfinstruct' is a package of selfinstruct's own"),
        (("lang", "th", "--package", ""), "'' is no name for a package"),
        (("lang", "th", "--name", ""), "--name '' is no name"),
        (("lang", "th", "--english-name", ""), "--english-name '' is no name"),
        (("lang", "th", "--script", ""), "no letter is of a script ''"),
        (("backend", "My-Model"), "'My-Model' is no name for a backend"),
        (("backend", "my_model"), "'my_model' is no name for a backend"),
        (("backend", "../up"), "'../up' is no name for a backend"),
        (("backend", "a" * 33), "is no name for a backend"),
        (("lang", "th", "--package", "Selfinstruct_TH"), "'Selfinstruct_TH' is no name for a package"),
        (("lang", "th", "--package", "../th"), "'../th' is no name for a package"),
        (("lang", "th", "--package", "class"), "Python has a module 'class' here already"),
        (("lang", "th", "--package", "json"), "Python has a module 'json' here already"),
        (("lang", "th", "--package", "jinja2"), "Python has a module 'jinja2' here already"),
        *((("lang", "th", "--package", each), f"{each!r} is what a folder") for each in FOLDERS),
        (("backend", "filters"), "selfinstruct has a plugin 'filters' already"),
        (("lang", "th", "--name", "a\nb"), "--name 'a\\nb' is no name"),
        (("lang", "th", "--script", "Nope"), "no letter is of a script 'Nope'"),
        (("lang", "thai"), "'thai' is no language tag"),
    ],
)
def test_names_that_can_not_be_used_are_told(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    told = new(*arguments)
    assert told.exit_code == 2
    assert said in told.stderr
    assert "hint: " in told.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["en", "ja", "ko"])
def test_our_own_languages_are_taken_where_they_are_not_installed(name: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["--without", name, "plugins", "new", "lang", name])
    assert told.exit_code == 2
    assert f"pip install selfinstruct-{name}" in told.stderr
    assert "--package" in told.stderr
    assert not list(tmp_path.iterdir())


def test_every_package_of_ours_is_taken() -> None:
    extras = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    needed = chain(*extras["optional-dependencies"].values())
    assert {"selfinstruct", *(found[0] for line in needed if (found := re.match(r"selfinstruct-[\w-]+", line)))} == PACKAGES


def test_a_folder_that_holds_no_module_takes_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine_alone").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    folder.check_package("mine-alone", "")


@pytest.mark.parametrize("there", [False, True])
def test_a_package_that_can_not_be_written_whole_is_not_written(there: bool, tmp_path: Path) -> None:
    if there:
        (tmp_path / "a").mkdir()
    with pytest.raises(ConfigError, match="a: "):
        folder.written(folder.Package("a", "a", {"README.md": "good", "README.md/x": "can not be"}), tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["a"] * there


def test_a_package_can_be_read_by_those_who_may_read_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    made = folder.written(folder.Package("a", "a", {"a/b.py": ""}), tmp_path / "deep")
    assert made.stat().st_mode == (tmp_path / "other").stat().st_mode
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["embeddings", "groq", "offline", "openai", "replay", "rouge", "transformers"])
def test_our_own_backends_are_taken_where_they_are_not_installed(name: str) -> None:
    with pytest.raises(ConfigError, match=f"pip install selfinstruct-{name}") as told:
        backend_package(name)
    assert "--package" not in told.value.hint


@pytest.mark.parametrize("there", ["file", "folder", "link", "dangling"])
def test_nothing_is_written_over(there: str, tmp_path: Path) -> None:
    at = tmp_path / "selfinstruct-th"
    if there == "file":
        at.write_text("mine")
    elif there == "folder":
        at.mkdir()
        (at / "README.md").write_text("mine")
    else:
        target = tmp_path / "elsewhere"
        if there == "link":
            target.mkdir()
        at.symlink_to(target)
    before = sorted(tmp_path.rglob("*"))

    told = new("lang", "th")

    assert told.exit_code == 2
    assert "is there already" in told.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "selfinstruct-th").mkdir()
    assert new("lang", "th").exit_code == 0
    assert (tmp_path / "selfinstruct-th/selfinstruct_th/__init__.py").is_file()


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = new("lang", "th", "--dir", "file")
    assert told.exit_code == 2
    assert "hint: choose another place with --dir" in told.stderr


@pytest.mark.parametrize("arguments", [("lang", "pt-BR"), ("backend", "my-model"), ("backend", "wired", "--kind", "http")])
def test_the_next_commands_are_told_as_they_are_typed(arguments: tuple[str, ...], tmp_path: Path) -> None:
    told = new(*arguments, "--dir", "my plugins")
    commands = [line.strip() for line in told.stdout.splitlines()]
    name = f"selfinstruct-{arguments[1].lower()}"

    assert told.exit_code == 0
    assert len(commands) == 4
    assert (tmp_path / shlex.split(commands[0])[1]).samefile(tmp_path / "my plugins" / name)
    assert shlex.split(commands[1]) == ["pip", "install", "-e", ".[dev]"]
    assert shlex.split(commands[2])[0] == "pytest"
    assert shlex.split(commands[3])[:2] == ["selfinstruct", "run"]
    assert f"{name.replace('-', '_')}/__init__.py" in told.stderr


@pytest.mark.parametrize("name", ["th", "function", "http"])
def test_every_command_of_the_readme_is_one_of_ours(name: str) -> None:
    package = language_package(facts_of(name)) if name == "th" else backend_package("mine", name)  # type: ignore[arg-type]
    commands = re.findall(r"^selfinstruct (\S+)", package.files["README.md"], re.MULTILINE)
    assert set(commands) >= {"plugins", "run"}
    assert set(commands) <= set(cli.list_commands(cli.make_context("selfinstruct", ["plugins"])))


def test_the_seeds_of_the_language_are_checked_as_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = language(code := "th", tmp_path, monkeypatch) / "README.md"
    (line,) = re.findall(r"^selfinstruct (check-seeds .*)$", readme.read_text("utf-8"), re.MULTILINE)
    told = CliRunner().invoke(cli, shlex.split(line))
    assert line == f"check-seeds --lang {code}"
    assert told.exit_code == 0, told.output
    assert "0 problems" in told.stdout


def test_the_range_of_hosts_ends_where_the_next_may_break_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for version, wanted in (("0.1.0", ">=0.1,<0.2"), ("0.12.3rc1", ">=0.12,<0.13"), ("2.3.1", ">=2.3,<3"), ("odd", "")):
        monkeypatch.setattr(folder, "version", lambda _name, told=version: told)
        made = tomllib.loads(backend_package("mine").files["pyproject.toml"])["project"]
        assert made["dependencies"] == [f"selfinstruct{wanted}"]


def test_help_imports_nothing_heavy() -> None:
    told = new("--help")
    assert told.exit_code == 0
    assert {"backend", "lang"} <= set(told.stdout.split())


# --- recombining


def test_marks_stay_with_their_letters_when_tasks_are_recombined() -> None:
    tasks = ["ที่นี่มีที่นี่มี", "กี่กี่กี่กี่กี่"]
    for seed in range(40):
        text = recombined(tasks, Random(seed))
        assert "ี่ี" not in text
        assert not any(one in "ี่" and two == "ี" for one, two in pairwise(text))


def test_words_stay_apart_behind_a_task_without_spaces() -> None:
    made = {recombined(["写一首短诗", "one two three four"], Random(seed)) for seed in range(20)}
    assert not [text for text in made if "threefour" in text or "onetwo" in text or "twothree" in text]


def test_a_written_package_has_unix_line_ends(tmp_path: Path) -> None:
    assert new("lang", "th").exit_code == 0
    files = [path for path in (tmp_path / "selfinstruct-th").rglob("*") if path.is_file()]
    assert len(files) == 9
    assert not [path for path in files if b"\r" in path.read_bytes()]
    assert len(lines_of(tmp_path / "selfinstruct-th/selfinstruct_th/seeds.jsonl")) == 12
