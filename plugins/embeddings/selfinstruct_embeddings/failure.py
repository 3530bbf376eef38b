"""What goes wrong with an embedding model, said in one line with the cure."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from selfinstruct.errors import ConfigError
from selfinstruct_embeddings.choice import SERVE, Choice

_NEEDED = ("numpy", "sentence_transformers", "torch")

# In the order that they are looked for in what the libraries and the hub's client raised, causes included.
_CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("GatedRepoError", "gated repo"),
        "{model}: access to it must be granted first",
        "accept its terms on its page, and set HF_TOKEN to a token of the account that did",
    ),
    (("trust_remote_code", "custom code"), "{model} needs code of its own", SERVE),
    (
        ("HFValidationError",),
        "no folder {model} is here, and the hub can have no model of that name",
        "give the folder's path, or the name of a model on the hub (owner/name)",
    ),
    (("RevisionNotFoundError",), "{model} has no revision {revision!r}", "give a branch, tag or commit of it"),
    (
        ("RepositoryNotFoundError",),
        "no model {model!r} on the hub",
        "give the name of one there (owner/name) or a folder; a private one needs HF_TOKEN set",
    ),
    (
        ("OfflineModeIsEnabled", "LocalEntryNotFoundError", "ConnectError", "ConnectionError", "ConnectTimeout"),
        "{model} is neither a folder here nor downloaded, and the hub can not be reached",
        "is the network up, and HF_HUB_OFFLINE unset? A folder with the model in it works without",
    ),
)


def check_installed() -> None:
    """Raises ConfigError when a package that the embedder runs on is missing."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        hint = "pip install 'selfinstruct[embeddings]'"
        raise ConfigError(f"the sentence-transformers embedder needs {', '.join(missing)}", hint=hint)


def config_error(error: Exception, choice: Choice) -> ConfigError:
    """What it means that a model could not be had, loaded or run."""
    told = " ".join(f"{type(each).__name__} {each}" for each in _chain(error))
    if isinstance(error, MemoryError) or "out of memory" in told.lower() or "can't allocate memory" in told.lower():
        hint = "take a smaller batch (batch-size=8), a smaller model, or the processor (device=cpu)"
        return ConfigError(f"not enough memory for {choice.model}", hint=hint)
    for marks, message, hint in _CAUSES:
        if any(mark in told for mark in marks):
            return ConfigError(message.format(model=choice.model, revision=choice.revision), hint=hint)
    hint = "it must be a model for sentence-transformers whose weights are in safetensors files; --debug shows more"
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return ConfigError(f"{choice.model} can not be used: {first}", hint=hint)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
