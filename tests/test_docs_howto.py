"""The recipes of docs/plugins/how-to.md and how-to-backends.md do what the pages say."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import Message as Headers
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from distinfo import write_about
from pages import FENCE, ROOT, page, rows_of

import selfinstruct
import selfinstruct_en
from selfinstruct import (
    BackendError,
    BatchState,
    Completion,
    ConfigError,
    Length,
    Message,
    Prompt,
    QuotaSpent,
    Sampling,
    TooLarge,
    TransientError,
)
from selfinstruct.testing import ChatServer, check_backend, check_embedder
from selfinstruct.testing.servers import Exchange, Heard
from selfinstruct.wire import request_fields

PAGES = ("plugins/how-to.md", "plugins/how-to-backends.md")
BLOCKS = {title: body for name in PAGES for kind, title, body in FENCE.findall(page(name)) if kind == "python" and title}


@pytest.fixture
def recipe(tmp_path: Path) -> Iterator[Any]:
    """Gives a block of the page as a module."""

    def module(name: str) -> ModuleType:
        made = ModuleType(f"recipe_{Path(name).stem}")
        made.__file__ = str(tmp_path / name)
        sys.modules[made.__name__] = made  # dataclasses and typing look here
        exec(compile(BLOCKS[name], name, "exec"), made.__dict__)
        return made

    yield module
    for name in [name for name in sys.modules if name.startswith("recipe_")]:
        del sys.modules[name]


def prompt(**more: Any) -> Prompt:
    given = {"number": 0, "messages": (Message("user", "Write three tasks."),), **more}
    return Prompt(stage="generate", language="en", form="list", sampling=Sampling(64), **given)


# --- languages


@pytest.mark.parametrize("name", ["per_thread.py", "one_lock.py"])
def test_the_analyser_serves_threads_and_takes_any_text(recipe: Any, name: str) -> None:
    tokens = recipe(name).tokens
    texts = ["猫が好きです。", "", "\ud800", "😀", "a" * 30_000, "手紙を書いてください。"] * 20

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(tokens, texts)) == [tokens(text) for text in texts]
    assert {"猫", "好き"} & set(tokens("猫が好きです。"))


def test_one_analyser_is_enough_behind_a_lock_and_none_is_loaded_early(recipe: Any) -> None:
    module = recipe("one_lock.py")
    assert module._analyser.cache_info().misses == 0
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(module.tokens, ["猫"] * 50))
    assert module._analyser.cache_info().misses == 1


def test_the_identity_names_library_and_dictionary(recipe: Any) -> None:
    assert re.fullmatch(r"sudachipy [\d.]+ / sudachidict_core \d+.* / v1", recipe("identity.py").TOKENIZER_ID)


def test_a_script_without_spaces_is_counted_in_characters(recipe: Any) -> None:
    module = recipe("spaceless.py")
    assert isinstance(module.LENGTH, Length)
    assert module.LENGTH.count("ก ข\nค") == 3
    assert module.characters("Ab-1, é!") == ["a", "b", "1", "é"]


def test_word_characters_cut_thai_to_pieces() -> None:
    text = "หน่อยครับ"
    assert text in page("plugins/explanation.md")
    assert len(re.findall(r"\w+", unicodedata.normalize("NFC", text))) == 3


@pytest.mark.parametrize(
    ("text", "role", "instruction", "expected"),
    [
        ("เขียนจดหมายขอบคุณครู", "instruction", "", None),
        ("Write a letter to the teacher, please, and thank her", "instruction", "", "not-thai"),
        ("Write a letter to the teacher", "input", "", None),
        ("The teacher is kind and helps us", "output", "แปลเป็นภาษาอังกฤษ", None),
        ("The teacher is kind and helps us", "output", "เล่าเรื่องครู", "not-thai"),
        ("แปลประโยคต่อไปนี้: the teacher is kind and she has been helping all of us every day", "instruction", "", None),
        ("12 + 30", "output", "", None),
    ],
)
def test_a_language_is_told_by_its_script(recipe: Any, text: str, role: str, instruction: str, expected: str | None) -> None:
    assert recipe("by_script.py").fault(text, role, instruction) == expected


FOREIGN = [
    "Write a poem about rain.",
    "Explain how bees make honey to a child of ten.",
    "The meeting has been moved to Thursday because the room is not free.",
    "Écris un poème sur la pluie.",
    "Explique à un enfant comment les abeilles font le miel.",
    "La réunion est reportée à jeudi parce que la salle est occupée.",
    "Ordena los números de menor a mayor.",
    "¿Cuál es la capital de Perú?",
    "La reunión se ha cambiado al jueves porque la sala está ocupada.",
]
VIETNAMESE = [
    "Viết một bài thơ về cơn mưa.",
    "Giải thích cho trẻ em cách ong làm mật.",
    "Thủ đô của Peru là thành phố nào?",
    "Tóm tắt bộ phim The Lord of the Rings trong ba câu.",
    "Giải thích thành ngữ break the ice.",
    "Hà Nội",
    "42",
]


@pytest.mark.parametrize("role", ["instruction", "output"])
def test_languages_of_one_script_are_told_apart_by_words(recipe: Any, role: str) -> None:
    fault = recipe("by_words.py").fault
    assert [text for text in FOREIGN if fault(text, role) != "not-vietnamese"] == []
    assert [text for text in VIETNAMESE if fault(text, role)] == []
    assert fault("列出三条河流的名字", role) == "not-latin"


def test_what_may_be_in_another_language_is_let_pass(recipe: Any) -> None:
    fault = recipe("by_words.py").fault
    assert not [text for text in FOREIGN if fault(text, "input")]
    assert fault(FOREIGN[2], "output", "Dịch câu này sang tiếng Anh.") is None
    assert fault(f"Dịch câu sau sang tiếng Anh: {FOREIGN[2]}", "instruction") is None


def test_words_that_both_languages_have_are_in_no_list(recipe: Any) -> None:
    module = recipe("by_words.py")
    said = re.search(r"a common word of yours as well: (.+) are Vietnamese too", page(PAGES[0]))
    assert said
    assert set(re.findall(r'"(\w+)"', said[1])).isdisjoint(module.OTHERS)
    assert module.OWN.isdisjoint(module.OTHERS)


def test_patterns_match_what_the_page_says(recipe: Any) -> None:
    module = recipe("patterns.py")
    assert any(p.search("Lo siento, no puedo ver la imagen.") for p in module.REFUSALS)
    assert any(p.match("Escribe un programa que sume.") for p in module.OPENINGS)
    assert all(any(p.search(text) for p in module.PLACEHOLDERS) for text in ("[texto]", "...", "Inserta aquí el texto"))
    assert not any(p.search("El río crece.") for p in (*module.REFUSALS, *module.PLACEHOLDERS))


def test_verbs_nouns_and_moods_are_found(recipe: Any) -> None:
    module = recipe("asking.py")
    assert module.verb_noun("Escribe un poema sobre el mar.") == ("escribir", "poema")
    assert module.verb_noun("Por favor, resume el texto.") == ("resumir", "texto")
    assert module.main_verb("¿Qué hora es?") is None
    assert [module.mood(text) for text in ("¿Qué hora es?", "Da tres ejemplos.", "")] == ["question", "command", None]


def test_a_language_is_changed_in_one_part(recipe: Any, tmp_path: Path) -> None:
    (tmp_path / "seeds.jsonl").write_text('{"instruction": "Name three rivers in Wales."}\n')
    (british,) = recipe("british.py").selfinstruct_languages()
    (english,) = selfinstruct_en.selfinstruct_languages()

    assert (british.code, british.tokens) == ("en-GB", english.tokens)
    assert replace(british, code="en", name=english.name, english_name=english.english_name, seeds=english.seeds) == english
    assert british.seeds.read_text().startswith('{"instruction"')


# --- backends


def http_error(status: int, **headers: str) -> HTTPError:
    told = Headers()
    for name, value in headers.items():
        told[name.replace("_", "-")] = value
    return HTTPError("http://x/?key=secret-123", status, "secret-123", told, None)


@pytest.mark.parametrize(
    ("error", "kind", "about"),
    [
        (http_error(429, Retry_After="7"), TransientError, {"limited": True, "after": 7.0}),
        (http_error(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), TransientError, {"limited": True, "after": None}),
        (http_error(503), TransientError, {"limited": False}),
        (http_error(413), TooLarge, {}),
        (http_error(401), BackendError, {"permanent": False}),
        (http_error(404), BackendError, {"permanent": False}),
        (URLError("secret-123"), TransientError, {}),
        (ConnectionResetError(), TransientError, {}),
        (TimeoutError(), TransientError, {}),
        (ValueError("secret-123"), TransientError, {"billable": True}),
    ],
)
def test_errors_of_an_http_client_get_their_kind(recipe: Any, error: Exception, kind: type, about: dict[str, Any]) -> None:
    found = recipe("http_errors.py").failure(error, "the server")
    assert type(found) is kind
    assert {name: getattr(found, name) for name in about} == about
    assert "secret" not in f"{found!r} {found} {found.hint}"


@pytest.mark.parametrize(
    ("error", "kind", "permanent"),
    [
        (TimeoutError(), TransientError, False),
        (ConnectionError("secret"), TransientError, False),
        (ValueError("secret"), BackendError, True),
        (RuntimeError("secret"), BackendError, False),
    ],
)
def test_errors_of_a_function_get_their_kind(recipe: Any, error: Exception, kind: type, permanent: bool) -> None:
    found = recipe("function_errors.py").failure(error)
    assert type(found) is kind
    assert found.permanent is permanent
    assert "secret" not in f"{found!r} {found} {found.hint}"


def test_a_provider_with_fields_of_its_own_keeps_the_contract(recipe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = recipe("gateway.py").Gateway

    def served(url: str, secret: str) -> Any:
        monkeypatch.setenv("GATEWAY_API_KEY", secret)
        return gateway(None, {"url": url, "credential": "GATEWAY_API_KEY"})

    with ChatServer() as server:
        report = check_backend(gateway(None, {"url": server.url}), served=served)
    assert {"too-many-requests", "no-secret", "no-retries"} <= set(report.kept)

    sent = request_fields(prompt(stop=("a", "b")), "small", gateway.dialect)
    assert (sent["max_completion_tokens"], sent["stop"], sent["region"]) == (64, ["a"], "eu")
    assert not {"max_tokens", "seed"} & set(sent)


def test_the_key_of_a_provider_goes_to_its_own_hosts_alone(recipe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_API_KEY", "secret")
    gateway = recipe("gateway.py").Gateway
    assert gateway(None, {}).server.key == "secret"
    assert gateway(None, {"url": "https://other.example/v1"}).server.key == ""


class OllamaServer(ChatServer):
    """The practice server behind /api/chat."""

    def answer(self, heard: Heard, exchange: Exchange) -> None:
        asked = heard.json()
        how = asked.pop("options")
        asked |= {"max_tokens": how["num_predict"], "stop": how["stop"]}
        status, found = self._reply(replace(heard, path="/v1/chat/completions", body=json.dumps(asked).encode()))
        (choice,), used = found["choices"], found["usage"]
        told = {"model": asked["model"], "message": choice["message"], "done_reason": choice["finish_reason"]}
        told |= {"prompt_eval_count": used["prompt_tokens"], "eval_count": used["completion_tokens"]}
        exchange.reply(json.dumps(told).encode(), status if heard.path.endswith("/api/chat") else 404)


def test_another_protocol_keeps_the_contract(recipe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ollama = recipe("ollama.py")
    assert len(BLOCKS["ollama.py"].splitlines()) < 40
    monkeypatch.setitem(sys.modules, "ollama", ollama)
    reports = []

    def check(*args: Any, **more: Any) -> None:
        reports.append(check_backend(*args, **more))

    tests = recipe("test_ollama.py")
    tests.check_backend = check
    with OllamaServer() as server:
        monkeypatch.setenv("OLLAMA_URL", server.root)
        tests.test_contract(monkeypatch)
        backend = ollama.Ollama(None, {"url": server.root})
        (found,) = asyncio.run(backend.complete([prompt()]))

    assert {"length", "stop", "too-many-requests", "reply-unreadable", "side-by-side", "no-secret"} <= set(reports[0].kept)
    assert (found.model, found.finish_reason) == ("qwen3", "stop")
    assert found.usage.prompt_tokens > 0


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("8.5s", 8.5), ("6m0s", 360.0), ("2m59.56s", 179.56), ("20ms", 0.02), ("7", 7.0), ("soon", 60.0), ("", 60.0)],
)
def test_limits_are_read_from_headers(recipe: Any, told: str, seconds: float) -> None:
    headers = {"x-ratelimit-limit-requests": "30", "x-ratelimit-remaining-requests": "4", "x-ratelimit-reset-requests": told}
    found = recipe("rate_limits.py").limits({name: text for name, text in headers.items() if text})
    assert found.minute_requests == selfinstruct.Allowance(30, 4, pytest.approx(seconds))
    assert found.minute_tokens is None


def test_a_key_is_asked_for_and_kept_to_itself(recipe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed = recipe("keyed.py").Keyed
    made = type("Made", (keyed,), {"complete": None, "__abstractmethods__": frozenset()})
    with pytest.raises(ConfigError, match="no KEYED_API_KEY"):
        made(None, {})
    monkeypatch.setenv("KEYED_API_KEY", "secret")
    assert made(None, {}).model == "small"
    assert "secret" not in repr(made(None, {}))
    with pytest.raises(ConfigError, match="no option speed"):
        made(None, {"speed": "1"})


def test_an_asynchronous_client_is_made_late_and_closed(recipe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class AsyncClient:
        closed = False

        def __init__(self, timeout: float) -> None:
            self.timeout = timeout

        async def aclose(self) -> None:
            self.closed = True

    fake = ModuleType("httpx")
    fake.AsyncClient = AsyncClient  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "httpx", fake)
    backend = recipe("async_client.py").Client(None, {})

    async def use() -> None:
        await backend.complete([prompt()])
        await backend.close()

    assert backend._client is None
    asyncio.run(use())
    assert backend._client.closed


def test_a_local_model_keeps_its_contract(recipe: Any) -> None:
    check_backend(recipe("local_model.py").Local(None, {}))


def test_a_schema_is_passed_on(recipe: Any) -> None:
    response_format = recipe("json_schema.py").response_format
    schema = {"type": "object"}
    assert response_format(prompt()) == {}
    assert response_format(prompt(schema=schema))["response_format"]["json_schema"] == {
        "name": "list",
        "strict": True,
        "schema": schema,
    }


def test_a_batch_is_found_again_and_answered(recipe: Any, tmp_path: Path) -> None:
    backend = recipe("batches.py").Folder(None, {"folder": str(tmp_path)})
    prompts = [prompt(number=number) for number in range(2)]

    async def first() -> tuple[str | None, str, str | None, BatchState]:
        before = await backend.find("b-1")
        at = await backend.submit(prompts, "b-1")
        return before, at, await backend.find("b-1"), await backend.collect(at, prompts)

    before, at, found, state = asyncio.run(first())
    assert (before, found, state.over) == (None, at, False)
    rows = json.loads((tmp_path / "b-1.json").read_text())
    (tmp_path / "b-1.answers").write_text(json.dumps({f"{rows[1]['number']} {rows[1]['key']}": "1. a"}))
    over = asyncio.run(backend.collect(at, prompts))
    assert over.over
    assert over.answers == [None, Completion("1. a")]


# --- checks and embedders


def test_the_check_refuses_what_shouts(recipe: Any) -> None:
    plugins = selfinstruct.load_plugins()
    plugins.manager.register(recipe("selfinstruct_quiet.py"), name="quiet")
    english = plugins.language("en")
    assert plugins.instruction_fault("NAME THREE RIVERS NOW", ["name", "three"], english) == "shouting: 2 tokens"
    assert plugins.instruction_fault("Name three rivers now.", ["name", "three", "rivers"], english) is None


def test_the_embedder_keeps_its_contract(recipe: Any) -> None:
    module = recipe("embedder.py")
    assert module.selfinstruct_embedders() == [module.Openers]
    check_embedder(module.Openers.check_instance())


# --- errors that are told and not shown in code


def test_a_spent_quota_is_told_with_its_time() -> None:
    assert "QuotaSpent(message, after=seconds)" in page("plugins/how-to-backends.md")
    assert QuotaSpent("x", after=3.0).after == 3.0


# --- what is said of a plugin that fails

HTTP = "import selfinstruct\nclass Http(selfinstruct.Backend):\n name = 'http'\n"
ANSWERS = " async def complete(self, prompts): return []\n"
HOOK = "@selfinstruct.hookimpl\ndef selfinstruct_"
FAULTY = [
    "import pythainlp_",
    "SELFINSTRUCT_PLUGIN_API = 2",
    "SELFINSTRUCT_PLUGIN_API = '1'",
    "import selfinstruct\n" + HOOK + "language(): return []",
    "def selfinstruct_languages(): return []",
    "import selfinstruct\n" + HOOK + "instruction_fault(text, role): return None",
    HTTP + ANSWERS + HOOK + "backends(): return [Http(None, {})]",
    "import selfinstruct\nload = selfinstruct.load_plugins\n" + HOOK + "languages(): return LANGUAGE",
    HTTP + HOOK + "backends(): return [Http]",
]
"""A module for each row of the page, in order."""
TOLD = [cells[0].strip("`") for cells in rows_of(page(PAGES[0]), "what it says")]


def test_every_row_has_its_module() -> None:
    assert len(TOLD) == len(FAULTY)


@pytest.mark.parametrize(("told", "source"), list(zip(TOLD, FAULTY, strict=False)), ids=TOLD)
def test_a_plugin_that_fails_is_told_so(told: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = tmp_path / "faulty-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[selfinstruct]\nfaulty = faulty_plugin\n")
    language = "next(iter(load(['faulty']).languages().values()))"
    (tmp_path / "faulty_plugin.py").write_text(source.replace("LANGUAGE", language))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "faulty_plugin", raising=False)

    plugins = selfinstruct.load_plugins()
    assert plugins.languages()
    plugins.backends()

    said = [str(failure) for failure in plugins.failures if failure.plugin == "faulty"]
    assert any(told in text.replace("pythainlp_", "pythainlp") for text in said), said


# --- tests of plugins


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("test_language.py", "selfinstruct-es"),
        ("test_backend.py", "selfinstruct-http"),
        ("test_run.py", "selfinstruct-es"),
    ],
)
def test_a_test_of_the_page_passes(name: str, example: str, tmp_path: Path) -> None:
    source = ROOT / "docs/examples" / example
    write_about(source, tmp_path)
    path = os.pathsep.join(filter(None, [str(source), str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    (tmp_path / name).write_text(BLOCKS[name], "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", name],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("selfinstruct contracts" in done.stdout) is (name != "test_run.py")


def test_every_recipe_is_tried() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [name for name in BLOCKS if f'"{name}"' not in source] == []


def test_the_plugin_is_left_out_as_the_page_says(tmp_path: Path) -> None:
    (table,) = [body for kind, _, body in FENCE.findall(page(PAGES[0])) if kind == "toml" and "addopts" in body]
    (tmp_path / "pyproject.toml").write_text(table)
    (tmp_path / "test_it.py").write_text("def test_it(check_language):\n    pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True, timeout=60)
    assert "fixture 'check_language' not found" in done.stdout
