"""Where a model's files are: a folder, or what was downloaded from the hub; and what names just these files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from selfinstruct.errors import ConfigError
from selfinstruct_embeddings.choice import Choice
from selfinstruct_embeddings.failure import config_error

_WANTED = ("*.json", "*.txt", "*.model", "*.safetensors")
_UNWANTED = ("onnx/*", "openvino/*")
_OWNER = "sentence-transformers"
"""Whose models may be named without their owner."""


def folder_of(choice: Choice, note: Callable[[str], None]) -> Path:
    """The folder with the model's files; what is not there yet is downloaded. Raises ConfigError when it can not be had.

    What was downloaded once is used as it is, unless another revision is asked for.
    """
    folder = Path(choice.model).expanduser()
    if not folder.is_dir():
        folder = _on_the_hub(choice, note)
    pickled = [weights for weights in folder.rglob("pytorch_model.bin") if not any(weights.parent.glob("*.safetensors"))]
    if pickled or not any(folder.rglob("*.safetensors")):
        hint = "take one that has, or convert it: pickled weights can run code of their makers, and are never loaded"
        raise ConfigError(f"{choice.model} has weights that are not in safetensors files", hint=hint)
    return folder


def named(choice: Choice, folder: Path) -> str:
    """The model and, for one of the hub, its commit; for a folder, the first digits of a hash over its files."""
    if Path(choice.model).expanduser().is_dir():
        return f"sha256:{_sha256(folder)[:16]}"
    return f"{_full_name(choice.model)}@{folder.name}"


def _on_the_hub(choice: Choice, note: Callable[[str], None]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    def found(*, here: bool) -> Path:
        return Path(
            snapshot_download(
                _full_name(choice.model),
                revision=choice.revision,
                allow_patterns=list(_WANTED),
                ignore_patterns=list(_UNWANTED),
                local_files_only=here,
            )
        )

    try:
        try:
            folder = found(here=True)
        except LocalEntryNotFoundError:
            folder = None
        # Another program may have fetched a part of it.
        if folder is None or not any(folder.rglob("*.safetensors")):
            note(f"downloading {choice.model}, once")
            folder = found(here=False)
    except Exception as error:
        raise config_error(error, choice) from error
    return folder


def _full_name(model: str) -> str:
    return model if "/" in model else f"{_OWNER}/{model}"


def _sha256(folder: Path) -> str:
    """Of the files that are loaded: their places in the folder, and what is in them."""
    found = {path.relative_to(folder).as_posix(): path for pattern in _WANTED for path in folder.rglob(pattern)}
    whole = hashlib.sha256()
    for name, path in sorted(found.items()):
        with path.open("rb") as file:
            whole.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()
