"""A pool among threads and signals: calls go on side by side, end on Ctrl-C, and never wait for themselves."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

extension = pytest.importorskip("selfinstruct_rouge")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")

# The last token tells that the lists have been read, or lets a signal arrive. It comes from C code alone, which runs no
# signal handlers: what follows is the work in Rust.
SCRIPT = """
import _thread, itertools, os, signal, threading, time
import selfinstruct_rouge as s
token = {6: "ready", None: "arrived"}.__getitem__
def ready(tokens):
    return itertools.chain(tokens, map(token, map(os.write, [1], [b"ready\\n"])))
def arriving(number, tokens):
    return itertools.chain(tokens, map(token, map(_thread.interrupt_main, [number])))
r = s.References(kernel="naive")
"""


def made(count: int, seed: int) -> list[list[str]]:
    rng = random.Random(seed)
    return [rng.choices("abcdefghijklmnop", k=rng.randint(1, 40)) for _ in range(count)]


def python(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", SCRIPT + code], stdout=subprocess.PIPE, text=True)


def output(code: str) -> str:
    with python(code) as process:
        try:
            return process.communicate(timeout=60)[0]
        finally:
            process.kill()


@pytest.mark.parametrize("name", extension.kernels())
def test_threads_change_nothing(name: str) -> None:
    references = extension.References(kernel=name)
    references.extend(made(700, 1))
    candidates = made(60, 2)
    one, best = references.score(candidates, threads=1), references.best_above(candidates, 0.6, threads=1)
    for threads in (2, 5, 1000, None):
        assert references.score(candidates, threads=threads) == one
        assert references.best_above(candidates, 0.6, threads=threads) == best
        judged = [pool.judge(candidates, 0.6, threads=count) for count in (1, threads) for pool in [extension.References()]]
        assert judged[0] == judged[1]


def side_by_side(work: Callable[[int], object], threads: int = 4) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(threads)))


@pytest.mark.parametrize("name", extension.kernels())
def test_a_pool_may_be_used_from_several_threads(name: str) -> None:
    references = extension.References(kernel=name)
    first, candidates = made(300, 3), made(40, 4)
    references.extend(first)
    lcs = [references.lcs(tokens) for tokens in candidates]

    def work(seed: int) -> None:
        for _ in range(5):
            references.extend(made(5, seed))
            assert [references.lcs(tokens)[: len(first)] for tokens in candidates] == lcs
            scores = references.score(candidates, 1, threads=2)
            for score, best in zip(scores, references.best_above(candidates, 0.3), strict=True):
                assert best is None or best[1] >= score.best[1]  # the pool grows in between

    side_by_side(work)
    assert len(references) == 300 + 4 * 5 * 5
    assert [best and best[1] for best in references.best_above(first, 0.9)] == [1.0] * len(first)


def test_judging_the_same_from_several_threads_accepts_each_once() -> None:
    candidates = made(600, 5)
    alone = extension.References()
    expected = [verdict.accepted for verdict in alone.judge(candidates, 0.7, k=0)]
    references = extension.References()
    judged = side_by_side(lambda k: [verdict.accepted for verdict in references.judge(candidates, 0.7, k=k)])
    assert sorted(judged) == sorted([expected, *[[False] * len(candidates)] * 3])
    assert len(references) == len(alone)


def test_other_threads_run_meanwhile() -> None:
    """While the call lasts, this thread wakes again and again; were the GIL held, it would once, when all is over."""
    references = extension.References(kernel="naive")
    references.extend([["a", "b"] * 100] * 4000)
    done: list[object] = []
    worker = threading.Thread(target=lambda: done.append(references.score([["b"] * 200], threads=1)))
    worker.start()
    woken = 0
    while not done:
        time.sleep(0.002)
        woken += 1
    worker.join()
    assert woken > 5


ENDLESS = """
r.extend([["a", "b"] * 1000] * 500)
c = [["b", "a", "c", str(i)] * 500 for i in range(500)] + [ready(["a"])]
long = ["a", "b", "c"] * 1_000_000
"""


def interrupted(code: str, prompts: int = 1) -> str:
    """What a process prints that gets Ctrl-C once it is ready."""
    with python(code) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(prompts)] == ["ready\n"] * prompts
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=60)[0]
        finally:
            process.kill()


@posix
@pytest.mark.parametrize(
    "call",
    [
        "r.score(c, threads=1)",
        "r.score(c, threads=2)",
        "r.judge(c, 0.7)",
        "r.judge(c, 0.7, k=0)",
        "r.best_above(c, 0.3)",
        "r.best_above(c, -1.0)",
        "r.lcs(ready(long))",
    ],
)
def test_ctrl_c_ends_a_call_that_would_take_long(call: str) -> None:
    code = f"{ENDLESS}try: {call}\nexcept KeyboardInterrupt: print(len(r) >= 500, r.lcs(['a'])[-1])"
    assert interrupted(code) == "True 1\n"


@posix
def test_ctrl_c_ends_extending() -> None:
    code = """
lists = [[str(i), "a", "b"] for i in range(300_000)]
lists[-1] = arriving(signal.SIGINT, ["a"])
try: r.extend(lists)
except KeyboardInterrupt: print(len(r) < 300_000, r.lcs(["a"]) == [1] * len(r))
"""
    assert output(code) == "True True\n"


@posix
def test_ctrl_c_ends_waiting_for_another_thread() -> None:
    code = f"""{ENDLESS}
threading.Thread(target=r.judge, args=(c, 0.7), daemon=True).start()
time.sleep(0.5)
try: r.extend([ready(["a"])])
except KeyboardInterrupt: os.write(1, b"interrupted")
os._exit(0)
"""
    assert interrupted(code, prompts=2) == "interrupted"


USES = [
    "len(r)",
    "r.lcs(['a'])",
    "r.score([['a']])",
    "r.best_above([['a']], 0.5)",
    "r.judge([['q']], 0.5)",
    "r.extend([['q']])",
]


@posix
@pytest.mark.parametrize("call", ["r.score(c, 1)", "r.judge(c, 0.7)", "r.judge(c, 0.7, 0)", "r.best_above(c, 0.7)"])
def test_a_signal_handler_cannot_use_the_pool_of_the_call_it_interrupts(call: str) -> None:
    """It is told so; another pool it can use; and the call goes on to its end as if nothing had been."""
    code = f"""
r.extend([["a", "b"] * 50] * 300)
other = s.References()
told = []
def handler(*_):
    other.extend([["x"]])
    for use in {USES}:
        try: eval(use)
        except RuntimeError as error: told.append(str(error))
signal.signal(signal.SIGUSR1, handler)
def candidates(last): return [["b", "a", str(i)] * 30 for i in range(60)] + [last]
c = candidates(["b"])
expected = {call}
r = s.References(kernel="naive")
r.extend([["a", "b"] * 50] * 300)
c = candidates(arriving(signal.SIGUSR1, []))
found = {call}
print(found[:-1] == expected[:-1], len(r.lcs(["a"])) == len(r), len(other), len(told), *set(told), sep="|")
"""
    assert output(code) == "True|True|1|6|the pool is in the middle of another call of this thread\n"
