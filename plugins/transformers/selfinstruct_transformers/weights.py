"""The weights of one model, kept for as long as no other one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from selfinstruct.errors import ConfigError
from selfinstruct_transformers.choice import Choice
from selfinstruct_transformers.failure import config_error
from selfinstruct_transformers.wording import Wording

_loading = Lock()
_held: dict[tuple[str, str | None, str, str], Weights] = {}


class Weights:
    """A model on its device.

    model: as transformers gives it. device, dtype: their names. ends: end tokens. pad: a token to fill up with.
    lock: held while it generates. batch: most prompts at once that its memory has been found to hold, None while that is
    not known.
    """

    def __init__(self, model: Any, device: str, dtype: str, ends: tuple[int, ...], pad: int) -> None:
        self.model = model
        self.device = device
        self.dtype = dtype
        self.ends = ends
        self.pad = pad
        self.lock = Lock()
        self.batch: int | None = None


def weights(choice: Choice, wording: Wording, note: Callable[[str], None]) -> Weights:
    """The weights, loaded unless they are the ones in memory. Raises as `config_error` says.

    One model is kept: the stages of a run build a backend each, and two models at a time may not fit.
    """
    key = choice.model, wording.commit or choice.revision, choice.dtype, choice.device
    with _loading:
        if key not in _held:
            _held.clear()
            _held[key] = _loaded(choice, wording, note)
        return _held[key]


def device_of(choice: Choice) -> str:
    """The kind of device that a choice comes to: "cuda", "mps", "cpu", ...

    Raises ConfigError for a device that is not there.
    """
    import torch

    if choice.device == "auto":
        return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        torch.empty(0, device=choice.device)
    except (RuntimeError, AssertionError) as error:
        hint = "one of auto, cpu, cuda, cuda:1, mps, ...; leave it out for what is there"
        raise ConfigError(f"option device: {choice.device!r} can not be used here", hint=hint) from error
    return str(torch.device(choice.device).type)


def dtype_of(choice: Choice, device: str) -> str:
    """The name of the number format: the chosen one, or half precision where the device is made for it."""
    import torch

    if choice.dtype != "auto":
        return choice.dtype
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    return "float16" if device == "mps" else "float32"


def _placed(choice: Choice, device: str) -> str | dict[str, str]:
    """Left to itself, the layers go over all GPUs, and what does not fit there into the machine's memory."""
    if choice.device == "auto":
        return "auto" if device == "cuda" else {"": device}
    return {"": choice.device}


def _loaded(choice: Choice, wording: Wording, note: Callable[[str], None]) -> Weights:
    import torch
    from transformers import AutoModelForCausalLM, GenerationConfig

    device = device_of(choice)
    dtype = dtype_of(choice, device)
    note(f"loading {choice.model} ({dtype}, {device})")
    try:
        model = AutoModelForCausalLM.from_pretrained(
            choice.model,
            config=wording.config,
            revision=wording.commit or choice.revision,
            dtype=getattr(torch, dtype),
            device_map=_placed(choice, device),
            trust_remote_code=False,
        )
    except Exception as error:
        raise config_error(error, choice.model, choice.revision) from error
    ends = wording.ends(model.generation_config.eos_token_id)
    pad = wording.pad(ends)
    # A prompt's own sampling is all that counts, not what the model's makers suggest.
    model.generation_config = GenerationConfig(eos_token_id=list(ends) or None, pad_token_id=pad)
    return Weights(model.eval(), device, dtype, ends, pad)
