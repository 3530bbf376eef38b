"""A model's tokenizer, and examples as its tokens: those of the prompt, and those of the answer up to its end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from selfinstruct.errors import ConfigError
from selfinstruct.templates import TEMPLATES, Example, Wording, completion, default_template, messages, prompt_completion

CHAT = "chat"
COMPLETION = "completion"

_NEEDED = ("transformers", "pyarrow")
_BATCH = 512
# Beyond this a tokenizer has no limit: "none" is written as a number with 30 digits.
_SANE = 1 << 24
_USUAL = 2048
_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja")
_OTHER = "another wording may do: --template NAME"

# In the order that they are looked for in what transformers and the hub's client raised, causes included.
_CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("GatedRepoError", "gated repo"), "access to it must be granted first", "accept its terms on its page, and set HF_TOKEN"),
    (("trust_remote_code", "custom code"), "it needs code of its own, which is never run here", "take a model without"),
    (("HFValidationError",), "no folder of that name is here, nor can the hub have it", "give a folder, or owner/name"),
    (("RepositoryNotFoundError",), "the hub has no such model", "give a folder, or owner/name; a private one needs HF_TOKEN"),
    (
        ("OfflineModeIsEnabled", "LocalEntryNotFoundError", "ConnectError", "ConnectionError", "ConnectTimeout"),
        "it is neither a folder here nor downloaded, and the hub can not be reached",
        "is the network up, and HF_HUB_OFFLINE unset? A folder with the tokenizer in it works without",
    ),
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as token ids; the first `prompt` of them are what is asked, the others what is to be answered."""

    ids: list[int]
    prompt: int


