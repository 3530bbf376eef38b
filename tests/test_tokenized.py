"""Training rows as token ids: what is learnt, what is masked, what is cut, filled up and left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import SPAN, page, rows_of
from tinytokenizers import BARE, CHATML, END, THINKING, TURN_END, bytewise, spacewise

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError
from selfinstruct.records import Instance, Task
from selfinstruct.stages import encoding, tokenized
from selfinstruct.stages.encoding import Encoder
from selfinstruct.stages.export import export
from selfinstruct.stages.tokenized import Tokenizing
from selfinstruct.templates import TEMPLATES, Example, Wording, default_template, examples, rows

needs_tokenizers = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("transformers", "pyarrow", "tokenizers")),
    reason="transformers is not installed: make test-transformers",
)
LANGUAGES = ("en", "ko", "ja")


def task(language: str, number: int, instruction: str, *instances: tuple[str, str]) -> Task:
    return Task(f"{language}-{number}", "t", instruction, tuple(Instance(*each) for each in instances), is_classification=False)


TASKS = [
    task("en", 1, "Name three rivers.", ("Europe", "Danube, Rhine, Volga"), ("", "Nile\n\nAmazon\n\nOb")),
    task("ko", 2, "강 이름 세 개를 쓰세요.", ("아시아", "한강, 낙동강, 금강"), ("", "(다뉴브) 라인 :)")),
    task("ja", 3, "川の名前を三つ書く。", ("「日本」", "信濃川、利根川、石狩川"), ("", ":) 川 :)")),
    task("en", 4, "Write it.", ("{x} %s", "```py\nprint('x')\n```"), ("", "🙂 e\u0301  two spaces")),
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Folders of tokenizers."""
    folder = tmp_path_factory.mktemp("tokenizers")
    return {
        "chatml": bytewise(folder / "chatml", chat=CHATML, end=TURN_END, pad="<pad>"),
        "bytewise": bytewise(folder / "bytewise"),
        "spacewise": spacewise(folder / "spacewise"),
        "bare": bytewise(folder / "bare", chat=BARE),
        "thinking": bytewise(folder / "thinking", chat=THINKING),
        "endless": bytewise(folder / "endless", end=None),
        "short": bytewise(folder / "short", model_max_length=48),
    }


def exported(folder: Path, model: str | None, tasks: Sequence[Task] = TASKS, **options: Any) -> list[Path]:
    asked = {name: options.pop(name) for name in ("max_length", "pad") if name in options}
    given = {"language": "en", "formats": ["tokenized"], "name": "x"} | options
    return export(tasks, folder, tokenizing=Tokenizing(model, **asked), **given)


def read(file: Path) -> list[dict[str, Any]]:
    from pyarrow import parquet

    made: list[dict[str, Any]] = parquet.read_table(file).to_pylist()
    return made


def train(folder: Path, model: str, tasks: Sequence[Task] = TASKS, **options: Any) -> list[dict[str, Any]]:
    exported(folder, model, tasks, **options)
    return read(folder / "tokenized.train.parquet")


