"""Answers prompts in batches, and in smaller ones when memory runs out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from threading import Event

from selfinstruct.backend import Completion, Prompt, Usage
from selfinstruct.errors import BackendError, TooLarge
from selfinstruct_transformers.ending import Answered, Decode, End, Ending, Row, cut
from selfinstruct_transformers.failure import generation_error, is_out_of_memory
from selfinstruct_transformers.sampling import Sampler
from selfinstruct_transformers.weights import Weights
from selfinstruct_transformers.wording import Wording, said

Engine = Callable[[Weights, Wording, Sequence[Row], Event], list[Answered]]


def rows(prompts: Sequence[Prompt], wording: Wording) -> tuple[list[Row], dict[int, TooLarge]]:
    """What can be answered, longest first, and errors by place for prompts that leave no room for an answer."""
    fit: list[Row] = []
    errors: dict[int, TooLarge] = {}
    for place, prompt in enumerate(prompts):
        tokens = wording.tokens(prompt)
        room = prompt.sampling.max_tokens if wording.context is None else wording.context - len(tokens)
        if room < 1:
            message = f"request {prompt.number} of {prompt.stage} has {len(tokens)} tokens, the model takes {wording.context}"
            errors[place] = TooLarge(message, hint="shorten the prompts with --max-prompt-tokens")
        else:
            fit.append(Row(place, prompt, tokens, min(prompt.sampling.max_tokens, room)))
    # Prompts of like length need little padding; the longest go first, so that memory runs out at once or never.
    return sorted(fit, key=lambda row: -len(row.tokens)), errors


def answers(
    prompts: Sequence[Prompt],
    weights: Weights,
    wording: Wording,
    *,
    batch: int,
    engine: Engine,
    cancelled: Event,
    note: Callable[[str], None],
) -> list[Completion | BackendError]:
    """An answer to each prompt, or the error in its place, in order; fewer when `cancelled` is set meanwhile."""
    with weights.lock:
        left, errors = rows(prompts, wording)
        found: dict[int, Completion | BackendError] = dict(errors)
        while left and not cancelled.is_set():
            size = min(batch, weights.batch or batch)
            part, left = left[:size], left[size:]
            try:
                got = _unless_out_of_memory(engine, weights, wording, part, cancelled)
            except BackendError as error:
                found.update((row.place, error) for row in part + left)
                break
            if got is None:
                weights.batch = len(part) // 2
                note(f"out of memory with {len(part)} prompts a batch: going on with {weights.batch}")
                left = part + left
                continue
            found.update(
                (row.place, _completion(row, answered, wording.text, weights.ends))
                for row, answered in zip(part, got, strict=False)
            )
    return [found[place] for place in sorted(found)]


def generate(weights: Weights, wording: Wording, part: Sequence[Row], cancelled: Event) -> list[Answered]:
    """One batch by plain generate, padded on the left. Nothing comes back once `cancelled` is set."""
    import torch

    width = max(len(row.tokens) for row in part)
    model = weights.model
    ids = torch.tensor([[weights.pad] * (width - len(row.tokens)) + row.tokens for row in part], device=model.device)
    mask = torch.tensor([[0] * (width - len(row.tokens)) + [1] * len(row.tokens) for row in part], device=model.device)
    ending = Ending(part, width, weights.ends, wording.text, cancelled)
    sampler = Sampler([row.prompt.sampling for row in part], width, model.device)
    with torch.inference_mode():
        out = model.generate(
            input_ids=ids,
            attention_mask=mask,
            max_new_tokens=max(row.limit for row in part),
            logits_processor=[sampler],
            stopping_criteria=[ending],
        )
    if cancelled.is_set():
        return []
    ends = [end or End(out.shape[1] - width, "length") for end in ending.found]
    return [Answered(tokens[: end.length], end) for tokens, end in zip(out[:, width:].tolist(), ends, strict=True)]


def _completion(row: Row, answered: Answered, decode: Decode, ends: Sequence[int]) -> Completion:
    """What is recorded of an answer: its text without end token, stop string and thoughts; and tokens counted."""
    tokens = answered.tokens
    whole = decode(tokens[:-1] if tokens and tokens[-1] in ends else tokens)
    text = cut(whole, row.prompt.stop)
    reason = "stop" if len(text) < len(whole) else answered.end.reason
    if reason == "length":
        # The last letter may have been cut within its bytes.
        text = text.rstrip("\N{REPLACEMENT CHARACTER}")
    text, thoughts = said(text) if row.prompt.messages else (text, "")
    raw = {"reasoning": thoughts} if thoughts else {}
    return Completion(text, reason, Usage(len(row.tokens), answered.end.length), raw=raw)


def _unless_out_of_memory(
    engine: Engine, weights: Weights, wording: Wording, part: Sequence[Row], cancelled: Event
) -> list[Answered] | None:
    """None when memory ran out and a smaller batch may do."""
    try:
        return engine(weights, wording, part, cancelled)
    except BackendError:
        raise
    except Exception as error:
        if not is_out_of_memory(error) or len(part) == 1:
            raise generation_error(error) from error
    # Only here, with the error and its frames gone, are the tensors free.
    _free(weights.device)
    return None


def _free(device: str) -> None:
    import torch

    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()
