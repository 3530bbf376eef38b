"""The transformers backend on tiny models with random weights: what shares a batch changes nothing, and every end is plain."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import selfinstruct
from selfinstruct import BackendError, Completion, ConfigError, Message, Prompt, Sampling
from selfinstruct.cli import cli
from selfinstruct.errors import SelfInstructError, TooLarge
from selfinstruct.testing import check_backend

if find_spec("torch") is None or find_spec("selfinstruct_transformers") is None:
    pytest.skip("torch is not installed: make test-transformers", allow_module_level=True)

if TYPE_CHECKING:
    from torch import Tensor

os.environ["HF_HUB_OFFLINE"] = "1"
pytestmark = pytest.mark.slow

TEXTS = ["Name a river.", "강 이름", "", "1. Write a poem about the sea.\n2.", "x" * 90, "川の名前を", "Tell", "a b c d e f g"]
SAMPLED = Sampling(max_tokens=24, temperature=1.0, top_p=0.9)
GREEDY = Sampling(max_tokens=24)
PENALISED = replace(SAMPLED, top_p=1.0, frequency_penalty=0.5, presence_penalty=1.0)


@pytest.fixture(scope="module")
def chat_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model with a chat template."""
    return written(tmp_path_factory.mktemp("chat"))


@pytest.fixture(scope="module")
def raw_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model without one."""
    return written(tmp_path_factory.mktemp("raw"), chat=False)


@pytest.fixture(autouse=True)
def _whole_batches() -> Iterator[None]:
    """No test goes on with the batches that memory ran out for in another."""
    from selfinstruct_transformers import weights

    yield
    for held in weights._held.values():
        held.batch = None


def written(folder: Path, **options: Any) -> str:
    from selfinstruct_transformers.tiny import write_model

    write_model(folder, **options)
    return str(folder)


def backend(model: str | None, **options: str) -> Any:
    from selfinstruct_transformers.backend import Transformers

    given = {name.replace("_", "-"): value for name, value in options.items()}
    return Transformers(model, {"device": "cpu", **given})


def completing(text: str, sampling: Sampling = GREEDY, **fields: Any) -> Prompt:
    return Prompt("generate", 0, "en", "list", sampling, text=text, **fields)


def chatting(*messages: Message, sampling: Sampling = GREEDY) -> Prompt:
    return Prompt("generate", 0, "en", "list", sampling, messages=messages)


def ask(asked: Any, prompts: Sequence[Prompt]) -> list[Any]:
    answers: list[Any] = asyncio.run(asked.complete(prompts))
    return answers


def texts(answers: Sequence[Completion]) -> list[str]:
    return [answer.text for answer in answers]


def batch_of_eight(sampling: Sampling) -> list[Prompt]:
    return [completing(text, replace(sampling, seed=100 + i)) for i, text in enumerate(TEXTS)]


# --- what shares a batch changes nothing


def test_greedy_batches_say_what_the_model_says_alone(raw_model: str) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(raw_model)
    model = AutoModelForCausalLM.from_pretrained(raw_model)
    alone = []
    for text in TEXTS:
        ids = torch.tensor([tokenizer.encode(text)])
        out = model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=24, pad_token_id=0)
        alone.append(tokenizer.decode(out[0, ids.shape[1] :], skip_special_tokens=True))

    got = texts(ask(backend(raw_model), batch_of_eight(GREEDY)))

    assert len(set(alone)) > 4
    assert [text.rstrip("\ufffd") for text in alone] == got


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED, PENALISED])
def test_answers_depend_on_prompt_and_seed_alone(raw_model: str, sampling: Sampling) -> None:
    prompts = batch_of_eight(sampling)
    together = texts(ask(backend(raw_model), prompts))

    assert [texts(ask(backend(raw_model), [prompt]))[0] for prompt in prompts] == together
    assert texts(ask(backend(raw_model), prompts[::-1]))[::-1] == together
    assert texts(ask(backend(raw_model, batch_size="3"), prompts)) == together


def test_rows_of_one_batch_are_sampled_each_in_its_own_way(raw_model: str) -> None:
    prompts = [completing("Name", each) for each in (GREEDY, replace(SAMPLED, seed=1), replace(SAMPLED, seed=2))]

    greedy, one, two = texts(ask(backend(raw_model), prompts))

    assert len({greedy, one, two}) == 3
    assert texts(ask(backend(raw_model), [prompts[0]])) == [greedy]


def test_prompts_of_like_length_share_a_batch(raw_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, shapes = backend(raw_model, batch_size="2"), []
    model = asked._weights().model
    generate = model.generate

    def seen(input_ids: Tensor, **options: Any) -> Any:
        shapes.append(tuple(input_ids.shape))
        return generate(input_ids=input_ids, **options)

    monkeypatch.setattr(model, "generate", seen)
    ask(asked, [completing("x" * n) for n in (1, 80, 3, 90, 2)])

    assert shapes == [(2, 91), (2, 4), (1, 2)]


def drawn(scores: Sequence[float], count: int, **sampling: Any) -> list[float]:
    """How often each token is drawn from the same scores, a share of 1."""
    import torch

    from selfinstruct_transformers.sampling import Sampler

    samplings = [Sampling(max_tokens=1, seed=seed, **sampling) for seed in range(count)]
    highest = Sampler(samplings, 1, "cpu")(torch.zeros(count, 1, dtype=torch.long), torch.tensor([scores] * count))
    found: list[int] = highest.argmax(1).tolist()
    return [found.count(token) / count for token in range(len(scores))]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7])
def test_tokens_are_drawn_as_often_as_their_probability_says(temperature: float) -> None:
    import torch

    scores = [2.0, 1.0, 0.0, -1.0, -float("inf")]
    wanted = torch.softmax(torch.tensor(scores) / temperature, 0).tolist()

    assert drawn(scores, 8000, temperature=temperature) == pytest.approx(wanted, abs=0.02)


def test_a_draw_keeps_to_the_nucleus() -> None:
    shares = drawn([2.0, 1.0, 0.0, -1.0], 2000, temperature=1.0, top_p=0.7)

    assert shares[2:] == [0, 0]
    assert shares[0] == pytest.approx(0.731, abs=0.03)


@pytest.mark.parametrize("size", [5, 3000])
@pytest.mark.parametrize("top_p", [0.01, 0.5, 0.95, 1.0])
def test_the_nucleus_is_the_one_of_transformers(size: int, top_p: float) -> None:
    import torch
    from transformers import TopPLogitsWarper

    from selfinstruct_transformers.sampling import nucleus

    scores = torch.randn(6, size, generator=torch.Generator().manual_seed(size))
    theirs: Tensor = TopPLogitsWarper(top_p)(torch.zeros(6, 1, dtype=torch.long), scores)

    assert torch.equal(nucleus(scores, torch.full((6, 1), top_p)), theirs)


def test_penalties_count_what_was_generated() -> None:
    import torch

    from selfinstruct_transformers.sampling import Sampler

    sampler = Sampler([Sampling(max_tokens=9, frequency_penalty=0.5, presence_penalty=2.0)], 2, "cpu")
    scores = sampler(torch.tensor([[3, 3, 1, 1, 0]]), torch.zeros(1, 4))

    assert scores.tolist() == [[-2.5, -3.0, 0.0, 0.0]]


# --- how an answer ends


def test_an_answer_ends_before_the_first_stop_string(raw_model: str) -> None:
    whole = ask(backend(raw_model), [completing("Name a river.")])[0]
    stop = whole.text[5:8]
    at = whole.text.index(stop)

    stopped, other = ask(backend(raw_model), [completing("Name a river.", stop=("\0", stop)), completing("Name a river.")])

    assert (stopped.text, stopped.finish_reason) == (whole.text[:at], "stop")
    assert 0 < stopped.usage.completion_tokens < whole.usage.completion_tokens
    assert (other.text, other.finish_reason) == (whole.text, "length")


def ending(rows: Sequence[tuple[str, ...]], start: int, model: str, ends: Sequence[int] = ()) -> Any:
    from selfinstruct_transformers.choice import choice
    from selfinstruct_transformers.ending import Ending, Row
    from selfinstruct_transformers.wording import wording

    made = [Row(i, completing("", stop=stop), [], 50) for i, stop in enumerate(rows)]
    return Ending(made, start, ends, wording(choice(model, {})).text, threading.Event())


@pytest.mark.parametrize("stop", ["\nTask:", "\n과제:", "🌊"])
def test_a_stop_string_in_many_tokens_is_found_as_soon_as_it_is_whole(raw_model: str, stop: str) -> None:
    import torch
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(raw_model)
    ids = torch.tensor([tokenizer.encode(f"prompt{stop[:1]}가나 a{stop}")])
    start = len(tokenizer.encode(f"prompt{stop[:1]}"))
    check = ending([(stop,)], start, raw_model)

    found = [bool(check(ids[:, :length], None)) for length in range(start + 1, ids.shape[1] + 1)]

    assert found == [False] * (len(found) - 1) + [True]


def test_a_stop_string_that_begins_in_the_prompt_does_not_count(raw_model: str) -> None:
    import torch
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(raw_model)
    prompt, answer = tokenizer.encode("Output\n"), tokenizer.encode("Task: a", add_special_tokens=False)

    assert not ending([("\nTask:",)], len(prompt), raw_model)(torch.tensor([prompt + answer]), None)


def test_the_end_token_ends_an_answer_and_is_no_part_of_it(raw_model: str) -> None:
    from selfinstruct_transformers.generation import generate, rows

    asked = backend(raw_model)
    loaded, words = asked._weights(), asked._wording()
    (whole,) = generate(loaded, words, rows([completing("Name a river.")], words)[0], threading.Event())
    tokens = whole.tokens
    ends, config = loaded.ends, loaded.model.generation_config.eos_token_id
    try:
        loaded.ends = (tokens[3],)
        loaded.model.generation_config.eos_token_id = [tokens[3]]
        got, _ = ask(asked, [completing("Name a river."), completing("a")])
    finally:
        loaded.ends, loaded.model.generation_config.eos_token_id = ends, config

    at = tokens.index(tokens[3])
    assert got.text == words.text(tokens[:at])
    assert (got.finish_reason, got.usage.completion_tokens) == ("stop", at + 1)


def test_usage_is_counted_and_the_limit_is_told(raw_model: str) -> None:
    prompts = [completing("Name a river.", Sampling(max_tokens=n)) for n in (1, 7, 24)]

    answers = ask(backend(raw_model), prompts)

    assert [answer.usage.completion_tokens for answer in answers] == [1, 7, 24]
    assert {answer.finish_reason for answer in answers} == {"length"}
    assert len({answer.usage.prompt_tokens for answer in answers}) == 1
    assert answers[2].text.startswith(answers[1].text)


def test_the_context_bounds_answers_and_refuses_prompts(tmp_path: Path) -> None:
    asked = backend(written(tmp_path, chat=False, context=64))
    assert asked.abilities.context == 64

    fits, full, over = ask(asked, [completing("x" * n, Sampling(max_tokens=500)) for n in (59, 62, 63)])

    assert (fits.usage.completion_tokens, full.usage.completion_tokens) == (4, 1)
    assert fits.finish_reason == full.finish_reason == "length"
    assert isinstance(over, TooLarge)
    assert "--max-prompt-tokens" in over.hint


# --- how a prompt is worded


def test_the_style_follows_the_chat_template(chat_model: str, raw_model: str) -> None:
    styles = [backend(chat_model), backend(raw_model), backend(chat_model, style="completion")]

    assert [each.abilities.style for each in styles] == ["chat", "completion", "completion"]
    with pytest.raises(ConfigError, match="no chat template"):
        _ = backend(raw_model, style="chat").abilities


def test_a_chat_is_worded_by_the_template(chat_model: str) -> None:
    words = backend(chat_model)._wording()

    tokens = words.tokens(chatting(Message("system", "Be brief."), Message("user", "Hi")))

    assert words.text(tokens) == "<system>Be brief.\n<user>Hi\n<assistant>"


def test_the_beginning_token_stands_once(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    from selfinstruct_transformers import tiny

    folder = written(tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.chat_template = "{{ bos_token }}" + tiny.CHAT_TEMPLATE
    begin = tokenizer.bos_token_id
    tokenizer.save_pretrained(folder)

    assert backend(folder)._wording().tokens(chatting(Message("user", "Hi"))).count(begin) == 1


@pytest.mark.parametrize("known", ["user", "nobody"])
def test_a_template_without_system_messages_gets_them_in_the_users(tmp_path: Path, known: str) -> None:
    from transformers import AutoTokenizer

    from selfinstruct_transformers import tiny

    folder = written(tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    refusing = "{% if messages[0].role != '" + known + "' %}{{ raise_exception('System role not supported') }}{% endif %}"
    tokenizer.chat_template = refusing + tiny.CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    words = backend(folder)._wording()
    prompt = chatting(Message("system", "Be brief."), Message("user", "Hi"))

    if known == "nobody":
        with pytest.raises(ConfigError, match="does not take these messages: System role"):
            words.tokens(prompt)
    else:
        assert words.text(words.tokens(prompt)) == "<user>Be brief.\n\nHi\n<assistant>"


@pytest.mark.parametrize(
    ("whole", "answer", "thoughts"),
    [
        ("1. a", "1. a", ""),
        ("<think>\nhm\n</think>\n\n1. a", "1. a", "hm"),
        ("hm\n</think>\n\n1. a", "1. a", "hm"),
        ("<think>\n\n</think>\n\n1. a", "1. a", ""),
        ("<think>\nstill at it", "", "still at it"),
        ("Use <think> tags", "Use <think> tags", ""),
    ],
)
def test_thoughts_are_no_part_of_the_answer(whole: str, answer: str, thoughts: str) -> None:
    from selfinstruct_transformers.wording import said

    assert said(whole) == (answer, thoughts)


# --- when memory runs out


def out_of_memory_above(asked: Any, rows: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have the model run out of memory with more prompts than that; the sizes of the batches that were tried."""
    import torch

    model, tried = asked._weights().model, []
    generate = model.generate

    def fake(input_ids: Tensor, **options: Any) -> Any:
        tried.append(len(input_ids))
        if len(input_ids) > rows:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return generate(input_ids=input_ids, **options)

    monkeypatch.setattr(model, "generate", fake)
    return tried