def told(folder: Path, mark: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{mark}tokenized.json").read_text("utf-8"))
    return found


def tokenizer(model: str) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(model)


def parts(row: dict[str, Any], model: str) -> tuple[str, str]:
    """A row's masked text and the one that is learnt; what is filled up is in neither."""
    kept = [(i, label) for i, label, seen in zip(row["input_ids"], row["labels"], row["attention_mask"], strict=True) if seen]
    assert all(label in {i, -100} for i, label in kept)
    learnt = [label != -100 for _, label in kept]
    assert learnt == sorted(learnt)
    decode = tokenizer(model).decode
    return decode([i for i, label in kept if label == -100]), decode([i for i, label in kept if label != -100])


# --- what is asked is masked, and what is answered is learnt


@needs_tokenizers
@pytest.mark.parametrize("kind", ["bytewise", "spacewise", "chatml"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_by_every_template_the_prompt_is_masked_and_the_answer_closed(
    tmp_path: Path, models: dict[str, str], template: str, kind: str
) -> None:
    made = train(tmp_path, models[kind], template=template)
    pairs = rows(examples(TASKS), "prompt", Wording(template))

    begin, end = ("" if kind == "spacewise" else "<s>"), (TURN_END if kind == "chatml" else END)
    for row, pair in zip(made, pairs, strict=True):
        masked, learnt = parts(row, models[kind])
        # A tokenizer that begins texts with a space has the decoder take one away.
        assert masked == begin + pair["prompt"]
        assert learnt.removeprefix(" ") == (pair["completion"] + end).removeprefix(" ")


@needs_tokenizers
@pytest.mark.parametrize("system", ["", "Be brief."])
def test_by_chat_template_the_turns_before_the_answer_are_masked(tmp_path: Path, models: dict[str, str], system: str) -> None:
    model = models["chatml"]
    made = train(tmp_path, model, system=system)

    for row, example in zip(made, examples(TASKS), strict=True):
        turns = [{"role": "system", "content": system}] * bool(system) + [{"role": "user", "content": example.request}]
        shown = tokenizer(model).apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        assert parts(row, model) == (shown, example.output + TURN_END)
    assert told(tmp_path)["template"] == "chat"
    assert told(tmp_path)["system"] == system


@needs_tokenizers
def test_a_chat_template_that_closes_no_turn_is_closed_by_the_end_token(tmp_path: Path, models: dict[str, str]) -> None:
    made = train(tmp_path, models["bare"])
    assert [parts(row, models["bare"])[1] for row in made] == [f"{one.output}\n{END}" for one in examples(TASKS)]


@needs_tokenizers
@pytest.mark.parametrize("seed", [0, 7])
def test_completions_are_those_of_the_format_of_that_name(tmp_path: Path, models: dict[str, str], seed: int) -> None:
    made = train(tmp_path, models["bytewise"], template="completion", seed=seed)
    pairs = rows(examples(TASKS), "completion", Wording(seed=seed, end=END))

    for row, pair in zip(made, pairs, strict=True):
        assert parts(row, models["bytewise"]) == ("<s>" + pair["prompt"], pair["completion"])


@needs_tokenizers
@pytest.mark.parametrize(("kind", "language"), [("chatml", "ko"), *(("bytewise", each) for each in LANGUAGES)])
def test_without_a_template_named_it_is_the_chats_or_the_languages(
    tmp_path: Path, models: dict[str, str], kind: str, language: str
) -> None:
    exported(tmp_path, models[kind], language=language)
    assert told(tmp_path)["template"] == ("chat" if kind == "chatml" else default_template(language))


@needs_tokenizers
def test_what_looks_like_a_special_token_in_a_task_is_text(tmp_path: Path, models: dict[str, str]) -> None:
    odd = task("en", 1, f"Say {END} twice.", ("", f"{END} {END}"))
    (row,) = train(tmp_path, models["bytewise"], [odd], template="alpaca")

    end = tokenizer(models["bytewise"]).eos_token_id
    assert [at for at, i in enumerate(row["input_ids"]) if i == end] == [len(row["input_ids"]) - 1]
    assert parts(row, models["bytewise"])[1] == f"{END} {END}{END}"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Task]]:
    """Tasks of the offline backend."""
    folder = tmp_path_factory.mktemp("runs")
    return {each: selfinstruct.run(each, 20, backend="offline", out=folder / each).tasks for each in LANGUAGES}


@needs_tokenizers
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", [None, "completion", *TEMPLATES])
def test_of_every_run_the_output_alone_is_learnt(
    tmp_path: Path, models: dict[str, str], runs: dict[str, list[Task]], language: str, template: str | None
) -> None:
    made = train(tmp_path, models["chatml"], runs[language], language=language, template=template, max_length=4000)

    lead = {"koalpaca-v1.1": (" ",), "completion": ("", " ")}.get(template or "", ("",))
    for row, example in zip(made, examples(runs[language]), strict=True):
        masked, learnt = parts(row, models["chatml"])
        assert learnt in {f"{each}{example.output}{TURN_END}" for each in lead}
        assert example.instruction in masked
        assert example.input in masked


@pytest.fixture(scope="module")
def encoders(models: dict[str, str]) -> dict[str, Encoder]:
    return {kind: Encoder(models[kind], None, Wording(), "ja") for kind in ("bytewise", "spacewise")}


@needs_tokenizers
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(), st.text(), st.text(min_size=1), st.sampled_from(["bytewise", "spacewise"]))
def test_any_text_is_told_apart_from_its_answer(
    encoders: dict[str, Encoder], instruction: str, text: str, output: str, kind: str
) -> None:
    encoder = encoders[kind]
    (row,) = encoder.encode([Example("x", 0, instruction, text, output)])
    (pair,) = rows([Example("x", 0, instruction, text, output)], "prompt", Wording("alpaca-ja"))
    sound = {key: said.encode("utf-8", "replace").decode() for key, said in pair.items() if key != "id"}

    decode = encoder._tokenizer.decode
    assert row.ids[-1] == encoder.eos
    assert decode(row.ids[: row.prompt]) == ("" if kind == "spacewise" else "<s>") + sound["prompt"]
    if kind == "bytewise":
        assert decode(row.ids[row.prompt : -1]) == sound["completion"]
    assert decode(row.ids[:-1]).endswith(sound["prompt"] + sound["completion"])


