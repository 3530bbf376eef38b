"""The sentence-transformers embedder: texts in, rows of a local model out."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfinstruct.embedder import Embedder
from selfinstruct.errors import ConfigError
from selfinstruct_embeddings.choice import Choice, choice
from selfinstruct_embeddings.failure import check_installed, config_error
from selfinstruct_embeddings.source import folder_of, named

if TYPE_CHECKING:
    import numpy as np


class SentenceTransformers(Embedder):
    """A model of the hub or of a folder, run in this process, in float32.

    Texts of like length share a batch, so little is padded and what is has no weight: a row depends on its text, and on
    the size of the batch by rounding errors alone, which the host's four decimal places leave out.
    """

    name = "sentence-transformers"

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model, options)
        self._choice = choice(model, options)
        self._found: Path | None = None
        check_installed()

    @classmethod
    def check_instance(cls) -> Embedder | None:
        """One on a tiny model with random weights, None where torch is missing."""
        from selfinstruct_embeddings.tiny import write_model

        try:
            check_installed()
        except ConfigError:
            return None
        folder = tempfile.mkdtemp(prefix="selfinstruct-")
        embedder = cls(folder, {"device": "cpu"})
        weakref.finalize(embedder, shutil.rmtree, folder, ignore_errors=True)
        write_model(Path(folder))
        return embedder

    @property
    def identity(self) -> str:
        """Library, model, commit or hash, and what is put before a text. Downloads the model if it is not here."""
        told = f"sentence-transformers {version('sentence-transformers')} {named(self._choice, self._folder())}"
        prompt = self._choice.prompt
        return told if prompt is None else f"{told} prompt={prompt!r}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text. Raises ConfigError when the model can not be had, loaded or run."""
        model = _loaded(self._folder(), self._choice)
        if not texts:
            import numpy as np

            return np.zeros((0, 0), np.float32)
        try:
            return model.encode(
                list(texts),
                prompt=self._choice.prompt,
                batch_size=self._choice.batch,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        except Exception as error:
            raise config_error(error, self._choice) from error

    def _folder(self) -> Path:
        if self._found is None:
            quiet()
            self._found = folder_of(self._choice, self.note)
        return self._found


@lru_cache(maxsize=1)
def _loaded(folder: Path, choice: Choice) -> Any:
    """The model of a folder, loaded once for all that embed with it."""
    from sentence_transformers import SentenceTransformer

    quiet()
    device = None if choice.device == "auto" else _checked(choice.device)
    try:
        model = SentenceTransformer(
            str(folder),
            device=device,
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "dtype": "float32"},
        )
    except Exception as error:
        raise config_error(error, choice) from error
    return model.eval()


def quiet() -> None:
    """Have the libraries keep their remarks and bars to themselves: what matters is said by the host."""
    import huggingface_hub
    from transformers.utils import logging

    huggingface_hub.logging.set_verbosity_error()
    huggingface_hub.utils.disable_progress_bars()
    logging.set_verbosity_error()
    logging.disable_progress_bar()


def _checked(device: str) -> str:
    import torch

    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        hint = "one of auto, cpu, cuda, cuda:1, mps, ...; leave it out for what is there"
        raise ConfigError(f"option device: {device!r} can not be used here", hint=hint) from error
    return device