def test_batches_are_halved_until_they_fit(raw_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, said = backend(raw_model), []
    asked.note = said.append
    whole = ask(asked, batch_of_eight(SAMPLED))
    tried = out_of_memory_above(asked, 3, monkeypatch)

    assert ask(asked, batch_of_eight(SAMPLED)) == whole
    assert tried == [8, 4, 2, 2, 2, 2]
    assert said[-2:] == [f"out of memory with {n} prompts a batch: going on with {n // 2}" for n in (8, 4)]

    ask(backend(raw_model), batch_of_eight(SAMPLED))
    assert tried[6:] == [2, 2, 2, 2], "a later stage knows"


def test_memory_that_is_short_for_one_prompt_is_an_error_with_a_hint(raw_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = backend(raw_model)
    out_of_memory_above(asked, 0, monkeypatch)

    answers = ask(asked, batch_of_eight(SAMPLED)[:2])

    assert [str(answer) for answer in answers] == ["not enough memory for one prompt and its answer"] * 2
    assert "--answer-tokens" in answers[0].hint


def test_what_was_answered_before_the_model_broke_is_kept(raw_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = backend(raw_model, batch_size="1")
    model = asked._weights().model
    generate, calls = model.generate, iter(range(9))
    monkeypatch.setattr(model, "generate", lambda **options: generate(**options) if next(calls) < 2 else 1 / 0)

    answers = ask(asked, [completing("x" * n) for n in (9, 8, 7, 6)])

    assert [isinstance(answer, Completion) for answer in answers] == [True, True, False, False]
    assert str(answers[2]) == "the model failed: ZeroDivisionError: division by zero"


# --- interrupts


def test_an_interrupt_ends_the_generation_with_the_next_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selfinstruct_transformers import ending

    asked = backend(written(tmp_path, chat=False, context=10**6))
    begun, steps = threading.Event(), []
    check = ending.Ending.__call__

    def counted(self: Any, *arguments: Any, **options: Any) -> Any:
        steps.append(1)
        begun.set()
        return check(self, *arguments, **options)

    monkeypatch.setattr(ending.Ending, "__call__", counted)

    async def interrupted() -> None:
        call = asyncio.create_task(asked.complete([completing("a", Sampling(max_tokens=900_000))]))
        await asyncio.to_thread(begun.wait)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(interrupted())  # is back only when the thread is

    assert len(steps) < 10_000
    assert len(ask(asked, [completing("a")])) == 1


def test_an_interrupt_does_not_wait_for_a_model_that_is_loading(raw_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, begun, over = backend(raw_model), threading.Event(), threading.Event()

    def loading() -> None:
        begun.set()
        over.wait()

    monkeypatch.setattr(asked, "_weights", loading)

    async def interrupted() -> None:
        call = asyncio.create_task(asked.complete([completing("a")]))
        await asyncio.to_thread(begun.wait)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(interrupted())
    assert not over.is_set()
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "loading a model")
    over.set()


# --- the host


@pytest.mark.parametrize("chat", [True, False])
def test_the_contract_is_kept(chat_model: str, raw_model: str, chat: bool) -> None:
    check_backend(backend(chat_model if chat else raw_model))


def test_the_instance_of_plugins_check_keeps_the_contract() -> None:
    from selfinstruct_transformers.backend import Transformers

    made = Transformers.check_instance()
    assert made is not None
    folder = Path(made.model or "")
    check_backend(made)
    assert not folder.exists()


def test_weights_are_loaded_once_for_all_stages(tmp_path: Path) -> None:
    folder, said = written(tmp_path, chat=False), []

    for _ in range(3):
        asked = backend(folder)
        asked.note = said.append
        ask(asked, [completing("a")])
        asyncio.run(asked.close())

    assert said == [f"loading {folder} (float32, cpu)"]


def generate_in(folder: str, model: str, concurrency: int) -> tuple[int, str, list[dict[str, Any]]]:
    """The exit code of a run, what it said last, and its log."""
    command = ["generate", "--lang", "en", "-n", "5", "--backend", "transformers", "--model", model, "--out", folder]
    options = ["--option", "device=cpu", "--answer-tokens", "40", "--temperature", "1", "--concurrency", str(concurrency)]
    result = CliRunner().invoke(cli, [*command, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    lines = (Path(folder) / "completions.jsonl").read_text("utf-8").split("\n")[:-1]
    return result.exit_code, result.stderr, [json.loads(line) for line in lines]


def test_a_run_on_rubbish_ends_plainly_with_its_answers_on_disk(tmp_path: Path) -> None:
    model = written(tmp_path / "model", chat=True, context=8192)  # its tokens are bytes
    code, said, log = generate_in("first", model, 8)
    _, _, again = generate_in("second", model, 1)

    assert code in {0, 4}
    assert ("error: " in said) == (code == 4)
    assert "Traceback" not in said
    assert len(log) >= 20 or code == 0
    assert {row["backend"] for row in log} == {"transformers"}
    assert {row["model"] for row in log} == {model}
    assert all(row["usage"]["completion_tokens"] == 40 or row["finish_reason"] == "stop" for row in log)

    def told(rows: list[dict[str, Any]]) -> dict[int, str]:
        return {row["request_idx"]: row["text"] for row in rows}

    common = told(log).keys() & told(again).keys()
    assert len(common) >= 20
    assert {k: told(log)[k] for k in common} == {k: told(again)[k] for k in common}


def test_the_log_is_resumed_from(chat_model: str) -> None:
    code, _, before = generate_in("run", chat_model, 4)
    log, derived = Path("run/completions.jsonl"), Path("run/rejections.jsonl")
    rejections = timeless(derived)
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:7]))
    derived.unlink()

    resumed, _, after = generate_in("run", chat_model, 4)

    assert resumed == code
    assert after[:7] == before[:7]
    assert timeless(derived) == rejections


def timeless(file: Path) -> list[dict[str, Any]]:
    """The rows of a file without their times."""
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n")[:-1]]
    return [{name: value for name, value in row.items() if name != "created_at"} for row in rows]


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    code = "import sys, selfinstruct_transformers.backend; print({'torch', 'transformers', 'tokenizers'} & {*sys.modules})"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


# --- what the user must mend


@pytest.mark.parametrize(
    ("model", "options", "told"),
    [
        (None, {}, "needs a model"),
        ("m", {"trust_remote_code": "yes"}, "never run"),
        ("m", {"batch": "3"}, "no option 'batch'"),
        ("m", {"batch_size": "0"}, "batch-size: '0' is not taken"),
        ("m", {"batch_size": "many"}, "batch-size: 'many' is not taken"),
        ("m", {"dtype": "int4"}, "dtype: 'int4' is unknown"),
        ("m", {"style": "poem"}, "style: 'poem' is unknown"),
        ("m", {"engine": "vllm"}, "engine: 'vllm' is unknown"),
        ("m", {"engine": "continuous"}, "needs a CUDA device, here is cpu"),
        ("m", {"engine": "continuous", "device": "teapot"}, "device: 'teapot' can not be used"),
    ],
)
def test_wrong_options_are_told(model: str | None, options: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        backend(model, **options)
    assert caught.value.hint


def test_missing_packages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from selfinstruct_transformers import failure

    monkeypatch.setattr(failure, "find_spec", lambda name: None if name == "torch" else name)
    with pytest.raises(ConfigError, match="needs torch") as caught:
        backend("m")
    assert caught.value.hint == "pip install 'selfinstruct[transformers]'"


def spoilt(folder: Path, config: dict[str, Any] | None = None, **files: bytes) -> str:
    written(folder)
    if config is not None:
        (folder / "config.json").write_text(json.dumps(config))
    for name, data in files.items():
        (folder / f"{name}.safetensors").write_bytes(data)
    return str(folder)


MODELS: dict[str, tuple[Callable[[Path], str], str]] = {
    "not downloaded": (lambda _: "nobody/nothing", "neither a folder here nor downloaded"),
    "no folder": (lambda _: "./nowhere/at/all", "no folder ./nowhere/at/all"),
    "unknown type": (lambda folder: spoilt(folder, {"model_type": "nonesuch"}), "does not recognize this architecture"),
    "own code": (
        lambda folder: spoilt(folder, {"model_type": "own", "auto_map": {"AutoConfig": "own.Own"}}),
        "needs code of its own",
    ),
    "encoder and decoder": (lambda folder: spoilt(folder, {"model_type": "t5"}), "is an encoder-decoder model"),
    "no text": (lambda folder: spoilt(folder, {"model_type": "vit"}), "can not be loaded"),
    "broken weights": (lambda folder: spoilt(folder, model=b"x" * 50), "header too large"),
}


@pytest.mark.parametrize("case", MODELS)
def test_models_that_can_not_be_loaded_are_told_with_a_hint(tmp_path: Path, case: str) -> None:
    make, told = MODELS[case]

    with pytest.raises(ConfigError, match=told) as caught:
        ask(backend(make(tmp_path)), [completing("a")])

    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "told", "hint"),
    [
        ("GatedRepoError", "access to it must be granted", "HF_TOKEN"),
        ("RepositoryNotFoundError", "no model 'm' on the hub", "folder"),
        ("RevisionNotFoundError", "no revision 'v9'", "branch"),
        ("ConnectError", "hub can not be reached", "network"),
    ],
)
def test_what_the_hub_refuses_is_told(name: str, told: str, hint: str) -> None:
    from selfinstruct_transformers.failure import config_error

    error = OSError("wrapped by transformers")
    error.__cause__ = type(name, (Exception,), {})("404 for hf_secret")

    said = config_error(error, "m", "v9")

    assert told in str(said)
    assert hint in said.hint
    assert "hf_secret" not in f"{said}{said.hint}"


def test_too_little_memory_for_the_weights_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    def no_room(*_: Any, **__: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    asked = backend(written(tmp_path, chat=False))
    monkeypatch.setattr(AutoModelForCausalLM, "from_pretrained", no_room)

    with pytest.raises(BackendError, match="not enough memory to load") as caught:
        ask(asked, [completing("a")])
    assert "quantised" in caught.value.hint


# --- continuous batching


@pytest.fixture
def continuous_on_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """It works on a CPU too, badly; with a cache this small it can be tested there."""
    from selfinstruct_transformers import continuous

    monkeypatch.setattr(continuous, "DEVICES", ("cpu",))
    monkeypatch.setattr(continuous, "CAP", {"num_blocks": 64, "max_batch_tokens": 512, "page_size": 32})


@pytest.mark.usefixtures("continuous_on_cpu")
def test_continuous_batching_answers_as_batches_do(raw_model: str) -> None:
    prompts = batch_of_eight(GREEDY)
    whole = ask(backend(raw_model), prompts)
    stop = whole[0].text[5:8]
    prompts[0] = replace(prompts[0], stop=(stop,))

    got = ask(backend(raw_model, engine="continuous"), prompts)

    assert texts(got) == [whole[0].text.partition(stop)[0], *texts(whole)[1:]]
    assert [answer.finish_reason for answer in got] == ["stop"] + ["length"] * 7
    assert [answer.usage for answer in got[1:]] == [answer.usage for answer in whole[1:]]


@pytest.mark.usefixtures("continuous_on_cpu")
def test_continuous_batching_samples_by_the_seeds_of_all_its_rows(raw_model: str) -> None:
    asked = backend(raw_model, engine="continuous")

    first, again, other = (
        texts(ask(asked, [completing("a", replace(SAMPLED, seed=seed)), completing("b", SAMPLED)])) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


@pytest.mark.usefixtures("continuous_on_cpu")
def test_continuous_batching_gives_each_row_its_own_answer(raw_model: str) -> None:
    prompts = [completing("a", SAMPLED), completing("b" * 9), completing("c", replace(SAMPLED, top_p=0.5)), completing("d")]

    got = ask(backend(raw_model, engine="continuous"), prompts)
    greedy = ask(backend(raw_model), prompts[1::2])

    assert texts(got[1::2]) == texts(greedy)


@pytest.mark.usefixtures("continuous_on_cpu")
def test_continuous_batching_has_no_penalties(raw_model: str) -> None:
    (answer,) = ask(backend(raw_model, engine="continuous"), [completing("a", replace(GREEDY, presence_penalty=1.0))])

    assert isinstance(answer, SelfInstructError)
    assert "no presence or frequency penalty" in str(answer)


# --- on a GPU


@pytest.fixture
def cuda() -> None:
    """Skips where there is none."""
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")


@pytest.mark.gpu
@pytest.mark.usefixtures("cuda")
@pytest.mark.parametrize("engine", ["generate", "continuous"])
def test_the_contract_is_kept_on_a_gpu(chat_model: str, engine: str) -> None:
    asked = backend(chat_model, device="auto", engine=engine)
    check_backend(asked)
    assert asked._weights().device == "cuda"
    assert asked._weights().dtype in {"bfloat16", "float16"}


@pytest.mark.gpu
@pytest.mark.usefixtures("cuda")
def test_on_a_gpu_too_answers_depend_on_prompt_and_seed_alone(raw_model: str) -> None:
    prompts = batch_of_eight(SAMPLED)
    asked = backend(raw_model, device="cuda", dtype="float32")

    assert [texts(ask(asked, [prompt]))[0] for prompt in prompts] == texts(ask(asked, prompts))


def test_plugins_are_found_by_entry_point() -> None:
    assert "transformers" in selfinstruct.load_plugins().backends()