@needs_tokenizers
@pytest.mark.parametrize(("kind", "output"), [("bytewise", ":)"), ("spacewise", "(a)")])
def test_a_token_across_the_seam_is_parted_as_the_model_will_see_it(
    encoders: dict[str, Encoder], monkeypatch: pytest.MonkeyPatch, kind: str, output: str
) -> None:
    monkeypatch.setattr(encoders[kind], "_wording", Wording("alpaca"))
    example = Example("en-1", 0, "Say it.", "", output)
    (pair,) = rows([example], "prompt", Wording("alpaca"))
    prompt, whole = encoders[kind]._ids([pair["prompt"], pair["prompt"] + output])
    assert whole[: len(prompt)] != prompt

    (row,) = encoders[kind].encode([example])
    assert row.ids[row.prompt - len(prompt) : row.prompt] == prompt
    assert encoders[kind]._tokenizer.decode(row.ids[:-1]).endswith("### Response:" + output)

    monkeypatch.setattr(encoders[kind], "_tokenizer", Deaf(encoders[kind]._tokenizer))
    with pytest.raises(ConfigError, match=r"can not be told apart \(task en-1\)") as caught:
        list(encoders[kind].encode([example]))
    assert "--template" in caught.value.hint


class Deaf:
    """A tokenizer that never decodes two lists of tokens to the same text."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, *given: Any, **options: Any) -> Any:
        return self._tokenizer(*given, **options)

    def decode(self, ids: list[int]) -> str:
        return str(ids)


# --- how long rows are


def shapes(made: Sequence[dict[str, Any]]) -> list[tuple[int, int, int]]:
    assert all(len({len(row[key]) for key in ("input_ids", "attention_mask", "labels")}) == 1 for row in made)
    return [(len(row["input_ids"]), sum(row["attention_mask"]), sum(i != -100 for i in row["labels"])) for row in made]


@needs_tokenizers
def test_rows_are_cut_on_the_right_and_those_without_an_answer_left_out(tmp_path: Path, models: dict[str, str]) -> None:
    whole, notes = train(tmp_path / "whole", models["chatml"]), []
    made = train(tmp_path / "cut", models["chatml"], max_length=30, note=notes.append)

    prompts = [length - learnt for length, _, learnt in shapes(whole)]
    kept = [row for row, prompt in zip(whole, prompts, strict=True) if prompt < 30]
    cut = sum(len(row["input_ids"]) > 30 for row in kept)
    assert (0 < len(kept) < len(whole), cut > 0) == (True, True)
    assert [(row["input_ids"], row["labels"]) for row in made] == [(row["input_ids"][:30], row["labels"][:30]) for row in kept]
    lost = len(whole) - len(kept)
    assert notes == [f"tokenized: {cut} rows are cut to 30 tokens; {lost} left out, whose prompt alone has 30 tokens or more"]
    figures = told(tmp_path / "cut")["train"]
    assert (figures["rows"], figures["cut"], figures["dropped"], figures["longest"]) == (len(kept), cut, lost, 30)
    assert figures["tokens"] == sum(length for length, _, _ in shapes(made))
    assert figures["answer_tokens"] == sum(learnt for _, _, learnt in shapes(made))
    assert all(learnt for _, _, learnt in shapes(made))


@needs_tokenizers
def test_the_last_prompt_that_fits_leaves_one_token_to_learn(tmp_path: Path, models: dict[str, str]) -> None:
    ((length, _, learnt),) = shapes(train(tmp_path, models["chatml"], TASKS[:1], max_instances=1))
    prompt = length - learnt
    assert shapes(train(tmp_path, models["chatml"], TASKS[:1], max_instances=1, max_length=prompt + 1)) == [
        (prompt + 1,) * 2 + (1,)
    ]
    with pytest.raises(ConfigError, match="nothing is left to write: 1 left out") as caught:
        exported(tmp_path / "none", models["chatml"], TASKS[:1], max_instances=1, max_length=prompt)
    assert "--max-length" in caught.value.hint
    assert list((tmp_path / "none").iterdir()) == []


@needs_tokenizers
def test_the_longest_row_is_what_the_tokenizer_allows(tmp_path: Path, models: dict[str, str]) -> None:
    exported(tmp_path, models["short"], template="koalpaca-v1.1")
    assert told(tmp_path)["max_length"] == 48
    exported(tmp_path, models["bytewise"])
    assert told(tmp_path)["max_length"] == 2048


@needs_tokenizers
@pytest.mark.parametrize(("pad", "width"), [("none", None), ("longest", 0), ("max-length", 500), ("max_length", 500)])
@pytest.mark.parametrize("kind", ["chatml", "bytewise"])
def test_rows_are_filled_up_on_the_right(
    tmp_path: Path, models: dict[str, str], pad: str, width: int | None, kind: str
) -> None:
    bare = train(tmp_path, models[kind])
    longest = max(len(row["input_ids"]) for row in bare)
    made = train(tmp_path, models[kind], pad=pad, max_length=500)

    filler = tokenizer(models[kind]).convert_tokens_to_ids("<pad>" if kind == "chatml" else END)
    for row, short in zip(made, bare, strict=True):
        more = 0 if width is None else (width or longest) - len(short["input_ids"])
        assert row["input_ids"] == short["input_ids"] + [filler] * more
        assert row["attention_mask"] == [1] * len(short["input_ids"]) + [0] * more
        assert row["labels"] == short["labels"] + [-100] * more
    assert told(tmp_path)["pad"]["id"] == filler
    assert told(tmp_path)["train"]["tokens"] == sum(len(row["input_ids"]) for row in bare)


# --- the files


def test_the_columns_are_told_in_the_docs() -> None:
    ((name, columns),) = rows_of(page("run-folder.md"), "format in Parquet")
    assert SPAN.findall(name) == [tokenized.TOKENIZED]
    assert SPAN.findall(columns) == list(tokenized._columns([], 0, 0, ""))


@needs_tokenizers
def test_the_columns_have_the_types_of_tokenizers_and_losses(tmp_path: Path, models: dict[str, str]) -> None:
    from pyarrow import parquet

    exported(tmp_path, models["chatml"])
    schema = parquet.read_schema(tmp_path / "tokenized.train.parquet")
    assert [(field.name, str(field.type.value_type)) for field in schema] == [
        ("input_ids", "int32"),
        ("attention_mask", "int8"),
        ("labels", "int64"),
    ]


@needs_tokenizers
@pytest.mark.parametrize("pad", ["none", "longest"])
def test_many_rows_are_written_in_groups(
    tmp_path: Path, models: dict[str, str], monkeypatch: pytest.MonkeyPatch, pad: str
) -> None:
    from pyarrow import parquet

    many = [task("en", number, f"Say {number}.", ("", "a " * (number % 40))) for number in range(1, 800)]
    whole = train(tmp_path / "whole", models["chatml"], many, pad=pad)
    monkeypatch.setattr(tokenized, "_GROUP", 5000)
    monkeypatch.setattr(encoding, "_BATCH", 7)

    assert train(tmp_path / "parts", models["chatml"], many, pad=pad) == whole
    file = parquet.ParquetFile(tmp_path / "parts" / "tokenized.train.parquet")
    assert file.num_row_groups > 5
    assert max(file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)) < 400


@needs_tokenizers
def test_the_sides_are_those_of_the_other_formats(tmp_path: Path, models: dict[str, str]) -> None:
    many = [task("en", number, f"Say {number}.", ("", str(number))) for number in range(60)]
    paths = exported(tmp_path, models["chatml"], many, formats=["alpaca", "tokenized"], test=0.3)

    assert [path.name for path in paths[-3:]] == ["tokenized.train.parquet", "tokenized.test.parquet", "tokenized.json"]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}
    for side in ("train", "test"):
        alpaca = [json.loads(line)["output"] for line in (tmp_path / f"alpaca.{side}.jsonl").read_text("utf-8").splitlines()]
        made = read(tmp_path / f"tokenized.{side}.parquet")
        assert [parts(row, models["chatml"])[1].removesuffix(TURN_END) for row in made] == alpaca
        assert told(tmp_path)[side]["rows"] == len(alpaca)
    assert not any(
        "tokenized" in entry["file_name"] for entry in json.loads((tmp_path / "dataset_info.json").read_text()).values()
    )


@needs_tokenizers
def test_what_an_earlier_export_left_is_gone(tmp_path: Path, models: dict[str, str]) -> None:
    exported(tmp_path, models["chatml"], test=0.5, for_training=False)
    exported(tmp_path, models["chatml"], test=0.5)
    assert {path.name for path in tmp_path.iterdir()} == {"tokenized.train.parquet", "tokenized.test.parquet", "tokenized.json"}
    exported(tmp_path, models["chatml"])
    assert {path.name for path in tmp_path.iterdir()} == {"tokenized.train.parquet", "tokenized.json"}
    assert "test" not in told(tmp_path)


@needs_tokenizers
def test_what_is_not_for_training_says_so(tmp_path: Path, models: dict[str, str]) -> None:
    paths = exported(tmp_path, models["chatml"], for_training=False)
    assert [path.name for path in paths] == ["not-for-training.tokenized.train.parquet", "not-for-training.tokenized.json"]
    assert {row["source"] for row in read(paths[0])} == {"offline, not for training"}


@needs_tokenizers
def test_the_same_arguments_write_the_same_bytes(tmp_path: Path, models: dict[str, str]) -> None:
    first, second = (exported(tmp_path / name, models["chatml"], test=0.4, pad="longest") for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@needs_tokenizers
def test_the_tokenizer_is_told_by_what_its_files_hold(tmp_path: Path) -> None:
    from hashlib import sha256

    model = tmp_path / "model"
    bytewise(model, chat=CHATML)
    exported(tmp_path / "out", str(model))
    files = told(tmp_path / "out")["files"]
    assert set(files) == {file.name for file in model.iterdir()}
    assert all(sha256((model / name).read_bytes()).hexdigest() == digest for name, digest in files.items())


@needs_tokenizers
def test_a_tokenizer_of_the_hub_is_read_where_its_client_keeps_it(tmp_path: Path) -> None:
    kept = tmp_path / "hub" / "models--own--name"
    bytewise(kept / "snapshots" / "abc", chat=CHATML)
    (kept / "snapshots" / "abc" / "config.json").write_text('{"model_type": "llama"}')
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc")
    code = "from selfinstruct.stages.encoding import Encoder; from selfinstruct.templates import Wording; import json"
    code += "; print(json.dumps(Encoder('own/name', None, Wording(), 'en').told()))"
    alone = {"HF_HUB_CACHE": str(tmp_path / "hub"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | alone, capture_output=True, text=True, check=True)

    assert set(json.loads(done.stdout)["files"]) == {"chat_template.jinja", "tokenizer.json", "tokenizer_config.json"}
    assert done.stderr == ""


# --- what the user must mend


@needs_tokenizers
@pytest.mark.parametrize(
    ("kind", "options", "message", "hint"),
    [
        ("thinking", {}, "does not word what is asked as the beginning", "--template NAME"),
        ("bare", {"system": "Be brief."}, "the chat template fails: no system message", "system message"),
        ("bytewise", {"template": "chat"}, "has no chat template", "--template NAME"),
        ("endless", {}, "has no end token", "writes texts"),
    ],
)
def test_tokenizers_that_do_not_serve_are_told_before_anything_is_written(
    tmp_path: Path, models: dict[str, str], kind: str, options: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        exported(
            tmp_path / "export", models[kind], formats=["alpaca", "tokenized"] if not options else ["tokenized"], **options
        )
    assert hint in caught.value.hint
    assert not (tmp_path / "export").exists()


@needs_tokenizers
def test_a_row_that_the_chat_template_rewords_is_named_and_no_half_file_stays(tmp_path: Path) -> None:
    said = "{{ m.content if messages|length == 1 else m.content.split('#')[-1] }}"
    chat = "{% for m in messages %}<{{ m.role }}>" + said + "\n{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
    model = bytewise(tmp_path / "model", chat=chat)
    with pytest.raises(ConfigError, match="task en-9"):
        exported(tmp_path / "out", model, [*TASKS, task("en", 9, "Say # here.", ("", "x"))])
    assert list((tmp_path / "out").iterdir()) == []


@needs_tokenizers
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("./nowhere/at/all", "no folder of that name"),
        ("nobody/nothing", "neither a folder here nor downloaded"),
        ("empty", "the tokenizer can not be loaded"),
        ("own", "needs code of its own"),
    ],
)
def test_tokenizers_that_can_not_be_had_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    Path("empty").mkdir()
    Path("own").mkdir()
    own = {"tokenizer_class": "Own", "auto_map": {"AutoTokenizer": ["own.Own", None]}}
    Path("own/tokenizer_config.json").write_text(json.dumps(own))
    with pytest.raises(ConfigError, match=message) as caught:
        exported(tmp_path / "export", name)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    assert not (tmp_path / "export").exists()


@needs_tokenizers
@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        ("GatedRepoError", "access to it must be granted", "HF_TOKEN"),
        ("RepositoryNotFoundError", "the hub has no such model", "owner/name"),
        ("ConnectError", "the hub can not be reached", "network"),
        ("ValueError", "can not be loaded: 404 for m", "owner/name"),
    ],
)
def test_what_the_hub_refuses_is_told(monkeypatch: pytest.MonkeyPatch, error: str, message: str, hint: str) -> None:
    from transformers import AutoTokenizer

    def refused(*_: Any, **__: Any) -> None:
        raise OSError("404 for m\nand more") from type(error, (Exception,), {})("x")

    monkeypatch.setattr(AutoTokenizer, "from_pretrained", refused)
    with pytest.raises(ConfigError, match=message) as caught:
        Encoder("m", None, Wording(), "en")
    assert hint in caught.value.hint


@needs_tokenizers
def test_no_code_of_a_tokenizer_is_trusted_and_offline_means_offline(
    monkeypatch: pytest.MonkeyPatch, models: dict[str, str]
) -> None:
    from transformers import AutoTokenizer

    asked: list[dict[str, Any]] = []
    made = tokenizer(models["bytewise"])

    def loaded(_: str, **options: Any) -> Any:
        asked.append(options)
        return made

    monkeypatch.setattr(AutoTokenizer, "from_pretrained", loaded)
    for value in ("1", ""):
        monkeypatch.setenv("HF_HUB_OFFLINE", value)
        Encoder("m", None, Wording(), "en")
    assert asked == [{"trust_remote_code": False, "local_files_only": offline} for offline in (True, False)]


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ({"model": None}, "needs the tokenizer of a model", "--model PATH"),
        ({"max_length": 0}, "at least one token, not 0", "leave it out"),
        ({"pad": "left"}, "unknown padding 'left'", "none, longest, max_length"),
        ({"template": "vicuna"}, "unknown prompt template 'vicuna'", "koalpaca-v1.1, chat, completion"),
        ({"template": "chat", "formats": ["prompt", "tokenized"]}, "unknown prompt template 'chat'", "alpaca"),
        ({"formats": ["alpaca"]}, "for the format tokenized alone", "--format tokenized"),
        ({"formats": ["csv"]}, "unknown export format 'csv'", "regen, tokenized"),
    ],
)
def test_wrong_options_are_told(tmp_path: Path, options: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        exported(tmp_path / "export", **({"model": "m"} | options))
    assert hint in caught.value.hint
    assert not (tmp_path / "export").exists()


@pytest.mark.parametrize("missing", ["transformers", "pyarrow"])
def test_missing_packages_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(encoding, "find_spec", lambda name: None if name == missing else name)
    with pytest.raises(ConfigError, match=f"needs {missing}$") as caught:
        exported(tmp_path / "export", "m")
    assert caught.value.hint == "pip install 'selfinstruct[tokenized]'"


# --- from a run


@needs_tokenizers
def test_a_run_is_exported_by_the_command(models: dict[str, str]) -> None:
    folder = selfinstruct.run("ko", 5, backend="offline", out="run").folder
    arguments = ["export", str(folder), "--format", "tokenized", "--format", "messages", "--model", models["chatml"]]
    done = CliRunner().invoke(cli, [*arguments, "--max-length", "180", "--pad", "max-length"])

    assert done.exit_code == 0, done.stderr
    names = [Path(line).name.removeprefix("not-for-training.") for line in done.stdout.splitlines()]
    assert names == ["messages.train.jsonl", "dataset_info.json", "axolotl.yaml", "tokenized.train.parquet", "tokenized.json"]
    made = read(folder / "export" / "not-for-training.tokenized.train.parquet")
    assert {len(row["input_ids"]) for row in made} == {180}
    figures = told(folder / "export", "not-for-training.")["train"]
    assert f"{figures['dropped']} left out" in done.stderr
    assert figures["rows"] == len(made) > 0


@needs_tokenizers
def test_a_run_is_exported_by_the_call(models: dict[str, str]) -> None:
    folder = selfinstruct.run("ja", 3, backend="offline", out="run").folder
    paths = selfinstruct.export(folder, ["tokenized"], model=models["chatml"], template="completion")
    assert told(paths[-1].parent, "not-for-training.")["template"] == "completion"
    with pytest.raises(ConfigError, match="needs the tokenizer of a model"):
        selfinstruct.export(folder, ["tokenized"])
