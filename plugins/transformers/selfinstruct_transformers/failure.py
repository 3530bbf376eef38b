"""What goes wrong with a model, said in one line with the cure."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from selfinstruct.errors import BackendError, ConfigError, SelfInstructError
from selfinstruct_transformers.choice import SERVE

_NEEDED = ("torch", "transformers", "accelerate")
_SMALLER = "take a smaller or a quantised model, half precision (--option dtype=bfloat16), or more devices"
_SHORTER = "shorter answers need less (--answer-tokens), and shorter prompts (--max-prompt-tokens)"

# In the order that they are looked for in what transformers and the hub's client raised, causes included.
_CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("GatedRepoError", "gated repo"),
        "{model}: access to it must be granted first",
        "accept its terms on its page, and set HF_TOKEN to a token of the account that did",
    ),
    (("trust_remote_code", "custom code"), "{model} needs code of its own, which is never run here", SERVE),
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
    """Raises ConfigError when a package that the backend runs on is missing."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        hint = "pip install 'selfinstruct[transformers]'"
        raise ConfigError(f"the transformers backend needs {', '.join(missing)}", hint=hint)


def config_error(error: Exception, model: str, revision: str | None) -> SelfInstructError:
    """What it means that a model could not be loaded. All but a lack of memory is the user's to mend."""
    if is_out_of_memory(error):
        return BackendError(f"not enough memory to load {model}", hint=_SMALLER)
    told = " ".join(f"{type(each).__name__} {each}" for each in _chain(error))
    for marks, message, hint in _CAUSES:
        if any(mark in told for mark in marks):
            return ConfigError(message.format(model=model, revision=revision), hint=hint)
    hint = "it must be a text model that generates, and known to this version of transformers; --debug shows more"
    return ConfigError(f"{model} can not be loaded: {_first_line(error)}", hint=hint)


def generation_error(error: Exception) -> BackendError:
    """What it means that generate broke."""
    if is_out_of_memory(error):
        return BackendError("not enough memory for one prompt and its answer", hint=f"{_SHORTER}; or {_SMALLER}")
    return BackendError(f"the model failed: {type(error).__name__}: {_first_line(error)}", hint="see it whole with --debug")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, of a device or of the machine."""
    text = str(error).lower()
    told = "out of memory" in text or "can't allocate memory" in text or "not enough memory" in text
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and told)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
