"""Where memory ends: a MemoryError and never the end of the process; the pool still answers. And memory is given back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytest.importorskip("selfinstruct_rouge")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the address space is limited on Linux")

# A small pool fills what is left of the address space, again and again with more of it left, so that memory ends in another
# place each time.
SCRIPT = """
import gc, random, resource, sys
import selfinstruct_rouge as s

def taken():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()

def allow(more):
    resource.setrlimit(resource.RLIMIT_AS, (taken() + more if more else resource.RLIM_INFINITY, resource.RLIM_INFINITY))

def distinct():
    global last
    last += 1000
    return [[str(i), str(-i)] for i in range(last, last + 1000)]

last = 0
rng = random.Random(1)
words = [f"w{i}" for i in range(5000)]
batch = [rng.choices(words, k=rng.randint(1, 40)) for _ in range(1000)]
texts = [" ".join(tokens) for tokens in batch]
probe = batch[7]

def check(r, probe):
    assert r.lcs(probe)[7] == len(batch[7])
    assert r.best_above([probe], 0.9) == [(7, 1.0)]
    assert r.score([probe], 1)[0].nearest == ((7, 1.0),)
    size = len(r)
    r.extend([probe])
    [verdict] = r.judge([probe], 0.7, 1)
    assert (len(r), verdict.accepted, verdict.nearest) == (size + 1, False, ((7, 1.0),))
    assert r.lcs(probe)[size] == len(batch[7])

for kilobytes in (300, 700, 1500, 3000, *(() if "score" in CALL or "3" in CALL else (6000, 12000))):
    english = "texts" in CALL
    r = s.References("english" if english else None, kernel=KERNEL)
    given = texts if english else batch
    r.extend(given[:100])
    allow(kilobytes << 10)
    try:
        while True:
            exec(CALL)
    except MemoryError as error:
        message = str(error)
    finally:
        allow(0)
    check(r, given[7])
    del r
    gc.collect()
print("done")
"""


def run(call: str, kernel: str | None, threads: int = 1) -> subprocess.CompletedProcess[str]:
    # Freed memory goes back to the system at once, so that each round has what it was allowed and no more.
    environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "0", "MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_ARENA_MAX": "1"}
    code = f"CALL, KERNEL, threads = {call!r}, {kernel!r}, {threads}\n{SCRIPT}"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


CALLS = {
    "references": "r.extend(batch)",
    "vocabulary": "r.extend(distinct())",
    "texts": "r.extend(texts)",
    "index": "r.extend(batch); r.best_above(batch[:20], 0.5, threads=threads)",
    "decisions": "r.judge(distinct(), 0.7, 0, threads=threads)",
    "judgements": "r.judge(distinct()[:300], 0.7, 3, threads=threads)",
    "neighbours": "r.extend(batch); r.score(batch[:5], 10**6, threads=threads)",
    "candidates": "r.extend(batch); r.score(batch, 1, threads=threads)",
    "one candidate": "r.extend(batch); r.lcs(probe)",
    "long candidates": "r.extend([probe * 500]); r.best_above([probe * 400], 0.9, threads=threads)",
    "scores of long candidates": "r.extend([probe * 500]); r.score([probe * 40], 1, threads=threads)",
}


@linux
@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("kernel", ["scalar", None])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_a_pool_past_memory_is_an_error_and_stays_right(call: str, kernel: str | None, threads: int) -> None:
    ran = run(call, kernel, threads)
    assert (ran.returncode, ran.stdout) == (0, "done\n"), ran.stderr[-2000:]


@linux
def test_a_pool_past_memory_is_an_error() -> None:
    ran = run(CALLS["decisions"], None)
    assert (ran.returncode, ran.stdout) == (0, "done\n"), ran.stderr[-2000:]


LEAKS = """
import gc, random, resource
import selfinstruct_rouge as s

def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

rng = random.Random(1)
words = [f"w{i}" for i in range(20_000)]
batch = [rng.choices(words, k=rng.randint(1, 40)) for _ in range(3000)]
texts = [" ".join(tokens) for tokens in batch]

def attempt(call):
    try: call()
    except (TypeError, OverflowError, ValueError): pass

def round():
    for given, tokenizer in (batch, None), (texts, "english"):
        r = s.References(tokenizer)
        r.extend(given)
        r.score(given[:300], 50, threads=2)
        r.best_above(given, 0.3)
        r.judge(given, 0.7, 0)
        r.judge(given[:300], 0.2, 3)
        r.lcs(given[0])
        attempt(lambda: r.extend([*given, 1]))
        attempt(lambda: r.score([*given, None]))
        attempt(lambda: s.References(kernel="abacus"))
    s.RougeScorer(["rougeL"]).score_batch(texts[:500], texts[500:1000])
    [hash(v) for v in r.judge(texts[:50], 0.7)]

for _ in range(5): round()
before = resident()
for _ in range(40): round()
print(resident() - before >> 20)
"""


@linux
@pytest.mark.slow
def test_memory_is_given_back() -> None:
    """Forty rounds of some ten megabytes each: a leak of a twentieth of that would show."""
    ran = subprocess.run([sys.executable, "-c", LEAKS], capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 20