class Encoder:
    """Words examples for a model and gives them as its tokens, each answer closed by the tokenizer's end token.

    template: `chat`, `completion` or a name of TEMPLATES, the one in force. eos, pad: token ids.
    longest: tokens that the tokenizer says a text may have.
    """

    def __init__(self, model: str, template: str | None, wording: Wording, language: str) -> None:
        """Load the tokenizer of a folder or of a model on the hub; no weights, and no code that comes with it.

        template: None for the chat template where there is one, or else for the language's own of TEMPLATES.
        Raises ConfigError when a library is missing, the tokenizer can not be had, or does not serve.
        """
        self.model = model
        self._tokenizer = _loaded(model)
        if self._tokenizer.eos_token_id is None:
            raise ConfigError(f"{model}: the tokenizer has no end token", hint="take that of a model that writes texts")
        chats = bool(getattr(self._tokenizer, "chat_template", None))
        if template == CHAT and not chats:
            raise ConfigError(f"{model}: the tokenizer has no chat template", hint=_OTHER)
        self.template = template or (CHAT if chats else default_template(language))
        named = self.template if self.template in TEMPLATES else wording.template
        self._wording = replace(wording, template=named, end="")
        self.eos: int = self._tokenizer.eos_token_id
        self.pad: int = self.eos if self._tokenizer.pad_token_id is None else self._tokenizer.pad_token_id
        limit = self._tokenizer.model_max_length
        self.longest: int = int(limit) if limit and 0 < limit < _SANE else _USUAL
        # A chat template writes the beginning token itself.
        self._front = [] if self.template == CHAT else self._beginning()

    def encode(self, chosen: Iterable[Example]) -> Iterator[Encoded]:
        """Encode the examples in their order. Raises ConfigError where prompt and answer can not be told apart."""
        rest = iter(chosen)
        while batch := list(islice(rest, _BATCH)):
            pairs = [self._pair(example) for example in batch]
            prompts = self._ids([prompt for prompt, _ in pairs])
            wholes = self._ids([prompt + answer for prompt, answer in pairs])
            for example, pair, prompt, whole in zip(batch, pairs, prompts, wholes, strict=True):
                ids = whole if whole[: len(prompt)] == prompt else self._apart(example, pair, prompt, whole)
                yield Encoded([*self._front, *ids, self.eos], len(self._front) + len(prompt))

    def told(self) -> dict[str, Any]:
        """What decides the tokens, for whoever reads them later."""
        import tokenizers
        import transformers

        return {
            "tokenizer": self.model,
            "files": _hashes(self.model, [*_FILES, *self._tokenizer.vocab_files_names.values()]),
            "versions": {"transformers": transformers.__version__, "tokenizers": tokenizers.__version__},
            "template": self.template,
            "system": self._wording.system if self.template == CHAT else "",
            "eos": {"id": self.eos, "token": self._tokenizer.convert_ids_to_tokens(self.eos)},
            "pad": {"id": self.pad, "token": self._tokenizer.convert_ids_to_tokens(self.pad)},
        }

    def _pair(self, example: Example) -> tuple[str, str]:
        if self.template == CHAT:
            return self._chat(example)
        made = completion if self.template == COMPLETION else prompt_completion
        row = made(example, self._wording)
        return row["prompt"], row["completion"]

    def _chat(self, example: Example) -> tuple[str, str]:
        turns = messages(example, self._wording)["messages"]
        prompt = self._rendered(turns[:-1], add_generation_prompt=True)
        whole = self._rendered(turns, add_generation_prompt=False)
        if not whole.startswith(prompt):
            said = f"{self.model}: the chat template does not word what is asked as the beginning of what is answered"
            raise ConfigError(f"{said} (task {example.id})", hint=_OTHER)
        answer = whole[len(prompt) :]
        # Nothing is ever written behind the end token: a line break there is the next turn's.
        ended = answer.rstrip().removesuffix(self._tokenizer.eos_token)
        return prompt, ended if ended != answer.rstrip() else answer

    def _rendered(self, turns: Sequence[Mapping[str, str]], *, add_generation_prompt: bool) -> str:
        try:
            return str(self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=add_generation_prompt))
        except Exception as error:
            hint = f"{_OTHER}; some models know no system message"
            raise ConfigError(f"{self.model}: the chat template fails: {_first_line(error)}", hint=hint) from error

    def _apart(self, example: Example, pair: tuple[str, str], prompt: list[int], whole: list[int]) -> list[int]:
        """The ids of a row where one token reaches across the seam: when it answers, a model is shown the prompt's own.

        Some tokenizers begin every text with a space; behind a line break the answer has none.
        """
        text = self._tokenizer.decode(whole)
        for lead in ("", "\n"):
            head, tail = self._ids([lead, lead + pair[1]])
            joined = prompt + tail[len(head) :]
            if tail[: len(head)] == head and self._tokenizer.decode(joined) == text:
                return joined
        said = f"{self.model}: the tokens of prompt and answer can not be told apart"
        raise ConfigError(f"{said} (task {example.id})", hint=_OTHER)

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        # Only a chat template writes special tokens. What looks like one in a task is text.
        plain = self.template != CHAT
        sound = [text.encode("utf-8", "replace").decode() for text in texts]  # lone surrogates
        ids: list[list[int]] = self._tokenizer(sound, add_special_tokens=False, split_special_tokens=plain)["input_ids"]
        return [list(each) for each in ids]

    def _beginning(self) -> list[int]:
        """What the tokenizer puts before a text."""
        ids: list[int] = self._tokenizer("a")["input_ids"]
        (bare,) = self._ids(["a"])
        starts = [at for at in range(len(ids)) if ids[at : at + len(bare)] == bare]
        return list(ids[: starts[0]]) if starts else []


def _loaded(model: str) -> Any:
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise ConfigError(f"the format tokenized needs {', '.join(missing)}", hint="pip install 'selfinstruct[tokenized]'")
    # It says at its import that without torch there are no models: none is wanted here.
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    from transformers import AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    try:
        return AutoTokenizer.from_pretrained(model, trust_remote_code=False, local_files_only=offline)
    except Exception as error:
        raise _load_error(error, model) from error


def _load_error(error: Exception, model: str) -> ConfigError:
    told = " ".join(f"{type(each).__name__} {each}" for each in _chain(error))
    for marks, said, hint in _CAUSES:
        if any(mark in told for mark in marks):
            return ConfigError(f"{model}: {said}", hint=hint)
    hint = "give the folder of a model with its tokenizer, or its name on the hub (owner/name)"
    return ConfigError(f"{model}: the tokenizer can not be loaded: {_first_line(error)}", hint=hint)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _hashes(model: str, names: Iterable[str]) -> dict[str, str]:
    found = {name: file for name in sorted({*names}) if (file := _file(model, name))}
    return {name: sha256(file.read_bytes()).hexdigest() for name, file in found.items()}


def _file(model: str, name: str) -> Path | None:
    """A file of a tokenizer that is loaded: in its folder, or where the hub's client keeps it."""
    from huggingface_hub import try_to_load_from_cache

    if Path(model).is_dir():
        path = Path(model, name)
        return path if path.is_file() else None
    kept = try_to_load_from_cache(model, name)
    return Path(kept) if isinstance(kept, str) else None
