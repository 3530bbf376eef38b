"""The sentence-transformers embedder on a tiny model with random weights: a row depends on its text; every end is plain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.curation.candidate import Candidate
from selfinstruct.curation.semantic import semantic_uniqueness
from selfinstruct.embedder import cosine
from selfinstruct.errors import ConfigError
from selfinstruct.plugins import load
from selfinstruct.records import Instance, Task
from selfinstruct.testing import check_embedder

if find_spec("sentence_transformers") is None or find_spec("selfinstruct_embeddings") is None:
    pytest.skip("sentence-transformers is not installed: make test-transformers", allow_module_level=True)

os.environ["HF_HUB_OFFLINE"] = "1"
pytestmark = pytest.mark.slow

TEXTS = ["Name a river.", "강 이름", "", "Write a poem about the sea.", "x" * 300, "川の名前を", "Tell", "a b c d e f g"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from selfinstruct_embeddings.tiny import write_model

    made = tmp_path_factory.mktemp("model")
    write_model(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """The model in a folder that the test may change."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def embedder(model: str | Path | None, **options: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in options.items()}
    return load().embedder("sentence-transformers")(str(model) if model else None, {"device": "cpu", **given})


def test_it_keeps_the_contract(folder: Path) -> None:
    check_embedder(embedder(folder))


def test_a_check_instance_needs_nothing() -> None:
    instance = load().embedder("sentence-transformers").check_instance()

    assert instance is not None
    assert instance.encode(["a"]).shape == (1, 32)


def test_rows_are_those_of_the_library(folder: Path) -> None:
    import numpy as np
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")

    assert np.allclose(embedder(folder).encode(TEXTS), model.encode(TEXTS, normalize_embeddings=True), atol=1e-6)


@pytest.mark.parametrize("batch", ["1", "3", "64"])
def test_the_size_of_a_batch_changes_no_cosine(folder: Path, batch: str) -> None:
    import numpy as np

    rows, others = embedder(folder).encode(TEXTS), embedder(folder, batch_size=batch).encode(TEXTS)

    assert np.abs(rows @ rows.T - others @ others.T).max() < 1e-6


def test_it_tells_equal_tasks_from_others(folder: Path) -> None:
    texts = ["Name a river.", "Write a poem about the sea.", "Name a river."]
    tasks = [
        Candidate(number, Task(f"en-{number}", "", text, (Instance("", "x"),), is_classification=False))
        for number, text in enumerate(texts)
    ]

    outcomes = list(semantic_uniqueness(embedder(folder), threshold=0.9999)(tasks))

    assert [bool(outcome.candidate) for outcome in outcomes] == [True, True, False]
    assert outcomes[2].refused[0].detail == "1.0000 en-0"
    assert cosine(embedder(folder), texts[0], texts[1]) < 0.9999


# --- what names the vectors


def test_the_identity_follows_the_files(folder: Path, copy: Path) -> None:
    before = embedder(copy).identity
    assert before == embedder(folder).identity
    assert before.startswith("sentence-transformers ")
    assert "sha256:" in before
    assert str(copy) not in before

    (copy / "config.json").write_text((copy / "config.json").read_text("utf-8").replace("gelu", "relu"), "utf-8")

    assert embedder(copy).identity != before


def test_a_prompt_stands_before_each_text_and_in_the_identity(folder: Path) -> None:
    import numpy as np

    asked = embedder(folder, prompt="query: ")

    assert asked.identity == f"{embedder(folder).identity} prompt='query: '"
    assert np.allclose(asked.encode(["a"]), embedder(folder).encode(["query: a"]), atol=1e-6)


@pytest.mark.parametrize(
    ("model", "prompt"),
    [
        ("intfloat/multilingual-e5-small", "query: "),
        ("intfloat/e5-base-v2", "query: "),
        ("models/E5-small", "query: "),
        ("intfloat/multilingual-e5-large-instruct", None),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", None),
        ("someone/fine5-model", None),
    ],
)
def test_e5_models_get_the_prompt_they_were_trained_with(model: str, prompt: str | None) -> None:
    from selfinstruct_embeddings.choice import choice

    assert choice(model, {}).prompt == prompt
    assert choice(model, {"prompt": "passage: "}).prompt == "passage: "


