"""Answers prompts by continuous batching: a row that has ended makes room for the next at once. CUDA only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from threading import Event
from typing import Any

from selfinstruct.backend import Sampling
from selfinstruct.errors import BackendError
from selfinstruct_transformers.ending import Answered, End, Row
from selfinstruct_transformers.weights import Weights
from selfinstruct_transformers.wording import Wording

DEVICES = ("cuda",)
"""Where it may be used: elsewhere its cache takes most of the machine's memory, and it is slower than plain batches."""
CAP: Mapping[str, Any] = {"max_memory_percent": 0.7}
"""How much of the free memory its cache may take."""
_PATIENCE = 1.0
_WITHOUT = "leave --option engine=continuous out: plain batches do the same"


def generate_continuously(weights: Weights, _: Wording, part: Sequence[Row], cancelled: Event) -> list[Answered]:
    """One call's rows, all at once. Nothing comes back once `cancelled` is set.

    It can not stop at a string, so rows with stop strings run on and are cut afterwards; and it has one generator for
    all rows, seeded by the seeds of all of them: another set of rows samples otherwise. Raises BackendError.
    """
    found: dict[int, Answered] = {}
    for (temperature, top_p), some in groupby(sorted(part, key=_kind), key=_kind):
        found.update(_generated(weights, list(some), _config(weights, temperature, top_p), cancelled))
    return [] if cancelled.is_set() else [found[row.place] for row in part]


def _kind(row: Row) -> tuple[float, float]:
    """Temperature and top-p, which one run of it has for all rows."""
    sampling: Sampling = row.prompt.sampling
    if sampling.presence_penalty or sampling.frequency_penalty:
        raise BackendError("continuous batching has no presence or frequency penalty", hint=_WITHOUT)
    return sampling.temperature, sampling.top_p if sampling.temperature else 1.0


def _config(weights: Weights, temperature: float, top_p: float) -> Any:
    from transformers import GenerationConfig

    ends: dict[str, Any] = {"eos_token_id": list(weights.ends) or None, "pad_token_id": weights.pad}
    if not temperature:
        return GenerationConfig(do_sample=False, **ends)
    return GenerationConfig(do_sample=True, temperature=temperature, top_p=top_p, top_k=0, **ends)


def _generated(weights: Weights, rows: list[Row], config: Any, cancelled: Event) -> dict[int, Answered]:
    with _manager(weights, rows, config, cancelled) as manager:
        for row in rows:
            manager.add_request(row.tokens, request_id=str(row.place), max_new_tokens=row.limit)
        results: dict[str, Any] = {}
        while len(results) < len(rows) and not cancelled.is_set():
            result = manager.get_result(timeout=_PATIENCE)
            if result is not None and result.is_finished():
                results[result.request_id] = result
            elif result is None and not manager.is_running():
                break
    if cancelled.is_set():
        return {}
    return {row.place: _answered(weights, results.get(str(row.place))) for row in rows}


@contextmanager
def _manager(weights: Weights, rows: Sequence[Row], config: Any, cancelled: Event) -> Iterator[Any]:
    """Its workings for one set of rows, ended at once when `cancelled` is set."""
    from transformers import ContinuousBatchingConfig

    setting = ContinuousBatchingConfig(seed=joint_seed(rows), max_requests_per_batch=len(rows), **CAP)
    manager = weights.model.init_continuous_batching(generation_config=config, continuous_batching_config=setting)
    manager.start()
    try:
        yield manager
    finally:
        manager.stop(block=True, hard_stop=cancelled.is_set())
        manager.destroy()


def joint_seed(rows: Sequence[Row]) -> int:
    """One seed from all rows' seeds, the same in whatever order they stand."""
    seeds = sorted(row.prompt.sampling.seed for row in rows)
    return int.from_bytes(sha256(repr(seeds).encode()).digest()[:4], "big") >> 1


def _answered(weights: Weights, result: Any) -> Answered:
    if result is None or result.error is not None:
        raise BackendError(f"continuous batching failed: {result.error if result else 'it ended'}", hint=_WITHOUT)
    tokens = list(result.generated_tokens)
    reason = "stop" if tokens and tokens[-1] in weights.ends else "length"
    return Answered(tokens, End(len(tokens), reason))
