"""Tokens a second of the transformers backend, by batch size, and of the same model behind an OpenAI-compatible server.

    python bench/serving.py
    python bench/serving.py Qwen/Qwen3-8B --batches 1 16 64 --tokens 256
    python bench/serving.py Qwen/Qwen3-8B --base-url http://127.0.0.1:8000/v1

Needs the transformers plugin (make test-transformers installs it). Without a model a small one with random weights is made up.
The server is `transformers serve`, started on loopback where it can be, or the one at --base-url (vllm serve, say). Contestants
take turns in every round and the best round counts; ratios are within this run, since machines and their load differ.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from selfinstruct import Completion, Message, Prompt, Sampling
from selfinstruct_transformers.backend import Transformers
from selfinstruct_transformers.choice import choice
from selfinstruct_transformers.tiny import write_model
from selfinstruct_transformers.weights import device_of, dtype_of

NEEDED = "needs: pip install 'transformers[serving]', or a server of your own at --base-url"
START_SECONDS = 300
Contestant = Callable[[], float]


def main() -> None:
    """Run every contestant in turns and print a table."""
    options = arguments()
    with ExitStack() as stack:
        model = options.model or made_up(stack.enter_context(tempfile.TemporaryDirectory()))
        contestants = {f"in process, batch {size}": in_process(model, size, options) for size in options.batches}
        url = options.base_url or stack.enter_context(serving(model, options))
        if url:
            contestants |= {f"server, {size} at once": at_server(url, model, size, options) for size in options.batches}
        compare(contestants, options.rounds)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", help="a name on the hub or a folder")
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--prompts", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=64, help="most tokens of an answer")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--base-url", help="of a server that has the model")
    return parser.parse_args()


def made_up(folder: str) -> str:
    """A model with random weights, big enough for its arithmetic to count."""
    write_model(Path(folder), width=256, layers=4)
    return folder


def prompts(options: argparse.Namespace) -> list[Prompt]:
    """Requests of uneven length, as a run makes them."""
    made = []
    for i in range(options.prompts):
        text = "Come up with new tasks. " + " ".join(f"{n}. Name a river of region {i + n}." for n in range(4 + i % 8))
        sampling = Sampling(max_tokens=options.tokens, temperature=0.7, top_p=0.95, seed=i)
        made.append(Prompt("generate", i, "en", "list", sampling, messages=(Message("user", text),)))
    return made


def in_process(model: str, size: int, options: argparse.Namespace) -> Contestant:
    """The backend with batches of that size: tokens a second."""
    backend = Transformers(model, {"batch-size": str(size), "device": options.device})
    asked = prompts(options)

    def go() -> float:
        began = time.perf_counter()
        answers = asyncio.run(backend.complete(asked))
        tokens = sum(answer.usage.completion_tokens for answer in answers if isinstance(answer, Completion))
        return tokens / (time.perf_counter() - began)

    asyncio.run(backend.complete(asked[:size]))  # loads the weights
    return go


def at_server(url: str, model: str, size: int, options: argparse.Namespace) -> Contestant:
    """The server with so many requests at once: tokens a second."""
    asked = prompts(options)

    def ask(prompt: Prompt) -> int:
        sampling = prompt.sampling
        body = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in prompt.messages],
            "max_tokens": sampling.max_tokens,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "seed": sampling.seed,
        }
        request = Request(f"{url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - the user's own URL
        with urlopen(request, timeout=600) as response:  # noqa: S310 - likewise
            return int(json.load(response)["usage"]["completion_tokens"])

    def go() -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(size) as threads:
            tokens = sum(threads.map(ask, asked))
        return tokens / (time.perf_counter() - began)

    ask(asked[0])
    return go


@contextmanager
def serving(model: str, options: argparse.Namespace) -> Iterator[str]:
    """`transformers serve` on loopback: its URL, "" where it can not be started, which is told."""
    command = shutil.which("transformers", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if command is None:
        print(f"no transformers command here; {NEEDED}")
        yield ""
        return
    chosen = choice(model, {"device": options.device})
    device = device_of(chosen)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    flags = ["--host", "127.0.0.1", "--port", str(port), "--device", device, "--dtype", dtype_of(chosen, device)]
    # Without it requests are answered one after the other; on a CPU its cache would take most of the memory.
    flags += ["--continuous-batching"] if device == "cuda" else []
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen([command, "serve", model, *flags], stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}/v1" if answering(server, port) else failed(log.read)
        finally:
            server.terminate()
            server.wait()


def answering(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server comes up."""
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return True
    return False


def failed(read: Callable[[], str]) -> str:
    """Told, and no URL."""
    said = read().strip().splitlines()[-1:]
    print(f"transformers serve did not start ({''.join(said)}); {NEEDED}")
    return ""


def compare(contestants: dict[str, Contestant], rounds: int) -> None:
    """Tokens a second of each, best of some rounds, and as a multiple of the first."""
    best = dict.fromkeys(contestants, 0.0)
    for _ in range(rounds):
        for name, go in contestants.items():
            print(f"... {name}", file=sys.stderr)
            best[name] = max(best[name], go())
    first = next(iter(best.values()))
    for name, speed in best.items():
        print(f"{name:<24} {speed:>10,.0f} tokens/s {speed / first:>8.2f}x")


if __name__ == "__main__":
    main()