def cached(folder: Path, home: Path, name: str, commit: str) -> None:
    """Put a model where the hub's client keeps what it has downloaded."""
    where = home / f"models--{name.replace('/', '--')}"
    shutil.copytree(folder, where / "snapshots" / commit)
    (where / "refs").mkdir()
    (where / "refs" / "main").write_text(commit)


def in_cache(home: Path, code: str) -> str:
    """Run Python with a cache of its own and no network; what it prints."""
    environment = {**os.environ, "HF_HUB_CACHE": str(home), "HF_HUB_OFFLINE": "1", "HF_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_model_that_was_downloaded_is_used_without_the_network(folder: Path, tmp_path: Path) -> None:
    cached(folder, tmp_path, "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", "c0ffee" * 6 + "c0ff")
    code = (
        "from selfinstruct.plugins import load\n"
        "e = load().embedder('sentence-transformers')({}, {{'device': 'cpu'}})\n"
        "print(e.identity, e.encode(['a']).shape)"
    )

    for model in ("None", "'paraphrase-multilingual-MiniLM-L12-v2'"):
        told = in_cache(tmp_path, code.format(model))
        name = f"sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2@{'c0ffee' * 6}c0ff"
        assert told.endswith(f"{name} (1, 32)")


# --- when there is no model, or not a good one


def test_a_model_that_is_nowhere_is_told() -> None:
    with pytest.raises(ConfigError, match="neither a folder here nor downloaded") as told:
        _ = embedder("someone/no-such-model").identity
    assert "HF_HUB_OFFLINE" in told.value.hint


def test_what_can_be_no_name_is_told() -> None:
    with pytest.raises(ConfigError, match=r"no folder \./a/b/c is here"):
        _ = embedder("./a/b/c").identity


@pytest.mark.parametrize("inner", ["", "2_Dense"])
def test_pickled_weights_are_never_loaded(copy: Path, inner: str) -> None:
    weights = copy / inner / "pytorch_model.bin"
    weights.parent.mkdir(exist_ok=True)
    weights.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    if not inner:
        (copy / "model.safetensors").unlink()

    with pytest.raises(ConfigError, match="not in safetensors files"):
        embedder(copy).encode(["a"])


def test_a_broken_model_is_told(copy: Path) -> None:
    (copy / "model.safetensors").write_bytes(b"not weights")

    with pytest.raises(ConfigError, match="can not be used") as told:
        embedder(copy).encode(["a"])
    assert "safetensors" in told.value.hint


def test_a_model_with_code_of_its_own_is_refused(copy: Path) -> None:
    from json import dumps, loads

    modules = loads((copy / "modules.json").read_text("utf-8"))
    modules[0]["type"] = "custom_code.Evil"
    (copy / "modules.json").write_text(dumps(modules), "utf-8")
    (copy / "custom_code.py").write_text("raise SystemExit('code of the model was run')", "utf-8")

    with pytest.raises(ConfigError):
        embedder(copy).encode(["a"])


def test_lack_of_memory_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sentence_transformers import SentenceTransformer

    def full(*_: Any, **__: Any) -> None:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")

    monkeypatch.setattr(SentenceTransformer, "encode", full)

    with pytest.raises(ConfigError, match="not enough memory") as told:
        embedder(folder).encode(["a"])
    assert "batch-size" in told.value.hint


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"batch_size": "0"}, "batch-size"),
        ({"speed": "9"}, "no option 'speed'"),
        ({"trust_remote_code": "yes"}, "trust-remote-code"),
    ],
)
def test_wrong_options_are_told(options: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        embedder(None, **options)


def test_a_device_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(ConfigError, match="option device: 'nonsense'"):
        embedder(folder, device="nonsense").encode(["a"])


def test_the_plugin_is_listed_without_its_libraries_being_imported() -> None:
    code = (
        "import sys; from selfinstruct.plugins import load; load().embedders()\n"
        "print({'torch', 'numpy', 'sentence_transformers', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"
